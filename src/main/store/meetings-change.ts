import { eq } from 'drizzle-orm'
import type { KeptTime } from '../../shared/domain/planned-time.ts'
import { ProblemError } from '../../shared/problem.ts'
import { tables, type Db } from './database.ts'
import { giveToClass, peopleOf, type ForWhom } from './meetings-class.ts'
import { addDates, cancelDates, datesOf, giveDates, moveDate } from './meetings-dates.ts'
import {
  cancelAtZoom,
  laterThan,
  mayBeAtZoom,
  noteChanged,
  queueChange,
  registerAnew,
  stopRegistering,
  unmade,
  type Writing,
} from './meetings-sending.ts'
import type { DateRow } from './meetings-view.ts'
import { enqueue, type MeetingRow } from './outbox-queue.ts'
import type { KeptAddressRules } from './registrants.ts'
import { resumeRegistrants } from './registrants-plan.ts'

/** What a meeting says after a change, besides its dates. */
export type MeetingValues = Pick<
  MeetingRow,
  | 'type'
  | 'recurrence'
  | 'hostId'
  | 'hostName'
  | 'hostEmail'
  | 'alternativeHosts'
  | 'title'
  | 'description'
  | 'settings'
> & { readonly time: KeptTime }

/** What becomes of one date within reach of a change. */
export interface DateChange {
  /** Null for a date that is added. */
  readonly date: DateRow | null
  readonly number: number
  /** Null for one that falls away. */
  readonly after: KeptTime | null
  readonly isMoved: boolean
  /** What holds for this date alone. */
  readonly overrides: DateRow['overrides']
}

/** A change that was thought through: what is written is exactly this. */
export interface PlannedChange {
  readonly meetingId: string
  /** `changedAt` of the meeting that it was made from. */
  readonly basedOn: number
  /** A second meeting carries the dates of this change, since Zoom cannot change them within the first. */
  readonly isSplit: boolean
  /** It changes what only a meeting that Zoom has not made can change. */
  readonly mustBeUnsent: boolean
  /** Of the meeting, or of the second one. */
  readonly values: MeetingValues
  /** Left out where it stays for whom it is; another class only of dates that nothing was collected of. */
  readonly forWhom?: ForWhom | undefined
  readonly dates: readonly DateChange[]
}

/** What else writing a change needs. */
export interface ChangeWriting extends Writing {
  readonly rules: KeptAddressRules
  /** Of the second meeting, if there is to be one. */
  readonly second: { readonly id: string; readonly reference: string }
}

/**
 * Writes a planned change, inside the caller's transaction: rows, class periods, registrations and what is to be sent.
 * Returns the id of the meeting that now carries the dates. Raises `conflict` when the meeting is not any more as the
 * plan found it.
 */
export function applyPlan(db: Db, plan: PlannedChange, writing: ChangeWriting): string {
  const before = db.select().from(tables.meetings).where(eq(tables.meetings.id, plan.meetingId)).get()
  if (before?.changedAt !== plan.basedOn || (plan.mustBeUnsent && mayBeAtZoom(db, before))) throw changedMeanwhile()
  return plan.isSplit ? splitOff(db, before, plan, writing) : changeInPlace(db, before, plan, writing)
}

/** Somebody else, or another window, was faster. */
export const changedMeanwhile = (): ProblemError =>
  new ProblemError('conflict', 'This meeting was changed meanwhile, here or by somebody else.', {
    fix: 'Look at it as it is now, and make your change again.',
  })

function changeInPlace(db: Db, before: MeetingRow, plan: PlannedChange, writing: ChangeWriting): string {
  const { time, ...values } = plan.values
  const people = plan.forWhom === undefined ? {} : peopleOf(db, plan.forWhom, time, writing)
  db.update(tables.meetings)
    .set({ ...values, ...time, ...people, changedAt: laterThan(before, writing.now) })
    .where(eq(tables.meetings.key, before.key))
    .run()
  const meeting = { ...before, ...values, ...time, ...people }
  changeDates(db, before, meeting, plan.dates, writing)
  if (before.audience === 'class' && meeting.audience !== 'class') stopRegistering(db, meeting, writing)
  queueChange(db, meeting, writing, plan.forWhom === undefined ? {} : { changesPeople: true })
  resumeRegistrants(db, { meetingKey: meeting.key, isWithStopped: false }, writing.now)
  // Other dates may be other students', and a new host has no link of their own.
  registerAnew(db, meeting, firstOn(db, meeting, writing.now), writing.rules, writing)
  return before.id
}

function splitOff(db: Db, before: MeetingRow, plan: PlannedChange, writing: ChangeWriting): string {
  const { time, ...values } = plan.values
  const { now, second } = writing
  const { key: _, ...kept } = before
  const people = plan.forWhom === undefined ? {} : peopleOf(db, plan.forWhom, time, writing)
  const after = db
    .insert(tables.meetings)
    .values({
      ...kept,
      ...values,
      ...time,
      ...people,
      ...second,
      ...unmade(now),
    })
    .returning()
    .get()
  giveDates(
    db,
    plan.dates.flatMap(({ date }) => date ?? []),
    after.key,
  )
  changeDates(db, before, after, plan.dates, writing)
  enqueue(db, { meetingKey: after.key, action: 'create', payload: { takesOver: true }, ...writing })
  registerAnew(db, after, firstOn(db, after, now), writing.rules, writing)
  if (!datesOf(db, before.key).some(({ state }) => state === 'scheduled')) cancelAtZoom(db, before, writing)
  else {
    noteChanged(db, before, now)
    queueChange(db, before, writing, { clearsDates: true })
  }
  return after.id
}

function changeDates(
  db: Db,
  before: Pick<MeetingRow, 'groupKey'>,
  meeting: Pick<MeetingRow, 'key' | 'groupKey'>,
  changes: readonly DateChange[],
  writing: Writing,
): void {
  cancelDates(
    db,
    changes.flatMap(({ date, after }) => (date !== null && after === null ? date : [])),
    writing.now,
  )
  // A date that moves later makes room first for the one before it, so that no class period meets another's.
  const moves = changes.flatMap(({ date, after, ...rest }) =>
    date === null || after === null ? [] : [{ date: { ...date, meetingKey: meeting.key }, time: after, ...rest }],
  )
  const later = moves.filter(({ date, time }) => time.startInstant > date.startInstant)
  const others = moves.filter(({ date, time }) => time.startInstant <= date.startInstant)
  for (const { date, ...to } of [...later.toReversed(), ...others]) moveDate(db, date, to, before.groupKey, writing)
  if (meeting.groupKey !== before.groupKey) {
    giveToClass(
      db,
      meeting,
      moves.map(({ date, time }) => ({ dateKey: date.key, time })),
      writing,
    )
  }
  const added = changes.flatMap(({ date, number, after }) =>
    date === null && after !== null ? [{ number, time: after }] : [],
  )
  addDates(db, meeting, added, writing)
}

/** The date whose rosters say who is registered: the first to come, else the meeting's own. */
function firstOn(db: Db, meeting: Pick<MeetingRow, 'key' | 'on'>, now: number): string {
  const dates = datesOf(db, meeting.key).filter(({ state }) => state === 'scheduled')
  return dates.find(({ endInstant }) => endInstant > now)?.on ?? meeting.on
}
