import { sql } from 'drizzle-orm'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { sectionKeyOf } from './sections.ts'

/** One class meeting that is still to come, with what everybody may know of it. */
export interface LinkedMeeting {
  readonly id: string
  /** The pattern of its title. */
  readonly title: string
  readonly subject: string | null
  /** Whether its people come by links of their own. */
  readonly isPersonal: boolean
  readonly joinUrl: string | null
  readonly zoomMeetingId: string | null
  readonly passcode: string | null
  /** Numbers to dial, as Zoom writes them with the country, and the digits to type then; null where the account has none. */
  readonly dialIn: { readonly numbers: readonly string[]; readonly passcode: string | null } | null
  /** The next dates, in their order, at most 30: wall date and time in their zone. None without a fixed time. */
  readonly dates: readonly { readonly on: string; readonly startsAt: string; readonly timeZone: string }[]
}

const datesShown = 30

/** Class meetings to come and the links that everybody may know. */
export function createLinksStore(database: Database) {
  return {
    /** The upcoming class meetings of a section, or one meeting, by their next date. Raises `notFound`. */
    meetings: (of: { sectionId: string } | { meetingId: string }, now: number): Promise<LinkedMeeting[]> =>
      database.read((db) => readMeetings(db, of, now)),

    /** "Grade 7 Mabini", and how its people come in. Raises `notFound`. */
    section: (id: string): Promise<{ title: string; linkKind: 'personal' | 'class' }> =>
      database.read((db) => {
        const { name, gradeLevel, linkKind } = db
          .select()
          .from(tables.sections)
          .where(sql`${tables.sections.key} = ${sectionKeyOf(db, id)}`)
          .get()!
        return { title: sectionTitle(gradeLevel, name), linkKind }
      }),

    /** The addresses of each of these people, those of their homes apart. */
    addresses: (personIds: readonly string[]): Promise<Map<string, { own: string | null; home: string | null }>> =>
      database.read((db) => {
        const rows = db.all<{ personId: string; own: string | null; home: string | null }>(sql`
          select n.id as personId,
            (select e.typed from emails e where e.person_key = n.key and e.owner = 'own' order by e.position, e.key limit 1) as own,
            (select e.typed from emails e where e.person_key = n.key and e.owner <> 'own' order by e.owner = 'household', e.position, e.key limit 1) as home
          from persons n where n.id in (select value from json_each(${JSON.stringify(personIds)}))`)
        return new Map(rows.map(({ personId, own, home }) => [personId, { own, home }]))
      }),
  }
}
export type LinksStore = ReturnType<typeof createLinksStore>

function readMeetings(db: Db, of: { sectionId: string } | { meetingId: string }, now: number): LinkedMeeting[] {
  const wanted =
    'meetingId' in of
      ? sql`m.id = ${of.meetingId} and m.state <> 'cancelled' and m.removed_at is null`
      : sql`m.audience in ('class', 'students') and m.state in ('creating', 'scheduled')
          and (m.type = 'recurringNoFixedTime' or exists (
            select 1 from occurrences d where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now}))
          and m.group_key in (
          select gs.group_key from teaching_group_sections gs where gs.section_key = ${sectionKeyOf(db, of.sectionId)})`
  const rows = db.all<{
    id: string
    title: string
    subject: string | null
    audience: string
    joinUrl: string | null
    zoomMeetingId: string | null
    passcode: string | null
    dialIn: string | null
    dates: string
    isPersonal: 0 | 1
  }>(sql`
    select m.id, m.title, m.audience, m.join_url as joinUrl, m.zoom_meeting_id as zoomMeetingId, m.passcode,
      m.confirmed ->> '$.dialIn' as dialIn,
      exists (select 1 from registrants r where r.meeting_key = m.key and r.state <> 'cancelled') as isPersonal,
      (select j.name from teaching_groups g join subjects j on j.key = g.subject_key where g.key = m.group_key) as subject,
      (select coalesce(json_group_array(json_object('on', on_date, 'startsAt', starts_at, 'timeZone', time_zone)), '[]') from (
        select d.on_date, d.starts_at, d.time_zone from occurrences d
        where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now}
        order by d.start_instant limit ${datesShown})) as dates
    from meetings m where ${wanted}
    order by (select min(d.start_instant) from occurrences d
      where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now}), m.key`)
  if (rows.length === 0 && 'meetingId' in of) {
    throw new ProblemError('notFound', 'This class is not planned any more.', { fix: 'Reload the list.' })
  }
  return rows.map(({ audience, dialIn, dates, isPersonal, ...row }) => ({
    ...row,
    isPersonal: audience === 'class' && isPersonal === 1,
    dialIn: dialIn === null ? null : (JSON.parse(dialIn) as LinkedMeeting['dialIn']),
    dates: JSON.parse(dates) as LinkedMeeting['dates'],
  }))
}
