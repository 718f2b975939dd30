import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { forecastWrites, quotaDays } from '../../../src/main/operations/host-writes.ts'
import { tables } from '../../../src/main/store/database.ts'
import { addDays, localDate, weekDates } from '../../../src/shared/domain/time.ts'
import type { MeetingId } from '../../../src/shared/ids.ts'
import {
  clientOf,
  jumpingClock,
  practiceZoom,
  schedulingSchool,
  tollBefore,
  type SchoolWorld,
} from '../../support/outbox-world.ts'
import { changePlan, planMeeting, readPlan, type WantedMeeting } from '../../support/planned-meeting.ts'
import { madeStudents, makeSection } from '../../support/section.ts'
import type { TollEvent } from '../../support/toll.ts'

const monday = addDays(weekDates(localDate(Date.now(), 'Asia/Manila'))[0]!, 42)
const weekly = { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 8 } }
const midnight = (now: number) => new Date((Math.floor(now / 86_400_000) + 1) * 86_400_000).toISOString()

const isCreate = ({ method, path }: TollEvent) => method === 'POST' && path.endsWith('/meetings')
const isAdd = ({ method, path }: TollEvent) => method === 'POST' && path.endsWith('/registrants')
const isPatch = ({ method }: TollEvent) => method === 'PATCH'

async function watchedSchool() {
  const practice = await practiceZoom()
  const toll = await tollBefore(practice.url)
  const clock = jumpingClock()
  const client = clientOf(practice.address, toll.url, clock)
  const school = { ...(await schedulingSchool({ practice, client, clock })), clock }
  const plan = (more: Partial<WantedMeeting> = {}) =>
    planMeeting(school.database, {
      host: school.host,
      on: monday,
      recurrence: weekly,
      now: school.clock.now(),
      ...more,
    })
  const change = (meetingId: string, what: Omit<Parameters<typeof changePlan>[2], 'now'>) =>
    changePlan(school.database, meetingId, { ...what, now: school.clock.now() })
  const section = async (count: number) =>
    (await makeSection(school.database, { name: 'Mabini', students: madeStudents(count) })).sectionId
  return {
    school,
    practice,
    toll,
    plan,
    change,
    section,
    count: (fits: (event: TollEvent) => boolean) => toll.calls().filter(fits).length,
  }
}

async function sent(school: SchoolWorld, meetingId: MeetingId) {
  await school.call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 60 })
  return look(school, meetingId)
}

async function look(school: SchoolWorld, meetingId: MeetingId) {
  const { meeting, dates } = await readPlan(school.database, meetingId)
  const zoom =
    meeting.zoomMeetingId === null ? null : await clientOf(school.practice.address).getMeeting(meeting.zoomMeetingId)
  return { meeting, dates, zoom, entries: await school.outbox.list() }
}

/** Resolves when the outbox is as wanted. */
async function until(school: SchoolWorld, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
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

/** What Zoom has is what the rows say, and Homeroom knows it. */
function expectAligned({ meeting, dates, zoom }: Awaited<ReturnType<typeof look>>): void {
  const there = zoom!.occurrences.filter(({ isDeleted }) => !isDeleted)
  const wanted = dates.filter(({ state }) => state === 'scheduled')
  expect(there.map(({ startsAt }) => startsAt).toSorted((a, b) => a - b)).toEqual(
    wanted.map(({ startInstant }) => startInstant),
  )
  expect(wanted.map(({ confirmed }) => confirmed?.startsAt)).toEqual(wanted.map(({ startInstant }) => startInstant))
  expect(new Set(wanted.map(({ zoomOccurrenceId }) => zoomOccurrenceId))).toEqual(new Set(there.map(({ id }) => id)))
  expect(meeting).toMatchObject({ state: 'scheduled', problem: null })
}

describe('an answer to the create of a series that is lost', () => {
  test('after Zoom made it: found once in the list, adopted and aligned', async () => {
    const { school, practice, plan, section, count } = await watchedSchool()
    await practice.control('POST /faults', { name: 'answerLost', times: 1 })
    school.start()
    const id = await plan({ skipOn: [addDays(monday, 7)], sectionId: await section(5) })
    const after = await sent(school, id)
    expectAligned(after)
    expect(count(isCreate)).toBe(1)
    expect(await school.zoomMeetings()).toHaveLength(1)
    expect((await school.registrants.ofMeeting(id)).map(({ state }) => state)).toEqual(Array(5).fill('registered'))
  })

  test('and changed here meanwhile: what was adopted is made like ours', async () => {
    const { school, practice, plan, change } = await watchedSchool()
    await practice.control('POST /faults', { name: 'answerLost', times: 1 })
    const id = await plan()
    // The search cannot succeed before the change is written.
    await practice.control('POST /faults', { name: 'serverError', call: `GET /users/${school.host.hostId}/meetings` })
    school.start()
    await until(school, async () => (await school.outbox.list()).some(({ state }) => state === 'searching'))
    await change(id, { meeting: { startsAt: '10:30', title: 'Science 8' }, eachDate: () => ({ startsAt: '10:30' }) })
    await practice.control('DELETE /faults')
    await school.call('outbox.retry', {})
    await until(school, async () => {
      school.clock.jump(40_000)
      return (await school.outbox.list()).length === 0
    })
    const after = await sent(school, id)
    expectAligned(after)
    expect(after.zoom!.topic).toBe('Science 8')
    expect(await school.zoomMeetings()).toHaveLength(1)
  })
})

describe('in the middle of an alignment', () => {
  /** A series whose every date was moved by itself: eight calls. */
  async function movedSeries() {
    const world = await watchedSchool()
    const id = await world.plan()
    world.school.start()
    await sent(world.school, id)
    const move = () =>
      world.change(id, { eachDate: ({ on }) => ({ startsAt: on === monday ? '10:00' : '11:00', isMoved: true }) })
    return { ...world, id, move }
  }

  test.each([
    ['Zoom has no room for more a second', { name: 'rateLimitPerSecond', times: 2 }],
    ['Zoom has trouble', { name: 'serverError', times: 6, call: 'PATCH /meetings' }],
    ['answers are lost', { name: 'dropConnection', times: 5, call: 'PATCH /meetings' }],
    ['calls collide', { name: 'concurrentRequests', times: 3 }],
  ])('%s: it is finished all the same', async (_, fault) => {
    const { school, practice, id, move } = await movedSeries()
    await practice.control('POST /faults', fault)
    await move()
    await until(school, async () => {
      school.clock.jump(30_000)
      return (await school.outbox.list()).length === 0
    })
    expectAligned(await look(school, id))
  })

  test("the host's hundred a day are used up: it goes on at midnight UTC, and says so", async () => {
    const { school, practice, id, move, count, toll } = await movedSeries()
    const { hostId } = school.host
    // Another app of the school has used up most of the day.
    await practice.control('POST /writes', { host: hostId, times: 95 })
    const before = count(isPatch)
    await move()
    await until(school, async () => (await school.outbox.list()).some(({ problem }) => problem?.kind === 'rateLimited'))
    const [entry] = await school.outbox.list()
    expect(entry).toMatchObject({ action: 'update', state: 'waiting' })
    // Zoom tells its time in whole seconds.
    expect(new Date(entry!.nextTryAt).toISOString().slice(0, 16)).toBe(midnight(school.clock.now()).slice(0, 16))
    expect(entry!.problem!.retryAt!.slice(0, 16)).toBe(midnight(school.clock.now()).slice(0, 16))
    expect(entry!.problem!.message).toBe(
      'Zoom takes 100 new or changed meetings of one host a day, and they are used up.',
    )
    const { hosts, resumesAt } = await school.call('outbox.forecast', {})
    expect(resumesAt).toBe(midnight(school.clock.now()))
    expect(hosts).toMatchObject([{ hostId, usedToday: 100, limit: 100 }])
    // Four went through, and the fifth was refused.
    expect(count(isPatch) - before).toBe(5)
    // What needs no quota goes out all the same.
    await school.database.write(['outbox'], (db) =>
      db
        .update(tables.occurrences)
        .set({ state: 'cancelled' })
        .where(eq(tables.occurrences.on, addDays(monday, 7)))
        .run(),
    )
    await school.call('outbox.retry', {})
    await until(school, async () => toll.calls().some(({ method }) => method === 'DELETE'))
    const day = 86_400_000
    await practice.control('POST /jump', { to: new Date(school.clock.now() + day).toISOString() })
    school.clock.jump(day)
    await school.call('outbox.retry', {})
    await until(school, async () => (await school.outbox.list()).length === 0)
    expectAligned(await look(school, id))
  })

  test('somebody takes a date away in Zoom: it comes back with the series planned anew', async () => {
    const { school, practice, id, move } = await movedSeries()
    const { meeting, dates } = await look(school, id)
    const ref = { meetingId: meeting.zoomMeetingId!, hostId: school.host.hostId }
    await clientOf(practice.address).deleteMeeting({ ...ref, occurrenceId: dates[3]!.zoomOccurrenceId! })
    await move()
    expectAligned(await sent(school, id))
  })
})

describe('the students of a series', () => {
  test('are registered once for all dates, one by one', async () => {
    const { school, plan, section, toll, count } = await watchedSchool()
    school.start()
    const id = await plan({ sectionId: await section(20) })
    const { meeting, zoom } = await sent(school, id)
    const create = toll.calls().find(isCreate)!.body as { settings: Record<string, unknown> }
    expect(create.settings).toMatchObject({
      approval_type: 0,
      registration_type: 1,
      registrants_email_notification: false,
      registrants_confirmation_email: false,
      alternative_hosts_email_notification: false,
    })
    expect(zoom!.settings).toMatchObject({ registration: 'automatic', registrationReach: 'everyOccurrence' })
    const rows = await school.registrants.ofMeeting(id)
    expect(new Set(rows.map(({ joinUrl }) => joinUrl)).size).toBe(20)
    expect(rows.every(({ state, triesThatDay }) => state === 'registered' && triesThatDay === 1)).toBe(true)
    expect(count(isAdd)).toBe(20)
    expect(await school.client.listRegistrants(meeting.zoomMeetingId!)).toHaveLength(20)
  })

  test('that a sender left half registered are looked up, and nobody is sent twice', async () => {
    const { school, practice, plan, section, toll, count } = await watchedSchool()
    await practice.control('POST /faults', { name: 'answerLost', times: 3, call: 'POST /meetings/' })
    school.start()
    const id = await plan({ sectionId: await section(20) })
    const { meeting } = await sent(school, id)
    expect((await school.registrants.ofMeeting(id)).every(({ state }) => state === 'registered')).toBe(true)
    expect(await school.client.listRegistrants(meeting.zoomMeetingId!)).toHaveLength(20)
    expect(count(isAdd)).toBe(20)
    const emails = toll
      .calls()
      .filter(isAdd)
      .map(({ body }) => (body as { email: string }).email)
    expect(new Set(emails).size).toBe(20)
  })

  test('wait for approval where somebody must give it, and our own are approved at once', async () => {
    const { school, plan, section, change } = await watchedSchool()
    school.start()
    const id = await plan({ sectionId: await section(2), settings: { approval: 'manual' } })
    const { zoom, meeting } = await sent(school, id)
    expect(zoom!.settings.registration).toBe('approval')
    expect((await school.registrants.ofMeeting(id)).map(({ state }) => state)).toEqual(['registered', 'registered'])
    await change(id, { meeting: { settings: { ...meeting.settings, approval: 'automatic' } } })
    expect((await sent(school, id)).zoom!.settings.registration).toBe('automatic')
  })
})

describe('settings', () => {
  test('go out with the meeting, and of a change only what is otherwise', async () => {
    const { school, plan, change, toll } = await watchedSchool()
    school.start()
    const others = (await school.hosts.list()).filter(
      ({ isLicensed, hostId }) => isLicensed && hostId !== school.host.hostId,
    )
    const [first, second] = [others[0]!, others[1]!]
    const id = await plan({
      alternativeHosts: [second.hostId, first.hostId],
      settings: { signedInOnly: true, recording: 'cloud' },
    })
    const { zoom, meeting } = await sent(school, id)
    const addresses = [first.email, second.email].map((email) => email.toLowerCase()).toSorted()
    expect(zoom!.settings).toMatchObject({
      meetingAuthentication: true,
      autoRecording: 'cloud',
      alternativeHosts: addresses,
    })
    await change(id, {
      meeting: { alternativeHosts: [first.hostId], settings: { ...meeting.settings, signedInOnly: false } },
    })
    const after = await sent(school, id)
    expect(after.zoom!.settings).toMatchObject({
      meetingAuthentication: false,
      alternativeHosts: [first.email.toLowerCase()],
    })
    const patch = toll.calls().findLast(isPatch)!.body as { settings: Record<string, unknown> }
    expect(Object.keys(patch)).toEqual(['settings'])
    expect(patch.settings).toMatchObject({
      meeting_authentication: false,
      alternative_hosts: first.email.toLowerCase(),
    })
    expect(patch.settings.auto_recording).toBeUndefined()
    expect(patch.settings.mute_upon_entry).toBeUndefined()
  })

  test('that the account has locked are asked for once, and told', async () => {
    const { school, practice, plan, change, count } = await watchedSchool()
    await practice.control('POST /locked', { mute_upon_entry: false })
    school.start()
    const id = await plan()
    const { meeting } = await sent(school, id)
    expect(meeting.confirmed).toMatchObject({ settings: { muteUponEntry: false }, refused: { muteUponEntry: true } })
    await change(id, {})
    await sent(school, id)
    expect(count(isPatch)).toBe(0)
    await change(id, { meeting: { settings: { ...meeting.settings, recording: 'local' } } })
    expect((await sent(school, id)).zoom!.settings.autoRecording).toBe('local')
    expect((await look(school, id)).meeting.confirmed).toMatchObject({ refused: { muteUponEntry: true } })
  })

  test('an alternative host without a licence is refused at the field', async () => {
    const { school, plan } = await watchedSchool()
    school.start()
    const id = await plan({ alternativeHosts: [school.basicHost!.hostId] })
    const { meeting } = await sent(school, id)
    expect(meeting).toMatchObject({ state: 'refused', problem: { kind: 'zoomRefused', field: 'alternativeHosts' } })
  })

  test('a host who may not schedule is refused at the field', async () => {
    const { school, practice, plan } = await watchedSchool()
    await practice.control('POST /faults', { name: 'hostMayNotSchedule', call: school.host.email })
    school.start()
    const { meeting } = await sent(school, await plan())
    expect(meeting).toMatchObject({ state: 'refused', problem: { kind: 'planTooSmall', field: 'host' } })
  })
})

describe('passcodes', () => {
  test.each([
    ['digits alone', { length: 10, only_allow_numeric: true, consecutive_characters_length: 4 }, /^\d{10}$/],
    [
      'every kind of sign',
      { length: 9, have_special_character: true, have_upper_and_lower_characters: true },
      /[@_*-]/,
    ],
  ])("are made to the account's own rule: %s", async (_, rule, pattern) => {
    const { school, practice, plan, toll } = await watchedSchool()
    await practice.control('POST /passcode', rule)
    school.start()
    const ids = await Promise.all(Array.from({ length: 5 }, () => plan()))
    for (const id of ids) {
      const { meeting } = await sent(school, id)
      expect(meeting.state).toBe('scheduled')
      expect(meeting.passcode).toMatch(pattern)
    }
    expect(toll.calls().filter(({ path }) => path.endsWith('/settings')).length).toBeLessThanOrEqual(5)
  })

  test("are Zoom's where the rules may not be read", async () => {
    const { school, practice, plan } = await watchedSchool()
    await practice.control('POST /faults', { name: 'missingScope', scopes: ['user:read:settings:admin'] })
    await school.client.connect()
    school.start()
    const { meeting } = await sent(school, await plan())
    expect(meeting.passcode).toMatch(/^\d{6}$/)
  })
})

describe('the quota', () => {
  test('is forecast for what waits, without a call to Zoom, and with what is planned', async () => {
    const { school, plan, toll } = await watchedSchool()
    for (let index = 0; index < 3; index += 1) await plan()
    await school.database.write([], (db) =>
      db.update(tables.occurrences).set({ isMoved: true }).where(eq(tables.occurrences.on, monday)).run(),
    )
    const calls = toll.calls().length
    const world = { outbox: school.outbox, zoom: async () => school.client, clock: school.clock }
    const { hostId } = school.host
    expect(await forecastWrites(world)).toMatchObject([
      { hostId, usedToday: 0, limit: 100, needed: 6, resumesAt: null },
    ])
    const [more] = await forecastWrites(world, [{ hostId, name: 'Host', count: 195 }])
    expect(more).toMatchObject({ needed: 201, resumesAt: midnight(school.clock.now()) })
    expect(quotaDays(more!)).toBe(3)
    expect(toll.calls()).toHaveLength(calls)
    expect(quotaDays({ usedToday: 99, limit: 100, needed: 1 })).toBe(1)
    expect(quotaDays({ usedToday: 99, limit: 100, needed: 2 })).toBe(2)
  })
})

test('a timetable that was stopped sends nothing until it goes on', async () => {
  const { school, plan, count } = await watchedSchool()
  const [stopped, other] = [await plan(), await plan()]
  const stop = (stoppedAt: number | null) =>
    school.database.write(['outbox'], (db) => {
      db.update(tables.timetableImports).set({ stoppedAt }).run()
    })
  await school.database.write([], (db) => {
    const { key } = db
      .insert(tables.timetableImports)
      .values({
        id: 'a timetable',
        fileName: 'term.csv',
        digest: '',
        firstOn: monday,
        lastOn: monday,
        meetingCount: 1,
        dateCount: 8,
        actor: '',
        importedAt: 0,
      })
      .returning({ key: tables.timetableImports.key })
      .get()
    db.update(tables.meetings).set({ timetableKey: key }).where(eq(tables.meetings.id, stopped)).run()
  })
  await stop(1)
  school.start()
  expectAligned(await sent(school, other))
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  expect(count(isCreate)).toBe(1)
  await stop(null)
  expectAligned(await sent(school, stopped))
})

test('entries that are over are forgotten after a month', async () => {
  const { school, plan } = await watchedSchool()
  school.start()
  const id = await plan()
  await sent(school, id)
  const waiting = await plan()
  const count = () => school.database.read((db) => db.$count(tables.outbox))
  expect(await count()).toBe(2)
  await sent(school, waiting)
  const month = 30 * 86_400_000
  expect(await school.outbox.prune(school.clock.now() - month)).toBe(0)
  await school.database.write([], (db) => {
    const { outbox } = tables
    db.update(outbox)
      .set({ doneAt: school.clock.now() - month - 1 })
      .where(and(eq(outbox.state, 'done'), eq(outbox.key, 1)))
      .run()
  })
  expect(await school.outbox.prune(school.clock.now() - month)).toBe(1)
  expect(await count()).toBe(1)
})
