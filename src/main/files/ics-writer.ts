import { clockChanges, day, toIso, toWall, utcSeconds } from '../../shared/domain/time.ts'

/** One entry of a calendar that we write: a planned date, with its own stable name. */
export interface CalendarEntry {
  /** The same in every file and for ever; unique in the world. */
  readonly uid: string
  /** Grows with every change (RFC 5545, 3.8.7.4); at most 2^31 - 1. */
  readonly sequence: number
  /** When it was last changed, epoch ms: stands for DTSTAMP, so that a file whose content is the same has the same bytes. */
  readonly changedAt: number
  readonly startInstant: number
  readonly endInstant: number
  readonly timeZone: string
  readonly title: string
  /** May have several lines. */
  readonly description: string
  readonly location: string
  readonly url: string | null
  readonly isCancelled: boolean
}

/** A calendar that we write. */
export interface CalendarToWrite {
  readonly name: string
  readonly entries: readonly CalendarEntry[]
  /** Minutes before each entry at which the calendar reminds; null for never. */
  readonly remindMinutes: number | null
}

/** RFC 5545, 3.1: in octets of UTF-8, without the line break. */
const longestLine = 75
const encoder = new TextEncoder()

/**
 * A calendar file (RFC 5545): one VEVENT for each date and never a rule, each with the VTIMEZONE of its zone. The same
 * calendar gives the same bytes.
 */
export function writeIcs({ name, entries, remindMinutes }: CalendarToWrite): Uint8Array {
  const zones = Map.groupBy(entries, ({ timeZone }) => timeZone)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Homeroom//Homeroom//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    ...[...zones].flatMap(([timeZone, own]) => zoneLines(timeZone, own)),
    ...entries.flatMap((entry) => eventLines(entry, remindMinutes)),
    'END:VCALENDAR',
  ]
  return encoder.encode(lines.map((line) => `${fold(line)}\r\n`).join(''))
}

function eventLines(entry: CalendarEntry, remindMinutes: number | null): string[] {
  const { uid, sequence, changedAt, startInstant, endInstant, timeZone, title, description, location, url } = entry
  const wall = (instant: number) => `TZID=${timeZone}:${wallText(instant, timeZone)}`
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utcText(changedAt)}`,
    `LAST-MODIFIED:${utcText(changedAt)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART;${wall(startInstant)}`,
    `DTEND;${wall(endInstant)}`,
    `SUMMARY:${escapeText(title)}`,
    ...(description === '' ? [] : [`DESCRIPTION:${escapeText(description)}`]),
    ...(location === '' ? [] : [`LOCATION:${escapeText(location)}`]),
    ...(url === null ? [] : [`URL:${url}`]),
    `STATUS:${entry.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(remindMinutes === null || entry.isCancelled
      ? []
      : [
          'BEGIN:VALARM',
          'ACTION:DISPLAY',
          `DESCRIPTION:${escapeText(title)}`,
          `TRIGGER:-PT${remindMinutes}M`,
          'END:VALARM',
        ]),
    'END:VEVENT',
  ]
}

/**
 * A zone as far as these entries need it: what holds before the first of them, and every change of its clocks until after
 * the last, each written out.
 */
function zoneLines(timeZone: string, entries: readonly CalendarEntry[]): string[] {
  const from = Math.min(...entries.map(({ startInstant }) => startInstant)) - day
  const to = Math.max(...entries.map(({ endInstant }) => endInstant)) + day
  const first = utcSeconds(from, timeZone)
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${timeZone}`,
    ...observance('STANDARD', '19700101T000000', first, first),
    ...clockChanges(timeZone, from, to).flatMap(({ at, secondsBefore, secondsAfter }) =>
      observance(
        secondsAfter > secondsBefore ? 'DAYLIGHT' : 'STANDARD',
        compact(toIso(at + secondsBefore * 1000)).slice(0, 15),
        secondsBefore,
        secondsAfter,
      ),
    ),
    'END:VTIMEZONE',
  ]
}

const observance = (kind: 'STANDARD' | 'DAYLIGHT', onset: string, from: number, to: number): string[] => [
  `BEGIN:${kind}`,
  `DTSTART:${onset}`,
  `TZOFFSETFROM:${offsetText(from)}`,
  `TZOFFSETTO:${offsetText(to)}`,
  `END:${kind}`,
]

function offsetText(seconds: number): string {
  const [sign, size] = [seconds < 0 ? '-' : '+', Math.abs(seconds)]
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, ...(size % 60 === 0 ? [] : [size % 60])]
  return `${sign}${parts.map((part) => String(part).padStart(2, '0')).join('')}`
}

const compact = (iso: string): string => iso.replaceAll(/[-:]|\.\d+/g, '')
const utcText = (instant: number): string => compact(toIso(instant))

function wallText(instant: number, timeZone: string): string {
  const { on, at } = toWall(instant, timeZone)
  return `${compact(on)}T${compact(at)}00`
}

/** RFC 5545, 3.3.11: control characters other than the line break are not text. */
const escapeText = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')

/** RFC 5545, 3.1: broken after at most 75 octets, never within a character; the next line begins with a space. */
function fold(line: string): string {
  const lines: string[] = []
  let present = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).byteLength
    if (octets + size > longestLine) {
      lines.push(present)
      present = ' '
      octets = 1
    }
    present += character
    octets += size
  }
  return [...lines, present].join('\r\n')
}
