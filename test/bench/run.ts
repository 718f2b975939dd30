import { readdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Figure } from './figure.ts'

interface Bench {
  figures(): Promise<readonly Figure[]>
}

const suffix = '.bench.ts'

async function load(file: string): Promise<Bench> {
  return (await import(new URL(file, import.meta.url).href)) as Bench
}

/**
 * Runs test/bench: every file, or those whose name begins with a NAME; a NAME of no file picks figures by a part of theirs.
 * Prints one row per figure, with `--json` an array of them and nothing else. Exit code 1 when a bench cannot be run.
 */
export async function runBenches(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(suffix)).toSorted()
  const namesFile = (name: string) => (file: string) => file.startsWith(plain(name))
  const named = files.filter((file) => positionals.some((name) => namesFile(name)(file)))
  const parts = positionals.filter((name) => !files.some(namesFile(name)))
  const chosen = named.length > 0 && parts.length === 0 ? named : files

  // Whatever a bench says on the way must not stand between the figures.
  console.log = console.error
  const rows: Figure[] = []
  let failures = 0
  for (const file of chosen) {
    try {
      const { figures } = await load(file)
      const found = await figures()
      rows.push(...found.filter(({ name }) => named.includes(file) || isPicked(name, parts)))
    } catch (error) {
      failures += 1
      console.error(`${file} could not be run:`, error)
    }
  }
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows))
  return failures === 0 ? 0 : 1
}

/** `domain.marks` names the file domain-marks.bench.ts, as `domain` does. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

const isPicked = (name: string, parts: readonly string[]) =>
  parts.length === 0 || parts.some((part) => name.toLowerCase().includes(part.toLowerCase()))

const readable = (value: number) => Number(value.toPrecision(4))

function table(rows: readonly Figure[]): string {
  const head = ['name', 'value', 'unit', 'baseline', 'ratio', 'target', 'met']
  const cells = rows.map(({ name, value, unit, baseline, ratio, target, met }) =>
    [name, readable(value), unit, readable(baseline), readable(ratio), target, met ? 'yes' : 'NO'].map(String),
  )
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return `${[head, ...cells].map(line).join('\n')}\n`
}
