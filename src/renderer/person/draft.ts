import type { InputOf } from '../../shared/contract/index.ts'
import type { Owner, Person } from '../../shared/contract/person.ts'

type Fields = InputOf<'person.change'>['changes']

/** One line of a list that is edited: its key stays while others come and go. */
export interface Line<Value> {
  readonly key: number
  readonly value: Value
}

/** A person as they stand in the form. */
export interface Draft {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly preferredName: string
  readonly sex: 'male' | 'female' | 'none'
  readonly birthOn: string | null
  readonly studentNumber: string
  readonly emails: readonly Line<{ readonly address: string; readonly owner: Owner }>[]
  readonly phones: readonly Line<{ readonly number: string; readonly owner: Owner }>[]
  readonly guardians: readonly Line<Person['guardians'][number]>[]
}

/** Lines of the given values. */
export const linesOf = <Value>(values: readonly Value[]): readonly Line<Value>[] =>
  values.map((value, key) => ({ key, value }))

/** The list with another line at its end. */
export const withLine = <Value>(lines: readonly Line<Value>[], value: Value): readonly Line<Value>[] => [
  ...lines,
  { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, value },
]

const nobody: Draft = {
  familyName: '',
  givenName: '',
  middleName: '',
  suffix: '',
  preferredName: '',
  sex: 'none',
  birthOn: null,
  studentNumber: '',
  emails: [],
  phones: [],
  guardians: [],
}

/** The form of somebody, or of somebody new. */
export function draftOf(person: Person | null): Draft {
  if (person === null) return { ...nobody, emails: linesOf([{ address: '', owner: 'own' as const }]) }
  const { familyName, givenName, middleName, suffix, preferredName, sex, birthOn, studentNumber } = person
  return {
    ...{ familyName, givenName, middleName, suffix, preferredName, birthOn },
    sex: sex ?? 'none',
    studentNumber: studentNumber ?? '',
    emails: linesOf(person.emails),
    phones: linesOf(person.phones),
    guardians: linesOf(person.guardians),
  }
}

const valuesOf = <Value>(lines: readonly Line<Value>[], isEmpty: (value: Value) => boolean) =>
  lines.map(({ value }) => value).filter((value) => !isEmpty(value))

/** What the form says, as the contract takes it: lines that hold nothing are left out. */
export function fieldsOf(draft: Draft): Required<Fields> {
  const { sex, studentNumber, emails, phones, guardians, ...names } = draft
  return {
    ...names,
    sex: sex === 'none' ? null : sex,
    studentNumber: studentNumber.trim() === '' ? null : studentNumber,
    emails: valuesOf(emails, ({ address }) => address.trim() === '').map((email) => ({
      ...email,
      address: email.address.trim(),
    })),
    phones: valuesOf(phones, ({ number }) => number.trim() === ''),
    guardians: valuesOf(guardians, ({ name }) => name.trim() === ''),
  }
}

/** What of the form differs from what was there. */
export function changesOf(before: Draft, after: Draft): Fields {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  const names = (Object.keys(now) as (keyof Fields)[]).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  )
  return Object.fromEntries(names.map((name) => [name, now[name]]))
}

/** An address as a form takes it; the application looks at it once more. */
export const looksLikeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim())
