import { foldText } from './names.ts'
import { normalisePhone } from './phone.ts'
import type { BundleIssue, BundlePerson } from './roster-bundle.ts'
import { cutSuffix, isEmailAddress, noMiddle, readSex } from './roster-cells.ts'
import { readWrittenDate } from './roster-dates.ts'
import type { SetRow, SetTable } from './roster-set.ts'
import { foldEmail } from './roster.ts'
import { lostZeros, numberRule } from './student-numbers.ts'

/** Under which columns a file keeps what is said of a person. Those that a format has not are left out. */
export interface PersonColumns {
  readonly familyName: string
  readonly givenName: string
  readonly middleName?: string
  readonly preferredName?: string
  readonly sex?: string
  readonly birthOn?: string
  readonly email?: string
  /** An account's name; it counts as the e-mail where it has the form of one and no other is given. */
  readonly account?: string
  readonly phones?: readonly string[]
}

/** A parent or another who speaks for a student: no person of the school, but a name, addresses and phones at the student. */
export interface SetGuardian {
  readonly name: string
  readonly relation: BundlePerson['guardians'][number]['relation']
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

/** Microsoft allows it beside ISO's other form. */
const compactDate = /^(\d{4})(\d{2})(\d{2})$/
const longestName = 100
const longestPhone = 30
const lrnDigits = 12
/** Where the others have 12, a number of fewer has lost more than zeros. */
const fewestLrnDigits = 9
const mostEmails = 5
const mostPhones = 8
const mostGuardians = 4

/** Reads a person out of a row; null, and the row is refused, where there is no name or one is far too long. */
export function readPerson(
  table: SetTable,
  row: SetRow,
  columns: PersonColumns,
  known: Pick<BundlePerson, 'ref' | 'kind' | 'studentNumber' | 'isGone'>,
): BundlePerson | null {
  const at = (column: string | undefined) => (column === undefined ? '' : table.cell(row, column))
  const [familyName, familySuffix] = cutSuffix(at(columns.familyName))
  const [givenName, givenSuffix] = cutSuffix(at(columns.givenName))
  const middleName = noMiddle(at(columns.middleName))
  const preferredName = at(columns.preferredName)
  if (familyName === '' && givenName === '' && !known.isGone) {
    table.refuse(row, columns.familyName, 'noName')
    return null
  }
  if ([familyName, givenName, middleName, preferredName].some((part) => part.length > longestName)) {
    table.refuse(row, columns.familyName, 'tooLong')
    return null
  }
  return {
    ...known,
    familyName,
    givenName,
    middleName,
    suffix: givenSuffix || familySuffix,
    preferredName,
    sex: readSexCell(table, row, columns.sex),
    birthOn: readDateCell(table, row, columns.birthOn),
    emails: readEmails(table, row, columns).map((address) => ({ address, owner: 'own' as const })),
    phones: readPhones(table, row, columns.phones ?? []).map((number) => ({ number, owner: 'own' as const })),
    guardians: [],
    origin: table.origin(row),
  }
}

/** Reads who speaks for a student; null where no name stands. */
export function readGuardian(
  table: SetTable,
  row: SetRow,
  columns: Omit<PersonColumns, 'sex' | 'birthOn'>,
  relation: SetGuardian['relation'],
): SetGuardian | null {
  const [family, given] = [table.cell(row, columns.familyName), table.cell(row, columns.givenName)]
  const name = [given, family].filter((part) => part !== '').join(' ')
  if (name === '' || name.length > 2 * longestName) return null
  return {
    name,
    relation,
    emails: readEmails(table, row, columns),
    phones: readPhones(table, row, columns.phones ?? []),
  }
}

const anyNumber = numberRule(new Set(), 'asIs')

/** Reads a student's number: text of at most 40 characters without spaces and dashes; null where nothing can be read. */
export function readNumber(
  table: SetTable,
  row: SetRow,
  column: string,
  text = table.cell(row, column),
): string | null {
  const { number, doubt } = anyNumber(text)
  if (doubt !== null) table.tell(row, column, doubt)
  return number
}

/** A number of 12 digits is a learner's reference number, also where it is only an id. */
export const isLrn = (id: string): boolean => /^\d{12}$/.test(id)

/** Male or female; null, and told where something else stands. A third word of the formats is no mistake, and says nothing here. */
export function readSexCell(table: SetTable, row: SetRow, column: string | undefined): BundlePerson['sex'] {
  const text = column === undefined ? '' : table.cell(row, column)
  const sex = readSex(text)
  if (
    column !== undefined &&
    sex === null &&
    text !== '' &&
    !/^(?:x|other|unspecified|unknown|not ?selected|nonbinary)$/i.test(text)
  )
    table.tell(row, column, 'badSex')
  return sex
}

/** The date in a cell; null, and told, where none can be read. */
export function readDateCell(table: SetTable, row: SetRow, column: string | undefined): string | null {
  const text = column === undefined ? '' : table.cell(row, column)
  if (column === undefined || text === '') return null
  const { on } = readWrittenDate(text.replace(compactDate, '$1-$2-$3'), table.dateOrder(column))
  if (on === null) table.tell(row, column, 'badDate')
  return on
}

function readEmails(table: SetTable, row: SetRow, { email, account }: PersonColumns): string[] {
  const written = email === undefined ? '' : table.cell(row, email)
  if (written === '') {
    const name = account === undefined ? '' : table.cell(row, account)
    return isEmailAddress(name) ? [name] : []
  }
  if (isEmailAddress(written)) return [written]
  table.tell(row, email!, 'badEmail')
  return []
}

function readPhones(table: SetTable, row: SetRow, columns: readonly string[]): string[] {
  const phones = new Map<string, string>()
  for (const column of columns) {
    const text = table.cell(row, column)
    if (text === '') continue
    const number = text.length > longestPhone ? null : normalisePhone(text)
    if (number === null) table.tell(row, column, 'badPhone')
    else if (!phones.has(number)) phones.set(number, text)
  }
  return [...phones.values()]
}

/** The person with those who speak for them: their addresses and phones are the guardians', never the student's own. */
export function withGuardians(person: BundlePerson, guardians: readonly SetGuardian[]): BundlePerson {
  if (guardians.length === 0) return person
  const emails = new Map(person.emails.map((email) => [foldEmail(email.address), email]))
  const phones = new Map(person.phones.map((phone) => [normalisePhone(phone.number), phone]))
  const named = new Map(person.guardians.map((guardian) => [foldText(guardian.name), guardian]))
  for (const guardian of guardians) {
    for (const address of guardian.emails) emails.set(foldEmail(address), { address, owner: 'guardian' })
    for (const number of guardian.phones) phones.set(normalisePhone(number), { number, owner: 'guardian' })
    const key = foldText(guardian.name)
    if (!named.has(key)) named.set(key, { name: guardian.name, relation: guardian.relation })
  }
  return {
    ...person,
    emails: [...emails.values()].slice(0, mostEmails),
    phones: [...phones.values()].slice(0, mostPhones),
    guardians: [...named.values()].slice(0, mostGuardians),
  }
}

/** Who has an address for their own. */
interface Owners {
  readonly first: BundlePerson
  second: BundlePerson | null
  staff: number
}

/** What people say of each other, settled: one number is one student's, and an address that two have is nobody's own. */
export function settlePeople(
  people: readonly BundlePerson[],
  columns: { readonly number: string; readonly email: string },
  issues: BundleIssue[],
): BundlePerson[] {
  const tell = (person: BundlePerson, column: string, code: BundleIssue['code'], other?: BundlePerson) =>
    issues.push({
      ...person.origin,
      column,
      code,
      isRefused: false,
      ...(other !== undefined && other.origin.file === person.origin.file ? { otherLine: other.origin.line } : {}),
    })
  const byNumber = new Map<string, BundlePerson>()
  const byEmail = new Map<string, Owners>()
  for (const person of people) {
    if (person.isGone) continue
    if (person.studentNumber !== null && !byNumber.has(person.studentNumber)) byNumber.set(person.studentNumber, person)
    for (const { address, owner } of person.emails) {
      if (owner !== 'own') continue
      const there = byEmail.get(foldEmail(address))
      if (there === undefined) byEmail.set(foldEmail(address), { first: person, second: null, staff: 0 })
      else there.second ??= person
      if (person.kind === 'staff') byEmail.get(foldEmail(address))!.staff += 1
    }
  }
  const short = new Set(
    lostZeros(columns.number, [...byNumber.keys()]).filter(({ length }) => length >= fewestLrnDigits),
  )
  return people.map((person) => {
    if (person.isGone) return person
    const first = person.studentNumber === null ? undefined : byNumber.get(person.studentNumber)
    const isDouble = first !== undefined && first !== person
    if (isDouble) tell(person, columns.number, 'numberTwice', first)
    const studentNumber = isDouble ? null : person.studentNumber
    const restored = studentNumber !== null && short.has(studentNumber) ? studentNumber.padStart(lrnDigits, '0') : null
    const hasLostZeros = restored !== null && !byNumber.has(restored)
    if (hasLostZeros) {
      byNumber.set(restored, person)
      tell(person, columns.number, 'restoredZeros')
    }
    const emails = person.emails.map((email) => {
      const there = email.owner === 'own' ? byEmail.get(foldEmail(email.address))! : null
      // A teacher's child may have the teacher's address in the files: it stays the teacher's.
      if (there?.second == null || (person.kind === 'staff' && there.staff === 1)) return email
      tell(person, columns.email, 'sharedEmail', there.first === person ? there.second : there.first)
      return { ...email, owner: 'household' as const }
    })
    return { ...person, emails, studentNumber: hasLostZeros ? restored : studentNumber }
  })
}
