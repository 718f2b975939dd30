import type { PersonFields } from '../../shared/domain/roster.ts'
import { sql } from 'drizzle-orm'
import type { Database, Db } from './database.ts'
import { putStays } from './enrollment-writing.ts'
import { joinHousehold, leaveHousehold } from './households.ts'
import { addPerson, archivePeople, changePerson, personKeysOf, restorePeople } from './people-writing.ts'
import { mergePeople, previewMerge, type MergePlan } from './people-merge.ts'
import { getPerson, type KeptPerson } from './people-rows.ts'
import { peopleOfDeed, undoDeed } from './roster-deeds.ts'
import { changeRosters, followRosters, rosterNouns, type RosterAuthor, type RosterChange } from './roster-writing.ts'

/** Where a new student is enrolled at once. */
export interface FirstEnrollment {
  readonly sectionId: string
  readonly firstOn: string
  readonly reason: 'late' | 'transferredIn' | null
  readonly detail: string
}

/** What people do with single persons: each is one deed in one transaction, and registrations follow. */
export function createPeopleDeeds(database: Database) {
  return {
    /** Adds a person, enrolled at once where that is said. Raises `conflict` at `fields.studentNumber`. */
    add: (
      kind: KeptPerson['kind'],
      fields: Partial<PersonFields>,
      enroll: FirstEnrollment | undefined,
      author: RosterAuthor,
    ): Promise<RosterChange<KeptPerson>> =>
      database.write(rosterNouns, (db) => {
        // Who is touched is known once they are there.
        const personKeys: number[] = []
        return changeRosters(db, 'add', { personKeys }, author, () => {
          const { key, id } = addPerson(db, kind, fields, author)
          personKeys.push(key)
          if (enroll !== undefined) {
            const { sectionId, firstOn, reason, detail } = enroll
            const stay = {
              id: null,
              place: { kind: 'section', id: sectionId },
              firstOn,
              lastOn: null,
              startReason: reason,
              startDetail: detail === '' ? null : detail,
              endReason: null,
              endDetail: null,
            } as const
            putStays(db, key, [], [stay], author)
          }
          return getPerson(db, id)
        })
      }),

    /** Changes what is given. Raises `notFound`, and `conflict` at `changes.studentNumber`. */
    change: (id: string, changes: Partial<PersonFields>, author: RosterAuthor): Promise<RosterChange<KeptPerson>> =>
      database.write(rosterNouns, (db) =>
        changeRosters(db, 'change', { personKeys: [getPerson(db, id).key] }, author, () => {
          changePerson(db, id, changes, author)
          return getPerson(db, id)
        }),
      ),

    /** Takes people out of lists as of a day. Raises `conflict` for one who is enrolled, teaches or advises. */
    archive: (ids: readonly string[], on: string, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const personKeys = personKeysOf(db, ids, 'personIds')
        return changeRosters(db, 'archive', { personKeys }, author, () => archivePeople(db, personKeys, on, author.at))
      }),

    /** Puts people back into lists. Raises `conflict` for one who was merged into another. */
    restore: (ids: readonly string[], author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const personKeys = personKeysOf(db, ids, 'personIds')
        return changeRosters(db, 'archive', { personKeys }, author, () => restorePeople(db, personKeys, author.at))
      }),

    /** Says that these share a home. */
    joinHousehold: (ids: readonly string[], author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const personKeys = personKeysOf(db, ids, 'personIds')
        return changeRosters(db, 'change', { personKeys }, author, () => joinHousehold(db, personKeys, author))
      }),

    /** Takes a person out of their household. */
    leaveHousehold: (id: string, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const { key } = getPerson(db, id)
        return changeRosters(db, 'change', { personKeys: [key] }, author, () => leaveHousehold(db, key, author.at))
      }),

    /** What merging would do as of now. Raises `notFound`, and `conflict` for entries that cannot be one person. */
    previewMerge: (keepId: string, doubleId: string, now: number): Promise<MergePlan> =>
      database.read((db) => previewMerge(db, keepId, doubleId, now)),

    /** Makes two entries one. Raises `stalePreview` when one of them has changed since the preview. */
    merge: (keepId: string, doubleId: string, digest: string, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const personKeys = [getPerson(db, keepId).key, getPerson(db, doubleId).key]
        const marked = markedPeriods(db, personKeys)
        const change = changeRosters(db, 'merge', { personKeys }, author, () =>
          mergePeople(db, keepId, doubleId, digest, author),
        )
        return { ...change, periodKeys: [...new Set([...marked, ...change.periodKeys])] }
      }),

    /** Takes a deed on the rosters back, whole. Raises `conflict` when something that it wrote was changed since. */
    undo: (deedId: string, author: RosterAuthor): Promise<readonly number[]> =>
      database.write(rosterNouns, (db) => {
        const personKeys = peopleOfDeed(db, deedId)
        const marked = isMerge(db, deedId) ? markedPeriods(db, personKeys) : []
        const { periodKeys } = followRosters(db, { personKeys }, author, () => undoDeed(db, deedId, author))
        return [...new Set([...marked, ...periodKeys])]
      }),
  }
}
export type PeopleDeeds = ReturnType<typeof createPeopleDeeds>

const isMerge = (db: Db, deedId: string): boolean =>
  db.get<{ kind: string } | undefined>(sql`select kind from roster_deeds where id = ${deedId}`)?.kind === 'merge'

/** The class periods in which one of these has a mark: whose it is changes when two become one, or one two again. */
const markedPeriods = (db: Db, personKeys: readonly number[]): number[] =>
  db
    .all<{ key: number }>(
      sql`
    select distinct k.period_key as key from marks k join class_periods p on p.key = k.period_key
    where k.person_key in (select value from json_each(${JSON.stringify(personKeys)})) and p.cancelled_at is null
    order by key`,
    )
    .map(({ key }) => key)
