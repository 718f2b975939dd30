import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import { domainsOfSections, type RegistrationCandidate } from '../../shared/domain/registration.ts'
import { tables, type Db } from './database.ts'
import { countsAtAll, isEnrolledOn } from './enrolled.ts'
import type { KeptAddressRules } from './registrants.ts'
import type { RegisteredMeeting } from './registrants-plan.ts'

/** Somebody who belongs to a class, with what their address is chosen by. */
export interface Candidate extends RegistrationCandidate {
  readonly personKey: number
}

type Rules = Pick<KeptAddressRules, 'allowedDomains' | 'staff' | 'staffIds'>

/** Who is to be registered: students of the class on one of its dates, and the staff that the school chose; by list name. */
export function readCandidates(
  db: Db,
  meeting: RegisteredMeeting,
  rules: Rules,
  hostAddresses: readonly string[],
): Candidate[] {
  const keys = [...readStudentKeys(db, meeting), ...readStaffKeys(db, meeting, rules)]
  const { persons } = tables
  const people = db
    .select()
    .from(persons)
    .where(sql`${persons.key} in ${listOf(keys)}`)
    .orderBy(asc(persons.listName), asc(persons.key))
    .all()
  const addresses = readAddresses(db, keys)
  const sections = readSectionDomains(db, keys, meeting.dates)
  return people.flatMap((person) => {
    const emails = addresses.get(person.key) ?? []
    const isStaff = person.kind === 'staff'
    // Who holds the class has the host's own way in, and Zoom refuses to register them (error 3027).
    if (isStaff && emails.some(({ address }) => hostAddresses.includes(address))) return []
    const domains = domainsOfSections(rules.allowedDomains, sections.get(person.key) ?? [])
    return {
      personKey: person.key,
      personId: person.id,
      name: { family: person.familyName, given: person.givenName, middle: person.middleName, suffix: person.suffix },
      emails,
      studentNumber: person.studentNumber,
      // The rule of domains is one for students.
      allowedDomains: isStaff ? [] : domains,
    }
  })
}

/** Addresses, folded, of whom Zoom does not register for the meeting: its host and alternative hosts. */
export function readHostAddresses(
  db: Db,
  { hostEmail, alternativeHosts }: Pick<RegisteredMeeting, 'hostEmail' | 'alternativeHosts'>,
): string[] {
  if (alternativeHosts.length === 0) return [hostEmail.toLowerCase()]
  const { hosts } = tables
  const others = db.select({ email: hosts.email }).from(hosts).where(inArray(hosts.hostId, alternativeHosts)).all()
  return [hostEmail, ...others.map(({ email }) => email)].map((email) => email.toLowerCase())
}

/** Addresses of these people that somebody else of the school has as well, whosever they are said to be. */
export function readSharedAddresses(db: Db, personKeys: readonly number[]): string[] {
  return db
    .all<{ address: string }>(
      sql`select e.address from emails e join persons p on p.key = e.person_key and p.archived_at is null
          where e.address in (select address from emails where person_key in ${listOf(personKeys)})
          group by e.address having count(distinct e.person_key) > 1`,
    )
    .map(({ address }) => address)
}

function readStudentKeys(db: Db, { groupKey, dates }: RegisteredMeeting): number[] {
  const onOne = sql`exists (select 1 from json_each(${JSON.stringify(dates)}) d where ${isEnrolledOn(sql`d.value`)})`
  return keysOf(
    db,
    sql`select e.person_key as key from enrollments e where e.group_key = ${groupKey} and ${onOne}
        union
        select e.person_key from enrollments e where e.section_key in ${sectionsOf(groupKey)} and ${onOne}`,
    'student',
  )
}

function readStaffKeys(db: Db, { groupKey, dates }: RegisteredMeeting, { staff = 'none', staffIds = [] }: Rules) {
  if (staff === 'none' && staffIds.length === 0) return []
  const onOne = sql`exists (select 1 from json_each(${JSON.stringify(dates)}) d
    where d.value >= a.first_on and (a.last_on is null or d.value <= a.last_on))`
  const parts = [sql`select key from persons where id in (select value from json_each(${JSON.stringify(staffIds)}))`]
  if (staff !== 'none') {
    parts.push(sql`select a.person_key from assignments a where a.group_key = ${groupKey} and ${onOne}`)
  }
  if (staff === 'teachersAndAdvisers') {
    parts.push(sql`select a.person_key from advisers a where a.section_key in ${sectionsOf(groupKey)} and ${onOne}`)
  }
  return keysOf(db, sql.join(parts, sql` union `), 'staff')
}

/** Of the keys of a query those of people of this kind who are still in the school's lists. */
function keysOf(db: Db, query: SQL, kind: 'student' | 'staff'): number[] {
  const { persons } = tables
  return db
    .select({ key: persons.key })
    .from(persons)
    .where(and(eq(persons.kind, kind), isNull(persons.archivedAt), sql`${persons.key} in (${query})`))
    .all()
    .map(({ key }) => key)
}

function readAddresses(db: Db, keys: readonly number[]): Map<number, RegistrationCandidate['emails'][number][]> {
  const { emails } = tables
  const found = db
    .select()
    .from(emails)
    .where(sql`${emails.personKey} in ${listOf(keys)}`)
    .orderBy(asc(emails.position), asc(emails.key))
    .all()
  const addresses = new Map<number, RegistrationCandidate['emails'][number][]>()
  for (const { personKey, address, owner } of found) {
    const list = addresses.get(personKey) ?? []
    list.push({ address, whose: owner })
    addresses.set(personKey, list)
  }
  return addresses
}

/** The domains of each section that they are in on one of the dates; null for one that takes the school's. */
function readSectionDomains(
  db: Db,
  keys: readonly number[],
  dates: readonly string[],
): Map<number, (readonly string[] | null)[]> {
  const rows = db.all<{ personKey: number; domains: string | null }>(sql`
    select e.person_key as personKey, s.allowed_domains as domains
    from enrollments e join sections s on s.key = e.section_key
    where e.person_key in ${listOf(keys)} and ${countsAtAll}
      and exists (select 1 from json_each(${JSON.stringify(dates)}) d where ${isEnrolledOn(sql`d.value`)})`)
  const domains = new Map<number, (readonly string[] | null)[]>()
  for (const { personKey, domains: own } of rows) {
    const list = domains.get(personKey) ?? []
    list.push(own === null ? null : (JSON.parse(own) as string[]))
    domains.set(personKey, list)
  }
  return domains
}

const sectionsOf = (groupKey: number): SQL =>
  sql`(select section_key from teaching_group_sections where group_key = ${groupKey})`
const listOf = (keys: readonly number[]): SQL => sql`(select value from json_each(${JSON.stringify(keys)}))`
