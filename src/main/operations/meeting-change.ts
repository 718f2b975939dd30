import type { ParsedOf } from '../../shared/contract/index.ts'
import type { Recurrence } from '../../shared/contract/meeting.ts'
import { fillCourse, titleOfDate } from '../../shared/domain/meeting-title.ts'
import { addDays, daysBetween, fromIso, isTimeZone } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { DateChange, MeetingValues, PlannedChange } from '../store/meetings-change.ts'
import { timeIn, type KeptTime } from '../../shared/domain/planned-time.ts'
import type { MeetingsStore, MeetingToChange } from '../store/meetings.ts'
import type { DateRow } from '../store/meetings-view.ts'
import { checkChange, mustNotMeet } from './meeting-change-check.ts'
import { checkForm, type FormProblem } from './meeting-check.ts'
import { seriesOf, shiftRule, startsByRule } from './meeting-dates.ts'
import { registersStudents } from './meeting-draft.ts'
import { timeOf } from './meeting-plan.ts'
import { effective, fitsSingleDates, namedOverrides, withoutNamed, withOverrides } from './meeting-overrides.ts'
import { mustNotHaveRuns, wantedPeople, type WantedPeople } from './meeting-people.ts'
import { mustBeAlive, reachOf, type Reach } from './meeting-reach.ts'
import { findAlternativeHosts, findNamedHost, planForm, type ScheduleDeps } from './meeting-schedule.ts'
import { settingsIn } from './meeting-view.ts'

/** What planning a change needs. */
export interface ChangeDeps extends ScheduleDeps {
  readonly meetings: MeetingsStore
}

type Input = ParsedOf<'meeting.previewChange'> & Pick<ParsedOf<'meeting.change'>, 'unlessChangedSince'>
type Changes = Input['changes']

/** A change with what it means for people and for Zoom's quota. */
export interface ThoughtThrough {
  readonly plan: PlannedChange
  readonly subject: MeetingToChange
  readonly people: WantedPeople
  /** What is worth saying about it. */
  readonly remarks: readonly FormProblem[]
  /** The date to look at afterwards; null without a fixed time. */
  readonly target: DateRow | null
  /** Creates and updates at Zoom. */
  readonly writeCount: number
}

/**
 * What a change does, whether it is to be shown or made: the dates it reaches, and whether Zoom can take it within the
 * meeting. Zoom changes time, length and some settings of one date; whatever else is to hold for some dates only, or another
 * host, needs a second meeting (zoom-facts section 2). Raises `conflict` and `invalidInput`.
 */
export async function thinkThrough(deps: ChangeDeps, input: Input, now: number): Promise<ThoughtThrough> {
  const subject = await deps.meetings.toChange(input.meetingId, now)
  const { meeting } = subject
  mustBeAlive(meeting.state)
  const reach = reachOf(subject, input, now)
  mustBeZone(input.changes)
  const people = await wantedPeople(deps.planning, subject, input.changes)
  const wanted = await wantedValues(deps, subject, reach, people, input.changes)
  const dates = await wantedDates(deps, subject, reach, people, input.changes, now)
  const named = namedOverrides(input.changes)
  const isOtherKind = dates.recurrence !== null && meeting.recurrence === null
  const isOtherHost = wanted.hostId !== meeting.hostId
  const isPartial = reach.scope !== 'all'
  const mustBeUnsent = !isPartial && (isOtherHost || isOtherKind) && !subject.mayBeAtZoom
  const isSplit = isPartial
    ? input.changes.repeat !== undefined || people.isOther || !fitsSingleDates(wanted, meeting)
    : ((isOtherHost || isOtherKind) && !mustBeUnsent) || (people.isOtherClass && !reach.isWhole)
  if (people.isOtherClass && !isSplit) mustNotHaveRuns(subject)
  const isOfSingleDates = isPartial && !isSplit
  const carried = isOfSingleDates ? meetingValues(meeting) : { ...wanted, ...dates.when }
  // A meeting with one date says itself what held for that date alone.
  const left = withoutNamed(reach.target?.overrides ?? null, named)
  const values = carried.recurrence === null ? effective(carried, left) : carried
  const rule = startsByRule(values.recurrence, values.time)
  const changed = dates.changes.map((change): DateChange => {
    const before = change.date?.overrides ?? null
    return {
      ...change,
      isMoved: change.after !== null && rule.size > 0 && !rule.has(change.after.startInstant),
      overrides: isOfSingleDates
        ? withOverrides(before, named, meeting)
        : values.recurrence === null
          ? null
          : withoutNamed(before, named),
    }
  })
  mustNotMeet(subject.dates, changed)
  const remarks = await checkChange(deps.hosts, people, values, changed, now)
  const since = input.unlessChangedSince === undefined ? meeting.changedAt : fromIso(input.unlessChangedSince)
  return {
    plan: {
      meetingId: meeting.id,
      basedOn: Math.min(meeting.changedAt, since),
      isSplit,
      mustBeUnsent,
      values,
      ...(people.isOther ? { forWhom: { audience: people.audience, of: people.of } } : {}),
      dates: changed,
    },
    subject,
    people,
    remarks,
    target: reach.target,
    writeCount: isSplit ? 1 : writesInPlace(meeting, people, values, changed),
  }
}

/** Raises `invalidInput` for a zone that no clock knows: nothing can be planned on it. */
function mustBeZone({ timeZone }: Changes): void {
  if (timeZone === undefined || isTimeZone(timeZone)) return
  throw new ProblemError('invalidInput', 'This computer does not know that time zone.', {
    field: 'timeZone',
    fix: 'Name it like Asia/Manila.',
  })
}

/** What the meeting says after the change, but for its dates. */
async function wantedValues(
  deps: ChangeDeps,
  { meeting }: MeetingToChange,
  { target }: Reach,
  { course }: WantedPeople,
  changes: Changes,
): Promise<Omit<MeetingValues, 'time' | 'recurrence' | 'type'>> {
  const host = changes.host === undefined ? null : await findNamedHost(deps, changes.host, 'host')
  const hostId = host?.hostId ?? meeting.hostId
  const kept: Readonly<Record<string, unknown>> = settingsIn(meeting)
  const settings = Object.entries(changes.settings ?? {}).filter(
    ([name, value]) => value !== undefined && value !== kept[name],
  )
  // Seen from one date its number stands in the title; typed back unchanged it is the pattern that stays.
  const isSameTitle =
    changes.title === undefined || (target !== null && changes.title === titleOfDate(meeting.title, target.number))
  return {
    hostId,
    hostName: host?.name ?? meeting.hostName,
    hostEmail: host?.email ?? meeting.hostEmail,
    alternativeHosts:
      changes.alternativeHosts === undefined
        ? meeting.alternativeHosts.filter((id) => id !== hostId)
        : await findAlternativeHosts(deps, changes.alternativeHosts, hostId),
    title: isSameTitle ? meeting.title : fillCourse(changes.title ?? '', course),
    description: changes.description ?? meeting.description,
    settings: { ...meeting.settings, ...Object.fromEntries(settings) },
  }
}

interface WantedDates {
  readonly changes: readonly Omit<DateChange, 'isMoved' | 'overrides'>[]
  readonly recurrence: Recurrence | null
  /** Of the meeting that carries these dates, if they are all that it carries. */
  readonly when: Pick<MeetingValues, 'type' | 'time' | 'recurrence'>
}

/** When the dates within reach take place after the change. */
async function wantedDates(
  deps: ChangeDeps,
  subject: MeetingToChange,
  reach: Reach,
  people: WantedPeople,
  changes: Changes,
  now: number,
): Promise<WantedDates> {
  const { meeting } = subject
  if (reach.target === null) {
    const field = (['on', 'startsAt', 'timeZone', 'repeat'] as const).find((name) => changes[name] !== undefined)
    if (field !== undefined) {
      throw new ProblemError('invalidInput', 'A meeting without a fixed time has no date to change.', {
        field,
        fix: 'Schedule another one with dates.',
      })
    }
    const durationMinutes = changes.durationMinutes ?? meeting.durationMinutes
    const time = timeOf({ ...timeIn(meeting), durationMinutes })
    return { changes: [], recurrence: null, when: { type: meeting.type, time, recurrence: null } }
  }
  if (changes.repeat !== undefined)
    return replan(deps, subject, reach, people, { ...changes, repeat: changes.repeat }, now)
  const { target } = reach
  const days = changes.on === undefined ? 0 : daysBetween(target.on, changes.on)
  const shift = (time: KeptTime): KeptTime =>
    timeOf({
      timeZone: changes.timeZone ?? time.timeZone,
      on: addDays(time.on, days),
      startsAt: changes.startsAt ?? time.startsAt,
      durationMinutes: changes.durationMinutes ?? time.durationMinutes,
    })
  const moved = reach.dates.map((date) => ({ date, number: date.number, after: shift(timeIn(date)) }))
  const first = moved[0]!.after
  if (meeting.recurrence === null || reach.scope === 'this') {
    return { changes: moved, recurrence: null, when: { type: 'scheduled', time: first, recurrence: null } }
  }
  const rule = shiftRule(meeting.recurrence, days)
  // What began already keeps its place; the rule goes on from the first date that this change reaches.
  const isFromStart = reach.isWhole || (days === 0 && reach.scope === 'all')
  const time = isFromStart ? shift(timeIn(meeting)) : first
  const recurrence = isFromStart ? rule : { ...rule, ends: { on: moved.at(-1)!.after.on } }
  return { changes: moved, recurrence, when: { type: meeting.type, time, recurrence } }
}

/** The dates of a new rule: those on the same day stay what they are, the others take the new days in order. */
async function replan(
  deps: ChangeDeps,
  subject: MeetingToChange,
  { scope, target, dates }: Reach,
  { audience, of }: WantedPeople,
  { repeat, ...changes }: Changes & { readonly repeat: Recurrence },
  now: number,
): Promise<WantedDates> {
  if (scope === 'this') {
    throw new ProblemError('invalidInput', 'One date does not repeat.', {
      field: 'repeat',
      fix: 'Change this and the following dates, or all of them.',
    })
  }
  const { meeting } = subject
  const from = scope === 'all' ? dates[0]! : target!
  const cancelled = subject.dates.filter(({ state, startInstant }) => state === 'cancelled' && startInstant > now)
  const form = {
    kind: 'series' as const,
    title: meeting.title,
    on: changes.on ?? from.on,
    startsAt: changes.startsAt ?? (meeting.recurrence === null ? from.startsAt : meeting.startsAt),
    durationMinutes: changes.durationMinutes ?? meeting.durationMinutes,
    timeZone: changes.timeZone ?? meeting.timeZone,
    repeat,
    skipOn: cancelled.map(({ on }) => on),
    keepOn: [],
    ...of,
  }
  const plan = await planForm(deps.planning, form, now)
  checkForm({ ...form, audience, settings: settingsIn(meeting) }, plan, now)
  const { time, recurrence, dates: planned } = seriesOf(plan, repeat)
  const numberBefore = Math.max(0, ...subject.dates.filter((date) => !dates.includes(date)).map(before(from)))
  const onSameDay = new Map(dates.map((date) => [date.on, date]))
  const others = dates.filter(({ on }) => !planned.some((each) => each.time.on === on))
  const changed = planned.map(({ number, time: after }) => ({
    date: onSameDay.get(after.on) ?? others.shift() ?? null,
    number: numberBefore + number,
    after,
  }))
  const fallen = others.map((date) => ({ date, number: date.number, after: null }))
  return { changes: [...changed, ...fallen], recurrence, when: { type: 'recurringFixedTime', time, recurrence } }
}

/** The number of a date that comes before another one, else none. */
const before =
  (from: DateRow) =>
  ({ number, startInstant }: DateRow): number =>
    startInstant < from.startInstant ? number : 0

function isOtherwise(wanted: Omit<MeetingValues, 'time' | 'recurrence' | 'type'>, meeting: MeetingToChange['meeting']) {
  return (Object.keys(wanted) as (keyof typeof wanted)[]).some(
    (name) => JSON.stringify(wanted[name]) !== JSON.stringify(meeting[name]),
  )
}

/** The change of the whole, and one call for each date that is moved beside it. */
function writesInPlace(
  meeting: MeetingToChange['meeting'],
  { audience }: WantedPeople,
  values: MeetingValues,
  changes: readonly DateChange[],
): number {
  const isReplanned =
    values.time.startInstant !== meeting.startInstant ||
    JSON.stringify(values.recurrence) !== JSON.stringify(meeting.recurrence)
  if (isReplanned || meeting.recurrence === null) return 1
  const moved = changes.filter(isElsewhere).length
  const { time: _, ...said } = values
  const isTold = isOtherwise(said, meeting) || registersStudents({ audience }) !== registersStudents(meeting)
  return moved + (isTold ? 1 : 0)
}

const isElsewhere = ({ date, after, overrides }: DateChange): boolean =>
  date !== null &&
  after !== null &&
  (date.startInstant !== after.startInstant ||
    date.durationMinutes !== after.durationMinutes ||
    JSON.stringify(date.overrides) !== JSON.stringify(overrides))

const meetingValues = (meeting: MeetingToChange['meeting']): MeetingValues => ({
  type: meeting.type,
  recurrence: meeting.recurrence,
  time: timeIn(meeting),
  hostId: meeting.hostId,
  hostName: meeting.hostName,
  hostEmail: meeting.hostEmail,
  alternativeHosts: meeting.alternativeHosts,
  title: meeting.title,
  description: meeting.description,
  settings: meeting.settings,
})
