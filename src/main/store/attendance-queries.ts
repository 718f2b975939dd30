import { sql } from 'drizzle-orm'
import type { Db } from './database.ts'
import { isEnrolledOn } from './enrolled.ts'

/*
 * One query per kind of fact, for any number of class periods at once: what judging costs must not grow with the number
 * of queries. Rows come as SQLite gives them: flags are 0 or 1, text that Zoom left out is ''.
 */

/** A class period with what is kept of its attendance. */
export interface PeriodRow {
  readonly key: number
  readonly id: string
  readonly on: string
  readonly startsAt: string
  readonly durationMinutes: number
  readonly startAt: number
  readonly endAt: number
  readonly groupKey: number
  readonly groupId: string
  readonly schoolYearKey: number
  readonly heldDecision: 'held' | 'notHeld' | 'suspended' | 'moved' | 'asynchronous' | null
  readonly judgedFrom: number | null
  readonly judgedTo: number | null
  readonly state: 'collecting' | 'final' | 'checked' | 'signed' | null
  readonly finalAt: number | null
  readonly finalReadKeys: string | null
  readonly closedAt: number | null
  readonly computedAt: number | null
}

/** Periods by key, those that were cancelled too. */
export const readPeriods = (db: Db, keys: readonly number[]): PeriodRow[] =>
  db.all(sql`
    select p.key, p.id, p.on_date as "on", p.starts_at as startsAt,
      p.duration_minutes as durationMinutes, p.start_instant as startAt, p.end_instant as endAt,
      p.group_key as groupKey, g.id as groupId, g.school_year_key as schoolYearKey, p.held_decision as heldDecision,
      p.judged_from as judgedFrom, p.judged_to as judgedTo, s.state, s.final_at as finalAt,
      s.final_read_keys as finalReadKeys, s.closed_at as closedAt, s.computed_at as computedAt
    from class_periods p join teaching_groups g on g.key = p.group_key
    left join period_states s on s.period_key = p.key
    where p.key in ${keys}`)

/** A section of a teaching group. */
export interface GroupSectionRow {
  readonly groupKey: number
  readonly sectionId: string
  readonly name: string
  readonly gradeLevel: string
  readonly shift: string
}

export const readGroupSections = (db: Db, groupKeys: readonly number[]): GroupSectionRow[] =>
  db.all(sql`
    select gs.group_key as groupKey, s.id as sectionId, s.name, s.grade_level as gradeLevel, s.shift
    from teaching_group_sections gs join sections s on s.key = gs.section_key
    where gs.group_key in (select value from json_each(${JSON.stringify(groupKeys)}))
    order by s.grade_level, s.name`)

/** A student enrolled on the period's day, in the group itself or in one of its sections. */
export interface ExpectedRow {
  readonly periodKey: number
  readonly personKey: number
  readonly personId: string
  readonly firstOn: string
  readonly lastOn: string | null
}

/** Who is expected in each period, each student once, in no order. */
export function readExpected(db: Db, keys: readonly number[]): Map<number, ExpectedRow[]> {
  const rows = db.all<ExpectedRow>(sql`
    select p.key as periodKey, n.key as personKey, n.id as personId, e.first_on as firstOn, e.last_on as lastOn
    from class_periods p
    join teaching_group_sections gs on gs.group_key = p.group_key
    join enrollments e on e.section_key = gs.section_key
    join persons n on n.key = e.person_key and n.kind = 'student'
    where p.key in ${keys} and ${isEnrolledOn(sql`p.on_date`)}
    union all
    select p.key, n.key, n.id, e.first_on, e.last_on
    from class_periods p
    join enrollments e on e.group_key = p.group_key
    join persons n on n.key = e.person_key and n.kind = 'student'
    where p.key in ${keys} and ${isEnrolledOn(sql`p.on_date`)}`)
  const ofPeriod = new Map<number, Map<number, ExpectedRow>>()
  for (const row of rows) {
    const own = ofPeriod.get(row.periodKey) ?? new Map<number, ExpectedRow>()
    if (own.size === 0) ofPeriod.set(row.periodKey, own)
    // In the section all year and in the group for a week: enrolled on that day either way.
    if (!own.has(row.personKey)) own.set(row.personKey, row)
  }
  return new Map([...ofPeriod].map(([key, own]) => [key, [...own.values()]]))
}

/** A meeting that a period is held in. */
export interface LinkedMeetingRow {
  readonly periodKey: number
  readonly meetingKey: number
  readonly hostId: string
  readonly hostEmail: string
  readonly registrationUrl: string | null
  readonly confirmed: string | null
  readonly state: 'creating' | 'scheduled' | 'cancelling' | 'cancelled' | 'refused' | 'missing'
}

export const readLinkedMeetings = (db: Db, keys: readonly number[]): LinkedMeetingRow[] =>
  db.all(sql`
    select pm.period_key as periodKey, m.key as meetingKey, m.host_id as hostId, m.host_email as hostEmail,
      m.registration_url as registrationUrl, m.confirmed,
      case when o.state = 'cancelled' and json_extract(o.confirmed, '$.isDeleted') then 'cancelled' else m.state end as state
    from period_meetings pm join meetings m on m.key = pm.meeting_key
    left join occurrences o on o.key = pm.occurrence_key
    where pm.period_key in ${keys} order by m.key`)

/** A student's registration for one of the meetings. */
export interface RegistrationRow {
  readonly meetingKey: number
  readonly personId: string
  readonly zoomRegistrantId: string | null
  /** Under which Zoom knew them before, as JSON; null for none. */
  readonly formerZoomIds: string | null
  readonly state: 'waiting' | 'registered' | 'pending' | 'refused' | 'cancelled'
  readonly refusal: string | null
}

/** Of these meetings; a merged double's registration is the kept person's. */
export const readRegistrations = (db: Db, meetingKeys: readonly number[]): RegistrationRow[] =>
  db.all(sql`
    select r.meeting_key as meetingKey, n.id as personId, r.zoom_registrant_id as zoomRegistrantId,
      r.former_zoom_ids as formerZoomIds, r.state, r.refusal
    from registrants r join persons d on d.key = r.person_key
    join persons n on n.key = coalesce(d.merged_into_key, d.key)
    where r.meeting_key in ${meetingKeys}`)

/** A teacher of the period on its day, with one of their addresses and the Zoom user of that address. */
export interface TeacherRow {
  readonly periodKey: number
  readonly personId: string
  readonly email: string | null
  readonly hostId: string | null
}

export const readTeachers = (db: Db, keys: readonly number[]): TeacherRow[] =>
  db.all(sql`
    select p.key as periodKey, n.id as personId, m.address as email, h.host_id as hostId
    from class_periods p
    join assignments a on a.group_key = p.group_key and a.first_on <= p.on_date
      and (a.last_on is null or a.last_on >= p.on_date)
    join persons n on n.key = a.person_key
    left join emails m on m.person_key = n.key and m.owner = 'own'
    left join hosts h on lower(h.email) = m.address
    where p.key in ${keys}`)

/** A name remembered for a teaching group and year. */
export interface KnownAsRow {
  readonly groupKey: number
  readonly schoolYearKey: number | null
  readonly personId: string
  readonly name: string
}

export const readKnownAs = (db: Db, groupKeys: readonly number[]): KnownAsRow[] =>
  db.all(sql`
    select k.group_key as groupKey, k.school_year_key as schoolYearKey, n.id as personId, k.name
    from known_as_names k join persons n on n.key = k.person_key
    where k.group_key in ${groupKeys} and k.ended_at is null and k.is_former_name = 0 order by k.key`)

/** A period, and another one that shares a run with it: merged sections, double periods. */
export interface SiblingRow {
  readonly periodKey: number
  readonly siblingKey: number
}

export const readSiblings = (db: Db, keys: readonly number[]): SiblingRow[] =>
  db.all(sql`
    select distinct a.period_key as periodKey, b.period_key as siblingKey
    from period_instances a join period_instances b on b.instance_key = a.instance_key and b.period_key <> a.period_key
    where a.period_key in ${keys}`)

/** These periods and all that share a run with one of them. */
export const withSiblings = (db: Db, keys: readonly number[]): number[] => [
  ...new Set([...keys, ...readSiblings(db, keys).map(({ siblingKey }) => siblingKey)]),
]

/** What a person said about who somebody was. */
export interface IdentityDecisionRow {
  readonly periodKey: number
  readonly identity: string
  readonly kind: 'person' | 'notAStudent' | 'withdrawn'
  readonly personIds: string
  readonly at: number
}

export const readIdentityDecisions = (db: Db, keys: readonly number[]): IdentityDecisionRow[] =>
  db.all(sql`
    select period_key as periodKey, identity, kind, person_ids as personIds, at
    from identity_decisions where period_key in ${keys} order by at, key`)

/** An excuse over a range of days. */
export interface ExcuseRow {
  readonly id: string
  readonly personId: string
  readonly firstOn: string
  readonly lastOn: string
  readonly periodIds: string | null
  readonly reason: string
}

export const readExcuses = (db: Db, fromOn: string, toOn: string): ExcuseRow[] =>
  db.all(sql`
    select x.id, n.id as personId, x.first_on as firstOn, x.last_on as lastOn, x.period_ids as periodIds, x.reason
    from excuses x join persons n on n.key = x.person_key
    where x.revoked_at is null and x.first_on <= ${toOn} and x.last_on >= ${fromOn} order by x.key`)

/** A run that is linked to a period. */
export interface RunRow {
  readonly periodKey: number
  readonly instanceKey: number
  readonly instanceId: string
  readonly startedAt: number
  readonly endedAt: number | null
  readonly foundAt: number
}

export const readRuns = (db: Db, keys: readonly number[]): RunRow[] =>
  db.all(sql`
    select pi.period_key as periodKey, i.key as instanceKey, i.id as instanceId, i.started_at as startedAt,
      i.ended_at as endedAt, i.found_at as foundAt
    from period_instances pi join instances i on i.key = pi.instance_key
    where pi.period_key in ${keys} order by i.started_at, i.key`)

/** One complete reading of a run's report. */
export interface ReadRow {
  readonly key: number
  readonly id: string
  readonly instanceKey: number
  readonly source: 'past' | 'report'
  readonly readAt: number
  readonly pages: number
  readonly rowCount: number
  readonly digest: string
}

export const readReads = (db: Db, instanceKeys: readonly number[]): ReadRow[] =>
  db.all(sql`
    select key, id, instance_key as instanceKey, source, read_at as readAt, pages, row_count as rowCount, digest
    from reads where instance_key in ${instanceKeys} and is_complete = 1 order by read_at, key`)

/** Those of these reads that hold a row without duration, or fewer stays than the report had rows: Zoom is still at work. */
export const readUnready = (db: Db, readKeys: readonly number[]): number[] =>
  db
    .all<{ key: number }>(
      sql`
    select r.key from reads r left join intervals i on i.read_key = r.key
    where r.key in ${readKeys} group by r.key
    having count(i.read_key) < r.row_count or min(i.duration_seconds) <= 0`,
    )
    .map(({ key }) => key)

/** One stay of a report. */
export interface StayRow {
  readonly readKey: number
  readonly displayName: string
  readonly email: string
  readonly registrantId: string
  readonly customerKey: string
  readonly zoomUserId: string
  readonly joinedAt: number
  readonly leftAt: number
  readonly isWaitingRoom: 0 | 1
  readonly breakoutId: string
}

export const readStays = (db: Db, readKeys: readonly number[]): StayRow[] =>
  db.all(sql`
    select read_key as readKey, display_name as displayName, email, registrant_id as registrantId,
      customer_key as customerKey, zoom_user_id as zoomUserId, joined_at as joinedAt, left_at as leftAt,
      is_waiting_room as isWaitingRoom, breakout_id as breakoutId
    from intervals where read_key in ${readKeys} order by read_key, row`)

/** Cursors by name. */
export const readCursors = <T>(db: Db, names: readonly string[]): Map<string, T> =>
  new Map(
    db
      .all<{ name: string; value: string }>(sql`select name, value from cursors where name in ${names}`)
      .map(({ name, value }) => [name, JSON.parse(value) as T]),
  )
