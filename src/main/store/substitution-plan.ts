import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { viewsOf, type DateRow, type MeetingView } from './meetings-view.ts'
import type { MeetingRow } from './outbox-queue.ts'
import { countLinks } from './registrants.ts'

/** Whose classes of which days, both included, and who is to hold them. */
export interface WantedSubstitution {
  readonly teacherId: string
  readonly substituteId: string
  readonly firstOn: string
  readonly lastOn: string
}

/** How a substitute holds a class: by starting the same meeting, or with a meeting of their own. */
export type SubstitutionWay = 'alternativeHost' | 'newMeeting'

/** A class of the teacher's, as it stands. */
export interface ClassToHold {
  readonly meeting: MeetingRow
  readonly date: DateRow
  readonly view: MeetingView
  readonly way: SubstitutionWay
  /** The meeting that stands in for the one that the class was of. */
  readonly newMeetingId: string | null
  /** Zoom refused the alternative hosts of the meeting, and nobody has changed that since. */
  readonly refusesHosts: boolean
}

/** What a substitution would do. */
export interface SubstitutionPlan {
  readonly classes: readonly ClassToHold[]
  readonly digest: string
  /** Different students who would get a new link. */
  readonly newLinkCount: number
  readonly hostId: string
}

type Host = typeof tables.hosts.$inferSelect
type Person = typeof tables.persons.$inferSelect

/** What a substitution would do at this moment. Raises `notFound`, `invalidInput`, and `conflict` for a substitute who is no host. */
export function planOf(db: Db, wanted: WantedSubstitution, now: number): SubstitutionPlan {
  const { teacherId, substituteId, firstOn, lastOn } = wanted
  const teacher = staffOf(db, teacherId, 'teacherId')
  const substitute = staffOf(db, substituteId, 'substituteId')
  if (teacher.key === substitute.key)
    throw wrong('substituteId', 'Nobody is their own substitute.', 'Choose somebody else.')
  if (lastOn < firstOn) throw wrong('lastOn', 'The last day is before the first.', 'Choose a later day.')
  const hosts = hostsOf(db, substitute)
  const host = hosts.find(({ isLicensed }) => isLicensed) ?? hosts[0]
  if (host === undefined) {
    throw new ProblemError(
      'conflict',
      'This substitute is no user of the Zoom account, so they cannot start a class.',
      {
        field: 'substituteId',
        fix: 'Add them in Zoom by their own e-mail address, or choose somebody else.',
      },
    )
  }
  const hostIds = hostsOf(db, teacher).map(({ hostId }) => hostId)
  const keys = db.all<{ key: number }>(sql`
    select o.key from occurrences o join meetings m on m.key = o.meeting_key
    where o.on_date between ${firstOn} and ${lastOn} and o.state = 'scheduled' and o.start_instant > ${now}
      and m.state in ('creating', 'scheduled', 'refused') and m.removed_at is null
      and iif(m.group_key is null, m.host_id in (select value from json_each(${JSON.stringify(hostIds)})), exists (
        select 1 from assignments a where a.group_key = m.group_key and a.person_key = ${teacher.key}
          and a.first_on <= o.on_date and (a.last_on is null or a.last_on >= o.on_date)))`)
  const classes = readClasses(
    db,
    keys.map(({ key }) => key),
    now,
  ).map(({ meeting, ...each }): ClassToHold => {
    const isKept = host.isLicensed || meeting.hostId === host.hostId
    return { ...each, meeting, way: isKept ? 'alternativeHost' : 'newMeeting', newMeetingId: null, refusesHosts: false }
  })
  const seen = classes.map(({ date, meeting, way }) => [date.id, date.startInstant, meeting.id, way])
  return {
    classes,
    digest: createHash('sha256')
      .update(JSON.stringify([teacherId, substituteId, firstOn, lastOn, host.hostId, seen]))
      .digest('hex'),
    newLinkCount: countLinks(
      db,
      classes.flatMap(({ way, meeting }) => (way === 'newMeeting' ? meeting.key : [])),
    ),
    hostId: host.hostId,
  }
}

/** Dates with their meetings and views, by start. */
export function readClasses(
  db: Db,
  dateKeys: readonly number[],
  now: number,
): Pick<ClassToHold, 'meeting' | 'date' | 'view'>[] {
  const { occurrences, meetings } = tables
  const rows = db
    .select({ date: occurrences, meeting: meetings })
    .from(occurrences)
    .innerJoin(meetings, eq(meetings.key, occurrences.meetingKey))
    .where(sql`${occurrences.key} in (select value from json_each(${JSON.stringify(dateKeys)}))`)
    .orderBy(occurrences.startInstant, occurrences.key)
    .all()
  const views = viewsOf(db, rows, now)
  return rows.map((row, index) => ({ ...row, view: views[index]! }))
}

/** Somebody who teaches. Raises `notFound` with the field. */
export function staffOf(db: Db, id: string, field: 'teacherId' | 'substituteId'): Person {
  const found = db
    .select()
    .from(tables.persons)
    .where(and(eq(tables.persons.id, id), eq(tables.persons.kind, 'staff')))
    .get()
  if (found !== undefined) return found
  throw new ProblemError('notFound', 'This teacher is not in Homeroom any more.', {
    field,
    fix: 'Choose somebody else.',
  })
}

/** The users of the Zoom account with one of a person's own addresses. */
const hostsOf = (db: Db, { key }: Person): Host[] =>
  db
    .select()
    .from(tables.hosts)
    .where(
      sql`lower(${tables.hosts.email}) in (select lower(address) from emails where person_key = ${key} and owner = 'own')`,
    )
    .orderBy(tables.hosts.name)
    .all()

const wrong = (field: string, message: string, fix: string) => new ProblemError('invalidInput', message, { field, fix })
