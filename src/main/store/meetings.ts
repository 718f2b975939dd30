import { and, eq, inArray, sql } from 'drizzle-orm'
import { fillCourse } from '../../shared/domain/meeting-title.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { listMeetings, type MeetingFilter, type MeetingPage } from './meetings-list.ts'
import { dropPeriods, linkPeriod, movePeriods } from './meetings-periods.ts'
import { courseOf, viewsOf, type DateRow, type MeetingView } from './meetings-view.ts'
import { enqueue, openCreate, payloadOf, wake, type MeetingRow } from './outbox-queue.ts'
import { planRegistrants, type KeptAddressRules, type RegistrationWork } from './registrants.ts'
import { assign, ensureGroup } from './sections.ts'

/** A planned time with its derived instants (epoch ms). */
export type KeptTime = Pick<
  MeetingRow,
  'on' | 'startsAt' | 'durationMinutes' | 'timeZone' | 'startInstant' | 'endInstant'
>

/** What is written, and by which clock and ids. */
interface Writing {
  readonly now: number
  readonly newId: () => string
}

/** A meeting to be scheduled, checked. */
export interface NewMeeting extends Writing {
  readonly id: string
  readonly reference: string
  readonly time: KeptTime
  readonly host: { readonly hostId: string; readonly name: string; readonly email: string }
  readonly title: string
  readonly description: string
  readonly audience: MeetingRow['audience']
  readonly settings: MeetingRow['settings']
  readonly teachingGroupId: string | null
  readonly sectionId: string | null
  /** Null where nobody is registered. */
  readonly registration: KeptAddressRules | null
}

/** What a person changed of a meeting. */
export interface MeetingMove extends Writing {
  readonly meetingId: string
  readonly time: KeptTime
  readonly title: string
  readonly rules: KeptAddressRules
}

/** A class to be scheduled: who teaches it. */
export interface ClassToSchedule {
  /** Own addresses (folded) of the group's teachers, or of the section's adviser, first one first. */
  readonly teacherAddresses: readonly string[]
}

/** The subject of the group that stands for a whole section. */
const homeroom = 'Homeroom'

/** Meetings, the class periods they are for, and what is to be told to Zoom: each change is one transaction. */
export function createMeetingsStore(database: Database) {
  const { meetings, occurrences, outbox } = tables

  return {
    /** One page of meetings. Raises `invalidInput` for a cursor that is none of ours. */
    list: (filter: MeetingFilter, now: number): Promise<MeetingPage> =>
      database.read((db) => listMeetings(db, filter, now)),

    /** One meeting as lists show it, with the problem of its outbox entry that a person should see first. Raises `notFound`. */
    get: (meetingId: string, now: number, occurrenceId?: string): Promise<MeetingView> =>
      database.read((db) => {
        const meeting = mustGet(db, meetingId)
        const waiting = db
          .select({ problem: outbox.problem })
          .from(outbox)
          .where(
            and(
              eq(outbox.meetingKey, meeting.key),
              inArray(outbox.state, ['waiting', 'sending', 'searching', 'refused']),
              sql`${outbox.problem} is not null`,
            ),
          )
          .orderBy(sql`${outbox.state} = 'refused' desc`, outbox.key)
          .get()
        const date = dateToShow(datesOf(db, meeting.key), now, occurrenceId)
        return viewsOf(db, [{ meeting: { ...meeting, problem: waiting?.problem ?? meeting.problem }, date }], now)[0]!
      }),

    /** Every planned date of a meeting, by its start; none without a fixed time. Raises `notFound`. */
    dates: (meetingId: string): Promise<DateRow[]> => database.read((db) => datesOf(db, mustGet(db, meetingId).key)),

    /** Who teaches a group, or advises a section, on a date. Raises `notFound` with the field. */
    findClass: (
      of: { readonly teachingGroupId: string } | { readonly sectionId: string },
      on: string,
    ): Promise<ClassToSchedule> =>
      database.read((db) => {
        const teachers =
          'teachingGroupId' in of
            ? sql`select a.person_key, a.key from assignments a join teaching_groups g on g.key = a.group_key
                  where g.id = ${of.teachingGroupId} and a.first_on <= ${on} and (a.last_on is null or a.last_on >= ${on})`
            : sql`select a.person_key, a.key from advisers a join sections s on s.key = a.section_key
                  where s.id = ${of.sectionId} and a.first_on <= ${on} and (a.last_on is null or a.last_on >= ${on})`
        if ('teachingGroupId' in of) groupKeyOf(db, of.teachingGroupId)
        else sectionKeyOf(db, of.sectionId)
        const rows = db.all<{ address: string }>(sql`
          select e.address from (${teachers}) t join emails e on e.person_key = t.person_key and e.owner = 'own'
          order by t.key, e.position, e.key`)
        return { teacherAddresses: rows.map(({ address }) => address) }
      }),

    /**
     * Writes a meeting as `creating` with its class period, the registrations of the students who are expected, and what
     * is to be sent to Zoom. Raises `notFound` when the group or section is gone.
     */
    schedule: (wanted: NewMeeting): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods', 'groups'], (db) => {
        const { now, newId } = wanted
        const groupKey = ensureClass(db, wanted)
        const { key: meetingKey } = db
          .insert(meetings)
          .values({
            id: wanted.id,
            reference: wanted.reference,
            ...wanted.time,
            hostId: wanted.host.hostId,
            hostName: wanted.host.name,
            hostEmail: wanted.host.email,
            title: fillCourse(wanted.title, groupKey === null ? '' : courseOf(db, groupKey)),
            description: wanted.description,
            type: 'scheduled',
            audience: wanted.audience,
            groupKey,
            sectionKey: wanted.sectionId === null ? null : sectionKeyOf(db, wanted.sectionId),
            settings: wanted.settings,
            state: 'creating',
            createdAt: now,
            changedAt: now,
          })
          .returning({ key: meetings.key })
          .get()
        const { key: dateKey } = db
          .insert(occurrences)
          .values({ id: newId(), meetingKey, ...wanted.time, state: 'scheduled' })
          .returning({ key: occurrences.key })
          .get()
        enqueue(db, { meetingKey, action: 'create', now, newId })
        if (groupKey === null) return
        linkPeriod(db, { meetingKey, dateKey, groupKey, time: wanted.time }, now, newId)
        if (wanted.registration === null) return
        const meeting = { key: meetingKey, groupKey, on: wanted.time.on, hostEmail: wanted.host.email }
        queueRegistration(db, meetingKey, planRegistrants(db, meeting, wanted.registration, now, newId), wanted)
      }),

    /**
     * Moves or renames a meeting that is not cancelled, with its periods and, on another date, its students. A create
     * that has not gone out takes the change in, one that was given up is to be sent anew; otherwise the change is.
     */
    reschedule: ({ meetingId, time, title, rules, now, newId }: MeetingMove): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods'], (db) => {
        const before = mustGet(db, meetingId)
        db.update(meetings)
          .set({ ...time, title, changedAt: now })
          .where(eq(meetings.key, before.key))
          .run()
        for (const date of datesOf(db, before.key)) {
          db.update(occurrences).set(time).where(eq(occurrences.key, date.key)).run()
          movePeriods(db, date, before.groupKey, time, now, newId)
        }
        const isNew = queueChange(db, before, { now, newId })
        if (isNew || before.on !== time.on) registerAnew(db, { ...before, ...time }, rules, { now, newId })
      }),

    /** Plans the registrations of a meeting anew from the rosters and the rules, and queues what is to be done. */
    registerAgain: (meetingId: string, rules: KeptAddressRules, writing: Writing): Promise<void> =>
      database.write(['meetings', 'outbox'], (db) => registerAnew(db, mustGet(db, meetingId), rules, writing)),

    /**
     * Cancels here at once. What has not gone out to Zoom never will; what has, or may have, is deleted there through the
     * outbox. What was collected stays, and so does a period that has runs or another meeting.
     */
    cancel: (meetingId: string, { now, newId }: Writing): Promise<void> =>
      database.write(['meetings', 'outbox', 'periods'], (db) => {
        const meeting = mustGet(db, meetingId)
        if (meeting.state === 'cancelling' || meeting.state === 'cancelled') return
        dropWaiting(db, meeting.key, ['update', 'register', 'cancelRegistration'], now)
        const isAtZoom = meeting.zoomMeetingId !== null ? meeting.state !== 'missing' : mayBeAtZoom(db, meeting, now)
        if (isAtZoom) enqueue(db, { meetingKey: meeting.key, action: 'delete', now, newId })
        else dropWaiting(db, meeting.key, ['create'], now)
        db.update(meetings)
          .set({ state: isAtZoom ? 'cancelling' : 'cancelled', problem: null, cancelledAt: now, changedAt: now })
          .where(eq(meetings.key, meeting.key))
          .run()
        dropPeriods(
          db,
          datesOf(db, meeting.key).map(({ key }) => key),
          now,
        )
      }),
  }
}
export type MeetingsStore = ReturnType<typeof createMeetingsStore>

/** The group that the meeting is of: the named one, or the one that stands for the whole section, made when missing. */
function ensureClass(db: Db, { teachingGroupId, sectionId, time, now, newId }: NewMeeting): number | null {
  if (teachingGroupId !== null) return groupKeyOf(db, teachingGroupId)
  if (sectionId === null) return null
  const sectionKey = sectionKeyOf(db, sectionId)
  const groupKey = ensureGroup(db, {
    sectionIds: [sectionId],
    subject: homeroom,
    fromOn: time.on,
    at: now,
    newId,
  })
  const advisers = db.all<{ personKey: number }>(sql`
    select person_key as personKey from advisers
    where section_key = ${sectionKey} and first_on <= ${time.on} and (last_on is null or last_on >= ${time.on})`)
  for (const { personKey } of advisers) assign(db, groupKey, personKey, time.on)
  return groupKey
}

/** Queues what makes Zoom's meeting like ours; true when it has to be made anew because its create was given up. */
function queueChange(db: Db, meeting: MeetingRow, { now, newId }: Writing): boolean {
  const create = meeting.zoomMeetingId === null ? openCreate(db, meeting.key) : undefined
  if (meeting.zoomMeetingId === null && create === undefined) {
    enqueue(db, { meetingKey: meeting.key, action: 'create', now, newId })
    db.update(tables.meetings)
      .set({ state: 'creating', problem: null })
      .where(eq(tables.meetings.key, meeting.key))
      .run()
    return true
  }
  if (create?.state === 'refused') wake(db, create, now)
  const goesWithCreate =
    create !== undefined && ['waiting', 'refused'].includes(create.state) && payloadOf(create).isUnsure !== true
  if (!goesWithCreate) enqueue(db, { meetingKey: meeting.key, action: 'update', now, newId })
  return false
}

function registerAnew(db: Db, meeting: MeetingRow, rules: KeptAddressRules, { now, newId }: Writing): void {
  if (meeting.audience !== 'class' || meeting.groupKey === null) return
  const work = planRegistrants(db, { ...meeting, groupKey: meeting.groupKey }, rules, now, newId)
  queueRegistration(db, meeting.key, work, { now, newId })
}

function queueRegistration(db: Db, meetingKey: number, work: RegistrationWork, { now, newId }: Writing): void {
  if (work.toCancel.length > 0) {
    enqueue(db, { meetingKey, action: 'cancelRegistration', payload: { registrantKeys: work.toCancel }, now, newId })
  }
  if (work.waiting > 0) enqueue(db, { meetingKey, action: 'register', now, newId })
}

/** Whether Zoom may have made a meeting that it has not confirmed. Then it is searched for again before the delete. */
function mayBeAtZoom(db: Db, meeting: MeetingRow, now: number): boolean {
  const create = openCreate(db, meeting.key)
  if (create === undefined) return false
  const { isUnsure = false, wasResent = false } = payloadOf(create)
  if (create.state === 'sending' || create.state === 'searching') return true
  if (!isUnsure && !wasResent) return false
  db.update(tables.outbox)
    .set({
      state: 'searching',
      searches: 0,
      searchedAt: null,
      nextTryAt: now,
      problem: null,
      payload: { ...payloadOf(create), isUnsure: true },
    })
    .where(eq(tables.outbox.key, create.key))
    .run()
  return true
}

function dropWaiting(
  db: Db,
  meetingKey: number,
  actions: (typeof tables.outbox.$inferSelect.action)[],
  now: number,
): void {
  db.update(tables.outbox)
    .set({ state: 'discarded', doneAt: now, problem: null })
    .where(
      and(
        eq(tables.outbox.meetingKey, meetingKey),
        inArray(tables.outbox.action, actions),
        inArray(tables.outbox.state, ['waiting', 'refused']),
      ),
    )
    .run()
}

function datesOf(db: Db, meetingKey: number): DateRow[] {
  const { occurrences } = tables
  return db
    .select()
    .from(occurrences)
    .where(eq(occurrences.meetingKey, meetingKey))
    .orderBy(occurrences.startInstant, occurrences.key)
    .all()
}

/** The date that is named, else the next to come, else the last. Raises `notFound` for one of another meeting. */
function dateToShow(dates: readonly DateRow[], now: number, occurrenceId: string | undefined): DateRow | null {
  if (occurrenceId === undefined) {
    return dates.find(({ state, endInstant }) => state === 'scheduled' && endInstant > now) ?? dates.at(-1) ?? null
  }
  const named = dates.find(({ id }) => id === occurrenceId)
  if (named !== undefined) return named
  throw new ProblemError('notFound', 'This date does not belong to the meeting.', {
    field: 'occurrenceId',
    fix: 'Reload the list.',
  })
}

function mustGet(db: Db, id: string): MeetingRow {
  const meeting = db.select().from(tables.meetings).where(eq(tables.meetings.id, id)).get()
  if (meeting !== undefined) return meeting
  throw new ProblemError('notFound', 'This meeting is not in Homeroom.', {
    field: 'meetingId',
    fix: 'Reload the list.',
  })
}

function groupKeyOf(db: Db, id: string): number {
  const { teachingGroups } = tables
  const group = db.select({ key: teachingGroups.key }).from(teachingGroups).where(eq(teachingGroups.id, id)).get()
  if (group !== undefined) return group.key
  throw new ProblemError('notFound', 'This class is not in Homeroom any more.', {
    field: 'teachingGroupId',
    fix: 'Choose the class again.',
  })
}

function sectionKeyOf(db: Db, id: string): number {
  const section = db.select({ key: tables.sections.key }).from(tables.sections).where(eq(tables.sections.id, id)).get()
  if (section !== undefined) return section.key
  throw new ProblemError('notFound', 'This section is not in Homeroom any more.', {
    field: 'sectionId',
    fix: 'Choose the section again.',
  })
}
