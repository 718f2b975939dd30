import { tables, type Database } from './database.ts'
import { changeRosters, rosterNouns, type RosterAuthor, type RosterChange } from './roster-writing.ts'
import { ensureSchoolYear } from './school-years.ts'
import {
  addSection,
  archiveGroup,
  archiveSection,
  changeSection,
  restoreSection,
  setAdviser,
  type SectionFields,
} from './sections-writing.ts'
import { getSection, sectionKeyOf, type SectionRow } from './sections.ts'
import {
  assign,
  ensureGroup,
  ensureStaff,
  groupKeyOf,
  listGroups,
  setTeachers,
  type GroupRow,
  type NewGroup,
  type Teaching,
} from './teaching-groups.ts'
import { eq } from 'drizzle-orm'

/** What may be changed of a section: the adviser from a day on. */
export interface SectionChanges extends Partial<SectionFields> {
  readonly adviser?: { readonly personId: string | null; readonly fromOn: string }
}

/** A group to make, with who teaches it. */
export interface NewTaughtGroup extends Omit<NewGroup, 'at' | 'newId'> {
  readonly teachers: readonly { readonly email: string; readonly name: string }[]
}

/** What people do with sections and teaching groups: each is one deed in one transaction; `on` is today. */
export function createSectionDeeds(database: Database) {
  return {
    /** Adds a section to the school year of today. Raises `conflict` at `name`. */
    make: (
      fields: Pick<SectionFields, 'name' | 'gradeLevel' | 'shift'>,
      on: string,
      author: RosterAuthor,
    ): Promise<RosterChange<SectionRow>> =>
      database.write(rosterNouns, (db) => {
        const year = ensureSchoolYear(db, on, author.newId)
        return changeRosters(db, 'add', { personKeys: [] }, author, () =>
          getSection(db, addSection(db, year, fields, author.newId), on),
        )
      }),

    /** Changes what is given. Raises `notFound`, and `conflict` at `changes.name`. */
    change: (
      id: string,
      changes: SectionChanges,
      on: string,
      author: RosterAuthor,
    ): Promise<RosterChange<SectionRow>> =>
      database.write(rosterNouns, (db) => {
        const key = sectionKeyOf(db, id)
        return changeRosters(db, 'change', { sectionKeys: [key] }, author, () => {
          const { adviser, ...fields } = changes
          changeSection(db, key, fields)
          if (adviser !== undefined) setAdviser(db, key, adviser.personId, adviser.fromOn)
          return getSection(db, id, on)
        })
      }),

    /** Takes a section out of lists. Raises `conflict` while students are in it. */
    archive: (id: string, on: string, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const key = sectionKeyOf(db, id)
        return changeRosters(db, 'archive', { sectionKeys: [key] }, author, () =>
          archiveSection(db, key, on, author.at),
        )
      }),

    /** Puts a section back into lists. */
    restore: (id: string, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const key = sectionKeyOf(db, id)
        return changeRosters(db, 'archive', { sectionKeys: [key] }, author, () => restoreSection(db, key))
      }),

    /** Makes a teaching group with its subject and teachers, or returns the one of the same sections and subject. */
    makeGroup: ({ teachers, ...group }: NewTaughtGroup, on: string, author: RosterAuthor): Promise<GroupRow> =>
      database.write(rosterNouns, (db) => {
        const { at, newId } = author
        const groupKeys: number[] = []
        const { value } = changeRosters(db, 'add', { groupKeys }, author, () => {
          const key = ensureGroup(db, { ...group, at, newId })
          groupKeys.push(key)
          for (const teacher of teachers) assign(db, key, ensureStaff(db, teacher, author), group.fromOn)
          return listGroups(db, { groupKey: key }, on)[0]!
        })
        return value
      }),

    /** Names a group, or says who teaches it. Raises `notFound`. */
    changeGroup: (
      id: string,
      changes: { readonly name?: string; readonly teachers?: readonly Teaching[] },
      on: string,
      author: RosterAuthor,
    ): Promise<GroupRow> =>
      database.write(rosterNouns, (db) => {
        const key = groupKeyOf(db, id, 'groupId')
        const { value } = changeRosters(db, 'change', { groupKeys: [key] }, author, () => {
          const { name, teachers } = changes
          if (name !== undefined)
            db.update(tables.teachingGroups).set({ name }).where(eq(tables.teachingGroups.key, key)).run()
          if (teachers !== undefined) setTeachers(db, key, teachers, on)
          return listGroups(db, { groupKey: key }, on)[0]!
        })
        return value
      }),

    /** Takes a group out of lists. Raises `conflict` while a class of it is still to come. */
    archiveGroup: (id: string, author: RosterAuthor): Promise<RosterChange<void>> =>
      database.write(rosterNouns, (db) => {
        const key = groupKeyOf(db, id, 'groupId')
        return changeRosters(db, 'archive', { groupKeys: [key] }, author, () => archiveGroup(db, key, author.at))
      }),
  }
}
export type SectionDeeds = ReturnType<typeof createSectionDeeds>
