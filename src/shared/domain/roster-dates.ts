import { addDays, isLocalDate, type LocalDate } from './time.ts'

/** Which number comes first where a date is written in numbers alone. */
export type DateOrder = 'monthFirst' | 'dayFirst'

/** The first letters of the months, in English and in Filipino. */
const months = [
  ['jan', 'ene'],
  ['feb', 'peb'],
  ['mar'],
  ['apr', 'abr'],
  ['may'],
  ['jun', 'hun'],
  ['jul', 'hul'],
  ['aug', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt'],
  ['nov', 'nob'],
  ['dec', 'dis'],
]

/** What a text says of a date: the date, or nothing, and then perhaps because day and month cannot be told apart. */
export interface WrittenDate {
  readonly on: LocalDate | null
  readonly isUnclear: boolean
}

/**
 * Reads one date as people and spreadsheets write it: ISO (also with a time behind it), 5/17/2013, May 17, 2013, 17-May-13, or
 * the day's number in a spreadsheet. Unclear where either number could be the month and `order` is null.
 */
export function readWrittenDate(text: string, order: DateOrder | null): WrittenDate {
  const numbers = numbersOf(text)
  if (numbers === null) return { on: readPlainDate(text), isUnclear: false }
  const { first, second, year } = numbers
  if (first <= 12 && second <= 12 && first !== second && order === null) return { on: null, isUnclear: true }
  const isDayFirst = first > 12 || (second <= 12 && order === 'dayFirst')
  return { on: isDayFirst ? dateOf(year, second, first) : dateOf(year, first, second), isUnclear: false }
}

/** A date that can be read one way only. */
function readPlainDate(text: string): LocalDate | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text)
  if (iso !== null) return dateOf(iso[1]!, Number(iso[2]), Number(iso[3]))
  const named =
    /^(?<month>[a-z]{3,9})[. -]{1,2}(?<day>\d{1,2})[, -]{1,2}(?<year>\d{4}|\d{2})$/i.exec(text) ??
    /^(?<day>\d{1,2})[ -]{1,2}(?<month>[a-z]{3,9})[., -]{1,2}(?<year>\d{4}|\d{2})$/i.exec(text)
  if (named !== null) {
    const { month = '', day, year = '' } = named.groups!
    const letters = month.slice(0, 3).toLowerCase()
    return dateOf(year, months.findIndex((names) => names.includes(letters)) + 1, Number(day))
  }
  // 41411 where the cell lost its date format; what lies outside of these years is some other number.
  return /^[2-5]\d{4}$/.test(text) ? addDays('1899-12-30', Number(text)) : null
}

/**
 * The order in which a column's dates are written, by its header (mm/dd/yyyy) or by those that can be read one way only; null
 * where nothing tells, or where they tell against each other.
 */
export function dateOrderOf(header: string, texts: readonly string[]): DateOrder | null {
  const said = /(mm?|dd?)\s*[/.-]\s*(mm?|dd?)\s*[/.-]\s*yy/i.exec(header)
  if (said !== null) return said[1]!.toLowerCase().startsWith('m') ? 'monthFirst' : 'dayFirst'
  let [isDayFirst, isMonthFirst] = [false, false]
  for (const text of texts) {
    const numbers = numbersOf(text)
    if (numbers === null) continue
    if (numbers.first > 12) isDayFirst = true
    else if (numbers.second > 12) isMonthFirst = true
  }
  if (isDayFirst === isMonthFirst) return null
  return isDayFirst ? 'dayFirst' : 'monthFirst'
}

interface DateNumbers {
  readonly first: number
  readonly second: number
  readonly year: string
}

function numbersOf(text: string): DateNumbers | null {
  const parts = /^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})$/.exec(text)
  return parts === null ? null : { first: Number(parts[1]), second: Number(parts[2]), year: parts[3]! }
}

/**
 * Two digits stand for the years from 1950 on: nobody on a list of learners was born before. A spreadsheet's zero (1900-01-00
 * or the day after) and years of three digits are no dates of anybody.
 */
function dateOf(year: string, month: number, day: number): LocalDate | null {
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const date = `${full}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isLocalDate(date) && date > '1900-01-01' && date < '2200' ? date : null
}
