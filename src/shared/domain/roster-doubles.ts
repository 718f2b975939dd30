import { foldText } from './names.ts'
import type { ListedStudent } from './list-bundle.ts'
import { foldEmail } from './roster.ts'
import type { BundleIssue, BundlePerson } from './roster-bundle.ts'
import { sectionKey } from './roster-school.ts'

/** How the file calls the columns that doubles are found by. */
export interface DoubleHeaders {
  readonly studentNumber: string | null
  readonly email: string | null
}

/**
 * Leaves out who stands twice, with an issue for each: the same number, or one person of one section twice of whom not both
 * have a number, is a question for the school. O(n).
 */
export function refuseDoubles(
  students: readonly ListedStudent[],
  headers: DoubleHeaders,
  issues: BundleIssue[],
): ListedStudent[] {
  const byNumber = new Map<string, BundlePerson>()
  const byName = new Map<string, BundlePerson>()
  return students.filter(({ person, section }) => {
    const { studentNumber, familyName, givenName, middleName, suffix } = person
    if (studentNumber !== null) {
      const other = byNumber.get(studentNumber)
      if (other !== undefined) {
        issues.push({ ...atOdds(person, other), column: headers.studentNumber, code: 'numberTwice', isRefused: true })
        return false
      }
      byNumber.set(studentNumber, person)
    }
    const key = [
      sectionKey(section.gradeLevel, section.name),
      ...[familyName, givenName, middleName, suffix].map(foldText),
    ].join('|')
    const other = byName.get(key)
    if (other !== undefined && (studentNumber === null || other.studentNumber === null)) {
      issues.push({ ...atOdds(person, other), column: null, code: 'sameStudentTwice', isRefused: true })
      return false
    }
    byName.set(key, person)
    return true
  })
}

/** An address that stands for two students is nobody's own: it is kept as the household's, and both are told. O(n). */
export function ownAddressesOnly(
  students: readonly ListedStudent[],
  headers: DoubleHeaders,
  issues: BundleIssue[],
): ListedStudent[] {
  const holders = new Map<string, BundlePerson[]>()
  for (const { person } of students) {
    for (const key of new Set(person.emails.map(({ address }) => foldEmail(address)))) {
      const there = holders.get(key)
      if (there === undefined) holders.set(key, [person])
      else there.push(person)
    }
  }
  return students.map((student) => {
    const { person } = student
    const shared = person.emails.find(
      ({ address, owner }) => owner === 'own' && holders.get(foldEmail(address))!.length > 1,
    )
    if (shared === undefined) return student
    const [first, second] = holders.get(foldEmail(shared.address))!
    const other = first === person ? second! : first!
    issues.push({ ...atOdds(person, other), column: headers.email, code: 'sharedEmail', isRefused: false })
    const emails = person.emails.map((email) => (email === shared ? { ...email, owner: 'household' as const } : email))
    return { ...student, person: { ...person, emails } }
  })
}

/** Where the one stands, and the other where a line of the same file can be named. */
const atOdds = ({ origin }: BundlePerson, other: BundlePerson): Pick<BundleIssue, 'file' | 'line' | 'otherLine'> =>
  origin.file === other.origin.file ? { ...origin, otherLine: other.origin.line } : { ...origin }
