import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { createRegistrationKeeper } from '../../../src/main/operations/registration-keep.ts'
import { createPoliciesStore } from '../../../src/main/store/policies.ts'
import type { KeptAddressRules } from '../../../src/main/store/registrants.ts'
import { createRegistrationCourses } from '../../../src/main/store/registrants-progress.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import { PersonId, type MeetingId } from '../../../src/shared/ids.ts'
import { enrolling } from '../../support/enrolling.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { problemOf } from '../../support/problem-of.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

const own = (address: string) => [{ address, owner: 'own' as const }]

async function schoolOf(count: number, rules?: KeptAddressRules) {
  const practice = await practiceZoom()
  const toll = await tollBefore(practice.url)
  const client = clientOf(practice.address, toll.url)
  const school = await schedulingSchool({ practice, client, ...(rules === undefined ? {} : { rules }) })
  const section = await makeSection(school.database, { name: 'Mabini', students: madeStudents(count) })
  const rosters = enrolling({ ...school, ...(rules === undefined ? {} : { rules }) })
  const form = { ...school.form(section.sectionId), waitSeconds: 20 }
  const weekly = {
    ...form,
    kind: 'series' as const,
    startsAt: '13:00',
    repeat: { every: 'week' as const, ends: { afterDates: 4 } },
  }
  return { school, toll, rosters, ...section, form, weekly }
}

const settle = (school: SchoolWorld) => school.call('outbox.wait', { timeoutSeconds: 60 })

/** Addresses that are registered at Zoom, in order. */
async function addressesAtZoom(school: SchoolWorld, meetingId: MeetingId): Promise<string[]> {
  const { zoomMeetingId } = await school.call('meeting.get', { meetingId })
  return (await school.client.listRegistrants(zoomMeetingId!)).map(({ email }) => email).toSorted()
}

const here = async (school: SchoolWorld, meetingId: MeetingId) =>
  (await school.call('registration.list', { meetingId })).registrations

const linksOf = async (school: SchoolWorld, meetingId: MeetingId): Promise<Map<string, string | null>> =>
  new Map(
    (await here(school, meetingId))
      .filter(({ state }) => state === 'registered')
      .map(({ personId, joinUrl }) => [personId, joinUrl]),
  )

describe('rosters that change', () => {
  test('who enrolls is registered for every upcoming class meeting, and who leaves is taken back at Zoom', async () => {
    const { school, rosters, form, weekly, sectionId } = await schoolOf(2)
    school.start()
    const meetings = [await school.call('meeting.schedule', form), await school.call('meeting.schedule', weekly)]
    const late = await rosters.add('late0@school.example', sectionId)
    expect(await settle(school)).toEqual({ waiting: 0, refused: 0 })
    for (const { id } of meetings) {
      expect(await addressesAtZoom(school, id)).toEqual([
        'late0@school.example',
        'student0@school.example',
        'student1@school.example',
      ])
    }
    const links = await linksOf(school, meetings[1]!.id)
    await rosters.leave(late)
    await settle(school)
    for (const { id } of meetings) {
      expect(await addressesAtZoom(school, id)).toEqual(['student0@school.example', 'student1@school.example'])
      expect(await school.call('registration.list', { meetingId: id })).toMatchObject({
        counts: { total: 2, registered: 2, already: 0, waiting: 0, pending: 0, refused: 0 },
      })
    }
    links.delete(late)
    expect(await linksOf(school, meetings[1]!.id)).toEqual(links)
  })

  test('one who begins in the third week of a series has the link at once, and one who leaves then keeps it until then', async () => {
    const { school, rosters, form, weekly, personIds, sectionId } = await schoolOf(2)
    school.start()
    const series = await school.call('meeting.schedule', weekly)
    const once = await school.call('meeting.schedule', form)
    await rosters.add('late0@school.example', sectionId, addDays(school.on, 14))
    await rosters.leave(personIds[0]!, addDays(school.on, 10))
    await settle(school)
    expect(await addressesAtZoom(school, once.id)).toEqual(['student0@school.example', 'student1@school.example'])
    expect(await addressesAtZoom(school, series.id)).toHaveLength(3)

    const keeper = createRegistrationKeeper({
      courses: createRegistrationCourses(school.database),
      addressRules: async () => ({ allowedDomains: [], schoolAddressPattern: null }),
      timeZone: () => 'Asia/Manila',
      clock: school.clock,
      newId: () => crypto.randomUUID(),
    })
    await keeper.collectDue()
    await settle(school)
    expect(await addressesAtZoom(school, series.id)).toHaveLength(3)
    school.clock.jump((await keeper.nextDueAt())! - school.clock.now() + 14 * 86_400_000)
    expect(await keeper.collectDue()).toBe(1)
    await settle(school)
    expect(await addressesAtZoom(school, series.id)).toEqual(['late0@school.example', 'student1@school.example'])
  })

  test('another address: the registration with the old one is taken back, and earlier runs still tell who it was', async () => {
    const { school, rosters, weekly, personIds } = await schoolOf(2)
    school.start()
    const { id } = await school.call('meeting.schedule', weekly)
    const before = (await here(school, id))[0]!
    const known = await idsOf(school, id)
    await rosters.readdress(personIds[0]!, own('new@school.example'))
    await settle(school)
    expect(await addressesAtZoom(school, id)).toEqual(['new@school.example', 'student1@school.example'])
    const after = (await here(school, id)).find(({ personId }) => personId === personIds[0])!
    expect(after).toMatchObject({ state: 'registered', address: 'new@school.example' })
    expect(after.joinUrl).not.toBe(before.joinUrl)
    expect(await idsOf(school, id)).toMatchObject([{ former: [known[0]!.zoomId] }, { former: null }])
  })

  test('an address that is still theirs keeps the link, whatever was added to it and whoever else was given it', async () => {
    const { school, rosters, form, personIds } = await schoolOf(2)
    school.start()
    const { id } = await school.call('meeting.schedule', form)
    const links = (await here(school, id)).map(({ joinUrl }) => joinUrl)
    await rosters.readdress(personIds[0]!, [...own('another@school.example'), ...own('student0@school.example')])
    await rosters.readdress(personIds[1]!, [...own('student0@school.example'), ...own('student1@school.example')])
    await settle(school)
    expect((await here(school, id)).map(({ joinUrl }) => joinUrl)).toEqual(links)
    expect(await addressesAtZoom(school, id)).toEqual(['student0@school.example', 'student1@school.example'])
  })

  test('two who exchange their addresses are each registered with their own', async () => {
    const { school, rosters, form, personIds } = await schoolOf(2)
    school.start()
    const { id } = await school.call('meeting.schedule', form)
    await rosters.readdress(personIds[0]!, [])
    await rosters.readdress(personIds[1]!, own('student0@school.example'))
    await rosters.readdress(personIds[0]!, own('student1@school.example'))
    await settle(school)
    const rows = await here(school, id)
    expect(new Map(rows.map(({ personId, address }) => [personId, address]))).toEqual(
      new Map([
        [personIds[0], 'student1@school.example'],
        [personIds[1], 'student0@school.example'],
      ]),
    )
    expect(rows.map(({ state }) => state)).toEqual(['registered', 'registered'])
    expect(await addressesAtZoom(school, id)).toEqual(['student0@school.example', 'student1@school.example'])
  })
})

describe('addresses', () => {
  test('a section has its own domains or takes the school’s, and what one section of a student allows is allowed', async () => {
    const rules = { allowedDomains: ['r1.deped.gov.ph'], schoolAddressPattern: null }
    const { school, rosters, form, personIds, sectionId } = await schoolOf(3, rules)
    const free = await makeSection(school.database, { name: 'Rizal', students: [] })
    await school.database.write([], (db) =>
      db.run(sql`update sections set allowed_domains = '[]' where id = ${free.sectionId}`),
    )
    await rosters.readdress(personIds[0]!, own('a@r1.deped.gov.ph'))
    await school.database.write([], (db) =>
      db.run(sql`
        insert into enrollments (id, person_key, section_key, first_on, created_at)
        select ${crypto.randomUUID()}, p.key, s.key, '2026-06-01', 0 from persons p, sections s
        where p.id = ${personIds[1]} and s.id = ${free.sectionId}`),
    )
    school.start()
    const { id } = await school.call('meeting.schedule', form)
    const found = new Map((await here(school, id)).map(({ personId, state, refusal }) => [personId, refusal ?? state]))
    expect(personIds.map((personId) => found.get(PersonId.parse(personId)))).toEqual([
      'registered',
      'registered',
      'domainNotAllowed',
    ])
    const left = await school.call('registration.list', { sectionId, isWithoutLink: true })
    expect(left).toMatchObject({
      registrations: [{ personId: personIds[2], meetingId: id, reason: expect.stringContaining('domain') }],
      counts: { total: 3, registered: 2, refused: 1 },
    })
  })

  test('a shared address registers nobody; each gets one of the school’s', async () => {
    const rules = { allowedDomains: [], schoolAddressPattern: 's-{personId}@students.school.example' }
    const { school, rosters, form, personIds } = await schoolOf(3, rules)
    for (const personId of personIds.slice(0, 2)) await rosters.readdress(personId, own('home@school.example'))
    school.start()
    const { id } = await school.call('meeting.schedule', form)
    const addresses = (await here(school, id)).map(({ address }) => address)
    expect(addresses).toContain('student2@school.example')
    expect(addresses.filter((address) => address?.endsWith('@students.school.example'))).toHaveLength(2)
    expect(await addressesAtZoom(school, id)).toEqual(addresses.toSorted())
  })

  test('what the school says about registration holds for upcoming classes at once', async () => {
    const { school, toll, rosters, weekly, personIds } = await schoolOf(2)
    await rosters.readdress(personIds[1]!, [])
    school.start()
    const { id } = await school.call('meeting.schedule', weekly)
    expect(await addressesAtZoom(school, id)).toEqual(['student0@school.example'])
    const { change } = createPoliciesStore(school.database)
    const writing = { now: school.clock.now(), newId: () => crypto.randomUUID() }
    await change({ ownedDomain: 'students.school.example' }, writing)
    await settle(school)
    expect(await addressesAtZoom(school, id)).toHaveLength(2)

    const calls = toll.calls().length
    await change({ registration: { staff: 'none', staffIds: [], zoomMails: true } }, writing)
    await settle(school)
    expect(toll.calls().slice(calls)).toMatchObject([
      {
        method: 'PATCH',
        body: { settings: { registrants_email_notification: true, registrants_confirmation_email: true } },
      },
      { method: 'GET' },
    ])
    await school.call('meeting.change', { meetingId: id, changes: { title: 'Biology' } })
    await settle(school)
    const renaming = toll.calls().findLast(({ method }) => method === 'PATCH')
    expect(renaming?.body).toMatchObject({ topic: 'Biology' })
    expect(renaming?.body).not.toHaveProperty('settings')
  })
})

test('staff whom the school chose have links beside the students, but never who holds the class', async () => {
  const rules: KeptAddressRules = {
    allowedDomains: ['school.example'],
    schoolAddressPattern: null,
    staff: 'teachersAndAdvisers',
  }
  const { school, form } = await schoolOf(1, rules)
  const [alternative] = (await school.hosts.list()).filter(
    ({ isLicensed, hostId }) => isLicensed && hostId !== school.host.hostId,
  )
  const { sectionId } = await makeSection(school.database, {
    name: 'Rizal',
    students: madeStudents(2, 'r'),
    adviser: 'adviser@elsewhere.example',
  })
  for (const address of [school.host.email, alternative!.email]) {
    const { sectionId: away } = await makeSection(school.database, { name: address, students: [], adviser: address })
    await school.database.write([], (db) =>
      db.run(sql`
        update advisers set section_key = (select key from sections where id = ${sectionId})
        where section_key = (select key from sections where id = ${away})`),
    )
  }
  school.start()
  const meeting = await school.call('meeting.schedule', {
    ...form,
    sectionId,
    alternativeHosts: [alternative!.hostId],
  })
  expect(meeting).toMatchObject({ expectedCount: 2, registeredCount: 2, refusedCount: 0 })
  expect(await addressesAtZoom(school, meeting.id)).toEqual([
    'adviser@elsewhere.example',
    'r0@school.example',
    'r1@school.example',
  ])
  expect(meeting.registrations.filter(({ kind }) => kind === 'staff')).toMatchObject([{ state: 'registered' }])
})

describe('on the way', () => {
  test('tells how far it is, stops, and goes on when a person wants it', async () => {
    const { school, toll, weekly } = await schoolOf(60)
    const twentieth = toll.hold(({ when, path }) => {
      const isOne = when === 'answer' && path.endsWith('/registrants')
      count += isOne ? 1 : 0
      return isOne && count === 20
    })
    let count = 0
    school.start()
    const { id: meetingId } = await school.call('meeting.schedule', { ...weekly, waitSeconds: 0 })
    await twentieth
    const { meetings } = await school.call('registration.progress', {})
    expect(meetings).toMatchObject([{ meetingId, title: 'Science 7', state: 'running', counts: { total: 60 } }])
    expect((await school.call('registration.stop', { meetingId })).state).toBe('stopped')
    toll.letGo()
    await settle(school)
    const stopped = (await school.call('registration.progress', { meetingId })).meetings[0]!
    expect(stopped).toMatchObject({ state: 'stopped', counts: { total: 60, waiting: 0 } })
    expect(stopped.counts.registered).toBeLessThan(60)
    expect(stopped.counts.registered + stopped.counts.refused).toBe(60)
    const atZoom = await addressesAtZoom(school, meetingId)
    expect(atZoom).toHaveLength(stopped.counts.registered)

    await school.call('meeting.registerAgain', { meetingId })
    await settle(school)
    expect((await school.call('registration.progress', { meetingId })).meetings).toMatchObject([
      { state: 'done', counts: { total: 60, registered: 60, refused: 0 } },
    ])
    expect(await addressesAtZoom(school, meetingId)).toHaveLength(60)
  })

  test('what was stopped stays so when somebody else enrolls', async () => {
    const { school, rosters, form, personIds, sectionId } = await schoolOf(1)
    const { id: meetingId } = await school.call('meeting.schedule', { ...form, waitSeconds: 0 })
    await school.call('registration.stop', { meetingId })
    await rosters.add('late0@school.example', sectionId)
    school.start()
    await settle(school)
    expect(await addressesAtZoom(school, meetingId)).toEqual(['late0@school.example'])
    const answer = await school.call('registration.registerStudent', {
      personId: PersonId.parse(personIds[0]),
      waitSeconds: 20,
    })
    expect(answer).toMatchObject({ registeredCount: 1, meetings: [{ meetingId, outcome: 'registered' }] })
  })

  test('whom Zoom has already is found there and not sent again', async () => {
    const { school, toll, rosters, form, personIds, sectionId } = await schoolOf(1)
    school.start()
    const meeting = await school.call('meeting.schedule', form)
    await school.client.addRegistrant(meeting.zoomMeetingId!, {
      key: '',
      email: 'late0@school.example',
      firstName: 'By',
      lastName: 'Herself',
    })
    const calls = toll.calls().length
    await rosters.add('late0@school.example', sectionId)
    await settle(school)
    expect(
      toll
        .calls()
        .slice(calls)
        .filter(({ method }) => method === 'POST'),
    ).toEqual([])
    expect(await school.call('registration.list', { meetingId: meeting.id })).toMatchObject({
      counts: { total: 2, registered: 1, already: 1 },
    })
    expect(personIds).toHaveLength(1)
  })

  test('one student, for everything to come: registered, already, or refused and why', async () => {
    const { school, rosters, form, weekly, personIds } = await schoolOf(2)
    const personId = PersonId.parse(personIds[0])
    await rosters.readdress(personId, [])
    school.start()
    await school.call('meeting.schedule', form)
    await school.call('meeting.schedule', weekly)
    const refused = await school.call('registration.registerStudent', { personId, waitSeconds: 20 })
    expect(refused).toMatchObject({
      registeredCount: 0,
      meetings: [
        { outcome: 'refused', refusal: 'noAddress', reason: expect.any(String), fix: expect.any(String) },
        { outcome: 'refused' },
      ],
    })
    await rosters.readdress(personId, own('mine@school.example'))
    const done = await school.call('registration.registerStudent', { personId, waitSeconds: 20 })
    expect(done.meetings.map(({ outcome }) => outcome)).toEqual(['registered', 'registered'])
    const again = await school.call('registration.registerStudent', { personId, waitSeconds: 20 })
    expect(again).toMatchObject({ registeredCount: 0, meetings: [{ outcome: 'already' }, { outcome: 'already' }] })
    const { personIds: others } = await makeSection(school.database, {
      name: 'Bonifacio',
      students: madeStudents(1, 'x'),
    })
    expect(
      await problemOf(school.call('registration.registerStudent', { personId: PersonId.parse(others[0]) })),
    ).toMatchObject({ kind: 'conflict' })
  })
})

describe('what Zoom refuses', () => {
  test('a host whom only Zoom knows (3027), registration that was off (404), a class that is over there (3038)', async () => {
    const { school, rosters, form, sectionId } = await schoolOf(1)
    school.start()
    const meeting = await school.call('meeting.schedule', form)
    const zoomId = meeting.zoomMeetingId!
    const other = (await school.hosts.list()).find(
      ({ isLicensed, hostId }) => isLicensed && hostId !== school.host.hostId,
    )!
    await school.practice.control('POST /portal', { deed: 'give', meetingId: zoomId, host: other.email })
    await rosters.add(other.email, sectionId)
    await settle(school)
    expect((await without(school, meeting.id)).map(({ refusal }) => refusal)).toEqual(['isHost'])

    await school.practice.control('POST /faults', { name: 'registrationOff', times: 1 })
    await rosters.add('late1@school.example', sectionId)
    await settle(school)
    // Found off when Zoom's list was read: turned on again, and everybody is registered.
    expect(await addressesAtZoom(school, meeting.id)).toContain('late1@school.example')

    await school.practice.control('POST /jump', {
      to: new Date(Date.parse(meeting.time.endInstant) + 3_600_000).toISOString(),
    })
    await rosters.add('late2@school.example', sectionId)
    await settle(school)
    expect(await without(school, meeting.id)).toMatchObject([
      { refusal: 'isHost', reason: expect.stringContaining('3027') },
      { refusal: 'isOver', reason: expect.stringContaining('3038'), fix: expect.any(String) },
    ])
  })

  test('the fourth registration of one person a day waits for tomorrow, and says so', async () => {
    const { school, rosters, form, sectionId } = await schoolOf(1)
    school.start()
    const meeting = await school.call('meeting.schedule', form)
    const zoomId = meeting.zoomMeetingId!
    for (let time = 0; time < 3; time += 1) {
      const again = { key: '', email: 'late0@school.example', firstName: 'L', lastName: '' }
      await school.client.addRegistrant(zoomId, again)
    }
    const [late] = (await school.client.listRegistrants(zoomId)).filter(({ email }) => email.startsWith('late0'))
    await school.client.setRegistrantStatus(zoomId, 'cancel', [late!])
    await rosters.add('late0@school.example', sectionId)
    await expect
      .poll(async () => (await school.call('registration.progress', { meetingId: meeting.id })).meetings, {
        timeout: 20_000,
      })
      .toMatchObject([
        { state: 'putOff', resumesAt: expect.stringContaining('T00:00:'), counts: { registered: 1, waiting: 1 } },
      ])
  })
})

const without = async (school: SchoolWorld, meetingId: MeetingId) =>
  (await school.call('registration.list', { meetingId, isWithoutLink: true })).registrations

/** Zoom's ids of each registration, by list name. */
function idsOf(
  school: SchoolWorld,
  meetingId: MeetingId,
): Promise<{ zoomId: string | null; former: string[] | null }[]> {
  return school.database.read((db) =>
    db
      .all<{ zoomId: string | null; former: string | null }>(
        sql`select r.zoom_registrant_id as zoomId, r.former_zoom_ids as former
          from registrants r join persons p on p.key = r.person_key join meetings m on m.key = r.meeting_key
          where m.id = ${meetingId} order by p.list_name`,
      )
      .map(({ zoomId, former }) => ({ zoomId, former: former === null ? null : (JSON.parse(former) as string[]) })),
  )
}
