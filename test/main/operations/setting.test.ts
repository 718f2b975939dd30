import { expect, test } from 'vitest'
import { at, attendanceWorld, hostStay } from '../../support/attendance-world.ts'

test('a school begins with "15 minutes" and usual settings', async () => {
  const world = await attendanceWorld()
  expect(await world.call('setting.get', {})).toEqual({
    policies: [
      {
        preset: 'minutes',
        presentMinutes: 15,
        presentPercent: 80,
        lateAfterMinutes: 10,
        leftEarlyMinutes: 10,
        fromOn: '1900-01-01',
      },
    ],
    allowedDomains: [],
    ownedDomain: null,
    registration: { staff: 'none', staffIds: [], zoomMails: false },
    acceptExactNames: null,
    defaults: {
      durationMinutes: 60,
      admission: 'waitingRoom',
      muteOnEntry: true,
      hostVideo: true,
      participantVideo: true,
      joinBeforeHost: false,
      recording: 'none',
    },
    schoolHours: { opensAt: '06:00', closesAt: '18:00', weekDays: [1, 2, 3, 4, 5, 6] },
    firstWeeksUntil: null,
    reminders: { beforeMinutes: 10, isAttentionTold: true, quietFrom: '18:00', quietTo: '06:00' },
  })
})

test('changes what is given and leaves the rest', async () => {
  const world = await attendanceWorld()
  await world.call('setting.change', { allowedDomains: [' *.DepEd.gov.ph', 'school.edu.ph', 'school.edu.ph', ''] })
  await world.call('setting.change', { defaults: { durationMinutes: 45 }, ownedDomain: 'Students.School.edu.ph' })
  const changed = await world.call('setting.change', { defaults: { admission: 'registrationLink' } })
  expect(changed).toMatchObject({
    allowedDomains: ['*.deped.gov.ph', 'school.edu.ph'],
    ownedDomain: 'students.school.edu.ph',
    defaults: { durationMinutes: 45, admission: 'registrationLink', muteOnEntry: true },
  })
  expect(await world.policies.addressRules()).toEqual({
    allowedDomains: ['*.deped.gov.ph', 'school.edu.ph'],
    schoolAddressPattern: 's-{personId}@students.school.edu.ph',
    staff: 'none',
    staffIds: [],
    zoomMails: false,
  })
  expect((await world.call('setting.change', { ownedDomain: null })).ownedDomain).toBeNull()
})

test.each(['@school.edu.ph', 'school', 'a b.ph', '*.*.ph', 'https://school.edu.ph'])(
  'refuses %s as a domain',
  async (domain) => {
    const world = await attendanceWorld()
    await expect(world.call('setting.change', { allowedDomains: [domain] })).rejects.toMatchObject({
      problem: { kind: 'invalidInput', field: 'allowedDomains' },
    })
    await expect(world.call('setting.change', { ownedDomain: domain })).rejects.toMatchObject({
      problem: { kind: 'invalidInput', field: 'ownedDomain' },
    })
  },
)

test('a rule holds from its first day on, and days before it keep theirs', async () => {
  const world = await attendanceWorld()
  const { students, teacher, period, groupKey, meeting } = await world.lesson(['Aquino, Bituin Joy'])
  const tomorrow = await world.period(groupKey, meeting, { on: '2026-03-10' })
  for (const [of, uuid] of [
    [period, 'a'],
    [tomorrow, 'b'],
  ] as const) {
    await world.reportToTheEnd(of, uuid, [
      hostStay(teacher, at('7:30', of.on), at('8:30', of.on)),
      { by: students[0]!, from: at('7:30', of.on), to: at('8:00', of.on) },
    ])
  }
  const marks = async () =>
    Promise.all(
      [period, tomorrow].map(async ({ id }) => {
        const { rule, rows } = await world.call('attendance.get', { periodId: id })
        return [rule.name, rows[0]!.presence]
      }),
    )
  expect(await marks()).toEqual([
    ['15 minutes', 'present'],
    ['15 minutes', 'present'],
  ])
  const { policies } = await world.call('setting.addPolicy', {
    preset: 'percent',
    presentPercent: 80,
    fromOn: '2026-03-10',
  })
  expect(policies.map(({ fromOn }) => fromOn)).toEqual(['1900-01-01', '2026-03-10'])
  expect(await marks()).toEqual([
    ['15 minutes', 'present'],
    ['80 %', 'partial'],
  ])
  // Of two from the same day the later word counts.
  world.clock.advance(1000)
  await world.call('setting.addPolicy', { preset: 'minutes', presentMinutes: 20, fromOn: '2026-03-10' })
  expect((await marks())[1]).toEqual(['20 minutes', 'present'])
})

test('school hours are hours of one day, with its days in order', async () => {
  const world = await attendanceWorld()
  const hours = { opensAt: '07:00', closesAt: '16:30', weekDays: [6, 1, 3, 1] }
  expect((await world.call('setting.change', { schoolHours: hours })).schoolHours).toEqual({
    ...hours,
    weekDays: [1, 3, 6],
  })
  for (const closesAt of ['07:00', '06:59']) {
    await expect(world.call('setting.change', { schoolHours: { ...hours, closesAt } })).rejects.toMatchObject({
      problem: { kind: 'invalidInput', field: 'schoolHours.closesAt' },
    })
  }
  expect((await world.call('setting.get', {})).schoolHours.closesAt).toBe('16:30')
})
