import type {
  Attendance,
  AttendanceRow,
  AttendanceState,
  Interval,
  PeriodSummary,
} from '../../shared/contract/attendance.ts'
import type {
  ClassPeriodId,
  DecisionId,
  MeetingId,
  PersonId,
  ReadId,
  SectionId,
  TeachingGroupId,
} from '../../shared/ids.ts'
import type { StayRow } from '../store/attendance-queries.ts'
import type { MarkRow } from '../store/attendance-rows.ts'
import type { AttendanceView, MarkDecision, ShownRule } from '../store/attendance-view.ts'
import type { PeriodView } from '../store/periods.ts'

const iso = (instant: number): string => new Date(instant).toISOString()
const isoOrNull = (instant: number | null): string | null => (instant === null ? null : iso(instant))

/** Where a period's attendance stands: what is kept once there is something, else by the clock. */
export function stateOf({ state, startAt, endAt }: PeriodView, now: number): AttendanceState {
  if (state !== null && state !== 'collecting') return state
  if (now < startAt) return 'planned'
  return now < endAt ? 'live' : 'collecting'
}

/** A class period as the contract has it. */
export function summaryOf(view: PeriodView, now: number): PeriodSummary {
  return {
    id: view.id as ClassPeriodId,
    meetingId: (view.meeting?.id ?? null) as MeetingId | null,
    time: {
      on: view.on,
      startsAt: view.startsAt,
      durationMinutes: view.durationMinutes,
      timeZone: view.timeZone,
      startInstant: iso(view.startAt),
      endInstant: iso(view.endAt),
    },
    group: { id: view.group.id as TeachingGroupId, title: view.group.title },
    sections: view.sections.map(({ id, name, gradeLevel }) => ({ id: id as SectionId, name, gradeLevel })),
    subject: view.subject,
    teachers: [...view.teachers],
    substitute: view.substitute,
    held: view.held,
    state: stateOf(view, now),
    nextReadAt: isoOrNull(view.nextReadAt),
    finalAt: isoOrNull(view.finalAt),
    figures: view.figures,
    missing: [...view.missing],
    meetingState: view.meeting?.state ?? null,
    proposedChanges: view.proposedChanges,
  }
}

/** The attendance of one period as the contract has it. */
export function attendanceOf(view: AttendanceView, now: number): Attendance {
  return {
    period: summaryOf(view.period, now),
    rule: { id: view.rule.id, name: ruleName(view.rule), fromOn: view.rule.fromOn },
    heldFrom: isoOrNull(view.heldFrom),
    heldTo: isoOrNull(view.heldTo),
    rows: view.rows.map((row) =>
      rowOf(row, view.stays.get(row.personKey) ?? [], view.history.get(row.personKey) ?? []),
    ),
    reads: view.reads.map(({ id, readAt, source, pages, rowCount, isSameAsBefore }) => ({
      id: id as ReadId,
      readAt: iso(readAt),
      source,
      pages,
      rows: rowCount,
      isSameAsBefore,
    })),
    waitsFor: [...view.waitsFor],
    closedBy: view.closed === null ? null : { ...view.closed, at: iso(view.closed.at) },
    realTimesProposal:
      view.realFrom === null || view.realTo === null
        ? null
        : { startsAt: iso(view.realFrom), endsAt: iso(view.realTo) },
  }
}

/** "15 minutes", "80 %": how a rule is called. */
export function ruleName({ preset, presentMinutes, presentPercent }: ShownRule): string {
  return preset === 'percent' ? `${presentPercent} %` : `${presentMinutes} minutes`
}

/** A stay as the contract has it. */
export function intervalOf({ joinedAt, leftAt, isWaitingRoom, breakoutId, displayName }: StayRow): Interval {
  return {
    joinedAt: iso(joinedAt),
    leftAt: iso(leftAt),
    kind: isWaitingRoom === 1 ? 'waitingRoom' : breakoutId === '' ? 'inClass' : 'breakout',
    displayName,
  }
}

type ThreeFacts = NonNullable<AttendanceRow['byTheRule']>
const factsOf = (json: string | null): ThreeFacts | null => (json === null ? null : (JSON.parse(json) as ThreeFacts))

function rowOf(row: MarkRow, stays: readonly StayRow[], history: readonly MarkDecision[]): AttendanceRow {
  const { mark } = row
  return {
    personId: row.personId as PersonId,
    listName: row.listName,
    studentNumber: row.studentNumber,
    sex: row.sex,
    section: row.section,
    presence: mark.presence as AttendanceRow['presence'],
    isLate: mark.isLate === 1,
    hasLeftEarly: mark.hasLeftEarly === 1,
    excuse: mark.excuse,
    seconds: mark.seconds,
    firstInAt: isoOrNull(mark.firstInAt),
    lastOutAt: isoOrNull(mark.lastOutAt),
    recognisedBy: recognisedBy(row),
    isUnconfirmed: mark.isUnconfirmed === 1,
    intervals: stays.map(intervalOf),
    reasons: JSON.parse(mark.reasons) as AttendanceRow['reasons'],
    byTheRule: factsOf(mark.ruled),
    history: history.map(({ id, at, by, what, reason }) => ({ id: id as DecisionId, at: iso(at), by, what, reason })),
    proposed: factsOf(mark.proposed),
    hadNoWorkingLink: mark.hadNoWorkingLink === 1,
  }
}

/** By what the student was known; `hand` for a mark that rests on a person's word alone. */
export function recognisedBy({ mark, override }: Pick<MarkRow, 'mark' | 'override'>): AttendanceRow['recognisedBy'] {
  if (mark.evidence !== null) return mark.evidence as AttendanceRow['recognisedBy']
  return override === null || override.presence === 'absent' ? null : 'hand'
}
