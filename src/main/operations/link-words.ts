import { weekday } from '../../shared/domain/time.ts'
import type { LinkedMeeting } from '../store/links.ts'

/** What stands on paper beside a personal link, a line each. */
export const personalAdvice = [
  'Open your own link: it is yours alone, and tells that it is you who comes. Do not pass it on.',
  'When the connection breaks, come in again the same way: your time is added up.',
] as const

/** What stands on paper beside a link that the whole class has. */
export const classAdvice = [
  'Use your full name, as it stands on the class list, so that the teacher knows who comes.',
  'When the connection breaks, come in again the same way: your time is added up.',
] as const

const list = new Intl.ListFormat('en', { type: 'conjunction' })
// The words of paper are English; how a time or a date is written is the school's own way.
const format = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale.startsWith('en') ? locale : 'en', { ...options, timeZone: 'UTC' })
const timeWords = (startsAt: string, locale: string) =>
  format(locale, { hour: 'numeric', minute: '2-digit' })
    .format(new Date(`2000-01-01T${startsAt}:00Z`))
    .replaceAll('\u202f', ' ')

/** A date in words: "Friday, 20 November 2026". */
export const dateWords = (on: string, locale: string): string =>
  format(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(`${on}T00:00:00Z`),
  )

const weekdayWords = (on: string) => format('en', { weekday: 'long' }).format(new Date(`${on}T00:00:00Z`))

/** When a class takes place: "Monday and Wednesday, 7:30 AM"; one date in full; nothing without a fixed time. */
export function whenWords({ dates }: Pick<LinkedMeeting, 'dates'>, locale: string): string {
  const [first, ...more] = dates
  if (first === undefined) return ''
  if (more.length === 0) return `${dateWords(first.on, locale)}, ${timeWords(first.startsAt, locale)}`
  const times = [...Map.groupBy(dates, ({ startsAt }) => startsAt)].map(([startsAt, own]) => {
    const days = own.map(({ on }) => on).toSorted((a, b) => weekday(a) - weekday(b))
    return `${list.format(new Set(days.map(weekdayWords)))}, ${timeWords(startsAt, locale)}`
  })
  return times.join('; ')
}

/** What a meeting is called on paper: its subject, which says most to a student, or its title. */
export const linkTitle = ({ subject, title }: Pick<LinkedMeeting, 'subject'> & { readonly title: string }): string =>
  subject ?? title

/** "852 1848 6288", as Zoom prints it. */
export const numberWords = (zoomMeetingId: string): string =>
  zoomMeetingId.replace(/^(\d{3})(\d{3,4})(\d{4})$/, '$1 $2 $3')

/** What it takes to come in without opening a link. */
export function codeLines({ zoomMeetingId, passcode, dialIn, isPersonal }: LinkedMeeting): string[] {
  if (zoomMeetingId === null) return []
  const meeting = `Meeting ID ${numberWords(zoomMeetingId)}`
  const withPasscode = (code: string | null) => (code === null ? '' : `, passcode ${code}`)
  return [
    // Whoever is registered and types the number in Zoom is asked to register again.
    ...(isPersonal ? [] : [meeting + withPasscode(passcode)]),
    ...(dialIn === null ? [] : [`By phone: ${dialIn.numbers[0]!}`]),
    ...(dialIn === null
      ? []
      : [`then ${numberWords(zoomMeetingId)}#${dialIn.passcode === null ? '' : `, and ${dialIn.passcode}#`}`]),
  ]
}
