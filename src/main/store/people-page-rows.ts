import { sql } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import type { Db, tables } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'
import { groupTitles } from './enrollment-rows.ts'
import { sectionsOf, type KeptPerson } from './people-rows.ts'
import { isUpcomingClass } from './registrants-upcoming.ts'

/*
 * One query, or two, per block of a person's page. Rows come as SQLite gives them but for yes and no.
 */

/** A grading period, or a school year. */
export interface Term {
  readonly title: string
  readonly firstOn: string
  readonly lastOn: string
}

/** The grading period of a date, else its school year; null outside of any. */
export function termOf(db: Db, on: string): Term | null {
  const found = db.get<Term | undefined>(sql`
    select title, firstOn, lastOn from (
      select title, first_on as firstOn, last_on as lastOn, 0 as place from grading_periods
      union all
      select title, first_on, last_on, 1 from school_years)
    where firstOn <= ${on} and ${on} <= lastOn order by place limit 1`)
  return found ?? null
}

/** The entry that somebody's was merged into; null for one that stands for itself. */
export const readMergedInto = (
  db: Db,
  { mergedIntoKey }: Pick<KeptPerson, 'mergedIntoKey'>,
): { personId: string; listName: string } | null =>
  mergedIntoKey === null
    ? null
    : db.get(sql`select id as personId, list_name as listName from persons where key = ${mergedIntoKey}`)

/** Another person of the same household. */
export interface HousemateRow {
  readonly personId: string
  readonly listName: string
  readonly sections: readonly string[]
}

export function readHousehold(
  db: Db,
  { key, householdKey }: Pick<KeptPerson, 'key' | 'householdKey'>,
  on: string,
): HousemateRow[] {
  if (householdKey === null) return []
  const rows = db.all<{ key: number; personId: string; listName: string }>(sql`
    select key, id as personId, list_name as listName from persons
    where household_key = ${householdKey} and key <> ${key} and archived_at is null order by list_name, key`)
  const sections = sectionsOf(
    db,
    rows.map((row) => row.key),
    on,
  )
  return rows.map(({ key: other, personId, listName }) => ({
    personId,
    listName,
    sections: (sections.get(other) ?? []).map(({ title }) => title),
  }))
}

/** A name under which somebody is known; the group is null for a name known everywhere. */
export interface KnownAsRow {
  readonly name: string
  readonly isFormerName: boolean
  readonly group: string | null
  readonly since: number
}

export function readKnownAs(db: Db, personKey: number): KnownAsRow[] {
  const rows = db.all<{ name: string; isFormerName: 0 | 1; groupKey: number | null; since: number }>(sql`
    select name, is_former_name as isFormerName, group_key as groupKey, created_at as since
    from known_as_names where person_key = ${personKey} and ended_at is null order by created_at desc, key desc`)
  const titles = groupTitles(
    db,
    rows.flatMap(({ groupKey }) => groupKey ?? []),
  )
  return rows.map(({ name, isFormerName, groupKey, since }) => ({
    name,
    isFormerName: isFormerName === 1,
    group: groupKey === null ? null : (titles.get(groupKey) ?? null),
    since,
  }))
}

/** A section that somebody advises, or a group that they teach. */
export interface DutyRow {
  readonly kind: 'adviser' | 'teacher'
  readonly title: string
  readonly firstOn: string
  readonly lastOn: string | null
}

export function readDuties(db: Db, personKey: number): DutyRow[] {
  const advised = db.all<Omit<DutyRow, 'kind' | 'title'> & { name: string; gradeLevel: string }>(sql`
    select s.name, s.grade_level as gradeLevel, a.first_on as firstOn, a.last_on as lastOn
    from advisers a join sections s on s.key = a.section_key where a.person_key = ${personKey}
    order by a.first_on desc, a.key desc`)
  const taught = db.all<Omit<DutyRow, 'kind' | 'title'> & { groupKey: number }>(sql`
    select group_key as groupKey, first_on as firstOn, last_on as lastOn
    from assignments where person_key = ${personKey} order by first_on desc, key desc`)
  const titles = groupTitles(
    db,
    taught.map(({ groupKey }) => groupKey),
  )
  return [
    ...advised.map(({ name, gradeLevel, ...days }) => ({
      kind: 'adviser' as const,
      title: sectionTitle(gradeLevel, name),
      ...days,
    })),
    ...taught.map(({ groupKey, ...days }) => ({
      kind: 'teacher' as const,
      title: titles.get(groupKey) ?? '',
      ...days,
    })),
  ]
}

/** A student's class period of today, with the mark that is kept of it. */
export interface TodaysPeriod extends KeptTime {
  readonly periodId: string
  readonly meetingId: string | null
  readonly title: string
  readonly subject: string
  readonly presence: typeof tables.marks.$inferSelect.presence | null
  readonly isLate: 0 | 1 | null
  readonly hasLeftEarly: 0 | 1 | null
}

export function readToday(db: Db, personKey: number, on: string): TodaysPeriod[] {
  const rows = db.all<Omit<TodaysPeriod, 'title'> & { groupKey: number }>(sql`
    select p.id as periodId, p.on_date as "on", p.starts_at as startsAt, p.duration_minutes as durationMinutes,
      p.time_zone as timeZone, p.start_instant as startInstant, p.end_instant as endInstant, p.group_key as groupKey,
      j.name as subject, k.presence, k.is_late as isLate, k.has_left_early as hasLeftEarly,
      (select m.id from period_meetings pm join meetings m on m.key = pm.meeting_key
        where pm.period_key = p.key order by m.state in ('cancelled', 'cancelling'), m.key limit 1) as meetingId
    from class_periods p
    join teaching_groups g on g.key = p.group_key join subjects j on j.key = g.subject_key
    left join marks k on k.period_key = p.key and k.person_key = ${personKey}
    where p.on_date = ${on} and p.cancelled_at is null and (k.person_key is not null or p.group_key in (
      select gs.group_key from enrollments e join teaching_group_sections gs on gs.section_key = e.section_key
      where e.person_key = ${personKey} and ${isEnrolledOn(on)}
      union
      select e.group_key from enrollments e where e.person_key = ${personKey} and ${isEnrolledOn(on)}))
    order by p.start_instant, p.key`)
  const titles = groupTitles(
    db,
    rows.map(({ groupKey }) => groupKey),
  )
  return rows.map(({ groupKey, ...row }) => ({ ...row, title: titles.get(groupKey) ?? '' }))
}

/** Counts of a student's class periods of one subject; late ones and those who left early are among the present. */
export interface SubjectRow {
  readonly subject: string
  readonly heldCount: number
  readonly presentCount: number
  readonly lateCount: number
  readonly leftEarlyCount: number
  readonly partialCount: number
  readonly absentCount: number
  readonly excusedCount: number
  readonly pendingCount: number
}

export const readTotals = (db: Db, personKey: number, { firstOn, lastOn }: Term): SubjectRow[] =>
  db.all(sql`
    with counted as (
      select j.name as subject, k.*, x.state <> 'collecting' as isFinal
      from marks k join class_periods p on p.key = k.period_key
      join period_states x on x.period_key = p.key and x.held = 'held'
      join teaching_groups g on g.key = p.group_key join subjects j on j.key = g.subject_key
      where k.person_key = ${personKey} and p.on_date between ${firstOn} and ${lastOn}
        and p.cancelled_at is null and k.presence not in ('notEnrolled', 'notHeld'))
    select subject, count(*) as heldCount,
      sum(isFinal and presence = 'present') as presentCount,
      sum(isFinal and presence = 'present' and is_late) as lateCount,
      sum(isFinal and presence = 'present' and has_left_early) as leftEarlyCount,
      sum(isFinal and presence = 'partial') as partialCount,
      sum(isFinal and presence = 'absent') as absentCount,
      sum(isFinal and excuse is not null) as excusedCount,
      sum(not isFinal or presence = 'notSeenYet') as pendingCount
    from counted group by subject order by subject`)

/** An excuse, the last first. */
export interface ExcuseRow {
  readonly id: string
  readonly firstOn: string
  readonly lastOn: string
  readonly isWholeDay: 0 | 1
  readonly reason: string
  readonly proof: string
  readonly receivedBy: string
  readonly isRevoked: 0 | 1
}

export const readExcuses = (db: Db, personKey: number): ExcuseRow[] =>
  db.all(sql`
    select id, first_on as firstOn, last_on as lastOn, period_ids is null as isWholeDay, reason, proof,
      received_by as receivedBy, revoked_at is not null as isRevoked
    from excuses where person_key = ${personKey} order by first_on desc, key desc limit 200`)

/** One time that the school reached a home, or tried to, the last first. */
export interface ContactRow {
  readonly id: string
  readonly at: number
  readonly means: string
  readonly withWhom: string
  readonly wasReached: 0 | 1
  readonly note: string
  readonly actor: string
}

export const readContacts = (db: Db, personKey: number): ContactRow[] =>
  db.all(sql`
    select id, at, means, with_whom as withWhom, was_reached as wasReached, note, actor
    from contacts where person_key = ${personKey} order by at desc, key desc limit 200`)

/** A registration for a class to come, with its next date; without one, a class that has no fixed time. */
export interface RegistrationRow {
  readonly meetingId: string
  readonly title: string
  readonly state: typeof tables.registrants.$inferSelect.state
  readonly address: string | null
  readonly refusal: string | null
  readonly next: KeptTime | null
}

export function readRegistrations(db: Db, personKey: number, now: number): RegistrationRow[] {
  const rows = db.all<Omit<RegistrationRow, 'next'> & { [K in keyof KeptTime]: KeptTime[K] | null }>(sql`
    select m.id as meetingId, m.title, r.state, r.address, r.refusal, d.on_date as "on", d.starts_at as startsAt,
      d.duration_minutes as durationMinutes, d.time_zone as timeZone, d.start_instant as startInstant,
      d.end_instant as endInstant
    from registrants r join meetings m on m.key = r.meeting_key
    left join occurrences d on d.key = (
      select x.key from occurrences x
      where x.meeting_key = m.key and x.state = 'scheduled' and x.end_instant > ${now}
      order by x.start_instant, x.key limit 1)
    where r.person_key = ${personKey} and ${isUpcomingClass(now)}
    order by d.start_instant is null, d.start_instant, m.key limit 200`)
  return rows.map(({ on, startsAt, durationMinutes, timeZone, startInstant, endInstant, ...row }): RegistrationRow => ({
    ...row,
    next:
      on === null
        ? null
        : {
            on,
            startsAt: startsAt!,
            durationMinutes: durationMinutes!,
            timeZone: timeZone!,
            startInstant: startInstant!,
            endInstant: endInstant!,
          },
  }))
}
