import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { wallTimeFit } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { DateChange, MeetingValues } from '../store/meetings-change.ts'
import type { DateRow } from '../store/meetings-view.ts'
import { formProblems, hostProblems, refuse, type FormProblem } from './meeting-check.ts'
import { effective } from './meeting-overrides.ts'
import type { WantedPeople } from './meeting-people.ts'
import type { MeetingPlan } from './meeting-plan.ts'
import { kindOf, settingsIn } from './meeting-view.ts'

/** Two dates of one meeting at one time would be one class. Raises `invalidInput`. */
export function mustNotMeet(dates: readonly DateRow[], changes: readonly DateChange[]): void {
  const reached = new Set(changes.map(({ date }) => date?.key))
  const starts = [
    ...dates.flatMap(({ key, state, startInstant }) => (reached.has(key) || state === 'cancelled' ? [] : startInstant)),
    ...changes.flatMap(({ after }) => after?.startInstant ?? []),
  ]
  if (new Set(starts).size === starts.length) return
  throw new ProblemError('invalidInput', 'Another date of this series is at that time already.', {
    field: 'on',
    fix: 'Choose another day or another time.',
  })
}

/** What is worth saying about a change. Refuses what cannot become a meeting, whichever date it is of. Raises `invalidInput`. */
export async function checkChange(
  hosts: Pick<HostsStore, 'find'>,
  { audience, of }: WantedPeople,
  values: MeetingValues,
  changes: readonly DateChange[],
  now: number,
): Promise<FormProblem[]> {
  const { title, time } = values
  const dates = changes
    .flatMap(({ after, number }) => (after === null ? [] : [{ after, number }]))
    .toSorted((a, b) => a.after.startInstant - b.after.startInstant)
    .map(({ after, number }): MeetingPlan['dates'][number] => ({
      time: after,
      number,
      title: titleOfDate(title, number),
      clock: wallTimeFit({ on: after.on, at: after.startsAt, timeZone: after.timeZone }),
      isKept: true,
      word: null,
      isClassDay: true,
    }))
  const form = {
    kind: kindOf(values),
    title,
    on: time.on,
    startsAt: time.startsAt,
    timeZone: time.timeZone,
    durationMinutes: dates[0]?.time.durationMinutes ?? time.durationMinutes,
    ...(values.recurrence === null ? {} : { repeat: values.recurrence }),
    skipOn: [],
    keepOn: [],
    audience,
    ...of,
  }
  const host = await hosts.find(values.hostId)
  const kinds = new Map(
    [null, ...changes.map(({ overrides }) => overrides)].map((each) => [JSON.stringify(each), each]),
  )
  const problems = [...kinds.values()].flatMap((overrides) => {
    const said = effective(values, overrides)
    const whole = { ...form, description: said.description, settings: settingsIn(said) }
    const found = [
      ...formProblems(whole, { dates, issues: [] }, now),
      ...(host === null ? [] : hostProblems(host, whole)),
    ]
    refuse(found)
    return found
  })
  return [...new Map(problems.map((problem) => [`${problem.field} ${problem.message}`, problem])).values()]
}
