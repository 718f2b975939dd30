import { sql } from 'drizzle-orm'
import type { MarkRecord } from './attendance-records.ts'
import type { Db } from './database.ts'
import { countsAtAll } from './enrolled.ts'
import { readOverrides, standingOverrides, type OverrideRow } from './overrides-standing.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'

/** The mark of one student in one period with who it is: what the screen and every export are made of. */
export interface MarkRow {
  readonly periodKey: number
  readonly personKey: number
  readonly personId: string
  readonly listName: string
  readonly familyName: string
  readonly givenName: string
  readonly middleName: string
  readonly suffix: string
  readonly studentNumber: string | null
  readonly sex: 'male' | 'female' | null
  /** Where the student was enrolled on that day; '' for nowhere. */
  readonly section: string
  readonly mark: MarkRecord
  /** The word of a person that the mark rests on; null when it follows from the rule. */
  readonly override: OverrideRow | null
}

/** The marks that are kept of these periods. */
export function readMarks(db: Db, periodKeys: readonly number[]): Map<number, MarkRecord[]> {
  const rows = db.all<MarkRecord & { periodKey: number }>(sql`
    select period_key as periodKey, person_key as personKey, presence, is_late as isLate,
      has_left_early as hasLeftEarly, excuse, seconds, first_in_at as firstInAt, last_out_at as lastOutAt, evidence,
      is_unconfirmed as isUnconfirmed, had_no_working_link as hadNoWorkingLink, reasons, ruled, proposed
    from marks where period_key in ${periodKeys}`)
  return Map.groupBy(rows, ({ periodKey }) => periodKey)
}

/** The one way from marks to rows: for kept ones and for those of a class that has not begun; by list name. */
export function rowsOf(db: Db, on: ReadonlyMap<number, string>, marks: ReadonlyMap<number, readonly MarkRecord[]>) {
  const periodKeys = [...marks.keys()]
  const personKeys = [...new Set([...marks.values()].flatMap((all) => all.map(({ personKey }) => personKey)))]
  const persons = new Map(readPersons(db, personKeys).map((person) => [person.personKey, person]))
  const enrolled = Map.groupBy(readSections(db, personKeys), ({ personKey }) => personKey)
  const groupSections = Map.groupBy(readPeriodSections(db, periodKeys), ({ periodKey }) => periodKey)
  const overrides = standingOverrides(readOverrides(db, periodKeys))
  return new Map(
    periodKeys.map((periodKey) => {
      const day = on.get(periodKey) ?? ''
      const own = new Set((groupSections.get(periodKey) ?? []).map(({ sectionKey }) => sectionKey))
      const rows = marks.get(periodKey)!.flatMap((mark): MarkRow[] => {
        const person = persons.get(mark.personKey)
        if (person === undefined) return []
        const sections = (enrolled.get(mark.personKey) ?? []).filter(
          ({ firstOn, lastOn }) => firstOn <= day && (lastOn === null || day <= lastOn),
        )
        const section = sections.find(({ sectionKey }) => own.has(sectionKey)) ?? sections.at(-1)
        const override = overrides.get(periodKey)?.get(mark.personKey) ?? null
        return [
          {
            ...person,
            periodKey,
            section: section === undefined ? '' : sectionTitle(section.gradeLevel, section.name),
            mark,
            override: override?.presence === 'byTheRule' ? null : override,
          },
        ]
      })
      return [periodKey, rows.toSorted((a, b) => compareNames(a.listName, b.listName) || a.personKey - b.personKey)]
    }),
  )
}

const names = new Intl.Collator('en', { sensitivity: 'base' })
const compareNames = (a: string, b: string): number => names.compare(a, b)

type PersonRow = Omit<MarkRow, 'periodKey' | 'section' | 'mark' | 'override'>

const readPersons = (db: Db, keys: readonly number[]): PersonRow[] =>
  db.all(sql`
    select key as personKey, id as personId, list_name as listName, family_name as familyName,
      given_name as givenName, middle_name as middleName, suffix, student_number as studentNumber, sex
    from persons where key in (select value from json_each(${JSON.stringify(keys)}))`)

interface EnrolledRow {
  readonly personKey: number
  readonly sectionKey: number
  readonly name: string
  readonly gradeLevel: string
  readonly firstOn: string
  readonly lastOn: string | null
}

const readSections = (db: Db, keys: readonly number[]): EnrolledRow[] =>
  db.all(sql`
    select e.person_key as personKey, s.key as sectionKey, s.name, s.grade_level as gradeLevel,
      e.first_on as firstOn, e.last_on as lastOn
    from enrollments e join sections s on s.key = e.section_key
    where e.person_key in (select value from json_each(${JSON.stringify(keys)}))
      and ${countsAtAll}
    order by e.key`)

const readPeriodSections = (db: Db, keys: readonly number[]): { periodKey: number; sectionKey: number }[] =>
  db.all(sql`
    select p.key as periodKey, gs.section_key as sectionKey
    from class_periods p join teaching_group_sections gs on gs.group_key = p.group_key where p.key in ${keys}`)

/** The reads that the marks of these periods rest on: those they were made final with, else the latest of each run. */
export function judgedReadKeys(db: Db, periodKeys: readonly number[]): Map<number, number[]> {
  const rows = db.all<{ periodKey: number; readKey: number }>(sql`
    select pi.period_key as periodKey, r.key as readKey
    from period_instances pi
    left join period_states s on s.period_key = pi.period_key
    join reads r on r.instance_key = pi.instance_key and r.is_complete = 1
    where pi.period_key in ${periodKeys} and case
      when s.state is not null and s.state <> 'collecting' and s.final_read_keys <> '[]'
      then exists (select 1 from json_each(s.final_read_keys) f where f.value = r.key)
      else r.key = (
        select x.key from reads x
        where x.instance_key = pi.instance_key and x.is_complete = 1
          and (s.closed_at is null or x.read_at <= s.closed_at)
        order by x.read_at desc, x.key desc limit 1)
      end`)
  return new Map(
    [...Map.groupBy(rows, ({ periodKey }) => periodKey)].map(([key, own]) => [key, own.map(({ readKey }) => readKey)]),
  )
}
