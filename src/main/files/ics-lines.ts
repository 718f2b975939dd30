import { ProblemError } from '../../shared/problem.ts'

/** One property of a calendar entry: name and parameters in capitals, the value as it stands in the file. */
export interface IcsProperty {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
  readonly value: string
}

/** The properties of one VEVENT, those of alarms inside it left out. */
export type IcsEvent = readonly IcsProperty[]

const mostBytes = 5_000_000
const mostLines = 200_000
const mostEvents = 10_000

/**
 * The events of a calendar file (RFC 5545) by their properties. A line that is none is passed over, as RFC 5545 section
 * 3.1 allows no other way on; a file that is no calendar, or far larger than a school's, raises `fileUnreadable`.
 */
export function readIcsEvents(bytes: Uint8Array): IcsEvent[] {
  if (bytes.byteLength > mostBytes) throw tooLarge()
  const text = decode(bytes)
  if (!/^\s*BEGIN:VCALENDAR\s*$/im.test(text.slice(0, 2000))) {
    throw new ProblemError('fileUnreadable', 'This is not a calendar file.', {
      fix: 'Choose a file that ends in .ics, as calendars export it.',
    })
  }
  const events: IcsProperty[][] = []
  const open: string[] = []
  for (const line of unfold(text)) {
    const property = propertyOf(line)
    if (property === null) continue
    const kind = property.value.trim().toUpperCase()
    if (property.name === 'BEGIN') {
      open.push(kind)
      if (kind === 'VEVENT') events.push([])
      if (events.length > mostEvents) throw tooLarge()
    } else if (property.name === 'END') {
      // What was never closed ends with what holds it.
      const from = open.lastIndexOf(kind)
      if (from >= 0) open.length = from
    } else if (open.at(-1) === 'VEVENT') {
      events.at(-1)!.push(property)
    }
  }
  return events
}

/** A TEXT value with its escapes taken out, on one line. */
export function textOf(value: string): string {
  return value
    .replace(/\\([\\;,nN])/g, (_, letter: string) => (letter === 'n' || letter === 'N' ? ' ' : letter))
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

function tooLarge(): ProblemError {
  return new ProblemError('fileUnreadable', 'This calendar is too large to be a school’s calendar of days.', {
    fix: 'Export the calendar of holidays alone, or a shorter time.',
  })
}

/** RFC 5545 asks for UTF-8; old programs wrote UTF-16 or the Windows code page. */
function decode(bytes: Uint8Array): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Folded lines put together again: a line that begins with a space or a tab goes on with the one before it. */
function unfold(text: string): string[] {
  const raw = text.split(/\r\n|\n|\r/, mostLines + 1)
  if (raw.length > mostLines) throw tooLarge()
  const parts: string[][] = []
  for (const line of raw) {
    if ((line.startsWith(' ') || line.startsWith('\t')) && parts.length > 0) parts.at(-1)!.push(line.slice(1))
    else if (line !== '') parts.push([line])
  }
  return parts.map((each) => each.join(''))
}

/** Name, parameters and value of a line; null for one that has none. Quotes keep colons and semicolons in a parameter. */
function propertyOf(line: string): IcsProperty | null {
  let isQuoted = false
  let start = 0
  let name: string | null = null
  const parameters = new Map<string, string>()
  const take = (part: string) => {
    if (name === null) name = part.toUpperCase()
    else {
      const [key = '', ...rest] = part.split('=')
      parameters.set(key.toUpperCase(), rest.join('=').replaceAll('"', ''))
    }
  }
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at]
    if (letter === '"') isQuoted = !isQuoted
    else if (!isQuoted && (letter === ';' || letter === ':')) {
      take(line.slice(start, at))
      start = at + 1
      if (letter === ':') return { name: name!, parameters, value: line.slice(start) }
    }
  }
  return null
}
