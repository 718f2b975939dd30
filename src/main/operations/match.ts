import type { Handlers } from '../../shared/contract/index.ts'
import type { Stranger } from '../../shared/contract/attendance.ts'
import type { ClassPeriodId, PersonId } from '../../shared/ids.ts'
import type { AttendanceStores } from '../store/attendance.ts'
import { authorOf, type AttendanceDeps } from './attendance.ts'
import { attendanceOf, intervalOf } from './attendance-view.ts'

type Names = 'match.list' | 'match.resolve' | 'match.dismiss' | 'match.undo'

/** What the operations of "Who is this?" need. */
export interface MatchDeps extends Pick<AttendanceDeps, 'device' | 'clock' | 'newId'> {
  readonly stores: Pick<AttendanceStores, 'attendance' | 'periods' | 'matches'>
}

/** "Who is this?": who stands there, and what people say about them. */
export function createMatchOperations(deps: MatchDeps): Handlers<Names> {
  const { clock } = deps
  const { attendance, periods, matches } = deps.stores
  const get = async (periodId: string) => attendanceOf(await attendance.get(periodId, clock.now()), clock.now())

  return {
    'match.list': async ({ periodId, includeDecided }) => {
      const now = clock.now()
      const keys = periodId === undefined ? await matches.openPeriods() : await attendance.keysOf([periodId])
      await attendance.refresh(keys, now)
      const found = await matches.list(periodId ?? null, includeDecided)
      const titles = new Map(
        (await periods.list([...new Set(found.map(({ periodKey }) => periodKey))], now)).map(({ key, group }) => [
          key,
          group.title,
        ]),
      )
      return {
        strangers: found.map((who): Stranger => ({
          key: who.key,
          periodId: who.periodId as ClassPeriodId,
          periodTitle: titles.get(who.periodKey) ?? '',
          startAt: new Date(who.startAt).toISOString(),
          displayName: who.displayName,
          email: who.email,
          seconds: who.seconds,
          intervals: who.stays.map(intervalOf),
          why: who.why as Stranger['why'],
          suggestions: who.suggestions.map(({ personId, ...suggestion }) => ({
            ...suggestion,
            personId: personId as PersonId,
          })),
          decided:
            who.decided === null
              ? null
              : {
                  as: who.decided.as,
                  personIds: who.decided.personIds as PersonId[],
                  by: who.decided.by,
                  at: new Date(who.decided.at).toISOString(),
                },
        })),
      }
    },

    'match.resolve': async ({ periodId, key, personIds, remember }, caller) => {
      await matches.resolve(periodId, key, [...new Set<string>(personIds)], remember, authorOf(deps, caller))
      return get(periodId)
    },

    'match.dismiss': async ({ periodId, key, reason }, caller) => {
      await matches.dismiss(periodId, key, reason, authorOf(deps, caller))
      return get(periodId)
    },

    'match.undo': async ({ periodId, key }, caller) => {
      await matches.undo(periodId, key, authorOf(deps, caller))
      return get(periodId)
    },
  }
}
