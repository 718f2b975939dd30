import type { Clock } from '../ports.ts'
import type { AttendanceStores } from '../store/attendance.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { RosterAuthor } from '../store/roster-writing.ts'

/** What every operation needs that changes the rosters. */
export interface RosterFollowDeps {
  /** The school's rules for the addresses that students are registered with. */
  readonly registrationRules: () => Promise<KeptAddressRules>
  readonly attendance: Pick<AttendanceStores['attendance'], 'refresh'>
  /** Which computer decides, for the history. */
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
}

/** Who changes the rosters, when, and by which rules registrations follow. */
export async function rosterAuthor(
  { registrationRules, device, clock, newId }: RosterFollowDeps,
  caller: { readonly role: string },
): Promise<RosterAuthor> {
  return { actor: caller.role, device, at: clock.now(), newId, rules: await registrationRules() }
}

/** Makes the marks again of classes whose list of students was changed. What is not made here is made when it is looked at. */
export const followMarks = (
  { attendance, clock }: Pick<RosterFollowDeps, 'attendance' | 'clock'>,
  periodKeys: readonly number[],
): Promise<void> => attendance.refresh(periodKeys, clock.now())
