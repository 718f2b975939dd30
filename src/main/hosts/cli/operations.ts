import { z } from 'zod'
import { contract } from '../../../shared/contract/index.ts'
import type { Row } from '../../../shared/contract/row.ts'
import { globalFlags, parseFlags } from '../shared/global-flags.ts'
import { UsageError } from '../shared/usage.ts'

/** `homeroom operations`: the contract as a table, or with `--json` as JSON Schemas. Opens nothing. */
export async function operations(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, globalFlags)
  if (positionals.length > 0) throw new UsageError('"operations" takes no further words.')
  const rows = Object.entries(contract as Readonly<Record<string, Row>>)
  process.stdout.write(values.json ? toJson(rows) : toTable(rows))
  return 0
}

function toJson(rows: readonly (readonly [string, Row])[]): string {
  const list = rows.map(([name, { kind, roles, input, output }]) => ({
    name,
    kind,
    roles,
    input: z.toJSONSchema(input, { io: 'input' }),
    output: z.toJSONSchema(output, { io: 'output' }),
  }))
  return `${JSON.stringify({ operations: list })}\n`
}

function toTable(rows: readonly (readonly [string, Row])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, { kind, input }]) => `${name.padEnd(width)}  ${kind.padEnd(7)}  ${fieldsOf(input)}`)
  return `${lines.join('\n')}\n`
}

/** The names of the input's fields, those that may be left out in brackets. */
function fieldsOf(input: z.ZodType): string {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' })
  const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `[${name}]`))
  return names.join(' ')
}
