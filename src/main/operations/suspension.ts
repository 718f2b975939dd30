import type { Handlers } from '../../shared/contract/index.ts'
import type { Clock, Log } from '../ports.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { DayOrder } from '../store/suspension-classes.ts'
import type { SuspensionsStore } from '../store/suspensions.ts'
import { authorOf } from './attendance.ts'
import { previewOrder, suspensionOf } from './suspension-view.ts'

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

    'suspension.preview': (input) => previewOrder(suspensions, orderOf(input, ''), clock.now()),

    'suspension.order': async ({ authority, digest, keepOccurrenceIds, ...input }, caller) => {
      const order = { ...orderOf(input, authority), digest, keep: keepOccurrenceIds }
      const ordered = await suspensions.order(order, authorOf(deps, caller))
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

interface Suspended {
  readonly on: string
  readonly fromTime?: string | undefined
  readonly gradeLevels: readonly string[]
  readonly sectionIds: readonly string[]
}

const noPart = { gradeLevel: null, sectionId: null, shift: null }

/** A suspension of one day. It holds for the sections of a grade or school whatever was said of them before. */
function orderOf({ on, fromTime, gradeLevels, sectionIds }: Suspended, authority: string): DayOrder {
  const parts = [
    ...[...new Set(gradeLevels)].map((gradeLevel) => ({ ...noPart, gradeLevel })),
    ...[...new Set(sectionIds)].map((sectionId) => ({ ...noPart, sectionId })),
  ]
  return {
    dates: [on],
    kind: 'suspended',
    parts: parts.length === 0 ? [noPart] : parts,
    fromTime: fromTime ?? null,
    countsAsSchoolDay: false,
    authority,
    isForNarrower: true,
  }
}
