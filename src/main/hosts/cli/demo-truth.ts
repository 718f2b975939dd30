import type { AttendanceRow, Stranger } from '../../../shared/contract/attendance.ts'
import type { PracticeTruth } from '../shared/practice-control.ts'

/** How far our reading of a time and the school's own may lie apart: reports are in whole seconds. */
const toleranceMs = 2_000

/**
 * The student numbers of those who really sat behind a stranger; empty when it was no student. By the display name and a
 * stay that begins when one of theirs began, for two people may share a name.
 */
export function whoReallyWas(stranger: Stranger, { people }: PracticeTruth): readonly string[] {
  const joins = stranger.intervals.map(({ joinedAt }) => Date.parse(joinedAt))
  const isTheirs = ({ displayName, joinAt }: PracticeTruth['people'][number]) =>
    stranger.intervals.some((interval) => interval.displayName === displayName) &&
    joins.some((joinedAt) => Math.abs(joinedAt - Date.parse(joinAt)) <= toleranceMs)
  return [...new Set(people.filter(isTheirs).flatMap(({ studentNumbers }) => studentNumbers))]
}

/** The facts of a mark, as our attendance and the school's truth both tell them. */
type Mark = Pick<AttendanceRow, 'isLate' | 'hasLeftEarly'> & { readonly presence: string }

/** A mark in words: presence, then flags. */
export function markOf({ presence, isLate, hasLeftEarly }: Mark): string {
  return [presence, ...(isLate ? ['late'] : []), ...(hasLeftEarly ? ['left early'] : [])].join(', ')
}

/** The mark that the truth asks for, or null for somebody whom the truth does not know. */
export function trueMarkOf(row: AttendanceRow, truth: PracticeTruth): string | null {
  const student = truth.students.find(({ studentNumber }) => studentNumber === row.studentNumber)
  return student === undefined ? null : markOf(student)
}
