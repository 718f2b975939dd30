import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allEndpoints } from '../../../src/main/zoom/scopes.ts'
import type { ZoomClient } from '../../../src/main/zoom/client.ts'
import type { MeetingDraft, MeetingType } from '../../../src/main/zoom/model.ts'
import { exampleOf, faultsOf, hasZoomSpec, zoomOperations } from './openapi.ts'
import { clientOf, scriptedZoom, type ScriptedZoom } from './support.ts'

if (!hasZoomSpec) console.info("Skipped: Zoom's OpenAPI files are not beside the repository (../shared/zoom-spec).")

const drafts: readonly MeetingDraft[] = (
  ['instant', 'scheduled', 'recurringNoFixedTime', 'recurringFixedTime'] satisfies MeetingType[]
).map((type) => ({
  type,
  topic: 'Edukasyon sa Pagpapakatao 7 — Sampaguita',
  agenda: 'HR-0123456789',
  startsAt: type === 'instant' || type === 'recurringNoFixedTime' ? undefined : Date.parse('2026-11-23T00:00:00Z'),
  timeZone: 'Asia/Manila',
  durationMinutes: 60,
  passcode: 'Ab3_x9K2',
  settings: {
    hostVideo: true,
    participantVideo: true,
    joinBeforeHost: false,
    muteUponEntry: true,
    waitingRoom: true,
    autoRecording: 'none',
    meetingAuthentication: false,
    registration: 'automatic',
    registrationReach: 'everyOccurrence',
    registrantsEmailNotification: false,
    registrantsConfirmationEmail: false,
    allowMultipleDevices: true,
    alternativeHosts: ['katuwang@paaralan.example'],
    alternativeHostsEmailNotification: false,
  },
  recurrence:
    type === 'recurringFixedTime'
      ? { every: 'week', interval: 1, weekDays: [2, 4], endsAt: Date.parse('2027-03-31T15:59:00Z') }
      : undefined,
}))

const students = Array.from({ length: 31 }, (_, i) => ({
  key: `k${i}`,
  email: `s-${i}@paaralan.example`,
  firstName: 'Ñiño',
  lastName: 'Dimaculangan',
}))

/** Every method of the client that speaks to Zoom, in every way in which it does. */
async function callEverything(client: ZoomClient) {
  const meeting = { meetingId: '85746065', hostId: 'hostA' }
  const uuid = '/4444AAAiAAA//AiAiiAii=='
  await client.me()
  await client.getUser('guro@paaralan.example')
  await client.listUsers()
  await client.getUserSettings('hostA')
  for (const draft of drafts) await client.createMeeting('hostA', draft)
  await client.createMeeting('hostA', {
    ...drafts[3]!,
    recurrence: { every: 'month', interval: 1, monthWeek: -1, monthWeekDay: 6, endsAfterOccurrences: 9 },
  })
  await client.getMeeting('85746065')
  await client.getStartLink('85746065')
  for (const list of ['scheduled', 'live', 'upcoming', 'previous'] as const) await client.listMeetings('hostA', list)
  for (const { type: _type, ...changes } of drafts) await client.updateMeeting(meeting, changes)
  await client.updateMeeting(
    { ...meeting, occurrenceId: '1648194360000' },
    { durationMinutes: 45, settings: { waitingRoom: false } },
  )
  await client.deleteMeeting(meeting)
  await client.deleteMeeting({ ...meeting, occurrenceId: '1648194360000' })
  await client.endMeeting(meeting)
  await client.addRegistrant('85746065', students[0]!)
  await client.addRegistrants({ id: '85746065', type: 'scheduled' }, students)
  await client.addRegistrants({ id: '85746065', type: 'recurringFixedTime' }, students.slice(0, 2))
  await client.listRegistrants('85746065')
  for (const action of ['approve', 'deny', 'cancel'] as const) {
    await client.setRegistrantStatus('85746065', action, [{ id: 'r1', email: 'a@b.example' }])
  }
  await client.listPastInstances('85746065')
  await client.listPastInstances('85746065', {
    from: Date.parse('2026-09-01T00:00:00Z'),
    to: Date.parse('2026-11-01T00:00:00Z'),
  })
  await client.getPastMeeting(uuid)
  await client.getReport(uuid)
  for (const source of ['past', 'report'] as const) {
    await client.readParticipants(uuid, { source, wantsRegistrantIds: true })
    await client.readParticipants(uuid, { source, wantsRegistrantIds: false })
  }
}

describe.skipIf(!hasZoomSpec)("by Zoom's own OpenAPI files", () => {
  const operations = hasZoomSpec ? zoomOperations() : []
  let zoom: ScriptedZoom
  beforeAll(async () => {
    zoom = await scriptedZoom()
    for (const { method, pattern, answer } of operations) {
      const example = exampleOf(answer.schema)
      // The examples are first pages of longer lists.
      const json =
        typeof example === 'object' && example !== null && 'next_page_token' in example
          ? { ...example, next_page_token: '' }
          : example
      zoom.on(method, pattern, { status: answer.status, json })
    }
    await callEverything(clientOf(zoom))
  })
  afterAll(() => zoom.close())

  test('every request that the client can send is a legal one', () => {
    const faults = zoom.calls.flatMap((call) =>
      faultsOf(operations, call).map((fault) => `${call.method} ${call.path}: ${fault}`),
    )
    expect(faults).toEqual([])
  })

  test('every endpoint was tried, at the operation and with the scopes that Zoom names', () => {
    for (const endpoint of allEndpoints) {
      const pattern = endpoint.path.replace('{uuid}', '{meetingId}')
      const operation = operations.find(({ method, path }) => method === endpoint.method && path === pattern)
      expect(operation, endpoint.name).toBeDefined()
      expect(
        zoom.calls.some(({ method, path }) => method === endpoint.method && operation!.pattern.test(path)),
        endpoint.name,
      ).toBe(true)
      expect(operation!.security, endpoint.name).toContain(`${endpoint.scope}:admin`)
      if (!endpoint.isAdminOnly) expect(operation!.security, endpoint.name).toContain(endpoint.scope)
      for (const scope of endpoint.classicScopes) expect(operation!.security, endpoint.name).toContain(`${scope}:admin`)
    }
  })
})
