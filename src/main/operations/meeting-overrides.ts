import type { MeetingChanges } from '../../shared/contract/meeting.ts'
import type { MeetingValues } from '../store/meetings-change.ts'
import type { DateRow } from '../store/meetings-view.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import { settingsIn } from './meeting-view.ts'

type Overrides = NonNullable<DateRow['overrides']>

/** What holds for one date instead of what its meeting says; null for nothing. */
export type KeptOverrides = DateRow['overrides']

/** What Zoom can set for one date of a series (https://developers.zoom.us/docs/api/meetings/, PATCH with `occurrence_id`). */
const ofOneDate = new Set(['admission', 'muteOnEntry', 'hostVideo', 'participantVideo', 'joinBeforeHost', 'recording'])

/** What a change says of the description and of settings that one date can have of its own. */
export function namedOverrides({ description, settings }: MeetingChanges): Overrides {
  const named = Object.entries(settings ?? {}).filter(([name, value]) => ofOneDate.has(name) && value !== undefined)
  return {
    ...(description === undefined ? {} : { description }),
    ...(named.length === 0 ? {} : { settings: Object.fromEntries(named) }),
  }
}

/** Whether everything that a change wants otherwise, besides dates, is something that Zoom can set for single dates. */
export function fitsSingleDates(
  wanted: Omit<MeetingValues, 'time' | 'recurrence' | 'type'>,
  meeting: MeetingRow,
): boolean {
  const { hostId, alternativeHosts, title } = meeting
  if (
    JSON.stringify([wanted.hostId, wanted.alternativeHosts, wanted.title]) !==
    JSON.stringify([hostId, alternativeHosts, title])
  ) {
    return false
  }
  const kept: Readonly<Record<string, unknown>> = settingsIn(meeting)
  const others = Object.entries(settingsIn(wanted)).filter(([name, value]) => value !== kept[name])
  // Where nobody waits and there is no passcode, Zoom turns the waiting room on again (zoom-facts section 2).
  const isOpened = wanted.settings.admission === 'registrationLink' && meeting.settings.admission === 'waitingRoom'
  return others.every(([name]) => ofOneDate.has(name)) && !(isOpened && meeting.passcode === null)
}

/** What holds for a date alone after a change of it: what the meeting says anyway is left out. */
export function withOverrides(before: KeptOverrides, named: Overrides, meeting: MeetingRow): KeptOverrides {
  const kept: Readonly<Record<string, unknown>> = settingsIn(meeting)
  const settings = Object.entries({ ...before?.settings, ...named.settings }).filter(
    ([name, value]) => kept[name] !== value,
  )
  const description = named.description ?? before?.description
  return orNull({
    ...(description === undefined || description === meeting.description ? {} : { description }),
    ...(settings.length === 0 ? {} : { settings: Object.fromEntries(settings) }),
  })
}

/** What still holds for a date alone after a change of its whole meeting: what that change names holds for all. */
export function withoutNamed(before: KeptOverrides, named: Overrides): KeptOverrides {
  if (before === null) return null
  const settings = Object.entries(before.settings ?? {}).filter(([name]) => !(name in (named.settings ?? {})))
  return orNull({
    ...(before.description === undefined || named.description !== undefined ? {} : { description: before.description }),
    ...(settings.length === 0 ? {} : { settings: Object.fromEntries(settings) }),
  })
}

/** What is said of a date: by its meeting, and by itself. */
export function effective<Values extends Pick<MeetingValues, 'description' | 'settings'>>(
  values: Values,
  overrides: KeptOverrides,
): Values {
  return {
    ...values,
    description: overrides?.description ?? values.description,
    settings: { ...values.settings, ...overrides?.settings },
  }
}

const orNull = (overrides: Overrides): KeptOverrides => (Object.keys(overrides).length === 0 ? null : overrides)
