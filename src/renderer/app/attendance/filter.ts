import type { AttendanceRow } from '../../../shared/contract/attendance.ts'
import { markState } from '../../marks.ts'
import type { PillState } from '../../ui/Pill.tsx'

/** Which students are shown: all, or those of one figure. */
export type Filter = 'all' | 'came' | 'present' | 'late' | 'partial' | 'absent' | 'notSeenYet'

/** Whether a student counts in the figure. */
export function isShown(row: AttendanceRow, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'came':
      return row.presence === 'present' || row.presence === 'partial'
    case 'present':
      return row.presence === 'present'
    case 'late':
      return row.isLate
    default:
      return row.presence === filter
  }
}

/** The look of a student's mark: an excuse wins over an absence. */
export const rowState = (row: AttendanceRow): PillState =>
  row.excuse !== null && (row.presence === 'absent' || row.presence === 'notSeenYet') ? 'excused' : markState(row)

/** One letter marks the selected students, by a key in the list or a button under it. */
export const markLetters = [
  ['P', 'present'],
  ['A', 'absent'],
  ['L', 'late'],
  ['E', 'excused'],
] as const

const order: readonly AttendanceRow['presence'][] = [
  'absent',
  'notSeenYet',
  'partial',
  'present',
  'notHeld',
  'notEnrolled',
]

/** What deserves a second look of how a student was recognised, or null. */
export function doubtOf(reasons: AttendanceRow['reasons']): 'sameStudentTwoNames' | 'nameFitsElsewhere' | null {
  for (const doubt of ['sameStudentTwoNames', 'nameFitsElsewhere'] as const) {
    if (reasons.some(({ code }) => code === doubt)) return doubt
  }
  return null
}

/** Exceptions first: whose mark Zoom's newer report would change, whom somebody must look at, then the late, then everybody else. */
export function urgency(row: AttendanceRow): number {
  if (row.proposed !== null) return -1
  const place = order.indexOf(row.presence) * 4
  const isExceptional = row.isLate || row.hasLeftEarly || row.isUnconfirmed || doubtOf(row.reasons) !== null
  return row.presence === 'present' && isExceptional ? place - 1 : place
}
