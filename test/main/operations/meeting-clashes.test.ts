import { expect, test } from 'vitest'
import { planningSchool } from '../../support/planned.ts'

/** A Monday after the school's clock. */
const monday = '2026-03-09'

test('whoever would be in two places at once is told of both, with the other class', async () => {
  const { plan, clashes, section, group } = await planningSchool()
  const mabini = await section('Mabini')
  const rizal = await section('Rizal')
  const math = await group([mabini], 'Mathematics', 'reyes')
  const science = await group([rizal], 'Science', 'reyes')
  const art = await group([mabini], 'Art', 'santos')
  const one = await plan({ hostId: 'reyes', groupId: math, title: 'Mathematics', on: monday, at: '08:00' })
  const two = await plan({ hostId: 'reyes', groupId: science, title: 'Science', on: monday, at: '08:30' })
  const three = await plan({ hostId: 'santos', groupId: art, title: 'Art', on: monday, at: '08:59' })
  await plan({ hostId: 'reyes', groupId: math, on: monday, at: '10:00' })

  const found = await clashes(monday, monday)
  const kindsOf = (meetingId: string) =>
    found.find((date) => date.meetingId === meetingId)?.conflicts.map(({ kind, with: other }) => [kind, other?.title])
  expect(found).toHaveLength(3)
  expect(kindsOf(one.meetingId)).toEqual([
    ['hostBusy', 'Science'],
    ['teacherBusy', 'Science'],
    ['sectionBusy', 'Art'],
  ])
  expect(kindsOf(two.meetingId)).toEqual([
    ['hostBusy', 'Mathematics'],
    ['teacherBusy', 'Mathematics'],
  ])
  expect(kindsOf(three.meetingId)).toEqual([['sectionBusy', 'Mathematics']])
})

test('nobody is told of what is over, cancelled, or only touches', async () => {
  const { plan, clashes, clock } = await planningSchool()
  await plan({ hostId: 'reyes', on: monday, at: '08:00' })
  await plan({ hostId: 'reyes', on: monday, at: '09:00' })
  await plan({ hostId: 'reyes', on: monday, at: '08:30', dateState: 'cancelled' })
  expect(await clashes(monday, monday)).toEqual([])
  await plan({ hostId: 'reyes', on: monday, at: '08:30' })
  expect(await clashes(monday, monday)).toHaveLength(3)
  expect(await clashes('2026-03-10', '2026-03-16')).toEqual([])
  clock.set(Date.parse('2026-03-09T04:00:00Z'))
  expect(await clashes(monday, monday)).toEqual([])
})

test('more than two weeks are not looked through', async () => {
  const { clashes } = await planningSchool()
  expect(await clashes(monday, '2026-03-22')).toEqual([])
  await expect(clashes(monday, '2026-03-23')).rejects.toMatchObject({
    problem: { kind: 'invalidInput', field: 'toOn' },
  })
})
