import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { DayWord } from '../../shared/domain/class-days.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { ProblemError } from '../../shared/problem.ts'
import { appendDecision, type Author } from './attendance-decisions.ts'
import { tables, type Database, type Db } from './database.ts'
import { sectionKeyOf } from './sections.ts'

/** What was said of one day, as it is kept and not revoked. */
export interface KeptDay extends DayWord {
  readonly key: number
  readonly id: string
  /** "7-Mabini"; null when it is not of one section. */
  readonly sectionName: string | null
  readonly sectionKey: number | null
  readonly suspensionId: string | null
  /** Of the calendar file's entry that it came from. */
  readonly uid: string | null
}

/** A school year with its grading periods, in order. */
export interface KeptYear {
  readonly id: string
  readonly title: string
  readonly firstOn: string
  readonly lastOn: string
  readonly gradingPeriods: readonly {
    readonly id: string
    readonly title: string
    readonly firstOn: string
    readonly lastOn: string
  }[]
}

/** A year as a person set it; null makes a new one. */
export interface YearToSave extends Omit<KeptYear, 'id' | 'gradingPeriods'> {
  readonly id: string | null
  readonly gradingPeriods: readonly { readonly title: string; readonly firstOn: string; readonly lastOn: string }[]
}

/** What a person says of some days. */
export interface DaysToSay extends Pick<
  DayWord,
  'kind' | 'gradeLevel' | 'sectionId' | 'shift' | 'fromTime' | 'countsAsSchoolDay' | 'authority'
> {
  readonly dates: readonly string[]
}

/** What the import of a calendar file does, as {@link planImport} found it. */
export interface DaysToImport {
  /** Keys of days that are no longer so in the file. */
  readonly revoke: readonly number[]
  readonly add: readonly (Pick<DayWord, 'on' | 'kind' | 'fromTime' | 'countsAsSchoolDay' | 'authority'> & {
    readonly uid: string
  })[]
  readonly fileName: string
}

/**
 * What was said of the days of a range, both ends included, inside a caller's read or write: earliest day, then earliest
 * word first.
 */
export function dayTypesBetween(db: Db, fromOn: string, toOn: string): KeptDay[] {
  return readDays(db, sql`d.on_date between ${fromOn} and ${toOn}`)
}

/** School years, the days that something was said of, and who said it. */
export function createCalendarStore(database: Database) {
  const { dayTypes, schoolYears, gradingPeriods } = tables

  return {
    /** Every school year by its first day. */
    years: (): Promise<KeptYear[]> => database.read(readYears),

    /** What was said of the days of a range, both ends included. */
    days: (fromOn: string, toOn: string): Promise<KeptDay[]> =>
      database.read((db) => dayTypesBetween(db, fromOn, toOn)),

    /** The grades and shifts that the sections of the school name. */
    parts: (): Promise<{ gradeLevels: string[]; shifts: string[] }> =>
      database.read((db) => ({
        gradeLevels: distinct(db, sql`grade_level`),
        shifts: distinct(db, sql`shift`),
      })),

    /** Keeps a year as a person set it; its grading periods keep their ids in their order. Raises `notFound`. */
    saveYear: (year: YearToSave, author: Author): Promise<KeptYear> =>
      database.write(['calendar'], (db) => {
        const { title, firstOn, lastOn } = year
        const key = year.id === null ? null : yearKeyOf(db, year.id)
        const saved =
          key === null
            ? db.insert(schoolYears).values({ id: author.newId(), title, firstOn, lastOn }).returning().get()
            : db.update(schoolYears).set({ title, firstOn, lastOn }).where(eq(schoolYears.key, key)).returning().get()
        const there = db
          .select({ key: gradingPeriods.key })
          .from(gradingPeriods)
          .where(eq(gradingPeriods.schoolYearKey, saved.key))
          .orderBy(asc(gradingPeriods.firstOn), asc(gradingPeriods.key))
          .all()
        for (const [index, period] of year.gradingPeriods.entries()) {
          const old = there[index]
          if (old !== undefined) db.update(gradingPeriods).set(period).where(eq(gradingPeriods.key, old.key)).run()
          else
            db.insert(gradingPeriods)
              .values({ id: author.newId(), schoolYearKey: saved.key, ...period })
              .run()
        }
        const surplus = there.slice(year.gradingPeriods.length).map((period) => period.key)
        if (surplus.length > 0) db.delete(gradingPeriods).where(inArray(gradingPeriods.key, surplus)).run()
        appendDecision(db, author, { action: 'calendar.saveYear', subjectIds: [saved.id], text: title })
        return readYears(db).find(({ id }) => id === saved.id)!
      }),

    /**
     * Says what kind of day it is on these dates. What a person said before of the same part and hours is revoked; the
     * calendar file's word stays under it, so that reading the file again does not bring it back. Raises `notFound`.
     */
    say: (said: DaysToSay, author: Author): Promise<KeptDay[]> =>
      database.write(['calendar'], (db) => {
        const { dates, sectionId, ...word } = said
        const sectionKey = sectionId === null ? null : sectionKeyOf(db, sectionId)
        const same = and(
          inArray(dayTypes.on, [...dates]),
          sql`${dayTypes.revokedAt} is null and ${dayTypes.uid} is null and ${dayTypes.suspensionKey} is null`,
          sql`${dayTypes.gradeLevel} is ${word.gradeLevel} and ${dayTypes.sectionKey} is ${sectionKey}`,
          sql`${dayTypes.shift} is ${word.shift} and ${dayTypes.fromTime} is ${word.fromTime}`,
        )
        db.update(dayTypes).set({ revokedAt: author.at }).where(same).run()
        const ids = dates.map(() => author.newId())
        for (const [index, on] of dates.entries()) {
          db.insert(dayTypes)
            .values({ id: ids[index]!, on, ...word, sectionKey, createdAt: author.at })
            .run()
        }
        appendDecision(db, author, { action: `calendar.setDays ${word.kind}`, subjectIds: ids, text: word.authority })
        return readDays(db, sql`d.id in (select value from json_each(${JSON.stringify(ids)}))`)
      }),

    /** Takes back what was said. Raises `conflict` for a suspension's day; what was revoked before stays so. */
    revoke: (ids: readonly string[], author: Author): Promise<void> =>
      database.write(['calendar'], (db) => {
        const days = readDays(db, sql`d.id in (select value from json_each(${JSON.stringify(ids)}))`)
        if (days.some(({ suspensionId }) => suspensionId !== null)) {
          throw new ProblemError('conflict', 'One of these days belongs to a suspension of classes.', {
            fix: 'Undo the suspension: it brings its classes back as well.',
          })
        }
        revokeDays(
          db,
          days.map(({ key }) => key),
          author.at,
        )
        const subjectIds = days.map(({ id }) => id)
        appendDecision(db, author, { action: 'calendar.revokeDays', subjectIds, text: '' })
      }),

    /**
     * Every day that came from a calendar file and stands, with a version that any word about a day moves: what is planned
     * with one version is done with it or not at all.
     */
    imported: (): Promise<{ days: KeptDay[]; version: number }> =>
      database.read((db) => ({ days: readDays(db, sql`d.uid is not null`), version: versionOf(db) })),

    /** Takes a calendar file over, all of it or nothing. Raises `stalePreview` when a word was said since. */
    import: ({ revoke, add, fileName }: DaysToImport, version: number, author: Author): Promise<void> =>
      database.write(['calendar'], (db) => {
        if (versionOf(db) !== version) throw stalePreview()
        revokeDays(db, revoke, author.at)
        const ids = add.map(() => author.newId())
        for (const [index, day] of add.entries()) {
          db.insert(dayTypes)
            .values({ id: ids[index]!, ...day, createdAt: author.at })
            .run()
        }
        appendDecision(db, author, { action: 'calendar.importFile', subjectIds: ids, text: fileName })
      }),
  }
}
export type CalendarStore = ReturnType<typeof createCalendarStore>

/** What was shown is not what would be done any more. */
export function stalePreview(): ProblemError {
  return new ProblemError('stalePreview', 'This is not what the preview showed any more. Nothing was changed.', {
    fix: 'Look at the preview again.',
  })
}

function readDays(db: Db, which: ReturnType<typeof sql>): KeptDay[] {
  const rows = db.all<
    Omit<KeptDay, 'countsAsSchoolDay' | 'sectionName'> & {
      countsAsSchoolDay: 0 | 1
      name: string | null
      gradeOfSection: string | null
    }
  >(sql`
    select d.key, d.id, d.on_date as "on", d.kind, d.grade_level as gradeLevel, s.id as sectionId,
      d.section_key as sectionKey, s.name, s.grade_level as gradeOfSection, d.shift, d.from_time as fromTime,
      d.counts_as_school_day as countsAsSchoolDay, d.authority, u.id as suspensionId, d.uid
    from day_types d
    left join sections s on s.key = d.section_key left join suspensions u on u.key = d.suspension_key
    where d.revoked_at is null and ${which}
    order by d.on_date, d.key`)
  return rows.map(({ name, gradeOfSection, ...row }) => ({
    ...row,
    sectionName: name === null ? null : sectionTitle(gradeOfSection ?? '', name),
    countsAsSchoolDay: row.countsAsSchoolDay === 1,
  }))
}

function readYears(db: Db): KeptYear[] {
  const periods = Map.groupBy(
    db.select().from(tables.gradingPeriods).orderBy(asc(tables.gradingPeriods.firstOn)).all(),
    ({ schoolYearKey }) => schoolYearKey,
  )
  return db
    .select()
    .from(tables.schoolYears)
    .orderBy(asc(tables.schoolYears.firstOn))
    .all()
    .map(({ key, ...year }) => ({
      ...year,
      gradingPeriods: (periods.get(key) ?? []).map(({ id, title, firstOn, lastOn }) => ({
        id,
        title,
        firstOn,
        lastOn,
      })),
    }))
}

function yearKeyOf(db: Db, id: string): number {
  const { schoolYears } = tables
  const year = db.select({ key: schoolYears.key }).from(schoolYears).where(eq(schoolYears.id, id)).get()
  if (year !== undefined) return year.key
  throw new ProblemError('notFound', 'This school year is not in Homeroom any more.', { fix: 'Reload the calendar.' })
}

function revokeDays(db: Db, keys: readonly number[], at: number): void {
  db.run(sql`
    update day_types set revoked_at = ${at}
    where revoked_at is null and key in (select value from json_each(${JSON.stringify(keys)}))`)
}

/** Words are added and revoked, never changed: how many there are of both says whether anything happened. */
const versionOf = (db: Db): number =>
  db.get<{ version: number }>(sql`select coalesce(max(key), 0) + count(revoked_at) as version from day_types`).version

const distinct = (db: Db, column: ReturnType<typeof sql>): string[] =>
  db
    .all<{ part: string }>(
      sql`select distinct ${column} as part from sections where archived_at is null and ${column} <> ''
          order by cast(${column} as integer), ${column}`,
    )
    .map(({ part }) => part)
