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
  const keys = rows.map(evidenceKeyOf)
  const guests = new Map<string, number[]>()
  for (const [i, row] of rows.entries()) {
    if (row.registrantId !== null || row.customerKey !== null || row.zoomUserId !== null || row.email !== null) continue
    const alike = guests.get(keys[i]!)
    if (alike === undefined) guests.set(keys[i]!, [i])
    else alike.push(i)
  }
  for (const [key, alike] of guests) {
    if (alike.length === 1) continue
    for (const [i, number] of tellApart(rows, alike)) if (number > 1) keys[i] = `${key}|${number}`
  }
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
  const keys = identityKeysOf(rows)
  const groups = new Map<string, Group>()
  rows.forEach((row, i) => {
    const identityKey = keys[i]!
    let group = groups.get(identityKey)
    if (group === undefined) {
      group = { identityKey, row, firstAt: row.joinedAt, stays: [], waits: [], rowCount: 0 }
      groups.set(identityKey, group)
    } else if (row.name < group.row.name) {
      // One spelling for all reads, whichever row came first.
      group.row = row
    }
    group.rowCount += 1
    if (row.joinedAt < group.firstAt) group.firstAt = row.joinedAt
    const times = row.place === 'waitingRoom' ? group.waits : group.stays
    times.push({ from: row.joinedAt, to: row.leftAt })
  })
  return [...groups.values()]
    .sort((a, b) => a.firstAt - b.firstAt || (a.identityKey < b.identityKey ? -1 : 1))
    .map(({ identityKey, row, stays, waits, rowCount }) => ({
      identityKey,
      name: row.name,
      email: row.email,
      registrantId: row.registrantId,
      customerKey: row.customerKey,
      zoomUserId: row.zoomUserId,
      wasInMeeting: stays.length > 0,
      hasKnocked: waits.length > 0,
      stays: union(stays),
      waits: union(waits),
      rowCount,
    }))
}

interface Group {
  readonly identityKey: string
  row: ParticipantRow
  firstAt: number
  readonly stays: Interval[]
  readonly waits: Interval[]
  rowCount: number
}

function evidenceKeyOf(row: ParticipantRow): string {
  const email = row.email === null ? '' : row.email.trim().toLowerCase().replaceAll('|', ' ')
  const isPlain = /^[!-{}~]+( [!-{}~]+)*$/.test(row.name)
  const name = isPlain ? row.name : row.name.replaceAll('|', ' ').normalize('NFKC').trim().replace(/\s+/g, ' ')
  return `${row.registrantId ?? ''}|${row.customerKey ?? ''}|${row.zoomUserId ?? ''}|${email}|${name.toLowerCase()}`
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
