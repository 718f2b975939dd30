import type { Mark } from '../shared/contract/attendance.ts'
import type { PillState } from './ui/Pill.tsx'

/** The look of a mark, wherever it stands: late is told apart from present. */
export function markState({ presence, isLate, hasLeftEarly }: Mark): PillState {
  switch (presence) {
    case 'present':
      return isLate || hasLeftEarly ? 'late' : 'present'
    case 'notEnrolled':
      return 'notHeld'
    default:
      return presence
  }
}
