import { isSpreadsheetNumber } from './roster-cells.ts'
import type { CellRules } from './roster-person.ts'

/** Digits of a Learner Reference Number (DepEd Order 22, s. 2012). */
const lrnDigits = 12
/** One or two zeros may be lost, hardly more: a school's id stands at the front. */
const fewestDigits = 9
const longestNumber = 40

/** What stands around a number is no part of it: ="0136...", an apostrophe, spaces, dashes, the ".0" of a number cell. */
function bare(text: string): string {
  const inside = /^="(.*)"$/.exec(text)?.[1] ?? text
  return inside
    .replace(/^'/, '')
    .replace(/[\s-]/g, '')
    .replace(/^(\d+)\.0+$/, '$1')
}

const isShort = (number: string): boolean => /^\d+$/.test(number) && number.length < lrnDigits

/**
 * The numbers of a column that look as if a spreadsheet had dropped zeros at their front: shorter ones where most have 12
 * digits, or where the header says LRN and they are nearly as long. O(n).
 */
export function lostZeros(header: string, texts: readonly string[]): readonly string[] {
  const numbers = texts.map(bare).filter((number) => /^\d+$/.test(number))
  const full = numbers.filter((number) => number.length === lrnDigits).length
  const short = numbers.filter(isShort)
  if (full >= short.length && full > 0) return short
  return /lrn|reference/i.test(header) ? short.filter((number) => number.length >= fewestDigits) : []
}

/** Reads numbers of any school; `short` are those that lost zeros, taken by the answer, and left out without one. */
export function numberRule(
  short: ReadonlySet<string>,
  answer: 'restore' | 'asIs' | undefined,
): CellRules['studentNumber'] {
  return (text) => {
    const number = bare(text)
    const doubt = destroyed(number)
    if (doubt !== null) return { number: null, doubt }
    if (!short.has(number) || answer === 'asIs') return { number: number === '' ? null : number, doubt: null }
    return answer === 'restore'
      ? { number: number.padStart(lrnDigits, '0'), doubt: null }
      : { number: null, doubt: 'lostZeros' }
  }
}

/** Reads LRNs where there is nothing else: 12 digits, with lost zeros put back. */
export const lrnRule: CellRules['studentNumber'] = (text) => {
  const number = bare(text)
  const doubt = destroyed(number)
  if (doubt !== null) return { number: null, doubt }
  if (number === '' || /^(?:n\/?a|none|pending)$/i.test(number)) return { number: null, doubt: null }
  if (!/^\d+$/.test(number) || number.length < fewestDigits || number.length > lrnDigits) {
    return { number: null, doubt: 'badNumber' }
  }
  return { number: number.padStart(lrnDigits, '0'), doubt: isShort(number) ? 'restoredZeros' : null }
}

function destroyed(number: string): 'spreadsheetNumber' | 'tooLong' | null {
  if (isSpreadsheetNumber(number)) return 'spreadsheetNumber'
  return number.length > longestNumber ? 'tooLong' : null
}
