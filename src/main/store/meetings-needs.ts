import { sql, type SQL } from 'drizzle-orm'
import { LinkObstacle, type MeetingNeed } from '../../shared/contract/meeting.ts'
import type { Db } from './database.ts'
import { isUpcomingClass } from './registrants-upcoming.ts'
import { isOnItsWay, isToCome } from './sync.ts'

/** An entry that waits for longer than this is said to. */
const longWaitMs = 600_000

interface Need {
  /** That meeting `m` has it. */
  readonly condition: SQL
  /** Keys of the meetings that may have it, found by an index: few, whatever the school's size. */
  readonly candidates: SQL
}

/** What keeps a student from being registered anywhere: mended at the student, not at each class. */
const obstacles = LinkObstacle.options
const isOfStudent = sql`(r.state = 'refused' and r.refusal in ${obstacles})`

/** What makes a person look at a meeting. One that is over has no students without a link. */
const needsAt = (now: number): { readonly [K in MeetingNeed]: Need } => {
  const waitsLong = sql`b.state in ('waiting', 'sending', 'searching') and b.created_at <= ${now - longWaitMs}`
  return {
    refused: {
      condition: sql`(m.state = 'refused'
        or exists (select 1 from outbox b where b.meeting_key = m.key and b.state = 'refused'))`,
      candidates: sql`select key from meetings where state = 'refused'
        union select b.meeting_key from outbox b where b.state = 'refused'`,
    },
    missing: {
      condition: sql`m.state = 'missing'`,
      candidates: sql`select key from meetings where state = 'missing'`,
    },
    // What is on its way to Zoom is as it is here when it has arrived.
    changed: {
      condition: sql`(m.state = 'scheduled' and m.seen is not null and ${isToCome(now)} and not ${isOnItsWay})`,
      candidates: sql`select key from meetings where seen is not null`,
    },
    withoutLink: {
      condition: sql`(m.state in ('creating', 'scheduled')
        and exists (select 1 from registrants r join persons n on n.key = r.person_key
          where r.meeting_key = m.key and r.state in ('refused', 'pending') and n.kind = 'student'
            and not ${isOfStudent})
        and exists (select 1 from occurrences d
          where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now}))`,
      candidates: sql`select r.meeting_key from registrants r
        where r.state in ('refused', 'pending') and not ${isOfStudent}`,
    },
    // A last look for a second meeting of the same reference is nothing that waits.
    waitsLong: {
      condition: sql`exists (select 1 from outbox b where b.meeting_key = m.key and ${waitsLong}
        and not (b.action = 'create' and m.zoom_meeting_id is not null))`,
      candidates: sql`select b.meeting_key from outbox b where ${waitsLong}`,
    },
  }
}

/** That a person must look at meeting `m`. */
export function isInNeed(now: number): SQL {
  const needs = Object.values(needsAt(now))
  const candidates = sql.join(
    needs.map((need) => need.candidates),
    sql` union `,
  )
  const conditions = sql.join(
    needs.map((need) => need.condition),
    sql` or `,
  )
  return sql`m.key in (${candidates}) and (${conditions})`
}

/** What a person must look at, of these meetings. */
export function needsOf(db: Db, meetingKeys: readonly number[], now: number): Map<number, MeetingNeed[]> {
  const needs = Object.entries(needsAt(now)) as [MeetingNeed, Need][]
  const columns = sql.join(
    needs.map(([name, { condition }]) => sql`${condition} as ${sql.identifier(name)}`),
    sql`, `,
  )
  const rows = db.all<{ key: number } & Record<MeetingNeed, 0 | 1>>(
    sql`select m.key, ${columns} from meetings m where m.key in ${[...meetingKeys]}`,
  )
  return new Map(rows.map((row) => [row.key, needs.flatMap(([name]) => (row[name] === 1 ? name : []))]))
}

/** Students who have no working link in classes to come for one reason of their own. */
export interface WithoutLink {
  readonly obstacle: LinkObstacle
  readonly studentCount: number
  /** Of meetings. */
  readonly classCount: number
  /** The first of them by list name. */
  readonly students: readonly { readonly personId: string; readonly listName: string }[]
}

/** Who has no working link in classes to come for a reason of their own, by the reason, the one of most students first. */
export function readWithoutLink(db: Db, now: number, mostStudents: number): WithoutLink[] {
  const lacking = sql`registrants r join meetings m on m.key = r.meeting_key
    join persons p on p.key = r.person_key and p.kind = 'student'
    where r.state in ('refused', 'pending') and ${isOfStudent} and m.removed_at is null and ${isUpcomingClass(now)}`
  const causes = db.all<Omit<WithoutLink, 'students'>>(sql`
    select r.refusal as obstacle, count(distinct r.person_key) as studentCount,
      count(distinct r.meeting_key) as classCount
    from ${lacking} group by 1 order by 2 desc, 1`)
  return causes.map((cause) => ({
    ...cause,
    students: db.all(sql`
      select n.id as personId, n.list_name as listName from persons n
      where n.key in (select r.person_key from ${lacking} and r.refusal = ${cause.obstacle})
      order by n.list_name, n.key limit ${mostStudents}`),
  }))
}
