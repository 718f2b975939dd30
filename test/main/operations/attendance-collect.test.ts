import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Attendance } from '../../../src/shared/contract/attendance.ts'
import { tables } from '../../../src/main/store/database.ts'
import { clientOf, scriptedZoom, type ScriptedZoom, type SeenCall } from '../zoom/support.ts'
import {
  at,
  attendanceWorld,
  monday,
  type AttendanceWorld,
  type MadeMeeting,
  type MadePerson,
} from '../../support/attendance-world.ts'
import { testDatabase } from '../../support/database.ts'

let zoom: ScriptedZoom
beforeEach(async () => {
  zoom = await scriptedZoom()
})
afterEach(() => zoom.close())

const connected = (options: Parameters<typeof attendanceWorld>[0] = {}) =>
  attendanceWorld({ zoom: async () => clientOf(zoom), ...options })

const z = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')
const inPath = (uuid: string) =>
  uuid.startsWith('/') || uuid.includes('//') ? encodeURIComponent(encodeURIComponent(uuid)) : encodeURIComponent(uuid)

interface WireStay {
  readonly by?: MadePerson
  readonly name?: string
  readonly host?: MadePerson
  readonly from: number
  readonly to: number
}

const wireStay = ({ by, name, host, from, to }: WireStay) => ({
  id: '',
  user_id: '1677',
  name: name ?? host?.shown ?? by?.shown,
  user_email: host?.email ?? '',
  participant_user_id: host === undefined ? '' : `host-${host.key}`,
  registrant_id: by?.registrantId ?? '',
  join_time: z(from),
  leave_time: z(to),
  duration: (to - from) / 1000,
  failover: false,
  status: 'in_meeting',
})

/** Serves a run as Zoom does once it has ended: instance list, past meeting, and its participants in pages. */
function serveRuns(
  meeting: MadeMeeting,
  runs: readonly {
    readonly uuid: string
    readonly from: number
    readonly to: number
    readonly stays: readonly WireStay[]
  }[],
  hooks: { readonly onPage?: (call: SeenCall, nth: number) => 'drop' | null; readonly isListed?: boolean } = {},
) {
  const detail = ({ uuid, from, to, stays }: (typeof runs)[number]) => ({
    json: {
      uuid,
      id: Number(meeting.zoomMeetingId),
      topic: 'Class',
      host_id: 'hostA',
      start_time: z(from),
      end_time: z(to),
      duration: 60,
      total_minutes: 60,
      participants_count: stays.length,
    },
  })
  zoom.on('GET', `/past_meetings/${meeting.zoomMeetingId}/instances`, {
    json: { meetings: hooks.isListed === false ? [] : runs.map(({ uuid, from }) => ({ uuid, start_time: z(from) })) },
  })
  const latest = runs.at(-1)
  zoom.on(
    'GET',
    `/past_meetings/${meeting.zoomMeetingId}`,
    latest === undefined ? { status: 404, json: { code: 3001, message: 'Meeting does not exist.' } } : detail(latest),
  )
  for (const run of runs) {
    zoom.on('GET', `/past_meetings/${inPath(run.uuid)}`, detail(run))
    for (const kind of ['report/meetings', 'past_meetings']) {
      zoom.on('GET', `/${kind}/${inPath(run.uuid)}/participants`, (call, nth) => {
        if (hooks.onPage?.(call, nth) === 'drop') return 'drop'
        const size = Number(call.query.get('page_size'))
        const start = Number(call.query.get('next_page_token') ?? 0)
        const page = run.stays.slice(start, start + size).map(wireStay)
        const more = start + size < run.stays.length ? String(start + size) : ''
        return { json: { page_size: size, next_page_token: more, participants: page } }
      })
    }
  }
}

const names = (count: number) =>
  Array.from({ length: count }, (_, n) => `Family${String(n).padStart(3, '0')}, Given${n}`)
const presences = ({ rows }: Attendance) => rows.map(({ presence }) => presence)
const readCount = (world: AttendanceWorld) => world.database.read((db) => db.$count(tables.reads))

describe('collecting one class', () => {
  test('reads to the last page: somebody on page two is as present as on page one', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(names(31))
    const rejoins = students.flatMap((by) =>
      Array.from({ length: 10 }, (_, n) => ({ by, from: at('7:30') + n * 300_000, to: at('7:34:30') + n * 300_000 })),
    )
    serveRuns(meeting, [
      {
        uuid: 'aDYlohsHRtCd4ii1uC2+hA==',
        from: at('7:25'),
        to: at('8:31'),
        stays: [{ host: teacher, from: at('7:25'), to: at('8:31') }, ...rejoins],
      },
    ])
    world.clock.set(at('8:33'))
    const collected = await world.call('attendance.collect', { periodId: period.id })
    expect(collected.reads).toMatchObject([{ pages: 2, rows: 311, source: 'report' }])
    expect(new Set(presences(collected))).toEqual(new Set(['present']))
    expect(collected.rows[30]).toMatchObject({ seconds: 2700, recognisedBy: 'link' })
    expect(collected.rows[30]!.intervals).toHaveLength(10)
    expect(zoom.calls.find(({ path }) => path.includes('report'))!.query.get('include_fields')).toBe('registrant_id')
  })

  test('of a class that is not over yet is no error, and asks nothing long before', async () => {
    const world = await connected()
    const { period, meeting } = await world.lesson(names(2))
    world.clock.set(at('5:00'))
    expect((await world.call('attendance.collect', { periodId: period.id })).period.state).toBe('planned')
    expect(zoom.calls).toEqual([])
    zoom.on('GET', /past_meetings/, { status: 404, json: { code: 3001, message: 'Meeting is not ended.' } })
    world.clock.set(at('8:00'))
    const live = await world.call('attendance.collect', { meetingId: meeting.id })
    expect(live).toMatchObject({ period: { state: 'live' }, reads: [] })
    world.clock.set(at('8:33'))
    const over = await world.call('attendance.collect', { periodId: period.id })
    expect(over).toMatchObject({ period: { state: 'collecting', held: 'unknown' }, reads: [] })
    expect(over.period.nextReadAt).toBe('2026-03-09T00:40:00.000Z')
    expect(presences(over)).toEqual(['notSeenYet', 'notSeenYet'])
  })

  test('finds both runs of a restart, each by its own uuid, and never asks for people by the bare number', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(names(2))
    serveRuns(meeting, [
      {
        uuid: '/ajXp112QmuoKj4854875==',
        from: at('7:25'),
        to: at('7:45'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('7:45') },
          ...students.map((by) => ({ by, from: at('7:30'), to: at('7:45') })),
        ],
      },
      {
        uuid: 'aDYl//hsHRtCd4ii1uC2+hA==',
        from: at('7:50'),
        to: at('8:30'),
        stays: [
          { host: teacher, from: at('7:50'), to: at('8:30') },
          ...students.map((by) => ({ by, from: at('7:51'), to: at('8:30') })),
        ],
      },
    ])
    world.clock.set(at('8:33'))
    const collected = await world.call('attendance.collect', { periodId: period.id })
    expect(collected.rows.map(({ seconds }) => seconds)).toEqual([54 * 60, 54 * 60])
    expect(collected.reads).toHaveLength(2)
    expect(zoom.calls.filter(({ path }) => path.endsWith('/participants')).map(({ path }) => path)).not.toContain(
      `/report/meetings/${meeting.zoomMeetingId}/participants`,
    )
    // Known runs are not looked up again, only read again.
    const before = zoom.calls.length
    world.clock.set(at('8:41'))
    await world.call('attendance.collect', { periodId: period.id })
    expect(zoom.calls.length - before).toBe(4)
  })

  test('takes the run that the list of instances does not have yet, and none of another day', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(names(1))
    const run = {
      uuid: 'today',
      from: at('7:25'),
      to: at('8:31'),
      stays: [
        { host: teacher, from: at('7:25'), to: at('8:31') },
        { by: students[0]!, from: at('7:30'), to: at('8:30') },
      ],
    }
    const lastWeek = { ...run, uuid: 'lastWeek', from: at('7:25', '2026-03-02'), to: at('8:31', '2026-03-02') }
    serveRuns(meeting, [lastWeek])
    world.clock.set(at('8:33'))
    expect((await world.call('attendance.collect', { periodId: period.id })).reads).toEqual([])
    serveRuns(meeting, [run], { isListed: false })
    expect((await world.call('attendance.collect', { periodId: period.id })).reads).toHaveLength(1)
    expect(zoom.calls.some(({ path }) => path.includes('lastWeek/participants'))).toBe(false)
  })

  test('reads past participants where nobody registers, and the report only where times are missing', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(names(1), { isRegistrationOn: false })
    const stays = [
      { host: teacher, from: at('7:25'), to: at('8:31') },
      { name: students[0]!.shown, from: at('7:30'), to: at('8:30') },
    ]
    serveRuns(meeting, [{ uuid: 'run', from: at('7:25'), to: at('8:31'), stays }])
    world.clock.set(at('8:33'))
    expect((await world.call('attendance.collect', { periodId: period.id })).reads).toMatchObject([{ source: 'past' }])
    zoom.on('GET', '/past_meetings/run/participants', {
      json: {
        next_page_token: '',
        participants: stays.map((stay) => ({ ...wireStay(stay), join_time: '', leave_time: '' })),
      },
    })
    world.clock.set(at('8:41'))
    expect((await world.call('attendance.collect', { periodId: period.id })).reads).toMatchObject([
      { source: 'past' },
      { source: 'report', rows: 2 },
    ])
  })

  test('keeps nothing of a reading that broke off, and everything of the one that did not', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(names(2))
    const many = Array.from({ length: 301 }, () => ({ by: students[0]!, from: at('7:51'), to: at('8:30') }))
    const first = {
      uuid: 'first',
      from: at('7:25'),
      to: at('7:45'),
      stays: [
        { host: teacher, from: at('7:25'), to: at('7:45') },
        { by: students[1]!, from: at('7:30'), to: at('7:45') },
      ],
    }
    const second = {
      uuid: 'second',
      from: at('7:50'),
      to: at('8:30'),
      stays: [{ host: teacher, from: at('7:50'), to: at('8:30') }, ...many],
    }
    let isDown = true
    serveRuns(meeting, [first, second], {
      onPage: (call) => (isDown && call.query.has('next_page_token') ? 'drop' : null),
    })
    world.clock.set(at('8:33'))
    await expect(world.call('attendance.collect', { periodId: period.id })).rejects.toMatchObject({
      problem: { kind: 'zoomUnavailable' },
    })
    const partial = await world.call('attendance.get', { periodId: period.id })
    expect(partial.reads).toMatchObject([{ rows: 2 }])
    expect(partial.rows.map(({ seconds }) => seconds)).toEqual([0, 900])
    expect(partial.waitsFor).toContain('allPages')
    expect(await world.database.read((db) => db.$count(tables.intervals))).toBe(2)
    isDown = false
    const whole = await world.call('attendance.collect', { periodId: period.id })
    expect(whole.reads.map(({ rows }) => rows).toSorted()).toEqual([2, 302])
    expect(whole.rows[0]!.seconds).toBe(39 * 60)
  })

  test('offline says offline, and what was read stays', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(names(1))
    serveRuns(meeting, [
      {
        uuid: 'run',
        from: at('7:25'),
        to: at('8:31'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('8:31') },
          { by: students[0]!, from: at('7:30'), to: at('8:30') },
        ],
      },
    ])
    world.clock.set(at('8:33'))
    await world.call('attendance.collect', { periodId: period.id })
    await zoom.close()
    world.clock.set(at('8:41'))
    await expect(world.call('attendance.collect', { periodId: period.id })).rejects.toMatchObject({
      problem: { kind: 'offline' },
    })
    const kept = await world.call('attendance.get', { periodId: period.id })
    expect(presences(kept)).toEqual(['present'])
    // Asked again soon, and later each time, instead of at once.
    expect(kept.period.nextReadAt).toBe('2026-03-09T00:42:00.000Z')
    world.clock.set(at('8:42'))
    await expect(world.call('attendance.collect', { periodId: period.id })).rejects.toThrow()
    expect((await world.call('attendance.get', { periodId: period.id })).period.nextReadAt).toBe(
      '2026-03-09T00:44:00.000Z',
    )
  })

  test('needs a meeting that Zoom knows, and a connection', async () => {
    const world = await attendanceWorld()
    const { period, groupKey } = await world.lesson(names(1))
    const byHand = await world.period(groupKey, null, { startsAt: '10:00' })
    world.clock.set(at('12:00'))
    await expect(world.call('attendance.collect', { periodId: byHand.id })).rejects.toMatchObject({
      problem: { kind: 'conflict' },
    })
    await expect(world.call('attendance.collect', { periodId: period.id })).rejects.toMatchObject({
      problem: { kind: 'notConnected' },
    })
  })

  test('by two processes at once keeps each run once, and both see the same', async () => {
    const here = await testDatabase({ owner: 'here' })
    const world = await connected({ database: here })
    const { students, teacher, period, meeting } = await world.lesson(names(3))
    serveRuns(meeting, [
      {
        uuid: 'run',
        from: at('7:25'),
        to: at('8:31'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('8:31') },
          { by: students[0]!, from: at('7:30'), to: at('8:30') },
        ],
      },
    ])
    const there = await testDatabase({ folder: here.folder, key: here.key, owner: 'there' })
    const other = await connected({ database: there, clock: world.clock })
    world.clock.set(at('8:33'))
    const [one, two] = await Promise.all(
      [world, other].map((each) => each.call('attendance.collect', { periodId: period.id })),
    )
    expect(one!.rows).toEqual(two!.rows)
    expect(await readCount(world)).toBe(1)
    expect(await world.database.read((db) => db.$count(tables.instances))).toBe(1)
  })

  test('leaves no name, address or secret in the log', async () => {
    const world = await connected()
    const { students, teacher, period, meeting } = await world.lesson(['Dela Peña, María José'])
    serveRuns(meeting, [
      {
        uuid: 'run',
        from: at('7:25'),
        to: at('8:31'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('8:31') },
          { by: students[0]!, from: at('7:30'), to: at('8:30') },
        ],
      },
    ])
    world.clock.set(at('8:33'))
    await world.collecting.collectDue(new AbortController().signal)
    expect((await world.call('attendance.get', { periodId: period.id })).reads).toHaveLength(1)
    expect(world.log.lines.length).toBeGreaterThan(0)
    for (const secret of ['Peña', 'María', students[0]!.email, teacher.email, 'token']) {
      expect(world.log.lines.join('\n')).not.toContain(secret)
    }
  })
})

describe('collecting what is due', () => {
  const never = new AbortController().signal
  const reportsAsked = () => zoom.calls.filter(({ path }) => path.endsWith('/participants')).length

  test('follows the plan of reads until nothing more is to come, and reads what two classes share once', async () => {
    const world = await connected()
    const { section, students, teacher, period, groupKey, meeting } = await world.lesson(names(2))
    const merged = await world.period((await world.group('Science', [section], [teacher])).key, meeting)
    const later = await world.period(groupKey, null, { startsAt: '13:00' })
    serveRuns(meeting, [
      {
        uuid: 'run',
        from: at('7:25'),
        to: at('8:30'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('8:30') },
          ...students.map((by) => ({ by, from: at('7:30'), to: at('8:30') })),
        ],
      },
    ])
    expect(await world.collecting.collectDue(never)).toBe(0)
    const at0 = at('8:30')
    const asked: number[] = []
    for (let step = 0; step < 12; step += 1) {
      const dueAt = await world.stores.reads.nextDueAt(world.clock.now())
      if (dueAt === null) break
      world.clock.set(Math.max(dueAt, world.clock.now()))
      expect(await world.collecting.collectDue(never)).toBe(2)
      asked.push((world.clock.now() - at0) / 60_000)
      expect(await world.collecting.collectDue(never)).toBe(0)
    }
    // +2, +10, +30 min: final. Then +6 h, +24 h, and once more within 30 days.
    expect(asked).toEqual([2, 10, 30, 360, 1440, 14 * 1440])
    expect(reportsAsked()).toBe(asked.length)
    for (const { id } of [period, merged]) {
      expect((await world.call('attendance.get', { periodId: id })).period).toMatchObject({
        state: 'final',
        nextReadAt: null,
      })
    }
    expect((await world.call('attendance.get', { periodId: later.id })).period.nextReadAt).toBeNull()
  })

  test('goes on with the others when one report cannot be read, and comes back to it later', async () => {
    const world = await connected()
    const good = await world.lesson(names(1))
    const bad = await world.lesson(names(1))
    for (const { meeting, teacher, students } of [good, bad]) {
      serveRuns(meeting, [
        {
          uuid: `run-${meeting.key}`,
          from: at('7:25'),
          to: at('8:30'),
          stays: [
            { host: teacher, from: at('7:25'), to: at('8:30') },
            { by: students[0]!, from: at('7:30'), to: at('8:30') },
          ],
        },
      ])
    }
    zoom.on('GET', `/report/meetings/run-${bad.meeting.key}/participants`, {
      status: 400,
      json: { code: 12_703, message: 'You cannot access the group of teacher@school.example.' },
    })
    world.clock.set(at('8:33'))
    expect(await world.collecting.collectDue(never)).toBe(2)
    expect(presences(await world.call('attendance.get', { periodId: good.period.id }))).toEqual(['present'])
    const refused = await world.call('attendance.get', { periodId: bad.period.id })
    expect(refused.reads).toEqual([])
    expect(Date.parse(refused.period.nextReadAt!)).toBeGreaterThan(world.clock.now())
    expect(await world.collecting.collectDue(never)).toBe(0)
    expect(world.log.lines.join()).not.toContain('teacher@school.example')
  })

  test('stops at once when nothing can be reached, without a try at every class', async () => {
    const world = await connected()
    for (let n = 0; n < 12; n += 1) await world.lesson(names(1))
    await zoom.close()
    world.clock.set(at('8:33'))
    await expect(world.collecting.collectDue(never)).rejects.toMatchObject({ problem: { kind: 'offline' } })
    const { periods } = await world.call('period.list', { fromOn: monday, toOn: monday })
    const untouched = periods.filter(({ nextReadAt }) => Date.parse(nextReadAt!) <= world.clock.now())
    expect(untouched.length).toBeGreaterThanOrEqual(8)
  })

  test('resumes where a killed process stopped: what is due is due still', async () => {
    const database = await testDatabase()
    const world = await connected({ database })
    const { students, teacher, period, meeting } = await world.lesson(names(1))
    serveRuns(meeting, [
      {
        uuid: 'run',
        from: at('7:25'),
        to: at('8:30'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('8:30') },
          { by: students[0]!, from: at('7:30'), to: at('8:30') },
        ],
      },
    ])
    world.clock.set(at('8:33'))
    const stop = new AbortController()
    zoom.on('GET', '/report/meetings/run/participants', () => {
      stop.abort(new Error('killed'))
      return 'hang'
    })
    await expect(world.collecting.collectDue(stop.signal)).rejects.toThrow()
    expect(await readCount(world)).toBe(0)
    serveRuns(meeting, [
      {
        uuid: 'run',
        from: at('7:25'),
        to: at('8:30'),
        stays: [
          { host: teacher, from: at('7:25'), to: at('8:30') },
          { by: students[0]!, from: at('7:30'), to: at('8:30') },
        ],
      },
    ])
    const next = await connected({ database, clock: world.clock })
    expect(await next.collecting.collectDue(never)).toBe(1)
    expect(presences(await next.call('attendance.get', { periodId: period.id }))).toEqual(['present'])
  })
})
