import { sql } from 'drizzle-orm'
import type { Db } from './database.ts'
import { groupTitles } from './enrollment-rows.ts'
import { sectionsOf } from './people-rows.ts'

/** How many people a list of visitors shows. */
const shownPeople = 200

/** Somebody who came to classes of a section without being on its list. */
export interface UnlistedPerson {
  /** Null for somebody whom nobody recognised. */
  readonly personId: string | null
  readonly name: string
  readonly elsewhere: string | null
  readonly visits: readonly { readonly periodId: string; readonly title: string; readonly on: string }[]
}

interface VisitRow {
  readonly personKey: number | null
  readonly personId: string | null
  readonly name: string
  readonly periodId: string
  readonly groupKey: number
  readonly on: string
}

/** People who came to a section's classes from a day on without being on the list of the day, most visits first. */
export function readUnlisted(db: Db, sectionId: string, fromOn: string, today: string): UnlistedPerson[] {
  const ofSection = sql`p.on_date >= ${fromOn} and p.cancelled_at is null and p.group_key in (
    select gs.group_key from teaching_group_sections gs join sections s on s.key = gs.section_key where s.id = ${sectionId})`
  const rows = db.all<VisitRow>(sql`
    select n.key as personKey, n.id as personId, n.list_name as name, p.id as periodId, p.group_key as groupKey,
      p.on_date as "on", p.start_instant as startAt
    from class_periods p
    join marks k on k.period_key = p.key and k.presence = 'notEnrolled'
    join persons n on n.key = k.person_key and n.kind = 'student'
    where ${ofSection}
    union all
    select null, null, x.display_name, p.id, p.group_key, p.on_date, p.start_instant
    from class_periods p join strangers x on x.period_key = p.key and x.is_open = 1
    where ${ofSection}
    order by startAt, periodId`)
  const people = [...Map.groupBy(rows, ({ personId, name }) => personId ?? `? ${name}`).values()]
    .toSorted((a, b) => b.length - a.length || (a[0]!.name < b[0]!.name ? -1 : 1))
    .slice(0, shownPeople)
  const sections = sectionsOf(
    db,
    people.flatMap(([first]) => first!.personKey ?? []),
    today,
  )
  const titles = groupTitles(
    db,
    people.flat().map(({ groupKey }) => groupKey),
  )
  return people.map((visits) => {
    const { personKey, personId, name } = visits[0]!
    const own = personKey === null ? [] : (sections.get(personKey) ?? [])
    return {
      personId,
      name,
      elsewhere: own.find(({ id }) => id !== sectionId)?.title ?? null,
      visits: visits.map(({ periodId, groupKey, on }) => ({ periodId, title: titles.get(groupKey) ?? '', on })),
    }
  })
}
