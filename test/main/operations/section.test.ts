import { expect, test } from 'vitest'
import { monday } from '../../support/attendance-world.ts'
import { dayOf, personIdOf, rosterWorld, sectionIdOf } from '../../support/roster-world.ts'

const tuesday = dayOf(1)

test('a section is made once per grade, changed, archived when nobody is in it, and restored', async () => {
  const world = await rosterWorld()
  const made = await world.call('section.make', { name: 'Mabini', gradeLevel: '7', shift: 'Morning' })
  expect(made).toMatchObject({
    name: 'Mabini',
    shift: 'Morning',
    studentCount: 0,
    linkKind: 'personal',
    adviserId: null,
  })
  expect(await world.attempt('section.make', { name: 'MABINI', gradeLevel: '7' })).toMatchObject({
    problem: { kind: 'conflict', field: 'name' },
  })
  const other = await world.call('section.make', { name: 'Rizal', gradeLevel: '7' })
  expect(await world.attempt('section.change', { sectionId: other.id, changes: { name: 'Mabini' } })).toMatchObject({
    problem: { kind: 'conflict', field: 'changes.name' },
  })
  expect(
    await world.call('section.change', {
      sectionId: made.id,
      changes: { name: 'Mabini A', allowedDomains: ['R1.deped.gov.ph', '*.school.example'], linkKind: 'class' },
    }),
  ).toMatchObject({ name: 'Mabini A', allowedDomains: ['r1.deped.gov.ph', '*.school.example'], linkKind: 'class' })
  expect(
    await world.attempt('section.change', { sectionId: made.id, changes: { allowedDomains: ['no domain'] } }),
  ).toMatchObject({ problem: { kind: 'invalidInput', field: 'changes.allowedDomains' } })

  const { id: personId } = await world.call('person.add', {
    kind: 'student',
    fields: { familyName: 'Reyes', givenName: 'Ana' },
    enroll: { sectionId: made.id, firstOn: tuesday, reason: null },
  })
  expect(await world.attempt('section.archive', { sectionId: made.id })).toMatchObject({
    problem: { kind: 'conflict', field: 'sectionId' },
  })
  await world.change({ kind: 'withdraw', personIds: [personId], lastOn: monday, reason: 'enteredByMistake' })
  await world.call('section.archive', { sectionId: made.id })
  expect((await world.call('section.list', {})).sections.map(({ name }) => name)).toEqual(['Rizal'])
  expect((await world.call('section.list', { isArchived: true })).sections).toMatchObject([
    { name: 'Mabini A', isArchived: true },
  ])
  const change = { kind: 'enroll' as const, personIds: [personId], sectionId: made.id, firstOn: monday, reason: null }
  expect(await world.attempt('enrollment.preview', { change })).toMatchObject({ problem: { kind: 'conflict' } })
  await world.call('section.restore', { sectionId: made.id })
  expect((await world.call('section.list', {})).sections).toHaveLength(2)
})

test('advisers follow each other without a gap, and each day knows its own', async () => {
  const world = await rosterWorld()
  const section = await world.section('Mabini')
  const [liza, tomas] = [await world.person('Santos, Liza', 'staff'), await world.person('Cruz, Tomás', 'staff')]
  const student = await world.person('Reyes, Ana')
  const advise = (personId: string | null, fromOn: string) =>
    world.call('section.change', {
      sectionId: sectionIdOf(section),
      changes: { adviser: { personId: personId, fromOn } },
    })
  await advise(liza.id, '2025-06-02')
  expect(await advise(tomas.id, tuesday)).toMatchObject({ adviser: 'Santos, Liza' })
  const on = async (day: string) =>
    (await world.call('section.get', { sectionId: sectionIdOf(section), on: day })).section.adviser
  expect([await on(monday), await on(tuesday)]).toEqual(['Santos, Liza', 'Cruz, Tomás'])
  const { duties } = await world.call('person.get', { personId: personIdOf(liza) })
  expect(duties).toMatchObject([{ firstOn: '2025-06-02', lastOn: monday }])
  await advise(null, monday)
  expect([await on('2026-03-08'), await on(monday), await on(tuesday)]).toEqual(['Santos, Liza', null, null])
  await expect(advise(student.id, monday)).rejects.toMatchObject({
    problem: { kind: 'notFound', field: 'changes.adviser.personId' },
  })
})

test('teachers of a group come and go by their days; whoever is left out taught until yesterday', async () => {
  const world = await rosterWorld()
  const section = await world.section('Mabini')
  const [liza, tomas] = [await world.person('Santos, Liza', 'staff'), await world.person('Cruz, Tomás', 'staff')]
  const group = await world.group('Science', [section], [liza])
  const change = (changes: object) => world.call('group.change', { groupId: group.id, changes })
  expect(
    await change({ name: 'STE', teachers: [{ personId: tomas.id, firstOn: monday, lastOn: null }] }),
  ).toMatchObject({ name: 'STE', title: 'Grade 7 Mabini, Science', teachers: [{ id: tomas.id, firstOn: monday }] })
  expect((await world.call('person.get', { personId: personIdOf(liza) })).duties).toMatchObject([
    { kind: 'teacher', firstOn: '2025-06-02', lastOn: dayOf(-1) },
  ])
  await expect(change({ teachers: [{ personId: tomas.id, firstOn: tuesday, lastOn: monday }] })).rejects.toMatchObject({
    problem: { kind: 'invalidInput', field: 'changes.teachers.0.lastOn' },
  })
  const held = await world.period(group.key, null, { on: tuesday })
  expect(await world.attempt('group.archive', { groupId: group.id })).toMatchObject({
    problem: { kind: 'conflict', field: 'groupId' },
  })
  world.clock.set(held.endAt)
  await world.call('group.archive', { groupId: group.id })
  expect((await world.call('group.list', {})).groups).toEqual([])
})

test('a student who comes next week is on the list with that day, and counted from then on', async () => {
  const world = await rosterWorld()
  const { section } = await world.classOf('Mabini', ['Cruz, Ben'])
  const late = await world.person('Abad, Niño')
  await world.change({
    kind: 'enroll',
    personIds: [personIdOf(late)],
    sectionId: sectionIdOf(section),
    firstOn: dayOf(7),
    reason: 'late',
  })
  const { section: now, students } = await world.call('section.get', { sectionId: sectionIdOf(section) })
  expect(now.studentCount).toBe(1)
  expect(students.map(({ person, enrollment }) => [person.listName, enrollment.firstOn])).toEqual([
    ['Abad, Niño', dayOf(7)],
    ['Cruz, Ben', '2025-06-02'],
  ])
  const then = await world.call('section.get', { sectionId: sectionIdOf(section), on: dayOf(7) })
  expect(then.section.studentCount).toBe(2)
})
