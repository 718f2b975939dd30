import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MeetingChanges, MeetingDraft } from '../../../src/main/zoom/model.ts'
import { clientOf, rejection, scriptedZoom, wireMeeting, wireUser, type ScriptedZoom } from './support.ts'

let zoom: ScriptedZoom
beforeEach(async () => {
  zoom = await scriptedZoom()
})
afterEach(() => zoom.close())

const draft: MeetingDraft = {
  topic: 'Mathematics 7',
  agenda: 'HR-0123456789 Fractions',
  type: 'recurringFixedTime',
  startsAt: Date.parse('2026-11-23T00:00:00.000Z'),
  timeZone: 'Asia/Manila',
  durationMinutes: 60,
  passcode: 'Ab3_x9K2',
  settings: {
    hostVideo: true,
    participantVideo: true,
    joinBeforeHost: false,
    muteUponEntry: true,
    waitingRoom: false,
    autoRecording: 'none',
    meetingAuthentication: false,
    registration: 'automatic',
    registrationReach: 'everyOccurrence',
    registrantsEmailNotification: false,
    registrantsConfirmationEmail: false,
    allowMultipleDevices: true,
    alternativeHosts: ['a@paaralan.example', 'b@paaralan.example'],
  },
  recurrence: { every: 'week', interval: 1, weekDays: [2, 4], endsAfterOccurrences: 20 },
}

describe('a meeting', () => {
  test("is created in Zoom's words", async () => {
    zoom.on('POST', '/users/hostA/meetings', { status: 201, json: wireMeeting })
    await clientOf(zoom).createMeeting('hostA', draft)
    expect(zoom.calls[0]!.body).toEqual({
      type: 8,
      topic: 'Mathematics 7',
      agenda: 'HR-0123456789 Fractions',
      start_time: '2026-11-23T00:00:00Z',
      timezone: 'Asia/Manila',
      duration: 60,
      password: 'Ab3_x9K2',
      settings: {
        host_video: true,
        participant_video: true,
        join_before_host: false,
        mute_upon_entry: true,
        waiting_room: false,
        auto_recording: 'none',
        meeting_authentication: false,
        approval_type: 0,
        registration_type: 1,
        registrants_email_notification: false,
        registrants_confirmation_email: false,
        allow_multiple_devices: true,
        alternative_hosts: 'a@paaralan.example;b@paaralan.example',
      },
      recurrence: { type: 2, repeat_interval: 1, weekly_days: '2,4', end_times: 20 },
    })
  })

  test('comes back in ours, with an id of any length and without its start link', async () => {
    const text = JSON.stringify({
      ...wireMeeting,
      type: 8,
      occurrences: [
        { occurrence_id: '1795392000000', start_time: '2026-11-23T00:00:00Z', duration: 60, status: 'available' },
        { occurrence_id: 1795564800000, start_time: '2026-11-25T00:00:00Z', duration: 45, status: 'deleted' },
      ],
      recurrence: { type: 2, repeat_interval: 1, weekly_days: '2,4', end_date_time: '2027-03-31T15:59:00Z' },
      settings: {
        ...wireMeeting.settings,
        alternative_hosts: 'a@x.example;b@x.example',
        jbh_time: 'unheard of',
        global_dial_in_numbers: [{ country_name: 'Philippines', number: '+63 2 5550 0100', type: 'toll' }],
        approval_type: 1,
      },
    }).replace('81234567890', '98765432109876543210')
    zoom.on('GET', '/meetings/98765432109876543210', { text })
    const meeting = await clientOf(zoom).getMeeting('98765432109876543210')
    expect(meeting).toEqual({
      id: '98765432109876543210',
      uuid: 'aDYlohsHRtCd4ii1uC2+hA==',
      hostId: 'hostA',
      topic: 'Mathematics 7',
      agenda: 'HR-0123456789',
      type: 'recurringFixedTime',
      startsAt: Date.parse('2026-11-23T00:00:00Z'),
      timeZone: 'Asia/Manila',
      durationMinutes: 60,
      joinUrl: 'https://zoom.us/j/81234567890?pwd=x',
      createdAt: Date.parse('2026-11-20T03:00:00Z'),
      passcode: 'Ab3_x9K2',
      registrationUrl: 'https://zoom.us/meeting/register/x',
      dialIn: { numbers: ['+63 2 5550 0100 (Philippines)'], passcode: null },
      isRunning: false,
      settings: {
        waitingRoom: true,
        registration: 'approval',
        hostVideo: true,
        alternativeHosts: ['a@x.example', 'b@x.example'],
      },
      recurrence: { every: 'week', interval: 1, weekDays: [2, 4], endsAt: Date.parse('2027-03-31T15:59:00Z') },
      occurrences: [
        { id: '1795392000000', startsAt: Date.parse('2026-11-23T00:00:00Z'), durationMinutes: 60, isDeleted: false },
        { id: '1795564800000', startsAt: Date.parse('2026-11-25T00:00:00Z'), durationMinutes: 45, isDeleted: true },
      ],
    })
  })

  test('without a fixed time has no start', async () => {
    const { start_time: _start, duration: _duration, password: _password, ...rest } = wireMeeting
    zoom.on('GET', '/meetings/7', { json: { ...rest, type: 3, status: 'started' } })
    expect(await clientOf(zoom).getMeeting('7')).toMatchObject({
      type: 'recurringNoFixedTime',
      startsAt: null,
      durationMinutes: null,
      passcode: null,
      isRunning: true,
    })
  })
})

describe('an update', () => {
  const meeting = { meetingId: '7', hostId: 'hostA' }
  beforeEach(() => zoom.on('PATCH', '/meetings/7', { status: 204 }))

  test('sends what changed and nothing else', async () => {
    await clientOf(zoom).updateMeeting(meeting, { durationMinutes: 45, settings: { waitingRoom: true } })
    expect(zoom.calls[0]!.body).toEqual({ duration: 45, settings: { waiting_room: true } })
  })

  test('of nothing sends nothing', async () => {
    const client = clientOf(zoom)
    await client.updateMeeting(meeting, {})
    await client.updateMeeting(meeting, { topic: undefined, settings: {} })
    expect(zoom.calls).toHaveLength(0)
    expect(await client.hostWrites('hostA')).toMatchObject({ count: 0 })
  })

  test('of one occurrence takes what an occurrence takes', async () => {
    const client = clientOf(zoom)
    const one = { ...meeting, occurrenceId: '1795392000000' }
    await client.updateMeeting(one, { agenda: 'x', startsAt: draft.startsAt, settings: { muteUponEntry: false } })
    expect(zoom.calls[0]!.query.get('occurrence_id')).toBe('1795392000000')
    const refused: [MeetingChanges, string][] = [
      [{ topic: 'x' }, 'topic'],
      [{ agenda: 'x', recurrence: draft.recurrence }, 'recurrence'],
      [{ settings: { registration: 'none' } }, 'registration'],
    ]
    for (const [changes, field] of refused) {
      expect(await rejection(client.updateMeeting(one, changes))).toMatchObject({
        problem: { kind: 'invalidInput', field },
      })
    }
    expect(zoom.calls).toHaveLength(1)
  })
})

test('one occurrence is deleted by its id', async () => {
  zoom.on('DELETE', '/meetings/7', { status: 204 })
  expect(await clientOf(zoom).deleteMeeting({ meetingId: '7', hostId: 'hostA', occurrenceId: '1795392000000' })).toBe(
    'deleted',
  )
  expect(zoom.calls[0]!.query.get('occurrence_id')).toBe('1795392000000')
})

test("a host's meetings are listed in each of Zoom's cuts", async () => {
  const { start_url: _startUrl, ...listed } = wireMeeting
  zoom.on('GET', '/users/hostA/meetings', {
    json: { next_page_token: '', meetings: [listed, { ...listed, id: 81234567891 }] },
  })
  const client = clientOf(zoom)
  for (const list of ['scheduled', 'live', 'upcoming', 'previous'] as const) {
    expect((await client.listMeetings('hostA', list)).map(({ id }) => id)).toEqual(['81234567890', '81234567891'])
  }
  expect(zoom.calls.map(({ query }) => query.get('type'))).toEqual([
    'scheduled',
    'live',
    'upcoming',
    'previous_meetings',
  ])
})

describe('users', () => {
  test('are told by what they may do, and named as well as can be', async () => {
    const rows = [
      wireUser,
      { ...wireUser, id: 'b', type: 1, display_name: '', status: 'nonsense' },
      { id: 'c', email: 'c@paaralan.example', type: 99, plan_united_type: 123 },
    ]
    zoom.on('GET', '/users', (call) =>
      call.query.get('next_page_token') === 'more'
        ? { json: { next_page_token: '', users: rows.slice(2) } }
        : { json: { next_page_token: 'more', users: rows.slice(0, 2) } },
    )
    expect(
      (await clientOf(zoom).listUsers()).map(({ id, type, displayName, timeZone }) => [
        id,
        type,
        displayName,
        timeZone,
      ]),
    ).toEqual([
      ['hostA', 'licensed', 'Ma. Clara de los Santos', 'Asia/Manila'],
      ['b', 'basic', 'Maria Clara de los Santos y Alba', 'Asia/Manila'],
      ['c', 'none', 'c@paaralan.example', null],
    ])
  })

  test('are found by e-mail too', async () => {
    zoom.on('GET', '/users/guro%2Bmath%40paaralan.example', { json: wireUser })
    expect(await clientOf(zoom).getUser('guro+math@paaralan.example')).toMatchObject({ id: 'hostA' })
  })

  test('have rules for passcodes and the waiting room', async () => {
    zoom.on('GET', '/users/hostA/settings', {
      json: {
        meeting_security: {
          meeting_password: true,
          waiting_room: true,
          waiting_room_settings: { participants_to_place_in_waiting_room: 1 },
          meeting_password_requirement: {
            length: 8,
            have_letter: true,
            have_number: true,
            have_special_character: false,
            have_upper_and_lower_characters: true,
            only_allow_numeric: false,
            consecutive_characters_length: 4,
            weak_enhance_detection: true,
          },
        },
      },
    })
    expect(await clientOf(zoom).getUserSettings('hostA')).toEqual({
      passcodeRule: {
        minimumLength: 8,
        needsLetter: true,
        needsDigit: true,
        needsSpecial: false,
        needsUpperAndLower: true,
        isDigitsOnly: false,
        refusedRunLength: 4,
        refusesWeak: true,
      },
      isPasscodeRequired: true,
      isWaitingRoomOn: true,
      whoWaits: 'outsideAccount',
      isEndToEndEncrypted: false,
    })
    expect(zoom.calls[0]!.query.get('option')).toBe('meeting_security')
  })

  test('without rules have none', async () => {
    zoom.on('GET', '/users/hostA/settings', { json: { meeting_security: {} } })
    expect(await clientOf(zoom).getUserSettings('hostA')).toMatchObject({
      isPasscodeRequired: false,
      whoWaits: null,
      passcodeRule: { minimumLength: 0 },
    })
  })
})

test('a call that an account kind may not make is not sent', async () => {
  const client = clientOf(zoom, {
    account: {
      kind: 'signedInUser',
      current: async () => ({
        secret: 's',
        apiUrl: `${zoom.apiUrl}/v2`,
        scopes: ['meeting:read:meeting'],
        expiresAt: Infinity,
      }),
      renew: async () => ({ secret: 's', apiUrl: `${zoom.apiUrl}/v2`, scopes: [], expiresAt: Infinity }),
    },
  })
  expect(await rejection(client.listUsers())).toMatchObject({ problem: { kind: 'forbidden' } })
  expect(zoom.calls).toHaveLength(0)
  const needs = await client.scopeNeeds()
  expect(needs.find(({ scope }) => scope === 'meeting:read:meeting')?.isGranted).toBe(true)
  expect(needs.some(({ scope }) => scope.startsWith('report:'))).toBe(false)
})
