import type { Conflict, MeetingPreview } from '../../shared/contract/meeting-preview.ts'
import { busyHosts, findClashes, type Claim } from '../../shared/domain/conflicts.ts'
import { toWall, weekday } from '../../shared/domain/time.ts'
import type { ClassPeriodId, MeetingId } from '../../shared/ids.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import type { KeptHost } from '../store/hosts.ts'
import type { PlannedClass } from '../store/planning.ts'
import type { StandingClaim } from '../store/planning-standing.ts'
import type { KeptSettings } from '../store/policies.ts'
import type { PlannedMeetingDate } from './meeting-plan.ts'
import { timeOf } from './meeting-view.ts'

/** One planned date, and whom it would keep busy. */
export interface PlannedClaim extends Claim {
  readonly title: string
  readonly time: KeptTime
  /** Whether it is of sections: only their hours are the school's. */
  readonly isOfSections: boolean
  readonly isClassDay: boolean
  /** Whether the calendar says that there are classes on this day, be it a Saturday. */
  readonly isCalledDay: boolean
}

/** When the school has classes, and on which wall that is read. */
export interface SchoolTime {
  readonly schoolHours: KeptSettings['schoolHours']
  /** The school's zone. */
  readonly timeZone: string
}

/** Whom one date of a meeting would keep busy. `owner` is the meeting: its dates are no conflict of one another. */
export function claimOf(
  date: Pick<PlannedMeetingDate, 'time' | 'title' | 'word' | 'isClassDay'>,
  { owner, hostId, course }: { readonly owner: string; readonly hostId: string | null; readonly course: PlannedClass },
): PlannedClaim {
  const { time, title, word, isClassDay } = date
  return {
    owner,
    from: time.startInstant,
    to: time.endInstant,
    hostIds: hostId === null ? [] : [hostId],
    teacherIds: course.teachers
      .filter(({ firstOn, lastOn }) => firstOn <= time.on && (lastOn === null || lastOn >= time.on))
      .map(({ id }) => id),
    sectionIds: course.parts.map(({ sectionId }) => sectionId),
    title,
    time,
    isOfSections: course.parts.length > 0,
    isClassDay,
    isCalledDay: isClassDay && word !== null,
  }
}

/** What stands in the way of planned dates: among what is planned already, among themselves, and in the school's hours. */
export function conflictsOf(
  planned: readonly PlannedClaim[],
  standing: readonly StandingClaim[],
  school: SchoolTime,
): Map<PlannedClaim, Conflict[]> {
  const clashes = findClashes(planned, standing)
  return new Map(
    planned.map((claim) => [
      claim,
      [
        ...(clashes.get(claim) ?? []).map((clash): Conflict => ({ kind: clash.kind, with: shown(clash.with) })),
        ...(isOutside(claim, school) ? [{ kind: 'outsideSchoolHours' as const, with: null }] : []),
        ...(claim.isClassDay ? [] : [{ kind: 'noClassDay' as const, with: null }]),
      ],
    ]),
  )
}

const mostFreeHosts = 20

/** Hosts who have nothing else at any of the planned times, licensed ones first. */
export const freeHosts = (
  hosts: readonly KeptHost[],
  planned: readonly PlannedClaim[],
  standing: readonly StandingClaim[],
): MeetingPreview['freeHosts'] => {
  const busy = busyHosts(planned, standing)
  return hosts
    .filter(({ hostId }) => !busy.has(hostId))
    .toSorted((a, b) => Number(b.isLicensed) - Number(a.isLicensed))
    .slice(0, mostFreeHosts)
    .map(({ hostId, name, isLicensed }) => ({ hostId, name, isLicensed }))
}

/** The other class of a conflict, as screens tell it. */
export function shown(other: PlannedClaim | StandingClaim): NonNullable<Conflict['with']> {
  const isStanding = 'meetingId' in other
  return {
    meetingId: isStanding ? (other.meetingId as MeetingId | null) : null,
    periodId: isStanding ? (other.periodId as ClassPeriodId | null) : null,
    title: other.title,
    time: timeOf(other.time),
  }
}

/** The hours are the school's, whatever zone a class is planned in. */
function isOutside(
  { from, to, isOfSections, isCalledDay }: PlannedClaim,
  { schoolHours, timeZone }: SchoolTime,
): boolean {
  if (!isOfSections) return false
  const [start, end] = [toWall(from, timeZone), toWall(to, timeZone)]
  return (
    start.on !== end.on ||
    start.at < schoolHours.opensAt ||
    end.at > schoolHours.closesAt ||
    (!isCalledDay && !schoolHours.weekDays.includes(weekday(start.on)))
  )
}
