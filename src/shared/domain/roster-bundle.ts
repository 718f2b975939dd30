import type { PersonFields } from './roster.ts'
import type { LocalDate } from './time.ts'

/** Formats of roster files. `table` is any CSV, TSV or XLSX with a header row whose columns a person can map. */
export const rosterFormats = ['table', 'oneRoster', 'clever', 'sds', 'schoolForm1'] as const
/** One of them. */
export type RosterFormat = (typeof rosterFormats)[number]

/** Where something stands in the files that were given. */
export interface Origin {
  /** Name of the file within the import: `users.csv`, or the one file's own name. */
  readonly file: string
  /** 1-based, counting the header. */
  readonly line: number
}

/**
 * What roster files say, whatever their format: every reader makes one, and one plan holds it against the school. Refs are
 * the files' own ids (sourcedId, Student_id), or made up by the reader where a format has none; they are unique per list.
 */
export interface RosterBundle {
  readonly format: RosterFormat
  /** The system that the ids belong to, such as `PowerSchool:1234`; null where the refs mean nothing to the next file. */
  readonly source: string | null
  /** Only what changed: whoever is not named is not missing. */
  readonly isDelta: boolean
  readonly sections: readonly BundleSection[]
  readonly groups: readonly BundleGroup[]
  readonly people: readonly BundlePerson[]
  readonly enrollments: readonly BundleEnrollment[]
}

/** A homeroom group. */
export interface BundleSection {
  readonly ref: string
  readonly name: string
  readonly gradeLevel: string
  /** Ref of the adviser among the people; null where nothing is said. */
  readonly adviserRef: string | null
  /** Taken out of use by a delta file. */
  readonly isGone: boolean
  readonly origin: Origin
}

/** A class of a subject: whole sections, or students one by one through enrollments of the group. */
export interface BundleGroup {
  readonly ref: string
  readonly subject: string
  /** As the other system calls it. */
  readonly name: string
  readonly sectionRefs: readonly string[]
  readonly teacherRefs: readonly string[]
  readonly isGone: boolean
  readonly origin: Origin
}

/** A student or a member of the staff. Empty text and null stand for "the file says nothing": they change nothing. */
export interface BundlePerson extends PersonFields {
  readonly ref: string
  readonly kind: 'student' | 'staff'
  /** No longer in use, by the file: a delta took them out. */
  readonly isGone: boolean
  readonly origin: Origin
}

/** A student in a section or a group, with the days that the file gives. */
export interface BundleEnrollment {
  readonly ref: string
  readonly personRef: string
  /**
   * Exactly one of the two is set. In a delta a class may be named that stands in an earlier file: its ref is then a
   * group's, among none of `groups`, and may have become a section.
   */
  readonly sectionRef: string | null
  readonly groupRef: string | null
  /** First day, included; null where the file says none. */
  readonly firstOn: LocalDate | null
  /** Last day, included; null while it lasts or where the file says none. */
  readonly lastOn: LocalDate | null
  /** Why it began late or ended, where the file says (School Form 1's remarks). */
  readonly startReason: 'late' | 'transferredIn' | null
  readonly endReason: 'transferredOut' | 'noLongerInSchool' | null
  /** The remark as it stands: the other school, a date. */
  readonly remark: string
  /** Taken back by a delta file. */
  readonly isGone: boolean
  readonly origin: Origin
}

/** What is wrong with a row. A refused row is left out; any other is taken without the doubtful cell. */
export interface BundleIssue extends Origin {
  /** The column's header as the file writes it; null for the row as a whole. */
  readonly column: string | null
  readonly code: BundleIssueCode
  readonly isRefused: boolean
  /** Another line of the same file that this one is at odds with. */
  readonly otherLine?: number
  /** How the format writes the header (`headerCase`, `headerNear`). */
  readonly expected?: string
}

/** The closed list of what can be wrong; each has a sentence of its own in `roster-issues`. */
export const bundleIssueCodes = [
  'noName',
  'noFamilyName',
  'noSection',
  'spreadsheetNumber',
  'numberTwice',
  'sameStudentTwice',
  'otherNameUnderNumber',
  'badEmail',
  'badDate',
  'badSex',
  'badPhone',
  'sharedEmail',
  'tooLong',
  'idTwice',
  'noId',
  'orphanPerson',
  'orphanClass',
  'orphanCourse',
  'orphanOrg',
  'cycle',
  'badStatus',
  'badRole',
  'datesReversed',
  'disabledUser',
  'unknownRemark',
  'lostZeros',
  'restoredZeros',
  'badNumber',
  'unclearDate',
  'noLastDay',
  'totalDiffers',
  // More cells than the header has columns: one that holds a comma stands without quotation marks.
  'cellsSlipped',
  // Of a header (line 1): capitals or spaces are other than the format's; one letter is. The column was read all the same.
  'headerCase',
  'headerNear',
  // An id that another file writes with more or fewer zeros in front: it was taken for the same.
  'zerosDiffer',
  // The same student in the same class for the same days.
  'enrolledTwice',
  // An enrollment that ends before its first day is over: who never came.
  'zeroDays',
  // Neither homeroom nor scheduled: taken for a class of a subject.
  'badClassType',
  // The files of a zip lie in a folder, against the format; they were read all the same.
  'inFolder',
  // Found when the file is held against the school.
  'secondSection',
  'endedHere',
] as const
/** One of them. */
export type BundleIssueCode = (typeof bundleIssueCodes)[number]

/** What a reader returns: what can be taken, and everything that a person should know about the rest. */
export interface ReadRoster {
  readonly bundle: RosterBundle
  readonly issues: readonly BundleIssue[]
  /** "OneRoster 1.2, everything, from PowerSchool", for the preview; null for a table. */
  readonly sourceTitle: string | null
  /** Rows that the files hold besides headers. */
  readonly rowCount: number
}
