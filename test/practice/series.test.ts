import { describe, expect, it } from 'vitest'
import { startPractice } from './support.ts'
import type { Practice, ZoomAnswer } from './support.ts'

interface Host {
  readonly email: string
  readonly section: string
}

async function hostOf(practice: Practice): Promise<Host> {
  const { timetable } = (await practice.server.control('GET /school')) as {
    timetable: { section: string; teacherEmail: string }[]
  }
  return { email: timetable[0]!.teacherEmail, section: timetable[0]!.section }
}

/** Mondays and Wednesdays at eight, from Monday 30 November 2026. */
const rule = { type: 2, repeat_interval: 1, weekly_days: '2,4', end_date_time: '2026-12-16T15:59:00Z' }
const series = {
  topic: 'Sampaguita, Science',
  type: 8,
  start_time: '2026-11-30T08:00:00',
  timezone: 'Asia/Manila',
  duration: 50,
  recurrence: rule,
}

async function makeSeries(
  more: object = {},
): Promise<{ practice: Practice; host: Host; made: ZoomAnswer; id: number }> {
  const practice = await startPractice()
  const host = await hostOf(practice)
  const made = await practice.api(`POST /users/${host.email}/meetings`, { ...series, ...more })
  expect(made.status).toBe(201)
  return { practice, host, made, id: made.body.id }
}

const startsOf = (answer: ZoomAnswer): string[] =>
  answer.body.occurrences.filter((each) => each.status === 'available').map((each) => each.start_time)

describe('the dates of a series', () => {
  it('end with the last day in the zone of the series', async () => {
    const { made } = await makeSeries()
    expect(startsOf(made).map((start) => start.slice(0, 10))).toEqual([
      '2026-11-30',
      '2026-12-02',
      '2026-12-07',
      '2026-12-09',
      '2026-12-14',
      '2026-12-16',
    ])
  })

  it('get new ids when the rule changes, and deleted ones come back', async () => {
    const { practice, made, id } = await makeSeries()
    const [first] = made.body.occurrences
    await practice.api(`DELETE /meetings/${id}?occurrence_id=${first!.occurrence_id}`)
    expect(startsOf(await practice.api(`GET /meetings/${id}`))).toHaveLength(5)
    await practice.api(`PATCH /meetings/${id}`, { start_time: '2026-11-30T09:00:00', recurrence: rule })
    const after = await practice.api(`GET /meetings/${id}`)
    expect(startsOf(after)[0]).toBe('2026-11-30T01:00:00Z')
    expect(startsOf(after)).toHaveLength(6)
    const before = new Set(made.body.occurrences.map((each) => each.occurrence_id))
    expect(after.body.occurrences.some((each) => before.has(each.occurrence_id))).toBe(false)
    // The old ids are nobody's any more.
    const gone = await practice.api(`PATCH /meetings/${id}?occurrence_id=${first!.occurrence_id}`, { duration: 30 })
    expect(gone.body).toMatchObject({ code: 300 })
  })

  it('begin at the last one that Zoom knew when a new rule comes without a start', async () => {
    const { practice, id } = await makeSeries()
    await practice.api(`PATCH /meetings/${id}`, { recurrence: { type: 2, weekly_days: '4', end_times: 2 } })
    expect(startsOf(await practice.api(`GET /meetings/${id}`)).map((start) => start.slice(0, 10))).toEqual([
      '2026-12-16',
      '2026-12-23',
    ])
  })

  it('keep the past ones, which are shown on request', async () => {
    const { practice, id } = await makeSeries()
    await practice.jump('2026-12-03T00:00:00Z')
    await practice.api(`PATCH /meetings/${id}`, { start_time: '2026-12-07T10:00:00', recurrence: rule })
    expect(startsOf(await practice.api(`GET /meetings/${id}`))).toEqual([
      '2026-12-07T02:00:00Z',
      '2026-12-09T02:00:00Z',
      '2026-12-14T02:00:00Z',
      '2026-12-16T02:00:00Z',
    ])
    const all = await practice.api(`GET /meetings/${id}?show_previous_occurrences=true`)
    expect(startsOf(all).slice(0, 2)).toEqual(['2026-11-30T00:00:00Z', '2026-12-02T00:00:00Z'])
  })

  it('of one date take what Zoom lets a date have, and nothing else', async () => {
    const { practice, made, id } = await makeSeries()
    const { occurrence_id: date } = made.body.occurrences[1]!
    const path = `/meetings/${id}?occurrence_id=${date}`
    await practice.api(`PATCH ${path}`, {
      topic: 'Another',
      duration: 30,
      start_time: '2026-12-02T13:00:00',
      timezone: 'Asia/Manila',
      settings: { mute_upon_entry: true, approval_type: 1 },
    })
    expect((await practice.api(`GET ${path}`)).body).toMatchObject({
      topic: series.topic,
      duration: 30,
      start_time: '2026-12-02T05:00:00Z',
      settings: { mute_upon_entry: true, approval_type: 2 },
    })
    const { body } = await practice.api(`GET /meetings/${id}`)
    expect(body).toMatchObject({ duration: 50, settings: { mute_upon_entry: false } })
    const early = await practice.api(`PATCH ${path}`, { start_time: '2020-01-01T00:00:00Z' })
    expect(early.status).toBe(204)
    expect((await practice.api(`GET ${path}`)).body.start_time).toBe('2026-12-02T05:00:00Z')
  })

  it('are an hour off after the clocks change, where that fault is on', async () => {
    const practice = await startPractice()
    const { email } = await hostOf(practice)
    await practice.server.control('POST /faults', { name: 'seriesShiftedByClockChange', times: 1 })
    const body = {
      topic: 'Series',
      type: 8,
      start_time: '2027-03-08T09:00:00',
      timezone: 'America/New_York',
      recurrence: { type: 2, weekly_days: '2', end_times: 3 },
    }
    // The clocks change on 14 March: nine o'clock is an hour earlier from then on.
    expect(startsOf(await practice.api(`POST /users/${email}/meetings`, body))).toEqual([
      '2027-03-08T14:00:00Z',
      '2027-03-15T14:00:00Z',
      '2027-03-22T14:00:00Z',
    ])
    expect(startsOf(await practice.api(`POST /users/${email}/meetings`, body))[1]).toBe('2027-03-15T13:00:00Z')
  })
})

describe('the account', () => {
  it('counts creates and changes of a host, of dates too, and no deletes', async () => {
    const { practice, host, made, id } = await makeSeries()
    const [first, second] = made.body.occurrences
    /** Eighty a second is another limit, which comes first on a fast computer: asked again until that second is over. */
    const ask: typeof practice.raw = async (...request) => {
      const answer = await practice.raw(...request)
      return answer.body?.code === 4001 ? ask(...request) : answer
    }
    for (let taken = 0; taken < 99; taken += 1) {
      const changed = await ask(`PATCH /meetings/${id}?occurrence_id=${second!.occurrence_id}`, {
        duration: 40 + (taken % 2),
      })
      expect(changed.status).toBe(204)
    }
    const refused = await ask(`PATCH /meetings/${id}`, { topic: 'B' })
    expect(refused).toMatchObject({ status: 429, body: { code: 429 } })
    expect(refused.body.message).toMatch(/daily rate limit \(100\).*GMT 00:00:00/u)
    expect((await ask(`POST /users/${host.email}/meetings`, series)).status).toBe(429)
    expect((await ask(`DELETE /meetings/${id}?occurrence_id=${first!.occurrence_id}`)).status).toBe(204)
  })

  it('refuses a host who may not schedule, on request', async () => {
    const { practice, host, id } = await makeSeries()
    await practice.server.control('POST /faults', { name: 'hostMayNotSchedule', call: host.email })
    const refused = await practice.raw(`POST /users/${host.email}/meetings`, series)
    expect(refused).toMatchObject({ status: 400, body: { code: 3161 } })
    expect((await practice.raw(`PATCH /meetings/${id}`, { topic: 'B' })).body.code).toBe(3161)
    const owner = (await practice.api('GET /users/me')).body.email
    expect((await practice.raw(`POST /users/${owner}/meetings`, series)).status).toBe(201)
  })

  it('refuses alternative hosts without a licence', async () => {
    const { practice, host, id } = await makeSeries()
    const { users } = (await practice.api('GET /users?page_size=300')).body
    const basic = users.find((user) => user.type === 1)!
    const licensed = users.find((user) => user.type === 2 && user.email !== host.email)!
    const settings = (who: string): object => ({ settings: { alternative_hosts: who } })
    expect((await practice.raw(`PATCH /meetings/${id}`, settings(basic.email))).status).toBe(400)
    expect((await practice.raw(`PATCH /meetings/${id}`, settings(`${licensed.id};${basic.id}`))).status).toBe(400)
    expect((await practice.api(`PATCH /meetings/${id}`, settings(licensed.email))).status).toBe(204)
  })

  it('says what a passcode must look like, and holds to it', async () => {
    const practice = await startPractice()
    const { email } = await hostOf(practice)
    const wanted = { length: 8, only_allow_numeric: true, consecutive_characters_length: 4 }
    await practice.server.control('POST /passcode', wanted)
    const told = await practice.api(`GET /users/${email}/settings?option=meeting_security`)
    expect(told.body).toMatchObject({ meeting_security: { meeting_password_requirement: wanted } })
    const tried = async (password: string): Promise<number> =>
      (await practice.raw(`POST /users/${email}/meetings`, { ...series, password })).status
    expect(await Promise.all(['12905783', '1290578', '129O5783', '12345907', ''].map(tried))).toEqual([
      201, 400, 400, 400, 201,
    ])
  })
})

it('a class takes place on each date that is left, in a run of its own', async () => {
  const { practice, host, made, id } = await makeSeries()
  await practice.server.control('POST /stories', { meetingId: String(id), story: 'onTime' })
  const [, second, third] = made.body.occurrences
  await practice.api(`DELETE /meetings/${id}?occurrence_id=${second!.occurrence_id}`)
  await practice.api(`PATCH /meetings/${id}?occurrence_id=${third!.occurrence_id}`, {
    start_time: '2026-12-08T01:00:00Z',
  })
  await practice.jump('2026-12-10T00:00:00Z')
  const { meetings } = (await practice.api(`GET /past_meetings/${id}/instances`)).body
  expect(meetings.map((run) => run.start_time.slice(0, 10)).toReversed()).toEqual([
    '2026-11-29',
    '2026-12-08',
    '2026-12-08',
  ])
  expect(new Set(meetings.map((run) => run.uuid)).size).toBe(3)
  const names = await Promise.all(
    meetings.map(async (run) => {
      const uuid = encodeURIComponent(encodeURIComponent(run.uuid))
      return (await practice.api(`GET /past_meetings/${uuid}/participants?page_size=300`)).body.total_records
    }),
  )
  expect(names.every((count) => count > 0)).toBe(true)
  expect((await practice.api(`GET /users/${host.email}/meetings?type=scheduled`)).body.meetings).toHaveLength(1)
})
