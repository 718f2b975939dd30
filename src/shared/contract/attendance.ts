import { z } from 'zod'
import { ClassPeriodId, DecisionId, MeetingId, PersonId, ReadId, SectionId, TeachingGroupId } from '../ids.ts'
import { Instant, LocalDate, MadeFile, PlannedTime, Text } from './common.ts'
import { command, everyone, markers, officeStaff, query } from './row.ts'

/** The first fact of a mark. Excused is a reason, late and left early are flags: none of them stands here. */
export const Presence = z.enum(['present', 'partial', 'absent', 'notSeenYet', 'notHeld', 'notEnrolled'])
export type Presence = z.infer<typeof Presence>

/** Whether the class took place. Only a held one can make anybody absent. */
export const Held = z.enum(['held', 'notHeld', 'suspended', 'moved', 'asynchronous', 'unknown'])
export type Held = z.infer<typeof Held>

/** Where a period's attendance stands. Before `final` nobody is called absent. */
export const AttendanceState = z.enum(['planned', 'live', 'collecting', 'final', 'checked', 'signed'])
export type AttendanceState = z.infer<typeof AttendanceState>

/** What a mark says besides its reason. */
export const Mark = z.strictObject({ presence: Presence, isLate: z.boolean(), hasLeftEarly: z.boolean() })
export type Mark = z.infer<typeof Mark>

/** Figures of one class period. Each says by its name what it counts. */
export const PeriodFigures = z.strictObject({
  expected: z.int(),
  /** Anyone seen at all. */
  came: z.int(),
  present: z.int(),
  late: z.int(),
  leftEarly: z.int(),
  partial: z.int(),
  absent: z.int(),
  notSeenYet: z.int(),
  excused: z.int(),
  /** (present + late + left early) / enrolled that day, 0 to 1; null when the class was not held or nobody is enrolled. */
  attendanceRate: z.number().nullable(),
  /** Mean time in class of those who came, in seconds. */
  averageSeconds: z.number().nullable(),
  /** Sum of all students' time in class, in seconds. */
  totalSeconds: z.number(),
  unidentified: z.int(),
})
export type PeriodFigures = z.infer<typeof PeriodFigures>

/** A class period as Today and lists show it. */
export const PeriodSummary = z.strictObject({
  id: ClassPeriodId,
  meetingId: MeetingId.nullable(),
  time: PlannedTime,
  group: z.strictObject({ id: TeachingGroupId, title: z.string() }),
  sections: z.array(z.strictObject({ id: SectionId, name: z.string(), gradeLevel: z.string() })),
  subject: z.string(),
  teachers: z.array(z.string()),
  /** Who held it, or will hold it, in the teacher's stead; both names stay on the record. */
  substitute: z.string().nullable(),
  held: Held,
  state: AttendanceState,
  /** When the report is read next; null when nothing more is to come, and while Zoom is switched off. */
  nextReadAt: Instant.nullable(),
  finalAt: Instant.nullable(),
  figures: PeriodFigures,
  /** Names of the first few who are missing ("not seen yet" or absent), list form. */
  missing: z.array(z.string()).max(5),
  /** How the meeting stands with Zoom; null without a meeting. */
  meetingState: z.enum(['creating', 'scheduled', 'cancelling', 'cancelled', 'refused', 'missing']).nullable(),
  /** Marks that a later report of Zoom would change. */
  proposedChanges: z.int(),
})
export type PeriodSummary = z.infer<typeof PeriodSummary>

/** What a strip draws: one stay of a person. */
export const Interval = z.strictObject({
  joinedAt: Instant,
  leftAt: Instant,
  kind: z.enum(['inClass', 'waitingRoom', 'breakout']),
  /** The display name at Zoom, as evidence. */
  displayName: z.string(),
})
export type Interval = z.infer<typeof Interval>

/** One machine-readable step from facts to mark; the words are the screen's. */
export const MarkReason = z.strictObject({
  code: z.string(),
  numbers: z.record(z.string(), z.number()).default({}),
  /** Words of closed lists that belong to the step: `by`, `link`, `state`, `missing` (several, with spaces between). */
  words: z.record(z.string(), z.string()).optional(),
})

/** One decision of a person about one mark. */
export const Decision = z.strictObject({
  id: DecisionId,
  at: Instant,
  by: z.string(),
  /** `undo`, `identified`, or the presence that was set and its flags: `present late leftEarly`, `absent`, `byTheRule`. */
  what: z.string(),
  reason: z.string(),
})

/** The attendance of one student in one class period, with the evidence for it. */
export const AttendanceRow = z.strictObject({
  personId: PersonId,
  listName: z.string(),
  studentNumber: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  section: z.string(),
  presence: Presence,
  isLate: z.boolean(),
  hasLeftEarly: z.boolean(),
  excuse: z.string().nullable(),
  /** Time counted inside the class window, in seconds, unrounded. */
  seconds: z.number(),
  firstInAt: Instant.nullable(),
  lastOutAt: Instant.nullable(),
  recognisedBy: z.enum(['link', 'customerKey', 'email', 'name', 'knownAs', 'decision', 'hand']).nullable(),
  isUnconfirmed: z.boolean(),
  intervals: z.array(Interval),
  reasons: z.array(MarkReason),
  /** What the rule says, when a person has overridden it. */
  byTheRule: Mark.nullable(),
  history: z.array(Decision),
  /** What a later report of Zoom would make of it; null when nothing would change. */
  proposed: Mark.nullable(),
  /** Zoom refused or never got this student's registration: never absent by itself. */
  hadNoWorkingLink: z.boolean(),
})
export type AttendanceRow = z.infer<typeof AttendanceRow>

/** One complete reading of a report. */
export const ReadSummary = z.strictObject({
  id: ReadId,
  readAt: Instant,
  source: z.enum(['past', 'report']),
  pages: z.int(),
  rows: z.int(),
  /** Whether it says the same as the read before it. */
  isSameAsBefore: z.boolean(),
})

/** The attendance of one class period: what the screen, the register and every export are made of. */
export const Attendance = z.strictObject({
  period: PeriodSummary,
  rule: z.strictObject({ id: z.string(), name: z.string(), fromOn: LocalDate }),
  heldFrom: Instant.nullable(),
  heldTo: Instant.nullable(),
  rows: z.array(AttendanceRow),
  reads: z.array(ReadSummary),
  /**
   * What final still waits for, in closed-list words: `thirtyMinutesAfterEnd`, `twoEqualReads`, `rows`, `durations`,
   * `allPages`, `host`, `headCount`; and why "Did this class take place?" is asked: `noRun`, `emptyReport`, `noHost`,
   * `noStudents`.
   */
  waitsFor: z.array(z.string()),
  closedBy: z.strictObject({ by: z.string(), at: Instant, reason: z.string() }).nullable(),
  /** The host and most students came 10 or more minutes off schedule: the real times, for one click. */
  realTimesProposal: z.strictObject({ startsAt: Instant, endsAt: Instant }).nullable(),
})
export type Attendance = z.infer<typeof Attendance>

const Which = z
  .strictObject({ periodId: ClassPeriodId.optional(), meetingId: MeetingId.optional() })
  .refine(
    (which) => (which.periodId === undefined) !== (which.meetingId === undefined),
    'Name a class period or a meeting.',
  )

/** Operations about class periods and marks. */
export const attendance = {
  /** The class periods of some days; a day has up to some 240. */
  'period.list': query(
    z.strictObject({ fromOn: LocalDate, toOn: LocalDate, sectionId: SectionId.optional() }),
    z.strictObject({ periods: z.array(PeriodSummary), now: Instant }),
    { roles: everyone },
  ),
  /** "Did this class take place?", answered by a person. */
  'period.answerHeld': command(
    z.strictObject({ periodId: ClassPeriodId, held: Held.exclude(['unknown']), reason: Text(300) }),
    Attendance,
    { roles: markers },
  ),
  /** Judges the whole class by the real times, or by the schedule again. */
  'period.judgeByRealTimes': command(
    z.strictObject({ periodId: ClassPeriodId, useRealTimes: z.boolean(), reason: Text(300) }),
    Attendance,
    { roles: markers },
  ),
  /**
   * Reads Zoom's report now: every run, every page. While Zoom has none the answer says what is waited for; raises
   * `offline` and its like (what was read stays), and `conflict` for a class without a meeting at Zoom.
   */
  'attendance.collect': command(Which, Attendance, { roles: everyone }),
  'attendance.get': query(Which, Attendance, { roles: everyone }),
  /** Corrects marks by hand; wins over every later computation. `byTheRule` takes the override back. */
  'attendance.override': command(
    z.strictObject({
      periodId: ClassPeriodId,
      personIds: z.array(PersonId).min(1).max(500),
      presence: z.enum(['present', 'partial', 'absent', 'byTheRule']),
      isLate: z.boolean().default(false),
      hasLeftEarly: z.boolean().default(false),
      excuse: z.enum(['illness', 'officialActivity', 'family', 'calamity', 'connection', 'other']).optional(),
      reason: Text(300),
    }),
    Attendance,
    { roles: markers },
  ),
  /** Takes back the latest override of each of these students. */
  'attendance.undoOverride': command(
    z.strictObject({ periodId: ClassPeriodId, personIds: z.array(PersonId).min(1).max(500) }),
    Attendance,
    { roles: markers },
  ),
  /** Calls an open period final by a person's word. */
  'attendance.close': command(z.strictObject({ periodId: ClassPeriodId, reason: Text(300) }), Attendance, {
    roles: markers,
  }),
  /** A roll taken by hand: everybody present but those named. For classes without Zoom, a brownout, an in-person day. */
  'attendance.rollByHand': command(
    z.strictObject({
      periodId: ClassPeriodId,
      absentIds: z.array(PersonId).max(500),
      lateIds: z.array(PersonId).max(500),
    }),
    Attendance,
    { roles: markers },
  ),
  /** "Zoom changed its report": takes the change, or keeps the marks as they are. */
  'attendance.decideChange': command(
    z.strictObject({ periodId: ClassPeriodId, accept: z.boolean(), reason: Text(300) }),
    Attendance,
    { roles: markers },
  ),
  /** The attendance of one or many periods as a file. Made of the same rows that the screen shows. */
  'attendance.export': command(
    z.strictObject({
      periodIds: z.array(ClassPeriodId).min(1).max(5000).optional(),
      fromOn: LocalDate.optional(),
      toOn: LocalDate.optional(),
      sectionId: SectionId.optional(),
      format: z.enum(['csv', 'xlsx']),
    }),
    z.strictObject({ file: MadeFile, rows: z.int() }),
    { roles: officeStaff, isLong: true },
  ),
}

/** Somebody of a class whom no certain evidence names. */
export const Stranger = z.strictObject({
  /** Stable over reads of the same run: what decisions hang on. */
  key: z.string(),
  periodId: ClassPeriodId,
  periodTitle: z.string(),
  startAt: Instant,
  displayName: z.string(),
  email: z.string().nullable(),
  seconds: z.number(),
  intervals: z.array(Interval),
  /** Why they stand here, in closed-list words. */
  why: z.enum([
    'unknownName',
    'sameNameTwice',
    'nameElsewhere',
    'evidenceDisagrees',
    'looksLikeSibling',
    'deviceName',
    'keptWaiting',
    'unconfirmedName',
  ]),
  suggestions: z.array(
    z.strictObject({
      personId: PersonId,
      listName: z.string(),
      score: z.number(),
      isExpected: z.boolean(),
      isHere: z.boolean(),
    }),
  ),
  decided: z
    .strictObject({ as: z.enum(['person', 'notAStudent']), personIds: z.array(PersonId), by: z.string(), at: Instant })
    .nullable(),
})
export type Stranger = z.infer<typeof Stranger>

/** Operations of "Who is this?". */
export const match = {
  'match.list': query(
    z.strictObject({ periodId: ClassPeriodId.optional(), includeDecided: z.boolean().default(false) }),
    z.strictObject({ strangers: z.array(Stranger) }),
    { roles: everyone },
  ),
  /** Says who it was: one student, or several on one device. `remember` keeps the name for this teaching group and year. */
  'match.resolve': command(
    z.strictObject({
      periodId: ClassPeriodId,
      key: Text(400),
      personIds: z.array(PersonId).min(1).max(6),
      remember: z.boolean().default(true),
    }),
    Attendance,
    { roles: markers },
  ),
  /** Not a student: a parent, a guest, the teacher's second device. */
  'match.dismiss': command(
    z.strictObject({ periodId: ClassPeriodId, key: Text(400), reason: z.string().trim().max(300).default('') }),
    Attendance,
    { roles: markers },
  ),
  /** Takes the decision back; the person stands in the list again. */
  'match.undo': command(z.strictObject({ periodId: ClassPeriodId, key: Text(400) }), Attendance, { roles: markers }),
}
