import { desc, eq, isNotNull, and } from 'drizzle-orm'
import type { RosterFormat } from '../../shared/domain/roster-bundle.ts'
import type { KnownSchool } from '../../shared/domain/roster-school.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Database, type Db } from './database.ts'
import { readSettings } from './policies.ts'
import { applyPlan, peopleTouched, type RosterApply } from './roster-apply.ts'
import { peopleOfDeed, recordDeed, undoDeed } from './roster-deeds.ts'
import { readSchool, rosterVersion, type SchoolAsked } from './roster-school.ts'
import { followRosters, rosterNouns, type RosterAuthor } from './roster-writing.ts'

/** The school as a file is held against it. */
export interface RosterSnapshot {
  readonly school: KnownSchool
  /** A word that any change of the rosters moves. */
  readonly version: string
  /** Until when sections may change as much as they like; null for never. */
  readonly firstWeeksUntil: string | null
}

/** How many of one kind of thing. */
interface Counts {
  readonly addedCount: number
  readonly changedCount: number
  readonly unchangedCount: number
  readonly refusedCount: number
}

/** A planned import on its way into the database. */
export interface RosterImport extends RosterApply {
  /** The version that the plan was made from; the import is refused when it has moved. */
  readonly version: string
  readonly fileName: string
  readonly digest: string
  /** What each column meant; empty for formats that say it themselves. */
  readonly mapping: Record<string, string>
  /** Of the header alone; null without a mapping. */
  readonly headerDigest: string | null
  /** Of students. */
  readonly counts: Counts
}

/** An import that was done. */
export interface KeptImport {
  readonly importId: string
  /** Null where it changed nothing, or was done before imports could be undone. */
  readonly deedId: string | null
  readonly fileName: string
  readonly format: RosterFormat
  readonly actor: string
  readonly importedAt: number
  readonly undoneAt: number | null
  /** Of students. */
  readonly counts: Counts
}

/** How many imports the list goes back. */
const listedImports = 100

/** The import of rosters: what is there, one transaction that changes it, and one that takes it back. */
export function createRosterImportStore(database: Database) {
  return {
    snapshot: (asked: SchoolAsked): Promise<RosterSnapshot> =>
      database.read((db) => ({
        school: readSchool(db, asked),
        version: rosterVersion(db),
        firstWeeksUntil: readSettings(db).firstWeeksUntil,
      })),

    /** What the columns of such a header meant the last time; null for a header that is new. */
    mappingFor: (headerDigest: string): Promise<Record<string, string> | null> =>
      database.read((db) => rememberedMapping(db, headerDigest)),

    /** The whole plan in one transaction, or nothing. Raises `stalePreview` when the roster has changed since the plan. */
    apply: (
      planned: RosterImport,
    ): Promise<{ importId: string; deedId: string | null; periodKeys: readonly number[] }> =>
      database.write(rosterNouns, (db) => {
        refuseStale(db, planned.version)
        const { id: importId, key: importKey } = insertImport(db, planned)
        // Who is new is known once they are there.
        const personKeys = peopleTouched(planned.plan)
        const { value, periodKeys } = followRosters(db, { personKeys }, planned, () =>
          recordDeed(db, { ...planned, kind: 'import', importKey }, () =>
            personKeys.push(...applyPlan(db, planned, importKey)),
          ),
        )
        return { importId, deedId: value.deedId, periodKeys }
      }),

    /** The imports, the last first, at most a hundred. */
    list: (): Promise<KeptImport[]> => database.read(listImports),

    /** Takes a whole import back; names the periods of which the list changed. Raises `notFound`, and `conflict` when something that it wrote was changed since. */
    undo: (deedId: string, author: RosterAuthor): Promise<readonly number[]> =>
      database.write(rosterNouns, (db) => {
        const personKeys = peopleOfDeed(db, deedId)
        return followRosters(db, { personKeys }, author, () => undoDeed(db, deedId, author)).periodKeys
      }),
  }
}
export type RosterImportStore = ReturnType<typeof createRosterImportStore>

function refuseStale(db: Db, version: string): void {
  if (rosterVersion(db) === version) return
  throw new ProblemError('stalePreview', 'The roster has changed since the preview was made. Nothing was imported.', {
    fix: 'Look at the preview again, then import.',
  })
}

function rememberedMapping(db: Db, headerDigest: string): Record<string, string> | null {
  const { imports } = tables
  const last = db
    .select({ mapping: imports.mapping })
    .from(imports)
    .where(and(isNotNull(imports.headerDigest), eq(imports.headerDigest, headerDigest)))
    .orderBy(desc(imports.key))
    .limit(1)
    .get()
  return last?.mapping ?? null
}

function listImports(db: Db): KeptImport[] {
  const { imports, rosterDeeds } = tables
  return db
    .select({
      importId: imports.id,
      deedId: rosterDeeds.id,
      fileName: imports.fileName,
      format: imports.format,
      actor: imports.actor,
      importedAt: imports.importedAt,
      undoneAt: rosterDeeds.undoneAt,
      counts: {
        addedCount: imports.addedCount,
        changedCount: imports.changedCount,
        unchangedCount: imports.unchangedCount,
        refusedCount: imports.refusedCount,
      },
    })
    .from(imports)
    .leftJoin(rosterDeeds, eq(rosterDeeds.importKey, imports.key))
    .orderBy(desc(imports.key))
    .limit(listedImports)
    .all()
}

function insertImport(db: Db, planned: RosterImport): { id: string; key: number } {
  const { bundle, fileName, digest, mapping, headerDigest, counts, actor, at, newId } = planned
  return db
    .insert(tables.imports)
    .values({
      id: newId(),
      fileName,
      format: bundle.format,
      digest,
      mapping,
      headerDigest,
      ...counts,
      actor,
      importedAt: at,
    })
    .returning({ id: tables.imports.id, key: tables.imports.key })
    .get()
}
