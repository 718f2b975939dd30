import type { Handlers } from '../../shared/contract/index.ts'
import type { Substitution, SubstitutedClass } from '../../shared/contract/substitution.ts'
import { findClashes, type Claim } from '../../shared/domain/conflicts.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { MeetingId, OccurrenceId, PersonId, SubstitutionId } from '../../shared/ids.ts'
import type { Clock, Log } from '../ports.ts'
import type { PlanningStore } from '../store/planning.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { KeptSubstitution } from '../store/substitution-list.ts'
import type { ClassToHold } from '../store/substitution-plan.ts'
import type { SubstitutionsStore } from '../store/substitutions.ts'
import { authorOf } from './attendance.ts'
import { shown } from './meeting-conflicts.ts'
import { timeOf } from './meeting-view.ts'

type Names =
  | 'substitution.preview'
  | 'substitution.arrange'
  | 'substitution.makeNewMeetings'
  | 'substitution.undo'
  | 'substitution.list'

/** What the operations of substitutions need. */
export interface SubstitutionDeps {
  readonly substitutions: SubstitutionsStore
  readonly planning: PlanningStore
  /** The school's rules for the addresses that students are registered with. */
  readonly addressRules: () => Promise<KeptAddressRules>
  /** Which computer decides, for the log of decisions. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** Having a teacher's classes of some days held by somebody else, as one action, and taking it back. */
export function createSubstitutionOperations(deps: SubstitutionDeps) {
  const { substitutions, clock, newId, log } = deps
  const get = async (id: string) => substitutionOf(await substitutions.get(id, clock.now()))

  const handlers: Handlers<Names> = {
    'substitution.preview': async (wanted) => {
      const { classes, digest, newLinkCount, hostId } = await substitutions.plan(wanted, clock.now())
      const conflicts = await conflictsOf(deps, classes, wanted.substituteId, hostId)
      return { digest, newLinkCount, classes: classes.map((each, index) => classOf(each, conflicts[index])) }
    },

    'substitution.arrange': async ({ skipOccurrenceIds, ...order }, caller) => {
      const author = authorOf(deps, caller)
      const id = await substitutions.arrange({ ...order, skip: skipOccurrenceIds }, await deps.addressRules(), author)
      const arranged = await get(id)
      log.info('substitution.arranged', { classes: arranged.classes.length })
      return arranged
    },

    'substitution.makeNewMeetings': async ({ substitutionId }, caller) => {
      await substitutions.makeNewMeetings(substitutionId, await deps.addressRules(), authorOf(deps, caller))
      return get(substitutionId)
    },

    'substitution.undo': async ({ substitutionId }, caller) => {
      await substitutions.undo(substitutionId, await deps.addressRules(), authorOf(deps, caller))
      log.info('substitution.undone')
      return get(substitutionId)
    },

    'substitution.list': async ({ fromOn, toOn }) => ({
      substitutions: (await substitutions.list(fromOn, toOn, clock.now())).map(substitutionOf),
    }),
  }

  /** The job that takes substitutes off their meetings after the last class. */
  const releasing = {
    collectDue: async (): Promise<number> => {
      const dueAt = await substitutions.nextReleaseAt()
      return dueAt === null || dueAt > clock.now() ? 0 : substitutions.release(clock.now(), newId)
    },
    nextDueAt: substitutions.nextReleaseAt,
  }
  return { handlers, releasing }
}

/** What else the substitute has at the hour of each class. */
async function conflictsOf(
  { planning }: SubstitutionDeps,
  classes: readonly ClassToHold[],
  substituteId: string,
  hostId: string,
): Promise<SubstitutedClass['conflicts'][]> {
  const claims = classes.map(({ meeting, date }): Claim => ({
    owner: meeting.id,
    from: date.startInstant,
    to: date.endInstant,
    hostIds: [hostId],
    teacherIds: [substituteId],
    sectionIds: [],
  }))
  const own = new Set(classes.map(({ date }) => `${date.startInstant} ${date.meetingKey}`))
  const keyOf = new Map(classes.map(({ meeting }) => [meeting.id, meeting.key]))
  // The classes themselves are still the teacher's, and no obstacle.
  const standing = (await planning.standing(claims, null)).filter(
    ({ meetingId, from }) => meetingId === null || !own.has(`${from} ${keyOf.get(meetingId)}`),
  )
  const clashes = findClashes(claims, standing)
  return claims.map((claim) =>
    (clashes.get(claim) ?? []).flatMap(({ kind, with: other }) =>
      'title' in other ? [{ kind, with: shown(other) }] : [{ kind, with: shownClass(classes[claims.indexOf(other)]!) }],
    ),
  )
}

const titleOf = ({ meeting, date }: ClassToHold): string => titleOfDate(meeting.title, date.number)

const shownClass = (each: ClassToHold) => ({
  meetingId: each.meeting.id as MeetingId,
  periodId: null,
  title: titleOf(each),
  time: timeOf(each.date),
})

const classOf = (each: ClassToHold, conflicts: SubstitutedClass['conflicts'] = []): SubstitutedClass => ({
  meetingId: each.meeting.id as MeetingId,
  occurrenceId: each.date.id as OccurrenceId,
  title: titleOf(each),
  sections: each.view.sections.map(({ name }) => name),
  time: timeOf(each.date),
  state: each.date.state === 'cancelled' || each.meeting.state.startsWith('cancel') ? 'cancelled' : 'scheduled',
  way: each.way,
  heldBy: each.view.substitute,
  newMeetingId: each.newMeetingId as MeetingId | null,
  studentCount: each.view.expectedCount,
  isRefused: each.way === 'alternativeHost' && each.refusesHosts,
  conflicts,
})

const substitutionOf = ({
  id,
  teacher,
  substitute,
  arrangedAt,
  undoneAt,
  ...kept
}: KeptSubstitution): Substitution => ({
  id: id as SubstitutionId,
  teacher: { ...teacher, id: teacher.id as PersonId },
  substitute: { ...substitute, id: substitute.id as PersonId },
  firstOn: kept.firstOn,
  lastOn: kept.lastOn,
  reason: kept.reason,
  arrangedBy: kept.arrangedBy,
  arrangedAt: toIso(arrangedAt),
  undoneAt: undoneAt === null ? null : toIso(undoneAt),
  classes: kept.classes.map((each) => classOf(each)),
})
