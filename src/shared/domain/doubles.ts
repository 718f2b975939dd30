import { nameKey, nameTokens } from './names.ts'
import { foldEmail } from './roster.ts'
import { tokenLikeness } from './similar-names.ts'

/** Why two entries may be one person, likeliest first. */
export const doubleReasons = [
  'sameNumberTail',
  'sameNameAndBirth',
  'sameAddress',
  'similarNameAndBirth',
  'sameName',
] as const
export type DoubleReason = (typeof doubleReasons)[number]

/** An entry as it is compared with the others. */
export interface Entry {
  readonly key: number
  readonly kind: 'student' | 'staff'
  readonly familyName: string
  readonly givenName: string
  readonly birthOn: string | null
  readonly studentNumber: string | null
  readonly addresses: readonly string[]
}

/** Two entries that may be one person. */
export interface Pair {
  readonly keys: readonly [number, number]
  readonly reasons: readonly DoubleReason[]
}

/** What many share tells nobody apart: a school's own address, a birth date that stands for "unknown". */
const mostInBlock = 40
const weights: Readonly<Record<DoubleReason, number>> = {
  sameNumberTail: 8,
  sameNameAndBirth: 6,
  sameAddress: 4,
  similarNameAndBirth: 3,
  sameName: 1,
}
/** The last digits by which numbers are brought together. */
const tailLength = 6
const likeEnough = 0.65

interface Prepared extends Entry {
  readonly name: string
  readonly family: readonly string[]
  readonly given: readonly string[]
  readonly digits: string
}

/**
 * Pairs of entries that may be one person, likeliest first. Only those are compared that share a number's end, a name, an
 * address or a birth date, so the work grows with the school and not with its square. Brothers, twins and namesakes are told
 * apart by their numbers and given names.
 */
export function findDoubles(entries: readonly Entry[], limit: number): Pair[] {
  const prepared = entries.map(prepare)
  const found = new Map<string, { keys: [number, number]; reasons: Set<DoubleReason> }>()
  const note = (a: Prepared, b: Prepared, reason: DoubleReason) => {
    const keys: [number, number] = a.key < b.key ? [a.key, b.key] : [b.key, a.key]
    const pair = found.get(keys.join(' ')) ?? { keys, reasons: new Set<DoubleReason>() }
    pair.reasons.add(reason)
    found.set(keys.join(' '), pair)
  }
  const compare = (keysOf: (entry: Prepared) => readonly string[], reasonOf: Judge) => {
    for (const block of blocksOf(prepared, keysOf)) {
      for (const [index, a] of block.entries()) {
        for (const b of block.slice(index + 1)) {
          const reason = a.kind === b.kind ? reasonOf(a, b) : null
          if (reason !== null) note(a, b, reason)
        }
      }
    }
  }
  compare(({ digits }) => (digits.length < tailLength ? [] : [digits.slice(-tailLength)]), byNumber)
  compare(({ name }) => (name === '' ? [] : [name]), byName)
  compare(({ addresses }) => [...new Set(addresses.map(foldEmail))], byAddress)
  compare(
    ({ birthOn, family, given }) =>
      birthOn === null ? [] : [...family, ...given].map((token) => `${birthOn} ${token.slice(0, 2)}`),
    byBirth,
  )
  return [...found.values()]
    .map(({ keys, reasons }) => ({ keys, reasons: doubleReasons.filter((reason) => reasons.has(reason)) }))
    .toSorted((a, b) => weightOf(b) - weightOf(a) || a.keys[0] - b.keys[0] || a.keys[1] - b.keys[1])
    .slice(0, limit)
}

type Judge = (a: Prepared, b: Prepared) => DoubleReason | null

const weightOf = ({ reasons }: Pair): number => reasons.reduce((sum, reason) => sum + weights[reason], 0)

function prepare(entry: Entry): Prepared {
  const { familyName, givenName, studentNumber } = entry
  return {
    ...entry,
    name: nameKey(`${givenName} ${familyName}`),
    family: nameTokens(familyName),
    given: nameTokens(givenName),
    // Spreadsheets lose zeros in front.
    digits: (studentNumber ?? '').replace(/\D/g, '').replace(/^0+/, ''),
  }
}

function blocksOf(entries: readonly Prepared[], keysOf: (entry: Prepared) => readonly string[]): Prepared[][] {
  const blocks = new Map<string, Prepared[]>()
  for (const entry of entries) {
    for (const key of new Set(keysOf(entry))) {
      const block = blocks.get(key)
      if (block === undefined) blocks.set(key, [entry])
      else block.push(entry)
    }
  }
  return [...blocks.values()].filter(({ length }) => length > 1 && length <= mostInBlock)
}

const isSameNumber = (a: Prepared, b: Prepared): boolean =>
  a.digits.length >= tailLength &&
  b.digits.length >= tailLength &&
  (a.digits.endsWith(b.digits) || b.digits.endsWith(a.digits))
/** Two who have different numbers, or different birth dates, are two. */
const areToldApart = (a: Prepared, b: Prepared): boolean =>
  (a.digits !== '' && b.digits !== '' && !isSameNumber(a, b)) ||
  (a.birthOn !== null && b.birthOn !== null && a.birthOn !== b.birthOn)

const byNumber: Judge = (a, b) => (isSameNumber(a, b) ? 'sameNumberTail' : null)

const byName: Judge = (a, b) => {
  // A wrong digit in a number is likelier than two of one name born on one day.
  if (a.birthOn !== null && a.birthOn === b.birthOn) return 'sameNameAndBirth'
  return areToldApart(a, b) ? null : 'sameName'
}

const byAddress: Judge = (a, b) => (!areToldApart(a, b) && areAlike(a.given, b.given) ? 'sameAddress' : null)

const byBirth: Judge = (a, b) => {
  if (a.name === b.name || areToldApart(a, b)) return null
  return areAlike(a.given, b.given) && areAlike(a.family, b.family) ? 'similarNameAndBirth' : null
}

/** Whether a part of one is like a part of the other: "Kristina" and "Cristina", "Ma. Theresa" and "Theresa". */
const areAlike = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((one) => one.length > 1 && b.some((other) => other.length > 1 && tokenLikeness(one, other) >= likeEnough))
