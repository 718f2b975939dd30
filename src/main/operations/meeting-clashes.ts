import type { Handlers } from '../../shared/contract/index.ts'
import { findClashes } from '../../shared/domain/conflicts.ts'
import { addDays, toInstant, toIso } from '../../shared/domain/time.ts'
import type { MeetingId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { PlanningStore } from '../store/planning.ts'
import { shown } from './meeting-conflicts.ts'

/** What the list of clashes needs. */
export interface ClashDeps {
  readonly planning: PlanningStore
  readonly clock: Clock
  /** The school's zone. */
  readonly timeZone: () => string
}

const mostDays = 14

/** Says who would have to be in two places at once: calendars show it whether or not somebody is about to plan. */
export function createClashOperations({ planning, clock, timeZone }: ClashDeps): Handlers<'meeting.listClashes'> {
  return {
    'meeting.listClashes': async ({ fromOn, toOn }) => {
      if (toOn >= addDays(fromOn, mostDays)) {
        throw new ProblemError('invalidInput', 'Clashes are looked for in two weeks at the most.', { field: 'toOn' })
      }
      const from = Math.max(clock.now(), toInstant({ on: fromOn, at: '00:00', timeZone: timeZone() }))
      const to = toInstant({ on: addDays(toOn, 1), at: '00:00', timeZone: timeZone() })
      if (to <= from) return { dates: [] }
      const standing = await planning.standing([{ from, to }], null)
      const dates = [...findClashes(standing, [])].flatMap(([{ meetingId, time }, clashes]) =>
        meetingId === null
          ? []
          : [
              {
                meetingId: meetingId as MeetingId,
                startInstant: toIso(time.startInstant),
                conflicts: clashes.map((clash) => ({ kind: clash.kind, with: shown(clash.with) })),
              },
            ],
      )
      return { dates: dates.toSorted((a, b) => a.startInstant.localeCompare(b.startInstant)) }
    },
  }
}
