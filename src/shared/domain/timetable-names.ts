import { sectionTitle } from './list-names.ts'
import { foldText, foldTokens, nameKey, nameKeysOf, personTokens, type NameParts } from './names.ts'
import { foldEmail } from './roster.ts'
import { likeness, shownTokens, tokenLikeness } from './similar-names.ts'

/** A section of the school, as a file may call it. */
export interface NamedSection {
  readonly id: string
  readonly name: string
  readonly gradeLevel: string
}

/** A host of the Zoom account. */
export interface NamedHost {
  readonly hostId: string
  readonly name: string
  readonly email: string
  readonly isLicensed: boolean
}

/** A teacher as the school's own books know them, with their own addresses, folded. */
export interface NamedStaff {
  readonly id: string
  readonly name: NameParts
  readonly addresses: readonly string[]
}

/** What a name of the file may stand for, best first; nobody of them is taken without a person's word. */
export interface Suggestion {
  readonly id: string
  readonly name: string
}

/** What a name stands for, or what it may stand for. */
export type Found<T> = { readonly found: T } | { readonly found: null; readonly suggestions: readonly Suggestion[] }

const mostSuggestions = 5
const leastLikeness = 0.55

/** What sections are called besides their name. */
const sectionWords = new Set(['grade', 'grades', 'gr', 'year', 'yr', 'level', 'section', 'sec', 'baitang', 'pangkat'])
const romans = new Map(
  ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'].map((roman, index) => [
    roman,
    String(index + 1),
  ]),
)
const teacherWords = new Set([
  ...['mr', 'ms', 'mrs', 'miss', 'sir', 'maam', 'mam', 'madam', 'teacher', 'tchr', 'dr', 'prof', 'engr', 'atty'],
  ...['g', 'gng', 'bb', 'ginoo', 'ginang', 'binibini'],
])

/**
 * Finds sections: by grade and name ("7-Mabini", "Grade 7 Mabini", "VII - Mabini"), or by a name that only one section
 * has. The cell of a merged class names several, apart by "+", "&", "/", "," or "and".
 */
export function sectionFinder(sections: readonly NamedSection[]) {
  const byKey = Map.groupBy(sections, (section) => keyOfSection(section.gradeLevel, section.name))
  const byName = Map.groupBy(sections, (section) => foldText(section.name))

  const one = (typed: string, gradeLevel: string): NamedSection | null => {
    if (foldText(typed) === '') return null
    for (const key of keysOfTyped(typed, gradeLevel)) {
      const named = byKey.get(key)
      if (named?.length === 1) return named[0]!
    }
    const grade = gradeTokens(gradeLevel)
    const named = (byName.get(foldText(typed)) ?? []).filter(
      (section) => grade === '' || gradeTokens(section.gradeLevel) === grade,
    )
    return named.length === 1 ? named[0]! : null
  }

  return (typed: string, gradeLevel: string): Found<readonly NamedSection[]> => {
    const whole = one(typed, gradeLevel)
    if (whole !== null) return { found: [whole] }
    const parts = typed.split(/[+&;,/]|\band\b/i).map((part) => part.trim())
    const several = parts.length > 1 ? parts.map((part) => one(part, gradeLevel)) : []
    if (several.length > 0 && several.every((section) => section !== null)) return { found: [...new Set(several)] }
    const shown = foldTokens(`${gradeLevel} ${typed}`)
    const suggestions = best(sections, ({ name, gradeLevel: grade }) => alike(shown, foldTokens(`${grade} ${name}`)))
    return {
      found: null,
      suggestions: suggestions.map(({ id, name, gradeLevel: grade }) => ({ id, name: sectionTitle(grade, name) })),
    }
  }
}

/** Finds a host: by e-mail address, Zoom's or the school's, or by a name that is exactly one host's. */
export function hostFinder(hosts: readonly NamedHost[], staff: readonly NamedStaff[]) {
  const byAddress = new Map(hosts.map((host) => [foldEmail(host.email), host]))
  const names = new Map<string, Set<NamedHost>>()
  const note = (key: string, host: NamedHost) => {
    // A name without any letter is nobody's.
    if (key === '') return
    const there = names.get(key)
    if (there === undefined) names.set(key, new Set([host]))
    else there.add(host)
  }
  for (const host of hosts) note(nameKey(host.name), host)
  for (const { name, addresses } of staff) {
    const host = addresses.map((address) => byAddress.get(address)).find((each) => each !== undefined)
    if (host === undefined) continue
    for (const address of addresses) byAddress.set(address, host)
    for (const key of nameKeysOf(name)) note(key, host)
  }

  return (typed: string): Found<NamedHost> => {
    const byMail = byAddress.get(foldEmail(typed)) ?? byAddress.get(foldEmail(/<([^<>]+)>/.exec(typed)?.[1] ?? ''))
    if (byMail !== undefined) return { found: byMail }
    const plain = withoutTitles(typed)
    const named = [...(names.get(nameKey(plain)) ?? [])]
    if (named.length === 1) return { found: named[0]! }
    const shown = shownTokens(plain.replace(/@.*$/, '').replaceAll('.', ' '))
    const suggestions =
      named.length > 1 ? named : best(hosts, ({ name }) => likeness(shown, personTokens({ family: '', given: name })))
    return { found: null, suggestions: suggestions.map(({ hostId, name }) => ({ id: hostId, name })) }
  }
}

/** What two subjects share when they are one: the name without case, accents and punctuation, but "C++" is not "C". */
export const subjectKey = (subject: string): string => {
  const folded = foldText(subject)
  return folded === '' ? subject : `${folded}${subject.replaceAll(/[^+#]/g, '')}`
}

/** Finds a subject that the school has, whatever the case and accents; one that is nearly so is only suggested. */
export function subjectFinder(subjects: readonly string[]) {
  const byKey = new Map(subjects.map((subject) => [subjectKey(subject), subject]))
  return (typed: string): Found<string> => {
    const found = byKey.get(subjectKey(typed))
    if (found !== undefined) return { found }
    const shown = foldTokens(typed)
    const suggestions = best(subjects, (subject) => alike(shown, foldTokens(subject)))
    return { found: null, suggestions: suggestions.map((name) => ({ id: name, name })) }
  }
}

/** The names in a cell that names several teachers, apart by "/", ";", "&", "+" or "and". A comma parts family and given name. */
export const teachersIn = (cell: string): string[] =>
  cell
    .split(/[/;&+]|\s(?:and|at)\s/i)
    .map((part) => part.trim())
    .filter((part) => part !== '')

function keysOfTyped(typed: string, gradeLevel: string): string[] {
  const tokens = sectionTokens(typed)
  const [first = '', ...rest] = tokens
  const asNumber = romans.get(first)
  const grade = gradeTokens(gradeLevel)
  const plain = tokens.join(' ')
  return [
    ...(grade === '' || plain.startsWith(`${grade} `) ? [] : [`${grade} ${plain}`]),
    plain,
    ...(asNumber === undefined ? [] : [[asNumber, ...rest].join(' ')]),
  ]
}

function keyOfSection(gradeLevel: string, name: string): string {
  const [grade, own] = [gradeTokens(gradeLevel), sectionTokens(name).join(' ')]
  return grade === '' || own.startsWith(`${grade} `) ? own : `${grade} ${own}`
}

const gradeTokens = (gradeLevel: string): string => {
  const tokens = sectionTokens(gradeLevel)
  return tokens.map((token) => (tokens.length === 1 ? (romans.get(token) ?? token) : token)).join(' ')
}

/** "Grade 7 - Mabini", "G7 Mabini" and "7Mabini" are 7 and Mabini. */
const sectionTokens = (text: string): string[] =>
  foldTokens(text)
    .flatMap((token) => /^(?:g|gr|grade)?(\d{1,2})([a-z]{2,})?$/.exec(token)?.slice(1) ?? [token])
    .filter((token): token is string => token !== undefined && !sectionWords.has(token))

const withoutTitles = (typed: string): string => {
  const words = typed.replace(/<[^<>]*>/, '').split(/\s+/)
  const bare = words.filter((word) => !teacherWords.has(foldText(word).replaceAll(' ', '')))
  return bare.length === 0 ? typed : bare.join(' ')
}

/** How alike two names are token by token, 0 to 1; it only orders suggestions. */
function alike(shown: readonly string[], real: readonly string[]): number {
  if (shown.length === 0 || real.length === 0) return 0
  const bestOf = (token: string, others: readonly string[]) =>
    Math.max(...others.map((other) => tokenLikeness(token, other)))
  const sum = (tokens: readonly string[], others: readonly string[]) =>
    tokens.reduce((all, token) => all + bestOf(token, others), 0)
  return (sum(shown, real) + sum(real, shown)) / (shown.length + real.length)
}

function best<T>(all: readonly T[], likenessOf: (each: T) => number): T[] {
  return all
    .map((each) => ({ each, score: likenessOf(each) }))
    .filter(({ score }) => score >= leastLikeness)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostSuggestions)
    .map(({ each }) => each)
}
