/** The parts of a name as the school keeps them; empty text for a part that a person does not have. */
export interface KeptName {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
}

/** "Family, Given Middle Suffix": how lists are sorted and printed. */
export function listNameOf({ familyName, givenName, middleName, suffix }: KeptName): string {
  const rest = [givenName, middleName, suffix].filter((part) => part !== '').join(' ')
  return [familyName, rest].filter((part) => part !== '').join(', ')
}

/** "Grade 7 Mabini": how a section is called everywhere. */
export function sectionTitle(gradeLevel: string, name: string): string {
  if (gradeLevel === '') return name
  return /^\d/.test(gradeLevel) ? `Grade ${gradeLevel} ${name}` : `${gradeLevel} ${name}`
}

/** Who a class was, or is, held by, for the record: "Reyes, Lorna (substitute: Santos, Niño)". */
export function withSubstitute(teachers: readonly string[], substitute: string | null): string {
  const named = teachers.join('; ')
  if (substitute === null) return named
  return named === '' ? `Substitute: ${substitute}` : `${named} (substitute: ${substitute})`
}
