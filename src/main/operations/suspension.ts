import type { Suspension, SuspendedClass } from '../../shared/contract/calendar.ts'
import type { Handlers } from '../../shared/contract/index.ts'
import type { MeetingId, OccurrenceId, SectionId, SuspensionId } from '../../shared/ids.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { Clock, Log } from '../ports.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { ClassToSuspend, SuspendedPart } from '../store/suspension-classes.ts'
import type { KeptSuspension, SuspensionsStore } from '../store/suspensions.ts'
import { authorOf } from './attendance.ts'

type Names =
  | 'suspension.list'
  | 'suspension.preview'
  | 'suspension.order'
  | 'suspension.previewUndo'
  | 'suspension.undo'

/** What the operations of suspensions need. */
export interface SuspensionDeps {
  readonly suspensions: SuspensionsStore
  /** The school's rules for the addresses that students are registered with. */
  readonly addressRules: () => Promise<KeptAddressRules>
  /** Which computer decides, for the log of decisions. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** Calling classes off as one action, before, during or after the day, and taking it back. */
export function createSuspensionOperations(deps: SuspensionDeps): Handlers<Names> {
  const { suspensions, clock, log } = deps

  return {
    'suspension.list': async ({ fromOn, toOn }) => ({
      suspensions: (await suspensions.list(fromOn, toOn)).map(suspensionOf),
    }),

    'suspension.preview': async (input) => {
      const now = clock.now()
      const part = partOf(input)
      const { classes, ...plan } = await suspensions.plan(part, now)
      return { ...plan, classes: classes.map(classOf), markCount: await suspensions.countMarks(part, now) }
    },

    'suspension.order': async ({ authority, digest, keepOccurrenceIds, ...input }, caller) => {
      const ordered = await suspensions.order(
        { ...partOf(input), authority, digest, keep: keepOccurrenceIds },
        authorOf(deps, caller),
      )
      log.info('suspension.ordered', { cancelled: ordered.cancelledCount, kept: ordered.keptCount })
      return suspensionOf(ordered)
    },

    'suspension.previewUndo': ({ suspensionId }) => suspensions.planUndo(suspensionId, clock.now()),

    'suspension.undo': async ({ suspensionId }, caller) => {
      const undone = await suspensions.undo(suspensionId, await deps.addressRules(), authorOf(deps, caller))
      log.info('suspension.undone', { ...undone })
      return undone
    },
  }
}

const partOf = (input: {
  readonly on: string
  readonly fromTime?: string | undefined
  readonly gradeLevels: readonly string[]
  readonly sectionIds: readonly string[]
}): SuspendedPart => ({
  on: input.on,
  fromTime: input.fromTime ?? null,
  gradeLevels: [...new Set(input.gradeLevels)],
  sectionIds: [...new Set(input.sectionIds)],
})

const classOf = (each: ClassToSuspend): SuspendedClass => ({
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
  studentCount: each.students.length,
})

const suspensionOf = ({ id, orderedAt, undoneAt, ...rest }: KeptSuspension): Suspension => ({
  id: id as SuspensionId,
  on: rest.on,
  fromTime: rest.fromTime,
  gradeLevels: [...rest.gradeLevels],
  sectionIds: rest.sectionIds.map((sectionId) => sectionId as SectionId),
  authority: rest.authority,
  orderedBy: rest.orderedBy,
  orderedAt: toIso(orderedAt),
  undoneAt: undoneAt === null ? null : toIso(undoneAt),
  cancelledCount: rest.cancelledCount,
  keptCount: rest.keptCount,
})
