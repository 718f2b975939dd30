import { afterEach, describe, expect, test } from 'vitest'
import type { ZoomClient } from '../../../src/main/zoom/client.ts'
import type { MeetingDraft, NewRegistrant } from '../../../src/main/zoom/model.ts'
import type { ZoomError } from '../../../src/main/zoom/zoom-error.ts'
import { createPracticeServer, type PracticeOptions, type PracticeServer } from '../../../src/practice/server.ts'
import { createZoomClient, type ZoomClientConfig } from '../../../src/main/zoom/client.ts'
import { impatient, keptLog, realClock, rejection } from './support.ts'

interface School {
  readonly server: PracticeServer
  readonly client: ZoomClient
  /** A licensed teacher. */
  readonly hostId: string
  readonly hostEmail: string
  fault(name: string, more?: object): Promise<void>
  jump(to: string): Promise<void>
  /** Calls that were answered so far, by `METHOD /path status`. */
  calls(): Promise<Record<string, number>>
  another(config?: Partial<ZoomClientConfig>): ZoomClient
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** A practice school at 07:00 on a Monday in Manila, and a client that goes by its clock. */
async function startSchool(options: PracticeOptions = {}): Promise<School> {
  const server = await createPracticeServer({ plan: 'business', startAt: '2026-11-22T23:00:00Z', ...options })
  const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = server.address
  let offsetMs = Date.parse('2026-11-22T23:00:00Z') - Date.now()
  const clock = {
    ...realClock,
    now: () => Date.now() + offsetMs,
    sleepUntil: (instant: number, signal?: AbortSignal) => realClock.sleepUntil(instant - offsetMs, signal),
  }
  const another = (config: Partial<ZoomClientConfig> = {}) => {
    const client = createZoomClient({
      account: { accountId, clientId, clientSecret },
      clock,
      random: () => 0,
      log: keptLog(),
      zoom: { apiUrl, oauthUrl },
      plan: options.plan ?? 'business',
      ...config,
    })
    open.push(() => client.close())
    return client
  }
  const client = another()
  open.push(() => server.close())
  const { teachers } = (await server.control('GET /school')) as {
    teachers: { zoomUserId: string; email: string; role: string }[]
  }
  const { zoomUserId, email } = teachers.find(({ role }) => role === 'teacher')!
  return {
    server,
    client,
    hostId: zoomUserId,
    hostEmail: email,
    fault: async (name, more = { times: 1 }) => void (await server.control('POST /faults', { name, ...more })),
    async jump(to) {
      const { offsetMs: now } = (await server.control('POST /jump', { to })) as { offsetMs: number }
      offsetMs = now
    },
    calls: async () => (await server.control('GET /calls')) as Record<string, number>,
    another,
  }
}

const draft: MeetingDraft = {
  topic: 'Science 8',
  agenda: 'HR-0001 A class about lenses',
  type: 'scheduled',
  startsAt: Date.parse('2026-11-23T00:00:00Z'),
  timeZone: 'Asia/Manila',
  durationMinutes: 60,
  settings: { registration: 'automatic', waitingRoom: false, muteUponEntry: true, hostVideo: true },
}
const series: MeetingDraft = {
  ...draft,
  type: 'recurringFixedTime',
  recurrence: { every: 'week', interval: 1, weekDays: [2, 4], endsAfterOccurrences: 6 },
}
const students = (count: number): NewRegistrant[] =>
  Array.from({ length: count }, (_, i) => ({
    key: `k${i}`,
    email: `s-${i}@paaralan.example`,
    firstName: `Juan ${i}`,
    lastName: 'Masipag',
  }))
const sum = (calls: Record<string, number>, part: string) =>
  Object.entries(calls).reduce((total, [name, count]) => total + (name.includes(part) ? count : 0), 0)

describe('a school year in a moment', () => {
  test('each type of meeting is made, read, listed, changed and deleted, under ids of any length', async () => {
    const { client, hostId } = await startSchool({ areIdsLong: true })
    for (const type of ['instant', 'scheduled', 'recurringNoFixedTime', 'recurringFixedTime'] as const) {
      // Zoom takes registrations for meetings with a fixed time only.
      const isTimed = type === 'scheduled' || type === 'recurringFixedTime'
      const wanted: MeetingDraft = {
        ...(type === 'recurringFixedTime' ? series : draft),
        type,
        topic: `Science ${type}`,
      }
      const made = await client.createMeeting(hostId, wanted)
      expect(BigInt(made.id) > 2n ** 53n, made.id).toBe(true)
      expect(made).toMatchObject({
        type,
        hostId,
        topic: wanted.topic,
        settings: { muteUponEntry: true, ...(!isTimed ? {} : { registration: 'automatic' }) },
      })
      await client.updateMeeting(
        { meetingId: made.id, hostId },
        { topic: 'Science 9', settings: { muteUponEntry: false } },
      )
      const read = await client.getMeeting(made.id)
      expect(read).toMatchObject({
        id: made.id,
        topic: 'Science 9',
        settings: { muteUponEntry: false, hostVideo: true },
      })
      if (type !== 'instant') {
        const listed = await client.listMeetings(hostId, 'scheduled')
        expect(listed.find(({ id }) => id === made.id)).toMatchObject({ topic: 'Science 9', agenda: draft.agenda })
      }
      expect(await client.deleteMeeting({ meetingId: made.id, hostId })).toBe('deleted')
      expect(await client.deleteMeeting({ meetingId: made.id, hostId })).toBe('alreadyGone')
      expect(await rejection(client.getMeeting(made.id))).toMatchObject({ problem: { kind: 'notFound' } })
    }
  })

  test('one date of a series is moved and another struck', async () => {
    const { client, hostId } = await startSchool()
    const { id, occurrences } = await client.createMeeting(hostId, series)
    expect(occurrences).toHaveLength(6)
    const [first, second] = occurrences
    const startsAt = second!.startsAt + 3_600_000
    await client.updateMeeting({ meetingId: id, hostId, occurrenceId: second!.id }, { startsAt, durationMinutes: 45 })
    await client.deleteMeeting({ meetingId: id, hostId, occurrenceId: first!.id })
    const after = (await client.getMeeting(id)).occurrences
    expect(after.filter(({ isDeleted }) => !isDeleted).map((one) => one.startsAt)).toContain(startsAt)
    expect(after.some((one) => one.id === first!.id && !one.isDeleted)).toBe(false)
  })

  test('users are read, and the host by id and by e-mail', async () => {
    const { client, hostId, hostEmail } = await startSchool()
    const users = await client.listUsers()
    expect(users.filter(({ type }) => type === 'licensed').length).toBeGreaterThan(1)
    expect(await client.getUser(hostEmail)).toEqual({ ...(await client.getUser(hostId)) })
    expect((await client.me()).email).toBe(users[0]!.email)
    expect((await client.getUserSettings(hostId)).passcodeRule.minimumLength).toBeGreaterThanOrEqual(0)
    expect(await rejection(client.getUser('nobody@paaralan.example'))).toMatchObject({
      problem: { kind: 'notFound' },
      zoom: { code: 1001 },
    })
    expect((await client.scopeNeeds()).every(({ isGranted }) => isGranted)).toBe(true)
  })

  test('students are registered once, in batches and one by one, and change their state', async () => {
    const { client, hostId, calls } = await startSchool()
    for (const wanted of [draft, series]) {
      const { id, type } = await client.createMeeting(hostId, wanted)
      const outcomes = await client.addRegistrants({ id, type }, students(70))
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['registered']))
      const again = await client.addRegistrant(id, students(1)[0]!)
      expect(again).toEqual(outcomes[0])
      const listed = await client.listRegistrants(id)
      expect(listed).toHaveLength(70)
      const [one, two] = listed
      await client.setRegistrantStatus(id, 'cancel', [one!])
      await client.setRegistrantStatus(id, 'deny', [two!])
      const after = await client.listRegistrants(id)
      expect(after.find((each) => each.id === one!.id)).toBeUndefined()
      expect(after.find((each) => each.id === two!.id)?.status).toBe('denied')
    }
    expect(sum(await calls(), 'batch_registrants')).toBe(3)
  })

  test('a class takes place: its run is found, its head and people read from both sources, the same each time', async () => {
    const { client, hostId, jump, server } = await startSchool()
    const { id } = await client.createMeeting(hostId, {
      ...draft,
      topic: 'Science 8',
      startsAt: Date.parse('2026-11-23T00:00:00Z'),
    })
    await server.control('POST /stories', { meetingId: id, story: 'onTime' })
    await client.addRegistrants({ id, type: 'scheduled' }, students(40))
    expect(await client.listPastInstances(id)).toEqual([])
    await jump('2026-11-23T06:00:00Z')
    const runs = await client.listPastInstances(id, {
      from: Date.parse('2026-11-01T00:00:00Z'),
      to: Date.parse('2026-12-24T00:00:00Z'),
    })
    expect(runs).toHaveLength(1)
    const { uuid } = runs[0]!
    const head = await client.getPastMeeting(uuid)
    expect(head).toMatchObject({ meetingId: id, uuid, hostId, topic: 'Science 8' })
    const { hostId: _hostId, ...report } = head
    expect(await client.getReport(uuid)).toEqual(report)
    const reads = [
      await client.readParticipants(uuid, { source: 'report', wantsRegistrantIds: true }),
      await client.readParticipants(uuid, { source: 'report', wantsRegistrantIds: true }),
      await client.readParticipants(uuid, { source: 'past', wantsRegistrantIds: true }),
    ] as const
    expect(reads[0]).toEqual(reads[1])
    expect(reads[0].rows.length).toBeGreaterThan(20)
    expect(reads[0].rows.some(({ registrantId }) => registrantId !== null)).toBe(true)
    const stays = ({ rows }: (typeof reads)[number]) =>
      rows.map(({ name, joinedAt, leftAt }) => `${name} ${joinedAt} ${leftAt}`).toSorted()
    expect(stays(reads[2])).toEqual(stays(reads[0]))
    expect(reads.map(({ pages, rowsWithoutTimes }) => [pages, rowsWithoutTimes])).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ])
  })
})

describe('faults', () => {
  test('a token that dies in mid-run is renewed without anybody noticing', async () => {
    const { client, hostId, fault, calls } = await startSchool()
    await client.me()
    await fault('tokenInvalid')
    expect(await Promise.all(Array.from({ length: 10 }, () => client.getUser(hostId)))).toHaveLength(10)
    expect((await calls())['POST /oauth/token 200']).toBe(2)
  })

  test.each([
    ['serverError', { times: 2, call: 'GET /users' }],
    ['dropConnection', { times: 2, call: 'GET /users' }],
    ['hang', { times: 1, call: 'GET /users' }],
    ['rateLimitPerSecond', { times: 1 }],
  ])('%s on a read is got over', async (name, more) => {
    const { another, hostId, fault } = await startSchool()
    const client = another({ timeouts: impatient })
    await client.connect()
    await fault(name, more)
    expect(await client.getUser(hostId)).toMatchObject({ id: hostId })
  })

  test('a create whose answer is lost is unknown, and one meeting is there to be found', async () => {
    const { client, hostId, fault } = await startSchool()
    await fault('answerLost')
    const error = await rejection(client.createMeeting(hostId, draft))
    expect(client.isAnswerUnknown(error)).toBe(true)
    expect(
      (await client.listMeetings(hostId, 'upcoming')).filter(({ agenda }) => agenda === draft.agenda),
    ).toHaveLength(1)
  })

  test('a create that never got there is unknown too, and no meeting is there', async () => {
    const { client, hostId, fault } = await startSchool()
    await client.connect()
    await fault('dropConnection', { times: 1, call: 'POST /users' })
    const error = await rejection(client.createMeeting(hostId, draft))
    expect(client.isAnswerUnknown(error)).toBe(true)
    expect(await client.listMeetings(hostId, 'upcoming')).toEqual([])
  })

  test('lost answers to registrations leave everybody registered once', async () => {
    const { client, hostId, fault } = await startSchool()
    const { id, type } = await client.createMeeting(hostId, draft)
    await fault('answerLost', { times: 2, call: 'POST /meetings' })
    const outcomes = await client.addRegistrants({ id, type }, students(90))
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['registered']))
    const listed = await client.listRegistrants(id)
    expect(new Set(listed.map((one) => one.id)).size).toBe(90)
    expect(new Set(outcomes.map((one) => 'registrantId' in one && one.registrantId))).toEqual(
      new Set(listed.map((one) => one.id)),
    )
  })

  test('writes for one host do not collide, however many are asked for at once', async () => {
    const { client, hostId, calls } = await startSchool({ latencyMedianMs: 10 })
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => client.createMeeting(hostId, { ...draft, agenda: `HR-${i}` })),
    )
    expect(sum(await calls(), ' 429')).toBe(0)
  })

  test('"too many concurrent" is waited out', async () => {
    const { client, hostId, fault } = await startSchool()
    const { id, type } = await client.createMeeting(hostId, series)
    await fault('concurrentRequests', { times: 2 })
    const outcomes = await client.addRegistrants({ id, type }, students(5))
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['registered']))
  })

  test('a page token that dies begins the list again', async () => {
    const { client, hostId, fault, calls } = await startSchool()
    const { id, type } = await client.createMeeting(hostId, draft)
    await client.addRegistrants({ id, type }, students(330))
    await fault('pageTokenExpired')
    expect(await client.listRegistrants(id)).toHaveLength(330)
    expect(sum(await calls(), 'GET /meetings/{meetingId}/registrants 200')).toBe(5)
  })

  test('what the app may not do is said with the scope and its cost', async () => {
    const { client, hostId, fault } = await startSchool()
    await fault('missingScope', { scopes: ['meeting:write:meeting:admin', 'meeting:write:admin'] })
    expect(await rejection(client.createMeeting(hostId, draft))).toMatchObject({
      problem: { kind: 'missingScope', message: expect.stringMatching(/meeting:write:meeting:admin;.*schedule/) },
    })
    const lacking = (await client.scopeNeeds()).filter(({ isGranted }) => !isGranted)
    expect(lacking).toEqual([{ scope: 'meeting:write:meeting:admin', feature: 'scheduling', isGranted: false }])
  })

  test('a disabled app, wrong credentials and a wrong clock are told apart', async () => {
    const { server, another, fault } = await startSchool()
    const { accountId, clientId, clientSecret } = server.address
    const wrong = [
      { accountId, clientId, clientSecret: 'x' },
      { accountId, clientId: 'x', clientSecret },
      { accountId: 'x', clientId, clientSecret },
    ]
    for (const account of wrong) {
      expect(await rejection(another({ account }).connect())).toMatchObject({ problem: { kind: 'wrongCredentials' } })
    }
    await fault('clockSkew', { value: 10 })
    expect((await another().connect()).clockSkewSeconds).toBeGreaterThan(590)
    await fault('appDisabled', {})
    expect(await rejection(another().connect())).toMatchObject({ problem: { kind: 'appDisabled' } })
  })

  test('reports that are late, empty or partial are what they are', async () => {
    const { client, hostId, jump, fault } = await startSchool()
    const { id, type } = await client.createMeeting(hostId, draft)
    await client.addRegistrants({ id, type }, students(40))
    await fault('reportPartial', { meetingId: id, value: 60 })
    await jump('nextClassEvent')
    await jump('nextClassEvent')
    await jump('2026-11-23T01:30:00Z')
    const [run] = await client.listPastInstances(id)
    const partial = await client.readParticipants(run!.uuid, { source: 'past', wantsRegistrantIds: false })
    await jump('2026-11-23T04:00:00Z')
    const whole = await client.readParticipants(run!.uuid, { source: 'past', wantsRegistrantIds: false })
    expect(partial.digest).not.toBe(whole.digest)
    await fault('instanceMissing', { times: 1 })
    expect(
      await rejection(client.readParticipants(run!.uuid, { source: 'past', wantsRegistrantIds: false })),
    ).toMatchObject({ problem: { kind: 'notFound' } })
  })

  test('registration that is off at Zoom is said so', async () => {
    const { client, hostId } = await startSchool()
    const { id, type } = await client.createMeeting(hostId, { ...draft, settings: { registration: 'none' } })
    expect(await rejection(client.addRegistrants({ id, type }, students(3)))).toMatchObject({
      problem: { kind: 'zoomRefused' },
    })
  })
})

describe('limits', () => {
  test("the account's day: shut until midnight UTC, by Zoom's own clock", async () => {
    const { client, fault } = await startSchool()
    await client.connect()
    await fault('rateLimitDaily')
    const error = (await rejection(client.me())) as ZoomError
    expect(error.problem.kind).toBe('rateLimited')
    expect(Math.abs(Date.parse(error.problem.retryAt!) - Date.parse('2026-11-23T00:00:00Z'))).toBeLessThan(5000)
    expect(await rejection(client.me())).toMatchObject({ problem: { kind: 'rateLimited' }, zoom: { status: null } })
  })

  test("a host's hundred writes: the next is refused until midnight, another host goes on", async () => {
    const { client, hostId } = await startSchool()
    const { id } = await client.createMeeting(hostId, draft)
    for (let i = 0; i < 99; i++) await client.updateMeeting({ meetingId: id, hostId }, { topic: `Science ${i}` })
    expect(await client.hostWrites(hostId)).toMatchObject({ count: 100, limit: 100, closedUntil: null })
    expect(await rejection(client.createMeeting(hostId, draft))).toMatchObject({
      problem: { kind: 'rateLimited', retryAt: expect.stringMatching(/^2026-11-2(2T23:59|3T00:00)/) },
      zoom: { limitOwner: 'host' },
    })
    const other = (await client.listUsers()).find((user) => user.type === 'licensed' && user.id !== hostId)!
    expect(await client.createMeeting(other.id, draft)).toMatchObject({ hostId: other.id })
  })

  test("one person's three registrations a day: a refusal of that row alone", async () => {
    const { client, hostId } = await startSchool()
    const { id, type } = await client.createMeeting(hostId, draft)
    const [often, once] = students(2)
    for (let i = 0; i < 3; i++) expect(await client.addRegistrant(id, often!)).toMatchObject({ status: 'registered' })
    const outcomes = await client.addRegistrants({ id, type }, [often!, once!])
    expect(outcomes).toMatchObject([
      { status: 'refused', code: 429, problem: { kind: 'rateLimited' } },
      { status: 'registered' },
    ])
  })

  test('a free account: no registration and no reports, and it is said why', async () => {
    const { client, hostId } = await startSchool({ plan: 'free' })
    expect(await client.getUser(hostId)).toMatchObject({ type: 'basic' })
    const { id, type } = await client.createMeeting(hostId, { ...draft, settings: {} })
    expect(await rejection(client.addRegistrants({ id, type }, students(2)))).toMatchObject({
      problem: { kind: 'planTooSmall' },
    })
    expect(
      await rejection(client.readParticipants('x==', { source: 'report', wantsRegistrantIds: true })),
    ).toMatchObject({ problem: { kind: 'planTooSmall' } })
  })
})
