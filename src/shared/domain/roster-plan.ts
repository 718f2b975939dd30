import { foldText } from './names.ts'
import { foldEmail } from './roster.ts'
import { normalisePhone } from './phone.ts'
import type { RosterRow, RowIssue } from './roster-rows.ts'

/** A student as the school has them now, with the section they are in. */
export interface KnownStudent {
  readonly personId: string
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly preferredName: string
  readonly sex: 'male' | 'female' | null
  readonly birthOn: string | null
  readonly studentNumber: string | null
  readonly emails: readonly { readonly address: string; readonly owner: 'own' | 'household' | 'guardian' }[]
  readonly phones: readonly { readonly number: string; readonly owner: string }[]
  readonly section: { readonly id: string; readonly name: string; readonly gradeLevel: string } | null
}

/** The fields of a student that an import may change. */
export type StudentField =
  | 'familyName'
  | 'givenName'
  | 'middleName'
  | 'suffix'
  | 'preferredName'
  | 'sex'
  | 'birthOn'
  | 'studentNumber'
  | 'emails'
  | 'phones'
  | 'section'

/** What becomes of one row. */
export interface PlannedRow {
  readonly row: RosterRow
  readonly action: 'add' | 'change' | 'unchanged'
  /** The student who is changed or left; null for a new one. */
  readonly personId: string | null
  readonly changes: readonly StudentField[]
  readonly movesFrom: string | null
}

/** What an import would do. Nobody is ever withdrawn by it. */
export interface RosterPlan {
  readonly rows: readonly PlannedRow[]
  readonly issues: readonly RowIssue[]
  /** Students of the sections in the file whom the file does not name. */
  readonly notInFile: readonly string[]
}

/** Sections are one when grade and name agree but for case and accents. */
export const sectionKey = (gradeLevel: string, name: string): string => `${foldText(gradeLevel)}|${foldText(name)}`

/**
 * Compares the file with the school; O(rows + students). A student is the same by number, else (where one of both has no
 * number) by full name within the same section, else by full name and birth date; a number under which quite another
 * name stands is refused rather than overwritten. Empty cells change nothing.
 */
export function planRoster(rows: readonly RosterRow[], known: readonly KnownStudent[]): RosterPlan {
  const byNumber = new Map<string, KnownStudent>()
  const byName = new Map<string, KnownStudent[]>()
  for (const student of known) {
    if (student.studentNumber !== null) byNumber.set(student.studentNumber, student)
    const key = fullNameKey(student)
    byName.set(key, [...(byName.get(key) ?? []), student])
  }

  const issues: RowIssue[] = []
  const taken = new Map<string, number>()
  const planned = rows.flatMap((row): PlannedRow[] => {
    const found = findKnown(row, byNumber, byName)
    if (found === 'otherName') {
      issues.push({ line: row.line, column: 'studentNumber', code: 'otherNameUnderNumber', isRefused: true })
      return []
    }
    if (found === null) return [{ row, action: 'add', personId: null, changes: [], movesFrom: null }]
    const otherLine = taken.get(found.personId)
    if (otherLine !== undefined) {
      issues.push({ line: row.line, column: null, code: 'sameStudentTwice', isRefused: true, otherLine })
      return []
    }
    taken.set(found.personId, row.line)
    const changes = changesOf(row, found)
    return [
      {
        row,
        action: changes.length === 0 ? 'unchanged' : 'change',
        personId: found.personId,
        changes,
        movesFrom: changes.includes('section') ? (found.section?.name ?? null) : null,
      },
    ]
  })

  const inFile = new Set(rows.map(({ gradeLevel, section }) => sectionKey(gradeLevel, section)))
  const notInFile = known
    .filter(
      ({ personId, section }) =>
        section !== null && !taken.has(personId) && inFile.has(sectionKey(section.gradeLevel, section.name)),
    )
    .map(({ personId }) => personId)
  return { rows: planned, issues, notInFile }
}

type Named = Pick<RosterRow, 'familyName' | 'givenName' | 'middleName' | 'suffix'>

const fullNameKey = (name: Named): string => [name.familyName, name.givenName, name.suffix].map(foldText).join('|')

function findKnown(
  row: RosterRow,
  byNumber: ReadonlyMap<string, KnownStudent>,
  byName: ReadonlyMap<string, readonly KnownStudent[]>,
): KnownStudent | 'otherName' | null {
  if (row.studentNumber !== null) {
    const numbered = byNumber.get(row.studentNumber)
    if (numbered !== undefined) return sharesName(row, numbered) ? numbered : 'otherName'
  }
  const namesakes = (byName.get(fullNameKey(row)) ?? []).filter(
    (student) =>
      (student.studentNumber === null || row.studentNumber === null) &&
      (student.birthOn === null || row.birthOn === null || student.birthOn === row.birthOn) &&
      agree(student.middleName, row.middleName),
  )
  const here = namesakes.filter(
    ({ section }) =>
      section !== null && sectionKey(section.gradeLevel, section.name) === sectionKey(row.gradeLevel, row.section),
  )
  if (here.length === 1) return here[0]!
  const born = namesakes.filter(({ birthOn }) => birthOn !== null && birthOn === row.birthOn)
  return born.length === 1 ? born[0]! : null
}

/** A married name, a spelling, a missing part: one shared part is enough. Two strangers share none. */
function sharesName(row: Named, student: Named): boolean {
  const words = (name: Named) =>
    [name.familyName, name.givenName].flatMap((part) => foldText(part).split(' ')).filter((word) => word.length > 1)
  const there = new Set(words(student))
  return words(row).some((word) => there.has(word))
}

/** "M." and "Mendoza" agree, and so does nothing with anything. */
function agree(a: string, b: string): boolean {
  const [x, y] = [foldText(a), foldText(b)]
  return x === '' || y === '' || x.startsWith(y) || y.startsWith(x)
}

function changesOf(row: RosterRow, student: KnownStudent): StudentField[] {
  const changes: StudentField[] = []
  for (const field of ['familyName', 'givenName', 'middleName', 'suffix', 'preferredName'] as const) {
    if (row[field] !== '' && row[field] !== student[field]) changes.push(field)
  }
  for (const field of ['sex', 'birthOn', 'studentNumber'] as const) {
    if (row[field] !== null && row[field] !== student[field]) changes.push(field)
  }
  // Whose an address is was decided when it came in: one that turned out shared stays the household's.
  const hasEmail = new Set(student.emails.map(({ address }) => foldEmail(address)))
  if (row.emails.some(({ address }) => !hasEmail.has(foldEmail(address)))) changes.push('emails')
  const hasPhone = new Set(student.phones.map(({ number }) => normalisePhone(number)))
  if (row.phones.some(({ number }) => !hasPhone.has(normalisePhone(number)))) changes.push('phones')
  const isThere =
    student.section !== null &&
    sectionKey(student.section.gradeLevel, student.section.name) === sectionKey(row.gradeLevel, row.section)
  if (!isThere) changes.push('section')
  return changes
}
