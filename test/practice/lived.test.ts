import { describe, expect, it } from 'vitest'
import { scheduleClass, startPractice } from './support.ts'
import type { Practice } from './support.ts'

interface School {
  readonly sections: readonly { readonly name: string; readonly students: number }[]
  readonly timetable: readonly { readonly section: string; readonly teacherEmail: string; readonly weekday: number }[]
}

async function schoolOf(practice: Practice): Promise<School> {
  return (await practice.server.control('GET /school')) as School
}

const morning = { type: 2, start_time: '2026-11-23T07:30:00', timezone: 'Asia/Manila', duration: 50 }

describe('who comes', () => {
  it('is the section that the topic names where nobody registers, with names and nothing else', async () => {
    const practice = await startPractice()
    const made = await practice.api('POST /users/me/meetings', { topic: 'Assembly of Rosal and Narra', ...morning })
    await practice.server.control('POST /stories', { meetingId: String(made.body.id), story: 'onTime' })
    await practice.jump('2026-11-23T01:00:00Z')
    const truth = await practice.truth(made.body.id)
    const { sections } = await schoolOf(practice)
    const expected = sections.filter((each) => each.name === 'Rosal' || each.name === 'Narra')
    expect(truth.students).toHaveLength(expected.reduce((sum, each) => sum + each.students, 0))
    const { body } = await practice.api(
      `GET /report/meetings/${made.body.id}/participants?include_fields=registrant_id&page_size=300`,
    )
    const guests = body.participants.filter((row) => row.id === '')
    expect(guests.every((row) => row.user_email === '' && row.registrant_id === '')).toBe(true)
  })

  it('is only those who registered when they are few, also when the school does not know them', async () => {
    const practice = await startPractice()
    const { id, rows } = await scheduleClass(practice, { registers: false, story: 'onTime' })
    const own = rows.find((row) => row.email.startsWith(`${row.given.toLowerCase()}.`))!
    const people = [
      { email: own.email, first_name: own.given, last_name: own.family },
      { email: 'guest@elsewhere.example', first_name: 'Guest', last_name: 'Learner' },
      { email: '123456789012@elsewhere.example', first_name: 'Num', last_name: 'Bered' },
    ]
    for (const each of people) await practice.api(`POST /meetings/${id}/registrants`, each)
    await practice.jump('2026-11-23T01:00:00Z')
    const truth = await practice.truth(id)
    expect(truth.students.map((student) => student.studentNumber)).toEqual([
      own.number,
      'guest@elsewhere.example',
      '123456789012',
    ])
  })

  it('is each of two merged sections', async () => {
    const practice = await startPractice()
    const { id, rows } = await scheduleClass(practice, { section: 'Rosal', story: 'onTime' })
    const others = (await practice.roster()).filter((row) => row.section === 'Narra')
    for (let i = 0; i < others.length; i += 30) {
      const registrants = others.slice(i, i + 30).map((row) => ({
        email: `s-${row.number}@sanisidro.example`,
        first_name: row.given,
        last_name: row.family,
      }))
      await practice.api(`POST /meetings/${id}/batch_registrants`, { registrants })
    }
    await practice.jump('2026-11-23T01:00:00Z')
    expect((await practice.truth(id)).students).toHaveLength(rows.length + others.length)
  })

  it('is whoever a control call sends in, with their link and customer key', async () => {
    const practice = await startPractice()
    const { id, rows } = await scheduleClass(practice, { story: 'onTime' })
    const [lender, sitter] = [rows[0]!, rows[1]!]
    await practice.server.control('POST /people', {
      meetingId: id,
      displayName: 'Tablet of the library',
      joinSecond: 60,
      leaveSecond: 1200,
      linkEmail: `s-${lender.number}@sanisidro.example`,
      customerKey: 'k'.repeat(40),
      studentNumbers: [sitter.number],
    })
    await practice.jump('2026-11-23T01:00:00Z')
    const { body } = await practice.api(
      `GET /report/meetings/${id}/participants?include_fields=registrant_id&page_size=300`,
    )
    const row = body.participants.find((each) => each.name === 'Tablet of the library')
    expect(row).toMatchObject({ join_time: '2026-11-22T23:31:00Z', duration: 1140, customer_key: 'k'.repeat(35) })
    expect(row?.registrant_id).not.toBe('')
    const person = (await practice.truth(id)).people.find((each) => each.displayName === 'Tablet of the library')
    expect(person?.studentNumbers).toEqual([sitter.number])
  })
})

describe('a link of a practice class', () => {
  it('leads to a page that says what it is', async () => {
    const practice = await startPractice()
    const { body } = await practice.api('POST /users/me/meetings', { topic: 'Anything', ...morning })
    const page = await fetch(body.join_url)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('the practice school')
  })
})

describe('when a class happens', () => {
  it('is never before it was planned', async () => {
    const practice = await startPractice()
    const { teacherEmail } = (await schoolOf(practice)).timetable[0]!
    const now = await practice.api(`POST /users/${teacherEmail}/meetings`, {
      topic: 'Sampaguita, now',
      type: 2,
      duration: 40,
    })
    await practice.server.control('POST /stories', { meetingId: String(now.body.id), story: 'onTime' })
    await practice.jump('2026-11-23T01:00:00Z')
    const [run] = (await practice.truth(now.body.id)).runs
    expect(Date.parse(run?.startedAt ?? '')).toBeGreaterThan(Date.parse(now.body.start_time))
    const moved = { start_time: '2026-11-24T08:00:00', timezone: 'Asia/Manila' }
    expect((await practice.api(`PATCH /meetings/${now.body.id}`, moved)).status).toBe(204)
    await practice.jump('2026-11-24T02:00:00Z')
    expect((await practice.api(`GET /past_meetings/${now.body.id}/instances`)).body.meetings.length).toBeGreaterThan(1)
    expect((await practice.truth(now.body.id, 'single-1')).runs[0]).toEqual(run)
  })

  it('ends when the host ends it over the API', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { story: 'onTime' })
    await practice.jump('2026-11-22T23:50:00Z')
    expect((await practice.api(`PUT /meetings/${id}/status`, { action: 'end' })).status).toBe(204)
    await practice.jump('2026-11-23T00:10:00Z')
    const truth = await practice.truth(id)
    expect(Date.parse(truth.runs[0]?.endedAt ?? '') - Date.parse('2026-11-22T23:50:00Z')).toBeLessThan(60_000)
    expect(truth.heldSeconds).toBeLessThan(1260)
    expect(truth.students.filter((student) => student.presence === 'present').length).toBeGreaterThan(15)
  })

  it('begins without the host where that is allowed, and is then not held', async () => {
    const practice = await startPractice()
    const settings = { join_before_host: true, waiting_room: false }
    const { id } = await scheduleClass(practice, { story: 'neverCame', settings })
    await practice.jump('2026-11-23T01:00:00Z')
    const truth = await practice.truth(id)
    expect(truth.runs).toHaveLength(1)
    expect(truth.wasHeld).toBe(false)
    const { body } = await practice.api(`GET /report/meetings/${id}/participants?page_size=300`)
    expect(body.participants.length).toBeGreaterThan(10)
    expect(body.participants.some((row) => row.id !== '')).toBe(false)
  })

  it('follows the timetable for a meeting without fixed time', async () => {
    const practice = await startPractice()
    const { timetable } = await schoolOf(practice)
    const entry = timetable[0]!
    const lessons = timetable.filter(
      (each) => each.section === entry.section && each.teacherEmail === entry.teacherEmail,
    )
    const made = await practice.api(`POST /users/${entry.teacherEmail}/meetings`, {
      topic: `${entry.section} any time`,
      type: 3,
    })
    await practice.server.control('POST /stories', { meetingId: String(made.body.id), story: 'onTime' })
    await practice.jump('2026-11-29T00:00:00Z')
    const { meetings } = (await practice.api(`GET /past_meetings/${made.body.id}/instances`)).body
    expect(meetings).toHaveLength(lessons.length)
  })

  it('is each date of a series, and no deleted one', async () => {
    const practice = await startPractice()
    const made = await practice.api('POST /users/me/meetings', {
      topic: 'Sampaguita, series',
      ...morning,
      type: 8,
      recurrence: { type: 1, end_times: 4 },
    })
    const { id, occurrences } = made.body
    await practice.server.control('POST /stories', { meetingId: String(id), story: 'onTime' })
    await practice.server.control('POST /stories', {
      meetingId: String(id),
      occurrence: occurrences[2]?.occurrence_id,
      story: 'neverCame',
    })
    await practice.api(`DELETE /meetings/${id}?occurrence_id=${occurrences[1]?.occurrence_id}`)
    await practice.jump('2026-12-01T00:00:00Z')
    const { meetings } = (await practice.api(`GET /past_meetings/${id}/instances`)).body
    expect(meetings.map((each) => each.start_time.slice(0, 10))).toEqual(['2026-11-25', '2026-11-22'])
    const uuids = new Set(meetings.map((each) => each.uuid))
    expect(uuids.size).toBe(2)
    const second = await practice.truth(id, occurrences[2]?.occurrence_id)
    expect([second.wasHeld, second.runs]).toEqual([false, []])
  })
})
