import { parseAgenda } from '../../shared/domain/meeting.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { Claim } from '../store/outbox-claim.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { ZoomMeeting } from '../zoom/model.ts'
import { changesOf, draftOf, madeOf } from './meeting-draft.ts'
import type { Passcodes } from './meeting-passcode.ts'
import { compareDates, confirmedDates, isAligned, isSeries } from './meeting-series.ts'

/** Two searches of a host's list lie at least this far apart by the clock before a create is sent again. */
export const searchGapMs = 30_000
/** A create is sent again only after this many searches found nothing. */
const searchesNeeded = 2

/** What making a meeting at Zoom needs. */
export interface CreateDeps {
  readonly outbox: OutboxStore
  readonly confirmations: OutboxConfirmations
  readonly passcodes: Passcodes
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** One entry on its way, and the client that carries it. */
export interface Errand {
  readonly claim: Claim
  readonly client: ZoomClient
  readonly signal: AbortSignal
}

const lost: Problem = {
  kind: 'zoomUnavailable',
  message: 'Homeroom does not know whether Zoom made this meeting, and looks for it before it sends it again.',
  fix: 'Wait a minute or two: nothing needs to be done.',
}

/**
 * Sends a create, once. Zoom knows no idempotency key, so when no readable answer comes (or ours cannot be kept) the
 * entry turns into a search. Raises what Zoom said when it certainly made nothing.
 */
export async function sendCreate(deps: CreateDeps, { claim, client, signal }: Errand): Promise<void> {
  const { outbox, clock, log } = deps
  const { meeting } = claim
  const passcode = await deps.passcodes(meeting, client, signal)
  const draft = draftOf(claim, passcode, clock.now())
  if (draft === null || (draft.type === 'scheduled' && meeting.endInstant <= clock.now())) {
    throw new ProblemError('conflict', 'The time of this class had passed before Zoom could make the meeting.', {
      field: 'on',
      fix: 'Move the meeting to a time to come, or cancel it.',
    })
  }
  let made: ZoomMeeting
  try {
    made = await client.createMeeting(meeting.hostId, draft, { signal })
  } catch (error) {
    if (error instanceof ProblemError && !client.isAnswerUnknown(error)) throw error
    log.warn('outbox.answerLost', { entry: claim.id })
    await outbox.startSearch(claim, clock.now(), lost)
    return
  }
  try {
    await confirm(deps, claim, made, false)
  } catch (error) {
    log.error('outbox.answerNotKept', error, { entry: claim.id })
    // If this fails too, the claim ends by itself, and whoever takes the entry over searches first.
    await outbox.startSearch(claim, clock.now(), lost).catch(() => undefined)
  }
}

/**
 * Looks in the host's list for a meeting of this reference: what is found is adopted, a second one is deleted unless
 * people depend on it. Found nothing twice, the create may be sent again.
 */
export async function search(deps: CreateDeps, errand: Errand): Promise<void> {
  const { outbox, confirmations, clock, log } = deps
  const { claim, client, signal } = errand
  const { meeting } = claim
  const found = await findByReference(errand)
  if (meeting.zoomMeetingId !== null) {
    await removeTwins(deps, errand, meeting.zoomMeetingId, found)
    await confirmations.finish(claim, clock.now())
    return
  }
  if (found.length === 0) {
    if (claim.searches + 1 >= searchesNeeded) await outbox.giveUpSearch(claim, clock.now())
    else await outbox.noteSearch(claim, clock.now(), clock.now() + searchGapMs)
    return
  }
  const kept = await choose(errand, found)
  const made = await client.getMeeting(kept, { signal })
  log.info('outbox.adopted', { entry: claim.id, found: found.length })
  await confirm(deps, claim, made, true)
  await removeTwins(deps, errand, kept, found)
}

async function confirm(deps: CreateDeps, claim: Claim, zoom: ZoomMeeting, isAdopted: boolean): Promise<void> {
  const now = deps.clock.now()
  // An adopted meeting may be from before a change that was made here while it was looked for.
  const made = madeOf(zoom, isAdopted ? null : claim)
  const meeting = { ...claim.meeting, confirmed: { ...made.confirmed } }
  const lacks = isAdopted && changesOf({ ...claim, meeting }, now) !== null
  const alignment = isSeries(meeting) ? compareDates(claim.dates, zoom.occurrences, now) : null
  const isTheOne = await deps.confirmations.confirmCreate(
    claim,
    made,
    {
      needsUpdate: lacks || (alignment !== null && !isAligned(alignment)),
      clearsDates: alignment !== null && alignment.toDelete.length > 0,
      lookAgainAt: claim.payload.wasResent === true ? now + searchGapMs : null,
      dates: alignment === null ? [] : confirmedDates(alignment, claim.dates, now),
    },
    now,
    deps.newId,
  )
  if (!isTheOne) deps.log.warn('outbox.madeTwice', { entry: claim.id })
}

async function findByReference({ claim, client, signal }: Errand): Promise<string[]> {
  const listed = await client.listMeetings(claim.meeting.hostId, 'scheduled', { signal })
  const ours = listed.filter(({ agenda }) => parseAgenda(agenda)?.reference === claim.meeting.reference)
  return [...new Set(ours.map(({ id }) => id))]
}

/** Of several meetings with one reference, the one that people depend on, else the first in Zoom's list. */
async function choose(errand: Errand, found: readonly string[]): Promise<string> {
  if (found.length > 1) {
    for (const id of found) if (await isInUse(errand, id)) return id
  }
  return found[0]!
}

/** Deletes other meetings of this reference, unless they have registrants or a run, or the kept one is gone. */
async function removeTwins(deps: CreateDeps, errand: Errand, kept: string, found: readonly string[]): Promise<void> {
  const { claim, client, signal } = errand
  const twins = found.filter((id) => id !== kept)
  if (twins.length === 0 || !(await isThere(errand, kept))) return
  for (const meetingId of twins) {
    if (await isInUse(errand, meetingId)) {
      deps.log.warn('outbox.twinKept', { entry: claim.id })
      continue
    }
    await client.deleteMeeting({ meetingId, hostId: claim.meeting.hostId }, { signal })
    deps.log.info('outbox.twinDeleted', { entry: claim.id })
  }
}

async function isThere({ claim, client, signal }: Errand, meetingId: string): Promise<boolean> {
  // A cancelled meeting is gone on purpose, and so must the other one be.
  if (claim.meeting.state === 'cancelled' || claim.meeting.state === 'cancelling') return true
  return (await orNull(client.getMeeting(meetingId, { signal }))) !== null
}

async function isInUse({ client, signal }: Errand, meetingId: string): Promise<boolean> {
  const runs = await orNull(client.listPastInstances(meetingId, undefined, { signal }))
  if (runs !== null && runs.length > 0) return true
  const meeting = await orNull(client.getMeeting(meetingId, { signal }))
  if (meeting === null || meeting.isRunning) return meeting !== null
  if (meeting.settings.registration === 'none') return false
  return ((await orNull(client.listRegistrants(meetingId, { signal }))) ?? []).length > 0
}

/** The answer, or null where Zoom has no such thing. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ProblemError && error.problem.kind === 'notFound') return null
    throw error
  }
}
