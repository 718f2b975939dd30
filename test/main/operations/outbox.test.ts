import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import type { MeetingId } from '../../../src/shared/ids.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { madeStudents, makeSection } from '../../support/section.ts'
import type { Toll, TollEvent } from '../../support/toll.ts'

const isCreate = ({ method, path }: TollEvent) => method === 'POST' && path.endsWith('/meetings')
const isSearch = ({ method, path }: TollEvent) => method === 'GET' && path.endsWith('/meetings')

/** A school whose every call to Zoom can be looked at, with one section. */
async function watchedSchool(count = 2) {
  const practice = await practiceZoom()
  const toll = await tollBefore(practice.url)
  const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
  const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(count) })
  return { school, practice, toll, form: school.form(sectionId) }
}

const countOf = (toll: Toll, fits: (event: TollEvent) => boolean) => toll.calls().filter(fits).length

/** Resolves when the state of the entries of a meeting is as wanted; a change is looked at as soon as it is told. */
async function until(school: SchoolWorld, isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Not in time: ${JSON.stringify(await school.outbox.list())}`)
    await new Promise<void>((resolve) => {
      const unsubscribe = school.database.onChange(() => done())
      const timer = setTimeout(() => done(), 200)
      const done = () => {
        unsubscribe()
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

async function settled(school: SchoolWorld, meetingId: MeetingId) {
  await school.call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 60 })
  return school.call('meeting.get', { meetingId })
}

/** A meeting as another sender might have made it for the same reference. */
async function makeTwin(school: SchoolWorld, agenda: string): Promise<string> {
  const twin = await school.client.createMeeting(school.host.hostId, {
    topic: 'Science 7',
    agenda,
    type: 'scheduled',
    startsAt: school.clock.now() + 86_400_000,
    timeZone: 'Asia/Manila',
    durationMinutes: 60,
    settings: { registration: 'automatic' },
  })
  return twin.id
}

describe('an unknown answer to a create', () => {
  test('lost after Zoom made the meeting: it is found and adopted, not made again', async () => {
    const { school, practice, toll, form } = await watchedSchool()
    await practice.control('POST /faults', { name: 'answerLost', times: 1 })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 0 })
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'scheduled', problem: null, registeredCount: 2 })
    expect(await school.zoomMeetings()).toHaveLength(1)
    expect(countOf(toll, isCreate)).toBe(1)
  })

  test('lost before Zoom saw it: sent again after two searches at least 30 s apart, and looked at once more', async () => {
    const { school, practice, toll, form } = await watchedSchool()
    await practice.control('POST /faults', { name: 'dropConnection', times: 1, call: 'POST /users' })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 8 })
    expect(meeting).toMatchObject({ state: 'creating', problem: { kind: 'zoomUnavailable' } })
    // The search is over when its entry is let go: while it is claimed nothing is due.
    await until(school, async () => countOf(toll, isSearch) === 1 && (await school.outbox.nextDue()).dueAt !== null)
    school.clock.jump(29_000)
    const { dueAt } = await school.outbox.nextDue()
    expect(dueAt).toBeGreaterThan(school.clock.now())
    expect([countOf(toll, isSearch), countOf(toll, isCreate)]).toEqual([1, 1])
    school.clock.jump(1500)
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'scheduled', registeredCount: 2, problem: null })
    expect([countOf(toll, isSearch), countOf(toll, isCreate)]).toEqual([2, 2])

    // The first create arrives after all, much too late.
    const [made] = await school.zoomMeetings()
    const twin = await makeTwin(school, made!.agenda)
    school.clock.jump(31_000)
    await until(school, async () => (await school.zoomMeetings()).length === 1)
    expect((await school.zoomMeetings()).map(({ id }) => id)).toEqual([meeting.zoomMeetingId ?? made!.id])
    await expect(school.client.getMeeting(twin)).rejects.toMatchObject({ problem: { kind: 'notFound' } })
  })

  test('a second meeting on which people depend is never deleted', async () => {
    const { school, practice, toll, form } = await watchedSchool()
    await practice.control('POST /faults', { name: 'dropConnection', times: 1, call: 'POST /users' })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 8 })
    await until(school, async () => countOf(toll, isSearch) === 1)
    school.clock.jump(31_000)
    await settled(school, meeting.id)
    const [made] = await school.zoomMeetings()
    const twin = await makeTwin(school, made!.agenda)
    await school.client.addRegistrant(twin, { key: '1', email: 'x@school.example', firstName: 'X', lastName: 'Y' })
    school.clock.jump(31_000)
    await until(school, async () => school.log.lines.some((line) => line.includes('outbox.twinKept')))
    expect(await school.zoomMeetings()).toHaveLength(2)
  })

  test('of two meetings with its reference the one with registrants is adopted and the other deleted', async () => {
    const { school, practice, form } = await watchedSchool()
    const meeting = await school.call('meeting.schedule', form)
    const [row] = await school.database.read((db) => db.select().from(tables.meetings).all())
    const twin = await makeTwin(school, `HR-${row!.reference}`)
    await school.client.addRegistrant(twin, {
      key: '1',
      email: 'student0@school.example',
      firstName: 'A',
      lastName: 'B',
    })
    await practice.control('POST /faults', { name: 'answerLost', times: 1 })
    school.start()
    const after = await settled(school, meeting.id)
    expect(after).toMatchObject({ state: 'scheduled', zoomMeetingId: twin, registeredCount: 2 })
    await until(school, async () => (await school.zoomMeetings()).length === 1)
    expect((await school.zoomMeetings()).map(({ id }) => id)).toEqual([twin])
  })

  test('cancelled while it is searched for: deleted if it is there, never sent again if it is not', async () => {
    const { school, practice, toll, form } = await watchedSchool()
    await practice.control('POST /faults', { name: 'dropConnection', times: 1, call: 'POST /users' })
    school.start()
    const absent = await school.call('meeting.schedule', { ...form, waitSeconds: 8 })
    await until(school, async () => countOf(toll, isSearch) === 1)
    expect(await school.call('meeting.cancel', { meetingId: absent.id })).toMatchObject({ state: 'cancelling' })
    school.clock.jump(31_000)
    expect(await settled(school, absent.id)).toMatchObject({ state: 'cancelled', zoomMeetingId: null })
    expect(countOf(toll, isCreate)).toBe(1)

    // Zoom made it, nobody heard, and nothing can be searched for a while.
    await practice.control('POST /faults', { name: 'answerLost', times: 1 })
    await practice.control('POST /faults', { name: 'serverError', times: 4, call: 'GET /users' })
    const there = await school.call('meeting.schedule', { ...form, waitSeconds: 8 })
    expect(there.state).toBe('creating')
    await school.call('meeting.cancel', { meetingId: there.id })
    await until(school, async () => {
      school.clock.jump(60_000)
      return (await school.call('meeting.get', { meetingId: there.id })).state === 'cancelled'
    })
    expect(await school.zoomMeetings()).toEqual([])
  })
})

describe('what Zoom refuses', () => {
  test('needs a person: retried after it is mended, or given up', async () => {
    const { school, form } = await watchedSchool()
    const stale = { hostId: 'nobody', name: 'Gone', email: 'gone@school.example', isLicensed: true, timeZone: null }
    await school.hosts.replaceAll([...(await school.hosts.list()), stale], 0)
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, host: stale.email, waitSeconds: 8 })
    expect(meeting).toMatchObject({ state: 'refused', problem: { kind: 'notFound' } })
    expect(await school.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })).toEqual({
      waiting: 1,
      refused: 1,
    })
    const { entries } = await school.call('outbox.list', {})
    expect(entries).toMatchObject([
      { action: 'create', state: 'refused', meetingTitle: 'Science 7', attempts: 1, nextTryAt: null },
      { action: 'register', state: 'waiting' },
    ])
    await school.call('outbox.retry', { id: entries[0]!.id })
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'refused' })
    expect((await school.call('outbox.list', {})).entries[0]).toMatchObject({ attempts: 2 })

    const { digest, ...preview } = await school.call('outbox.previewDiscard', { id: entries[0]!.id })
    expect(preview).toMatchObject({ outcome: 'keptWithoutZoom', studentCount: 2, also: [{ action: 'register' }] })
    await school.call('outbox.discard', { id: entries[0]!.id, digest })
    expect(await settled(school, meeting.id)).toMatchObject({
      state: 'refused',
      problem: { message: expect.stringContaining('never made') as string },
    })
    expect((await school.call('outbox.list', {})).entries).toEqual([])
    const again = school.call('meeting.registerAgain', { meetingId: meeting.id })
    await expect(again).rejects.toMatchObject({ problem: { kind: 'conflict' } })

    await school.call('meeting.change', { meetingId: meeting.id, changes: { startsAt: '11:00' } })
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'refused', problem: { kind: 'notFound' } })
    expect(await school.call('meeting.cancel', { meetingId: meeting.id })).toMatchObject({ state: 'cancelled' })
    expect((await school.call('outbox.list', {})).entries).toEqual([])
  })

  test('one meeting that is stuck holds up no other', async () => {
    const { school, toll, form } = await watchedSchool()
    const held = toll.hold(({ when, body }) => when === 'request' && (body as { topic?: string })?.topic === 'Stuck')
    school.start()
    const stuck = await school.call('meeting.schedule', { ...form, title: 'Stuck' })
    await held
    const other = { ...form, startsAt: '15:00', host: await otherHost(school), waitSeconds: 8 }
    expect(await school.call('meeting.schedule', other)).toMatchObject({ state: 'scheduled', registeredCount: 2 })
    expect((await school.outbox.list()).filter(({ meetingId }) => meetingId === stuck.id)).toMatchObject([
      { action: 'create', state: 'sending' },
      { action: 'register', state: 'waiting', attempts: 0 },
    ])
  })

  test('a missing scope stops everything that needs it, and says which', async () => {
    const { school, practice, form } = await watchedSchool()
    await practice.control('POST /faults', { name: 'missingScope', scopes: ['meeting:write:meeting:admin'] })
    // A token tells its scopes when it is made.
    await school.client.connect()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 8 })
    expect(meeting).toMatchObject({ state: 'refused', problem: { kind: 'missingScope' } })
    expect(meeting.problem?.message).toContain('meeting:write:meeting:admin')

    await practice.control('DELETE /faults')
    await school.client.connect()
    await school.sender.wakeAfterConnecting()
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'scheduled', registeredCount: 2, problem: null })
  })

  test('the daily limit puts it off to when Zoom lifts it', async () => {
    const { school, practice, form } = await watchedSchool()
    await practice.control('POST /faults', { name: 'rateLimitDaily', times: 1 })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 8 })
    expect(meeting).toMatchObject({ state: 'creating', problem: { kind: 'rateLimited' } })
    const [entry] = (await school.call('outbox.list', {})).entries
    expect(entry!.nextTryAt!.slice(11, 16)).toBe('00:00')
  })
})

describe('registrations', () => {
  test('an answer lost after a batch: Zoom is asked who is there before anybody is sent again', async () => {
    const { school, practice, toll, form } = await watchedSchool(40)
    const call = 'POST /meetings'
    await practice.control('POST /faults', { name: 'answerLost', times: 1, call })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    const after = await settled(school, meeting.id)
    expect(after).toMatchObject({ registeredCount: 40, problem: null })
    expect(new Set(after.registrations.map(({ joinUrl }) => joinUrl)).size).toBe(40)
    expect(countOf(toll, ({ path }) => path.endsWith('/batch_registrants'))).toBe(2)
    expect(await school.client.listRegistrants(after.zoomMeetingId!)).toHaveLength(40)
  })

  test('three tries a day are all that is sent; the fourth waits for the next day (UTC)', async () => {
    const { school, toll, form } = await watchedSchool(2)
    const meeting = await school.call('meeting.schedule', form)
    const rows = await school.registrants.ofMeeting(meeting.id)
    const today = new Date(school.clock.now()).toISOString().slice(0, 10)
    for (let tries = 0; tries < 3; tries += 1) await school.registrants.countTries([rows[0]!.key], today)
    school.start()
    await until(school, async () => (await school.outbox.list()).some(({ problem }) => problem?.kind === 'rateLimited'))
    expect(await school.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ registeredCount: 1 })
    const [entry] = (await school.call('outbox.list', {})).entries
    expect(entry).toMatchObject({ action: 'register', state: 'waiting' })
    expect(entry!.nextTryAt).toBe(
      new Date((Math.floor(school.clock.now() / 86_400_000) + 1) * 86_400_000).toISOString(),
    )
    expect(countOf(toll, ({ method, path }) => method === 'POST' && path.endsWith('registrants'))).toBe(1)

    school.clock.jump(86_400_000)
    expect(await settled(school, meeting.id)).toMatchObject({ registeredCount: 2, problem: null })
  })
})

async function otherHost(school: SchoolWorld): Promise<string> {
  const hosts = await school.hosts.list()
  return hosts.find(({ isLicensed, hostId }) => isLicensed && hostId !== school.host.hostId)!.email
}
