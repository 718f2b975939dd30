import type { ParsedOf } from '../../shared/contract/index.ts'
import type { ChangePreview } from '../../shared/contract/meeting-preview.ts'
import { classDay } from '../../shared/domain/class-days.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import type { OccurrenceId } from '../../shared/ids.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import { forecastHost, type HostWritesDeps } from './host-writes.ts'
import { thinkThrough, type ChangeDeps } from './meeting-change.ts'
import { claimOf, conflictsOf, plannedTimeOf, type PlannedClaim } from './meeting-conflicts.ts'

/** What a change would do, by the same thought as the change itself. Raises what the change would raise. */
export async function previewChange(
  deps: ChangeDeps & HostWritesDeps,
  input: ParsedOf<'meeting.previewChange'>,
  now: number,
): Promise<ChangePreview> {
  const { plan, subject, newLinkCount, writeCount } = await thinkThrough(deps, input, now)
  const { values, dates } = plan
  const conflicts = await conflictsAt(
    deps,
    subject.groupId,
    plan.meetingId,
    values,
    dates.flatMap(({ after, number }) => (after === null ? [] : [{ time: after, number }])),
  )
  const writes = await forecastHost(deps, { hostId: values.hostId, name: values.hostName, count: writeCount })
  return {
    dates: dates.map(({ date, number, after }) => ({
      occurrenceId: (date?.id ?? null) as OccurrenceId | null,
      number,
      before: date === null ? null : plannedTimeOf(date),
      after: after === null ? null : plannedTimeOf(after),
      conflicts: (after === null ? undefined : conflicts.get(after)) ?? [],
    })),
    isSplit: plan.isSplit,
    newLinkCount,
    writes,
  }
}

/** What stands in the way of each planned time, the meeting itself left out. */
async function conflictsAt(
  { planning, timeZone }: ChangeDeps,
  groupId: string | null,
  meetingId: string,
  { hostId, title }: { readonly hostId: string; readonly title: string },
  dates: readonly { readonly time: KeptTime; readonly number: number }[],
) {
  const course = await planning.classOf(groupId === null ? {} : { teachingGroupId: groupId })
  const days = dates.map(({ time }) => time.on).toSorted()
  const { words, schoolHours } = await planning.calendar(days[0] ?? '', days.at(-1) ?? '')
  const claims = new Map<KeptTime, PlannedClaim>(
    dates.map(({ time, number }) => {
      const { word, takesPlace: isClassDay } = classDay(words, { ...time, parts: course.parts })
      const date = { time, title: titleOfDate(title, number), word, isClassDay }
      return [time, claimOf(date, { owner: meetingId, hostId, course })]
    }),
  )
  const planned = [...claims.values()]
  const standing = await planning.standing(planned, meetingId)
  const found = conflictsOf(planned, standing, { schoolHours, timeZone: timeZone() })
  return new Map([...claims].map(([time, claim]) => [time, found.get(claim) ?? []]))
}
