import type { Handlers } from '../../shared/contract/index.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { AttendanceStores } from '../store/attendance.ts'
import { authorOf, type AttendanceDeps } from './attendance.ts'
import { attendanceOf, summaryOf } from './attendance-view.ts'

type Names = 'period.list' | 'period.answerHeld' | 'period.judgeByRealTimes'

/** What the operations of class periods need. */
export interface PeriodDeps extends Pick<AttendanceDeps, 'device' | 'clock' | 'newId'> {
  readonly stores: Pick<AttendanceStores, 'attendance' | 'periods'>
}

/** A school of 240 classes a day: some months at once, so that no list can hold the others up. */
const mostPeriods = 10_000

/** Lists of class periods, and what a person says about whether and when one took place. */
export function createPeriodOperations(deps: PeriodDeps): Handlers<Names> {
  const { clock } = deps
  const { attendance, periods } = deps.stores
  const get = async (periodId: string) => attendanceOf(await attendance.get(periodId, clock.now()), clock.now())

  return {
    'period.list': async (range) => {
      const now = clock.now()
      const rows = await periods.keysOf(range)
      if (rows.length > mostPeriods) {
        throw new ProblemError('invalidInput', 'These are too many classes for one list.', {
          field: 'toOn',
          fix: 'Choose fewer days, or one section.',
        })
      }
      const keys = rows.map(({ key }) => key)
      await attendance.refresh(keys, now)
      return {
        periods: (await periods.list(keys, now)).map((view) => summaryOf(view, now)),
        now: new Date(now).toISOString(),
      }
    },

    'period.answerHeld': async ({ periodId, held, reason }, caller) => {
      await periods.answerHeld(periodId, held, reason, authorOf(deps, caller))
      return get(periodId)
    },

    'period.judgeByRealTimes': async ({ periodId, useRealTimes, reason }, caller) => {
      await periods.judgeByRealTimes(periodId, useRealTimes, reason, authorOf(deps, caller))
      return get(periodId)
    },
  }
}
