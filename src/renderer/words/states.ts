import type { PillState } from '../ui/Pill.tsx'

/** The one word of each state. Screens may say more ("Late 13 min"), never something else. */
export const stateWords: Readonly<Record<PillState, string>> = {
  present: 'Present',
  late: 'Late',
  partial: 'Partial',
  absent: 'Absent',
  excused: 'Excused',
  notSeenYet: 'Not seen yet',
  notHeld: 'Not held',
  upcoming: 'Upcoming',
  live: 'Live',
  notFinal: 'Not final yet',
  final: 'Final',
  checked: 'Checked',
  waitingToSend: 'Waiting to send',
  problem: 'Needs you',
}
