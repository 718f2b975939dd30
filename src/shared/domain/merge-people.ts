import type { PersonFields } from './roster.ts'

/** The fields of a person of which one entry may say something that the other does not. */
export type MergedFields = Omit<PersonFields, 'emails' | 'phones' | 'guardians'>

const fields = [
  'familyName',
  'givenName',
  'middleName',
  'suffix',
  'preferredName',
  'sex',
  'birthOn',
  'studentNumber',
] as const satisfies readonly (keyof MergedFields)[]

/** A field in which both entries say something else. */
export interface Difference {
  readonly field: (typeof fields)[number]
  readonly kept: string
  readonly dropped: string
}

/** What the kept entry says, and where it says nothing what the double says; with each field in which they differ. */
export function mergeFields(
  kept: MergedFields,
  double: MergedFields,
): { readonly merged: MergedFields; readonly differences: Difference[] } {
  const taken = fields.filter((field) => isEmpty(kept[field]) && !isEmpty(double[field]))
  const merged = { ...pick(kept, fields), ...pick(double, taken) } as MergedFields
  const differences = fields.flatMap((field): Difference[] => {
    const [own, other] = [kept[field], double[field]]
    return isEmpty(own) || isEmpty(other) || own === other ? [] : [{ field, kept: own!, dropped: other! }]
  })
  return { merged, differences }
}

const isEmpty = (value: string | null): boolean => value === null || value === ''
const pick = (from: MergedFields, names: readonly (keyof MergedFields)[]): Partial<MergedFields> =>
  Object.fromEntries(names.map((name) => [name, from[name]]))
