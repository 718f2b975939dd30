import type { MeetingChanges } from '../../shared/contract/meeting.ts'
import type { SectionId, TeachingGroupId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { ForWhom } from '../store/meetings-class.ts'
import type { MeetingToChange } from '../store/meetings.ts'
import type { PlanningStore } from '../store/planning.ts'

/** Whom a meeting is for after a change. */
export interface WantedPeople extends ForWhom {
  readonly of: { readonly teachingGroupId?: TeachingGroupId; readonly sectionId?: SectionId }
  /** What its class is called in titles; empty for no class. */
  readonly course: string
  /** Whether its audience or its class becomes another. */
  readonly isOther: boolean
  /** Whether other students are registered, or other class periods held: what took place must not be counted among them. */
  readonly isOtherClass: boolean
}

/** Whom a meeting is for after a change. Raises `notFound` when the class is gone. */
export async function wantedPeople(
  planning: Pick<PlanningStore, 'classOf'>,
  subject: MeetingToChange,
  { audience = subject.meeting.audience, teachingGroupId, sectionId }: MeetingChanges,
): Promise<WantedPeople> {
  const { meeting, groupId, groupTitle } = subject
  const isNamed = sectionId !== undefined || (teachingGroupId !== undefined && teachingGroupId !== groupId)
  const of = isNamed
    ? { ...(teachingGroupId ? { teachingGroupId } : {}), ...(sectionId === undefined ? {} : { sectionId }) }
    : classIn(subject)
  const isOtherAudience = audience !== meeting.audience
  const registers = audience === 'class' || meeting.audience === 'class'
  return {
    audience,
    of,
    course: isNamed ? (await planning.classOf(of)).course : groupTitle,
    isOther: isNamed || isOtherAudience,
    isOtherClass: isNamed || (isOtherAudience && registers),
  }
}

/** Refuses another class for a meeting of one date that took place already. Raises `conflict`. */
export function mustNotHaveRuns({ hasRuns }: MeetingToChange): void {
  if (!hasRuns) return
  throw new ProblemError('conflict', 'This meeting took place already, and what was collected is of its class.', {
    fix: 'Schedule another meeting for the other class.',
  })
}

/** The class of a meeting as forms name it. */
export const classIn = ({ groupId }: MeetingToChange): { teachingGroupId?: TeachingGroupId } =>
  groupId === null ? {} : { teachingGroupId: groupId as TeachingGroupId }
