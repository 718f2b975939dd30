import { headerMeaning } from './header-meanings.ts'
import { plainCell } from './roster-cells.ts'

const words = {
  studentNumber: [
    'lrn',
    'learner reference number',
    'learners reference number',
    'learners reference number lrn',
    'learner reference no',
  ],
  fullName: ['name', 'learners name', 'learner name', 'name of learner', 'complete name', 'full name'],
  familyName: ['last name', 'family name', 'surname', 'name last name'],
  givenName: ['first name', 'given name', 'name first name'],
  middleName: ['middle name', 'name middle name'],
  suffix: ['name extension', 'extension name', 'extension', 'suffix', 'ext'],
  sex: ['sex', 'gender', 'sex m f'],
  birthOn: ['birth date', 'date of birth', 'birthday'],
  email: ['email', 'email address', 'deped email', 'learner email'],
  fatherName: ['father', 'fathers name', 'father name', 'parents father'],
  motherName: ['mother', 'mothers name', 'mothers maiden name', 'mother maiden name', 'parents mother'],
  guardianName: ['guardian name', 'guardians name', 'name of guardian', 'guardian'],
  relationship: ['relationship', 'guardian relationship', 'relation'],
  guardianPhone: [
    'contact number of parent or guardian',
    'contact number',
    'contact no',
    'contact number of parent guardian',
    'guardian contact number',
  ],
  remarks: ['remarks', 'remark'],
} as const

/** What School Form 1 says of a learner and Homeroom keeps. */
export type FormField = keyof typeof words

const meaningOf = headerMeaning<FormField>(words)
const fieldOf = (label: string): FormField | undefined => meaningOf(label)?.field

/** Where the fields stand. */
export interface FormColumns {
  readonly placeOf: ReadonlyMap<FormField, number>
  /** The heading of a field as the form writes it. */
  readonly headerOf: ReadonlyMap<FormField, string>
  /** Rows that the headings take. */
  readonly height: number
}

type Row = { readonly cells: readonly string[] }

/** Whether a row is the upper one of the form's headings: the LRN and the name stand side by side. */
export function isFormHeading({ cells }: Row): boolean {
  // Looked at in every row of every list: most are told by this alone.
  if (!cells.some((cell) => /^\s*(?:lrn|learner)/i.test(cell))) return false
  const fields = new Set(cells.map(fieldOf))
  return fields.has('studentNumber') && (fields.has('fullName') || fields.has('familyName'))
}

/**
 * Reads the headings from the row at `at`: one or more rows of them, groups ("PARENTS", "GUARDIAN (If not Parent)") above
 * the columns that they span. Null where no such row stands there.
 */
export function readFormColumns(rows: readonly Row[], at: number): FormColumns | null {
  const top = rows[at]
  if (top === undefined || !isFormHeading(top)) return null
  const names = top.cells.flatMap((cell, index) => (fieldOf(cell) === 'fullName' ? [index] : []))
  let height = 1
  while (height < 3 && isSubheading(rows[at + height], names)) height += 1

  const placeOf = new Map<FormField, number>()
  const headerOf = new Map<FormField, string>()
  const subs = rows.slice(at + 1, at + height)
  const width = Math.max(top.cells.length, ...subs.map(({ cells }) => cells.length))
  let group = ''
  for (let place = 0; place < width; place += 1) {
    const own = top.cells[place] ?? ''
    if (own !== '') group = own.slice(0, 200)
    const below = subs.map(({ cells }) => cells[place] ?? '').filter((cell) => cell !== '')
    const [field, label] = meaningIn(group, own, below)
    if (field === undefined || placeOf.has(field)) continue
    placeOf.set(field, place)
    headerOf.set(field, plainCell(label).slice(0, 80))
  }
  // A name in parts stands under a heading that says "Name" for all of them.
  if (placeOf.has('familyName') && placeOf.has('givenName')) placeOf.delete('fullName')
  return { placeOf, headerOf, height }
}

/** The plainest heading comes first: "Name" below "GUARDIAN" is not the learner's. */
function meaningIn(group: string, own: string, below: readonly string[]): [FormField | undefined, string] {
  for (const label of below) {
    const together = `${group.replace(/\(.*\)/s, '')} ${label}`
    const field = fieldOf(together) ?? fieldOf(label)
    if (field !== undefined) return [field, label]
  }
  return [fieldOf(own), own]
}

const addressWords = new Set(['barangay', 'province', 'municipality', 'city'])

/** Headings that stand on their own below: parts of the address, of the name, father, mother. A learner's row has a name. */
function isSubheading(row: Row | undefined, names: readonly number[]): boolean {
  if (row === undefined || row.cells.some((cell) => /\d{9}/.test(cell))) return false
  const isName = (cell: string) => cell !== '' && fieldOf(cell) === undefined
  if (names.some((place) => isName(row.cells[place] ?? ''))) return false
  return row.cells.some(
    (cell) => fieldOf(cell) !== undefined || addressWords.has(cell.toLowerCase().split(/[ /]/)[0] ?? ''),
  )
}
