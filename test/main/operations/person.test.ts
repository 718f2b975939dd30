import { describe, expect, test } from 'vitest'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import { hostStay, monday } from '../../support/attendance-world.ts'
import { dayOf, personIdOf, rosterWorld, sectionIdOf, type RosterWorld } from '../../support/roster-world.ts'

const namesOf = async (world: RosterWorld, input: InputOf<'person.list'>) =>
  (await world.call('person.list', input)).people.map(({ listName }) => listName)

describe('a list of people', () => {
  test('is searched by any part of name and number, without case and accents, in the order of names', async () => {
    const world = await rosterWorld()
    for (const [family, given, number] of [
      ['dela Cruz', 'Ana', '136000000018'],
      ['Peña', 'José María', '136000000026'],
      ['Macaraeg-Villanueva', 'Kristine Mae Antonette', null],
      ['陳', '小明', '136000000034'],
      ['Abad', 'Niño', '136000000042'],
    ] as const) {
      await world.call('person.add', {
        kind: 'student',
        fields: { familyName: family, givenName: given, studentNumber: number },
      })
    }
    expect(await namesOf(world, {})).toEqual([
      'Abad, Niño',
      'dela Cruz, Ana',
      'Macaraeg-Villanueva, Kristine Mae Antonette',
      'Peña, José María',
      '陳, 小明',
    ])
    expect(await namesOf(world, { text: 'PENA jose' })).toEqual(['Peña, José María'])
    expect(await namesOf(world, { text: '小明' })).toEqual(['陳, 小明'])
    expect(await namesOf(world, { text: '1360000000' })).toHaveLength(4)
    expect(await namesOf(world, { text: '% _' })).toHaveLength(5)
    expect(await namesOf(world, { issue: 'withoutNumber' })).toEqual(['Macaraeg-Villanueva, Kristine Mae Antonette'])
  })

  test('comes in pages that neither repeat nor leave out namesakes, with the count of all', async () => {
    const world = await rosterWorld()
    await world.classOf(
      'Mabini',
      Array.from({ length: 23 }, (_, index) => (index % 3 === 0 ? 'Lim, Bo' : `cruz ${index % 5}, Ana`)),
    )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await world.call('person.list', { limit: 4, cursor })
      expect(page.totalCount).toBe(23)
      seen.push(...page.people.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen).size).toBe(23)
    expect(seen).toHaveLength(23)
    expect(await world.attempt('person.list', { cursor: 'no such place' })).toMatchObject({
      problem: { kind: 'invalidInput', field: 'cursor' },
    })
  })

  test('tells the sections of today, and what is missing', async () => {
    const world = await rosterWorld()
    const { section, students } = await world.classOf('Mabini', ['Reyes, Ana'])
    const past = await world.person('Cruz, Ben', 'student', null)
    await world.enroll(past, { sectionKey: section.key }, { lastOn: '2026-03-06' })
    const brother = await world.person('Reyes, Carlo', 'student', students[0]!.email)
    const { people } = await world.call('person.list', {})
    expect(
      people.map(({ listName, sections, issues }) => [listName, sections.map(({ title }) => title), issues]),
    ).toEqual([
      ['Cruz, Ben', [], ['withoutAddress', 'withoutSection']],
      ['Reyes, Ana', ['Grade 7 Mabini'], ['sharedAddress']],
      ['Reyes, Carlo', [], ['sharedAddress', 'withoutSection']],
    ])
    expect(await namesOf(world, { sectionId: sectionIdOf(section) })).toEqual(['Reyes, Ana'])
    expect(await namesOf(world, { gradeLevel: '7' })).toEqual(['Reyes, Ana'])
    expect(await namesOf(world, { issue: 'sharedAddress' })).toEqual(['Reyes, Ana', 'Reyes, Carlo'])
    await world.call('person.archive', { personIds: [personIdOf(brother)] })
    expect(await namesOf(world, { issue: 'sharedAddress' })).toEqual([])
    expect(await namesOf(world, { standing: 'archived' })).toEqual(['Reyes, Carlo'])
    expect(await namesOf(world, { kind: 'staff' })).toEqual([])
  })
})

describe('one person', () => {
  test('is added with all that is known, and enrolled at once; a number stands once', async () => {
    const world = await rosterWorld()
    const section = await world.section('Mabini')
    const fields = {
      familyName: 'Dela Cruz',
      givenName: 'Ma. Theresa',
      suffix: 'III',
      sex: 'female' as const,
      birthOn: '2013-04-05',
      studentNumber: '000000012345',
      emails: [{ address: 'Theresa@School.example', owner: 'own' as const }],
      phones: [{ number: '0917 555 0101', owner: 'household' as const }],
      guardians: [{ name: 'Dela Cruz, Rosa', relation: 'mother' as const }],
    }
    const added = await world.call('person.add', {
      kind: 'student',
      fields,
      enroll: { sectionId: sectionIdOf(section), firstOn: monday, reason: 'transferredIn', detail: 'Cebu' },
    })
    expect(added).toMatchObject({
      ...fields,
      middleName: '',
      listName: 'Dela Cruz, Ma. Theresa III',
      isArchived: false,
    })
    const page = await world.call('person.get', { personId: added.id })
    expect(page.enrollments).toMatchObject([
      { section: { title: 'Grade 7 Mabini' }, firstOn: monday, startReason: 'transferredIn', startDetail: 'Cebu' },
    ])
    expect(page.history).toMatchObject([
      {
        kind: 'add',
        actor: 'administrator',
        undoneAt: null,
        changes: [
          { what: 'added', after: 'Dela Cruz, Ma. Theresa III' },
          { what: 'email', after: 'Theresa@School.example' },
          { what: 'phone', after: '0917 555 0101 (household)' },
          { what: 'guardian', after: 'Dela Cruz, Rosa (mother)' },
          { what: 'section', after: 'Grade 7 Mabini' },
          { what: 'firstDay', after: monday },
        ],
      },
    ])
    expect(
      await world.attempt('person.add', {
        kind: 'student',
        fields: { familyName: 'Lim', studentNumber: '000000012345' },
      }),
    ).toMatchObject({ problem: { kind: 'conflict', field: 'fields.studentNumber' } })
    // A learner without number and address is fine.
    expect(await world.call('person.add', { kind: 'student', fields: { familyName: 'Sukarno' } })).toMatchObject({
      listName: 'Sukarno',
      studentNumber: null,
      emails: [],
    })
  })

  test('is changed as far as something is said; the old name stays known, and each change can be undone', async () => {
    const world = await rosterWorld()
    const { students } = await world.classOf('Mabini', ['Reyes, Ana'])
    const [ana] = students
    const personId = personIdOf(ana!)
    const before = await world.call('person.get', { personId })
    await world.call('person.change', {
      personId,
      changes: {
        familyName: 'Reyes-Cruz',
        emails: [
          { address: ana!.email.toUpperCase(), owner: 'household' },
          { address: 'ana@new.example', owner: 'own' },
          { address: 'ANA@new.example', owner: 'own' },
        ],
      },
    })
    const after = await world.call('person.get', { personId })
    expect(after.person).toMatchObject({ listName: 'Reyes-Cruz, Ana', studentNumber: before.person.studentNumber })
    expect(after.person.emails.map(({ address, owner }) => [address, owner])).toEqual([
      [ana!.email.toUpperCase(), 'household'],
      ['ANA@new.example', 'own'],
    ])
    expect(after.knownAs).toMatchObject([{ name: 'Reyes, Ana', isFormerName: true, group: null }])
    expect((await world.call('person.list', { text: 'cruz' })).totalCount).toBe(1)
    const [deed] = after.history
    expect(deed).toMatchObject({
      kind: 'change',
      changes: [
        { what: 'familyName', before: 'Reyes', after: 'Reyes-Cruz' },
        { what: 'knownAs', before: null, after: 'Reyes, Ana' },
        { what: 'email' },
        { what: 'email', before: null, after: 'ANA@new.example' },
      ],
    })
    await world.call('person.undo', { deedId: deed!.deedId })
    const undone = await world.call('person.get', { personId })
    expect({ ...undone, history: [] }).toEqual({ ...before, history: [] })
    expect(undone.history[0]?.undoneAt).not.toBeNull()
    expect(await world.attempt('person.undo', { deedId: deed!.deedId })).toMatchObject({
      problem: { kind: 'conflict' },
    })
  })

  test('keeps what was changed since: a deed under another cannot be taken back', async () => {
    const world = await rosterWorld()
    const ana = await world.person('Reyes, Ana')
    const personId = personIdOf(ana)
    await world.call('person.change', { personId, changes: { preferredName: 'Annie' } })
    world.clock.set(world.clock.now() + 1000)
    await world.call('person.change', { personId, changes: { preferredName: 'Nan' } })
    const [, first] = (await world.call('person.get', { personId })).history
    expect(await world.attempt('person.undo', { deedId: first!.deedId })).toMatchObject({
      problem: { kind: 'conflict' },
    })
    expect((await world.call('person.get', { personId })).person.preferredName).toBe('Nan')
  })

  test('shows the day, the totals by subject, excuses and contacts; a section of before counts there', async () => {
    const world = await rosterWorld()
    const { students, period, teacher } = await world.lesson(['Reyes, Ana', 'Cruz, Ben'])
    const [ana, ben] = students
    await world.database.write([], (db) => {
      db.run(`insert into contacts (id, person_key, at, means, with_whom, was_reached, note, actor)
        values ('${world.newId()}', ${ana!.key}, ${period.startAt}, 'phone', 'mother', 1, 'Flood.', 'office')`)
    })
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, period.startAt, period.endAt),
      { by: ben!, from: period.startAt, to: period.endAt },
    ])
    await world.excuse(ana!, 'illness', [period.id])
    const page = await world.call('person.get', { personId: personIdOf(ana!) })
    expect(page.today).toMatchObject([
      { periodId: period.id, meetingId: period.meeting!.id, subject: 'Mathematics', mark: { presence: 'absent' } },
    ])
    expect(page.term).toMatchObject({ title: '2025–2026' })
    expect(page.totals).toMatchObject([
      { subject: 'Mathematics', heldCount: 1, presentCount: 0, absentCount: 1, excusedCount: 1, pendingCount: 0 },
    ])
    expect(page.excuses).toMatchObject([{ reason: 'illness', isWholeDay: false, isRevoked: false }])
    expect(page.contacts).toMatchObject([{ means: 'phone', withWhom: 'mother', wasReached: true, note: 'Flood.' }])
  })

  test('of the staff shows what they advise and teach', async () => {
    const world = await rosterWorld()
    const section = await world.section('Mabini')
    const teacher = await world.person('Santos, Liza', 'staff')
    const group = await world.group('Science', [section], [])
    await world.call('section.change', {
      sectionId: sectionIdOf(section),
      changes: { adviser: { personId: personIdOf(teacher), fromOn: monday } },
    })
    await world.call('group.change', {
      groupId: group.id,
      changes: { teachers: [{ personId: personIdOf(teacher), firstOn: '2026-01-05', lastOn: null }] },
    })
    const { duties, history } = await world.call('person.get', { personId: personIdOf(teacher) })
    expect(duties).toEqual([
      { kind: 'adviser', title: 'Grade 7 Mabini', firstOn: monday, lastOn: null },
      { kind: 'teacher', title: 'Grade 7 Mabini, Science', firstOn: '2026-01-05', lastOn: null },
    ])
    expect(history.map(({ changes }) => changes[0]?.what)).toEqual(['teaches', 'advises'])
    expect(await world.attempt('person.archive', { personIds: [personIdOf(teacher)] })).toMatchObject({
      problem: { kind: 'conflict', field: 'personIds' },
    })
  })
})

test('who is enrolled is not archived; who is not leaves every list, and comes back', async () => {
  const world = await rosterWorld()
  const { students } = await world.classOf('Mabini', ['Reyes, Ana'])
  const [ana] = students
  const personIds = [personIdOf(ana!)]
  expect(await world.attempt('person.archive', { personIds })).toMatchObject({
    problem: { kind: 'conflict', field: 'personIds' },
  })
  await world.change({ kind: 'withdraw', personIds, lastOn: dayOf(-3), reason: 'noLongerInSchool', detail: 'b.1' })
  await world.call('person.archive', { personIds })
  expect((await world.call('person.list', {})).totalCount).toBe(0)
  expect((await world.call('person.find', { text: 'ana' })).people).toEqual([])
  await world.call('person.restore', { personIds })
  expect((await world.call('person.list', {})).totalCount).toBe(1)
  expect((await world.call('person.get', { personId: personIds[0]! })).history.map(({ kind }) => kind)).toEqual([
    'archive',
    'archive',
    'withdraw',
  ])
})

test('a household is shared until somebody leaves it', async () => {
  const world = await rosterWorld()
  const [ana, ben, carlo] = [
    await world.person('Reyes, Ana'),
    await world.person('Reyes, Ben'),
    await world.person('Reyes, Carlo'),
  ]
  const { deedId } = await world.call('household.join', { personIds: [ana, ben].map(personIdOf) })
  await world.call('household.join', { personIds: [ben, carlo].map(personIdOf) })
  const mates = async () =>
    (await world.call('person.get', { personId: personIdOf(ana) })).household.map(({ listName }) => listName)
  expect(await mates()).toEqual(['Reyes, Ben', 'Reyes, Carlo'])
  expect((await world.call('person.get', { personId: personIdOf(carlo) })).history).toMatchObject([
    { changes: [{ what: 'household', before: null, after: 'Reyes, Ana; Reyes, Ben' }] },
  ])
  await world.call('household.leave', { personId: personIdOf(ben) })
  expect(await mates()).toEqual(['Reyes, Carlo'])
  expect(await world.attempt('person.undo', { deedId: deedId! })).toMatchObject({ problem: { kind: 'conflict' } })
})
