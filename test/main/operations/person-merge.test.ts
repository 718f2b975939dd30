import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import { at, hostStay, type MadePerson } from '../../support/attendance-world.ts'
import { dayOf, personIdOf, rosterWorld, sectionIdOf, type RosterWorld } from '../../support/roster-world.ts'

const tuesday = dayOf(1)

/** Ana is in Mabini, and once more as "Reyes, Anna" in the same section, each with a link of her own. */
async function withDouble() {
  const world = await rosterWorld()
  const { section, students } = await world.classOf('Mabini', ['Cruz, Ben', 'Reyes, Ana', 'Reyes, Anna'])
  const [ben, ana, anna] = students as [MadePerson, MadePerson, MadePerson]
  const teacher = await world.person('Santos, Liza', 'staff')
  const group = await world.group('Mathematics', [section], [teacher])
  const meeting = await world.meeting(teacher, [ben, ana, anna])
  const first = await world.period(group.key, meeting)
  const second = await world.period(group.key, meeting, { on: tuesday })
  return { world, section, ben, ana, anna, teacher, group, meeting, first, second }
}

const merge = async (world: RosterWorld, keep: MadePerson, double: MadePerson) => {
  const pair = { keepId: personIdOf(keep), doubleId: personIdOf(double) }
  const preview = await world.call('person.mergePreview', pair)
  const { deedId } = await world.call('person.merge', { ...pair, digest: preview.digest })
  return { preview, deedId: deedId! }
}

/** Every recorded table as it stands. */
const everything = (world: RosterWorld) =>
  world.database.read((db) =>
    Object.fromEntries(
      (
        [
          'persons',
          'emails',
          'phones',
          'guardians',
          'enrollments',
          'knownAsNames',
          'excuses',
          'contacts',
          'overrides',
          'sourceIds',
          'registrants',
          'households',
        ] as const
      ).map((name) => [name, db.select().from(tables[name]).all()]),
    ),
  )

test('whoever came by either link is the kept one: their times are united, and an undo parts them again', async () => {
  const { world, ben, ana, anna, teacher, first, second } = await withDouble()
  const [from, to] = [first.startAt, first.endAt]
  // Ten minutes by each link: neither alone is enough for "present".
  await world.reportToTheEnd(first, 'uuid-1', [
    hostStay(teacher, from, to),
    { by: ben, from, to },
    { by: ana, from, to: from + 600_000 },
    { by: anna, from: from + 600_000, to: from + 1_200_000 },
  ])
  await world.reportToTheEnd(second, 'uuid-2', [
    hostStay(teacher, second.startAt, second.endAt),
    { by: ben, from: second.startAt, to: second.endAt },
    { by: anna, from: second.startAt, to: second.endAt },
  ])
  expect(await world.marksOf(first)).toEqual({
    'Cruz, Ben': 'present',
    'Reyes, Ana': 'partial',
    'Reyes, Anna': 'partial',
  })
  const before = await everything(world)

  const { preview, deedId } = await merge(world, ana, anna)
  expect(preview).toMatchObject({ enrollmentCount: 1, bothMarkedCount: 2, kept: { listName: 'Reyes, Ana' } })
  expect(preview.differences).toMatchObject([
    { field: 'givenName', kept: 'Ana', dropped: 'Anna' },
    { field: 'sex' },
    { field: 'studentNumber' },
  ])
  expect(await world.keptMarks(first)).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'present' })
  expect(await world.keptMarks(second)).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'present' })
  const page = await world.call('person.get', { personId: personIdOf(ana) })
  expect(page.knownAs).toMatchObject([{ name: 'Reyes, Anna', isFormerName: true }])
  expect(page.person.emails.map(({ address }) => address)).toEqual([ana.email, anna.email])
  expect((await world.call('person.list', { text: 'reyes' })).people).toMatchObject([{ id: ana.id }])
  expect(await world.call('person.get', { personId: personIdOf(anna) })).toMatchObject({
    person: { isArchived: true },
    mergedInto: { personId: ana.id, listName: 'Reyes, Ana' },
  })

  await world.call('person.undo', { deedId })
  expect(await everything(world)).toEqual(before)
  expect(await world.keptMarks(first)).toEqual({
    'Cruz, Ben': 'present',
    'Reyes, Ana': 'partial',
    'Reyes, Anna': 'partial',
  })
})

test('decisions about the double count for the kept one: overrides, excuses, who somebody was', async () => {
  const { world, ben, ana, anna, teacher, first, second, meeting } = await withDouble()
  const third = await world.period(first.groupKey, meeting, { on: dayOf(2) })
  for (const period of [first, second, third]) {
    const [from, to] = [period.startAt, period.endAt]
    await world.reportToTheEnd(period, `uuid-${period.key}`, [
      hostStay(teacher, from, to),
      { by: ben, from, to },
      ...(period === third ? [{ name: 'Mama', from, to }] : []),
    ])
  }
  await world.call('attendance.override', {
    periodId: first.id,
    personIds: [personIdOf(anna)],
    presence: 'present',
    isLate: false,
    hasLeftEarly: false,
    reason: 'Brownout at home.',
  })
  await world.excuse(anna, 'illness', [second.id])
  const { strangers } = await world.call('match.list', { periodId: third.id })
  await world.call('match.resolve', {
    periodId: third.id,
    key: strangers[0]!.key,
    personIds: [personIdOf(anna)],
    remember: true,
  })
  expect(await world.marksOf(third)).toMatchObject({ 'Reyes, Anna': 'present', 'Reyes, Ana': 'absent' })
  await merge(world, ana, anna)
  expect(await world.keptMarks(first)).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'present' })
  expect(await world.keptMarks(third)).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'present' })
  const { excuses, knownAs, totals } = await world.call('person.get', { personId: personIdOf(ana) })
  expect(excuses).toMatchObject([{ reason: 'illness', isWholeDay: false }])
  expect(knownAs.map(({ name }) => name)).toContain('Mama')
  expect(totals).toMatchObject([{ subject: 'Mathematics', heldCount: 3, presentCount: 2, excusedCount: 1 }])
})

test('the reports of a link name the kept one by the id that Zoom was told, too', async () => {
  const { world, ana, anna, teacher, first } = await withDouble()
  const [from, to] = [first.startAt, first.endAt]
  await merge(world, ana, anna)
  await world.reportToTheEnd(first, 'uuid-1', [
    hostStay(teacher, from, to),
    { name: 'A', customerKey: anna.id.replaceAll('-', ''), registrantId: null, from, to },
  ])
  expect(await world.marksOf(first)).toMatchObject({ 'Reyes, Ana': 'present' })
})

describe('of registrations for a class to come', () => {
  async function upcoming(states: { ana: 'registered' | 'refused' | null }) {
    const { world, ben, ana, anna, teacher, group } = await withDouble()
    world.clock.set(at('6:00', dayOf(7)))
    const registered = [ben, anna, ...(states.ana === null ? [] : [ana])]
    const meeting = await world.upcoming(group, teacher, registered, dayOf(8))
    if (states.ana === 'refused') {
      await world.database.write(['meetings'], (db) =>
        db.run(`update registrants set state = 'refused', zoom_registrant_id = null, address = null
          where meeting_key = ${meeting.key} and person_key = ${ana.key}`),
      )
    }
    const rows = () =>
      world.database.read((db) =>
        db.all<{ personKey: number; state: string; zoomRegistrantId: string | null }>(
          `select person_key as personKey, state, zoom_registrant_id as zoomRegistrantId from registrants
           where meeting_key = ${meeting.key} and person_key in (${ana.key}, ${anna.key}) order by person_key`,
        ),
      )
    const errands = () => world.errandsOf(meeting)
    return { world, ana, anna, rows, errands }
  }

  test('where both have a link the double’s is taken back at Zoom', async () => {
    const { world, ana, anna, rows, errands } = await upcoming({ ana: 'registered' })
    const { preview } = await merge(world, ana, anna)
    expect(preview.cancelledLinkCount).toBe(1)
    expect(await rows()).toEqual([
      { personKey: ana.key, state: 'registered', zoomRegistrantId: ana.registrantId },
      { personKey: anna.key, state: 'cancelled', zoomRegistrantId: anna.registrantId },
    ])
    expect(await errands()).toEqual(['cancelRegistration'])
  })

  test('the only link that works goes on working, and an undo gives it back', async () => {
    for (const state of ['refused', null] as const) {
      const { world, ana, anna, rows, errands } = await upcoming({ ana: state })
      const before = await rows()
      const { preview, deedId } = await merge(world, ana, anna)
      expect(preview.cancelledLinkCount).toBe(0)
      expect((await rows()).find(({ personKey }) => personKey === ana.key)).toEqual({
        personKey: ana.key,
        state: 'registered',
        zoomRegistrantId: anna.registrantId,
      })
      expect(await errands()).toEqual([])
      await world.call('person.undo', { deedId })
      expect((await rows()).find(({ personKey }) => personKey === anna.key)).toEqual(
        before.find(({ personKey }) => personKey === anna.key),
      )
    }
  })
})

test('what a person has said of both entries is put together: days, household, number', async () => {
  const { world, section, ana } = await withDouble()
  const rizal = await world.section('Rizal')
  const added = await world.call('person.add', {
    kind: 'student',
    fields: {
      familyName: 'Reyes',
      givenName: 'Ana',
      middleName: 'Santos',
      birthOn: '2013-04-05',
      phones: [{ number: '0917 555 0101', owner: 'guardian' }],
      guardians: [{ name: 'Reyes, Rosa', relation: 'mother' }],
    },
    enroll: { sectionId: sectionIdOf(rizal), firstOn: '2025-01-06', reason: null },
  })
  const brother = await world.person('Reyes, Carlo')
  await world.call('household.join', { personIds: [personIdOf(brother), added.id] })
  await merge(world, ana, { ...ana, id: added.id })
  const page = await world.call('person.get', { personId: personIdOf(ana) })
  expect(page.person).toMatchObject({
    listName: 'Reyes, Ana Santos',
    birthOn: '2013-04-05',
    phones: [{ number: '0917 555 0101', owner: 'guardian' }],
    guardians: [{ name: 'Reyes, Rosa', relation: 'mother' }],
  })
  expect(page.household).toMatchObject([{ listName: 'Reyes, Carlo' }])
  expect(
    page.enrollments.map(({ section: of, firstOn, lastOn, endReason }) => [of?.id, firstOn, lastOn, endReason]),
  ).toEqual([
    [section.id, '2025-06-02', null, null],
    [rizal.id, '2025-01-06', '2025-06-01', 'movedSection'],
  ])
})

test('refuses what cannot be one person, and what has changed since the preview', async () => {
  const { world, ben, ana, anna, teacher } = await withDouble()
  const pair = { keepId: personIdOf(ana), doubleId: personIdOf(anna) }
  const { digest } = await world.call('person.mergePreview', pair)
  await world.call('person.change', { personId: pair.doubleId, changes: { preferredName: 'Annie' } })
  expect(await world.attempt('person.merge', { ...pair, digest })).toMatchObject({ problem: { kind: 'stalePreview' } })
  for (const [keep, double] of [
    [ana, ana],
    [ana, teacher],
  ] as const) {
    expect(
      await world.attempt('person.mergePreview', { keepId: personIdOf(keep), doubleId: personIdOf(double) }),
    ).toMatchObject({ problem: { kind: 'conflict', field: 'doubleId' } })
  }
  await merge(world, ana, anna)
  // Who was kept may turn out to be somebody's double too: everything follows.
  await merge(world, ben, ana)
  expect((await world.call('person.get', { personId: personIdOf(anna) })).mergedInto).toMatchObject({
    personId: ben.id,
  })
  expect(await world.attempt('person.restore', { personIds: [personIdOf(anna)] })).toMatchObject({
    problem: { kind: 'conflict' },
  })
})

test('doubles are found by number, name, birth date and address; brothers and namesakes are not', async () => {
  const world = await rosterWorld()
  const add = async (familyName: string, givenName: string, fields: object = {}) =>
    (await world.call('person.add', { kind: 'student', fields: { familyName, givenName, ...fields } })).listName
  await add('Dela Cruz', 'Juan', { studentNumber: '000136000018' })
  await add('Cruz', 'Juan Dela', { studentNumber: '136000018' })
  await add('Reyes', 'Ma. Kristina', { birthOn: '2013-04-05' })
  await add('Reyes', 'Maria Cristina', { birthOn: '2013-04-05' })
  await add('Peña', 'José')
  await add('Pena', 'Jose')
  const home = [{ address: 'lim.family@home.example', owner: 'household' as const }]
  await add('Lim', 'Chloe', { emails: home })
  await add('Lim', 'Chloe Anne', { emails: home })
  await add('Lim', 'Bo', { emails: home })
  await add('Santos', 'Ana', { studentNumber: '136000000101' })
  await add('Santos', 'Ana', { studentNumber: '136000000102' })
  await add('Garcia', 'Mark Angelo', { birthOn: '2012-01-01', studentNumber: '136000000201' })
  await add('Garcia', 'Mark Anthony', { birthOn: '2012-01-01', studentNumber: '136000000202' })
  const { pairs } = await world.call('person.doubles', {})
  expect(pairs.map(({ people: [one, other], reasons }) => [one.listName, other.listName, reasons])).toEqual([
    ['Dela Cruz, Juan', 'Cruz, Juan Dela', ['sameNumberTail', 'sameName']],
    ['Lim, Chloe', 'Lim, Chloe Anne', ['sameAddress']],
    ['Reyes, Ma. Kristina', 'Reyes, Maria Cristina', ['similarNameAndBirth']],
    ['Peña, José', 'Pena, Jose', ['sameName']],
  ])
})
