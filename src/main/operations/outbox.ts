import type { Handlers } from '../../shared/contract/index.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { MeetingId } from '../../shared/ids.ts'
import type { Clock } from '../ports.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { forecastWrites } from './host-writes.ts'
import { searchGapMs } from './outbox-create.ts'
import { createDiscarding, type DiscardDeps } from './outbox-discard.ts'
import { waitUntil } from './outbox-wait.ts'

type Names =
  | 'outbox.list'
  | 'outbox.retry'
  | 'outbox.previewDiscard'
  | 'outbox.discard'
  | 'outbox.wait'
  | 'outbox.forecast'

/** What the operations of "Waiting to send" need. */
export interface OutboxDeps extends DiscardDeps {
  /** The client of the connected account, which counts what it sends. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly realClock: Clock
  /** Hears of each change in the database; returns the unsubscriber. */
  readonly onChange: (listener: () => void) => () => void
}

/** Looking into what has not reached Zoom, trying it again, giving it up, waiting for it. */
export function createOutboxOperations(deps: OutboxDeps): Handlers<Names> {
  const { outbox, clock } = deps
  return {
    'outbox.list': async () => ({
      entries: (await outbox.list()).map((entry) => ({
        id: entry.id,
        meetingId: entry.meetingId as MeetingId,
        meetingTitle: entry.meetingTitle,
        action: entry.action,
        state: entry.state,
        problem: entry.problem,
        nextTryAt: entry.state === 'waiting' || entry.state === 'searching' ? toIso(entry.nextTryAt) : null,
        attempts: entry.attempts,
        createdAt: toIso(entry.createdAt),
        isDiscardable: entry.isDiscardable,
      })),
    }),

    'outbox.retry': async ({ id }) => {
      await outbox.retry(id ?? null, clock.now(), searchGapMs)
      return { done: true }
    },

    ...createDiscarding(deps),

    'outbox.wait': async ({ meetingIds, timeoutSeconds }) => {
      const count = () => outbox.count(meetingIds ?? null)
      // What is left behind a refused create cannot go on without a person either.
      await waitUntil(deps, timeoutSeconds, async () => (await count()).moving === 0)
      const { waiting, refused } = await count()
      return { waiting, refused }
    },

    'outbox.forecast': async () => {
      const hosts = await forecastWrites(deps)
      return { hosts, resumesAt: hosts.find(({ resumesAt }) => resumesAt !== null)?.resumesAt ?? null }
    },
  }
}
