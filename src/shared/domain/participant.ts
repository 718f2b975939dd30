import { union, type Interval } from './intervals.ts'
import { minute } from './time.ts'

const lingers = 2 * minute

/** Where somebody was during one stay, as Zoom reports it. */
export type Place = 'meeting' | 'breakout' | 'waitingRoom'

/** One row of a participant report: one join-leave stay of one connection. Absent values are null, never ''. */
export interface ParticipantRow {
  readonly name: string
  readonly email: string | null
  readonly registrantId: string | null
  readonly customerKey: string | null
  /** Zoom's id of a signed-in user of our account; null for guests. */
  readonly zoomUserId: string | null
  readonly place: Place
  /** Epoch ms. */
  readonly joinedAt: number
  /** Epoch ms; for somebody who is still in, the instant of judgement. */
  readonly leftAt: number
}

/** One actual run of a meeting (Zoom's instance), with the rows of its latest complete read. */
export interface Run {
  readonly runId: string
  /** Zoom's start and end, epoch ms; null when Zoom did not say (then the rows tell). */
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly rows: readonly ParticipantRow[]
}

/** Everything that looks alike in every way Zoom tells us: the rows that can only be judged together. */
export interface Participant {
  /** Same for the same rows in every read; what decisions refer to ({@link identityKeysOf}). Personal text: never log it. */
  readonly identityKey: string
  readonly name: string
  readonly email: string | null
  readonly registrantId: string | null
  readonly customerKey: string | null
  readonly zoomUserId: string | null
  /** In the meeting at all, even in a row without any duration. */
  readonly wasInMeeting: boolean
  /** In the waiting room at all, even in a row without any duration. */
  readonly hasKnocked: boolean
  /** Time in the meeting or its breakout rooms, united. */
  readonly stays: readonly Interval[]
  /** Time in the waiting room, united. */
  readonly waits: readonly Interval[]
  /** How many rows of the report stand behind it. */
  readonly rowCount: number
}

/** The evidence of an identity key, taken apart again; '' where Zoom told nothing. */
export interface IdentityKeyParts {
  readonly registrantId: string
  readonly customerKey: string
  readonly zoomUserId: string
  readonly email: string
  readonly name: string
  /** '' for the first, '2' for the second of several guests who were there under one name at the same time ... */
  readonly place: string
}

/**
 * The identity key of each row, in their order. It says what the rows of one participant have in common: every id that
 * Zoom gave, and the name but for case and spaces. Guests without any id who were there under one name at the same time
 * ("iPhone", "Mama") are several participants, told apart by when they were there; so this needs all rows of a period.
 */
export function identityKeysOf(rows: readonly ParticipantRow[]): string[] {
  const keys = rows.map(() => '')
  for (const group of groupRows(rows)) for (const i of group.rows) keys[i] = group.identityKey
  return keys
}

/** Takes an identity key apart. */
export function identityKeyParts(identityKey: string): IdentityKeyParts {
  const [registrantId = '', customerKey = '', zoomUserId = '', email = '', name = '', place = ''] =
    identityKey.split('|')
  return { registrantId, customerKey, zoomUserId, email, name, place }
}

/** Groups rows by their identity keys, in the order in which they came; the order of the rows never matters. */
export function groupParticipants(rows: readonly ParticipantRow[]): Participant[] {
  return groupRows(rows)
    .sort((a, b) => a.firstAt - b.firstAt || (a.identityKey < b.identityKey ? -1 : 1))
    .map((group) => participantOf(group, rows))
}

interface Group {
  readonly identityKey: string
  /** Of the first row: all are alike in it, but for case of the address. */
  readonly sample: ParticipantRow
  readonly email: string
  /** Places in the list of rows. */
  readonly rows: number[]
  firstAt: number
}

function participantOf({ identityKey, sample, rows: places }: Group, rows: readonly ParticipantRow[]): Participant {
  const stays: Interval[] = []
  const waits: Interval[] = []
  // One spelling for all reads, whichever row came first.
  let { name, email } = sample
  for (const i of places) {
    const row = rows[i]!
    const times = row.place === 'waitingRoom' ? waits : stays
    times.push({ from: row.joinedAt, to: row.leftAt })
    if (row.name < name) name = row.name
    if (row.email !== null && email !== null && row.email < email) email = row.email
  }
  const { registrantId, customerKey, zoomUserId } = sample
  return {
    identityKey,
    name,
    email,
    registrantId,
    customerKey,
    zoomUserId,
    wasInMeeting: stays.length > 0,
    hasKnocked: waits.length > 0,
    stays: union(stays),
    waits: union(waits),
    rowCount: places.length,
  }
}

function groupRows(rows: readonly ParticipantRow[]): Group[] {
  // By name first: most names are there once, so that little else has to be compared.
  const byName = new Map<string, Group[]>()
  const groups: Group[] = []
  for (const [i, row] of rows.entries()) {
    const name = plainNameOf(row)
    const email = row.email === null ? '' : row.email.trim().toLowerCase().replaceAll('|', ' ')
    let alike = byName.get(name)
    if (alike === undefined) byName.set(name, (alike = []))
    const group = alike.find((each) => isAlike(each, row, email))
    if (group !== undefined) {
      group.rows.push(i)
      group.firstAt = Math.min(group.firstAt, row.joinedAt)
      continue
    }
    const { registrantId, customerKey, zoomUserId } = row
    const identityKey = `${registrantId ?? ''}|${customerKey ?? ''}|${zoomUserId ?? ''}|${email}|${name}`
    const made: Group = { identityKey, sample: row, email, rows: [i], firstAt: row.joinedAt }
    alike.push(made)
    groups.push(made)
  }
  return groups.flatMap((group) => partGuests(group, rows))
}

function plainNameOf({ name }: ParticipantRow): string {
  const isPlain = /^[!-{}~]+( [!-{}~]+)*$/.test(name)
  return (isPlain ? name : name.replaceAll('|', ' ').normalize('NFKC').trim().replace(/\s+/g, ' ')).toLowerCase()
}

function isAlike({ sample, email }: Group, row: ParticipantRow, rowEmail: string): boolean {
  return (
    sample.registrantId === row.registrantId &&
    sample.customerKey === row.customerKey &&
    sample.zoomUserId === row.zoomUserId &&
    email === rowEmail
  )
}

function partGuests(group: Group, rows: readonly ParticipantRow[]): Group | Group[] {
  const { sample, rows: alike } = group
  const isKnown = sample.registrantId ?? sample.customerKey ?? sample.zoomUserId ?? sample.email
  if (isKnown !== null || alike.length === 1) return group
  const parts: Group[] = []
  for (const [i, number] of tellApart(rows, alike)) {
    const identityKey = number === 1 ? group.identityKey : `${group.identityKey}|${number}`
    // In order of time, so that the first row of each is its earliest.
    parts[number - 1] ??= { ...group, identityKey, rows: [], firstAt: rows[i]!.joinedAt }
    parts[number - 1]!.rows.push(i)
  }
  return parts
}

/**
 * Numbers the guests behind rows of one name: a row goes on with the one who left last before it began, and begins a new
 * one where all are still there. Row by row in order of time, the same row twice counting once.
 */
function tellApart(rows: readonly ParticipantRow[], alike: readonly number[]): [index: number, number: number][] {
  const ends: number[] = []
  let last: { row: ParticipantRow; at: number } | null = null
  return alike
    .toSorted((a, b) => compareRows(rows[a]!, rows[b]!))
    .map((i) => {
      const row = rows[i]!
      let at = last !== null && compareRows(last.row, row) === 0 ? last.at : whoIsFree(ends, row.joinedAt)
      // The stay in a breakout room may lie inside the stay in the meeting.
      if (at < 0) at = row.place === 'breakout' && ends.length > 0 ? 0 : ends.length
      ends[at] = Math.max(ends[at] ?? row.leftAt, row.leftAt)
      last = { row, at }
      return [i, at + 1]
    })
}

function whoIsFree(ends: readonly number[], joinedAt: number): number {
  let free = -1
  ends.forEach((end, i) => {
    // The old row lingers for a while when a line breaks and its owner comes again.
    if (end <= joinedAt + lingers && (free < 0 || end > ends[free]!)) free = i
  })
  return free
}

function compareRows(a: ParticipantRow, b: ParticipantRow): number {
  return a.joinedAt - b.joinedAt || a.leftAt - b.leftAt || (a.place === b.place ? 0 : a.place < b.place ? -1 : 1)
}

/**
 * From when to when the run went on: as Zoom says, and in any case while its rows show people in the meeting; null when
 * neither tells.
 */
export function runSpan({ startedAt, endedAt, rows }: Run): Interval | null {
  let from = startedAt ?? Infinity
  let to = endedAt ?? -Infinity
  for (const { place, joinedAt, leftAt } of rows) {
    if (place === 'waitingRoom') continue
    if (joinedAt < from) from = joinedAt
    if (leftAt > to) to = leftAt
  }
  return from < to ? { from, to } : null
}
