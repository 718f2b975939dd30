import type { InputOf } from '../../../shared/contract/index.ts'
import type { Meeting, MeetingKind, MeetingSettings, Recurrence } from '../../../shared/contract/meeting.ts'
import type { Settings } from '../../../shared/contract/setting.ts'
import { addDays, weekday } from '../../../shared/domain/time.ts'

/** The choice "another subject". */
export const newSubject = 'new'
/** A subject that these sections are not taught together yet: its name follows. */
export const togetherMark = 'subject:'

/** How a series repeats, as the form holds it: what was typed for one rhythm is still there when it is come back to. */
export interface RepeatDraft {
  readonly every: Recurrence['every']
  readonly interval: number
  /** ISO days; null while they follow the first date. */
  readonly weekDays: readonly number[] | null
  readonly monthBy: 'date' | 'week' | 'lastWeek'
  readonly ends: 'after' | 'on'
  readonly afterDates: number
  /** Null while what is typed is no date yet. */
  readonly endsOn: string | null
}

/** The form of a class as it stands: null where nothing is chosen, or what is typed is no date or time yet. */
export interface Draft {
  readonly kind: MeetingKind
  readonly audience: Meeting['audience']
  readonly sectionIds: readonly string[]
  /** A teaching group's id, {@link newSubject}, or {@link togetherMark} and a subject. */
  readonly group: string | null
  readonly subject: string
  /** Null while the title follows from class and section. */
  readonly title: string | null
  readonly description: string
  readonly on: string | null
  readonly startsAt: string | null
  readonly durationMinutes: number
  readonly timeZone: string
  readonly repeat: RepeatDraft
  readonly skipOn: readonly string[]
  readonly keepOn: readonly string[]
  /** Null while the host follows from the class. */
  readonly hostId: string | null
  readonly alternativeHosts: readonly string[]
  readonly settings: MeetingSettings
}

/** Whether the class is chosen for these people. */
export const isOfClass = (audience: Draft['audience']): boolean => audience === 'class' || audience === 'students'

/** Whether the kind has a date and a time of its own. */
export const hasTime = (kind: MeetingKind): kind is 'once' | 'series' => kind === 'once' || kind === 'series'

/** The settings that a class begins with, as the school set them. */
export const settingsOf = (defaults: Settings['defaults'] | undefined): MeetingSettings => ({
  admission: defaults?.admission ?? 'waitingRoom',
  muteOnEntry: defaults?.muteOnEntry ?? true,
  hostVideo: defaults?.hostVideo ?? true,
  participantVideo: defaults?.participantVideo ?? true,
  joinBeforeHost: defaults?.joinBeforeHost ?? false,
  recording: defaults?.recording ?? 'none',
  approval: 'automatic',
  signedInOnly: false,
})

/** A weekly series of ten dates, on the day of its first. */
export const firstRepeat: RepeatDraft = {
  every: 'week',
  interval: 1,
  weekDays: null,
  monthBy: 'date',
  ends: 'after',
  afterDates: 10,
  endsOn: null,
}

/** Which week of its month a date lies in (1 to 5), and whether it is the last with its day. */
export function weekOfMonth(on: string): { readonly week: number; readonly isLast: boolean } {
  const day = Number(on.slice(8))
  return { week: Math.ceil(day / 7), isLast: addDays(on, 7).slice(0, 7) !== on.slice(0, 7) }
}

/** The days that a weekly rule names, its first date's when none is chosen. */
export const weekDaysOf = ({ weekDays }: RepeatDraft, on: string | null): readonly number[] =>
  weekDays ?? (on === null ? [] : [weekday(on)])

/** By what a monthly rule names its date, as far as its first date allows: no month has a fifth week of each day. */
export function monthByOf({ monthBy }: RepeatDraft, on: string): RepeatDraft['monthBy'] {
  const { week, isLast } = weekOfMonth(on)
  if (monthBy === 'week' && week > 4) return 'lastWeek'
  return monthBy === 'lastWeek' && !isLast ? 'week' : monthBy
}

/** The rule of the form; null while its end is no date yet. */
export function ruleOf(repeat: RepeatDraft, on: string): Recurrence | null {
  const { every, interval, ends, afterDates, endsOn } = repeat
  if (ends === 'on' && endsOn === null) return null
  const monthBy = monthByOf(repeat, on)
  const monthWeek = monthBy === 'lastWeek' ? -1 : weekOfMonth(on).week
  return {
    every,
    interval,
    ...(every === 'week' ? { weekDays: [...weekDaysOf(repeat, on)] } : {}),
    ...(every === 'month' && monthBy === 'date' ? { monthDay: Number(on.slice(8)) } : {}),
    ...(every === 'month' && monthBy !== 'date' ? { monthWeek, monthWeekDay: weekday(on) } : {}),
    ends: ends === 'after' ? { afterDates } : { on: endsOn! },
  }
}

/** The form of a rule that is there. */
export const repeatOf = ({ every, interval, weekDays, monthWeek, ends }: Recurrence): RepeatDraft => ({
  ...firstRepeat,
  every,
  interval,
  weekDays: weekDays ?? null,
  monthBy: monthWeek === undefined ? 'date' : monthWeek === -1 ? 'lastWeek' : 'week',
  ...('on' in ends ? { ends: 'on', endsOn: ends.on } : { ends: 'after', afterDates: ends.afterDates }),
})

/** What a form says to the application, but for the texts; null while a date, a time or the rule is not whole. */
export function planOf(draft: Draft, schoolZone: string): Omit<InputOf<'meeting.preview'>, 'title'> | null {
  const { kind, on, startsAt, durationMinutes, timeZone, settings } = draft
  const isTimed = hasTime(kind)
  if (isTimed && (on === null || startsAt === null)) return null
  const repeat = kind === 'series' && on !== null ? ruleOf(draft.repeat, on) : undefined
  if (repeat === null) return null
  const audience = audienceOf(draft)
  const isOfGroup = isOfClass(audience)
  const group = draft.group !== null && isMade(draft.group) ? draft.group : null
  const [sectionId] = draft.sectionIds
  return {
    kind,
    ...(isTimed ? { on: on!, startsAt: startsAt! } : {}),
    durationMinutes,
    ...(timeZone === schoolZone ? {} : { timeZone }),
    ...(repeat === undefined ? {} : { repeat, skipOn: [...draft.skipOn], keepOn: [...draft.keepOn] }),
    audience,
    ...(isOfGroup && group !== null ? { teachingGroupId: group } : {}),
    ...(isOfGroup && group === null && sectionId !== undefined ? { sectionId } : {}),
    ...(draft.hostId === null ? {} : { host: draft.hostId }),
    settings: settingsFor(audience, settings),
  }
}

/** Whom it is for: Zoom registers nobody for a meeting without a fixed time. */
export const audienceOf = ({ kind, audience }: Pick<Draft, 'kind' | 'audience'>): Draft['audience'] =>
  kind === 'noFixedTime' && audience === 'class' ? 'students' : audience

/** The settings as they can be together: nobody is registered outside of a class, and a waiting room lets nobody in early. */
export const settingsFor = (audience: Draft['audience'], settings: MeetingSettings): MeetingSettings => {
  const admission = audience === 'class' ? settings.admission : 'waitingRoom'
  return { ...settings, admission, joinBeforeHost: settings.joinBeforeHost && admission !== 'waitingRoom' }
}

/** Whether the choice is a teaching group that is there. */
export const isMade = (group: string): boolean => group !== newSubject && !group.startsWith(togetherMark)
