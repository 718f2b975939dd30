import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import { createPeopleDeeds } from '../../../src/main/store/people-deeds.ts'
import { createSectionDeeds } from '../../../src/main/store/sections-deeds.ts'
import { parseAgenda } from '../../../src/shared/domain/meeting.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import type { MeetingId, SectionId } from '../../../src/shared/ids.ts'
import { testFolder } from '../../support/database.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { problemOf } from '../../support/problem-of.ts'
import { madeStudents, makeSection, type MadeStudent } from '../../support/section.ts'

const author = {
  actor: 'administrator',
  device: 'test',
  at: 0,
  newId: randomUUID,
  rules: { allowedDomains: [], schoolAddressPattern: null },
}

async function schoolWithSection(students: readonly MadeStudent[] = madeStudents(3), name = 'Mabini') {
  const school = await schedulingSchool()
  const { sectionId, personIds } = await makeSection(school.database, { name, students })
  return { school, sectionId, personIds, form: school.form(sectionId) }
}

/** Waits until nothing of the outbox is on its way, and reads the meeting. */
async function settled(school: SchoolWorld, meetingId: MeetingId) {
  await school.call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 60 })
  return school.call('meeting.get', { meetingId })
}

describe('schedule', () => {
  test('makes the class at Zoom, with a link of their own for each student', async () => {
    const { school, form } = await schoolWithSection(madeStudents(35))
    school.start()

    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })

    expect(meeting).toMatchObject({
      state: 'scheduled',
      phase: 'upcoming',
      problem: null,
      expectedCount: 35,
      registeredCount: 35,
      refusedCount: 0,
      group: { title: 'Grade 7 Mabini, Homeroom' },
    })
    const [made, ...others] = await school.zoomMeetings()
    expect(others).toEqual([])
    expect(made).toMatchObject({ id: meeting.zoomMeetingId, topic: 'Science 7' })
    expect(parseAgenda(made!.agenda)?.reference).toHaveLength(12)
    expect(new Set(meeting.registrations.map(({ joinUrl }) => joinUrl)).size).toBe(35)
    const registrants = await school.client.listRegistrants(meeting.zoomMeetingId!)
    expect(registrants).toHaveLength(35)
  })

  test('asks Zoom for registration without mails, and for what the form says', async () => {
    const practice = await practiceZoom()
    const toll = await tollBefore(practice.url)
    const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
    const { sectionId } = await makeSection(school.database, { name: 'Rizal', students: madeStudents(1) })
    school.start()
    await school.call('meeting.schedule', {
      ...school.form(sectionId),
      settings: { participantVideo: false, recording: 'cloud' },
      waitSeconds: 10,
    })
    const create = toll.calls().find(({ method, path }) => method === 'POST' && path.endsWith('/meetings'))
    expect(create?.body).toMatchObject({
      type: 2,
      timezone: 'Asia/Manila',
      duration: 60,
      settings: {
        approval_type: 0,
        registrants_email_notification: false,
        registrants_confirmation_email: false,
        waiting_room: true,
        mute_upon_entry: true,
        host_video: true,
        participant_video: false,
        auto_recording: 'cloud',
      },
    })
  })

  test('a section stands for one Homeroom group, however often it is scheduled', async () => {
    const { school, form } = await schoolWithSection()
    const first = await school.call('meeting.schedule', form)
    const second = await school.call('meeting.schedule', { ...form, startsAt: '13:00' })
    expect(second.group).toEqual(first.group)
    expect(second.periodIds).not.toEqual(first.periodIds)
  })

  test('a second meeting at the same hour is for the same class period', async () => {
    const { school, form } = await schoolWithSection()
    const first = await school.call('meeting.schedule', form)
    const second = await school.call('meeting.schedule', form)
    expect(second.periodIds).toEqual(first.periodIds)
  })

  test("takes the section's adviser as host when nobody is named", async () => {
    const school = await schedulingSchool()
    const { sectionId } = await makeSection(school.database, {
      name: 'Luna',
      students: madeStudents(1),
      adviser: school.host.email,
    })
    const { host, ...form } = school.form(sectionId)
    expect((await school.call('meeting.schedule', form)).host.email).toBe(host)
  })

  test('without a class nobody is registered and there is no period', async () => {
    const school = await schedulingSchool()
    school.start()
    const { sectionId: _, ...form } = school.form('')
    const meeting = await school.call('meeting.schedule', { ...form, audience: 'teachers', waitSeconds: 10 })
    expect(meeting).toMatchObject({ state: 'scheduled', group: null, periodIds: [], expectedCount: 0 })
    expect(await school.client.getMeeting(meeting.zoomMeetingId!)).toMatchObject({ settings: { registration: 'none' } })
  })

  test('a class that is open to its links has a passcode, so that Zoom leaves the waiting room off', async () => {
    const { school, form } = await schoolWithSection()
    school.start()
    const meeting = await school.call('meeting.schedule', {
      ...form,
      settings: { admission: 'registrationLink' },
      waitSeconds: 10,
    })
    expect(meeting.problem).toBeNull()
    expect(meeting.passcode).toMatch(/^[\w@*-]{10}$/)
    expect(await school.client.getMeeting(meeting.zoomMeetingId!)).toMatchObject({ settings: { waitingRoom: false } })
  })

  test('says what locked account settings made of it', async () => {
    const { school, form } = await schoolWithSection()
    await school.practice.control('POST /locked', { waiting_room: false, mute_upon_entry: false })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    expect(meeting.state).toBe('scheduled')
    expect(meeting.problem?.message).toContain('the waiting room is off')
    expect(meeting.problem?.message).toContain('people are not muted')
  })

  test('offline it answers at once, and the class is made when the network is back', async () => {
    const folder = testFolder()
    const before = await practiceZoom({ folder })
    const school = await schedulingSchool({ practice: before })
    const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2) })
    await before.close()
    school.start()

    const startedAt = performance.now()
    const offline = await school.call('meeting.schedule', { ...school.form(sectionId), waitSeconds: 30 })
    expect(performance.now() - startedAt).toBeLessThan(25_000)
    expect(offline).toMatchObject({ state: 'creating', zoomMeetingId: null, problem: { kind: 'offline' } })
    expect((await school.call('outbox.list', {})).entries).toMatchObject([
      { action: 'create', state: 'waiting', problem: { kind: 'offline' } },
      { action: 'register', state: 'waiting', problem: null },
    ])

    await practiceZoom({ folder })
    school.clock.jump(120_000)
    expect(await settled(school, offline.id)).toMatchObject({ state: 'scheduled', problem: null, registeredCount: 2 })
  })

  test.each([
    ['a time that has passed', { on: '2020-01-06' }, 'startsAt'],
    ['a zone that is none', { timeZone: 'Asia/Nowhere' }, 'timeZone'],
    ['a class that is not said', { sectionId: undefined }, 'teachingGroupId'],
    ['a class of teachers', { audience: 'teachers' as const }, 'audience'],
    ['people before the teacher in a waiting room', { settings: { joinBeforeHost: true } }, 'settings.joinBeforeHost'],
    [
      'links without registration',
      { audience: 'students' as const, settings: { admission: 'registrationLink' as const } },
      'settings.admission',
    ],
  ])('refuses %s', async (_, change, field) => {
    const { school, form } = await schoolWithSection()
    expect(await problemOf(school.call('meeting.schedule', { ...form, ...change }))).toMatchObject({
      kind: 'invalidInput',
      field,
    })
    expect((await school.call('meeting.list', {})).meetings).toEqual([])
  })

  test('refuses a time that the clocks skip, and takes one that they show twice', async () => {
    const { school, form } = await schoolWithSection()
    const inNewYork = { ...form, timeZone: 'America/New_York' }
    const skipped = school.call('meeting.schedule', { ...inNewYork, on: '2040-03-11', startsAt: '02:30' })
    expect(await problemOf(skipped)).toMatchObject({ kind: 'invalidInput', field: 'startsAt' })
    const twice = await school.call('meeting.schedule', { ...inNewYork, on: '2040-11-04', startsAt: '01:30' })
    expect(twice.time.startInstant).toBe('2040-11-04T05:30:00.000Z')
  })

  test('refuses hosts and classes that are not there, and registration with a host without a licence', async () => {
    const { school, form } = await schoolWithSection()
    const nobody = school.call('meeting.schedule', { ...form, host: 'nobody@school.example' })
    expect(await problemOf(nobody)).toMatchObject({ kind: 'notFound', field: 'host' })
    const strange = { ...form, sectionId: '0198a000-0000-7000-8000-000000000000' as SectionId }
    expect(await problemOf(school.call('meeting.schedule', strange))).toMatchObject({ kind: 'notFound' })
    expect(school.basicHost).toBeDefined()
    const basic = { ...form, host: school.basicHost!.email }
    expect(await problemOf(school.call('meeting.schedule', basic))).toMatchObject({
      kind: 'invalidInput',
      field: 'host',
    })
    expect((await school.call('meeting.schedule', { ...basic, audience: 'students' })).expectedCount).toBe(3)
  })
})

describe('registration', () => {
  const own = (address: string) => [{ address, owner: 'own' as const }]

  test('refuses who has no address that is theirs alone, says why, and registers them once that is mended', async () => {
    const students: MadeStudent[] = [
      { family: 'A', given: 'No address', emails: [] },
      { family: 'B', given: 'Sister', emails: own('home@school.example') },
      { family: 'C', given: 'Brother', emails: own('HOME@school.example') },
      { family: 'D', given: "Mother's", emails: [{ address: 'mother@school.example', owner: 'guardian' }] },
      { family: 'E', given: 'Elsewhere', emails: own('e@elsewhere.example') },
      { family: 'F', given: 'Fine', emails: own('f@school.example') },
    ]
    const school = await schedulingSchool({
      rules: { allowedDomains: ['school.example'], schoolAddressPattern: null },
    })
    students.push({ family: 'G', given: 'Practises teaching', emails: own(school.host.email) })
    const { sectionId, personIds } = await makeSection(school.database, { name: 'Mabini', students })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...school.form(sectionId), waitSeconds: 10 })
    expect(meeting).toMatchObject({ registeredCount: 1, refusedCount: 6, expectedCount: 7 })
    expect(meeting.registrations.map(({ state, reason }) => [state, reason?.split(/[,.]/)[0] ?? null])).toEqual([
      ['refused', 'There is no e-mail address of their own'],
      ['refused', 'Their e-mail address belongs to somebody else as well'],
      ['refused', 'Their e-mail address belongs to somebody else as well'],
      ['refused', 'Their e-mail address belongs to somebody else as well'],
      ['refused', 'Their e-mail address is not of a domain that the school allows'],
      ['registered', null],
      ['refused', 'They are a host of this meeting'],
    ])

    await createPeopleDeeds(school.database).change(
      personIds[0]!,
      { emails: [{ address: 'a@school.example', owner: 'own' }] },
      author,
    )
    await school.call('meeting.registerAgain', { meetingId: meeting.id })
    const again = await settled(school, meeting.id)
    expect(again).toMatchObject({ registeredCount: 2, refusedCount: 5 })
    expect(again.registrations[5]?.joinUrl).toBe(meeting.registrations[5]?.joinUrl)
  })

  test('registers a student of several sections of a group once', async () => {
    const school = await schedulingSchool()
    const first = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2, 'm') })
    const second = await makeSection(school.database, { name: 'Rizal', students: madeStudents(2, 'r') })
    await school.database.write(['people'], (db) =>
      db.run(`
        insert into enrollments (id, person_key, section_key, first_on, created_at)
        select '${randomUUID()}', p.key, s.key, '2026-06-01', 0 from persons p, sections s
        where p.id = '${first.personIds[0]}' and s.id = '${second.sectionId}'`),
    )
    const group = await createSectionDeeds(school.database).makeGroup(
      {
        sectionIds: [first.sectionId, second.sectionId],
        subject: 'Science',
        teachers: [{ email: school.host.email, name: 'Teacher' }],
        fromOn: '2026-06-01',
      },
      '2026-06-01',
      author,
    )
    school.start()
    const { sectionId: _, host: __, ...form } = school.form('')
    const meeting = await school.call('meeting.schedule', {
      ...form,
      teachingGroupId: group.id,
      waitSeconds: 10,
    })
    expect(meeting).toMatchObject({ expectedCount: 4, registeredCount: 4, host: { email: school.host.email } })
    expect(meeting.sections.map(({ name }) => name)).toEqual(['Grade 7 Mabini', 'Grade 7 Rizal'])
    expect(await school.client.listRegistrants(meeting.zoomMeetingId!)).toHaveLength(4)
  })

  test('takes back the registration of who left the class, and adds who came', async () => {
    const { school, personIds, form } = await schoolWithSection(madeStudents(3))
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    await school.database.write(['people'], (db) =>
      db.run(`
        update enrollments set last_on = '2026-06-02'
        where person_key = (select key from persons where id = '${personIds[0]}')`),
    )
    await school.call('meeting.registerAgain', { meetingId: meeting.id })
    const after = await settled(school, meeting.id)
    expect(after).toMatchObject({ expectedCount: 2, registeredCount: 2 })
    expect(after.registrations.find(({ personId }) => personId === personIds[0])).toMatchObject({
      state: 'cancelled',
      joinUrl: null,
    })
    expect(await school.client.listRegistrants(meeting.zoomMeetingId!)).toHaveLength(2)
  })

  test('where the account insists on approval, students are approved as they are registered', async () => {
    const { school, form } = await schoolWithSection()
    await school.practice.control('POST /locked', { approval_type: 1 })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    expect(meeting).toMatchObject({ state: 'scheduled', registeredCount: 3 })
    expect(meeting.problem?.message).toContain('registration is on with approval')
  })

  test('says when Zoom keeps registration off, and goes on once it is mended', async () => {
    const { school, form } = await schoolWithSection()
    await school.practice.control('POST /locked', { approval_type: 2 })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    expect(meeting).toMatchObject({ state: 'scheduled', registeredCount: 0, problem: { kind: 'zoomRefused' } })
    expect(meeting.problem?.message).toContain('did not turn registration on')
    expect(await school.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 1 })

    await school.practice.control('POST /locked', {})
    await school.call('outbox.retry', {})
    expect(await settled(school, meeting.id)).toMatchObject({ registeredCount: 3, problem: null })
  })
})

describe('change', () => {
  test('sends only what changed', async () => {
    const practice = await practiceZoom()
    const toll = await tollBefore(practice.url)
    const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
    const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2) })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...school.form(sectionId), waitSeconds: 10 })
    await school.call('meeting.change', { meetingId: meeting.id, changes: { startsAt: '10:30' } })
    await settled(school, meeting.id)
    await school.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Science 7, lab' } })
    await settled(school, meeting.id)
    await school.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Science 7, lab' } })
    const after = await settled(school, meeting.id)

    const patches = toll.calls().filter(({ method }) => method === 'PATCH')
    expect(patches.map(({ body }) => Object.keys(body as object).toSorted())).toEqual([
      ['start_time', 'timezone'],
      ['topic'],
    ])
    expect(after.periodIds).toEqual(meeting.periodIds)
    const { startInstant } = after.time
    expect((await school.zoomMeetings())[0]).toMatchObject({
      topic: 'Science 7, lab',
      startsAt: Date.parse(startInstant),
    })
    expect(startInstant).toBe(new Date(Date.parse(meeting.time.startInstant) + 90 * 60_000).toISOString())
  })

  test('before Zoom has the meeting, it is made as it is now, in one call', async () => {
    const practice = await practiceZoom()
    const toll = await tollBefore(practice.url)
    const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
    const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: [] })
    const meeting = await school.call('meeting.schedule', school.form(sectionId))
    await school.call('meeting.change', {
      meetingId: meeting.id,
      changes: { title: 'Moved', on: addDays(school.on, 1) },
    })
    school.start()
    const after = await settled(school, meeting.id)
    expect(after).toMatchObject({ state: 'scheduled', title: 'Moved' })
    expect(toll.calls().filter(({ method }) => method === 'PATCH')).toEqual([])
    expect((await school.zoomMeetings())[0]).toMatchObject({
      topic: 'Moved',
      startsAt: Date.parse(after.time.startInstant),
    })
  })

  test('a class that was over before Zoom could be reached is refused, until it is moved', async () => {
    const { school, form } = await schoolWithSection()
    const meeting = await school.call('meeting.schedule', form)
    school.clock.jump(4 * 86_400_000)
    school.start()
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'refused', problem: { kind: 'conflict' } })
    expect(await school.zoomMeetings()).toEqual([])
    await school.call('meeting.change', { meetingId: meeting.id, changes: { on: addDays(school.on, 9) } })
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'scheduled', problem: null, registeredCount: 3 })
  })

  test('a meeting that Zoom no longer has is missing, and says so', async () => {
    const { school, form } = await schoolWithSection()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    await school.client.deleteMeeting({ meetingId: meeting.zoomMeetingId!, hostId: school.host.hostId })
    await school.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Too late' } })
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'missing', problem: { kind: 'notFound' } })
    const again = school.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Once more' } })
    expect(await problemOf(again)).toMatchObject({ kind: 'conflict' })
  })

  test('refuses to move a meeting that has begun', async () => {
    const { school, form } = await schoolWithSection()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    school.clock.jump(4 * 86_400_000)
    const late = school.call('meeting.change', { meetingId: meeting.id, changes: { title: 'Too late' } })
    expect(await problemOf(late)).toMatchObject({ kind: 'conflict' })
  })
})

describe('cancel', () => {
  test('before the create went out, Zoom never hears of it', async () => {
    const { school, form } = await schoolWithSection()
    const meeting = await school.call('meeting.schedule', form)
    await school.practice.control('DELETE /calls')
    expect(await school.call('meeting.cancel', { meetingId: meeting.id })).toMatchObject({ state: 'cancelled' })
    const stop = school.start()
    expect(await school.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
    await stop()
    expect(await school.practice.control('GET /calls')).toEqual({})
  })

  test('deletes at Zoom what is there, and a meeting that is gone already is no error', async () => {
    const { school, form } = await schoolWithSection()
    school.start()
    const first = await school.call('meeting.schedule', { ...form, waitSeconds: 10 })
    const second = await school.call('meeting.schedule', { ...form, startsAt: '14:00', waitSeconds: 10 })
    await school.client.deleteMeeting({ meetingId: second.zoomMeetingId!, hostId: school.host.hostId })
    expect(await school.call('meeting.cancel', { meetingId: first.id })).toMatchObject({ state: 'cancelling' })
    await school.call('meeting.cancel', { meetingId: second.id })
    expect(await settled(school, first.id)).toMatchObject({ state: 'cancelled', problem: null })
    expect(await settled(school, second.id)).toMatchObject({ state: 'cancelled', problem: null })
    await school.call('meeting.cancel', { meetingId: first.id })
    expect(await school.zoomMeetings()).toEqual([])
  })

  test('drops the class period, unless it has another meeting', async () => {
    const { school, form } = await schoolWithSection()
    const first = await school.call('meeting.schedule', form)
    const second = await school.call('meeting.schedule', form)
    const cancelledAt = () =>
      school.database.read((db) => db.select({ at: tables.classPeriods.cancelledAt }).from(tables.classPeriods).all())
    await school.call('meeting.cancel', { meetingId: first.id })
    expect(await cancelledAt()).toEqual([{ at: null }])
    await school.call('meeting.cancel', { meetingId: second.id })
    expect(await cancelledAt()).toEqual([{ at: expect.any(Number) }])
  })
})

describe('list', () => {
  test('pages by time, and filters by phase, date, section and text', async () => {
    const { school, form, sectionId } = await schoolWithSection([])
    const other = await makeSection(school.database, { name: 'Peñaranda', students: [] })
    const titles = ['First', 'Second', 'PEÑA 100%', 'Fourth', 'Fifth']
    for (const [index, title] of titles.entries()) {
      await school.call('meeting.schedule', {
        ...form,
        title,
        on: addDays(school.on, index),
        sectionId: index % 2 === 0 ? sectionId : other.sectionId,
      })
    }
    const list = async (input: Parameters<typeof school.call<'meeting.list'>>[1]) =>
      (await school.call('meeting.list', input)).meetings.map(({ title }) => title)

    const first = await school.call('meeting.list', { limit: 3 })
    expect(first.meetings.map(({ title }) => title)).toEqual(titles.slice(0, 3))
    expect(await list({ limit: 3, cursor: first.nextCursor! })).toEqual(titles.slice(3))
    expect(await list({ phase: 'upcoming', fromOn: addDays(school.on, 3) })).toEqual(['Fourth', 'Fifth'])
    expect(await list({ toOn: school.on })).toEqual(['First'])
    expect(await list({ sectionId: other.sectionId })).toEqual(['Second', 'Fourth'])
    expect(await list({ text: 'peña 100%' })).toEqual(['PEÑA 100%'])
    expect(await list({ text: '%' })).toEqual(['PEÑA 100%'])
    expect(await problemOf(list({ cursor: "1' or 1=1" }))).toMatchObject({ kind: 'invalidInput', field: 'cursor' })

    school.clock.jump(Date.parse(first.meetings[2]!.time.startInstant) + 60_000 - school.clock.now())
    expect(await list({ phase: 'live' })).toEqual(['PEÑA 100%'])
    expect(await list({ phase: 'past' })).toEqual(['Second', 'First'])
    expect(await list({ phase: 'past', limit: 1 })).toEqual(['Second'])
    expect(await list({ phase: 'upcoming' })).toEqual(['Fourth', 'Fifth'])
  })
})
