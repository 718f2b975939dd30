import { sql } from 'drizzle-orm'
import { countsOn, type Stay } from '../../shared/domain/enrollment.ts'
import type { Db } from './database.ts'
import { isUpcomingClass } from './registrants-upcoming.ts'

/** One person's stays before and after a change. */
export interface ChangedStays {
  readonly key: number
  readonly before: readonly Stay[]
  readonly after: readonly Stay[]
}

/** How many registrations for classes to come a change makes, and how many it takes back: one per person and meeting. */
export function countRegistrations(
  db: Db,
  people: readonly ChangedStays[],
  now: number,
): { readonly registrationCount: number; readonly cancellationCount: number } {
  const places = new Set(people.flatMap(({ before, after }) => [...before, ...after].map(({ place }) => place.id)))
  const meetings = readMeetings(db, [...places], now)
  const active = new Set(
    db
      .all<{ meetingKey: number; personKey: number }>(
        sql`
      select meeting_key as meetingKey, person_key as personKey from registrants
      where state in ('waiting', 'pending', 'registered')
        and meeting_key in (select value from json_each(${JSON.stringify(meetings.map(({ key }) => key))}))
        and person_key in (select value from json_each(${JSON.stringify(people.map(({ key }) => key))}))`,
      )
      .map(({ meetingKey, personKey }) => `${meetingKey} ${personKey}`),
  )
  let [registrationCount, cancellationCount] = [0, 0]
  for (const { key, dates, placeIds } of meetings) {
    for (const person of people) {
      const isIn = (stays: readonly Stay[]) =>
        stays.some((stay) => placeIds.has(stay.place.id) && dates.some((on) => countsOn(stay, on)))
      const isActive = active.has(`${key} ${person.key}`)
      if (isIn(person.after)) {
        if (!isActive && !isIn(person.before)) registrationCount += 1
      } else if (isActive) {
        cancellationCount += 1
      }
    }
  }
  return { registrationCount, cancellationCount }
}

interface UpcomingMeeting {
  readonly key: number
  /** The days for which its registrations are planned: all to come, since one registration is good for each. */
  readonly dates: readonly string[]
  /** Of its sections, and of its teaching group. */
  readonly placeIds: ReadonlySet<string>
}

function readMeetings(db: Db, placeIds: readonly string[], now: number): UpcomingMeeting[] {
  const places = sql`(select value from json_each(${JSON.stringify(placeIds)}))`
  const rows = db.all<{ key: number; dates: string; placeIds: string }>(sql`
    with places as (
      select gs.group_key, s.id from teaching_group_sections gs join sections s on s.key = gs.section_key
      union all
      select g.key, g.id from teaching_groups g)
    select m.key,
      iif(m.type = 'recurringNoFixedTime', json_array(date(${now} / 1000, 'unixepoch')),
        (select json_group_array(d.on_date) from occurrences d
          where d.meeting_key = m.key and d.state = 'scheduled' and d.end_instant > ${now})) as dates,
      (select json_group_array(x.id) from places x where x.group_key = m.group_key) as placeIds
    from meetings m
    where ${isUpcomingClass(now)} and m.group_key in (select group_key from places where id in ${places})`)
  return rows.map(({ key, ...row }) => ({
    key,
    dates: JSON.parse(row.dates) as string[],
    placeIds: new Set(JSON.parse(row.placeIds) as string[]),
  }))
}
