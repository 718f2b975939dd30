import type { Meeting, MeetingChanges, Scope } from '../../../shared/contract/meeting.ts'
import type { SectionId, TeachingGroupId } from '../../../shared/ids.ts'
import {
  audienceOf,
  firstRepeat,
  hasTime,
  isMade,
  isOfClass,
  repeatOf,
  ruleOf,
  settingsFor,
  type Draft,
} from './draft.ts'

/** What of a meeting its form shows. */
export type FormedMeeting = Pick<
  Meeting,
  | 'kind'
  | 'audience'
  | 'group'
  | 'sections'
  | 'titlePattern'
  | 'description'
  | 'time'
  | 'recurrence'
  | 'dates'
  | 'host'
  | 'alternativeHosts'
  | 'settings'
>

/** The form of a meeting as it stands, seen from one of its dates. */
export function draftOf(meeting: FormedMeeting): Draft {
  const { time, recurrence, dates } = meeting
  const lastOn = dates.findLast(({ state }) => state === 'scheduled')?.time.on ?? time.on
  return {
    kind: meeting.kind,
    audience: meeting.audience,
    sectionIds: meeting.sections.map(({ id }) => id),
    group: meeting.group?.id ?? null,
    subject: '',
    title: meeting.titlePattern,
    description: meeting.description,
    on: time.on,
    startsAt: time.startsAt,
    durationMinutes: time.durationMinutes,
    timeZone: time.timeZone,
    // A rule that counts its dates would count them anew from the date on that is changed: its end is what is kept.
    repeat: recurrence === null ? firstRepeat : { ...repeatOf(recurrence), ends: 'on', endsOn: lastOn },
    skipOn: [],
    keepOn: [],
    hostId: meeting.host.hostId,
    alternativeHosts: meeting.alternativeHosts.map(({ hostId }) => hostId),
    settings: meeting.settings,
  }
}

/** What is otherwise in the form than it was: only that is sent. A class that is still to be made is named by its section. */
export function changesOf(first: Draft, draft: Draft, scope: Scope): MeetingChanges {
  const isTimed = hasTime(draft.kind)
  const settings = Object.fromEntries(
    Object.entries(settingsFor(draft.audience, draft.settings)).filter(
      ([name, value]) => !isSame(value, first.settings[name as keyof Draft['settings']]),
    ),
  )
  const isOtherRule = draft.kind !== first.kind || !isSame(draft.repeat, first.repeat)
  const repeat =
    draft.kind === 'series' && scope !== 'this' && draft.on !== null && isOtherRule
      ? ruleOf(draft.repeat, draft.on)
      : null
  return {
    ...peopleChanges(first, draft),
    ...(draft.title !== null && draft.title !== first.title ? { title: draft.title } : {}),
    ...(draft.description === first.description ? {} : { description: draft.description }),
    ...(isTimed && draft.on !== null && draft.on !== first.on ? { on: draft.on } : {}),
    ...(isTimed && draft.startsAt !== null && draft.startsAt !== first.startsAt ? { startsAt: draft.startsAt } : {}),
    ...(draft.durationMinutes === first.durationMinutes ? {} : { durationMinutes: draft.durationMinutes }),
    ...(isTimed && draft.timeZone !== first.timeZone ? { timeZone: draft.timeZone } : {}),
    ...(draft.hostId === null || draft.hostId === first.hostId ? {} : { host: draft.hostId }),
    ...(isSame(draft.alternativeHosts, first.alternativeHosts)
      ? {}
      : { alternativeHosts: [...draft.alternativeHosts] }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(repeat === null ? {} : { repeat }),
  }
}

function peopleChanges(first: Draft, draft: Draft): Pick<MeetingChanges, 'audience' | 'teachingGroupId' | 'sectionId'> {
  const audience = audienceOf(draft)
  const group = isOfClass(audience) ? draft.group : null
  const [sectionId] = draft.sectionIds
  return {
    ...(audience === first.audience ? {} : { audience }),
    ...(group === first.group
      ? {}
      : group !== null && !isMade(group)
        ? { sectionId: sectionId as SectionId }
        : { teachingGroupId: group as TeachingGroupId | null }),
  }
}

/** What puts back those changes. */
export function changesBack(meeting: FormedMeeting, changes: MeetingChanges): MeetingChanges {
  const { time, audience, group, host, alternativeHosts, settings, titlePattern, description } = meeting
  const before = {
    title: titlePattern,
    description,
    on: time.on,
    startsAt: time.startsAt,
    durationMinutes: time.durationMinutes,
    timeZone: time.timeZone,
    audience,
    teachingGroupId: group?.id ?? null,
    host: host.hostId,
    alternativeHosts: alternativeHosts.map(({ hostId }) => hostId),
    settings,
  } satisfies MeetingChanges
  return Object.fromEntries(Object.entries(before).filter(([name]) => name in changes))
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
