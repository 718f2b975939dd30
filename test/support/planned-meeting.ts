import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { tables, type Database, type Db } from '../../src/main/store/database.ts'
import { enqueue, type MeetingRow } from '../../src/main/store/outbox-queue.ts'
import { planRegistrants } from '../../src/main/store/registrants-plan.ts'
import { ensureGroup } from '../../src/main/store/teaching-groups.ts'
import { referenceOf } from '../../src/shared/domain/meeting.ts'
import { planDates } from '../../src/shared/domain/recurrence.ts'
import { minute, toInstant } from '../../src/shared/domain/time.ts'
import type { MeetingId } from '../../src/shared/ids.ts'
import { createIds } from '../../src/main/hosts/shared/ids.ts'

type Occurrence = typeof tables.occurrences.$inferSelect
type Recurrence = NonNullable<MeetingRow['recurrence']>

/** A meeting to be written straight into the tables, with its dates and what is to be sent. */
export interface WantedMeeting {
  readonly host: { readonly hostId: string; readonly email: string }
  /** First date; of a meeting without a fixed time when it was made. */
  readonly on: string
  readonly type?: MeetingRow['type']
  readonly startsAt?: string
  readonly timeZone?: string
  readonly durationMinutes?: number
  readonly title?: string
  readonly recurrence?: Recurrence
  /** Dates of the rule that nobody wants. */
  readonly skipOn?: readonly string[]
  readonly settings?: Partial<MeetingRow['settings']>
  readonly alternativeHosts?: string[]
  /** Its students are registered. */
  readonly sectionId?: string
  readonly now: number
}

const newId = createIds(() => Date.now())
const rules = { allowedDomains: [], schoolAddressPattern: null }

/** A wall time with its instants. */
export function plannedTime(on: string, startsAt: string, durationMinutes: number, timeZone: string) {
  const startInstant = toInstant({ on, at: startsAt, timeZone })
  return { on, startsAt, durationMinutes, timeZone, startInstant, endInstant: startInstant + durationMinutes * minute }
}

/** Writes a meeting with its dates, and its create (and registrations) into the outbox. */
export function planMeeting(database: Database, wanted: WantedMeeting): Promise<MeetingId> {
  const { startsAt = '09:00', timeZone = 'Asia/Manila', durationMinutes = 60, now, recurrence } = wanted
  const type = wanted.type ?? (recurrence === undefined ? 'scheduled' : 'recurringFixedTime')
  const id = newId()
  return database.write(['meetings', 'outbox'], (db) => {
    const groupKey =
      wanted.sectionId === undefined
        ? null
        : ensureGroup(db, {
            sectionIds: [wanted.sectionId],
            subject: 'Homeroom',
            fromOn: wanted.on,
            at: now,
            newId: randomUUID,
          })
    const { key: meetingKey } = db
      .insert(tables.meetings)
      .values({
        id,
        reference: referenceOf(id),
        ...plannedTime(wanted.on, startsAt, durationMinutes, timeZone),
        hostId: wanted.host.hostId,
        hostName: 'Host',
        hostEmail: wanted.host.email,
        title: wanted.title ?? 'Science 7 - Session {n}',
        type,
        audience: groupKey === null ? 'all' : 'class',
        groupKey,
        settings: {
          admission: 'waitingRoom',
          muteOnEntry: true,
          hostVideo: true,
          participantVideo: true,
          joinBeforeHost: false,
          recording: 'none',
          ...wanted.settings,
        },
        recurrence: recurrence ?? null,
        alternativeHosts: wanted.alternativeHosts ?? [],
        state: 'creating',
        createdAt: now,
        changedAt: now,
      })
      .returning({ key: tables.meetings.key })
      .get()
    for (const [index, on] of datesOf(wanted, { startsAt, timeZone, durationMinutes, type }).entries()) {
      const time = plannedTime(on, startsAt, durationMinutes, timeZone)
      db.insert(tables.occurrences)
        .values({ id: newId(), meetingKey, ...time, number: index + 1, state: 'scheduled' })
        .run()
    }
    enqueue(db, { meetingKey, action: 'create', now, newId })
    if (groupKey !== null) {
      const meeting = {
        key: meetingKey,
        groupKey,
        dates: [wanted.on],
        hostEmail: wanted.host.email,
        alternativeHosts: wanted.alternativeHosts ?? [],
      }
      planRegistrants(db, meeting, rules, now, newId)
      enqueue(db, { meetingKey, action: 'register', now, newId })
    }
    return id as MeetingId
  })
}

function datesOf(
  { on, recurrence, skipOn = [] }: WantedMeeting,
  {
    startsAt,
    timeZone,
    durationMinutes,
    type,
  }: Required<Pick<WantedMeeting, 'startsAt' | 'timeZone' | 'durationMinutes' | 'type'>>,
): string[] {
  if (type === 'recurringNoFixedTime') return []
  if (recurrence === undefined) return [on]
  const { dates } = planDates(recurrence, { on, at: startsAt, timeZone }, { durationMinutes, skipOn })
  return dates.filter(({ isKept }) => isKept).map((date) => date.on)
}

/** Changes the rows of a meeting, as somebody in the office would, and queues the update. */
export function changePlan(
  database: Database,
  meetingId: string,
  change: {
    readonly meeting?: Partial<MeetingRow>
    /** What becomes of the date on that day. */
    readonly dates?: Readonly<
      Record<string, Partial<Pick<Occurrence, 'on' | 'startsAt' | 'durationMinutes' | 'state' | 'isMoved'>>>
    >
    /** Dates that are added beside the rule. */
    readonly added?: readonly string[]
    /** What becomes of each date. */
    readonly eachDate?: (date: Occurrence) => Partial<Occurrence>
    readonly now: number
  },
): Promise<void> {
  return database.write(['meetings', 'outbox'], (db) => {
    const { meetings, occurrences } = tables
    const meeting = db.select().from(meetings).where(eq(meetings.id, meetingId)).get()!
    if (change.meeting !== undefined) {
      const next = { ...meeting, ...change.meeting }
      const time = plannedTime(next.on, next.startsAt, next.durationMinutes, next.timeZone)
      db.update(meetings)
        .set({ ...change.meeting, ...time })
        .where(eq(meetings.key, meeting.key))
        .run()
    }
    for (const date of rowsOf(db, meetingId).dates) {
      const changed = { ...change.dates?.[date.on], ...change.eachDate?.(date) }
      const next = { ...date, ...changed }
      const time = plannedTime(next.on, next.startsAt, next.durationMinutes, next.timeZone)
      db.update(occurrences)
        .set({ ...changed, ...time })
        .where(and(eq(occurrences.key, date.key), eq(occurrences.meetingKey, meeting.key)))
        .run()
    }
    for (const on of change.added ?? []) {
      const { startsAt, durationMinutes, timeZone, key: meetingKey } = meeting
      const time = plannedTime(on, startsAt, durationMinutes, timeZone)
      db.insert(occurrences)
        .values({ id: newId(), meetingKey, ...time, isMoved: true, state: 'scheduled' })
        .run()
    }
    enqueue(db, { meetingKey: meeting.key, action: 'update', now: change.now, newId })
  })
}

/** A meeting and its dates as they are kept. */
export function readPlan(database: Database, meetingId: string): Promise<{ meeting: MeetingRow; dates: Occurrence[] }> {
  return database.read((db) => rowsOf(db, meetingId))
}

function rowsOf(db: Db, meetingId: string): { meeting: MeetingRow; dates: Occurrence[] } {
  const { meetings, occurrences } = tables
  const meeting = db.select().from(meetings).where(eq(meetings.id, meetingId)).get()!
  const dates = db
    .select()
    .from(occurrences)
    .where(eq(occurrences.meetingKey, meeting.key))
    .orderBy(occurrences.startInstant)
    .all()
  return { meeting, dates }
}
