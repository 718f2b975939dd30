import { cutSuffix, isSuffix, noMiddle } from './roster-cells.ts'

/** The parts of a name as a register writes them; '' for what is not there. */
export interface WrittenName {
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
}

/**
 * Takes "Last, First, Middle" apart, as School Form 1 writes it: with the suffix in any place ("Cubero, Noel, Jr. Narciso"),
 * with a dash for no middle name, with commas at the end. Null where no comma tells which part is the last name.
 */
export function readListName(text: string): WrittenName | null {
  const [last = '', ...parts] = text.split(',').map((part) => part.trim())
  if (last === '' || parts.length === 0) return null
  const [familyName, familySuffix] = cutSuffix(last)
  const alone = parts.find(isSuffix) ?? ''
  const [first = '', ...others] = parts.filter((part) => part !== '' && part !== alone)
  const given = aroundSuffix(first)
  const rest = aroundSuffix(others.join(' '))
  return {
    familyName,
    givenName: given.before,
    middleName: [given.after, rest.before, rest.after].map(noMiddle).filter(Boolean).join(' '),
    suffix: alone || rest.suffix || given.suffix || familySuffix,
  }
}

/** What stands before and after the suffix in "Carlito Jr. Permillan". */
function aroundSuffix(text: string): { before: string; suffix: string; after: string } {
  const words = text.split(' ')
  const at = words.findIndex(isSuffix)
  if (at < 0) return { before: text, suffix: '', after: '' }
  return { before: words.slice(0, at).join(' '), suffix: words[at]!, after: words.slice(at + 1).join(' ') }
}

const titles = /^(?:mr|mrs|ms|mx|dr|engr|atty|prof|sir|ma'?am|miss|teacher|gng)\b\.? */i
const degrees = /(?:,? *\b(?:lpt|ph\.?d|ed\.?d|ma(?:ed|te?)|m\.?ed|mba|mpa|rn)\b\.?)+$/i
const particles = /^(?:de|del|dela|delos|delas|la|los|las|san|santa|sta\.?|santo|sto\.?|van|von|der|y)$/i

/**
 * Takes a teacher's name apart: "Santos, Maria L." and "Mrs. Maria L. dela Cruz, LPT" alike. Null for one word alone, which
 * could be anybody's.
 */
export function readTeacherName(text: string): WrittenName | null {
  let name = text.replace(degrees, '').trim()
  while (titles.test(name)) name = name.replace(titles, '')
  if (name.includes(',')) return readListName(name)
  const words = name.split(' ').filter(Boolean)
  const suffix = words.length > 2 && isSuffix(words.at(-1)!) ? words.pop()! : ''
  if (words.length < 2 || words.some((word) => !/\p{L}/u.test(word))) return null
  let from = words.length - 1
  while (from > 1 && particles.test(words[from - 1]!)) from -= 1
  const initial = from > 1 && /^\p{Lu}\.?$/u.test(words[from - 1]!) ? words[from - 1]! : ''
  return {
    familyName: words.slice(from).join(' '),
    givenName: words.slice(0, initial === '' ? from : from - 1).join(' '),
    middleName: initial,
    suffix,
  }
}
