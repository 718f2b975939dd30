import { describe, expect, it } from 'vitest'
import { startPractice } from './support.ts'
import type { Practice } from './support.ts'

async function teacherOf(practice: Practice): Promise<string> {
  const { body } = await practice.api('GET /users?page_size=300')
  return body.users.find((user) => user.type === 2 && user.dept === 'Faculty')?.email ?? ''
}

const inAWeek = { start_time: '2026-11-30T08:00:00', timezone: 'Asia/Manila', duration: 50 }

describe('users', () => {
  it('lists the account and finds each user by id, e-mail and me', async () => {
    const practice = await startPractice()
    const { body } = await practice.api('GET /users?page_size=300')
    expect(body.total_records).toBe(11)
    const owner = body.users[0]!
    expect((await practice.api('GET /users/me')).body.id).toBe(owner.id)
    expect((await practice.api(`GET /users/${encodeURIComponent(owner.email)}`)).body.id).toBe(owner.id)
    expect((await practice.api(`GET /users/${owner.id}/settings`)).status).toBe(200)
    expect((await practice.api(`GET /users/${owner.id}/settings?option=meeting_security`)).status).toBe(200)
    expect((await practice.api(`GET /users/${owner.id}/token?type=zak`)).body.token).toMatch(/./)
    expect((await practice.api('GET /users/nobody@sanisidro.example')).body).toEqual({
      code: 1001,
      message: 'User does not exist: nobody@sanisidro.example.',
    })
  })
})

describe('meetings', () => {
  it('creates a scheduled meeting from wall time in its zone and answers in UTC', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const made = await practice.api(`POST /users/${host}/meetings`, {
      topic: 'Sampaguita, Science',
      agenda: 'x'.repeat(300),
      type: 2,
      ...inAWeek,
      settings: { waiting_room: true, join_before_host: true, approval_type: 0 },
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      start_time: '2026-11-30T00:00:00Z',
      status: 'waiting',
      settings: { waiting_room: true, join_before_host: false, approval_type: 0 },
    })
    expect(String(made.body.id)).toMatch(/^8\d{10}$/)
    expect(made.body.registration_url).toMatch(/^http/)
    const { body } = await practice.api(`GET /users/${host}/meetings`)
    expect(body.meetings[0]?.agenda).toHaveLength(250)
    expect((await practice.api(`GET /meetings/${made.body.id}`)).body.agenda).toHaveLength(300)
  })

  it('keeps registration only where Zoom would', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const create = async (who: string, body: object): Promise<unknown> =>
      (await practice.api(`POST /users/${who}/meetings`, { topic: 'T', settings: { approval_type: 0 }, ...body })).body
        .settings.approval_type
    expect(await create(host, { type: 2, ...inAWeek })).toBe(0)
    expect(await create(host, { type: 1 })).toBe(2)
    expect(await create(host, { type: 3 })).toBe(2)
    await practice.server.control('POST /plan', { plan: 'free' })
    expect(await create(host, { type: 2, ...inAWeek })).toBe(2)
  })

  it('turns the waiting room on for a meeting that would be open to all, and keeps what the administrator locked', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const body = { topic: 'T', type: 2, ...inAWeek, default_password: false }
    expect((await practice.api(`POST /users/${host}/meetings`, body)).body.settings.waiting_room).toBe(true)
    await practice.server.control('POST /locked', { mute_upon_entry: true })
    const locked = await practice.api(`POST /users/${host}/meetings`, { ...body, settings: { mute_upon_entry: false } })
    expect(locked.body.settings.mute_upon_entry).toBe(true)
  })

  it('plans a weekly series by wall time, over the change of clocks', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const made = await practice.api(`POST /users/${host}/meetings`, {
      topic: 'Series',
      type: 8,
      start_time: '2027-03-10T09:00:00',
      timezone: 'America/New_York',
      duration: 30,
      recurrence: { type: 2, repeat_interval: 1, weekly_days: '4,2', end_times: 4 },
    })
    // Wednesday 10 March, then Monday 15 and Wednesday 17 after the change of 14 March.
    expect(made.body.occurrences.map((each) => each.start_time)).toEqual([
      '2027-03-10T14:00:00Z',
      '2027-03-15T13:00:00Z',
      '2027-03-17T13:00:00Z',
      '2027-03-22T13:00:00Z',
    ])
    const { id, occurrences } = made.body
    const [first, second] = [occurrences[0]!, occurrences[1]!]
    expect(first.occurrence_id).toBe(String(Date.parse(first.start_time)))
    expect(
      (await practice.api(`PATCH /meetings/${id}?occurrence_id=${second.occurrence_id}`, { duration: 45 })).status,
    ).toBe(204)
    expect((await practice.api(`DELETE /meetings/${id}?occurrence_id=${first.occurrence_id}`)).status).toBe(204)
    const { body } = await practice.api(`GET /meetings/${id}`)
    expect(body.occurrences.map((each) => [each.status, each.duration])).toEqual([
      ['deleted', 30],
      ['available', 45],
      ['available', 30],
      ['available', 30],
    ])
    const rows = (await practice.api(`GET /users/${host}/meetings?type=upcoming_meetings`)).body.meetings
    expect(rows.map((row) => row.id)).toEqual([id, id, id])
    expect((await practice.api(`DELETE /meetings/${id}?occurrence_id=1`)).body).toMatchObject({ code: 300 })
  })

  it.each([
    [{ type: 1, repeat_interval: 2, end_times: 3 }, ['2026-11-30', '2026-12-02', '2026-12-04']],
    [{ type: 3, monthly_day: 31, end_times: 3 }, ['2026-12-31', '2027-01-31', '2027-03-31']],
    [{ type: 3, monthly_week: -1, monthly_week_day: 6, end_times: 2 }, ['2026-12-25', '2027-01-29']],
    [{ type: 2, weekly_days: '2', end_date_time: '2026-12-14T00:00:00Z' }, ['2026-11-30', '2026-12-07', '2026-12-14']],
  ])('plans by the rule %j', async (recurrence, dates) => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const { body } = await practice.api(`POST /users/${host}/meetings`, { topic: 'S', type: 8, ...inAWeek, recurrence })
    expect(body.occurrences.map((each) => each.start_time.slice(0, 10))).toEqual(dates)
  })

  it('updates, ignores a start in the past, ends, deletes and recovers', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const { body } = await practice.api(`POST /users/${host}/meetings`, { topic: 'A', type: 2, ...inAWeek })
    const patched = await practice.api(`PATCH /meetings/${body.id}`, {
      topic: 'B',
      start_time: '2020-01-01T00:00:00Z',
      duration: 40,
    })
    expect(patched).toMatchObject({ status: 204, text: '' })
    expect((await practice.api(`GET /meetings/${body.id}`)).body).toMatchObject({
      topic: 'B',
      duration: 40,
      start_time: '2026-11-30T00:00:00Z',
    })
    expect((await practice.api(`PUT /meetings/${body.id}/status`, { action: 'end' })).body).toMatchObject({
      code: 3001,
    })
    expect((await practice.api(`DELETE /meetings/${body.id}`)).status).toBe(204)
    expect((await practice.api(`GET /meetings/${body.id}`)).body).toEqual({
      code: 3001,
      message: `Meeting does not exist: ${body.id}.`,
    })
    await practice.server.control('POST /jump', { to: '2026-11-25T00:00:00Z' })
    expect((await practice.api(`PUT /meetings/${body.id}/status`, { action: 'recover' })).status).toBe(204)
    expect((await practice.api(`GET /meetings/${body.id}`)).status).toBe(200)
  })

  it('begins an instant meeting at once, lists it only while it runs, and ends it on request', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const { body } = await practice.api(`POST /users/${host}/meetings`, { topic: 'Now', type: 1 })
    await practice.jump('2026-11-22T23:02:00.000Z')
    const types = ['scheduled', 'live', 'upcoming']
    const listed = await Promise.all(types.map((type) => practice.api(`GET /users/${host}/meetings?type=${type}`)))
    expect(listed.map((answer) => answer.body.meetings.length)).toEqual([0, 1, 0])
    const live = await practice.api(`GET /meetings/${body.id}`)
    expect(live.body.status).toBe('started')
    expect((await practice.api(`PUT /meetings/${body.id}/status`, { action: 'end' })).status).toBe(204)
    expect((await practice.api(`GET /meetings/${body.id}`)).body.status).toBe('waiting')
  })

  it('forgets a single meeting 30 days after its date', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const { body } = await practice.api(`POST /users/${host}/meetings`, { topic: 'A', type: 2, ...inAWeek })
    await practice.jump('2026-12-29T00:00:00Z')
    expect((await practice.api(`GET /meetings/${body.id}`)).status).toBe(200)
    await practice.jump('2026-12-31T00:00:00Z')
    expect((await practice.api(`GET /meetings/${body.id}`)).status).toBe(404)
  })

  it('names every wrong field in one 300', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const refused = await practice.raw(`POST /users/${host}/meetings`, {
      topic: 'x'.repeat(201),
      type: 5,
      start_time: 'tomorrow',
      timezone: 'Mars/Base',
      duration: 0,
      password: 'ab c',
      settings: { approval_type: 7, waiting_room: 'yes', jbh_time: 3 },
      recurrence: { weekly_days: '8' },
    })
    expect(refused.status).toBe(400)
    expect(refused.body.message).toBe('Validation Failed.')
    expect(refused.body.errors.map((each) => each.field).toSorted()).toEqual([
      'duration',
      'password',
      'recurrence.type',
      'recurrence.weekly_days',
      'settings.approval_type',
      'settings.jbh_time',
      'settings.waiting_room',
      'start_time',
      'timezone',
      'topic',
      'type',
    ])
    expect((await practice.raw(`POST /users/${host}/meetings`, { type: 8 })).body.errors[0]?.field).toBe('recurrence')
    expect((await practice.raw(`POST /users/${host}/meetings`, { type: 10 })).body).toMatchObject({ code: 3000 })
  })

  it('prints ids beyond 2^53 exactly', async () => {
    const practice = await startPractice({ areIdsLong: true })
    const host = await teacherOf(practice)
    const made = await practice.api(`POST /users/${host}/meetings`, { topic: 'A', type: 2, ...inAWeek })
    const id = /"id":(?<id>\d+)/.exec(made.text)?.groups?.id ?? ''
    expect(Number.isSafeInteger(Number(id))).toBe(false)
    expect(String(Number(id))).not.toBe(id)
    expect((await practice.raw(`GET /meetings/${id}`)).text).toContain(`"id":${id},`)
  })

  it('lists the next 24 hours for hosts and alternative hosts', async () => {
    const practice = await startPractice()
    const host = await teacherOf(practice)
    const other = (await practice.api('GET /users/me')).body.email
    const body = { topic: 'Soon', type: 2, start_time: '2026-11-23T09:00:00', timezone: 'Asia/Manila', duration: 50 }
    await practice.api(`POST /users/${host}/meetings`, { ...body, settings: { alternative_hosts: other } })
    expect((await practice.api(`GET /users/${host}/upcoming_meetings`)).body.meetings[0]?.is_host).toBe(true)
    expect((await practice.api(`GET /users/${other}/upcoming_meetings`)).body.meetings[0]?.is_host).toBe(false)
    const wrong = { ...body, settings: { alternative_hosts: 'stranger@elsewhere.example' } }
    expect((await practice.raw(`POST /users/${host}/meetings`, wrong)).status).toBe(400)
  })
})
