/**
 * How times, dates and figures are written: by the school's locale and zone, never by those of the computer.
 * Instants are ISO strings, dates `YYYY-MM-DD`, wall times `HH:MM`, as the contract carries them.
 */
export interface Formats {
  readonly locale: string
  /** The one that was asked for; `locale` is what there is of it. */
  readonly wantedLocale: string
  readonly timeZone: string
  /** "9:41 AM", or "9:41" where the day has 24 hours. */
  time(instant: string | number): string
  /** "9:41:20 AM": for evidence. */
  exactTime(instant: string | number): string
  /** "9:41:20 – 9:44:02 AM": a stay, as evidence. */
  exactRange(from: string | number, to: string | number): string
  /** The date of an instant on the school's wall. */
  dateOf(instant: string | number): string
  /** The date and the wall time of an instant on the school's wall: where a calendar draws it. */
  wallOf(instant: string | number): { readonly on: string; readonly at: string }
  /** "7:30 AM" from a wall time. */
  wallTime(at: string): string
  /** "7:30 – 8:30 AM" from a wall time and a length. */
  wallRange(at: string, minutes: number): string
  /**
   * `long` "Monday, 9 March 2026"; `medium` "Mon, 9 Mar 2026"; `brief` "Mon 9 Mar"; `short` "9 Mar"; in the order of the
   * locale.
   */
  date(on: string, length?: DateLength): string
  /** "Mon, 9 Mar 2026, 9:41 AM" of an instant, on the school's wall. */
  moment(instant: string | number, length?: DateLength): string
  /** "9 – 13 March 2026", in the order of the locale. */
  dateRange(from: string, to: string): string
  /** "March 2026", of any of its days. */
  month(on: string): string
  /** "Monday" or "Mon". */
  weekday(on: string, length?: 'long' | 'short'): string
  /** The same of an ISO day of the week: 1 is Monday. */
  weekdayName(day: number, length?: 'long' | 'short'): string
  /** "47 min" from seconds, whole minutes only, as a person counts them; "< 1 min" where that would say none. */
  minutes(seconds: number): string
  /** The same up to two hours, "22 hr 14 min" beyond: for sums. */
  span(seconds: number): string
  /** "93.5 %" from 0 to 1. */
  percent(share: number): string
  /** "1,200". */
  number(value: number): string
}

/** How much of a date is written. */
export type DateLength = 'long' | 'medium' | 'brief' | 'short'

/** The days of the week from Monday on, as {@link Formats} names them. */
export const weekdayNames = ({ weekdayName }: Formats) =>
  Array.from({ length: 7 }, (_, place) => ({ short: weekdayName(place + 1, 'short'), long: weekdayName(place + 1) }))

/** The same answer for the same question, worked out once: a calendar asks for a few hundred ranges, of which ten differ. */
function remembered<Arguments extends readonly (string | number | undefined)[]>(
  answer: (...asked: Arguments) => string,
): (...asked: Arguments) => string {
  const known = new Map<string, string>()
  return (...asked) => {
    const key = asked.join(' ')
    const found = known.get(key)
    if (found !== undefined) return found
    const made = answer(...asked)
    known.set(key, made)
    return made
  }
}

const midnightUtc = (on: string) => new Date(`${on}T00:00:00Z`)
const wallUtc = (at: string) => new Date(`2000-01-01T${at}:00Z`)

/** Makes the formats of one school. An unknown locale falls back to English, an unknown zone raises RangeError. */
export function createFormats(wantedLocale: string, timeZone: string): Formats {
  const [locale = 'en'] = Intl.DateTimeFormat.supportedLocalesOf([wantedLocale, 'en'])
  const inSchool = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone })
  const onWall = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })

  const clock = { hour: 'numeric', minute: '2-digit' } as const
  const time = inSchool(clock)
  const exactTime = inSchool({ ...clock, second: '2-digit' })
  // Swedish dates are written as ISO 8601 has them.
  const isoDate = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone })
  // Swedish times too: two figures each, on 24 hours.
  const isoTime = new Intl.DateTimeFormat('sv', { timeStyle: 'short', timeZone })
  const wall = onWall(clock)
  const dates = {
    long: onWall({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    medium: onWall({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    short: onWall({ day: 'numeric', month: 'short' }),
  }
  const days = onWall({ day: 'numeric', month: 'long', year: 'numeric' })
  const months = onWall({ month: 'long', year: 'numeric' })
  const weekdays = { long: onWall({ weekday: 'long' }), short: onWall({ weekday: 'short' }) }
  const minute = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' })
  const hour = new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'short' })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const number = new Intl.NumberFormat(locale)
  const dateOf = (instant: string | number) => isoDate.format(new Date(instant))
  const date = remembered((on: string, length: DateLength = 'long') =>
    length === 'brief'
      ? `${weekdays.short.format(midnightUtc(on))} ${dates.short.format(midnightUtc(on))}`
      : dates[length].format(midnightUtc(on)),
  )
  const weekday = remembered((on: string, length: keyof typeof weekdays = 'long') =>
    weekdays[length].format(midnightUtc(on)),
  )
  const minutes = (seconds: number) =>
    seconds > 0 && seconds < 60 ? `< ${minute.format(1)}` : minute.format(Math.floor(seconds / 60))

  return {
    locale,
    wantedLocale,
    timeZone,
    time: (instant) => time.format(new Date(instant)),
    exactTime: (instant) => exactTime.format(new Date(instant)),
    exactRange: (from, to) =>
      isoDate.format(new Date(from)) === isoDate.format(new Date(to))
        ? exactTime.formatRange(new Date(from), new Date(to))
        : `${exactTime.format(new Date(from))} – ${exactTime.format(new Date(to))}`,
    dateOf,
    wallOf: (instant) => ({ on: isoDate.format(new Date(instant)), at: isoTime.format(new Date(instant)) }),
    wallTime: (at) => wall.format(wallUtc(at)),
    wallRange: remembered((at: string, minutes: number) => {
      const start = wallUtc(at)
      const end = new Date(start.getTime() + minutes * 60_000)
      // Beyond midnight a range would name both dates, of which neither is meant.
      return start.getUTCDate() === end.getUTCDate()
        ? wall.formatRange(start, end)
        : `${wall.format(start)} – ${wall.format(end)}`
    }),
    date,
    moment: (instant, length = 'medium') => `${date(dateOf(instant), length)}, ${time.format(new Date(instant))}`,
    dateRange: (from, to) => days.formatRange(midnightUtc(from), midnightUtc(to)),
    month: (on) => months.format(midnightUtc(on)),
    weekday,
    // The first of January 2024 was a Monday.
    weekdayName: (day, length) => weekday(`2024-01-0${day}`, length),
    minutes,
    span: (seconds) => {
      const whole = Math.floor(seconds / 60)
      return whole <= 120 ? minutes(seconds) : `${hour.format(Math.floor(whole / 60))} ${minute.format(whole % 60)}`
    },
    percent: (share) => percent.format(share),
    number: (value) => number.format(value),
  }
}
