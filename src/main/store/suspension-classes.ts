import { sql } from 'drizzle-orm'
import { lastMinuteOf } from '../../shared/domain/held-by-day.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import { readExpected, readGroupSections } from './attendance-queries.ts'
import type { Db } from './database.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'

/** From when and for whom classes are suspended: the whole school when no part is named. */
export interface SuspendedPart {
  readonly on: string
  /** HH:MM; null for the whole day. */
  readonly fromTime: string | null
  readonly gradeLevels: readonly string[]
  readonly sectionIds: readonly string[]
}

/** One planned class that a suspension meets. */
export interface ClassToSuspend extends KeptTime {
  readonly key: number
  readonly id: string
  readonly meetingId: string
  readonly title: string
  readonly hostId: string
  readonly host: string
  readonly sections: readonly string[]
  /** Some of its sections have classes all the same. */
  readonly isPartly: boolean
  readonly phase: 'ahead' | 'live' | 'past'
  /** Keys of the students who are expected. */
  readonly students: readonly number[]
}

interface Row extends KeptTime {
  readonly key: number
  readonly id: string
  readonly meetingKey: number
  readonly meetingId: string
  readonly title: string
  readonly number: number
  readonly hostId: string
  readonly host: string
  readonly groupKey: number
  readonly isRunning: 0 | 1
}

/** Somebody may open a class so long before its start. */
const earlyMs = 60 * 60_000

/** The classes of that day and part that are planned and not called off, by start; meetings that are no classes are left out. */
export function findClasses(db: Db, part: SuspendedPart, now: number): ClassToSuspend[] {
  const rows = db
    .all<Row>(
      sql`
    select o.key, o.id, o.number, o.on_date as "on", o.starts_at as startsAt, o.duration_minutes as durationMinutes,
      o.time_zone as timeZone, o.start_instant as startInstant, o.end_instant as endInstant, m.key as meetingKey,
      m.id as meetingId, m.title, m.host_id as hostId, m.host_name as host, m.group_key as groupKey,
      exists (select 1 from instances i where i.meeting_key = m.key and i.ended_at is null
        and i.started_at between o.start_instant - ${earlyMs} and o.end_instant) as isRunning
    from occurrences o join meetings m on m.key = o.meeting_key
    where o.on_date = ${part.on} and o.state = 'scheduled' and m.group_key is not null
      and m.state not in ('cancelling', 'cancelled')
    order by o.start_instant, o.key`,
    )
    .filter((row) => reaches(part, row))
  const covered = coverage(db, part, rows)
  const periods = Map.groupBy(
    db.all<{ dateKey: number; periodKey: number }>(sql`
      select occurrence_key as dateKey, period_key as periodKey from period_meetings
      where occurrence_key in (select value from json_each(${JSON.stringify(rows.map(({ key }) => key))}))`),
    ({ dateKey }) => dateKey,
  )
  const expected = readExpected(
    db,
    [...periods.values()].flat().map(({ periodKey }) => periodKey),
  )
  return rows.flatMap(({ number, groupKey, isRunning, title, ...row }) => {
    const found = covered(groupKey)
    if (found === null) return []
    const students = (periods.get(row.key) ?? []).flatMap(({ periodKey }) => expected.get(periodKey) ?? [])
    const phase =
      row.endInstant <= now && isRunning === 0 ? 'past' : row.startInstant <= now || isRunning === 1 ? 'live' : 'ahead'
    return [
      {
        ...row,
        title: titleOfDate(title, number),
        sections: found.names,
        isPartly: found.isPartly,
        phase,
        students: [...new Set(students.map(({ personKey }) => personKey))],
      },
    ]
  })
}

/** Keys of all class periods of that day and part, whether they have a meeting or not, cancelled ones left out. */
export function findPeriods(db: Db, part: SuspendedPart): number[] {
  const rows = db
    .all<{ key: number; groupKey: number; startsAt: string; durationMinutes: number }>(
      sql`
    select key, group_key as groupKey, starts_at as startsAt, duration_minutes as durationMinutes
    from class_periods where on_date = ${part.on} and cancelled_at is null order by start_instant, key`,
    )
    .filter((row) => reaches(part, row))
  const covered = coverage(db, part, rows)
  return rows.filter(({ groupKey }) => covered(groupKey) !== null).map(({ key }) => key)
}

/** Whether a class is still going on at the hour from which classes are suspended. */
const reaches = ({ fromTime }: SuspendedPart, row: { readonly startsAt: string; readonly durationMinutes: number }) =>
  fromTime === null || lastMinuteOf(row) >= fromTime

/** Which sections a group is of, and whether the part is some of them; null when it is none. */
function coverage(
  db: Db,
  { gradeLevels, sectionIds }: SuspendedPart,
  rows: readonly { readonly groupKey: number }[],
): (groupKey: number) => { readonly names: readonly string[]; readonly isPartly: boolean } | null {
  const sections = Map.groupBy(
    readGroupSections(db, [...new Set(rows.map(({ groupKey }) => groupKey))]),
    ({ groupKey }) => groupKey,
  )
  const isWhole = gradeLevels.length === 0 && sectionIds.length === 0
  return (groupKey) => {
    const own = sections.get(groupKey) ?? []
    const off = own.filter(
      ({ sectionId, gradeLevel }) => isWhole || gradeLevels.includes(gradeLevel) || sectionIds.includes(sectionId),
    )
    if (off.length === 0 && !isWhole) return null
    return {
      names: own.map(({ gradeLevel, name }) => sectionTitle(gradeLevel, name)),
      isPartly: off.length < own.length,
    }
  }
}
