import { sql } from 'drizzle-orm'
import type { StandingClass, StandingGroup, TimetableSchool } from '../../shared/domain/timetable-plan.ts'
import { dayTypesBetween } from './calendar.ts'
import { tables, type Db } from './database.ts'
import { readSettings, type KeptSettings } from './policies.ts'
import type { KeptRecurrence } from './schema/meetings.ts'

/** What a timetable of a term is held against, all of it of one moment. */
export interface TimetableFacts extends TimetableSchool {
  readonly settings: KeptSettings
  /** Sections whose people come in by one link for the class. */
  readonly classLinkSectionIds: ReadonlySet<string>
  /** When Zoom last listed the hosts (epoch ms); null when it never did. */
  readonly hostsReadAt: number | null
}

/** The days of a term, both ends included. */
export interface TermSpan {
  readonly firstOn: string
  readonly lastOn: string
}

/** Reads the school as a term's timetable is held against it, inside a caller's read or write: ten queries, however large it is. */
export function readTimetableFacts(db: Db, { firstOn, lastOn }: TermSpan): TimetableFacts {
  const hosts = db.select().from(tables.hosts).orderBy(tables.hosts.name, tables.hosts.hostId).all()
  const sectionsOf = readGroupSections(db)
  return {
    sections: db.all(sql`
      select id, name, grade_level as gradeLevel, shift from sections where archived_at is null order by grade_level, name`),
    subjects: db
      .select({ name: tables.subjects.name })
      .from(tables.subjects)
      .orderBy(tables.subjects.name)
      .all()
      .map(({ name }) => name),
    hosts: hosts.map(({ hostId, name, email, isLicensed }) => ({ hostId, name, email, isLicensed })),
    staff: readStaff(db),
    groups: readGroups(db, sectionsOf),
    classes: readClasses(db, { firstOn, lastOn }, sectionsOf),
    words: dayTypesBetween(db, firstOn, lastOn),
    settings: readSettings(db),
    classLinkSectionIds: new Set(
      db.all<{ id: string }>(sql`select id from sections where link_kind = 'class'`).map(({ id }) => id),
    ),
    hostsReadAt: hosts[0]?.readAt ?? null,
  }
}

function readStaff(db: Db): TimetableSchool['staff'] {
  const rows = db.all<{
    id: string
    family: string
    given: string
    middle: string
    suffix: string
    address: string
  }>(sql`
    select p.id, p.family_name as family, p.given_name as given, p.middle_name as middle, p.suffix, e.address
    from persons p join emails e on e.person_key = p.key and e.owner = 'own'
    where p.kind = 'staff' and p.archived_at is null order by p.key, e.position, e.key`)
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((same) => {
    const { id, family, given, middle, suffix } = same[0]!
    return { id, name: { family, given, middle, suffix }, addresses: same.map(({ address }) => address) }
  })
}

/** The sections of every group that stands, by its key. */
function readGroupSections(db: Db): Map<number, string[]> {
  const rows = db.all<{ key: number; id: string }>(sql`
    select gs.group_key as key, s.id from teaching_group_sections gs join sections s on s.key = gs.section_key`)
  return new Map([...Map.groupBy(rows, ({ key }) => key)].map(([key, same]) => [key, same.map(({ id }) => id)]))
}

function readGroups(db: Db, sectionsOf: ReadonlyMap<number, readonly string[]>): StandingGroup[] {
  const rows = db.all<{ key: number; subject: string; hostId: string | null }>(sql`
    select g.key, j.name as subject, (
      select h.host_id from assignments a join emails e on e.person_key = a.person_key and e.owner = 'own'
      join hosts h on lower(h.email) = e.address
      where a.group_key = g.key and a.last_on is null order by a.key, e.position limit 1) as hostId
    from teaching_groups g join subjects j on j.key = g.subject_key where g.archived_at is null`)
  return rows.map(({ key, subject, hostId }) => ({ sectionIds: sectionsOf.get(key) ?? [], subject, hostId }))
}

interface ClassRow {
  readonly key: number
  readonly groupKey: number
  readonly subject: string
  readonly startsAt: string
  readonly recurrence: string | null
  readonly firstOn: string
  readonly lastOn: string
}

/** Meetings that have a date in the term and are not cancelled as a whole. */
function readClasses(
  db: Db,
  { firstOn, lastOn }: TermSpan,
  sectionsOf: ReadonlyMap<number, readonly string[]>,
): StandingClass[] {
  const dates = db.all<{ meetingKey: number; on: string; startsAt: string }>(sql`
    select o.meeting_key as meetingKey, o.on_date as "on", o.starts_at as startsAt
    from occurrences o where o.on_date between ${firstOn} and ${lastOn}`)
  const datesOf = Map.groupBy(dates, ({ meetingKey }) => meetingKey)
  const rows = db.all<ClassRow>(sql`
    select m.key, m.group_key as groupKey, j.name as subject, m.starts_at as startsAt, m.recurrence,
      (select min(o.on_date) from occurrences o where o.meeting_key = m.key) as firstOn,
      (select max(o.on_date) from occurrences o where o.meeting_key = m.key) as lastOn
    from meetings m join teaching_groups g on g.key = m.group_key join subjects j on j.key = g.subject_key
    where m.state not in ('cancelling', 'cancelled') and m.removed_at is null
      and m.key in (select value from json_each(${JSON.stringify([...datesOf.keys()])}))`)
  return rows.map(({ key, groupKey, subject, startsAt, recurrence, ...span }) => ({
    sectionIds: sectionsOf.get(groupKey) ?? [],
    subject,
    startsAt,
    ...span,
    weekDays: weekDaysOf(recurrence),
    dates: datesOf.get(key) ?? [],
  }))
}

/** The days of a rule that names every week; of any other only its dates tell. */
function weekDaysOf(text: string | null): readonly number[] | null {
  const rule = text === null ? null : (JSON.parse(text) as KeptRecurrence)
  if (rule?.interval !== 1) return null
  if (rule.every === 'day') return [1, 2, 3, 4, 5, 6, 7]
  return rule.every === 'week' ? (rule.weekDays ?? null) : null
}
