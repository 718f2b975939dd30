import { expect, test } from 'vitest'
import { at, attendanceWorld, hostStay, monday } from '../../support/attendance-world.ts'

test('lists the classes of some days by start, of one section where it is named, and none that was cancelled', async () => {
  const world = await attendanceWorld()
  const first = await world.lesson(['Aquino, Bituin Joy'], { startsAt: '08:30' })
  const second = await world.lesson(['Reyes, Ana', 'Cruz, Ben'])
  const without = await world.period(first.groupKey, null, { on: '2026-03-11' })
  const cancelled = await world.period(first.groupKey, null)
  await world.database.write(['periods'], (db) =>
    db.run(`update class_periods set cancelled_at = 1 where key = ${cancelled.key}`),
  )
  world.clock.set(at('8:00'))
  const list = (input: object) => world.call('period.list', { fromOn: monday, toOn: monday, ...input })
  const { periods, now } = await list({})
  expect(now).toBe('2026-03-09T00:00:00.000Z')
  expect(periods.map(({ id }) => id)).toEqual([second.period.id, first.period.id])
  expect(periods[0]).toMatchObject({
    state: 'live',
    held: 'unknown',
    subject: 'Mathematics',
    teachers: [`Santos, ${second.teacher.given}`],
    meetingId: second.meeting.id,
    meetingState: 'scheduled',
    time: { on: monday, startsAt: '07:30', durationMinutes: 60, timeZone: 'Asia/Manila' },
    figures: { expected: 2, came: 0, notSeenYet: 2, totalSeconds: 0 },
    missing: [],
    nextReadAt: '2026-03-09T00:32:00.000Z',
  })
  expect(periods[1]!.state).toBe('planned')
  expect((await list({ sectionId: first.section.id })).periods.map(({ id }) => id)).toEqual([first.period.id])
  expect((await list({ toOn: '2026-03-11' })).periods.at(-1)).toMatchObject({
    id: without.id,
    meetingId: null,
    meetingState: null,
    nextReadAt: null,
  })
})

test('names the first five who are missing once the class is over', async () => {
  const world = await attendanceWorld()
  const names = ['Aquino, A', 'Bautista, B', 'Cruz, C', 'Dela Peña, D', 'Echiverri, E', 'Fajardo, F', 'Garcia, G']
  const { students, teacher, period } = await world.lesson(names)
  await world.reportToTheEnd(period, 'uuid-1', [
    hostStay(teacher, at('7:25'), at('8:31')),
    { by: students[1]!, from: at('7:28'), to: at('8:31') },
  ])
  const [listed] = (await world.call('period.list', { fromOn: monday, toOn: monday })).periods
  expect(listed!.missing).toEqual(['Aquino, A', 'Cruz, C', 'Dela Peña, D', 'Echiverri, E', 'Fajardo, F'])
  expect(listed!.figures.absent).toBe(6)
})

test('tells by the meeting which class is meant: the one that began last, else the first to come', async () => {
  const world = await attendanceWorld()
  const { groupKey, meeting, period } = await world.lesson(['Aquino, Bituin Joy'])
  const tuesday = await world.period(groupKey, meeting, { on: '2026-03-10' })
  const wednesday = await world.period(groupKey, meeting, { on: '2026-03-11' })
  const meant = async () => (await world.call('attendance.get', { meetingId: meeting.id })).period.id
  world.clock.set(at('6:00'))
  expect(await meant()).toBe(period.id)
  world.clock.set(at('9:00', tuesday.on))
  expect(await meant()).toBe(tuesday.id)
  world.clock.set(at('7:31', wednesday.on))
  expect(await meant()).toBe(wednesday.id)
  const lone = await world.meeting(await world.person('Ramos, Luis', 'staff'), null)
  await expect(world.call('attendance.get', { meetingId: lone.id })).rejects.toMatchObject({
    problem: { kind: 'notFound' },
  })
})

test('takes the calendar for an answer unless a person gave one', async () => {
  const world = await attendanceWorld()
  const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
  await world.dayType('suspended', { fromTime: '07:00' })
  await world.reportToTheEnd(period, 'uuid-1', [
    hostStay(teacher, at('7:25'), at('8:31')),
    { by: students[0]!, from: at('7:28'), to: at('8:31') },
  ])
  // A class kept on a suspended day counts for a student, never against.
  const get = () => world.call('attendance.get', { periodId: period.id })
  expect((await get()).period.held).toBe('suspended')
  expect((await get()).rows.map(({ presence }) => presence)).toEqual(['present', 'notHeld'])
  // Nor does it after somebody said that it took place all the same.
  const held = await world.call('period.answerHeld', {
    periodId: period.id,
    held: 'held',
    reason: 'All agreed',
  })
  expect(held.rows.map(({ presence }) => presence)).toEqual(['present', 'notHeld'])
  const moved = await world.call('period.answerHeld', { periodId: period.id, held: 'moved', reason: 'To Friday' })
  expect(moved.period.held).toBe('moved')
  const other = await world.lesson(['Cruz, Ben'])
  await world.dayType('holiday', { sectionId: other.section.id })
  world.clock.set(at('12:00'))
  expect((await world.call('attendance.get', { periodId: other.period.id })).period.held).toBe('notHeld')
})

test('an unknown class is not found, whichever question is asked', async () => {
  const world = await attendanceWorld()
  const periodId = '0190b7d0-0000-7000-8000-000000000001'
  for (const answer of [
    world.call('attendance.get', { periodId }),
    world.call('attendance.collect', { periodId }),
    world.call('attendance.close', { periodId, reason: 'x' }),
    world.call('period.answerHeld', { periodId, held: 'held', reason: 'x' }),
    world.call('match.list', { periodId }),
    world.call('attendance.export', { periodIds: [periodId], format: 'csv' }),
  ]) {
    await expect(answer).rejects.toMatchObject({ problem: { kind: 'notFound' } })
  }
})
