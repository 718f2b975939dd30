import { eq, sql } from 'drizzle-orm'
import type { PeriodFigures } from '../../shared/contract/attendance.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { SchoolPart } from '../../shared/domain/class-days.ts'
import { firstReadAt } from '../../shared/domain/finality.ts'
import { heldByDay, saidHeld, type PeriodOnDay } from '../../shared/domain/held-by-day.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { judgedNouns, type Judging } from './attendance-judging.ts'
import { readExpected, readGroupSections } from './attendance-queries.ts'
import { dayTypesBetween } from './calendar.ts'
import { tables, type Database, type Db } from './database.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { substituteOfDate } from './substitutes.ts'
import { readZoomSwitch } from './zoom-switch.ts'

/** A class period as lists show it. Instants are epoch ms. */
export interface PeriodView {
  readonly key: number
  readonly id: string
  readonly on: string
  readonly startsAt: string
  readonly durationMinutes: number
  readonly timeZone: string
  readonly startAt: number
  readonly endAt: number
  readonly group: { readonly id: string; readonly title: string }
  readonly sections: readonly { readonly id: string; readonly name: string; readonly gradeLevel: string }[]
  readonly subject: string
  readonly teachers: readonly string[]
  /** List name of who held it, or will hold it, in the teacher's stead. */
  readonly substitute: string | null
  readonly meeting: { readonly id: string; readonly state: typeof tables.meetings.$inferSelect.state } | null
  readonly held: typeof tables.periodStates.$inferSelect.held
  /** What is kept; null until the class is over and judged for the first time. */
  readonly state: typeof tables.periodStates.$inferSelect.state | null
  readonly finalAt: number | null
  readonly nextReadAt: number | null
  readonly figures: PeriodFigures
  /** List names of the first few who are absent or not seen yet, once the class is over. */
  readonly missing: readonly string[]
  readonly proposedChanges: number
}

interface Row {
  readonly key: number
  readonly id: string
  readonly on: string
  readonly startsAt: string
  readonly durationMinutes: number
  readonly timeZone: string
  readonly startAt: number
  readonly endAt: number
  readonly groupKey: number
  readonly groupId: string
  readonly subject: string
  readonly heldDecision: PeriodView['held'] | null
  readonly state: PeriodView['state']
  readonly held: PeriodView['held'] | null
  readonly finalAt: number | null
  readonly nextReadAt: number | null
  readonly figures: string | null
  readonly proposedChanges: number | null
}

/** Which periods a list is of. Dates are those of the periods' own walls, both included. */
export interface PeriodRange {
  readonly fromOn: string
  readonly toOn: string
  readonly sectionId?: string | undefined
}

/** The key of a period. Raises `notFound`. */
export function periodKeyOf(db: Db, id: string): number {
  const row = db
    .select({ key: tables.classPeriods.key })
    .from(tables.classPeriods)
    .where(eq(tables.classPeriods.id, id))
    .get()
  if (row !== undefined) return row.key
  throw new ProblemError('notFound', 'This class is not in Homeroom any more.', { fix: 'Reload the list.' })
}

/** Class periods: lists of them, and what people say about whether and when they took place. */
export function createPeriodsStore(database: Database, judging: Judging) {
  const change = (
    periodId: string,
    author: Author,
    decided: { readonly action: string; readonly reason: string },
    set: (db: Db, periodKey: number) => Partial<typeof tables.classPeriods.$inferInsert>,
  ): Promise<void> =>
    database.write(judgedNouns, (db) => {
      const key = periodKeyOf(db, periodId)
      db.update(tables.classPeriods).set(set(db, key)).where(eq(tables.classPeriods.key, key)).run()
      appendDecision(db, author, { action: decided.action, subjectIds: [periodId], text: decided.reason })
      judging.judgeAndKeep(db, [key], author.at)
    })

  return {
    /** Keys and ends of the periods of these days, cancelled ones left out, by start. */
    keysOf: (range: PeriodRange): Promise<{ key: number; endAt: number; hasState: boolean }[]> =>
      database.read((db) =>
        db
          .all<{ key: number; endAt: number; hasState: number }>(
            sql`
          select p.key, p.end_instant as endAt, s.period_key is not null as hasState
          from class_periods p left join period_states s on s.period_key = p.key
          where p.on_date between ${range.fromOn} and ${range.toOn} and p.cancelled_at is null ${inSection(range.sectionId)}
          order by p.start_instant, p.key`,
          )
          .map((row) => ({ ...row, hasState: row.hasState === 1 })),
      ),

    /** The periods of these keys, by start and title. */
    list: (keys: readonly number[], now: number): Promise<PeriodView[]> =>
      database.read((db) => viewPeriods(db, keys, now)),

    /** The period that a meeting stands for now: the one that began last, else the first to come. Raises `notFound`. */
    ofMeeting: (meetingId: string, now: number): Promise<string> =>
      database.read((db) => {
        const [row] = db.all<{ id: string }>(sql`
          select p.id from period_meetings pm
          join meetings m on m.key = pm.meeting_key join class_periods p on p.key = pm.period_key
          where m.id = ${meetingId} and p.cancelled_at is null
          order by p.start_instant > ${now}, abs(p.start_instant - ${now}), p.key limit 1`)
        if (row !== undefined) return row.id
        throw new ProblemError('notFound', 'No class period belongs to this meeting, so it has no attendance.', {
          fix: 'Schedule it for a section to get its attendance.',
        })
      }),

    /** A person's answer to "Did this class take place?". */
    answerHeld: (
      periodId: string,
      held: NonNullable<typeof tables.classPeriods.$inferSelect.heldDecision>,
      reason: string,
      author: Author,
    ): Promise<void> =>
      change(periodId, author, { action: `period.answerHeld ${held}`, reason }, () => ({ heldDecision: held })),

    /** Judges the class by the real times that the reports propose, or by the schedule again. Raises `conflict` when nothing is proposed. */
    judgeByRealTimes: (periodId: string, useRealTimes: boolean, reason: string, author: Author): Promise<void> =>
      change(
        periodId,
        author,
        { action: useRealTimes ? 'period.judgeByRealTimes' : 'period.judgeBySchedule', reason },
        (db, key) => {
          if (!useRealTimes) return { judgedFrom: null, judgedTo: null }
          const [judged] = judging.judge(db, [key], author.at)
          const { realFrom, realTo } = judged!.records.state
          if (realFrom === null || realTo === null) {
            throw new ProblemError(
              'conflict',
              'This class kept to its schedule: there are no other times to judge it by.',
              { fix: 'Leave it judged by the schedule, or correct single marks by hand.' },
            )
          }
          return { judgedFrom: realFrom, judgedTo: realTo }
        },
      ),
  }
}

const inSection = (sectionId: string | undefined) =>
  sectionId === undefined
    ? sql``
    : sql`and p.group_key in (
        select gs.group_key from teaching_group_sections gs join sections s on s.key = gs.section_key
        where s.id = ${sectionId})`

/** Periods with all that lists show of them, in a fixed number of queries; unknown keys are left out. */
export function viewPeriods(db: Db, keys: readonly number[], now: number): PeriodView[] {
  const rows = db.all<Row>(sql`
    select p.key, p.id, p.on_date as "on", p.starts_at as startsAt, p.duration_minutes as durationMinutes,
      p.time_zone as timeZone, p.start_instant as startAt, p.end_instant as endAt, p.group_key as groupKey,
      g.id as groupId, j.name as subject, p.held_decision as heldDecision, s.state, s.held, s.final_at as finalAt,
      s.next_read_at as nextReadAt, s.figures, s.proposed_changes as proposedChanges
    from class_periods p
    join teaching_groups g on g.key = p.group_key join subjects j on j.key = g.subject_key
    left join period_states s on s.period_key = p.key
    where p.key in (select value from json_each(${JSON.stringify(keys)}))
    order by p.start_instant, p.key`)
  const groupKeys = [...new Set(rows.map(({ groupKey }) => groupKey))]
  const sections = Map.groupBy(readGroupSections(db, groupKeys), ({ groupKey }) => groupKey)
  const said = calendarOf(db, rows)
  const teachers = Map.groupBy(readTeacherNames(db, keys), ({ periodKey }) => periodKey)
  const substitutes = new Map(readSubstitutes(db, keys).map(({ periodKey, name }) => [periodKey, name]))
  const meetings = Map.groupBy(readMeetings(db, keys), ({ periodKey }) => periodKey)
  const unjudged = rows.filter(({ figures }) => figures === null).map(({ key }) => key)
  const expected = readExpected(db, unjudged)
  const over = rows.filter(({ endAt }) => endAt <= now).map(({ key }) => key)
  const missing = Map.groupBy(readMissing(db, over), ({ periodKey }) => periodKey)
  const isZoomOn = readZoomSwitch(db)
  return rows.map(({ groupKey, groupId, heldDecision, ...row }) => {
    const own = (sections.get(groupKey) ?? []).map(({ sectionId, name, gradeLevel }) => ({
      id: sectionId,
      name: sectionTitle(gradeLevel, name),
      gradeLevel,
    }))
    const [meeting] = meetings.get(row.key) ?? []
    return {
      ...row,
      group: { id: groupId, title: `${own.map(({ name }) => name).join(' + ')}, ${row.subject}` },
      sections: own,
      teachers: (teachers.get(row.key) ?? []).map(({ name }) => name),
      substitute: substitutes.get(row.key) ?? null,
      meeting: meeting === undefined ? null : { id: meeting.id, state: meeting.state },
      held: row.held ?? saidHeld(heldDecision, said(row, sections.get(groupKey) ?? [])) ?? 'unknown',
      nextReadAt: isZoomOn ? nextReadOf(row, meeting?.state) : null,
      figures:
        row.figures === null
          ? figuresBefore(expected.get(row.key)?.length ?? 0)
          : (JSON.parse(row.figures) as PeriodFigures),
      missing: (missing.get(row.key) ?? []).map(({ listName }) => listName),
      proposedChanges: row.proposedChanges ?? 0,
    }
  })
}

/** What the calendar says of classes that are not judged yet: a suspension is known before its day. */
function calendarOf(
  db: Db,
  rows: readonly Row[],
): (row: Omit<PeriodOnDay, 'parts'>, parts: readonly SchoolPart[]) => ReturnType<typeof heldByDay> {
  const dates = rows.flatMap(({ held, on }) => (held === null ? [on] : [])).toSorted()
  if (dates.length === 0) return () => null
  const words = Map.groupBy(dayTypesBetween(db, dates[0]!, dates.at(-1)!), ({ on }) => on)
  return (row, parts) => heldByDay(words.get(row.on) ?? [], { ...row, parts })
}

/** When the report is to be read next: as judged, or before the first judgement by the end of the class. */
function nextReadOf(
  { state, nextReadAt, endAt }: Pick<Row, 'state' | 'nextReadAt' | 'endAt'>,
  meetingState: string | undefined,
): number | null {
  if (state !== null) return nextReadAt
  return meetingState === undefined || meetingState === 'cancelled' ? null : firstReadAt(endAt)
}

/** The figures of a class that nobody has been seen in yet. */
function figuresBefore(expected: number): PeriodFigures {
  return {
    expected,
    came: 0,
    present: 0,
    late: 0,
    leftEarly: 0,
    partial: 0,
    absent: 0,
    notSeenYet: expected,
    excused: 0,
    attendanceRate: null,
    averageSeconds: null,
    totalSeconds: 0,
    unidentified: 0,
  }
}

const readTeacherNames = (db: Db, keys: readonly number[]): { periodKey: number; name: string }[] =>
  db.all(sql`
    select p.key as periodKey, n.list_name as name from class_periods p
    join assignments a on a.group_key = p.group_key and a.first_on <= p.on_date
      and (a.last_on is null or a.last_on >= p.on_date)
    join persons n on n.key = a.person_key
    where p.key in (select value from json_each(${JSON.stringify(keys)})) order by a.key`)

const readSubstitutes = (db: Db, keys: readonly number[]): { periodKey: number; name: string }[] =>
  db.all(sql`
    select periodKey, name from (
      select pm.period_key as periodKey, ${substituteOfDate} as name, o.key
      from period_meetings pm join occurrences o on o.key = pm.occurrence_key
      where pm.period_key in (select value from json_each(${JSON.stringify(keys)})))
    where name is not null order by key`)

const readMeetings = (
  db: Db,
  keys: readonly number[],
): { periodKey: number; id: string; state: typeof tables.meetings.$inferSelect.state }[] =>
  db.all(sql`
    select pm.period_key as periodKey, m.id,
      iif(o.state = 'cancelled' and m.state not in ('cancelled', 'cancelling'), 'cancelled', m.state) as state
    from period_meetings pm join meetings m on m.key = pm.meeting_key
    left join occurrences o on o.key = pm.occurrence_key
    where pm.period_key in (select value from json_each(${JSON.stringify(keys)}))
    order by coalesce(o.state = 'cancelled', 0) or m.state in ('cancelled', 'cancelling'), m.key`)

const readMissing = (db: Db, keys: readonly number[]): { periodKey: number; listName: string }[] =>
  db.all(sql`
    select periodKey, listName from (
      select k.period_key as periodKey, n.list_name as listName,
        row_number() over (partition by k.period_key order by n.list_name) as place
      from marks k join persons n on n.key = k.person_key
      where k.period_key in (select value from json_each(${JSON.stringify(keys)}))
        and k.presence in ('absent', 'notSeenYet')
    ) where place <= 5 order by periodKey, place`)
