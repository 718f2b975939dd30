import { union, type Interval } from './intervals.ts'

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
  /** Same for the same evidence in every read; what decisions refer to. Personal text: never log it. */
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
}

/** What all rows of one participant have in common: every id that Zoom gave, and the name but for case and spaces. */
export function identityKeyOf(
  row: Pick<ParticipantRow, 'name' | 'email' | 'registrantId' | 'customerKey' | 'zoomUserId'>,
): string {
  const email = row.email === null ? '' : row.email.trim().toLowerCase()
  const isPlain = /^[!-~]+( [!-~]+)*$/.test(row.name)
  const name = (isPlain ? row.name : row.name.normalize('NFKC').trim().replace(/\s+/g, ' ')).toLowerCase()
  return `${row.registrantId ?? ''}|${row.customerKey ?? ''}|${row.zoomUserId ?? ''}|${email}|${name}`
}

/** Takes an identity key apart. */
export function identityKeyParts(identityKey: string): IdentityKeyParts {
  const [registrantId = '', customerKey = '', zoomUserId = '', email = '', ...name] = identityKey.split('|')
  return { registrantId, customerKey, zoomUserId, email, name: name.join('|') }
}

/** Groups rows by all their evidence together, in the order in which they came; the order of the rows never matters. */
export function groupParticipants(rows: readonly ParticipantRow[]): Participant[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const identityKey = identityKeyOf(row)
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
  }
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
