import { randomUUID } from 'node:crypto'
import { getTableName, sql } from 'drizzle-orm'
import { createDispatch, type AnyHandler } from '../../src/main/dispatch.ts'
import type { RosterContent } from '../../src/main/files/roster-files.ts'
import { recorded } from '../../src/main/store/roster-recorder.ts'
import type { InputOf, OperationName, OutputOf } from '../../src/shared/contract/index.ts'
import type { FileHandle } from '../../src/shared/ids.ts'
import type { Result } from '../../src/shared/problem.ts'
import { handClock } from './clock.ts'
import { memoryLog, testDatabase } from './database.ts'
import { memoryFiles } from './files.ts'
import { wireRosters } from './rosters.ts'

type Said = Omit<InputOf<'roster.preview'>, 'files'> & { readonly isBrakeReleased?: boolean }

/** An empty school with a real database, into which roster files come through dispatch. */
export async function importWorld(start = '2026-08-03T01:00:00Z') {
  const database = await testDatabase()
  const [files, clock, log] = [memoryFiles(), handClock(start), memoryLog()]
  const handlers = wireRosters({ database, files, clock, newId: randomUUID, log }) as Partial<
    Record<OperationName, AnyHandler>
  >
  const dispatch = createDispatch(async (name) => handlers[name]!, log)
  const attempt = async <Name extends OperationName>(name: Name, input: InputOf<Name>) =>
    (await dispatch(name, input, { role: 'administrator', door: 'test' })) as Result<OutputOf<Name>>
  const call = async <Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> => {
    const result = await attempt(name, input)
    if (result.ok) return result.value
    const why = log.lines.findLast((line) => line.includes('"error"')) ?? ''
    throw Object.assign(new Error(`${name}: ${result.problem.message} ${why}`), { problem: result.problem })
  }
  const put = (contents: readonly RosterContent[]) =>
    contents.map(({ name, bytes }) => files.put(name, bytes) as FileHandle)
  return {
    database,
    clock,
    log,
    attempt,
    call,
    put,
    preview: (contents: readonly RosterContent[], said: Said = {}) => {
      const { isBrakeReleased: _, ...rest } = said
      return call('roster.preview', { files: put(contents), ...rest })
    },
    /** Looks at the preview and then imports, as a person does. */
    async import(contents: readonly RosterContent[], said: Said = {}) {
      const { isBrakeReleased, ...rest } = said
      const input = { files: put(contents), ...rest }
      const { digest } = await call('roster.preview', input)
      return call('roster.import', { ...input, digest, isBrakeReleased })
    },
    /** Every table that an import writes, row by row. */
    dump: (): Promise<Record<string, unknown[]>> =>
      database.read((db) =>
        Object.fromEntries(
          recorded.map((table) => {
            const name = getTableName(table)
            const rows = db.all(sql`select * from ${sql.identifier(name)}`)
            return [name, rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))]
          }),
        ),
      ),
    /** Who is in which section today by list name, and since when. */
    async placed(): Promise<string[]> {
      const { sections } = await call('section.list', {})
      const all = await Promise.all(
        sections.map(async ({ id, name }) => {
          const { students } = await call('section.get', { sectionId: id })
          return students.map(({ person, enrollment }) => `${person.listName} in ${name} from ${enrollment.firstOn}`)
        }),
      )
      return all.flat().toSorted()
    },
  }
}

/** A class list as CSV: `LRN,Last Name,First Name,Grade,Section` and then the rows. */
export const classList = (...rows: readonly string[]): RosterContent[] => [
  {
    name: 'class.csv',
    bytes: new TextEncoder().encode(['LRN,Last Name,First Name,Grade,Section', ...rows, ''].join('\n')),
  },
]
