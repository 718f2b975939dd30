import { and, eq, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { tables, type Database, type Db } from './database.ts'
import { cancelMeeting, cancelSome } from './meetings-cancel.ts'
import { datesOf } from './meetings-dates.ts'
import { insertMeeting, type NewMeeting } from './meetings-schedule.ts'
import type { Writing } from './meetings-sending.ts'
import { isLastLook } from './outbox-queue.ts'
import { assign, ensureGroup, ensureStaff } from './teaching-groups.ts'
import { readTimetableFacts, type TermSpan, type TimetableFacts } from './timetables-facts.ts'

/** A class of a timetable with the meetings that carry its dates. */
export interface ClassToImport {
  readonly sectionIds: readonly string[]
  readonly subject: string
  /** By Zoom's display names and addresses; the host first. */
  readonly teachers: readonly { readonly email: string; readonly name: string }[]
  readonly meetings: readonly Omit<NewMeeting, 'teachingGroupId' | 'sectionId' | 'timetableKey'>[]
}

/** A timetable to be imported: what it is called, and the term. */
export interface TimetableToImport extends TermSpan {
  readonly fileName: string
  /** Of the file's bytes. */
  readonly fileDigest: string
}

/** One import with how far it is. Instants are epoch ms. */
export interface KeptTimetable extends TermSpan {
  readonly id: string
  readonly fileName: string
  readonly dateCount: number
  readonly actor: string
  readonly importedAt: number
  readonly stoppedAt: number | null
  readonly undoneAt: number | null
  readonly meetingCount: number
  /** Of them: cancelled, refused by Zoom, and on their way. The rest is done. */
  readonly cancelledCount: number
  readonly refusedCount: number
  readonly waitingCount: number
  /** Zoom's ids of the hosts of what is on its way. */
  readonly waitingHostIds: readonly string[]
}

const nouns = ['meetings', 'outbox', 'periods', 'groups', 'people'] as const

/** Imports of timetables: each is one transaction, can be stopped and resumed while it is sent, and undone. */
export function createTimetablesStore(database: Database) {
  const { timetableImports } = tables

  const set = (id: string, values: Partial<typeof timetableImports.$inferInsert>): Promise<void> =>
    database.write(['meetings', 'outbox'], (db) => {
      const timetable = mustGet(db, id)
      if (timetable.undoneAt !== null) throw isUndone()
      db.update(timetableImports).set(values).where(eq(timetableImports.key, timetable.key)).run()
    })

  return {
    /** The school as a timetable of a term is held against it. */
    facts: (span: TermSpan): Promise<TimetableFacts> => database.read((db) => readTimetableFacts(db, span)),

    /** When a file of this digest was imported last, and not undone (epoch ms); else null. */
    importedAt: (fileDigest: string): Promise<number | null> =>
      database.read(
        (db) =>
          db.get<{ at: number | null }>(sql`
            select max(imported_at) as at from timetable_imports
            where digest = ${fileDigest} and undone_at is null`).at,
      ),

    /**
     * Writes the classes that `plan` makes of the school as it stands in this very transaction: groups, subjects and
     * teachers that are new, meetings with their dates, periods and registrations, and what is to be sent. Returns the id.
     */
    import: (
      timetable: TimetableToImport,
      plan: (facts: TimetableFacts) => readonly ClassToImport[],
      author: Author,
    ): Promise<string> =>
      database.write(nouns, (db) => {
        const classes = plan(readTimetableFacts(db, timetable))
        const { at, actor, newId } = author
        const { fileName, fileDigest, firstOn, lastOn } = timetable
        const meetings = classes.flatMap((each) => each.meetings)
        const { key: timetableKey, id } = db
          .insert(timetableImports)
          .values({
            id: newId(),
            ...{ fileName, firstOn, lastOn, actor },
            digest: fileDigest,
            meetingCount: meetings.length,
            dateCount: meetings.reduce((sum, { dates }) => sum + dates.length, 0),
            importedAt: at,
          })
          .returning({ key: timetableImports.key, id: timetableImports.id })
          .get()
        const groupIdOf = groupMaker(db, firstOn, author)
        for (const each of classes) {
          const teachingGroupId = groupIdOf(each)
          for (const meeting of each.meetings) {
            insertMeeting(db, { ...meeting, teachingGroupId, sectionId: null, timetableKey }, { now: at, newId })
          }
        }
        appendDecision(db, author, { action: 'timetable.import', subjectIds: [id], text: fileName })
        return id
      }),

    /** Every import, the latest first. */
    list: (): Promise<KeptTimetable[]> => database.read((db) => listed(db, sql`1 = 1`)),

    /** One import. Raises `notFound`. */
    get: (id: string): Promise<KeptTimetable> =>
      database.read((db) => {
        const { key } = mustGet(db, id)
        return listed(db, sql`t.key = ${key}`)[0]!
      }),

    /** Holds back what has not gone out. Raises `notFound`, and `conflict` for one that was undone. */
    stop: (id: string, at: number): Promise<void> => set(id, { stoppedAt: at }),

    /** Lets the rest go out. Raises `notFound`, and `conflict` for one that was undone. */
    resume: (id: string): Promise<void> => set(id, { stoppedAt: null }),

    /**
     * Cancels every date that has not begun, in one transaction; a meeting of which none has begun is cancelled as a
     * whole, and what never went out to Zoom never will. Undoing twice changes nothing. Raises `notFound`.
     */
    undo: (id: string, author: Author): Promise<void> =>
      database.write(nouns, (db) => {
        const timetable = mustGet(db, id)
        if (timetable.undoneAt !== null) return
        const { meetings } = tables
        const writing = { now: author.at, newId: author.newId }
        // What is cancelled must reach Zoom, whatever was stopped before.
        db.update(timetableImports)
          .set({ undoneAt: author.at, stoppedAt: null })
          .where(eq(timetableImports.key, timetable.key))
          .run()
        const all = db
          .select()
          .from(meetings)
          .where(
            and(eq(meetings.timetableKey, timetable.key), sql`${meetings.state} not in ('cancelling', 'cancelled')`),
          )
          .all()
        for (const meeting of all) cancelAhead(db, meeting, writing)
        appendDecision(db, author, { action: 'timetable.undo', subjectIds: [id], text: timetable.fileName })
      }),
  }
}
export type TimetablesStore = ReturnType<typeof createTimetablesStore>

/** Groups by sections and subject, with their teachers; each is looked for once. */
function groupMaker(db: Db, fromOn: string, { at, newId }: Author): (wanted: ClassToImport) => string {
  const ids = new Map<string, string>()
  const staff = new Map<string, number>()
  const { teachingGroups } = tables
  return ({ sectionIds, subject, teachers }) => {
    const known = JSON.stringify([sectionIds, subject, teachers])
    const there = ids.get(known)
    if (there !== undefined) return there
    const groupKey = ensureGroup(db, { sectionIds, subject, fromOn, at, newId })
    for (const teacher of teachers) {
      const personKey = staff.get(teacher.email) ?? ensureStaff(db, teacher, { at, newId })
      staff.set(teacher.email, personKey)
      assign(db, groupKey, personKey, fromOn)
    }
    const { id } = db
      .select({ id: teachingGroups.id })
      .from(teachingGroups)
      .where(eq(teachingGroups.key, groupKey))
      .get()!
    ids.set(known, id)
    return id
  }
}

function cancelAhead(db: Db, meeting: typeof tables.meetings.$inferSelect, writing: Writing): void {
  const dates = datesOf(db, meeting.key)
  const ahead = dates.filter(({ state, startInstant }) => state === 'scheduled' && startInstant > writing.now)
  const hasBegun = dates.some(({ startInstant }) => startInstant <= writing.now)
  // One that never reached Zoom has not begun, however late it is.
  if (!hasBegun || meeting.zoomMeetingId === null) cancelMeeting(db, meeting, writing)
  else if (ahead.length > 0) cancelSome(db, meeting, ahead, writing)
}

interface ListedRow extends Omit<KeptTimetable, 'waitingHostIds'> {
  readonly waitingHostIds: string
}

function listed(db: Db, which: ReturnType<typeof sql>): KeptTimetable[] {
  const rows = db.all<ListedRow>(sql`
    with open as (
      select o.meeting_key as meeting_key, max(o.state = 'refused') as is_refused, max(o.state <> 'refused') as is_waiting
      from outbox o join meetings m on m.key = o.meeting_key
      where o.state in ('waiting', 'sending', 'searching', 'refused') and m.timetable_key is not null
        and not ${isLastLook}
      group by o.meeting_key),
    each as (
      select m.timetable_key, m.host_id, m.state in ('cancelling', 'cancelled') as is_cancelled,
        m.state in ('refused', 'missing') or coalesce(o.is_refused, 0) as is_refused, coalesce(o.is_waiting, 0) as is_waiting
      from meetings m left join open o on o.meeting_key = m.key where m.timetable_key is not null)
    select t.id, t.file_name as fileName, t.first_on as firstOn, t.last_on as lastOn, t.date_count as dateCount, t.actor,
      t.imported_at as importedAt, t.stopped_at as stoppedAt, t.undone_at as undoneAt, count(*) as meetingCount,
      sum(e.is_cancelled) as cancelledCount, sum(e.is_refused and not e.is_cancelled) as refusedCount,
      sum(e.is_waiting and not e.is_refused and not e.is_cancelled) as waitingCount,
      json_group_array(distinct e.host_id) filter (where e.is_waiting and not e.is_refused) as waitingHostIds
    from timetable_imports t join each e on e.timetable_key = t.key
    where ${which} group by t.key order by t.key desc`)
  return rows.map((row) => ({ ...row, waitingHostIds: JSON.parse(row.waitingHostIds) as string[] }))
}

function mustGet(db: Db, id: string): typeof tables.timetableImports.$inferSelect {
  const { timetableImports } = tables
  const timetable = db.select().from(timetableImports).where(eq(timetableImports.id, id)).get()
  if (timetable !== undefined) return timetable
  throw new ProblemError('notFound', 'This timetable is not in Homeroom.', {
    field: 'timetableId',
    fix: 'Reload the list.',
  })
}

const isUndone = () =>
  new ProblemError('conflict', 'This import was undone.', {
    fix: 'Import the timetable again if it is wanted after all.',
  })
