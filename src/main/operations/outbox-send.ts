import type { ProblemKind } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { Claim } from '../store/outbox-claim.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { RegistrantsStore } from '../store/registrants.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { createPasscodes } from './meeting-passcode.ts'
import { search, searchGapMs, sendCreate, type Errand } from './outbox-create.ts'
import { judge, problemOf } from './outbox-failure.ts'
import { sendUpdate } from './outbox-update.ts'
import { cancelRegistrations } from './registration-cancel.ts'
import { register } from './registration-send.ts'

/** How long a claim holds without being renewed: what a killed process leaves is taken over after that, in real time. */
const claimMs = 30_000
/** Zoom's "meeting does not exist, or has expired". */
const meetingGone = 3001

/** Entries that are over are kept this long, so that support can see what became of a change. */
const keptForMs = 30 * 86_400_000
/** How often such entries are looked for, in real time. */
const pruneEveryMs = 86_400_000

/** Refusals that a person mends in the account or in its credentials, not in the meeting. */
const ofTheAccount: readonly ProblemKind[] = [
  'notConnected',
  'locked',
  'keychainUnavailable',
  'wrongCredentials',
  'missingScope',
  'appDisabled',
  'clockWrong',
]

/** What sending needs. */
export interface OutboxSenderDeps {
  readonly outbox: OutboxStore
  readonly confirmations: OutboxConfirmations
  readonly registrants: RegistrantsStore
  /** The client of the connected account. Raises `notConnected`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly clock: Clock
  /** Never the practice school's: a jump must not end the claim of a living sender. */
  readonly realClock: Clock
  /** Who we are to other senders on this data folder: unique per process and start. */
  readonly owner: string
  readonly newId: () => string
  readonly random: () => number
  readonly log: Log
}

/** One sender's hands: what the outbox job calls. */
export interface OutboxSender {
  /** Claims entries that are due, at most `limit`, none of those held already. */
  claim(limit: number, held: readonly Claim[]): Promise<readonly Claim[]>
  /** Prolongs a claim; false when it was lost. */
  renew(claim: Claim): Promise<boolean>
  /** Takes an entry as far as it goes now, and notes where it stands. Never raises what Zoom said. */
  send(claim: Claim, signal: AbortSignal): Promise<void>
  /** When to claim next: by the school's clock, and in real time for what another sender may have left; null for never. */
  nextDue(): Promise<{ readonly dueAt: number | null; readonly takeOverAt: number | null }>
  /** Tries again what was refused because of the account: to be called when it was connected anew or its test succeeded. */
  wakeAfterConnecting(): Promise<void>
}

/** What came instead of Zoom's consent. */
interface Setback {
  readonly claim: Claim
  readonly error: unknown
  readonly isMeetingGone: boolean
  /** Zoom may have done it all the same. */
  readonly isUnsure: boolean
}

/** Sends outbox entries to Zoom: each in its own way, each failure as what it is. */
export function createOutboxSender(deps: OutboxSenderDeps): OutboxSender {
  const { outbox, clock, realClock, owner, log } = deps
  /** Whether something may wait for the network only. Assumed at the start: the last run may have left it so. */
  let mayWaitForNetwork = true
  let prunedAt = Number.NEGATIVE_INFINITY
  const create = { ...deps, passcodes: createPasscodes(deps) }

  const carry = async (errand: Errand): Promise<void> => {
    const { claim } = errand
    switch (claim.action) {
      case 'create':
        return claim.state === 'searching' ? search(create, errand) : sendCreate(create, errand)
      case 'update':
        return sendUpdate(deps, errand)
      case 'delete':
        return sendDelete(deps, errand)
      case 'register':
        return register(deps, errand)
      case 'cancelRegistration':
        return cancelRegistrations(deps, errand)
    }
  }

  const noteFailure = async ({ claim, error, isMeetingGone, isUnsure }: Setback): Promise<void> => {
    const problem = problemOf(error, (unforeseen) => log.error('outbox.failed', unforeseen, { entry: claim.id }))
    const tries = claim.state === 'searching' ? claim.searches + 3 : claim.attempts
    const now = clock.now()
    const failure = judge(problem, tries, now, deps.random)
    log.warn('outbox.notSent', { entry: claim.id, action: claim.action, kind: problem.kind, next: failure.next })
    if (problem.kind === 'offline' || problem.kind === 'zoomUnavailable') mayWaitForNetwork = true
    if (failure.next === 'again') await outbox.putOff(claim, now + failure.waitMs, failure.problem, isUnsure)
    else await outbox.refuse(claim, failure.problem, isMeetingGone)
  }

  const prune = async () => {
    try {
      if ((await outbox.prune(clock.now() - keptForMs)) === 0) prunedAt = realClock.now()
    } catch (error) {
      prunedAt = realClock.now()
      log.error('outbox.notPruned', error)
    }
  }

  return {
    claim: (limit, held) =>
      outbox.claim({
        owner,
        now: clock.now(),
        realNow: realClock.now(),
        until: realClock.now() + claimMs,
        limit,
        held: held.map(({ key }) => key),
      }),

    renew: (claim) => outbox.renew(claim, realClock.now() + claimMs),

    async send(claim, signal) {
      let client: ZoomClient | null = null
      try {
        client = await deps.zoom()
        await carry({ claim, client, signal })
      } catch (error) {
        await noteFailure({
          claim,
          error,
          isMeetingGone: claim.action !== 'create' && client?.zoomCode(error) === meetingGone,
          isUnsure: client?.isAnswerUnknown(error) ?? false,
        })
        return
      }
      if (!mayWaitForNetwork) return
      mayWaitForNetwork = false
      await outbox.hurry(clock.now(), searchGapMs)
    },

    async nextDue() {
      // Asked when there is nothing to send: a good time to forget what was sent long ago.
      if (realClock.now() - prunedAt >= pruneEveryMs) await prune()
      return outbox.nextDue()
    },

    wakeAfterConnecting: () => outbox.wakeRefused(ofTheAccount, clock.now()),
  }
}

async function sendDelete(
  { confirmations, clock }: OutboxSenderDeps,
  { claim, client, signal }: Errand,
): Promise<void> {
  const { zoomMeetingId, hostId } = claim.meeting
  if (zoomMeetingId !== null) await client.deleteMeeting({ meetingId: zoomMeetingId, hostId }, { signal })
  await confirmations.confirmDelete(claim, clock.now())
}
