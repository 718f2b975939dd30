import { foldText } from './names.ts'
import { dayColumns, type TimetableColumn } from './timetable-columns.ts'
import { minutesBetween, readTime, readTimes, readWeekDays, type ReadTime, type ReadTimes } from './timetable-times.ts'

/** One class at one hour on some days of the week, as the file has it: names are what was typed. */
export interface Lesson {
  /** 1-based line in the file. */
  readonly line: number
  readonly section: string
  readonly gradeLevel: string
  readonly subject: string
  /** Empty when the file names none. */
  readonly teacher: string
  /** ISO, in order. */
  readonly weekDays: readonly number[]
  /** Since midnight. */
  readonly startMinutes: number
  readonly durationMinutes: number
  /** Empty for the usual title. */
  readonly title: string
}

/** Why a row, or one of its cells, became no class. */
export interface TimetableIssue {
  readonly line: number
  readonly code:
    | 'noSection'
    | 'noSubject'
    | 'noDays'
    | 'unreadableDays'
    | 'ambiguousDays'
    | 'unreadableDayCell'
    | 'noTime'
    | 'unreadableTime'
    | 'endBeforeStart'
    | 'unreadableLength'
    | 'periodWithoutTime'
    | 'breakTime'
    | 'tooLong'
}

/** When a period of the school's day is, as a person typed it. */
export interface PeriodTime {
  readonly period: string
  /** HH:MM. */
  readonly startsAt: string
  readonly endsAt: string
}

/** What the file itself does not say. */
export interface LessonOptions {
  readonly periodTimes: readonly PeriodTime[]
  /** The length of classes of which only the start is known. */
  readonly defaultMinutes: number
}

/** A timetable file, read: classes, what is wrong with some rows, and what was concluded rather than read. */
export interface ReadLessons {
  readonly lessons: readonly Lesson[]
  readonly issues: readonly TimetableIssue[]
  /** Periods that are named, and nowhere is said when they are. */
  readonly periodsWithoutTime: readonly string[]
  /** Rows whose times, written without AM or PM, were taken for the afternoon. */
  readonly afternoonCount: number
  /** Rows without a section, taken for the section above. */
  readonly filledCount: number
  /** Rows of which only the start is known. */
  readonly withoutEndCount: number
}

type Lines = readonly { readonly line: number; readonly cells: readonly string[] }[]
type Cell = (column: TimetableColumn) => string

const longestCell = 200
const longestSubject = 100
const noonMinutes = 12 * 60
/** No school begins before this: an earlier time without AM or PM is one of the afternoon. */
const earliestMinutes = 6 * 60

const marks = new Set(['x', 'y', 'yes', 'oo', 'o', '1', 'true', 'meron', 'v', 'ok'])
const noMarks = new Set(['0', 'n', 'no', 'none', 'hindi', 'wala', 'false', 'na', 'n a'])
const breaks = new Set([
  'recess',
  'lunch',
  'lunch break',
  'break',
  'break time',
  'breaktime',
  'vacant',
  'free',
  'snacks',
])

/** Reads the rows of a timetable by the columns' meaning; O(n). */
export function readLessons(
  header: readonly string[],
  lines: Lines,
  columns: Readonly<Record<string, TimetableColumn>>,
  options: LessonOptions,
): ReadLessons {
  const place = new Map<TimetableColumn, number>()
  header.forEach((name, index) => {
    const column = columns[name] ?? 'ignored'
    if (column !== 'ignored' && !place.has(column)) place.set(column, index)
  })
  const rows = lines.map(({ line, cells }) => ({
    line,
    cell: (column: TimetableColumn) => cleaned(cells[place.get(column) ?? -1] ?? ''),
  }))
  const reader = new LessonReader(place, periodsOf(rows, options.periodTimes), options.defaultMinutes)
  for (const { line, cell } of rows) reader.read(line, cell)
  return reader.result()
}

interface RawTime {
  readonly from: ReadTime
  readonly to: ReadTime | null
  readonly length: number | null
}

interface RawLesson extends Omit<Lesson, 'startMinutes' | 'durationMinutes'> {
  readonly time: RawTime
}

class LessonReader {
  readonly #place: ReadonlyMap<TimetableColumn, number>
  readonly #periods: ReadonlyMap<string, ReadTimes>
  readonly #defaultMinutes: number
  readonly #raw: RawLesson[] = []
  readonly #issues: TimetableIssue[] = []
  readonly #unknownPeriods = new Map<string, string>()
  #above: { readonly section: string; readonly gradeLevel: string } | null = null
  #filledCount = 0

  constructor(
    place: ReadonlyMap<TimetableColumn, number>,
    periods: ReadonlyMap<string, ReadTimes>,
    defaultMinutes: number,
  ) {
    this.#place = place
    this.#periods = periods
    this.#defaultMinutes = defaultMinutes
  }

  read(line: number, cell: Cell): void {
    const refuse = (code: TimetableIssue['code']) => void this.#issues.push({ line, code })
    const texts = (['section', 'subject', 'teacher', 'title', 'gradeLevel', 'period'] as const).map(cell)
    if (texts.some((text) => text.length > longestCell) || cell('subject').length > longestSubject)
      return refuse('tooLong')
    const [section, gradeLevel] = this.#sectionOf(cell)
    if (section === '') return refuse('noSection')
    const named = { line, section, gradeLevel, title: oneLine(cell('title')) }
    const subject = oneLine(cell('subject'))
    if (breaks.has(foldText(subject))) return refuse('breakTime')
    const teacher = oneLine(cell('teacher'))

    const dayCells = dayColumns.flatMap((column, index) => {
      const text = cell(column)
      const isNothing = text === '' || isDash(text) || noMarks.has(foldText(text))
      return isNothing ? [] : [{ day: index + 1, text }]
    })
    const weekDays = new Set(dayCells.filter(({ day, text }) => isMark(text, day)).map(({ day }) => day))
    const special = dayCells.filter(({ day }) => !weekDays.has(day))
    const parts = partsOf(cell('weekDays'))
    const ownTimes: { readonly days: readonly number[]; readonly times: ReadTimes }[] = []
    for (const { days, time } of parts) {
      const read = readWeekDays(days)
      if (read === null || read === 'ambiguous') return refuse(read === null ? 'unreadableDays' : 'ambiguousDays')
      if (time === '') for (const day of read) weekDays.add(day)
      else {
        const times = readTimes(time)
        if (times === null) return refuse('unreadableTime')
        ownTimes.push({ days: read, times })
      }
    }
    if (weekDays.size + ownTimes.length + special.length === 0) return refuse('noDays')

    const add = (
      days: readonly number[],
      what: { readonly subject: string; readonly teacher: string },
      time: RawTime,
    ) => {
      if (what.subject === '' && named.title === '') return refuse('noSubject')
      if (breaks.has(foldText(what.subject))) return undefined
      return void this.#raw.push({ ...named, ...what, weekDays: days.toSorted((a, b) => a - b), time })
    }
    const length = lengthOf(cell('durationMinutes'))
    if (length === 'unreadable') return refuse('unreadableLength')
    for (const { days, times } of ownTimes) add(days, { subject, teacher }, { ...times, length })
    const taught: { readonly day: number; readonly subject: string; readonly teacher: string }[] = []
    for (const { day, text } of special) {
      const times = readTimes(text)
      if (times !== null) add([day], { subject, teacher }, { ...times, length })
      else if (text.length > longestSubject || subject !== '') return refuse('unreadableDayCell')
      else taught.push({ day, ...this.#taughtIn(text, teacher) })
    }
    if (weekDays.size + taught.length === 0) return undefined
    const time = this.#timeOf(cell, length, refuse)
    if (time === null) return undefined
    if (weekDays.size > 0) add([...weekDays], { subject, teacher }, time)
    for (const { day, ...what } of taught) add([day], what, time)
    return undefined
  }

  result(): ReadLessons {
    // Where one time says 13:00, all are on the 24-hour clock.
    const isLongClock = this.#raw.some(({ time }) => time.from.isOnLongClock || time.to?.isOnLongClock === true)
    const afternoon = new Set<number>()
    const withoutEnd = new Set<number>()
    const lessons = this.#raw.flatMap(({ time, ...lesson }): Lesson[] => {
      const from = isLongClock ? time.from : inSchoolHours(time.from)
      const to = time.to === null || isLongClock ? time.to : inSchoolHours(time.to)
      if (from !== time.from || to !== time.to) afternoon.add(lesson.line)
      const given = time.length ?? (to === null ? null : minutesBetween(from.minutes, to))
      if (given === null && to !== null) {
        this.#issues.push({ line: lesson.line, code: 'endBeforeStart' })
        return []
      }
      if (given === null) withoutEnd.add(lesson.line)
      return [{ ...lesson, startMinutes: from.minutes, durationMinutes: given ?? this.#defaultMinutes }]
    })
    return {
      lessons,
      issues: this.#issues.toSorted((a, b) => a.line - b.line),
      periodsWithoutTime: [...this.#unknownPeriods.values()],
      afternoonCount: afternoon.size,
      filledCount: this.#filledCount,
      withoutEndCount: withoutEnd.size,
    }
  }

  /** A row that says no section belongs to the one above, as merged cells come out of a spreadsheet. */
  #sectionOf(cell: Cell): readonly [section: string, gradeLevel: string] {
    const section = oneLine(cell('section'))
    if (section !== '') {
      this.#above = { section, gradeLevel: oneLine(cell('gradeLevel')) }
      return [section, this.#above.gradeLevel]
    }
    if (this.#above === null) return ['', '']
    this.#filledCount += 1
    return [this.#above.section, oneLine(cell('gradeLevel')) || this.#above.gradeLevel]
  }

  /** "Science - J. Cruz", "Science (J. Cruz)", or two lines, where no column names the teacher. */
  #taughtIn(text: string, teacher: string): { readonly subject: string; readonly teacher: string } {
    if (this.#place.has('teacher')) return { subject: oneLine(text), teacher }
    const [, subject = text, named = ''] = /^(.+?)\s*(?:\n|\s[-–—]\s|\/|\()\s*([^()]+?)\)?$/s.exec(text) ?? []
    return { subject: oneLine(subject), teacher: oneLine(named) }
  }

  #timeOf(cell: Cell, length: number | null, refuse: (code: TimetableIssue['code']) => void): RawTime | null {
    const read = timesOfRow(cell)
    if (read === 'unreadable') {
      refuse('unreadableTime')
      return null
    }
    if (read !== null) return { ...read, length }
    const period = oneLine(cell('period'))
    if (period === '') {
      refuse('noTime')
      return null
    }
    const known = this.#periods.get(foldText(period))
    if (known !== undefined) return { ...known, length }
    this.#unknownPeriods.set(foldText(period), period)
    refuse('periodWithoutTime')
    return null
  }
}

/** When the row itself says that it is; null when it says nothing. */
function timesOfRow(cell: Cell): ReadTimes | 'unreadable' | null {
  const [start, end] = [cell('startsAt'), cell('endsAt')]
  if (start === '') {
    // "7:30-8:30" under a header that says Period.
    const times = readTimes(cell('period'))
    return times?.to == null ? null : times
  }
  const times = readTimes(end === '' ? start : `${start} - ${end}`) ?? (end === '' ? null : readTimes(start))
  if (times === null) return 'unreadable'
  return end !== '' && readTime(end) === null ? 'unreadable' : times
}

/** When each period is: as a person typed it, else as those rows say that name both, where they agree. */
function periodsOf(rows: readonly { readonly cell: Cell }[], typed: readonly PeriodTime[]): Map<string, ReadTimes> {
  const found = new Map<string, ReadTimes | null>()
  for (const { cell } of rows) {
    const period = foldText(cell('period'))
    if (period === '') continue
    const times = timesOfRow(cell)
    if (times === null || times === 'unreadable') continue
    const there = found.get(period)
    if (there === undefined) found.set(period, times)
    else if (JSON.stringify(there) !== JSON.stringify(times)) found.set(period, null)
  }
  const known = [...found].flatMap(([period, times]) => (times === null ? [] : [[period, times] as const]))
  const told = typed.flatMap(({ period, startsAt, endsAt }) => {
    const times = readTimes(`${startsAt}-${endsAt}`)
    return times === null ? [] : [[foldText(period), sure(times)] as const]
  })
  return new Map([...known, ...told])
}

/** Chosen in a time field, so nothing is left to conclude. */
const sure = ({ from, to }: ReadTimes): ReadTimes => ({
  from: { ...from, isHalfUnsaid: false },
  to: to && { ...to, isHalfUnsaid: false },
})

const inSchoolHours = (time: ReadTime): ReadTime =>
  time.isHalfUnsaid && time.minutes < earliestMinutes
    ? { ...time, minutes: time.minutes + noonMinutes, isHalfUnsaid: false }
    : time

/** "MWF 7:30-8:30; T 9:00-10:00": days, each with its time where one follows. */
function partsOf(text: string): { readonly days: string; readonly time: string }[] {
  if (text === '') return []
  if (!/\d/.test(text)) return [{ days: text, time: '' }]
  return text
    .split(/[;\n]|\/(?=\s*\p{L})/u)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const at = part.search(/\d/)
      return at < 0 ? { days: part, time: '' } : { days: part.slice(0, at), time: part.slice(at) }
    })
}

function lengthOf(text: string): number | null | 'unreadable' {
  if (text === '') return null
  const minutes = Number(/^(\d{1,4})(?:\.0+)?\s*(?:m|mins?|minutes?|minuto)?\.?$/i.exec(text)?.[1])
  return minutes >= 1 && minutes <= 1440 ? minutes : 'unreadable'
}

/** A tick, or the day's own name in its column. */
function isMark(text: string, day: number): boolean {
  const folded = foldText(text)
  // A mark that is no letter folds to nothing.
  if (folded === '') return text !== ''
  if (marks.has(folded)) return true
  const days = readWeekDays(text)
  return Array.isArray(days) && days.length === 1 && days[0] === day
}

const isDash = (text: string): boolean => /^[-–—_.]+$/.test(text)

/** The apostrophe that spreadsheets and our own exports put before text which would run as a formula. */
const formulaGuard = /^'(?=[=+\-@\t\r])/

const cleaned = (cell: string): string =>
  cell
    .replace(formulaGuard, '')
    .replace(/\r\n?/g, '\n')
    // Nothing in a name of a class moves the text around it.
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, ' ')
    .trim()

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
