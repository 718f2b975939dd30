import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { RegistrantRow, RegistrantsStore } from '../store/registrants.ts'
import type { Registrant, RegistrantOutcome } from '../zoom/model.ts'
import type { Errand } from './outbox-create.ts'
import {
  isSpentOn,
  obstacleOf,
  refusedByMeeting,
  registrantsOf,
  registrationOff,
  resultOfListed,
  spentUntil,
} from './registration-outcome.ts'
import { ensureRegistrationOn, forgetRegistrationOn, whileRegistrationIsOn } from './registration-on.ts'
import { createKeeper, createTries } from './registration-writes.ts'

/** A meeting that we made this short a while ago, and of which nobody was sent, has no registrants to be read first. */
const newForMs = 600_000

/** What registering needs. */
export interface RegistrationDeps {
  readonly confirmations: OutboxConfirmations
  readonly registrants: RegistrantsStore
  readonly clock: Clock
  readonly log: Log
}

/**
 * Registers everybody who waits, and keeps each answer. Whom Zoom has already is found in its list first, so that nobody
 * uses up one of Zoom's three requests a day. Raises the problem that keeps rows waiting.
 */
export async function register(deps: RegistrationDeps, errand: Errand): Promise<void> {
  const { confirmations, registrants, clock } = deps
  const { claim } = errand
  const zoomMeetingId = claim.meeting.zoomMeetingId
  const { isStopped = false, isVerifying = false } = claim.payload
  const all = await registrants.ofMeeting(claim.meeting.id)
  const rows = all.filter(
    ({ state }) => state === 'waiting' || state === 'pending' || (isVerifying && state === 'registered'),
  )
  if (zoomMeetingId !== null && rows.length > 0 && !isStopped) {
    await ensureRegistrationOn(deps, errand, zoomMeetingId, isVerifying)
    const isUnknownToZoom =
      all.every(({ triedOn, zoomRegistrantId }) => triedOn === null && zoomRegistrantId === null) &&
      (await registrants.wasJustMade(claim.meeting.key, clock.now() - newForMs))
    const left = isUnknownToZoom
      ? rows
      : await whileRegistrationIsOn(deps, errand, zoomMeetingId, () => adoptListed(deps, errand, zoomMeetingId, rows))
    await send(deps, errand, zoomMeetingId, left)
  }
  await confirmations.finish(claim, clock.now())
}

/** Adopts what Zoom's list has of these rows; returns those to be sent: who waits, and who has lost the link meanwhile. */
async function adoptListed(
  { registrants, clock, log }: RegistrationDeps,
  { claim, client, signal }: Errand,
  zoomMeetingId: string,
  rows: readonly RegistrantRow[],
): Promise<RegistrantRow[]> {
  const listed = byAddress(await client.listRegistrants(zoomMeetingId, { signal }))
  const results = rows.flatMap((row) => {
    const found = row.address === null ? undefined : listed.get(row.address)
    return found === undefined ? [] : [resultOfListed(row, found)]
  })
  await registrants.keepResults(results, clock.now())
  const done = new Set(results.map(({ key }) => key))
  const left = rows.filter(({ key, state }) => state !== 'pending' && !done.has(key))
  const lost = left.filter(({ state }) => state === 'registered').map(({ key }) => key)
  if (lost.length > 0) await registrants.loseLinks(lost, clock.now())
  log.info('outbox.registrantsAdopted', { entry: claim.id, count: results.length, lost: lost.length })
  return left
}

/** Sends whoever has tries left today, and keeps each answer at once. Raises what keeps rows waiting, unless a person stopped it. */
async function send(
  deps: RegistrationDeps,
  { claim, client, signal }: Errand,
  zoomMeetingId: string,
  rows: readonly RegistrantRow[],
): Promise<void> {
  const { registrants, clock } = deps
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  const open = rows.filter((row) => !isSpentOn(today, row))
  // One that was made "now" is a meeting of one date at Zoom.
  const { type } = claim.meeting
  const meeting = { id: zoomMeetingId, type: type === 'instant' ? ('scheduled' as const) : type }
  const keeper = createKeeper(deps, open)
  const tries = createTries(deps, open, today)
  let isStopped = false
  const add = () =>
    client.addRegistrants(meeting, registrantsOf(open), {
      signal,
      isMailed: claim.meeting.settings.zoomMails === true,
      onOutcome: keeper.note,
      beforeSending: async (leaving) => {
        isStopped ||= await registrants.isStopped(claim.key)
        if (isStopped) throw new ProblemError('cancelled', 'Registering was stopped.')
        await tries.count(leaving.map(({ key }) => Number(key)))
      },
    })
  let outcomes: readonly RegistrantOutcome[] = []
  try {
    if (open.length > 0) outcomes = await add()
  } catch (error) {
    if (!isStopped) outcomes = refusedByMeeting(client.zoomCode(error), open, error)
  } finally {
    await keeper.end()
  }
  outcomes.forEach(keeper.note)
  await keeper.end()
  if (isStopped) return
  if (outcomes.some((outcome) => outcome.status === 'refused' && outcome.code === registrationOff)) {
    await forgetRegistrationOn(deps, claim)
  }
  const obstacle =
    outcomes.map(obstacleOf).find((problem) => problem !== null) ??
    (open.length < rows.length ? spentUntil(clock.now()) : null)
  if (obstacle !== null) throw new ProblemError(obstacle.kind, obstacle.message, obstacle)
}

const byAddress = (registrants: readonly Registrant[]): Map<string, Registrant> =>
  new Map(registrants.map((registrant) => [foldEmail(registrant.email), registrant]))
