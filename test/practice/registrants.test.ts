import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Meeting } from '../../src/practice/state.ts'
import { mondayAt7, scheduleClass, startPractice } from './support.ts'

const ana = { email: 'ana@student.example', first_name: 'Ana', last_name: 'Reyes' }

describe('registrants', () => {
  it('gives the same person for the same address, whatever its case', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { registers: false })
    const first = await practice.api(`POST /meetings/${id}/registrants`, ana)
    const second = await practice.api(`POST /meetings/${id}/registrants`, { ...ana, email: 'ANA@student.example' })
    expect(first.status).toBe(201)
    expect(first.text).toContain(`"id":${id},`)
    expect(second.body.registrant_id).toBe(first.body.registrant_id)
    const { body } = await practice.api(`GET /meetings/${id}/registrants`)
    expect(body.registrants.map((each) => [each.id, each.status, each.join_url])).toEqual([
      [first.body.registrant_id, 'approved', first.body.join_url],
    ])
  })

  it('refuses a fourth request for one registrant on one UTC day of the practice clock', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { registers: false, settings: {} })
    const add = async (): Promise<number> => (await practice.api(`POST /meetings/${id}/registrants`, ana)).status
    expect([await add(), await add(), await add(), await add()]).toEqual([201, 201, 201, 429])
    const refused = await practice.raw(`POST /meetings/${id}/registrants`, ana)
    expect(refused.body).toEqual({
      code: 429,
      message:
        'You have exceeded the daily rate limit of (3) for Add meeting registrant API requests for the registrant (ana@student.example). You can resume these API requests at GMT 00:00:00.',
    })
    expect(refused.headers.get('x-ratelimit-limit')).toBe('3')
    expect(
      (await practice.api(`POST /meetings/${id}/registrants`, { ...ana, email: 'ben@student.example' })).status,
    ).toBe(201)
    await practice.jump('2026-11-23T00:00:01.000Z')
    expect(await add()).toBe(201)
  })

  it('refuses the host, alternative hosts, wrong fields and meetings without registration', async () => {
    const practice = await startPractice()
    const owner = (await practice.api('GET /users/me')).body.email
    const { id, teacher } = await scheduleClass(practice, { registers: false, settings: { alternative_hosts: owner } })
    for (const email of [teacher, owner]) {
      const refused = await practice.raw(`POST /meetings/${id}/registrants`, { ...ana, email })
      expect([refused.status, refused.body.code]).toEqual([400, 3027])
    }
    const batch = await practice.raw(`POST /meetings/${id}/batch_registrants`, {
      registrants: [ana, { ...ana, email: teacher }],
    })
    expect(batch.body.code).toBe(3027)
    expect((await practice.api(`GET /meetings/${id}/registrants`)).body.total_records).toBe(0)
    const wrong = await practice.raw(`POST /meetings/${id}/registrants`, { email: 'nobody', last_name: 'x'.repeat(65) })
    expect(wrong.body.errors.map((each) => each.field)).toEqual(['email', 'first_name', 'last_name'])
    const open = await scheduleClass(practice, { registers: false, settings: { approval_type: 2 } })
    const refused = await practice.raw(`POST /meetings/${open.id}/registrants`, ana)
    expect(refused).toMatchObject({ status: 404, body: { code: 404 } })
    const basic = (await practice.api('GET /users')).body.users.find((user) => user.type === 1)?.email
    const small = await practice.api(`POST /users/${basic}/meetings`, { topic: 'T', settings: { approval_type: 0 } })
    expect((await practice.raw(`POST /meetings/${small.body.id}/registrants`, ana)).body.code).toBe(200)
  })

  it('keeps those who wait for approval without a link, until they are approved or denied', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { registers: false, settings: { approval_type: 1 } })
    const pending = await practice.api(`POST /meetings/${id}/registrants`, ana)
    expect(pending.body.join_url).toBeUndefined()
    const auto = await practice.api(`POST /meetings/${id}/registrants`, {
      ...ana,
      email: 'b@student.example',
      auto_approve: true,
    })
    expect(auto.body.join_url).toMatch(/^http.*tk=/)
    const list = async (status: string): Promise<number> =>
      (await practice.api(`GET /meetings/${id}/registrants?status=${status}`)).body.total_records
    expect([await list('pending'), await list('approved')]).toEqual([1, 1])
    const named = [{ id: pending.body.registrant_id, email: ana.email }]
    const set = (action: string): Promise<{ status: number }> =>
      practice.api(`PUT /meetings/${id}/registrants/status`, { action, registrants: named })
    expect((await set('deny')).status).toBe(204)
    expect([await list('pending'), await list('denied')]).toEqual([0, 1])
    expect((await set('approve')).status).toBe(204)
    expect([await list('denied'), await list('approved')]).toEqual([0, 2])
    expect((await set('cancel')).status).toBe(204)
    expect(await list('approved')).toBe(1)
    expect((await practice.api(`GET /meetings/${id}/registrants/${pending.body.registrant_id}`)).body.code).toBe(300)
    expect((await practice.api(`GET /meetings/${id}/registrants/${auto.body.registrant_id}`)).body.email).toBe(
      'b@student.example',
    )
    expect((await practice.api(`DELETE /meetings/${id}/registrants/${auto.body.registrant_id}`)).status).toBe(204)
    expect(await list('approved')).toBe(0)
  })

  it('takes 30 at a time for single meetings only, and pages through the list', async () => {
    const practice = await startPractice()
    const { id, rows, teacher } = await scheduleClass(practice)
    const seen: string[] = []
    let token = ''
    do {
      const { body } = await practice.api(`GET /meetings/${id}/registrants?page_size=10&next_page_token=${token}`)
      expect(body.total_records).toBe(rows.length)
      seen.push(...body.registrants.map((each) => each.email))
      token = body.next_page_token
    } while (token !== '')
    expect(new Set(seen).size).toBe(rows.length)
    const many = Array.from({ length: 31 }, (_, i) => ({ ...ana, email: `s${i}@student.example` }))
    expect((await practice.raw(`POST /meetings/${id}/batch_registrants`, { registrants: many })).body.code).toBe(300)
    const series = await practice.api(`POST /users/${teacher}/meetings`, {
      topic: 'Series',
      type: 8,
      start_time: '2026-11-24T08:00:00',
      timezone: 'Asia/Manila',
      recurrence: { type: 1, end_times: 3 },
      settings: { approval_type: 0, registration_type: 2 },
    })
    const call = `POST /meetings/${series.body.id}/batch_registrants`
    expect((await practice.raw(call, { registrants: [ana] })).body.code).toBe(303)
    const [, second] = series.body.occurrences
    const one = await practice.api(
      `POST /meetings/${series.body.id}/registrants?occurrence_ids=${second?.occurrence_id}`,
      ana,
    )
    expect(one.body.occurrences.map((each) => each.occurrence_id)).toEqual([second?.occurrence_id])
  })

  it('closes when the meeting is over', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { registers: false, story: 'onTime' })
    await practice.jump('2026-11-23T01:00:00Z')
    expect((await practice.api(`POST /meetings/${id}/registrants`, ana)).body.code).toBe(3038)
  })

  it('goes full at 4,999', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'practice-'))
    const first = await startPractice({ folder })
    const { id } = await scheduleClass(first, { registers: false })
    await first.api(`POST /meetings/${id}/registrants`, ana)
    await first.server.close()
    const file = path.join(folder, 'meetings', `${id}.json`)
    const meeting = JSON.parse(readFileSync(file, 'utf8')) as Meeting
    const [one] = meeting.registrants
    for (let i = 1; i < 4999; i += 1) {
      meeting.registrants.push({ ...one!, id: `r${i}`, email: `s${i}@student.example` })
    }
    writeFileSync(file, JSON.stringify(meeting))
    const second = await startPractice({ folder })
    const late = { ...ana, email: 'late@student.example' }
    expect((await second.raw(`POST /meetings/${id}/registrants`, late)).body.code).toBe(3043)
    expect((await second.raw(`POST /meetings/${id}/registrants`, ana)).status).toBe(201)
    rmSync(folder, { recursive: true })
  })

  it('silently loses registration when that fault is on', async () => {
    const practice = await startPractice({ startAt: mondayAt7 })
    const { id } = await scheduleClass(practice, { registers: false })
    await practice.server.control('POST /faults', { name: 'registrationOff', meetingId: id, times: 1 })
    expect((await practice.api(`POST /meetings/${id}/registrants`, ana)).body.code).toBe(404)
    expect((await practice.api(`GET /meetings/${id}`)).body.settings.approval_type).toBe(2)
  })
})
