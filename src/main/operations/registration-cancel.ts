import { foldEmail } from '../../shared/domain/roster.ts'
import type { Clock } from '../ports.ts'
import type { OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { RegistrantsStore } from '../store/registrants.ts'
import type { Registrant } from '../zoom/model.ts'
import { registersStudents } from './meeting-draft.ts'
import type { Errand } from './outbox-create.ts'
import { whileRegistrationIsOn } from './registration-on.ts'
import { registrationOff } from './registration-outcome.ts'

/** What taking registrations back needs. */
export interface TakingBackDeps {
  readonly confirmations: OutboxConfirmations
  readonly registrants: RegistrantsStore
  readonly clock: Clock
}

/**
 * Takes registrations back: of people who no longer belong to the class, and with addresses that are theirs no more. Who has
 * come back with the same address keeps the registration, and so does somebody else who was registered with it since.
 */
export async function cancelRegistrations(deps: TakingBackDeps, errand: Errand): Promise<void> {
  const { confirmations, registrants, clock } = deps
  const { claim } = errand
  const { zoomMeetingId } = claim.meeting
  const unwanted = await findUnwanted(deps, errand)
  if (zoomMeetingId !== null && unwanted.size > 0) {
    const there = await takeBack(deps, errand, zoomMeetingId, unwanted)
    await registrants.noteTakenBack(
      there.map(({ id, email }) => ({ key: unwanted.get(foldEmail(email))!, zoomRegistrantId: id })),
    )
  }
  await confirmations.finish(claim, clock.now())
}

/**
 * Cancels at Zoom whoever of these it has, and returns them. Where registration is off no link works; but whoever is not taken
 * back is there again when it is on again.
 */
async function takeBack(
  deps: TakingBackDeps,
  errand: Errand,
  zoomMeetingId: string,
  unwanted: ReadonlyMap<string, number>,
): Promise<readonly Registrant[]> {
  const { claim, client, signal } = errand
  const work = async () => {
    const listed = await client.listRegistrants(zoomMeetingId, { signal })
    const there = listed.filter(({ email, status }) => status !== 'denied' && unwanted.has(foldEmail(email)))
    if (there.length > 0) await client.setRegistrantStatus(zoomMeetingId, 'cancel', there, { signal })
    return there
  }
  if (registersStudents(claim.meeting)) return whileRegistrationIsOn(deps, errand, zoomMeetingId, work)
  return work().catch((error: unknown) => {
    if (client.zoomCode(error) === registrationOff) return []
    throw error
  })
}

/** Addresses to be taken back, with the key of the row that each was of. */
async function findUnwanted({ registrants }: TakingBackDeps, { claim }: Errand): Promise<Map<string, number>> {
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
