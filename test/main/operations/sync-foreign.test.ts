import { expect, test } from 'vitest'
import type { MeetingPreview } from '../../../src/shared/contract/meeting-preview.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import { portalSchool, type PortalSchool } from '../../support/portal-school.ts'

const details = 'GET /meetings/{meetingId} '
const instantOf = (on: string, at: string) => new Date(`${on}T${at}:00+08:00`).toISOString().replace('.000', '')

/** What stands in the way of a class of the other host at that time. */
async function inTheWay({ app, otherHost }: PortalSchool, on: string, startsAt = '15:00') {
  const preview: MeetingPreview = await app.call('meeting.preview', {
    title: 'Science 7',
    host: otherHost.hostId,
    on,
    startsAt,
    durationMinutes: 30,
  })
  return preview.dates.flatMap(({ conflicts }) => conflicts.map(({ kind, with: other }) => [kind, other?.title]))
}

test('every date of a series that somebody made in Zoom keeps its host busy, for one reading of it', async () => {
  const school = await portalSchool()
  const { app, otherHost, monday } = school
  const number = await school.portal(null, 'create', {
    host: otherHost.email,
    fields: {
      topic: 'Choir',
      type: 8,
      start_time: instantOf(monday, '15:00'),
      timezone: 'Asia/Manila',
      duration: 60,
      recurrence: { type: 2, repeat_interval: 1, weekly_days: '2', end_times: 5 },
    },
  })
  await school.forgetCalls()
  expect((await school.look()).foreign).toMatchObject([{ topic: 'Choir', isSeries: true }])
  expect(await school.calls(details)).toBe(1)
  const mondays = [0, 1, 2, 3, 4, 5].map((weeks) => addDays(monday, 7 * weeks))
  const found = await Promise.all(mondays.map((on) => inTheWay(school, on)))
  expect(found).toEqual([...mondays.slice(1).map(() => [['hostBusy', 'Choir']]), []])
  expect(await inTheWay(school, mondays[1]!, '16:00')).toEqual([])

  // Nothing is read again while the list says the same, nor when a date has passed.
  await school.look()
  await school.practice.server.control('POST /jump', { to: instantOf(addDays(monday, 1), '09:00') })
  await school.look()
  expect(await school.calls(details)).toBe(1)
  expect(await inTheWay(school, mondays[3]!)).toEqual([['hostBusy', 'Choir']])

  // Moved there, a date is read anew, once.
  const { occurrences = [] } = await school.atZoom(number)
  await school.portal({ zoomMeetingId: number }, 'move', {
    occurrence: occurrences.at(-1)!.occurrence_id,
    minutes: 180,
  })
  await school.forgetCalls()
  await school.look()
  await school.look()
  expect(await school.calls(details)).toBe(1)
  expect(await inTheWay(school, mondays[4]!)).toEqual([])
  expect(await inTheWay(school, mondays[4]!, '18:30')).toEqual([['hostBusy', 'Choir']])

  // Adopted, it is ours, and stands in the way once.
  await app.call('sync.adopt', { zoomMeetingId: number })
  await school.settled()
  expect(await inTheWay(school, mondays[3]!)).toEqual([['hostBusy', 'Choir']])
})

test('a series whose zone nobody here knows, and that could not be read at first, keeps its host busy all the same', async () => {
  const school = await portalSchool()
  const { app, otherHost, monday } = school
  const number = await school.portal(null, 'create', {
    host: otherHost.email,
    fields: {
      topic: 'Choir',
      type: 8,
      start_time: instantOf(monday, '15:00'),
      timezone: 'Asia/Manila',
      duration: 60,
      recurrence: { type: 1, repeat_interval: 7, end_times: 3 },
    },
  })
  await school.portal({ zoomMeetingId: number }, 'rezone', { text: 'Mars/Base' })
  await school.practice.server.control('POST /faults', { name: 'serverError', call: 'GET /meetings/' })
  expect(await app.attempt('sync.now', {})).toMatchObject({ ok: false, problem: { kind: 'zoomUnavailable' } })
  await school.practice.server.control('DELETE /faults')
  await school.look()
  expect(await inTheWay(school, addDays(monday, 14))).toEqual([['hostBusy', 'Choir']])
})
