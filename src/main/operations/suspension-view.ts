import type { Suspension, SuspendedClass, SuspensionPreview } from '../../shared/contract/calendar.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { MeetingId, OccurrenceId, SectionId, SuspensionId } from '../../shared/ids.ts'
import type { DayOrder } from '../store/suspension-classes.ts'
import type { KeptSuspension } from '../store/suspension-list.ts'
import type { SuspensionPlan, SuspensionsStore } from '../store/suspensions.ts'

/** What calling the classes of days off would do at this moment. Raises `notFound` and `invalidInput`. */
export async function previewOrder(
  suspensions: Pick<SuspensionsStore, 'plan' | 'countMarks'>,
  order: DayOrder,
  now: number,
): Promise<SuspensionPreview> {
  const { classes, ...plan } = await suspensions.plan(order, now)
  return { ...plan, classes: classes.map(classOf), markCount: await suspensions.countMarks(order, now) }
}

const classOf = (each: SuspensionPlan['classes'][number]): SuspendedClass => ({
  meetingId: each.meetingId as MeetingId,
  occurrenceId: each.id as OccurrenceId,
  title: each.title,
  host: each.host,
  sections: [...each.sections],
  time: {
    on: each.on,
    startsAt: each.startsAt,
    durationMinutes: each.durationMinutes,
    timeZone: each.timeZone,
    startInstant: toIso(each.startInstant),
    endInstant: toIso(each.endInstant),
  },
  isPartly: each.isPartly,
  phase: each.phase,
  studentCount: each.expectedCount,
})

/** A suspension as the contract has it. */
export const suspensionOf = ({ id, orderedAt, undoneAt, ...rest }: KeptSuspension): Suspension => ({
  ...rest,
  id: id as SuspensionId,
  gradeLevels: [...rest.gradeLevels],
  sectionIds: rest.sectionIds.map((sectionId) => sectionId as SectionId),
  orderedAt: toIso(orderedAt),
  undoneAt: undoneAt === null ? null : toIso(undoneAt),
})
