import { eq, inArray, sql, type SQL } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { isInNeed } from './meetings-needs.ts'
import { isMeetingRunning, isRunning, viewsOf, type MeetingOnDate, type MeetingView } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
import { standsForDate } from './substitutes.ts'

/** Which planned dates to list. */
export interface MeetingFilter {
  readonly phase?: 'upcoming' | 'live' | 'past' | undefined
  /** Only meetings that a person must look at, each by its next date, or its last. */
  readonly needsAttention?: boolean | undefined
  readonly fromOn?: string | undefined
  readonly toOn?: string | undefined
  readonly states?: readonly MeetingRow['state'][] | undefined
  readonly sectionId?: string | undefined
  readonly gradeLevel?: string | undefined
  readonly subject?: string | undefined
  readonly hostId?: string | undefined
  readonly teacherId?: string | undefined
  readonly text?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** One page of planned dates, and where the next one starts. */
export interface MeetingPage {
  readonly meetings: readonly MeetingView[]
  readonly nextCursor: string | null
}

const hourMs = 3_600_000
/** The wall date at one instant differs between zones by no more than this much. */
const widestZoneMs = 14 * hourMs
/** No meeting is longer, and none runs on for longer than this after its planned start. */
const longestLiveMs = 48 * hourMs

/** Where a row stands in the list: a meeting without a fixed time stands where it was made, after dates of that instant. */
interface Place {
  readonly start: number
  readonly kind: 'date' | 'meeting'
  readonly key: number
}

/**
 * One page of planned dates by keyset, and of meetings without a fixed time: past ones latest first, all others earliest
 * first. Raises `invalidInput` for a cursor that is none of ours.
 */
export function listMeetings(db: Db, filter: MeetingFilter, now: number): MeetingPage {
  const found = findPlaces(db, filter, now)
  const page = found.slice(0, filter.limit)
  const last = page.at(-1)
  return {
    meetings: viewsOf(db, readInOrder(db, page), now),
    nextCursor: found.length > filter.limit && last !== undefined ? writeCursor(last) : null,
  }
}

/** How many rows fit, counted no further than one beyond the limit. */
export const countMeetings = (db: Db, filter: MeetingFilter, now: number): number =>
  Math.min(filter.limit + 1, findPlaces(db, filter, now).length)

/** Where the rows of a page stand, and one or more beyond it if there are any. */
function findPlaces(db: Db, filter: MeetingFilter, now: number): Place[] {
  const isDescending = filter.phase === 'past'
  const after = filter.cursor === undefined ? null : readCursor(filter.cursor)
  return [
    ...findDates(db, filter, now, after),
    ...(filter.fromOn === undefined && filter.toOn === undefined ? findUndated(db, filter, now, after) : []),
  ].toSorted((a, b) => (isDescending ? comparePlaces(b, a) : comparePlaces(a, b)))
}

/** Every filter that narrows by time is a range of the index on the start; the others begin at the rows that they name. */
function findDates(db: Db, filter: MeetingFilter, now: number, after: Place | null): Place[] {
  const isDescending = filter.phase === 'past'
  const conditions = [
    ...phaseConditions(filter.phase, now),
    ...dateConditions(filter),
    ...meetingConditions(filter, now),
    ...(filter.teacherId === undefined
      ? []
      : [sql`(${teaches(filter.teacherId, sql`o.on_date`)} or ${substitutes(filter.teacherId)})`]),
    ...stateConditions(
      filter.states,
      sql`case when o.state = 'cancelled' and m.state <> 'cancelling'
      then 'cancelled' else m.state end`,
    ),
    ...afterConditions(after, 'date', isDescending, sql`o.start_instant`, sql`o.key`),
  ]
  if (filter.needsAttention === true) {
    conditions.push(sql`o.key = (
      select d.key from occurrences d where d.meeting_key = m.key
      order by d.state = 'scheduled' and d.end_instant > ${now} desc,
        case when d.end_instant > ${now} then d.start_instant else -d.start_instant end, d.key limit 1)`)
  }
  const direction = isDescending ? sql`desc` : sql`asc`
  return db.all<Place>(sql`
    select o.start_instant as start, 'date' as kind, o.key
    from occurrences o join meetings m on m.key = o.meeting_key
    where ${sql.join(conditions, sql` and `)}
    order by o.start_instant ${direction}, o.key ${direction} limit ${filter.limit + 1}`)
}

/** Meetings without a fixed time have no phase of their own: they are to come until somebody starts or cancels them. */
function findUndated(db: Db, filter: MeetingFilter, now: number, after: Place | null): Place[] {
  const isDescending = filter.phase === 'past'
  const isOver = sql`m.state in ('cancelling', 'cancelled')`
  const phases = {
    upcoming: sql`not ${isOver} and not ${isMeetingRunning(now)}`,
    live: isMeetingRunning(now),
    past: sql`${isOver} and not ${isMeetingRunning(now)}`,
  }
  const conditions = [
    sql`m.type = 'recurringNoFixedTime'`,
    ...(filter.phase === undefined ? [] : [phases[filter.phase]]),
    ...meetingConditions(filter, now),
    ...(filter.teacherId === undefined ? [] : [teaches(filter.teacherId, sql`m.on_date`)]),
    ...stateConditions(filter.states, sql`m.state`),
    ...afterConditions(after, 'meeting', isDescending, sql`m.start_instant`, sql`m.key`),
  ]
  const direction = isDescending ? sql`desc` : sql`asc`
  return db.all<Place>(sql`
    select m.start_instant as start, 'meeting' as kind, m.key from meetings m
    where ${sql.join(conditions, sql` and `)}
    order by m.start_instant ${direction}, m.key ${direction} limit ${filter.limit + 1}`)
}

function phaseConditions(phase: MeetingFilter['phase'], now: number): SQL[] {
  switch (phase) {
    case 'upcoming':
      return [sql`o.start_instant > ${now}`, sql`not ${isRunning(now)}`]
    case 'past':
      return [sql`o.start_instant <= ${now}`, sql`o.end_instant <= ${now}`, sql`not ${isRunning(now)}`]
    case 'live':
      return [
        sql`o.start_instant > ${now - longestLiveMs}`,
        sql`o.start_instant < ${now + longestLiveMs}`,
        sql`((o.start_instant <= ${now} and o.end_instant > ${now}) or ${isRunning(now)})`,
      ]
    case undefined:
      return []
  }
}

function dateConditions({ fromOn, toOn }: MeetingFilter): SQL[] {
  const conditions: SQL[] = []
  if (fromOn !== undefined) {
    conditions.push(sql`o.on_date >= ${fromOn}`, sql`o.start_instant >= ${Date.parse(fromOn) - widestZoneMs}`)
  }
  if (toOn !== undefined) {
    const end = Date.parse(toOn) + 24 * hourMs + widestZoneMs
    conditions.push(sql`o.on_date <= ${toOn}`, sql`o.start_instant <= ${end}`)
  }
  return conditions
}

/** That somebody teaches the class of meeting `m` on a day. */
const teaches = (teacherId: string, on: SQL): SQL => sql`(
  m.group_key in (select a.group_key from persons n join assignments a on a.person_key = n.key where n.id = ${teacherId})
  and exists (
    select 1 from assignments a join persons n on n.key = a.person_key
    where a.group_key = m.group_key and n.id = ${teacherId}
      and a.first_on <= ${on} and (a.last_on is null or a.last_on >= ${on})))`

/** That somebody holds date `o` in the teacher's stead. */
const substitutes = (personId: string): SQL => sql`o.key in (
  select sd.occurrence_key from persons n join substitutions su on su.substitute_key = n.key
  join substitution_dates sd on sd.substitution_key = su.key
  where n.id = ${personId} and ${standsForDate})`

/** What is asked of meeting `m`, whatever the day. */
function meetingConditions(filter: MeetingFilter, now: number): SQL[] {
  const { sectionId, gradeLevel, subject, hostId, text } = filter
  // A grade or a subject is much of the school: the plus keeps to the order of time, where a page is found soon.
  const ofSections = (which: SQL) => sql`(
    select gs.group_key from sections s join teaching_group_sections gs on gs.section_key = s.key where ${which})`
  return [
    sql`m.removed_at is null`,
    ...(filter.needsAttention === true ? [isInNeed(now)] : []),
    ...(sectionId === undefined ? [] : [sql`m.group_key in ${ofSections(sql`s.id = ${sectionId}`)}`]),
    ...(gradeLevel === undefined ? [] : [sql`+m.group_key in ${ofSections(sql`s.grade_level = ${gradeLevel}`)}`]),
    ...(subject === undefined
      ? []
      : [
          sql`+m.group_key in (
            select g.key from subjects j join teaching_groups g on g.subject_key = j.key where j.name = ${subject})`,
        ]),
    ...(hostId === undefined ? [] : [sql`m.host_id = ${hostId}`]),
    ...(text === undefined || text === '' ? [] : [textCondition(text)]),
  ]
}

const stateConditions = (states: MeetingFilter['states'], state: SQL): SQL[] =>
  states === undefined ? [] : [sql`${state} in ${[...states]}`]

function afterConditions(after: Place | null, kind: Place['kind'], isDescending: boolean, start: SQL, key: SQL): SQL[] {
  if (after === null) return []
  const beyond = isDescending ? sql.raw('<') : sql.raw('>')
  if (after.kind === kind) return [sql`(${start}, ${key}) ${beyond} (${after.start}, ${after.key})`]
  // At one instant dates come before meetings without a fixed time; backwards it is the other way round.
  const isStillToCome = (kind === 'meeting') !== isDescending
  return [isStillToCome ? sql`${start} ${beyond}= ${after.start}` : sql`${start} ${beyond} ${after.start}`]
}

/** SQLite folds the case of a to z only, so an ñ is looked for in both its cases. */
function textCondition(text: string): SQL {
  const patterns = [...new Set([text, text.toLocaleLowerCase(), text.toLocaleUpperCase()])].map(
    (variant) => `%${variant.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`,
  )
  const columns = [sql`m.title`, sql`m.host_name`]
  const tests = columns.flatMap((column) => patterns.map((pattern) => sql`${column} like ${pattern} escape '\\'`))
  return sql`(${sql.join(tests, sql` or `)})`
}

function readInOrder(db: Db, places: readonly Place[]): MeetingOnDate[] {
  const { meetings, occurrences } = tables
  const keysOf = (kind: Place['kind']) => places.flatMap((place) => (place.kind === kind ? place.key : []))
  const dated = db
    .select({ meeting: meetings, date: occurrences })
    .from(occurrences)
    .innerJoin(meetings, eq(meetings.key, occurrences.meetingKey))
    .where(inArray(occurrences.key, keysOf('date')))
    .all()
  const undated = db
    .select()
    .from(meetings)
    .where(inArray(meetings.key, keysOf('meeting')))
    .all()
  const byKey = new Map<string, MeetingOnDate>([
    ...dated.map((row) => [`date ${row.date.key}`, row] as const),
    ...undated.map((meeting) => [`meeting ${meeting.key}`, { meeting, date: null }] as const),
  ])
  return places.flatMap(({ kind, key }) => byKey.get(`${kind} ${key}`) ?? [])
}

const comparePlaces = (a: Place, b: Place): number =>
  a.start - b.start || (a.kind === b.kind ? a.key - b.key : a.kind === 'date' ? -1 : 1)

const writeCursor = ({ start, kind, key }: Place): string => `${start}.${kind === 'date' ? 'd' : 'm'}.${key}`

function readCursor(cursor: string): Place {
  const parts = /^(-?\d{1,16})\.([dm])\.(\d{1,15})$/.exec(cursor)
  if (parts === null) {
    throw new ProblemError('invalidInput', 'This list has no such page.', {
      field: 'cursor',
      fix: 'Read the list from its beginning.',
    })
  }
  return { start: Number(parts[1]), kind: parts[2] === 'd' ? 'date' : 'meeting', key: Number(parts[3]) }
}
