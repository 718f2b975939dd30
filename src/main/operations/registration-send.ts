import { planRegistration } from '../../shared/domain/registration.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { ConfirmedMeeting, OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { RegistrantResult, RegistrantRow, RegistrantsStore } from '../store/registrants.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { NewRegistrant, Registrant, RegistrantOutcome } from '../zoom/model.ts'
import { confirmedOf, settingsOf } from './meeting-draft.ts'
import { isSeries } from './meeting-series.ts'
import type { Errand } from './outbox-create.ts'

/** Zoom takes three add requests per registrant and UTC day (zoom-facts section 3). */
export const triesPerDay = 3
/** Rows that leave one by one are counted against the three a day at most this far ahead: what a crash may count too much. */
const countedAhead = 15
/** A meeting that we made this short a while ago, and of which nobody was sent, has no registrants to be read first. */
const newForMs = 600_000
/** Zoom's "registration has not been enabled". */
const registrationOff = 404
/** Refusals that hold for everybody of a meeting, and that each row's reason tells: registration off, over, full. */
const ofMeeting: ReadonlySet<number> = new Set([registrationOff, 3038, 3043])
const dayMs = 86_400_000

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
    const adopt = () => adoptListed(deps, errand, zoomMeetingId, rows)
    const left = isUnknownToZoom
      ? rows
      : await adopt().catch(async (error: unknown) => {
          if (errand.client.zoomCode(error) !== registrationOff) throw error
          await ensureRegistrationOn(deps, errand, zoomMeetingId, true)
          return adopt()
        })
    await send(deps, errand, zoomMeetingId, left)
  }
  await confirmations.finish(claim, clock.now())
}

/**
 * Takes registrations back: of people who no longer belong to the class, and with addresses that are theirs no more. Who has
 * come back with the same address keeps the registration, and so does somebody else who was registered with it since.
 */
export async function cancelRegistrations(deps: RegistrationDeps, errand: Errand): Promise<void> {
  const { confirmations, registrants, clock } = deps
  const { claim, client, signal } = errand
  const { zoomMeetingId } = claim.meeting
  const unwanted = await findUnwanted(deps, errand)
  if (zoomMeetingId !== null && unwanted.size > 0) {
    // Where registration is off nobody has a link that works.
    const listed = await client.listRegistrants(zoomMeetingId, { signal }).catch((error: unknown) => {
      if (client.zoomCode(error) === registrationOff) return []
      throw error
    })
    const there = listed.filter(({ email, status }) => status !== 'denied' && unwanted.has(foldEmail(email)))
    if (there.length > 0) {
      await client.setRegistrantStatus(
        zoomMeetingId,
        'cancel',
        there.map(({ id, email }) => ({ id, email })),
        { signal },
      )
    }
    await registrants.noteTakenBack(
      there.map(({ id, email }) => ({ key: unwanted.get(foldEmail(email))!, zoomRegistrantId: id })),
    )
  }
  await confirmations.finish(claim, clock.now())
}

/** Addresses to be taken back, with the key of the row that each was of. */
async function findUnwanted({ registrants }: RegistrationDeps, { claim }: Errand): Promise<Map<string, number>> {
  const { toTakeBack = [], registrantKeys = [] } = claim.payload
  const rows = await registrants.ofMeeting(claim.meeting.id)
  const old = rows.filter(({ key }) => registrantKeys.includes(key))
  const asked = [...toTakeBack, ...old.flatMap(({ key, address }) => (address === null ? [] : { key, address }))]
  const isWanted = ({ key, address }: { readonly key: number; readonly address: string }) =>
    rows.some((row) => {
      if (row.address !== address || row.state === 'cancelled' || row.state === 'refused') return false
      return row.key === key || row.state === 'registered' || row.state === 'pending'
    })
  return new Map(asked.filter((each) => !isWanted(each)).map(({ key, address }) => [address, key]))
}

/** Zoom drops the wish for registration without a word where it does not fit: asked for once more, it has to be there. */
async function ensureRegistrationOn(
  deps: RegistrationDeps,
  errand: Errand,
  zoomMeetingId: string,
  mustRead: boolean,
): Promise<void> {
  const { claim, client, signal } = errand
  const { meeting } = claim
  // Where an account insists on approval, registering is possible all the same.
  const isOn = (confirmed: ConfirmedMeeting | null) => (confirmed?.settings.registration ?? 'none') !== 'none'
  if (!mustRead && isOn(confirmedOf(meeting))) return
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

/** Zoom has it off although it had confirmed it: it is asked for again before the next try. */
async function forgetRegistrationOn({ confirmations }: RegistrationDeps, claim: Errand['claim']): Promise<void> {
  const known = confirmedOf(claim.meeting)
  if (known === null) return
  await confirmations.noteConfirmed(claim, { ...known, settings: { ...known.settings, registration: 'none' } })
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
  const isSpent = ({ triedOn, triesThatDay }: RegistrantRow) => triedOn === today && triesThatDay >= triesPerDay
  const open = rows.filter((row) => !isSpent(row))
  // One that was made "now" is a meeting of one date at Zoom.
  const { type } = claim.meeting
  const meeting = { id: zoomMeetingId, type: type === 'instant' ? ('scheduled' as const) : type }
  const keeper = createKeeper(deps, open)
  const tries = createTries(deps, open, today)
  let isStopped = false
  const outcomes =
    open.length === 0
      ? []
      : await client
          .addRegistrants(meeting, registrantsOf(open), {
            signal,
            isMailed: claim.meeting.settings.zoomMails === true,
            onOutcome: keeper.note,
            beforeSending: async (leaving) => {
              isStopped ||= await registrants.isStopped(claim.key)
              if (isStopped) throw new ProblemError('cancelled', 'Registering was stopped.')
              await tries.count(leaving.map(({ key }) => Number(key)))
            },
          })
          .catch((error: unknown) => {
            if (isStopped) return []
            return refusedByMeeting(client, open, error)
          })
          .finally(keeper.end)
  outcomes.forEach(keeper.note)
  await keeper.end()
  if (isStopped) return
  if (outcomes.some((outcome) => outcome.status === 'refused' && outcome.code === registrationOff)) {
    await forgetRegistrationOn(deps, claim)
  }
  const obstacle =
    outcomes.map(obstacleOf).find((problem) => problem !== null) ??
    (rows.some(isSpent) ? spentUntil(clock.now()) : null)
  if (obstacle !== null) throw new ProblemError(obstacle.kind, obstacle.message, obstacle)
}

/** What Zoom said of the meeting as a whole, as each row's own; raises what a row's reason cannot tell. */
function refusedByMeeting(client: ZoomClient, rows: readonly RegistrantRow[], error: unknown): RegistrantOutcome[] {
  const code = client.zoomCode(error)
  if (!(error instanceof ProblemError) || code === null || !ofMeeting.has(code)) throw error
  return rows.map(({ key }) => ({ key: String(key), status: 'refused', code, problem: error.problem }))
}

/** Writes answers down as they come: those that come while a write is under way go with the next one. */
function createKeeper({ registrants, clock }: RegistrationDeps, rows: readonly RegistrantRow[]) {
  const rowOf = new Map(rows.map((row) => [String(row.key), row]))
  const kept = new Set<string>()
  let waiting: RegistrantResult[] = []
  let isWriting = false
  let written = Promise.resolve()
  let failure: { readonly error: unknown } | null = null
  const write = async () => {
    try {
      while (waiting.length > 0) {
        const results = waiting
        waiting = []
        await registrants.keepResults(results, clock.now())
      }
    } catch (error) {
      failure ??= { error }
    }
    isWriting = false
  }
  return {
    note(outcome: RegistrantOutcome): void {
      if (kept.has(outcome.key)) return
      const result = resultOf(rowOf.get(outcome.key)!, outcome)
      if (result === null) return
      kept.add(outcome.key)
      waiting.push(result)
      if (isWriting) return
      isWriting = true
      written = write()
    },
    /** Waits until everything is written. Raises what kept it from being written. */
    async end(): Promise<void> {
      await written
      if (failure !== null) throw failure.error
    },
  }
}

/** Counts requests before they leave, a few rows ahead where rows leave one by one: each count is a write. */
function createTries({ registrants }: RegistrationDeps, rows: readonly RegistrantRow[], today: string) {
  const unsent = new Set(rows.map(({ key }) => key))
  const counted = new Map<number, Promise<void>>()
  return {
    async count(keys: readonly number[]): Promise<void> {
      const uncounted = keys.filter((key) => !counted.has(key))
      for (const key of keys) unsent.delete(key)
      if (uncounted.length > 0) {
        const ahead = keys.length > 1 ? [] : [...unsent].filter((key) => !counted.has(key)).slice(0, countedAhead)
        const write = registrants.countTries([...uncounted, ...ahead], today)
        for (const key of [...uncounted, ...ahead]) counted.set(key, write)
      }
      const writes = keys.map((key) => counted.get(key))
      // Whoever is sent a second time is counted a second time.
      for (const key of keys) counted.delete(key)
      await Promise.all(writes)
    },
  }
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
    200: 'planTooSmall',
    [registrationOff]: 'registrationOff',
    3003: 'domainBlocked',
    3027: 'isHost',
    3038: 'isOver',
    3043: 'isFull',
    3161: 'planTooSmall',
  }
  return code === null ? 'sharedAddress' : (known[code] ?? String(code))
}

const byAddress = (registrants: readonly Registrant[]): Map<string, Registrant> =>
  new Map(registrants.map((registrant) => [foldEmail(registrant.email), registrant]))
