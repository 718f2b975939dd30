import { sql, type SQL } from 'drizzle-orm'
import { changeStays, type EndReason } from '../../shared/domain/enrollment.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Database, Db } from './database.ts'
import { countsAtAll } from './enrolled.ts'
import { readStays } from './enrollment-rows.ts'
import { putStays } from './enrollment-writing.ts'
import { changeRosters, rosterNouns, type RosterAuthor, type RosterChange } from './roster-writing.ts'

/** A student whom the last file of their section did not name, and about whom nobody has said anything yet. */
export interface MissingStudent {
  readonly missingId: string
  readonly personId: string
  readonly listName: string
  readonly section: { readonly id: string; readonly title: string }
  readonly fileName: string
  /** Epoch ms. */
  readonly foundAt: number
}

/** What a person says about students who are missing from a file. */
export type MissingWord =
  | { readonly kind: 'stays' }
  | { readonly kind: 'left'; readonly lastOn: string; readonly reason: EndReason; readonly detail: string }

/** Students who wait for a person to say whether they are still there: no file ever withdraws anybody. */
export function createMissingStudentsStore(database: Database) {
  return {
    /** Who waits, by section and list name; of one section alone, if one is named. */
    list: (sectionId: string | undefined): Promise<MissingStudent[]> =>
      database.read((db) => readMissing(db, sectionId === undefined ? sql`true` : sql`s.id = ${sectionId}`)),

    /**
     * Keeps what a person says about these. Raises `notFound`, and `conflict` when somebody has said it already or the last
     * day is before a first one.
     */
    settle: (ids: readonly string[], word: MissingWord, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const rows = waiting(db, ids)
        const personKeys = [...new Set(rows.map(({ personKey }) => personKey))]
        return changeRosters(db, 'settleMissing', { personKeys }, author, () => {
          if (word.kind === 'left') for (const row of rows) leave(db, row, word, author)
          db.run(sql`update missing_students set settled_at = ${author.at}, settled_as = ${word.kind}
            where key in (select value from json_each(${JSON.stringify(rows.map(({ key }) => key))}))`)
        })
      }),
  }
}
export type MissingStudentsStore = ReturnType<typeof createMissingStudentsStore>

/** Of one who has left since, nobody has to say anything any more. */
const stillThere = sql`e.last_on is null and ${countsAtAll}`

const readMissing = (db: Db, condition: SQL): MissingStudent[] =>
  db
    .all<Omit<MissingStudent, 'section'> & { sectionId: string; name: string; gradeLevel: string }>(
      sql`
    select x.id as missingId, p.id as personId, p.list_name as listName, s.id as sectionId, s.name,
      s.grade_level as gradeLevel, i.file_name as fileName, x.found_at as foundAt
    from missing_students x
    join enrollments e on e.key = x.enrollment_key join persons p on p.key = e.person_key
    join sections s on s.key = e.section_key join imports i on i.key = x.import_key
    where x.settled_at is null and ${stillThere} and ${condition}
    order by cast(s.grade_level as integer), s.grade_level, s.name, p.list_name, x.key`,
    )
    .map(({ sectionId, name, gradeLevel, ...row }) => ({
      ...row,
      section: { id: sectionId, title: sectionTitle(gradeLevel, name) },
    }))

interface WaitingRow {
  readonly key: number
  readonly personKey: number
  readonly enrollmentId: string
}

function waiting(db: Db, ids: readonly string[]): WaitingRow[] {
  const rows = db.all<WaitingRow & { settledAt: number | null }>(sql`
    select x.key, e.person_key as personKey, e.id as enrollmentId, x.settled_at as settledAt
    from missing_students x join enrollments e on e.key = x.enrollment_key
    where x.id in (select value from json_each(${JSON.stringify(ids)}))`)
  if (rows.length < new Set(ids).size) {
    throw new ProblemError('notFound', 'One of these is not in the list any more.', {
      field: 'missingIds',
      fix: 'Reload the list.',
    })
  }
  if (rows.some(({ settledAt }) => settledAt !== null)) {
    throw new ProblemError('conflict', 'Somebody has said already what became of one of these students.', {
      field: 'missingIds',
      fix: 'Reload the list.',
    })
  }
  return rows
}

/** Who left the school leaves every class of it; who moved leaves this section alone. */
function leave(
  db: Db,
  { personKey, enrollmentId }: WaitingRow,
  { lastOn, reason, detail }: Extract<MissingWord, { kind: 'left' }>,
  author: RosterAuthor,
): void {
  const stays = readStays(db, [personKey]).get(personKey) ?? []
  const one = reason === 'movedSection' ? enrollmentId : null
  const changed = changeStays(stays, { kind: 'withdraw', enrollmentId: one, lastOn, reason, detail })
  if (changed.objection === null) return putStays(db, personKey, stays, changed.stays, author)
  // Gone already, by another's word.
  if (changed.objection.why === 'nowhere') return
  throw new ProblemError('conflict', 'One of these students came after that day. Nothing was changed.', {
    field: 'as.lastOn',
    fix: 'Choose a later last day, or say that they were entered by mistake.',
  })
}
