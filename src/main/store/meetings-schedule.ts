import { sql } from 'drizzle-orm'
import { fillCourse } from '../../shared/domain/meeting-title.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import { tables, type Db } from './database.ts'
import { addDates, type NewDate } from './meetings-dates.ts'
import { registerAnew, type Writing } from './meetings-sending.ts'
import { courseOf } from './meetings-view.ts'
import { enqueue, type MeetingRow } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'
import { sectionKeyOf } from './sections.ts'
import { assign, ensureGroup, groupKeyOf } from './teaching-groups.ts'

/** A meeting to be scheduled, checked. */
export interface NewMeeting {
  readonly id: string
  readonly reference: string
  readonly type: MeetingRow['type']
  /** The first date of the rule; of a meeting without a fixed time, when it was made. */
  readonly time: KeptTime
  readonly recurrence: MeetingRow['recurrence']
  /** Each planned date, by its start; none without a fixed time. */
  readonly dates: readonly NewDate[]
  readonly host: { readonly hostId: string; readonly name: string; readonly email: string }
  /** Zoom's ids. */
  readonly alternativeHosts: readonly string[]
  /** May hold `{course}` and `{n}`. */
  readonly title: string
  readonly description: string
  readonly audience: MeetingRow['audience']
  readonly settings: MeetingRow['settings']
  readonly teachingGroupId: string | null
  readonly sectionId: string | null
  /** The import of a timetable that it came with. */
  readonly timetableKey?: number
  /** Null where nobody is registered. */
  readonly registration: KeptAddressRules | null
}

/** The subject of the group that stands for a whole section. */
export const homeroom = 'Homeroom'

/**
 * Writes a meeting as `creating` with its dates, a class period for each, the registrations of the students who are
 * expected on the first, and what is to be sent to Zoom; inside the caller's transaction. Raises `notFound` when the
 * group or section is gone.
 */
export function insertMeeting(db: Db, wanted: NewMeeting, writing: Writing): MeetingRow {
  const groupKey = ensureClass(db, wanted, writing)
  const { host, time } = wanted
  const meeting = db
    .insert(tables.meetings)
    .values({
      id: wanted.id,
      reference: wanted.reference,
      ...time,
      hostId: host.hostId,
      hostName: host.name,
      hostEmail: host.email,
      title: fillCourse(wanted.title, groupKey === null ? '' : courseOf(db, groupKey)),
      description: wanted.description,
      type: wanted.type,
      recurrence: wanted.recurrence,
      alternativeHosts: [...wanted.alternativeHosts],
      audience: wanted.audience,
      groupKey,
      sectionKey: wanted.sectionId === null ? null : sectionKeyOf(db, wanted.sectionId),
      settings: wanted.registration?.zoomMails === true ? { ...wanted.settings, zoomMails: true } : wanted.settings,
      timetableKey: wanted.timetableKey ?? null,
      state: 'creating',
      createdAt: writing.now,
      changedAt: writing.now,
    })
    .returning()
    .get()
  addDates(db, meeting, wanted.dates, writing)
  enqueue(db, { meetingKey: meeting.key, action: 'create', ...writing })
  if (wanted.registration !== null) {
    registerAnew(db, meeting, wanted.dates[0]?.time.on ?? time.on, wanted.registration, writing)
  }
  return meeting
}

/**
 * The key of the group that a meeting is of: the named one, or the one that stands for the whole section, made when
 * missing; null for none. Raises `notFound` with the field.
 */
export function ensureClass(
  db: Db,
  { teachingGroupId, sectionId, time }: Pick<NewMeeting, 'teachingGroupId' | 'sectionId' | 'time'>,
  { now, newId }: Writing,
): number | null {
  if (teachingGroupId !== null) return groupKeyOf(db, teachingGroupId)
  if (sectionId === null) return null
  const sectionKey = sectionKeyOf(db, sectionId)
  const groupKey = ensureGroup(db, { sectionIds: [sectionId], subject: homeroom, fromOn: time.on, at: now, newId })
  const advisers = db.all<{ personKey: number }>(sql`
    select person_key as personKey from advisers
    where section_key = ${sectionKey} and first_on <= ${time.on} and (last_on is null or last_on >= ${time.on})`)
  for (const { personKey } of advisers) assign(db, groupKey, personKey, time.on)
  return groupKey
}
