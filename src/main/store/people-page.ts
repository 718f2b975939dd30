import { sql, type SQL } from 'drizzle-orm'
import type { Db } from './database.ts'
import { countsAtAll } from './enrolled.ts'
import { readStays, type EnrollmentRow } from './enrollment-rows.ts'
import { readHistory, type HistoryDeed } from './people-history.ts'
import * as rows from './people-page-rows.ts'
import { getPerson, type KeptPerson } from './people-rows.ts'

/** Everything of one person; instants are epoch ms. */
export interface PersonView {
  readonly person: KeptPerson
  readonly mergedInto: { readonly personId: string; readonly listName: string } | null
  readonly household: readonly rows.HousemateRow[]
  readonly knownAs: readonly rows.KnownAsRow[]
  /** The last first. */
  readonly enrollments: readonly EnrollmentRow[]
  readonly duties: readonly rows.DutyRow[]
  readonly today: readonly rows.TodaysPeriod[]
  readonly term: rows.Term | null
  readonly totals: readonly rows.SubjectRow[]
  readonly excuses: readonly rows.ExcuseRow[]
  readonly contacts: readonly rows.ContactRow[]
  readonly registrations: readonly rows.RegistrationRow[]
  readonly history: readonly HistoryDeed[]
}

/** A class period of a person's term that is over. */
export interface PastPeriod {
  readonly key: number
  readonly on: string
  readonly isJudged: boolean
}

/** A person's class periods of the term up to a day that are over by `now`, cancelled ones left out. */
export function periodsOfTerm(db: Db, personId: string, on: string, now: number): PastPeriod[] {
  const firstOn = rows.termOf(db, on)?.firstOn ?? on
  const places = (column: SQL) => sql`
    select ${column} from persons n join enrollments e on e.person_key = n.key
    left join teaching_group_sections gs on gs.section_key = e.section_key
    where n.id = ${personId} and ${countsAtAll} and ${column} is not null`
  return db
    .all<Omit<PastPeriod, 'isJudged'> & { isJudged: 0 | 1 }>(
      sql`
    select p.key, p.on_date as "on", x.period_key is not null as isJudged
    from class_periods p left join period_states x on x.period_key = p.key
    where p.on_date between ${firstOn} and ${on} and p.end_instant <= ${now} and p.cancelled_at is null
      and p.group_key in (${places(sql`gs.group_key`)} union ${places(sql`e.group_key`)})
    order by p.start_instant, p.key`,
    )
    .map((row) => ({ ...row, isJudged: row.isJudged === 1 }))
}

/** Everything that the school has of a person, as of a day. Raises `notFound`. */
export function viewPerson(db: Db, id: string, on: string, now: number): PersonView {
  const person = getPerson(db, id)
  const term = rows.termOf(db, on)
  return {
    person,
    mergedInto: rows.readMergedInto(db, person),
    household: rows.readHousehold(db, person, on),
    knownAs: rows.readKnownAs(db, person.key),
    enrollments: (readStays(db, [person.key]).get(person.key) ?? []).toReversed(),
    duties: person.kind === 'staff' ? rows.readDuties(db, person.key) : [],
    today: rows.readToday(db, person.key, on),
    term,
    totals: term === null ? [] : rows.readTotals(db, person.key, term),
    excuses: rows.readExcuses(db, person.key),
    contacts: rows.readContacts(db, person.key),
    registrations: rows.readRegistrations(db, person.key, now),
    history: readHistory(db, person.key),
  }
}
