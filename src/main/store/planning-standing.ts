import { sql } from 'drizzle-orm'
import type { Claim } from '../../shared/domain/conflicts.ts'
import { meetsOneOf, union, type Interval } from '../../shared/domain/intervals.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { timeAt, timeIn, type KeptTime } from '../../shared/domain/planned-time.ts'
import { isTimeZone, type LocalDate } from '../../shared/domain/time.ts'
import type { Db } from './database.ts'
import { readForeignClaims } from './sync-foreign.ts'

/** A stretch of time to be held against what is planned already (epoch ms). */
export type Window = Interval

/** Something that is planned already, and whom it keeps busy. */
export interface StandingClaim extends Claim {
  /** Null for a class without Zoom, and for a meeting that was made elsewhere. */
  readonly meetingId: string | null
  readonly periodId: string | null
  readonly title: string
  readonly time: KeptTime
}

const hourMs = 3_600_000
/** Nothing planned is longer. */
const longestMs = 24 * hourMs
/** The wall date at one instant differs from UTC's by no more than this much. */
const widestZoneMs = 14 * hourMs

interface Standing extends KeptTime {
  readonly key: number
  readonly meetingId: string
  readonly title: string
  readonly number: number
  readonly hostId: string
  readonly groupKey: number | null
}

/**
 * What takes place in one of the windows: planned dates of meetings (not cancelled, and Zoom has not lost them), class
 * periods that no such meeting is for, and meetings that were made elsewhere. A date with a substitute keeps the substitute busy
 * and not the teacher. One range query for each kind, however many windows; each claim once.
 */
export function readStanding(db: Db, windows: readonly Window[], withoutMeetingId: string | null): StandingClaim[] {
  const stretches = union(windows)
  if (stretches.length === 0) return []
  const dates = readDates(db, stretches, withoutMeetingId)
  const periods = readPeriods(db, stretches)
  const groups = readGroups(
    db,
    [...dates, ...periods].flatMap(({ groupKey }) => groupKey ?? []),
  )
  const substitutes = readSubstitutes(
    db,
    dates.map(({ key }) => key),
  )
  return [
    ...dates.map((row): StandingClaim => {
      const substitute = substitutes.get(row.key) ?? []
      const away = new Set(substitute.map(({ teacherId }) => teacherId))
      const { teacherIds, sectionIds } = busyOf(groups, row)
      return {
        owner: row.meetingId,
        ...stretchOf(row),
        hostIds: [row.hostId, ...substitute.map(({ hostId }) => hostId)],
        teacherIds: [
          ...teacherIds.filter((id) => !away.has(id)),
          ...substitute.map(({ substituteId }) => substituteId),
        ],
        sectionIds,
        meetingId: row.meetingId,
        periodId: null,
        title: titleOfDate(row.title, row.number),
        time: timeIn(row),
      }
    }),
    ...periods.map((row): StandingClaim => ({
      owner: row.periodId,
      ...stretchOf(row),
      hostIds: [],
      ...busyOf(groups, row),
      meetingId: null,
      periodId: row.periodId,
      title: groups.get(row.groupKey)?.subject ?? '',
      time: timeIn(row),
    })),
    ...readForeign(db, stretches),
  ]
}

const asRows = (stretches: readonly Window[]) => sql`(
  select value ->> 0 as "from", value ->> 1 as "to" from json_each(${JSON.stringify(stretches.map(({ from, to }) => [from, to]))}))`

function readDates(db: Db, stretches: readonly Window[], withoutMeetingId: string | null): Standing[] {
  // The join order is ours: each stretch is a range of the index on the start.
  const rows = db.all<Standing>(sql`
    select o.key, o.on_date as "on", o.starts_at as startsAt, o.duration_minutes as durationMinutes,
      o.time_zone as timeZone, o.start_instant as startInstant, o.end_instant as endInstant, o.number,
      m.id as meetingId, m.title, m.host_id as hostId, m.group_key as groupKey
    from ${asRows(stretches)} w
    cross join occurrences o on o.start_instant > w."from" - ${longestMs} and o.start_instant < w."to"
    cross join meetings m on m.key = o.meeting_key
    where o.end_instant > w."from" and o.state = 'scheduled' and m.state in ('creating', 'scheduled', 'refused')
      and m.id is not ${withoutMeetingId}`)
  return [...new Map(rows.map((row) => [row.key, row])).values()]
}

function readPeriods(db: Db, stretches: readonly Window[]): (Standing & { periodId: string; groupKey: number })[] {
  const rows = db.all<Standing & { periodId: string; groupKey: number }>(sql`
    select p.key, p.id as periodId, p.on_date as "on", p.starts_at as startsAt, p.duration_minutes as durationMinutes,
      p.time_zone as timeZone, p.start_instant as startInstant, p.end_instant as endInstant, p.group_key as groupKey
    from ${asDays(stretches)} w
    cross join class_periods p on p.on_date = w.on_date
    where p.cancelled_at is null and (p.held_decision is null or p.held_decision = 'held')
      and not exists (
        select 1 from period_meetings pm join meetings m on m.key = pm.meeting_key
        left join occurrences o on o.key = pm.occurrence_key
        where pm.period_key = p.key and m.state in ('creating', 'scheduled', 'refused')
          and (o.key is null or o.state = 'scheduled'))`)
  return rows.filter((row) => meetsOneOf(stretches, stretchOf(row)))
}

/** Each date that any zone's calendar may show in one of the stretches, once. */
function asDays(stretches: readonly Window[]) {
  const days = new Set<LocalDate>()
  for (const { from, to } of stretches) {
    for (let at = from - widestZoneMs; at < to + widestZoneMs + 24 * hourMs; at += 24 * hourMs) {
      days.add(new Date(at).toISOString().slice(0, 10))
    }
  }
  return sql`(select value as on_date from json_each(${JSON.stringify([...days])}))`
}

/** Meetings that were made elsewhere keep their host busy. */
function readForeign(db: Db, stretches: readonly Window[]): StandingClaim[] {
  return readForeignClaims(db, asRows(stretches)).map((claim) => {
    const { timeZone } = claim
    // A zone that this computer does not know tells no wall time.
    const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC'
    const time = timeAt(claim.startsAt, claim.durationMinutes, zone)
    return {
      owner: `zoom ${claim.zoomMeetingId}`,
      ...stretchOf(time),
      hostIds: [claim.hostId],
      teacherIds: [],
      sectionIds: [],
      meetingId: null,
      periodId: null,
      title: claim.topic,
      time,
    }
  })
}

interface Group {
  readonly subject: string
  readonly sectionIds: readonly string[]
  readonly teachers: readonly { readonly id: string; readonly firstOn: string; readonly lastOn: string | null }[]
}

function readGroups(db: Db, groupKeys: readonly number[]): Map<number, Group> {
  const keys = JSON.stringify([...new Set(groupKeys)])
  const sections = Map.groupBy(
    db.all<{ groupKey: number; id: string }>(sql`
      select gs.group_key as groupKey, s.id from teaching_group_sections gs join sections s on s.key = gs.section_key
      where gs.group_key in (select value from json_each(${keys}))`),
    ({ groupKey }) => groupKey,
  )
  const teachers = Map.groupBy(
    db.all<{ groupKey: number; id: string; firstOn: string; lastOn: string | null }>(sql`
      select a.group_key as groupKey, p.id, a.first_on as firstOn, a.last_on as lastOn
      from assignments a join persons p on p.key = a.person_key
      where a.group_key in (select value from json_each(${keys}))`),
    ({ groupKey }) => groupKey,
  )
  const rows = db.all<{ key: number; subject: string }>(sql`
    select g.key, j.name as subject from teaching_groups g join subjects j on j.key = g.subject_key
    where g.key in (select value from json_each(${keys}))`)
  return new Map(
    rows.map(({ key, subject }) => [
      key,
      { subject, sectionIds: (sections.get(key) ?? []).map(({ id }) => id), teachers: teachers.get(key) ?? [] },
    ]),
  )
}

interface Substitute {
  readonly dateKey: number
  readonly teacherId: string
  readonly substituteId: string
  readonly hostId: string
}

/** Who holds a date in whose stead by starting the same meeting; one who has a meeting of their own is busy by that. */
function readSubstitutes(db: Db, dateKeys: readonly number[]): Map<number, Substitute[]> {
  return Map.groupBy(
    db.all<Substitute>(sql`
      select d.occurrence_key as dateKey, t.id as teacherId, s.id as substituteId, x.substitute_host_id as hostId
      from substitution_dates d join substitutions x on x.key = d.substitution_key
      join persons t on t.key = x.teacher_key join persons s on s.key = x.substitute_key
      where d.occurrence_key in (select value from json_each(${JSON.stringify(dateKeys)}))
        and x.undone_at is null`),
    ({ dateKey }) => dateKey,
  )
}

function busyOf(
  groups: ReadonlyMap<number, Group>,
  { groupKey, on }: { readonly groupKey: number | null; readonly on: string },
): { readonly teacherIds: string[]; readonly sectionIds: readonly string[] } {
  const group = groupKey === null ? undefined : groups.get(groupKey)
  return {
    teacherIds: (group?.teachers ?? [])
      .filter(({ firstOn, lastOn }) => firstOn <= on && (lastOn === null || lastOn >= on))
      .map(({ id }) => id),
    sectionIds: group?.sectionIds ?? [],
  }
}

const stretchOf = ({ startInstant, endInstant }: KeptTime): Interval => ({ from: startInstant, to: endInstant })
