import { expect, test } from 'vitest'
import type { ChangedField } from '../../../src/shared/contract/sync.ts'
import { portalSchool } from '../../support/portal-school.ts'

const dayMs = 86_400_000
const weekly = { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 4 } }

/** A series of a class in the half day before it begins, when a look reads the meeting itself. */
async function soon() {
  const school = await portalSchool()
  const { app, practice, otherHost } = school
  const { id } = await school.scheduled({
    kind: 'series',
    repeat: weekly,
    description: 'Bring your textbook.',
    alternativeHosts: [otherHost.email],
  })
  const meeting = await app.call('meeting.get', { meetingId: id })
  await practice.server.control('POST /jump', {
    to: new Date(Date.parse(meeting.time.startInstant) - dayMs / 2).toISOString(),
  })
  expect((await school.look()).changes).toEqual([])
  return { ...school, meeting, now: () => app.call('meeting.get', { meetingId: id }) }
}

interface Case {
  readonly field: ChangedField['field']
  /** What somebody sets in Zoom. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly fields?: Readonly<Record<string, unknown>>
  readonly here: string
  readonly atZoom: string
  /** What `meeting.get` says once it is accepted. */
  readonly accepted: object
}

test('everything that Homeroom sets is watched, and accepted or put back with every link and registrant', async () => {
  const school = await soon()
  const { app, meeting, otherHost } = school
  const { zoomMeetingId } = meeting
  const cases: readonly Case[] = [
    {
      field: 'description',
      fields: { agenda: 'Bring your atlas.' },
      here: 'Bring your textbook.',
      atZoom: 'Bring your atlas.',
      accepted: { description: 'Bring your atlas.' },
    },
    {
      field: 'alternativeHosts',
      settings: { alternative_hosts: '' },
      here: otherHost.name,
      atZoom: '',
      accepted: { alternativeHosts: [] },
    },
    {
      field: 'passcode',
      fields: { password: 'Zz9_zz9Z' },
      here: meeting.passcode!,
      atZoom: 'Zz9_zz9Z',
      accepted: { passcode: 'Zz9_zz9Z' },
    },
    {
      field: 'signedInOnly',
      settings: { meeting_authentication: true },
      here: 'false',
      atZoom: 'true',
      accepted: { settings: expect.objectContaining({ signedInOnly: true }) as object },
    },
    {
      field: 'hostVideo',
      settings: { host_video: false },
      here: 'true',
      atZoom: 'false',
      accepted: { settings: expect.objectContaining({ hostVideo: false }) as object },
    },
    {
      field: 'participantVideo',
      settings: { participant_video: false },
      here: 'true',
      atZoom: 'false',
      accepted: { settings: expect.objectContaining({ participantVideo: false }) as object },
    },
    {
      field: 'registrationReach',
      settings: { registration_type: 2 },
      here: 'everyOccurrence',
      atZoom: 'eachOccurrence',
      accepted: {},
    },
    {
      field: 'registrantMail',
      settings: { registrants_email_notification: true },
      here: 'false',
      atZoom: 'true',
      accepted: {},
    },
    {
      field: 'severalDevices',
      settings: { allow_multiple_devices: false },
      here: 'true',
      atZoom: 'false',
      accepted: {},
    },
  ]
  const before = await school.atZoom(zoomMeetingId)
  const change = ({ settings, fields }: Case) =>
    settings === undefined
      ? school.zoom('PATCH', `/meetings/${zoomMeetingId}`, fields)
      : school.portal(meeting, 'set', { settings })
  const isAsWas = async () => {
    const { registrations, dates } = await school.now()
    expect(registrations).toEqual(meeting.registrations)
    expect(dates.every(({ isAtZoom }) => isAtZoom)).toBe(true)
  }

  const found = cases.map(({ field, here, atZoom }) => ({ field, here, atZoom }))
  const changed = async () => {
    for (const each of cases) await change(each)
    const { changes } = await school.look()
    expect(changes).toMatchObject([{ meetingId: meeting.id, putBack: 'update', dates: [], isUrgent: true }])
    expect(new Set(changes[0]!.fields)).toEqual(new Set(found))
  }

  await changed()
  await app.call('sync.putBack', { meetingId: meeting.id })
  await school.settled()
  expect(await school.atZoom(zoomMeetingId)).toMatchObject({ agenda: before.agenda, settings: before.settings })
  expect((await school.look()).changes).toEqual([])
  expect(await school.now()).toMatchObject({ passcode: meeting.passcode, description: meeting.description })
  await isAsWas()

  await changed()
  await school.forgetCalls()
  const accepted = await app.call('sync.accept', { meetingId: meeting.id })
  for (const each of cases) expect(accepted, each.field).toMatchObject(each.accepted)
  await school.settled()
  // The description gets the mark back by which its meeting is found; nothing else is told to Zoom.
  expect(await school.calls('PATCH')).toBe(1)
  expect((await school.look()).changes).toEqual([])
  await isAsWas()
  // What was accepted stays so when something else is changed here.
  await app.call('meeting.change', {
    meetingId: meeting.id,
    scope: 'all',
    changes: { settings: { muteOnEntry: false } },
  })
  await school.settled()
  const { settings } = await school.atZoom(zoomMeetingId)
  expect(settings).toMatchObject({
    mute_upon_entry: false,
    registrants_email_notification: true,
    allow_multiple_devices: false,
    registration_type: 2,
    host_video: false,
    meeting_authentication: true,
    alternative_hosts: '',
  })
  expect((await school.look()).changes).toEqual([])
})

test('a description changed in Zoom shows in the list already, weeks before the class', async () => {
  const school = await portalSchool()
  const meeting = await school.scheduled({ description: 'Bring your textbook.', audience: 'all' })
  expect((await school.look()).changes).toEqual([])
  await school.zoom('PATCH', `/meetings/${meeting.zoomMeetingId}`, { agenda: 'Bring nothing.' })
  expect((await school.look()).changes).toMatchObject([
    { fields: [{ field: 'description', here: 'Bring your textbook.', atZoom: 'Bring nothing.' }] },
  ])
})

test('what a series of the school adopts stays as Zoom has it, mails to students too', async () => {
  const school = await portalSchool()
  const { app, host, group } = school
  const number = await school.portal(null, 'create', {
    host: host.email,
    fields: {
      topic: 'Made elsewhere',
      type: 2,
      settings: { approval_type: 0, registrants_email_notification: true, allow_multiple_devices: false },
    },
  })
  const adopted = await app.call('sync.adopt', { zoomMeetingId: number, teachingGroupId: group.id })
  await school.settled()
  expect((await school.atZoom(number)).settings).toMatchObject({
    approval_type: 0,
    registrants_email_notification: true,
    allow_multiple_devices: false,
  })
  await app.call('meeting.change', { meetingId: adopted.id, changes: { settings: { muteOnEntry: true } } })
  await school.settled()
  expect((await school.atZoom(number)).settings).toMatchObject({
    mute_upon_entry: true,
    registrants_email_notification: true,
    allow_multiple_devices: false,
  })
})
