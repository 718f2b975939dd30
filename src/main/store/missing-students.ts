import { sql, type SQL } from 'drizzle-orm'
import { changeStays, type EndReason } from '../../shared/domain/enrollment.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Database, Db } from './database.ts'
import { countsAtAll } from './enrolled.ts'
import { groupTitles, readStays } from './enrollment-rows.ts'
import { putStays } from './enrollment-writing.ts'
import { changeRosters, rosterNouns, type RosterAuthor, type RosterChange } from './roster-writing.ts'

/** A student whom the last file of their section did not name, and about whom nobody has said anything yet. */
export interface MissingStudent {
  readonly missingId: string
  readonly personId: string
  readonly listName: string
  /** Exactly one of the two is set. */
  readonly section: { readonly id: string; readonly title: string } | null
  readonly group: { readonly id: string; readonly title: string } | null
  readonly fileName: string
  /** Epoch ms. */
  readonly foundAt: number
  /** The last day that the file suggests. */
  readonly proposedOn: string | null
}

/** What a person says about students who are missing from a file. */
export type MissingWord =
  | { readonly kind: 'stays' }
  | { readonly kind: 'left'; readonly lastOn: string; readonly reason: EndReason; readonly detail: string }

/** Students who wait for a person to say whether they are still there: no file ever withdraws anybody. */
export function createMissingStudentsStore(database: Database) {
  return {
    /** Who waits, by section and list name; of one section and its groups alone, if one is named. */
    list: (sectionId: string | undefined): Promise<MissingStudent[]> =>
      database.read((db) => readMissing(db, sectionId === undefined ? sql`true` : isOf(sectionId))),

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

const isOf = (sectionId: string): SQL => sql`(s.id = ${sectionId} or g.key in (
  select gs.group_key from teaching_group_sections gs join sections own on own.key = gs.section_key
  where own.id = ${sectionId}))`

function readMissing(db: Db, condition: SQL): MissingStudent[] {
  const rows = db.all<
    Omit<MissingStudent, 'section' | 'group'> & {
      sectionId: string | null
      name: string
      gradeLevel: string
      groupKey: number | null
      groupId: string | null
    }
  >(sql`
    select x.id as missingId, p.id as personId, p.list_name as listName, s.id as sectionId, s.name,
      s.grade_level as gradeLevel, g.key as groupKey, g.id as groupId, i.file_name as fileName, x.found_at as foundAt,
      x.proposed_on as proposedOn
    from missing_students x
    join enrollments e on e.key = x.enrollment_key join persons p on p.key = e.person_key
    left join sections s on s.key = e.section_key left join teaching_groups g on g.key = e.group_key
    join imports i on i.key = x.import_key
    where x.settled_at is null and ${stillThere} and ${condition}
    order by s.key is null, cast(s.grade_level as integer), s.grade_level, s.name, g.key, p.list_name, x.key`)
  const titles = groupTitles(
    db,
    rows.flatMap(({ groupKey }) => groupKey ?? []),
  )
  return rows.map(({ sectionId, name, gradeLevel, groupKey, groupId, ...row }) => ({
    ...row,
    section: sectionId === null ? null : { id: sectionId, title: sectionTitle(gradeLevel, name) },
    group: groupId === null ? null : { id: groupId, title: titles.get(groupKey!) ?? '' },
  }))
}

interface WaitingRow {
  readonly key: number
  readonly personKey: number
  readonly enrollmentId: string
  readonly isOfGroup: 0 | 1
}

function waiting(db: Db, ids: readonly string[]): WaitingRow[] {
  const rows = db.all<WaitingRow & { settledAt: number | null }>(sql`
    select x.key, e.person_key as personKey, e.id as enrollmentId,
      e.group_key is not null as isOfGroup, x.settled_at as settledAt
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

/** Who left the school leaves every class of it; who moved, or is missing from one group, leaves that alone. */
function leave(
  db: Db,
  { personKey, enrollmentId, isOfGroup }: WaitingRow,
  { lastOn, reason, detail }: Extract<MissingWord, { kind: 'left' }>,
  author: RosterAuthor,
): void {
  const stays = readStays(db, [personKey]).get(personKey) ?? []
  const one = reason === 'movedSection' || isOfGroup === 1 ? enrollmentId : null
  const changed = changeStays(stays, { kind: 'withdraw', enrollmentId: one, lastOn, reason, detail })
  if (changed.objection === null) return putStays(db, personKey, stays, changed.stays, author)
  // Gone already, by another's word.
  if (changed.objection.why === 'nowhere') return
  throw new ProblemError('conflict', 'One of these students came after that day. Nothing was changed.', {
    field: 'as.lastOn',
    fix: 'Choose a later last day, or say that they were entered by mistake.',
  })
}
