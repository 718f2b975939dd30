import { foldText } from './names.ts'

/** A time of day as a file gives it. */
export interface ReadTime {
  /** Since midnight; of a time without AM or PM as if it were on a 24-hour clock. */
  readonly minutes: number
  /** Nobody said whether it is before or after noon, and it could be both: 1:00 to 11:59. */
  readonly isHalfUnsaid: boolean
  /** Written on a 24-hour clock for certain: after 12:59, without PM. */
  readonly isOnLongClock: boolean
}

/** A time, or from when to when. */
export interface ReadTimes {
  readonly from: ReadTime
  readonly to: ReadTime | null
}

const half = 12 * 60
const wholeDay = 24 * 60

// "7:30", "7.30", "7h30", "0730", "7", seconds after it; then what says the half of the day, in English or Filipino.
const timePattern =
  /^(?:(\d{1,2})\s*[:.h]\s*(\d{1,2})(?::\d{2}(?:\.\d+)?)?|(\d{1,2})(\d{2})|(\d{1,2}))\s*(?:h|hrs?|hours?)?\s*(am|pm|nn|mn|noon|midnight|nu|nh|nt|ng|umaga|hapon|tanghali|gabi)?$/
const dashes = /\s*(?:[-–—~]|\bto\b|\buntil\b|\bhanggang\b)\s*/

const morning = new Set(['am', 'nu', 'umaga'])
const noon = new Set(['nn', 'noon', 'nt', 'tanghali'])
const midnight = new Set(['mn', 'midnight'])

/** A time of day in any usual form: "7:30", "7:30 AM", "0730", "13.30", "12 NN", "1:00 n.h.", or a spreadsheet's share of a day. Null for anything else. */
export function readTime(text: string): ReadTime | null {
  const plain = simplified(text)
  if (/^0?\.\d{3,}$/.test(plain)) return said(Math.round(Number(plain) * wholeDay))
  const match = timePattern.exec(plain)
  if (match === null) return null
  const [, hourText = match[3] ?? match[5] ?? '', minuteText = match[4] ?? '0', , , , word] = match
  const hours = Number(hourText)
  // A spreadsheet keeps 7.30 as 7.3.
  const isCut = /^\d{1,2}\s*\.\s*\d$/.test(plain)
  const minutes = Number(minuteText) * (isCut ? 10 : 1)
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return null
  if (word === undefined) {
    return {
      minutes: (hours * 60 + minutes) % wholeDay,
      isHalfUnsaid: hours >= 1 && hours < 12,
      isOnLongClock: hours > 12,
    }
  }
  if (hours > 12 || hours === 0) {
    // "13:30 PM" is said twice; "13:30 AM" is nothing.
    return morning.has(word) && hours > 12 ? null : said(hours * 60 + minutes)
  }
  const onClock = (hours % 12) * 60 + minutes
  const isEarly = morning.has(word) || midnight.has(word)
  // 11:30 NN is half an hour before noon, as people write the end of a range.
  const isBeforeNoon = isEarly || (noon.has(word) && hours === 11)
  return said(isBeforeNoon ? onClock : onClock + half)
}

const said = (minutes: number): ReadTime => ({ minutes: minutes % wholeDay, isHalfUnsaid: false, isOnLongClock: false })

/** A time of day, or from when to when: "7:30-8:30", "7:30 to 8:30 AM". Null for anything else. */
export function readTimes(text: string): ReadTimes | null {
  const parts = simplified(text).split(dashes)
  const [first = '', second, ...more] = parts
  if (more.length > 0) return null
  const from = readTime(first)
  if (from === null) return null
  if (second === undefined) return { from, to: null }
  const to = readTime(second)
  if (to === null) return null
  return { from: withHalfOf(from, to), to }
}

/** "1:00-2:00 PM" says the half once for both, unless that would end before it begins. */
function withHalfOf(from: ReadTime, to: ReadTime): ReadTime {
  if (!from.isHalfUnsaid || to.isHalfUnsaid) return from
  if (to.minutes < half) return said(from.minutes)
  const later = from.minutes + half
  return said(later <= to.minutes ? later : from.minutes)
}

/** Minutes between two times. One that ends before it begins ends after noon ("11:30-12:30", "12:30-1:30"); null when it still does. */
export function minutesBetween(from: number, to: ReadTime): number | null {
  const length = to.minutes - from
  if (length > 0) return length
  return to.isHalfUnsaid && length + half > 0 ? length + half : null
}

const days: readonly (readonly string[])[] = [
  ['monday', 'mondays', 'mon', 'mo', 'lunes', 'lun'],
  ['tuesday', 'tuesdays', 'tue', 'tues', 'tu', 'martes', 'mar'],
  ['wednesday', 'wednesdays', 'wed', 'weds', 'we', 'miyerkules', 'miyerkoles', 'mierkoles', 'miercoles', 'miy'],
  ['thursday', 'thursdays', 'thu', 'thur', 'thurs', 'th', 'huwebes', 'huebes', 'jueves', 'huw'],
  ['friday', 'fridays', 'fri', 'fr', 'biyernes', 'byernes', 'viernes', 'biy', 'bye'],
  ['saturday', 'saturdays', 'sat', 'sa', 'sabado', 'sab'],
  ['sunday', 'sundays', 'sun', 'su', 'linggo', 'lin', 'domingo', 'dom'],
]
const dayOfWord = new Map(days.flatMap((words, index) => words.map((word) => [word, index + 1] as const)))
/** Every school day; Saturday and Sunday are named where they are meant. */
const everyDay = new Set([
  'daily',
  'everyday',
  'every day',
  'weekdays',
  'school days',
  'araw araw',
  'arawaraw',
  'all days',
])
const joining = /(?<=[\p{L}])\s*(?:[-–—~]|\b(?:to|thru|through|until|hanggang)\b)\s*(?=[\p{L}])/giu

/** Days of the week as a file gives them, or why they are not read: `ambiguous` could be two days or three. */
export type ReadDays = readonly number[] | 'ambiguous' | null

/**
 * Days of the week in any usual form, ISO and in order: "Monday", "MWF", "TTh", "Mon-Fri", "Lunes at Huwebes", "Daily"
 * (Monday to Friday). Numbers are not read: a day cycle counts otherwise than a week. A range of letters such as "T-Th",
 * which may mean two days or three, is `ambiguous`.
 */
export function readWeekDays(text: string): ReadDays {
  const folded = foldText(text)
  if (folded === '') return null
  if (everyDay.has(folded)) return [1, 2, 3, 4, 5]
  const found = new Set<number>()
  for (const part of text.split(/[,/&+;|\n]|\b(?:and|at)\b/i)) {
    if (part.trim() === '') continue
    const ends = part.split(joining)
    const read = ends.length === 2 ? rangeOf(ends[0]!, ends[1]!) : listOf(part)
    if (read === null || read === 'ambiguous') return read
    for (const day of read) found.add(day)
  }
  return found.size === 0 ? null : [...found].toSorted((a, b) => a - b)
}

function rangeOf(first: string, last: string): ReadDays {
  const [from, to] = [oneDay(first), oneDay(last)]
  if (from === null || to === null) return null
  const isLetters = foldText(first).length <= 2 && foldText(last).length <= 2
  // Nobody means Monday and Friday alone by M-F.
  if (isLetters && !(from === 1 && to >= 5)) return 'ambiguous'
  const length = ((to - from + 7) % 7) + 1
  return Array.from({ length }, (_, after) => ((from - 1 + after) % 7) + 1)
}

function oneDay(text: string): number | null {
  const read = listOf(text)
  return read?.length === 1 ? read[0]! : null
}

/** Names of days one after the other, or letters such as MWF. */
function listOf(text: string): number[] | null {
  const words = foldText(text).split(' ')
  const read = words.map((word) => {
    const day = dayOfWord.get(word)
    return day === undefined ? lettersOf(word) : [day]
  })
  return read.every((each) => each !== null) ? read.flat() : null
}

/** "MTWThF", "TTh", "MTWTF": a second T is Thursday, a second S Sunday. */
function lettersOf(word: string): number[] | null {
  const found: number[] = []
  for (let rest = word; rest !== '';) {
    const match = /^(?:th|tu|su|sa|[mtwrfsu])/.exec(rest)
    if (match === null) return null
    const [letters] = match
    rest = rest.slice(letters.length)
    const day = dayOfLetters(letters, found)
    if (found.includes(day)) return null
    found.push(day)
  }
  return found
}

function dayOfLetters(letters: string, before: readonly number[]): number {
  switch (letters) {
    case 'm':
      return 1
    case 't':
      return before.includes(2) ? 4 : 2
    case 'tu':
      return 2
    case 'w':
      return 3
    case 'th':
    case 'r':
      return 4
    case 'f':
      return 5
    case 's':
      return before.includes(6) ? 7 : 6
    case 'sa':
      return 6
    default:
      return 7
  }
}

/** Lower case; "a.m." and "n.h." without their points. */
const simplified = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/([ap])\.?\s?m\b\.?/g, '$1m')
    .replace(/\bn\.\s?([nuhtg])\b\.?/g, 'n$1')
    .replace(/\bng (?=umaga|hapon|tanghali|gabi)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
