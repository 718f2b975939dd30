import { foldText } from './names.ts'
import type { PersonFields } from './roster.ts'
import type { LocalDate } from './time.ts'

/** A person as the school has them, whom a file may mean. Archived ones are among them: a file can bring them back. */
export interface KnownPerson extends PersonFields {
  readonly key: number
  readonly kind: 'student' | 'staff'
  readonly isArchived: boolean
  /** Of a double that was merged: who it was all along. */
  readonly mergedIntoKey: number | null
}

/** A section, of whichever school year. */
export interface KnownSection {
  readonly key: number
  readonly name: string
  readonly gradeLevel: string
  /** Of the school year that the import is for: only such a section can be one of the file's. */
  readonly isOfYear: boolean
  /** Last day of its school year. */
  readonly yearLastOn: LocalDate
  readonly isArchived: boolean
  /** Who advises it now. */
  readonly adviserKey: number | null
}

/** A teaching group of the school year that the import is for. */
export interface KnownGroup {
  readonly key: number
  readonly subject: string
  readonly name: string
  readonly sectionKeys: readonly number[]
  /** Who teaches it now. */
  readonly teacherKeys: readonly number[]
  readonly isArchived: boolean
}

/** An enrollment that counts, in a section or a group: those that last, and those that ended in the school year. */
export interface KnownEnrollment {
  readonly key: number
  readonly personKey: number
  /** Exactly one of the two is set. */
  readonly sectionKey: number | null
  readonly groupKey: number | null
  readonly firstOn: LocalDate
  readonly lastOn: LocalDate | null
  readonly startReason: 'late' | 'transferredIn' | 'movedSection' | null
  readonly endReason: 'movedSection' | 'transferredOut' | 'noLongerInSchool' | null
}

/** That a file did not name an enrollment: the last time that it did not. */
export interface KnownMissing {
  readonly key: number
  readonly enrollmentKey: number
  /** Null while it waits for a person. */
  readonly settledAs: 'stays' | 'left' | 'back' | null
}

/** The school as an import is held against it. */
export interface KnownSchool {
  readonly people: readonly KnownPerson[]
  readonly sections: readonly KnownSection[]
  readonly groups: readonly KnownGroup[]
  readonly enrollments: readonly KnownEnrollment[]
  readonly missing: readonly KnownMissing[]
  /** Keys by {@link sourceKey}, of the system that the file comes from. */
  readonly sourceIds: ReadonlyMap<string, number>
  /** First day of the school year that the import is for. */
  readonly yearFirstOn: LocalDate
}

/** What another system has an id for. */
export type SourceKind = 'person' | 'section' | 'group'

/** How {@link KnownSchool.sourceIds} is asked. */
export const sourceKey = (kind: SourceKind, ref: string): string => `${kind}|${ref}`

/** Sections are one when grade and name agree but for case and accents. */
export const sectionKey = (gradeLevel: string, name: string): string => `${foldText(gradeLevel)}|${foldText(name)}`

/** A thing that is there, by its key, or one that the plan makes, by its place in the plan's list. */
export type Target = { readonly key: number } | { readonly fresh: number }

/** A word that tells targets apart, for maps. */
export const targetKey = (target: Target): string => ('key' in target ? `k${target.key}` : `n${target.fresh}`)
