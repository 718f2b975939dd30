import type { LinkStatus } from '../../shared/domain/roster.ts'
import * as query from './attendance-queries.ts'
import type { Db } from './database.ts'

/** Best first: a student with two links needs only one that works. */
const linkOrder: readonly LinkStatus[] = [
  'works',
  'notNeeded',
  'pending',
  'noAddress',
  'refused',
  'denied',
  'neverSent',
]

/** The meetings of each period: who may come in by which link, and whose the meetings are. */
export function loadMeetings(db: Db, keys: readonly number[]) {
  const rows = query.readLinkedMeetings(db, keys)
  const registrations = query.readRegistrations(db, [...new Set(rows.map(({ meetingKey }) => meetingKey))])
  const ofMeeting = Map.groupBy(registrations, ({ meetingKey }) => meetingKey)
  const ofPeriod = Map.groupBy(rows, ({ periodKey }) => periodKey)
  return (periodKey: number) => {
    const linked = ofPeriod.get(periodKey) ?? []
    const links = new Map<string, string>()
    const statuses = linked.map((meeting) => {
      const own = ofMeeting.get(meeting.meetingKey) ?? []
      for (const { formerZoomIds, personId } of own) {
        for (const id of formerZoomIds === null ? [] : (JSON.parse(formerZoomIds) as string[])) links.set(id, personId)
      }
      for (const { zoomRegistrantId, personId } of own)
        if (zoomRegistrantId !== null) links.set(zoomRegistrantId, personId)
      const isOn = isRegistrationOn(meeting, own.length > 0)
      const status = new Map<string, LinkStatus>()
      for (const registration of own) {
        // Somebody who was kept twice may have been registered twice.
        const found = [linkStatusOf(registration), status.get(registration.personId)]
        status.set(
          registration.personId,
          linkOrder.find((each) => found.includes(each))!,
        )
      }
      return { isOn, status }
    })
    return {
      hasMeeting: linked.some(({ state }) => state !== 'cancelled'),
      links,
      isRegistrationOn: statuses.some(({ isOn }) => isOn),
      hostEmails: linked.map(({ hostEmail }) => hostEmail),
      hostIds: linked.map(({ hostId }) => hostId),
      linkOf: (personId: string): LinkStatus => {
        const found = statuses.map(({ isOn, status }) => (isOn ? (status.get(personId) ?? 'neverSent') : 'notNeeded'))
        return linkOrder.find((status) => found.includes(status)) ?? 'notNeeded'
      },
    }
  }
}

/** Whether people register for the meeting: as Zoom confirmed it, else as it looks from here. */
export function isRegistrationOn(
  meeting: Pick<query.LinkedMeetingRow, 'confirmed' | 'registrationUrl'>,
  hasRegistrants: boolean,
): boolean {
  const confirmed = meeting.confirmed === null ? null : (JSON.parse(meeting.confirmed) as Confirmed)
  const registration = confirmed?.settings?.registration
  if (registration !== undefined) return registration !== 'none'
  return meeting.registrationUrl !== null || hasRegistrants
}

interface Confirmed {
  readonly settings?: { readonly registration?: 'none' | 'automatic' | 'approval' }
}

function linkStatusOf({ state, refusal }: query.RegistrationRow): LinkStatus {
  switch (state) {
    case 'registered':
      return 'works'
    case 'pending':
      return 'pending'
    case 'refused':
      return refusal === 'noAddress' ? 'noAddress' : 'refused'
    case 'cancelled':
      return 'denied'
    case 'waiting':
      return 'neverSent'
  }
}
