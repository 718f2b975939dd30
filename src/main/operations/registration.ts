import { planRegistration } from '../../shared/domain/registration.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { ConfirmedMeeting, OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { RegistrantResult, RegistrantRow, RegistrantsStore } from '../store/registrants.ts'
import type { NewRegistrant, Registrant, RegistrantOutcome } from '../zoom/model.ts'
import { confirmedOf, settingsOf } from './meeting-draft.ts'
import { isSeries } from './meeting-series.ts'
import type { Errand } from './outbox-create.ts'

/** Zoom takes three add requests per registrant and UTC day (zoom-facts section 3). */
const triesPerDay = 3
/**
 * Rows in one go: enough to use the rate limit to the full, and no more than this is asked again after a crash. A series
 * takes no batches, so there a go is as many calls as leave at once: each counts against the three a day only when it left.
 */
const batchedPerGo = 600
const singlePerGo = 16
const dayMs = 86_400_000

/** What registering needs. */
export interface RegistrationDeps {
  readonly confirmations: OutboxConfirmations
  readonly registrants: RegistrantsStore
  readonly clock: Clock
  readonly log: Log
}

/**
 * Registers everybody who waits, and keeps each answer. Rows that may have gone out before are looked up in Zoom's list
 * first, so that nobody uses up Zoom's three requests a day. Raises the problem that keeps rows waiting.
 */
export async function register(deps: RegistrationDeps, errand: Errand): Promise<void> {
  const { confirmations, registrants, clock } = deps
  const { claim } = errand
  const zoomMeetingId = claim.meeting.zoomMeetingId
  const rows = (await registrants.ofMeeting(claim.meeting.id)).filter(
    ({ state }) => state === 'waiting' || state === 'pending',
  )
  if (zoomMeetingId !== null && rows.length > 0) {
    await ensureRegistrationOn(deps, errand, zoomMeetingId)
    await send(deps, errand, zoomMeetingId, await adoptListed(deps, errand, zoomMeetingId, rows))
  }
  await confirmations.finish(claim, clock.now())
}

/** Takes registrations back, of students who no longer belong to the class. */
export async function cancelRegistrations(deps: RegistrationDeps, errand: Errand): Promise<void> {
  const { confirmations, registrants, clock } = deps
  const { claim, client, signal } = errand
  const { zoomMeetingId } = claim.meeting
  const rows = (await registrants.ofKeys(claim.payload.registrantKeys ?? [])).filter(
    ({ state, address }) => state === 'cancelled' && address !== null,
  )
  if (zoomMeetingId !== null && rows.length > 0) {
    const listed = byAddress(await client.listRegistrants(zoomMeetingId, { signal }))
    const there = rows.flatMap(({ address }) => {
      const found = listed.get(address!)
      return found === undefined ? [] : [{ id: found.id, email: found.email }]
    })
    if (there.length > 0) await client.setRegistrantStatus(zoomMeetingId, 'cancel', there, { signal })
  }
  await confirmations.finish(claim, clock.now())
}

/** Zoom drops the wish for registration without a word where it does not fit: asked for once more, it has to be there. */
async function ensureRegistrationOn(deps: RegistrationDeps, errand: Errand, zoomMeetingId: string): Promise<void> {
  const { claim, client, signal } = errand
  const { meeting } = claim
  // Where an account insists on approval, registering is possible all the same.
  const isOn = (confirmed: ConfirmedMeeting | null) => (confirmed?.settings.registration ?? 'none') !== 'none'
  if (isOn(confirmedOf(meeting))) return
  const read = async () => {
    const { registration = 'none' } = (await client.getMeeting(zoomMeetingId, { signal })).settings
    const known = confirmedOf(meeting)
    if (known !== null) {
      await deps.confirmations.noteConfirmed(claim, { ...known, settings: { ...known.settings, registration } })
    }
    return registration !== 'none'
  }
  if (await read()) return
  const changes = {
    settings: {
      registration: settingsOf(meeting).registration,
      ...(isSeries(meeting) ? { registrationReach: 'everyOccurrence' as const } : {}),
    },
  }
  await client.updateMeeting({ meetingId: zoomMeetingId, hostId: meeting.hostId }, changes, { signal })
  if (await read()) return
  throw new ProblemError(
    'zoomRefused',
    'Zoom did not turn registration on for this meeting, so nobody has a link of their own.',
    {
      fix: 'Check in Zoom that the host has a licence and that registration is not locked, then try again.',
    },
  )
}

/** Adopts what Zoom's list has of rows that wait for approval or may have gone out before; returns those still to be sent. */
async function adoptListed(
  { registrants, clock, log }: RegistrationDeps,
  { claim, client, signal }: Errand,
  zoomMeetingId: string,
  rows: readonly RegistrantRow[],
): Promise<RegistrantRow[]> {
  const mayBeThere = ({ state, triedOn }: RegistrantRow) => state === 'pending' || triedOn !== null
  if (!rows.some(mayBeThere)) return [...rows]
  const listed = byAddress(await client.listRegistrants(zoomMeetingId, { signal }))
  const results = rows.flatMap((row) => {
    const found = mayBeThere(row) && row.address !== null ? listed.get(row.address) : undefined
    return found === undefined ? [] : [resultOfListed(row, found)]
  })
  await registrants.keepResults(results, clock.now())
  log.info('outbox.registrantsAdopted', { entry: claim.id, count: results.length })
  const done = new Set(results.map(({ key }) => key))
  return rows.filter(({ key, state }) => state === 'waiting' && !done.has(key))
}

async function send(
  { registrants, clock }: RegistrationDeps,
  { claim, client, signal }: Errand,
  zoomMeetingId: string,
  rows: readonly RegistrantRow[],
): Promise<void> {
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  const isSpent = ({ triedOn, triesThatDay }: RegistrantRow) => triedOn === today && triesThatDay >= triesPerDay
  const takesBatches = !isSeries(claim.meeting)
  const meeting = { id: zoomMeetingId, type: takesBatches ? ('scheduled' as const) : ('recurringFixedTime' as const) }
  const rowsPerGo = takesBatches ? batchedPerGo : singlePerGo
  let obstacle: Problem | null = rows.some(isSpent) ? spentUntil(clock.now()) : null
  const open = rows.filter((row) => !isSpent(row))
  for (let start = 0; start < open.length; start += rowsPerGo) {
    const go = open.slice(start, start + rowsPerGo)
    await registrants.countTries(
      go.map(({ key }) => key),
      today,
    )
    const outcomes = await client.addRegistrants(meeting, registrantsOf(go), { signal })
    const rowOf = new Map(go.map((row) => [String(row.key), row]))
    const results = outcomes.flatMap((outcome) => resultOf(rowOf.get(outcome.key)!, outcome) ?? [])
    await registrants.keepResults(results, clock.now())
    obstacle ??= outcomes.map(obstacleOf).find((problem) => problem !== null) ?? null
    if (outcomes.some(({ status }) => status === 'notSent')) break
  }
  if (obstacle !== null) throw new ProblemError(obstacle.kind, obstacle.message, obstacle)
}

/** Names as Zoom takes them. Planned a second time without the rosters, so that no address can stand here twice. */
function registrantsOf(rows: readonly RegistrantRow[]): NewRegistrant[] {
  const plan = planRegistration(
    rows.map((row) => ({
      personId: String(row.key),
      name: { family: row.familyName, given: row.givenName, suffix: row.suffix },
      emails: row.address === null ? [] : [{ address: row.address, whose: 'own' }],
      studentNumber: null,
    })),
    { allowedDomains: [], schoolAddressPattern: null, sharedAddresses: new Set(), hostAddresses: [] },
  )
  return plan.entries.map(({ personId, email, firstName, lastName }) => ({ key: personId, email, firstName, lastName }))
}

/** What an outcome means for its row; null where the row goes on waiting. */
function resultOf(row: RegistrantRow, outcome: RegistrantOutcome): RegistrantResult | null {
  const base = { key: row.key, address: row.address! }
  switch (outcome.status) {
    case 'registered':
      return { ...base, state: 'registered', zoomRegistrantId: outcome.registrantId, joinUrl: outcome.joinUrl }
    case 'pending':
      return { ...base, state: 'pending', zoomRegistrantId: outcome.registrantId }
    case 'refused':
      if (outcome.problem.kind === 'rateLimited') return null
      return { ...base, state: 'refused', refusal: refusalOf(outcome.code) }
    case 'unknown':
    case 'notSent':
      return null
  }
}

function resultOfListed(row: RegistrantRow, found: Registrant): RegistrantResult {
  const base = { key: row.key, address: row.address!, zoomRegistrantId: found.id }
  if (found.status === 'denied') return { ...base, state: 'refused', refusal: 'denied' }
  if (found.status === 'pending' || found.joinUrl === null) return { ...base, state: 'pending' }
  return { ...base, state: 'registered', joinUrl: found.joinUrl }
}

/** The problem that keeps an outcome's row waiting, or null. */
function obstacleOf(outcome: RegistrantOutcome): Problem | null {
  if (outcome.status === 'unknown' || outcome.status === 'notSent') return outcome.problem
  return outcome.status === 'refused' && outcome.problem.kind === 'rateLimited' ? outcome.problem : null
}

function spentUntil(now: number): Problem {
  return {
    kind: 'rateLimited',
    message: 'Zoom takes only three registrations of one person a day, and they are used up for some students.',
    fix: 'Wait until tomorrow: the others are registered then by themselves.',
    retryAt: new Date((Math.floor(now / dayMs) + 1) * dayMs).toISOString(),
  }
}

/** Refusals of Zoom that a person can do something about have a word of their own; others keep Zoom's code. */
function refusalOf(code: number | null): string {
  const known: Readonly<Record<number, string>> = {
    404: 'registrationOff',
    3003: 'domainBlocked',
    3027: 'isHost',
    3038: 'isOver',
    3043: 'isFull',
  }
  return code === null ? 'sharedAddress' : (known[code] ?? String(code))
}

const byAddress = (registrants: readonly Registrant[]): Map<string, Registrant> =>
  new Map(registrants.map((registrant) => [foldEmail(registrant.email), registrant]))
