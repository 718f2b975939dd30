import { planRegistration } from '../../shared/domain/registration.ts'
import { day, toIso } from '../../shared/domain/time.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import type { RegistrantResult, RegistrantRow } from '../store/registrants.ts'
import type { NewRegistrant, Registrant, RegistrantOutcome } from '../zoom/model.ts'

/** Zoom's "registration has not been enabled for this meeting". */
export const registrationOff = 404
/** Refusals that hold for everybody of a meeting, and that each row's reason tells: registration off, over, full. */
const ofMeeting: ReadonlySet<number> = new Set([registrationOff, 3038, 3043])
/** Zoom takes three add requests per registrant and UTC day (zoom-facts section 3). */
const triesPerDay = 3

/** Whether Zoom would take no further request about them on this UTC day (YYYY-MM-DD). */
export const isSpentOn = (today: string, { triedOn, triesThatDay }: RegistrantRow): boolean =>
  triedOn === today && triesThatDay >= triesPerDay

/** What Zoom said of the meeting as a whole, as each row's own; raises what a row's reason cannot tell. */
export function refusedByMeeting(
  code: number | null,
  rows: readonly RegistrantRow[],
  error: unknown,
): RegistrantOutcome[] {
  if (!(error instanceof ProblemError) || code === null || !ofMeeting.has(code)) throw error
  return rows.map(({ key }) => ({ key: String(key), status: 'refused', code, problem: error.problem }))
}

/** Names as Zoom takes them. Planned a second time without the rosters, so that no address can stand here twice. */
export function registrantsOf(rows: readonly RegistrantRow[]): NewRegistrant[] {
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
export function resultOf(row: RegistrantRow, outcome: RegistrantOutcome): RegistrantResult | null {
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

/** What Zoom's list says of a row. */
export function resultOfListed(row: RegistrantRow, found: Registrant): RegistrantResult {
  const base = { key: row.key, address: row.address!, zoomRegistrantId: found.id }
  if (found.status === 'denied') return { ...base, state: 'refused', refusal: 'denied' }
  if (found.status === 'pending' || found.joinUrl === null) return { ...base, state: 'pending' }
  return { ...base, state: 'registered', joinUrl: found.joinUrl }
}

/** The problem that keeps an outcome's row waiting, or null. */
export function obstacleOf(outcome: RegistrantOutcome): Problem | null {
  if (outcome.status === 'unknown' || outcome.status === 'notSent') return outcome.problem
  return outcome.status === 'refused' && outcome.problem.kind === 'rateLimited' ? outcome.problem : null
}

/** What keeps rows waiting whose three requests are used up. */
export function spentUntil(now: number): Problem {
  return {
    kind: 'rateLimited',
    message: 'Zoom takes only three registrations of one person a day, and they are used up for some students.',
    fix: 'Wait until tomorrow: the others are registered then by themselves.',
    retryAt: toIso((Math.floor(now / day) + 1) * day),
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
