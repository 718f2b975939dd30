import { describe, expect, it } from 'vitest'
import { scheduleClass, startPractice } from './support.ts'
import type { Practice, ZoomParticipant } from './support.ts'

const afterClass = '2026-11-23T00:50:00.000Z'

/** A uuid in a path, as a careful client writes it. */
function twice(uuid: string): string {
  return encodeURIComponent(encodeURIComponent(uuid))
}

async function allRows(practice: Practice, call: string): Promise<ZoomParticipant[]> {
  const rows: ZoomParticipant[] = []
  let token = ''
  do {
    const glue = call.includes('?') ? '&' : '?'
    const { status, body } = await practice.api(`GET ${call}${glue}next_page_token=${token}`)
    expect(status).toBe(200)
    rows.push(...body.participants)
    token = body.next_page_token
  } while (token !== '')
  return rows
}

describe('reports of a class', () => {
  it('are not there while it runs, nor at once, incomplete at first, and complete soon', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { story: 'onTime' })
    const codes = async (): Promise<(number | undefined)[]> => {
      const calls = [`/past_meetings/${id}`, `/past_meetings/${id}/participants`, `/report/meetings/${id}/participants`]
      return Promise.all(calls.map(async (call) => (await practice.api(`GET ${call}`)).body.code))
    }
    expect((await practice.api(`GET /meetings/${id}`)).body.status).toBe('waiting')
    await practice.jump('nextClassEvent')
    expect(((await practice.server.control('GET /next')) as { next: object }).next).toMatchObject({ what: 'classEnds' })
    expect((await practice.api(`GET /meetings/${id}`)).body.status).toBe('started')
    expect(await codes()).toEqual([3001, 3001, 3001])
    await practice.jump('nextClassEvent')
    const ended = Date.parse((await practice.truth(id)).runs[0]?.endedAt ?? '')
    expect(await codes()).toEqual([3001, 3001, 3001])
    await practice.jump(new Date(ended + 115_000).toISOString())
    const early = await allRows(practice, `/report/meetings/${id}/participants?page_size=300`)
    expect(early.some((row) => row.duration === 0)).toBe(true)
    await practice.jump(afterClass)
    const late = await allRows(practice, `/report/meetings/${id}/participants?page_size=300`)
    expect(late.every((row) => row.duration > 0)).toBe(true)
    expect((await practice.api(`GET /past_meetings/${id}`)).body.participants_count).toBeGreaterThan(20)
    expect((await practice.api(`GET /report/meetings/${id}`)).status).toBe(200)
  })

  it('tell the same facts by both endpoints, page by page', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { story: 'onTime', settings: { waiting_room: true } })
    await practice.jump(afterClass)
    const past = await allRows(practice, `/past_meetings/${id}/participants`)
    const report = await allRows(
      practice,
      `/report/meetings/${id}/participants?include_fields=registrant_id&page_size=7`,
    )
    const facts = (rows: ZoomParticipant[]): unknown[] =>
      rows.map((row) => [
        row.name,
        row.user_id,
        row.user_email,
        row.join_time,
        row.leave_time,
        row.duration,
        row.status,
      ])
    expect(facts(report)).toEqual(facts(past))
    expect(past.some((row) => 'registrant_id' in row)).toBe(false)
    const plain = await allRows(practice, `/report/meetings/${id}/participants`)
    expect(plain.some((row) => 'registrant_id' in row)).toBe(false)
    const { registrants } = (await practice.api(`GET /meetings/${id}/registrants?page_size=300`)).body
    const emails = new Map(registrants.map((each) => [each.id, each.email]))
    const guests = report.filter((row) => row.id === '')
    for (const row of guests) expect(row.user_email).toBe(row.registrant_id === '' ? '' : emails.get(row.registrant_id))
    expect(guests.filter((row) => row.registrant_id !== '').length).toBeGreaterThan(20)
    expect(report.some((row) => row.status === 'in_waiting_room')).toBe(true)
  })

  it('are found by uuid when it is encoded as Zoom asks, and only then', async () => {
    const practice = await startPractice()
    const uuids: string[] = []
    for (let i = 0; i < 12; i += 1) {
      const made = await scheduleClass(practice, { registers: false, story: 'onTime', settings: { approval_type: 2 } })
      await practice.server.control('POST /people', { meetingId: made.id, displayName: `Extra ${i}` })
    }
    await practice.jump(afterClass)
    for (const each of ((await practice.server.control('GET /truth')) as { classes: { runs: { uuid: string }[] }[] })
      .classes) {
      uuids.push(...each.runs.map((run) => run.uuid))
    }
    const isTrap = (uuid: string): boolean => uuid.startsWith('/') || uuid.includes('//')
    expect(uuids.some(isTrap)).toBe(true)
    for (const uuid of uuids) {
      expect((await practice.api(`GET /past_meetings/${twice(uuid)}`)).body.uuid).toBe(uuid)
      const once = await practice.api(`GET /past_meetings/${encodeURIComponent(uuid)}`)
      expect(once.status).toBe(isTrap(uuid) ? 404 : 200)
    }
  })

  it('of a class that the host began twice are two, the number meaning the later', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { story: 'restart' })
    await practice.jump(afterClass)
    const { meetings } = (await practice.api(`GET /past_meetings/${id}/instances`)).body
    expect(meetings).toHaveLength(2)
    const byNumber = (await practice.api(`GET /past_meetings/${id}`)).body
    expect(byNumber.uuid).toBe(meetings[0]?.uuid)
    expect(byNumber.start_time > (meetings[1]?.start_time ?? '')).toBe(true)
    const days = 'from=2026-11-20&to=2026-11-21'
    expect((await practice.api(`GET /past_meetings/${id}/instances?${days}`)).body.meetings).toEqual([])
  })

  it('do not exist when nobody came, or the host alone', async () => {
    const practice = await startPractice()
    const never = await scheduleClass(practice, { story: 'neverCame' })
    const alone = await scheduleClass(practice, { story: 'alone', section: 'Rosal' })
    await practice.jump(afterClass)
    expect((await practice.api(`GET /past_meetings/${never.id}`)).status).toBe(404)
    expect((await practice.api(`GET /past_meetings/${never.id}/instances`)).body.meetings).toEqual([])
    expect((await practice.api(`GET /past_meetings/${alone.id}`)).body.participants_count).toBe(1)
    expect((await practice.api(`GET /report/meetings/${alone.id}/participants`)).status).toBe(404)
    expect((await practice.truth(never.id)).students[0]?.presence).toBe('notHeld')
    expect((await practice.truth(alone.id)).wasHeld).toBe(false)
  })

  it('need a paid plan and are refused after a year', async () => {
    const practice = await startPractice()
    const { id } = await scheduleClass(practice, { story: 'onTime' })
    await practice.jump(afterClass)
    const uuid = (await practice.truth(id)).runs[0]?.uuid ?? ''
    await practice.jump('2027-11-25T00:00:00Z')
    const old = await practice.api(`GET /report/meetings/${twice(uuid)}/participants`)
    expect(old.body.code).toBe(12_702)
    expect((await practice.api(`GET /past_meetings/${twice(uuid)}/participants`)).status).toBe(200)
    const free = await startPractice({ plan: 'free' })
    expect((await free.api('GET /report/meetings/1/participants')).body.code).toBe(200)
  })

  it.each([
    ['reportLate', 45],
    ['reportEmpty', 20],
    ['reportPartial', 20],
    ['reportCorrected', 300],
  ])('are changed for a while by %s, for as many runs as wished', async (name, minutes) => {
    const practice = await startPractice()
    const first = await scheduleClass(practice, { story: 'onTime' })
    const second = await scheduleClass(practice, { story: 'onTime', section: 'Rosal' })
    await practice.server.control('POST /faults', { name, times: 1 })
    await practice.jump('2026-11-23T00:33:00.000Z')
    const read = async (id: string): Promise<number> => {
      const answer = await practice.api(`GET /report/meetings/${id}/participants?page_size=300`)
      return answer.status === 200 ? answer.body.participants.filter((row) => row.duration > 0).length : 0
    }
    const faulty = await read(first.id)
    expect(await read(first.id)).toBe(faulty)
    const untouched = await read(second.id)
    const whole = (await practice.truth(first.id)).people.length
    expect(faulty).toBeLessThan(whole)
    expect(untouched).toBe((await practice.truth(second.id)).people.length)
    await practice.jump(new Date(Date.parse(afterClass) + (minutes + 10) * 60_000).toISOString())
    expect(await read(first.id)).toBe(whole)
  })

  it('are corrected when they were whole before that was wished, and no old run uses a fault up', async () => {
    const practice = await startPractice()
    const old = await scheduleClass(practice, { story: 'onTime' })
    const read = async (id: string): Promise<number> =>
      (await practice.api(`GET /report/meetings/${id}/participants?page_size=300`)).body.participants.length
    await practice.jump(new Date(Date.parse(afterClass) + 200 * 60_000).toISOString())
    const whole = await read(old.id)
    await practice.server.control('POST /faults', { name: 'reportEmpty', times: 1 })
    expect(await read(old.id)).toBe(whole)
    const { faults } = (await practice.server.control('GET /faults')) as { faults: { timesLeft: number }[] }
    expect(faults.map(({ timesLeft }) => timesLeft)).toEqual([1])

    await practice.server.control('POST /faults', { name: 'reportCorrected', times: 1 })
    expect(await read(old.id)).toBe(whole)
    await practice.jump(new Date(Date.parse(afterClass) + 310 * 60_000).toISOString())
    const corrected = await read(old.id)
    expect(corrected).toBeLessThan(whole)
    await practice.jump(new Date(Date.parse(afterClass) + 24 * 3_600_000).toISOString())
    expect(await read(old.id)).toBe(corrected)
    await practice.server.control('DELETE /faults')
    expect(await read(old.id)).toBe(whole)
  })
})
