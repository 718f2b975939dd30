import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clientOf, keptLog, rejection, scriptedZoom, type ScriptedZoom, type SeenCall } from './support.ts'

let zoom: ScriptedZoom
beforeEach(async () => {
  zoom = await scriptedZoom()
})
afterEach(() => zoom.close())

const uuid = '/aDYl//hsHRtCd4ii1uC2+hA=='
const inPath = encodeURIComponent(encodeURIComponent(uuid))
const past = `/past_meetings/${inPath}/participants`
const report = `/report/meetings/${inPath}/participants`

const row = (n: number) => ({
  id: '',
  user_id: `1677824${n}`,
  name: `Student ${n}`,
  user_email: '',
  join_time: '2026-11-20T00:00:05Z',
  leave_time: '2026-11-20T00:48:00Z',
  duration: 2875,
  failover: false,
  status: 'in_meeting',
})
const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => row(from + i))

/** Serves a list in pages of the size asked for; `expires` says which page tokens have died. */
function servePaged(
  path: string,
  all: readonly object[],
  expires: (call: SeenCall, nth: number) => boolean = () => false,
) {
  zoom.on('GET', path, (call, nth) => {
    if (expires(call, nth))
      return { status: 400, json: { code: 300, message: 'The next page token is invalid or expired.' } }
    const size = Number(call.query.get('page_size') ?? 30)
    const from = Number(call.query.get('next_page_token') ?? 0)
    const token = from + size < all.length ? String(from + size) : ''
    return { json: { page_size: size, next_page_token: token, participants: all.slice(from, from + size) } }
  })
}

const readPast = (client = clientOf(zoom)) =>
  client.readParticipants(uuid, { source: 'past', wantsRegistrantIds: false })

describe('a read of participants', () => {
  test('goes to the last page, in as many calls as there are pages', async () => {
    servePaged(past, rows(0, 601))
    const read = await readPast()
    expect(read.rows).toHaveLength(601)
    expect(read.pages).toBe(3)
    expect(zoom.calls).toHaveLength(3)
    expect(zoom.calls[0]!.query.get('page_size')).toBe('300')
    expect(zoom.calls[0]!.query.has('next_page_token')).toBe(false)
  })

  test('loses no row to another that looks the same, on one page or on two', async () => {
    servePaged(past, [...rows(0, 299), row(0), row(0), row(0)])
    expect((await readPast()).rows.filter(({ name }) => name === 'Student 0')).toHaveLength(4)
  })

  test('begins again at page one when a page token has died, and forgets what it had', async () => {
    servePaged(past, rows(0, 601), (_call, nth) => nth === 3)
    const read = await readPast()
    expect(read.rows).toHaveLength(601)
    expect(read.pages).toBe(3)
    expect(zoom.calls).toHaveLength(6)
  })

  test('gives up when page tokens keep dying', async () => {
    servePaged(past, rows(0, 601), (call) => call.query.has('next_page_token'))
    expect(await rejection(readPast())).toMatchObject({ problem: { kind: 'zoomRefused' }, zoom: { code: 300 } })
    expect(zoom.calls).toHaveLength(6)
  })

  test('takes 300 on the first page for what it is', async () => {
    zoom.on('GET', past, { status: 400, json: { code: 300, message: 'Invalid meeting id.' } })
    expect(await rejection(readPast())).toMatchObject({ zoom: { code: 300 } })
    expect(zoom.calls).toHaveLength(1)
  })

  test('does not go round in circles', async () => {
    zoom.on('GET', past, { json: { next_page_token: 'same', participants: rows(0, 1) } })
    expect(await rejection(readPast())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
    expect(zoom.calls).toHaveLength(2)
  })

  test('of nobody is empty, and of something else is refused', async () => {
    servePaged(past, [])
    expect(await readPast()).toMatchObject({ rows: [], pages: 1 })
    zoom.on('GET', past, { json: { page_size: 300, next_page_token: '' } })
    expect(await rejection(readPast())).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
  })

  test('of a meeting that runs or is unknown is notFound', async () => {
    zoom.on('GET', past, { status: 404, json: { code: 3001, message: 'This meeting is not ended.' } })
    expect(await rejection(readPast())).toMatchObject({ problem: { kind: 'notFound' } })
  })

  test('asks the report for registrant ids, and tells everything that the report has', async () => {
    servePaged(report, [
      {
        ...row(1),
        name: 'María Clara de los Santos y Alba',
        user_email: 'maria@paaralan.example',
        registrant_id: '_f08HhPJS82MIVLuuFaJPg',
        customer_key: '0190a1b2c3d4e5f60190a1b2c3d4e5f6',
        participant_user_id: 'DYHrdpjrS3uaOf7dPkkg8w',
        id: 'DYHrdpjrS3uaOf7dPkkg8w',
        status: 'in_waiting_room',
        failover: true,
        bo_mtg_id: '27423d744369b8bb',
        ip_address: '203.0.113.7',
      },
      { ...row(2), participant_user_id: '', customer_key: '', registrant_id: '', bo_mtg_id: '' },
    ])
    const read = await clientOf(zoom).readParticipants(uuid, { source: 'report', wantsRegistrantIds: true })
    expect(zoom.calls[0]!.query.get('include_fields')).toBe('registrant_id')
    expect(read.rows).toEqual([
      {
        name: 'María Clara de los Santos y Alba',
        email: 'maria@paaralan.example',
        registrantId: '_f08HhPJS82MIVLuuFaJPg',
        customerKey: '0190a1b2c3d4e5f60190a1b2c3d4e5f6',
        zoomUserId: 'DYHrdpjrS3uaOf7dPkkg8w',
        joinedAt: Date.parse('2026-11-20T00:00:05Z'),
        leftAt: Date.parse('2026-11-20T00:48:00Z'),
        durationSeconds: 2875,
        isWaitingRoom: true,
        isFailover: true,
        breakoutId: '27423d744369b8bb',
      },
      {
        name: 'Student 2',
        email: null,
        registrantId: null,
        customerKey: null,
        zoomUserId: null,
        joinedAt: Date.parse('2026-11-20T00:00:05Z'),
        leftAt: Date.parse('2026-11-20T00:48:00Z'),
        durationSeconds: 2875,
        isWaitingRoom: false,
        isFailover: false,
        breakoutId: null,
      },
    ])
    expect(JSON.stringify(read)).not.toContain('203.0.113')
  })

  test('fills a missing time from the other one, and counts rows without any', async () => {
    servePaged(past, [
      { ...row(1), leave_time: '' },
      { ...row(2), join_time: null },
      { ...row(3), join_time: '', leave_time: '' },
      { name: 'Student 4' },
    ])
    const read = await readPast()
    expect(read.rows.map(({ joinedAt, leftAt }) => leftAt - joinedAt)).toEqual([2_875_000, 2_875_000])
    expect(read.rowsWithoutTimes).toBe(2)
  })
})

describe('the digest', () => {
  const digestOf = async (all: readonly object[]) => {
    servePaged(past, all)
    return (await readPast()).digest
  }

  test('is the same in any order and over any pages', async () => {
    const all = rows(0, 301)
    expect(await digestOf(all.toReversed())).toBe(await digestOf(all))
  })

  test('changes with a second, a name, a row more, a row twice, and with a row without times', async () => {
    const all = rows(0, 3)
    const digests = [
      await digestOf(all),
      await digestOf([...rows(0, 2), { ...row(2), leave_time: '2026-11-20T00:48:01Z' }]),
      await digestOf([...rows(0, 2), { ...row(2), name: 'Student  2' }]),
      await digestOf(rows(0, 4)),
      await digestOf([...all, row(2)]),
      await digestOf([...rows(0, 2), { ...row(2), join_time: '', leave_time: '' }]),
      await digestOf([]),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })
})

describe('the runs of a meeting', () => {
  test('are asked for month by month, none twice, and come in order', async () => {
    zoom.on('GET', '/past_meetings/81234567890/instances', (call) => ({
      json: {
        meetings:
          call.query.get('from') === '2026-06-01'
            ? [
                { uuid: 'b==', start_time: '2026-06-05T00:00:00Z' },
                { uuid: 'a==', start_time: '2026-06-02T00:00:00Z' },
              ]
            : [{ uuid: 'b==', start_time: '2026-06-05T00:00:00Z' }],
      },
    }))
    const from = Date.parse('2026-06-01T16:00:00Z')
    const to = Date.parse('2026-08-15T02:00:00Z')
    const runs = await clientOf(zoom).listPastInstances('81234567890', { from, to })
    expect(runs.map((run) => run.uuid)).toEqual(['a==', 'b=='])
    const windows = zoom.calls.map(({ query }) => [query.get('from'), query.get('to')])
    expect(windows).toEqual([
      ['2026-06-01', '2026-06-28'],
      ['2026-06-29', '2026-07-26'],
      ['2026-07-27', '2026-08-15'],
    ])
  })

  test('are all asked for where no window is given', async () => {
    zoom.on('GET', '/past_meetings/81234567890/instances', { json: { meetings: [] } })
    expect(await clientOf(zoom).listPastInstances('81234567890')).toEqual([])
    expect([...zoom.calls[0]!.query.keys()]).toEqual([])
  })

  test("tell their head, from either source, without the host's name", async () => {
    const head = {
      id: 81234567890,
      uuid,
      topic: 'Mathematics 7',
      start_time: '2026-11-20T00:00:05Z',
      end_time: '2026-11-20T00:48:00Z',
      duration: 48,
      participants_count: 32,
      total_minutes: 1400,
      host_id: 'hostA',
      user_name: 'Maria Clara',
      user_email: 'guro@paaralan.example',
    }
    zoom.on('GET', `/past_meetings/${inPath}`, { json: head })
    zoom.on('GET', `/report/meetings/${inPath}`, { json: { ...head, host_id: undefined } })
    const client = clientOf(zoom)
    const expected = {
      meetingId: '81234567890',
      uuid,
      topic: 'Mathematics 7',
      startedAt: Date.parse('2026-11-20T00:00:05Z'),
      endedAt: Date.parse('2026-11-20T00:48:00Z'),
      participantCount: 32,
      totalMinutes: 1400,
    }
    expect(await client.getPastMeeting(uuid)).toEqual({ ...expected, hostId: 'hostA' })
    expect(await client.getReport(uuid)).toEqual(expected)
  })
})

test('a strange row is named by its field only', async () => {
  const log = keptLog()
  zoom.on('GET', past, {
    json: { next_page_token: '', participants: [{ ...row(1), join_time: 'maria@paaralan.example' }] },
  })
  expect(await rejection(readPast(clientOf(zoom, { log })))).toMatchObject({ problem: { kind: 'zoomUnavailable' } })
  expect(log.lines.find(({ event }) => event === 'zoom.strangeAnswer')?.fields).toEqual({
    endpoint: 'past.participants',
    fields: 'participants.join_time',
  })
})
