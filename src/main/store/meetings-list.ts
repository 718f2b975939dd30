import { eq, sql, type SQL } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { isRunning, viewsOf, type MeetingOnDate, type MeetingView } from './meetings-view.ts'

/** Which planned dates to list. */
export interface MeetingFilter {
  readonly phase?: 'upcoming' | 'live' | 'past' | undefined
  readonly fromOn?: string | undefined
  readonly toOn?: string | undefined
  readonly sectionId?: string | undefined
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

/**
 * One page of planned dates by keyset: past ones latest first, all others earliest first. Every filter that narrows by time
 * is a range of the index on the start. Raises `invalidInput` for a cursor that is none of ours.
 */
export function listMeetings(db: Db, filter: MeetingFilter, now: number): MeetingPage {
  const isDescending = filter.phase === 'past'
  const conditions = [sql`m.removed_at is null`, ...phaseConditions(filter.phase, now), ...dateConditions(filter)]
  if (filter.sectionId !== undefined) {
    conditions.push(sql`m.group_key in (
      select gs.group_key from teaching_group_sections gs join sections s on s.key = gs.section_key
      where s.id = ${filter.sectionId})`)
  }
  if (filter.text !== undefined && filter.text !== '') conditions.push(textCondition(filter.text))
  if (filter.cursor !== undefined) {
    const { start, key } = readCursor(filter.cursor)
    conditions.push(
      isDescending
        ? sql`(o.start_instant, o.key) < (${start}, ${key})`
        : sql`(o.start_instant, o.key) > (${start}, ${key})`,
    )
  }
  const where = sql`where ${sql.join(conditions, sql` and `)}`
  const direction = isDescending ? sql`desc` : sql`asc`
  const found = db.all<{ key: number }>(sql`
    select o.key from occurrences o join meetings m on m.key = o.meeting_key ${where}
    order by o.start_instant ${direction}, o.key ${direction} limit ${filter.limit + 1}`)
  const page = found.slice(0, filter.limit).map(({ key }) => key)
  const meetings = viewsOf(db, readInOrder(db, page), now)
  const last = meetings.at(-1)?.date ?? undefined
  return {
    meetings,
    nextCursor: found.length > filter.limit && last !== undefined ? `${last.startInstant}.${last.key}` : null,
  }
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

/** SQLite folds the case of a to z only, so an ñ is looked for in both its cases. */
function textCondition(text: string): SQL {
  const patterns = [...new Set([text, text.toLocaleLowerCase(), text.toLocaleUpperCase()])].map(
    (variant) => `%${variant.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`,
  )
  const columns = [sql`m.title`, sql`m.host_name`]
  const tests = columns.flatMap((column) => patterns.map((pattern) => sql`${column} like ${pattern} escape '\\'`))
  return sql`(${sql.join(tests, sql` or `)})`
}

function readInOrder(db: Db, keys: readonly number[]): MeetingOnDate[] {
  if (keys.length === 0) return []
  const { meetings, occurrences } = tables
  const rows = db
    .select({ meeting: meetings, date: occurrences })
    .from(occurrences)
    .innerJoin(meetings, eq(meetings.key, occurrences.meetingKey))
    .where(sql`${occurrences.key} in ${[...keys]}`)
    .all()
  const byKey = new Map(rows.map((row) => [row.date.key, row]))
  return keys.flatMap((key) => byKey.get(key) ?? [])
}

function readCursor(cursor: string): { start: number; key: number } {
  const parts = /^(-?\d{1,16})\.(\d{1,15})$/.exec(cursor)
  if (parts === null) {
    throw new ProblemError('invalidInput', 'This list has no such page.', {
      field: 'cursor',
      fix: 'Read the list from its beginning.',
    })
  }
  return { start: Number(parts[1]), key: Number(parts[2]) }
}
