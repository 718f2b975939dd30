import { describe, expect, test } from 'vitest'
import { hostStay, monday, type MadePerson, type MadePeriod } from '../../support/attendance-world.ts'
import { dayOf, personIdOf, rosterWorld, sectionIdOf, type RosterWorld } from '../../support/roster-world.ts'

const [tuesday, wednesday, thursday] = [dayOf(1), dayOf(2), dayOf(3)]
const titlesOf = (preview: { people: readonly { from: string | null; to: string | null }[] }) =>
  preview.people.map(({ from, to }) => [from, to])

/** Two sections with a class on Monday, Tuesday and Wednesday each, and the report of every one of them. */
async function twoSections() {
  const world = await rosterWorld()
  const mabini = await world.classOf('Mabini', ['Cruz, Ben', 'Reyes, Ana'])
  const rizal = await world.classOf('Rizal', ['Lim, Chloe'])
  const [ben, ana] = mabini.students as [MadePerson, MadePerson]
  const [chloe] = rizal.students as [MadePerson]
  const teacher = await world.person('Santos, Liza', 'staff')
  const days = [monday, tuesday, wednesday]
  const classesOf = async (section: { key: number }) => {
    const group = await world.group('Mathematics', [section], [teacher])
    const meeting = await world.meeting(teacher, [ben, ana, chloe])
    const periods: MadePeriod[] = []
    for (const on of days) periods.push(await world.period(group.key, meeting, { on }))
    return periods as [MadePeriod, MadePeriod, MadePeriod]
  }
  const ofMabini = await classesOf(mabini.section)
  const ofRizal = await classesOf(rizal.section)
  return { world, mabini: mabini.section, rizal: rizal.section, ben, ana, chloe, teacher, ofMabini, ofRizal }
}

/** The whole report of a class in which the teacher and these people were from beginning to end. */
async function held(world: RosterWorld, teacher: MadePerson, period: MadePeriod, came: readonly MadePerson[]) {
  const [from, to] = [period.startAt, period.endAt]
  const stays = [hostStay(teacher, from, to), ...came.map((by) => ({ by, from, to }))]
  await world.reportToTheEnd(period, `uuid-${period.id}`, stays)
}

describe('enroll', () => {
  test('from a day on credits a student who came before anybody had put them on the list', async () => {
    const { world, mabini, ben, ana, teacher, ofMabini } = await twoSections()
    const dakila = await world.person('Villanueva, Dakila', 'student', 'dakila@school.example')
    await held(world, teacher, ofMabini[0], [ben, ana])
    for (const period of ofMabini.slice(1)) {
      const [from, to] = [period.startAt, period.endAt]
      await world.reportToTheEnd(period, `uuid-${period.id}`, [
        hostStay(teacher, from, to),
        { by: ben, from, to },
        { name: 'Dakila Villanueva', email: dakila.email, from, to },
      ])
    }
    expect(await world.marksOf(ofMabini[1])).toMatchObject({ 'Villanueva, Dakila': 'notEnrolled' })
    const { people } = await world.call('enrollment.unlisted', { sectionId: sectionIdOf(mabini) })
    expect(people).toMatchObject([
      {
        personId: dakila.id,
        name: 'Villanueva, Dakila',
        elsewhere: null,
        visits: [{ on: tuesday }, { on: wednesday }],
      },
    ])

    const { preview, changedCount } = await world.change({
      kind: 'enroll',
      personIds: [personIdOf(dakila)],
      sectionId: sectionIdOf(mabini),
      firstOn: tuesday,
      reason: 'transferredIn',
      detail: 'Rizal National High School',
    })
    expect(changedCount).toBe(1)
    expect(preview).toMatchObject({ periodCount: 2, markCount: 2 })
    expect(titlesOf(preview)).toEqual([[null, 'Grade 7 Mabini']])
    // Nobody has looked since: the marks followed by themselves.
    expect(await world.keptMarks(ofMabini[1])).toEqual({
      'Cruz, Ben': 'present',
      'Reyes, Ana': 'absent',
      'Villanueva, Dakila': 'present',
    })
    expect(await world.marksOf(ofMabini[0])).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'present' })
    expect((await world.call('enrollment.unlisted', { sectionId: sectionIdOf(mabini) })).people).toEqual([])
  })

  test('late is never absent before the first day', async () => {
    const { world, mabini, ben, teacher, ofMabini } = await twoSections()
    for (const period of ofMabini) await held(world, teacher, period, [ben])
    const late = await world.person('Abad, Niño')
    await world.change({
      kind: 'enroll',
      personIds: [personIdOf(late)],
      sectionId: sectionIdOf(mabini),
      firstOn: wednesday,
      reason: 'late',
    })
    expect(Object.keys(await world.marksOf(ofMabini[1]))).not.toContain('Abad, Niño')
    // Without a link that works nobody is absent by itself, and expected they are.
    expect(await world.marksOf(ofMabini[2])).toMatchObject({ 'Abad, Niño': 'notSeenYet' })
  })

  test('refuses who is somewhere else, there already, of the staff or archived; the others go in', async () => {
    const { world, mabini, rizal, ana, chloe, teacher } = await twoSections()
    const [fresh, gone, later] = [
      await world.person('Abad, Niño'),
      await world.person('Bautista, Rosa'),
      await world.person('Dizon, Paulo'),
    ]
    await world.enroll(later, { sectionKey: rizal.key }, { firstOn: thursday })
    await world.call('person.archive', { personIds: [personIdOf(gone)] })
    const { preview, changedCount } = await world.change({
      kind: 'enroll',
      personIds: [fresh, gone, later, ana, chloe, teacher].map(personIdOf),
      sectionId: sectionIdOf(mabini),
      firstOn: monday,
      reason: null,
    })
    expect(preview.people.map(({ listName, objection }) => [listName, objection])).toEqual([
      ['Abad, Niño', null],
      ['Bautista, Rosa', 'Is archived: restore them first.'],
      ['Dizon, Paulo', 'Is in Grade 7 Rizal from a later day on: correct that enrollment first.'],
      ['Lim, Chloe', 'Is in Grade 7 Rizal on that day: move them instead.'],
      ['Reyes, Ana', 'Is enrolled there on that day already.'],
      ['Santos, Liza', 'Belongs to the staff: teachers are assigned to classes instead.'],
    ])
    expect(changedCount).toBe(1)
    const { students } = await world.call('section.get', { sectionId: sectionIdOf(mabini), on: monday })
    expect(students.map(({ person }) => person.listName)).toEqual(['Abad, Niño', 'Cruz, Ben', 'Reyes, Ana'])
  })

  test('into a teaching group beside the section', async () => {
    const { world, rizal, chloe, ben } = await twoSections()
    const robotics = await world.group('Robotics', [], [])
    const { preview } = await world.change({
      kind: 'enroll',
      personIds: [personIdOf(chloe), personIdOf(ben)],
      groupId: robotics.id,
      firstOn: tuesday,
      reason: null,
    })
    expect(titlesOf(preview)).toEqual([
      [null, 'Robotics'],
      [null, 'Robotics'],
    ])
    const { enrollments } = await world.call('person.get', { personId: personIdOf(chloe) })
    expect(enrollments.map(({ section, group }) => section?.title ?? group?.title)).toEqual([
      'Robotics',
      'Grade 7 Rizal',
    ])
    expect((await world.call('section.list', {})).sections.find(({ id }) => id === rizal.id)?.studentCount).toBe(1)
  })
})

describe('move', () => {
  test('leaves the days before with the old section, and overrides where they stand', async () => {
    const { world, mabini, rizal, ben, ana, chloe, teacher, ofMabini, ofRizal } = await twoSections()
    for (const period of ofMabini) await held(world, teacher, period, [ben])
    for (const period of ofRizal) await held(world, teacher, period, [chloe, ana])
    const excusedOn = ofMabini[0]
    await world.call('attendance.override', {
      periodId: excusedOn.id,
      personIds: [personIdOf(ana)],
      presence: 'present',
      isLate: false,
      hasLeftEarly: false,
      reason: 'She sat beside me.',
    })
    const { preview, deedId } = await world.change({
      kind: 'move',
      personIds: [personIdOf(ana)],
      toSectionId: sectionIdOf(rizal),
      firstOn: tuesday,
    })
    expect(titlesOf(preview)).toEqual([['Grade 7 Mabini', 'Grade 7 Rizal']])
    expect(preview).toMatchObject({ periodCount: 4, markCount: 4 })
    expect(await world.marksOf(ofMabini[0])).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'present' })
    expect(await world.marksOf(ofMabini[1])).toEqual({ 'Cruz, Ben': 'present' })
    expect(await world.marksOf(ofRizal[0])).toEqual({ 'Lim, Chloe': 'present', 'Reyes, Ana': 'notEnrolled' })
    expect(await world.marksOf(ofRizal[1])).toEqual({ 'Lim, Chloe': 'present', 'Reyes, Ana': 'present' })
    const { enrollments } = await world.call('person.get', { personId: personIdOf(ana) })
    expect(enrollments).toMatchObject([
      { section: { id: rizal.id }, firstOn: tuesday, lastOn: null, startReason: 'movedSection', endReason: null },
      { section: { id: mabini.id }, lastOn: monday, endReason: 'movedSection', endDetail: 'Grade 7 Rizal' },
    ])

    await world.call('person.undo', { deedId: deedId! })
    expect(await world.keptMarks(ofMabini[1])).toEqual({ 'Cruz, Ben': 'present', 'Reyes, Ana': 'absent' })
    expect(await world.keptMarks(ofRizal[1])).toEqual({ 'Lim, Chloe': 'present', 'Reyes, Ana': 'notEnrolled' })
    expect(await world.marksOf(ofMabini[0])).toMatchObject({ 'Reyes, Ana': 'present' })
  })

  test('in bulk, with those left out who are in no section', async () => {
    const { world, rizal, ben, ana } = await twoSections()
    const nowhere = await world.person('Abad, Niño')
    const { preview, changedCount } = await world.change({
      kind: 'move',
      personIds: [ben, ana, nowhere].map(personIdOf),
      toSectionId: sectionIdOf(rizal),
      firstOn: tuesday,
    })
    expect(changedCount).toBe(2)
    expect(preview.people.map(({ objection }) => objection)).toEqual(['Is in no section on that day.', null, null])
    const { students, left } = await world.call('section.get', { sectionId: sectionIdOf(rizal), on: tuesday })
    expect(students).toHaveLength(3)
    expect(left).toEqual([])
  })

  test('refuses what was shown of rosters that are others by now', async () => {
    const { world, rizal, ana } = await twoSections()
    const change = {
      kind: 'move' as const,
      personIds: [personIdOf(ana)],
      toSectionId: sectionIdOf(rizal),
      firstOn: tuesday,
    }
    const { digest } = await world.call('enrollment.preview', { change })
    await world.change({
      kind: 'withdraw',
      personIds: [personIdOf(ana)],
      lastOn: monday,
      reason: 'transferredOut',
      detail: 'Cebu',
    })
    expect(await world.attempt('enrollment.change', { change, digest })).toMatchObject({
      ok: false,
      problem: { kind: 'stalePreview' },
    })
  })
})

describe('withdraw and correct', () => {
  test('ends every enrollment with day and reason; nobody expects them after it', async () => {
    const { world, mabini, ben, ana, teacher, ofMabini } = await twoSections()
    const robotics = await world.group('Robotics', [], [])
    await world.enroll(ana, { groupKey: robotics.key })
    for (const period of ofMabini) await held(world, teacher, period, [ben])
    await world.change({
      kind: 'withdraw',
      personIds: [personIdOf(ana)],
      lastOn: monday,
      reason: 'noLongerInSchool',
      detail: 'a.2',
    })
    expect(await world.marksOf(ofMabini[0])).toMatchObject({ 'Reyes, Ana': 'absent' })
    expect(await world.marksOf(ofMabini[1])).toEqual({ 'Cruz, Ben': 'present' })
    const page = await world.call('person.get', { personId: personIdOf(ana) })
    expect(page.enrollments.map(({ lastOn, endReason, endDetail }) => [lastOn, endReason, endDetail])).toEqual([
      [monday, 'noLongerInSchool', 'a.2'],
      [monday, 'noLongerInSchool', 'a.2'],
    ])
    const { left } = await world.call('section.get', { sectionId: sectionIdOf(mabini), on: tuesday })
    expect(left.map(({ listName }) => listName)).toEqual(['Reyes, Ana'])
  })

  test('entered by mistake never counted on any day', async () => {
    const { world, ben, ana, teacher, ofMabini } = await twoSections()
    await held(world, teacher, ofMabini[0], [ben])
    expect(await world.marksOf(ofMabini[0])).toMatchObject({ 'Reyes, Ana': 'absent' })
    await world.change({
      kind: 'withdraw',
      personIds: [personIdOf(ana)],
      lastOn: monday,
      reason: 'enteredByMistake',
    })
    expect(await world.keptMarks(ofMabini[0])).toEqual({ 'Cruz, Ben': 'present' })
  })

  test('the day of a move is one day: correcting one side of it corrects the other', async () => {
    const { world, mabini, rizal, ana } = await twoSections()
    await world.change({
      kind: 'move',
      personIds: [personIdOf(ana)],
      toSectionId: sectionIdOf(rizal),
      firstOn: wednesday,
    })
    const [present] = (await world.call('person.get', { personId: personIdOf(ana) })).enrollments
    await world.change({ kind: 'correct', enrollmentId: present!.id, firstOn: tuesday, lastOn: null })
    expect((await world.call('person.get', { personId: personIdOf(ana) })).enrollments).toMatchObject([
      { section: { id: rizal.id }, firstOn: tuesday },
      { section: { id: mabini.id }, lastOn: monday },
    ])
    const { preview } = await world.change({
      kind: 'correct',
      enrollmentId: present!.id,
      firstOn: '2025-05-05',
      lastOn: null,
    })
    expect(preview.people).toMatchObject([
      { objection: 'Is in Grade 7 Mabini on some of these days: choose other days.' },
    ])
  })
})

describe('missing from a file', () => {
  async function missing(world: RosterWorld, who: readonly MadePerson[]) {
    await world.database.write(['people'], (db) => {
      db.run(`insert into imports (id, file_name, digest, mapping, added_count, changed_count, unchanged_count,
        refused_count, actor, imported_at) values ('${world.newId()}', 'mabini.csv', '', '{}', 0, 0, 0, 0, 'office', 0)`)
      const keys = who.map(({ key }) => key).join(', ')
      for (const { key } of db.all<{ key: number }>(`select key from enrollments where person_key in (${keys})`)) {
        db.run(`insert into missing_students (id, enrollment_key, import_key, found_at)
          values ('${world.newId()}', ${key}, (select max(key) from imports), 0)`)
      }
    })
    return (await world.call('enrollment.missing', {})).students
  }

  test('waits for a word: one stays, another left, and that can be undone', async () => {
    const { world, mabini, ben, ana } = await twoSections()
    const [first, second] = await missing(world, [ben, ana])
    expect(first).toMatchObject({ listName: 'Cruz, Ben', section: { title: 'Grade 7 Mabini' }, fileName: 'mabini.csv' })
    expect((await world.call('section.list', {})).sections[0]).toMatchObject({ name: 'Mabini', missingCount: 2 })
    await world.call('enrollment.settleMissing', { missingIds: [first!.missingId], as: { kind: 'stays' } })
    const { deedId } = await world.call('enrollment.settleMissing', {
      missingIds: [second!.missingId],
      as: { kind: 'left', lastOn: monday, reason: 'transferredOut', detail: 'Cebu' },
    })
    expect((await world.call('enrollment.missing', { sectionId: sectionIdOf(mabini) })).students).toEqual([])
    expect((await world.call('person.get', { personId: personIdOf(ana) })).enrollments).toMatchObject([
      { lastOn: monday, endReason: 'transferredOut', endDetail: 'Cebu' },
    ])
    expect(
      await world.attempt('enrollment.settleMissing', { missingIds: [first!.missingId], as: { kind: 'stays' } }),
    ).toMatchObject({ problem: { kind: 'conflict', field: 'missingIds' } })
    await world.call('person.undo', { deedId: deedId! })
    expect((await world.call('enrollment.missing', {})).students).toMatchObject([{ listName: 'Reyes, Ana' }])
  })

  test('of one teaching group alone leaves that group alone', async () => {
    const { world, ana } = await twoSections()
    const robotics = await world.group('Robotics', [], [])
    await world.change({
      kind: 'enroll',
      personIds: [personIdOf(ana)],
      groupId: robotics.id,
      firstOn: monday,
      reason: null,
    })
    const waiting = await missing(world, [ana])
    const ofGroup = waiting.find(({ group }) => group !== null)
    expect(ofGroup).toMatchObject({ section: null, group: { id: robotics.id } })
    await world.call('enrollment.settleMissing', {
      missingIds: [ofGroup!.missingId],
      as: { kind: 'left', lastOn: monday, reason: 'noLongerInSchool', detail: '' },
    })
    const { enrollments } = await world.call('person.get', { personId: personIdOf(ana) })
    expect(enrollments.find(({ group }) => group !== null)).toMatchObject({ lastOn: monday })
    expect(enrollments.find(({ section }) => section !== null)).toMatchObject({ lastOn: null })
  })

  test('who was withdrawn meanwhile waits no longer', async () => {
    const { world, ana } = await twoSections()
    await missing(world, [ana])
    await world.change({
      kind: 'withdraw',
      personIds: [personIdOf(ana)],
      lastOn: monday,
      reason: 'transferredOut',
    })
    expect((await world.call('enrollment.missing', {})).students).toEqual([])
  })
})

test('registrations of classes to come follow at once, and the preview has counted them', async () => {
  const { world, mabini, rizal, ben, ana, chloe, teacher } = await twoSections()
  const [science, filipino] = [
    await world.group('Science', [mabini], [teacher]),
    await world.group('Filipino', [rizal], [teacher]),
  ]
  const ofMabini = await world.upcoming(science, teacher, [ben, ana], thursday)
  const ofRizal = await world.upcoming(filipino, teacher, [chloe], thursday)
  const { preview, deedId } = await world.change({
    kind: 'move',
    personIds: [personIdOf(ana)],
    toSectionId: sectionIdOf(rizal),
    firstOn: tuesday,
  })
  expect(preview).toMatchObject({ registrationCount: 1, cancellationCount: 1 })
  expect(await world.linksOf(ofMabini)).toMatchObject({ 'Reyes, Ana': `cancelled ${ana.email}` })
  expect(await world.linksOf(ofRizal)).toMatchObject({
    'Lim, Chloe': `registered ${chloe.email}`,
    'Reyes, Ana': `waiting ${ana.email}`,
  })
  expect([await world.errandsOf(ofMabini), await world.errandsOf(ofRizal)]).toEqual([
    ['cancelRegistration'],
    ['register'],
  ])
  const emails = [{ address: 'ana@new.example', owner: 'own' as const }]
  await world.call('person.change', { personId: personIdOf(ana), changes: { emails } })
  expect(await world.linksOf(ofRizal)).toMatchObject({ 'Reyes, Ana': 'waiting ana@new.example' })
  const { history } = await world.call('person.get', { personId: personIdOf(ana) })
  await world.call('person.undo', { deedId: history[0]!.deedId })
  await world.call('person.undo', { deedId: deedId! })
  expect(await world.linksOf(ofMabini)).toMatchObject({ 'Reyes, Ana': `waiting ${ana.email}` })
  expect(await world.linksOf(ofRizal)).toMatchObject({ 'Reyes, Ana': `cancelled ${ana.email}` })
})

test('taking back that somebody was added takes their registration back; what Zoom was told of stays, archived', async () => {
  const { world, mabini, ben, teacher } = await twoSections()
  const science = await world.group('Science', [mabini], [teacher])
  const meeting = await world.upcoming(science, teacher, [ben], thursday)
  const { id: personId } = await world.call('person.add', {
    kind: 'student',
    fields: { familyName: 'Abad', givenName: 'Niño', emails: [{ address: 'nino@school.example', owner: 'own' }] },
    enroll: { sectionId: sectionIdOf(mabini), firstOn: monday, reason: 'late' },
  })
  expect(await world.linksOf(meeting)).toMatchObject({ 'Abad, Niño': 'waiting nino@school.example' })
  const { history } = await world.call('person.get', { personId })
  await world.call('person.undo', { deedId: history[0]!.deedId })
  expect(await world.linksOf(meeting)).toMatchObject({ 'Abad, Niño': 'cancelled nino@school.example' })
  expect(await world.call('person.get', { personId })).toMatchObject({ person: { isArchived: true }, enrollments: [] })
  expect((await world.call('person.list', { text: 'abad' })).totalCount).toBe(0)
})

test('visitors whom nobody recognised are listed by the name that they showed', async () => {
  const { world, rizal, mabini, chloe, ben, teacher, ofMabini } = await twoSections()
  const [from, to] = [ofMabini[0].startAt, ofMabini[0].endAt]
  await world.reportToTheEnd(ofMabini[0], 'uuid-visit', [
    hostStay(teacher, from, to),
    { by: ben, from, to },
    { by: chloe, from, to },
    { name: 'Mama', from, to },
  ])
  expect((await world.call('enrollment.unlisted', { sectionId: sectionIdOf(mabini) })).people).toMatchObject([
    { personId: chloe.id, name: 'Lim, Chloe', elsewhere: 'Grade 7 Rizal' },
    { personId: null, name: 'Mama', elsewhere: null, visits: [{ on: monday, title: 'Grade 7 Mabini, Mathematics' }] },
  ])
  expect((await world.call('enrollment.unlisted', { sectionId: sectionIdOf(rizal) })).people).toEqual([])
})
