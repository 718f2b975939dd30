import type { ParsedOf } from '../../shared/contract/index.ts'
import type { ChangePreview } from '../../shared/contract/meeting-preview.ts'
import { classDay } from '../../shared/domain/class-days.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import type { OccurrenceId } from '../../shared/ids.ts'
import { forecastHost, type HostWritesDeps } from './host-writes.ts'
import { thinkThrough, type ChangeDeps, type ThoughtThrough } from './meeting-change.ts'
import { saidOf } from './meeting-check.ts'
import { claimOf, conflictsOf, freeHosts, type PlannedClaim } from './meeting-conflicts.ts'
import { timeOf } from './meeting-view.ts'

/** What a change would do, by the same thought as the change itself. Raises what the change would raise. */
export async function previewChange(
  deps: ChangeDeps & HostWritesDeps,
  input: ParsedOf<'meeting.previewChange'>,
  now: number,
): Promise<ChangePreview> {
  const thought = await thinkThrough(deps, input, now)
  const { plan, subject, people, remarks, writeCount } = thought
  const { values, dates, isSplit } = plan
  const { conflicts, free } = await conflictsAt(deps, thought)
  const writes = await forecastHost(deps, { hostId: values.hostId, name: values.hostName, count: writeCount })
  const days = dates.flatMap(({ after }) => after?.on ?? [])
  const registration = people.isOther
    ? await deps.meetings.compareRegistered(subject.meeting, people, days.length === 0 ? [subject.meeting.on] : days)
    : null
  return {
    dates: dates.map(({ date, number, after }) => ({
      occurrenceId: (date?.id ?? null) as OccurrenceId | null,
      number,
      before: date === null ? null : timeOf(date),
      after: after === null ? null : timeOf(after),
      conflicts: (after === null ? undefined : conflicts.get(after)) ?? [],
    })),
    isSplit,
    newLinkCount: isSplit ? (registration?.expected ?? subject.registeredCount) : 0,
    // A second meeting leaves everybody the link of the first.
    registration: registration && { added: registration.added, withdrawn: isSplit ? 0 : registration.withdrawn },
    problems: remarks.map(saidOf),
    writes,
    freeHosts: free,
  }
}

/** What stands in the way of each planned time, the meeting itself left out, and who could host it instead. */
async function conflictsAt({ planning, hosts, timeZone }: ChangeDeps, { plan, people }: ThoughtThrough) {
  const { hostId, title } = plan.values
  const dates = plan.dates.flatMap(({ after, number }) => (after === null ? [] : [{ time: after, number }]))
  const course = await planning.classOf(people.of)
  const days = dates.map(({ time }) => time.on).toSorted()
  const { words, schoolHours } = await planning.calendar(days[0] ?? '', days.at(-1) ?? '')
  const claims = new Map<KeptTime, PlannedClaim>(
    dates.map(({ time, number }) => {
      const { word, takesPlace: isClassDay } = classDay(words, { ...time, parts: course.parts })
      const date = { time, title: titleOfDate(title, number), word, isClassDay }
      return [time, claimOf(date, { owner: plan.meetingId, hostId, course })]
    }),
  )
  const planned = [...claims.values()]
  const standing = await planning.standing(planned, plan.meetingId)
  const found = conflictsOf(planned, standing, { schoolHours, timeZone: timeZone() })
  return {
    conflicts: new Map([...claims].map(([time, claim]) => [time, found.get(claim) ?? []])),
    free: freeHosts(await hosts.list(), planned, standing),
  }
}
