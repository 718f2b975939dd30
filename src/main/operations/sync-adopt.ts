import { MeetingSettings } from '../../shared/contract/meeting.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { foldEmail } from '../../shared/domain/roster.ts'
import { ProblemError } from '../../shared/problem.ts'
import { timeAt } from '../../shared/domain/planned-time.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { AdoptedRegistrant, Adoption } from '../store/sync-adopt.ts'
import type { Registrant, ZoomMeeting } from '../zoom/model.ts'
import { madeOf } from './meeting-draft.ts'
import { typeOf } from './sync-compare.ts'
import type { HostAtZoom } from './sync-settle.ts'
import { descriptionIn, hostIdsOf, letBe, ruleFrom, settingsAfter, zoneIn } from './sync-values.ts'

/** What a meeting of Zoom's is taken in with. */
export interface AdoptionFacts {
  readonly id: string
  readonly zoom: ZoomMeeting
  readonly registrants: readonly Registrant[]
  readonly host: HostAtZoom
  /** The account's users by their address, in lower case. */
  readonly hostsByAddress: ReadonlyMap<string, string>
  readonly teachingGroupId: string | null
  readonly rules: KeptAddressRules
  /** The school's zone, where Zoom names none that is known. */
  readonly timeZone: string
  readonly now: number
}

/** The rows of a meeting that was made elsewhere. Raises `conflict` for one that is over, or of a kind that is not scheduled here. */
export function adoptionOf(facts: AdoptionFacts): Adoption {
  const { id, zoom, host, teachingGroupId, now } = facts
  const type = typeOf(zoom.type)
  if (type === null || type === 'instant') {
    throw new ProblemError('conflict', 'Homeroom cannot take this kind of meeting in.', {
      fix: 'Leave it in Zoom, and schedule the class here.',
    })
  }
  const timeZone = zoneIn(zoom.timeZone, facts.timeZone)
  const length = zoom.durationMinutes ?? 60
  const at = (instant: number, durationMinutes = length) =>
    timeAt(instant, Math.min(1440, Math.max(1, durationMinutes)), timeZone)
  const occurrences = zoom.occurrences
    .filter(({ isDeleted, startsAt }) => !isDeleted && startsAt > now)
    .toSorted((a, b) => a.startsAt - b.startsAt)
  const times =
    type === 'recurringNoFixedTime'
      ? []
      : type === 'recurringFixedTime'
        ? occurrences.map(({ startsAt, durationMinutes }) => at(startsAt, durationMinutes))
        : [at(zoom.startsAt ?? now)].filter(({ endInstant }) => endInstant > now)
  const [first, last] = [times[0], times.at(-1)]
  if (type !== 'recurringNoFixedTime' && (first === undefined || last === undefined)) {
    throw new ProblemError('conflict', 'This meeting is over, so there is nothing to take in.', {
      fix: 'Reload the list.',
    })
  }
  const registration = zoom.settings.registration ?? 'none'
  const isRegistered = registration !== 'none' && type !== 'recurringNoFixedTime'
  const audience: MeetingRow['audience'] = teachingGroupId === null ? 'all' : isRegistered ? 'class' : 'students'
  const made = madeOf(zoom)
  const { confirmed } = made
  const settings = settingsAfter(defaults, confirmed.settings, () => true)
  const left = {
    ...letBe({ audience, settings, type }, confirmed.settings),
    // Registration without a class to register has no word here: Zoom is left as it is.
    ...(audience !== 'class' && isRegistered ? { registration: 'none' as const } : {}),
  }
  return {
    wanted: {
      id,
      reference: referenceOf(id),
      type,
      time:
        first === undefined ? at(now) : { ...first, ...(type === 'recurringFixedTime' ? at(first.startInstant) : {}) },
      recurrence:
        type !== 'recurringFixedTime' || zoom.recurrence === null || last === undefined
          ? null
          : { ...ruleFrom(zoom.recurrence), ends: { on: last.on } },
      dates: times.map((time, index) => ({ number: index + 1, time })),
      host,
      alternativeHosts: hostIdsOf(confirmed.settings.alternativeHosts ?? [], facts.hostsByAddress),
      title: zoom.topic.trim() || 'Class',
      description: descriptionIn(zoom.agenda),
      audience,
      settings,
      teachingGroupId,
      sectionId: null,
      // Who is registered already comes with it; the others follow.
      registration: null,
    },
    made: { ...made, confirmed: Object.keys(left).length === 0 ? confirmed : { ...confirmed, refused: left } },
    dates: new Map(
      occurrences.map(({ id: zoomOccurrenceId, startsAt, durationMinutes }) => [
        startsAt,
        { zoomOccurrenceId, confirmed: { startsAt, durationMinutes, isDeleted: false } },
      ]),
    ),
    registrants: facts.registrants.map(registrantOf),
    rules: facts.rules,
  }
}

/** What holds of settings that Zoom does not tell. */
const defaults = MeetingSettings.parse({})

function registrantOf({ id, email, status, joinUrl }: Registrant): AdoptedRegistrant {
  return {
    address: foldEmail(email),
    zoomRegistrantId: id,
    joinUrl: status === 'approved' ? joinUrl : null,
    state: status === 'denied' ? 'refused' : status === 'pending' || joinUrl === null ? 'pending' : 'registered',
  }
}
