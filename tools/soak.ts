import { randomInt } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Soak } from '../test/soak/soak.ts'
import { root } from './steps.ts'

const folder = join(root, 'test/soak')
const suffix = '.soak.ts'

/**
 * `npm run soak [-- NAME...] [--seed N]`: the long counts, each on a new seed, which is printed first so that a failure
 * can be had again. Exit code 1 when a round did not hold.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { seed: { type: 'string' } },
    allowPositionals: true,
  })
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
  const chosen = positionals.length > 0 ? names.filter((name) => positionals.includes(name)) : names
  let failures = 0
  for (const name of chosen) {
    const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
    console.log(`${name}: seed ${seed}`)
    const startedAt = performance.now()
    const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
    try {
      const { soak } = (await import(pathToFileURL(join(folder, `${name}${suffix}`)).href)) as { soak: Soak }
      const rounds = await soak({ seed, isLong: true, say: (line) => console.log(`${name}: ${line}`) })
      console.log(`${name}: ${rounds} rounds held, ${seconds()} s`)
    } catch (error) {
      failures += 1
      console.error(`${name}: FAILED after ${seconds()} s, seed ${seed}:`, error)
    }
  }
  return failures === 0 ? 0 : 1
}
