import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import type { Attendance } from '../../../src/shared/contract/attendance.ts'
import {
  at,
  attendanceWorld,
  hostStay,
  monday,
  type AttendanceWorld,
  type MadePerson,
} from '../../support/attendance-world.ts'

const rowOf = ({ rows }: Attendance, who: MadePerson) => rows.find(({ personId }) => personId === who.id)!
const presenceOf = (attendance: Attendance, who: MadePerson) => rowOf(attendance, who).presence
const ids = (...people: MadePerson[]) => people.map(({ id }) => id)
const open = async (world: AttendanceWorld, periodId?: string) =>
  (await world.call('match.list', periodId === undefined ? {} : { periodId: periodId })).strangers

describe('"Who is this?"', () => {
  test('holds every absence back while "Mama" stands there, and gives them free when she is named', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period, groupKey, meeting } = await world.lesson([
      'Aquino, Bituin Joy',
      'Reyes, Ana',
      'Cruz, Ben',
    ])
    const [bituin, ana, ben] = students as [MadePerson, MadePerson, MadePerson]
    const periodId = period.id
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: bituin, from: at('7:28'), to: at('8:31') },
      { name: 'Mama', from: at('7:30'), to: at('8:30') },
    ])
    const before = await world.call('attendance.get', { periodId })
    expect(before.period).toMatchObject({ state: 'final', figures: { absent: 0, notSeenYet: 2, unidentified: 1 } })
    expect(rowOf(before, ana).reasons).toContainEqual({ code: 'unidentifiedPeople', numbers: { count: 1 }, words: {} })
    const [mama] = await open(world)
    expect(mama).toMatchObject({
      periodId: period.id,
      displayName: 'Mama',
      email: null,
      seconds: 3600,
      why: 'unknownName',
      decided: null,
      intervals: [{ kind: 'inClass', displayName: 'Mama' }],
    })
    expect(mama!.periodTitle).toMatch(/^Grade 7 Mabini \d+, Mathematics$/)

    const named = await world.call('match.resolve', { periodId, key: mama!.key, personIds: ids(ana) })
    expect(rowOf(named, ana)).toMatchObject({
      presence: 'present',
      recognisedBy: 'decision',
      history: [{ what: 'identified', by: 'administrator' }],
      intervals: [{ displayName: 'Mama' }],
    })
    expect(rowOf(named, ben).presence).toBe('absent')
    expect(await open(world)).toEqual([])
    const { strangers } = await world.call('match.list', { periodId, includeDecided: true })
    expect(strangers).toMatchObject([
      { key: mama!.key, decided: { as: 'person', personIds: [ana.id], by: 'administrator' } },
    ])

    // The name is remembered for this group and year, and for nobody else.
    const tomorrow = await world.period(groupKey, meeting, { on: '2026-03-10' })
    await world.reportToTheEnd(tomorrow, 'uuid-2', [
      hostStay(teacher, at('7:25', tomorrow.on), at('8:31', tomorrow.on)),
      { name: 'MAMA', from: at('7:30', tomorrow.on), to: at('8:30', tomorrow.on) },
    ])
    expect(rowOf(await world.call('attendance.get', { periodId: tomorrow.id }), ana)).toMatchObject({
      presence: 'present',
      recognisedBy: 'knownAs',
    })

    // Taken back, she stands in the list again, and the name is forgotten.
    const undone = await world.call('match.undo', { periodId, key: mama!.key })
    expect(rowOf(undone, ana).presence).toBe('notSeenYet')
    expect(await open(world, period.id)).toMatchObject([{ displayName: 'Mama', decided: null }])
    expect(rowOf(await world.call('attendance.get', { periodId: tomorrow.id }), ana).recognisedBy).toBeNull()
  })

  test('takes "not a student" for an answer, and keeps it in later reads', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
    const stays = [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: students[1]!, from: at('7:28'), to: at('8:31') },
      { name: 'Lolo Pepe', from: at('7:30'), to: at('8:30') },
    ]
    await world.reportToTheEnd(period, 'uuid-1', stays)
    const [lolo] = await open(world, period.id)
    const dismissed = await world.call('match.dismiss', { periodId: period.id, key: lolo!.key, reason: 'Grandfather' })
    expect(rowOf(dismissed, students[0]!).presence).toBe('absent')
    world.clock.advance(6 * 3_600_000)
    await world.report(period, 'uuid-1', stays)
    expect(await open(world)).toEqual([])
    await expect(world.call('match.dismiss', { periodId: period.id, key: 'nobody' })).rejects.toMatchObject({
      problem: { kind: 'notFound' },
    })
  })

  test('takes a word about somebody who was recognised, and puts them into the list of the decided', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Reyes, Ana', 'Reyes, Juan Miguel'])
    const [ana, juan] = students as [MadePerson, MadePerson]
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: ana, from: at('7:30'), to: at('8:30') },
    ])
    const periodId = period.id
    expect(presenceOf(await world.call('attendance.get', { periodId }), ana)).toBe('present')
    const key = `${ana.registrantId}||||ana reyes`
    const corrected = await world.call('match.resolve', { periodId, key, personIds: ids(juan) })
    expect([presenceOf(corrected, ana), presenceOf(corrected, juan)]).toEqual(['absent', 'present'])
    const { strangers } = await world.call('match.list', { periodId, includeDecided: true })
    expect(strangers).toMatchObject([{ key, displayName: 'Ana Reyes', decided: { personIds: [juan.id] } }])
    const undone = await world.call('match.undo', { periodId, key })
    expect([presenceOf(undone, ana), presenceOf(undone, juan)]).toEqual(['present', 'absent'])
    expect(await open(world)).toEqual([])
  })

  test('knows a link of before the address changed, and staff who came by a link of their own', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Reyes, Ana', 'Reyes, Juan Miguel'])
    const [ana] = students as [MadePerson, MadePerson]
    const adviser = await world.person('Santos, Luz', 'staff')
    await world.database.write([], (db) => {
      const { registrants } = tables
      db.update(registrants)
        .set({ formerZoomIds: ['before'] })
        .where(eq(registrants.personKey, ana.key))
        .run()
      db.insert(registrants)
        .values({
          id: crypto.randomUUID(),
          meetingKey: period.meeting!.key,
          personKey: adviser.key,
          zoomRegistrantId: adviser.registrantId,
          state: 'registered',
          changedAt: 0,
        })
        .run()
    })
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { name: 'iPhone', registrantId: 'before', from: at('7:30'), to: at('8:30') },
      { name: 'Galaxy A12', registrantId: adviser.registrantId, from: at('7:30'), to: at('8:30') },
    ])
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(presenceOf(attendance, ana)).toBe('present')
    expect(attendance.period.figures).toMatchObject({ expected: 2, came: 1 })
    expect(await open(world)).toEqual([])
  })

  test('credits two on one device, each where enrolled', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Reyes, Ana', 'Reyes, Juan Miguel'])
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { name: 'Ana & Juan', from: at('7:30'), to: at('8:30') },
    ])
    const [both] = await open(world)
    expect(both!.suggestions.length).toBeGreaterThan(0)
    const named = await world.call('match.resolve', {
      periodId: period.id,
      key: both!.key,
      personIds: ids(...students),
    })
    expect(named.rows.map(({ presence, seconds }) => [presence, seconds])).toEqual([
      ['present', 3600],
      ['present', 3600],
    ])
  })

  test("asks when a display name is exactly another expected student's: a sibling's link", async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Reyes, Ana', 'Reyes, Ben'])
    const [ana, ben] = students as [MadePerson, MadePerson]
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: ana, name: 'Ben Reyes', from: at('7:30'), to: at('8:30') },
    ])
    const [who] = await open(world)
    expect(who).toMatchObject({ why: 'looksLikeSibling' })
    expect(who!.suggestions.map(({ personId }) => personId).toSorted()).toEqual([ana.id, ben.id].toSorted())
    expect(who!.suggestions[0]).toMatchObject({ isExpected: true })
    const named = await world.call('match.resolve', { periodId: period.id, key: who!.key, personIds: ids(ben) })
    expect(rowOf(named, ben).presence).toBe('present')
    // Somebody's exact name is never remembered as another's.
    const remembered = await world.database.read((db) => db.all('select 1 from known_as_names'))
    expect(remembered).toEqual([])
  })

  test('counts a name alone where registration is on, but as unconfirmed until somebody accepts it', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
    const [bituin] = students as [MadePerson]
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: bituin, registrantId: null, from: at('7:28'), to: at('8:31') },
    ])
    const before = await world.call('attendance.get', { periodId: period.id })
    expect(rowOf(before, bituin)).toMatchObject({ presence: 'present', isUnconfirmed: true, recognisedBy: 'name' })
    const [who] = await open(world)
    expect(who).toMatchObject({
      why: 'unconfirmedName',
      suggestions: [{ personId: bituin.id, score: 1, isHere: true }],
    })
    const after = await world.call('match.resolve', { periodId: period.id, key: who!.key, personIds: ids(bituin) })
    expect(rowOf(after, bituin)).toMatchObject({ presence: 'present', isUnconfirmed: false, recognisedBy: 'decision' })
    expect(await open(world)).toEqual([])
  })

  test('needs no word for exact names where registration is off, or where the school says so', async () => {
    const world = await attendanceWorld()
    const open7 = await world.lesson(['Aquino, Bituin Joy'], { isRegistrationOn: false })
    const stays = (lesson: typeof open7) => [
      hostStay(lesson.teacher, at('7:25'), at('8:31')),
      { by: lesson.students[0]!, registrantId: null, from: at('7:28'), to: at('8:31') },
    ]
    await world.reportToTheEnd(open7.period, 'uuid-1', stays(open7))
    expect((await world.call('attendance.get', { periodId: open7.period.id })).rows[0]).toMatchObject({
      presence: 'present',
      isUnconfirmed: false,
      hadNoWorkingLink: false,
    })
    const registered = await world.lesson(['Lim, Chloe Ann'])
    await world.report(registered.period, 'uuid-2', stays(registered))
    const row = async () => (await world.call('attendance.get', { periodId: registered.period.id })).rows[0]
    expect(await row()).toMatchObject({ isUnconfirmed: true })
    await world.call('setting.change', { acceptExactNames: true })
    expect(await row()).toMatchObject({ isUnconfirmed: false })
    await world.call('setting.change', { acceptExactNames: false })
    expect((await world.call('attendance.get', { periodId: open7.period.id })).rows[0]).toMatchObject({
      isUnconfirmed: true,
    })
  })
})

describe('one run of several classes', () => {
  test('of merged sections gives each its own students, and asks about a stranger once', async () => {
    const world = await attendanceWorld()
    const teacher = await world.person('Santos, Liza', 'staff')
    const mabini = await world.classOf('Mabini', ['Aquino, Bituin Joy', 'Reyes, Ana'])
    const rizal = await world.classOf('Rizal', ['Cruz, Ben', 'Lim, Chloe Ann'])
    const meeting = await world.meeting(teacher, null)
    const [first, second] = [
      await world.period((await world.group('Science', [mabini.section], [teacher])).key, meeting),
      await world.period((await world.group('Science', [rizal.section], [teacher])).key, meeting),
    ]
    await world.reportToTheEnd(first, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      ...[mabini.students[0]!, rizal.students[0]!].map((by) => ({
        by,
        registrantId: null,
        from: at('7:28'),
        to: at('8:31'),
      })),
      { name: 'Kuya Jun', from: at('7:30'), to: at('8:30') },
    ])
    const get = (id: string) => world.call('attendance.get', { periodId: id })
    expect((await get(first.id)).rows.map(({ listName, presence }) => [listName, presence])).toEqual([
      ['Aquino, Bituin Joy', 'present'],
      ['Reyes, Ana', 'notSeenYet'],
    ])
    expect((await get(second.id)).period.figures).toMatchObject({ expected: 2, came: 1, unidentified: 1 })
    const strangers = await open(world)
    expect(strangers.map(({ displayName }) => displayName)).toEqual(['Kuya Jun', 'Kuya Jun'])
    // Chloe of the other section: the word given in one class holds in both.
    await world.call('match.resolve', {
      periodId: first.id,
      key: strangers[0]!.key,
      personIds: ids(rizal.students[1]!),
    })
    expect(await open(world)).toEqual([])
    expect((await get(first.id)).rows.map(({ presence }) => presence)).toEqual(['present', 'absent'])
    expect((await get(second.id)).rows.map(({ presence }) => presence)).toEqual(['present', 'present'])
  })

  test('of a double period gives two marks, and an hour that ran over none', async () => {
    const world = await attendanceWorld()
    const teacher = await world.person('Santos, Liza', 'staff')
    const { section, students } = await world.classOf('Mabini', ['Aquino, Bituin Joy', 'Reyes, Ana'])
    const [bituin, ana] = students as [MadePerson, MadePerson]
    const { key } = await world.group('Science', [section], [teacher])
    const meeting = await world.meeting(teacher, students, { minutes: 120 })
    const first = await world.period(key, meeting)
    const second = await world.period(key, meeting, { startsAt: '08:30' })
    const third = await world.period(key, meeting, { startsAt: '09:30' })
    world.clock.set(at('9:45'))
    await world.report(second, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('9:36')),
      { by: bituin, from: at('7:28'), to: at('9:36') },
      { by: ana, from: at('7:30'), to: at('8:34') },
    ])
    const get = async (id: string) => (await world.call('attendance.get', { periodId: id })).rows
    expect((await get(first.id)).map(({ presence, seconds }) => [presence, seconds])).toEqual([
      ['present', 3600],
      ['present', 3600],
    ])
    expect((await get(second.id)).map(({ presence, seconds }) => [presence, seconds])).toEqual([
      ['present', 3600],
      ['partial', 240],
    ])
    const over = await world.call('attendance.get', { periodId: third.id })
    expect(over.reads).toEqual([])
    expect(over.period.held).toBe('unknown')
  })

  test('is listed by class, and asks about each day anew', async () => {
    const world = await attendanceWorld()
    const { teacher, period, groupKey, meeting } = await world.lesson(['Aquino, Bituin Joy'])
    const tomorrow = await world.period(groupKey, meeting, { on: '2026-03-10' })
    for (const [of, uuid] of [
      [period, 'a'],
      [tomorrow, 'b'],
    ] as const) {
      await world.reportToTheEnd(of, uuid, [
        hostStay(teacher, at('7:25', of.on), at('8:31', of.on)),
        { name: 'Tita Baby', from: at('7:30', of.on), to: at('8:30', of.on) },
      ])
    }
    const strangers = await open(world)
    expect(strangers.map(({ startAt }) => startAt)).toEqual(['2026-03-09T23:30:00.000Z', '2026-03-08T23:30:00.000Z'])
    await world.call('match.dismiss', { periodId: tomorrow.id, key: strangers[0]!.key })
    expect((await open(world)).map(({ periodId }) => periodId)).toEqual([period.id])
    expect(monday).toBe('2026-03-09')
  })
})
