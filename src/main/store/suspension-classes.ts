import { sql } from 'drizzle-orm'
import type { DayWord } from '../../shared/domain/class-days.ts'
import { letOff } from '../../shared/domain/held-by-day.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { titleOfDate } from '../../shared/domain/meeting-title.ts'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import { readExpected, readGroupSections, type GroupSectionRow } from './attendance-queries.ts'
import { dayTypesBetween } from './calendar.ts'
import type { Db } from './database.ts'
import { sectionKeyOf } from './sections.ts'

/** For whom something is said of days: the whole school when all three are null. */
export type SaidPart = Pick<DayWord, 'gradeLevel' | 'sectionId' | 'shift'>

/** What is said of days, so that classes of theirs need not take place. */
export interface DayOrder extends Pick<DayWord, 'kind' | 'fromTime' | 'countsAsSchoolDay' | 'authority'> {
  /** In order, at least one. */
  readonly dates: readonly string[]
  /** At least one. */
  readonly parts: readonly SaidPart[]
  /** Whether it holds for narrower parts as well of which something else was said before. */
  readonly isForNarrower: boolean
}

/** A word about a day that an order is about to say. */
export interface WordToSay extends DayWord {
  readonly sectionKey: number | null
}

/** One planned class that an order meets. */
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
}

/**
 * The words of an order, one for each day and part. Where it is for narrower parts as well, it is the later word of those
 * too: an order for a school holds for its sections. Raises `notFound` for a section that is gone.
 */
export function wordsOf(db: Db, order: DayOrder): WordToSay[] {
  const { dates, kind, fromTime, countsAsSchoolDay, authority } = order
  const named = order.parts.map((part) => ({
    ...part,
    sectionKey: part.sectionId === null ? null : sectionKeyOf(db, part.sectionId),
  }))
  const narrower = order.isForNarrower ? narrowerParts(db, order) : () => []
  return dates.flatMap((on) => {
    const parts = [...named, ...narrower(on)]
    return [...new Map(parts.map((part) => [nameOf(part), part])).values()].map(
      ({ gradeLevel, sectionId, shift, sectionKey }): WordToSay => ({
        ...{ on, kind, gradeLevel, sectionId, shift, sectionKey, fromTime, countsAsSchoolDay, authority },
      }),
    )
  })
}

type Part = SaidPart & { readonly sectionKey: number | null }

const nameOf = ({ gradeLevel, sectionId, shift }: SaidPart): string => JSON.stringify([gradeLevel, sectionId, shift])

/** By day: the parts within those of an order of which something was said. */
function narrowerParts(db: Db, { dates, parts }: DayOrder): (on: string) => Part[] {
  const said = Map.groupBy(dayTypesBetween(db, dates[0]!, dates.at(-1)!), ({ on }) => on)
  const gradeOf = new Map(
    db
      .all<{ id: string; gradeLevel: string }>(sql`select id, grade_level as gradeLevel from sections`)
      .map(({ id, gradeLevel }) => [id, gradeLevel]),
  )
  const isWithin = (one: SaidPart) =>
    parts.some(({ gradeLevel, sectionId, shift }) => {
      if (sectionId !== null || shift !== null) return false
      const grade = one.gradeLevel ?? (one.sectionId === null ? null : gradeOf.get(one.sectionId))
      return gradeLevel === null || gradeLevel === grade
    })
  return (on) => (said.get(on) ?? []).filter(isWithin)
}

interface Row extends KeptTime {
  readonly key: number
  readonly id: string
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

/**
 * The classes that words which are about to be said let off, by start: planned ones that are not called off. Meetings that
 * are no classes are left out.
 */
export function findClasses(db: Db, words: readonly WordToSay[], now: number): ClassToSuspend[] {
  const rows = db.all<Row>(sql`
    select o.key, o.id, o.number, o.on_date as "on", o.starts_at as startsAt, o.duration_minutes as durationMinutes,
      o.time_zone as timeZone, o.start_instant as startInstant, o.end_instant as endInstant,
      m.id as meetingId, m.title, m.host_id as hostId, m.host_name as host, m.group_key as groupKey,
      exists (select 1 from instances i where i.meeting_key = m.key and i.ended_at is null
        and i.started_at between o.start_instant - ${earlyMs} and o.end_instant) as isRunning
    from occurrences o join meetings m on m.key = o.meeting_key
    where o.on_date in ${daysOf(words)} and o.state = 'scheduled' and m.group_key is not null
      and m.state not in ('cancelling', 'cancelled')
    order by o.start_instant, o.key`)
  const reachTo = reachOf(db, words, rows)
  return rows.flatMap(({ number, isRunning, title, ...row }): ClassToSuspend[] => {
    const found = reachTo(row)
    if (found === null) return []
    const { groupKey: _, ...time } = row
    const phase =
      row.endInstant <= now && isRunning === 0 ? 'past' : row.startInstant <= now || isRunning === 1 ? 'live' : 'ahead'
    return [
      {
        ...time,
        title: titleOfDate(title, number),
        sections: found.sections.map(({ gradeLevel, name }) => sectionTitle(gradeLevel, name)),
        isPartly: found.reach === 'partly',
        phase,
      },
    ]
  })
}

/** Keys of the class periods that words let off, whether they have a meeting or not, cancelled ones left out. */
export function findPeriods(db: Db, words: readonly DayWord[]): number[] {
  const rows = db.all<KeptTime & { key: number; groupKey: number }>(sql`
    select key, group_key as groupKey, on_date as "on", starts_at as startsAt, duration_minutes as durationMinutes
    from class_periods where on_date in ${daysOf(words)} and cancelled_at is null order by start_instant, key`)
  const reachTo = reachOf(db, words, rows, [])
  return rows.filter((row) => reachTo(row) !== null).map(({ key }) => key)
}

/** What the class of a row is of, and how far some words let it off. */
interface Met {
  readonly reach: 'whole' | 'partly'
  readonly sections: readonly GroupSectionRow[]
}

type ClassRow = Pick<KeptTime, 'on' | 'startsAt' | 'durationMinutes'> & { readonly groupKey: number | null }

/**
 * How far new words let classes off, null for not at all. They are said on top of what was said before, unless that is
 * named: of two words the one for the narrower part holds.
 */
export function reachOf(
  db: Db,
  words: readonly DayWord[],
  rows: readonly ClassRow[],
  before: readonly DayWord[] = beforeOf(db, words),
): (row: ClassRow) => Met | null {
  const isNew = new Set(words)
  const said = Map.groupBy([...before, ...words], ({ on }) => on)
  const sections = Map.groupBy(
    readGroupSections(db, [...new Set(rows.flatMap(({ groupKey }) => groupKey ?? []))]),
    ({ groupKey }) => groupKey,
  )
  return (row) => {
    const own = row.groupKey === null ? [] : (sections.get(row.groupKey) ?? [])
    const reach = letOff(said.get(row.on) ?? [], (word) => isNew.has(word), { ...row, parts: own })
    return reach === null ? null : { reach, sections: own }
  }
}

function beforeOf(db: Db, words: readonly DayWord[]): DayWord[] {
  const days = words.map(({ on }) => on).toSorted()
  return days.length === 0 ? [] : dayTypesBetween(db, days[0]!, days.at(-1)!)
}

const daysOf = (words: readonly DayWord[]) =>
  sql`(select value from json_each(${JSON.stringify([...new Set(words.map(({ on }) => on))])}))`

/** Keys of the students who are expected on dates, each once for a date. */
export function expectedOn(db: Db, dateKeys: readonly number[]): (dateKey: number) => number[] {
  const periods = Map.groupBy(
    db.all<{ dateKey: number; periodKey: number }>(sql`
      select occurrence_key as dateKey, period_key as periodKey from period_meetings
      where occurrence_key in (select value from json_each(${JSON.stringify(dateKeys)}))`),
    ({ dateKey }) => dateKey,
  )
  const expected = readExpected(
    db,
    [...periods.values()].flat().map(({ periodKey }) => periodKey),
  )
  return (dateKey) => {
    const students = (periods.get(dateKey) ?? []).flatMap(({ periodKey }) => expected.get(periodKey) ?? [])
    return [...new Set(students.map(({ personKey }) => personKey))]
  }
}
