import { createDispatch, type AnyHandler } from '../../src/main/dispatch.ts'
import { contract, type InputOf, type OperationName, type OutputOf } from '../../src/shared/contract/index.ts'
import type { PersonId, SectionId } from '../../src/shared/ids.ts'
import type { Result } from '../../src/shared/problem.ts'
import { attendanceWorld, monday, type MadePerson } from './attendance-world.ts'
import { wireRosters } from './rosters.ts'

type Change = InputOf<'enrollment.preview'>['change']

/** A database with classes and reports as in {@link attendanceWorld}, and every operation of rosters through dispatch. */
export async function rosterWorld(options: Parameters<typeof attendanceWorld>[0] = {}) {
  const world = await attendanceWorld(options)
  const { database, files, clock, newId, log, stores } = world
  const handlers = {
    ...world.handlers,
    ...wireRosters({ database, files, clock, newId, log, stores }),
  } as Partial<Record<OperationName, AnyHandler>>
  const dispatch = createDispatch(async (name) => handlers[name]!, log)

  const attempt = async <N extends OperationName>(name: N, input: InputOf<N>): Promise<Result<OutputOf<N>>> => {
    const result = await dispatch(name, input, { role: 'administrator', door: 'test' })
    return result.ok ? { ok: true, value: contract[name].output.parse(result.value) as OutputOf<N> } : result
  }
  const call = async <N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> => {
    const result = await attempt(name, input)
    if (result.ok) return result.value
    const why = log.lines.findLast((line) => line.includes('"error"')) ?? ''
    throw Object.assign(new Error(`${name}: ${result.problem.kind}: ${result.problem.message} ${why}`), {
      problem: result.problem,
    })
  }

  return {
    ...world,
    attempt,
    call,
    /** Looks at a change and then makes it, as a person does. */
    async change(change: Change) {
      const preview = await call('enrollment.preview', { change })
      return { preview, ...(await call('enrollment.change', { change, digest: preview.digest })) }
    },
    /** A class meeting that is still to come, with a link for each of these. */
    async upcoming(group: { readonly key: number }, host: MadePerson, registered: readonly MadePerson[], on: string) {
      const meeting = await world.meeting(host, registered, { on })
      await world.period(group.key, meeting, { on })
      await database.write(['meetings'], (db) => {
        db.run(`update meetings set group_key = ${group.key} where key = ${meeting.key}`)
        db.run(`insert into occurrences (id, meeting_key, on_date, starts_at, duration_minutes, time_zone, start_instant,
          end_instant, state) select '${newId()}', key, on_date, starts_at, duration_minutes, time_zone, start_instant,
          end_instant, 'scheduled' from meetings where key = ${meeting.key}`)
      })
      return meeting
    },
    /** Who is registered for a meeting, and how: "Cruz, Ben" to "registered p2@school.example". */
    linksOf: (meeting: { readonly key: number }): Promise<Record<string, string>> =>
      database.read((db) =>
        Object.fromEntries(
          db
            .all<{ listName: string; link: string }>(
              `select p.list_name as listName, r.state || coalesce(' ' || r.address, '') as link
               from registrants r join persons p on p.key = r.person_key where r.meeting_key = ${meeting.key}`,
            )
            .map(({ listName, link }) => [listName, link]),
        ),
      ),
    /** What waits to be done at Zoom for a meeting. */
    errandsOf: (meeting: { readonly key: number }): Promise<string[]> =>
      database.read((db) =>
        db
          .all<{ action: string }>(
            `select action from outbox where meeting_key = ${meeting.key} and state = 'waiting' order by key`,
          )
          .map(({ action }) => action),
      ),
    /** The marks of a class period by list name: "present", "absent". */
    async marksOf(period: { readonly id: string }) {
      const { rows } = await call('attendance.get', { periodId: period.id })
      return Object.fromEntries(rows.map(({ listName, presence }) => [listName, presence]))
    },
    /** What is kept of a class period's marks, without a look that would make them anew. */
    keptMarks: (period: { readonly key: number }): Promise<Record<string, string>> =>
      database.read((db) =>
        Object.fromEntries(
          db
            .all<{ listName: string; presence: string }>(
              `select p.list_name as listName, k.presence from marks k join persons p on p.key = k.person_key
               where k.period_key = ${period.key} order by p.list_name`,
            )
            .map(({ listName, presence }) => [listName, presence]),
        ),
      ),
  }
}
export type RosterWorld = Awaited<ReturnType<typeof rosterWorld>>

/** The ids of made things as the contract has them. */
export const personIdOf = ({ id }: Pick<MadePerson, 'id'>) => id as PersonId
export const sectionIdOf = ({ id }: { readonly id: string }) => id as SectionId

/** A day of the week of {@link monday}: 0 is the Monday itself. */
export const dayOf = (offset: number): string =>
  new Date(Date.parse(`${monday}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10)
