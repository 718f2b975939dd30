import { ProblemError } from '../../shared/problem.ts'
import type { ConfirmedMeeting, OutboxConfirmations } from '../store/outbox-confirm.ts'
import { confirmedOf, settingsOf } from './meeting-draft.ts'
import { isSeries } from './meeting-series.ts'
import type { Errand } from './outbox-create.ts'
import { registrationOff } from './registration-outcome.ts'

/** What switching registration on needs. */
interface RegistrationOnDeps {
  readonly confirmations: OutboxConfirmations
}

/** Zoom drops the wish for registration without a word where it does not fit: asked for once more, it has to be there. */
export async function ensureRegistrationOn(
  deps: RegistrationOnDeps,
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
export async function forgetRegistrationOn(
  { confirmations }: RegistrationOnDeps,
  claim: Errand['claim'],
): Promise<void> {
  const known = confirmedOf(claim.meeting)
  if (known === null) return
  await confirmations.noteConfirmed(claim, { ...known, settings: { ...known.settings, registration: 'none' } })
}

/** Does what needs registration at Zoom; where that is found off, it is switched on first. Raises what Zoom says. */
export async function whileRegistrationIsOn<T>(
  deps: RegistrationOnDeps,
  errand: Errand,
  zoomMeetingId: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (errand.client.zoomCode(error) !== registrationOff) throw error
    await ensureRegistrationOn(deps, errand, zoomMeetingId, true)
    return work()
  }
}
