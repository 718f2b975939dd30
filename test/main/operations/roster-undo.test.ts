import fc from 'fast-check'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { readExpected } from '../../../src/main/store/attendance-queries.ts'
import { tables } from '../../../src/main/store/database.ts'
import { expectedKeys } from '../../../src/main/store/enrolled.ts'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import { dayOf, personIdOf, rosterWorld, sectionIdOf, type RosterWorld } from '../../support/roster-world.ts'

const days = Array.from({ length: 10 }, (_, index) => dayOf(index))
const day = fc.constantFrom(...days)
const who = fc.nat(5)
const where = fc.nat(2)

const step = fc.oneof(
  fc.record({ does: fc.constant('enroll' as const), who, where, on: day }),
  fc.record({ does: fc.constant('join group' as const), who, on: day }),
  fc.record({ does: fc.constant('move' as const), who, other: who, where, on: day }),
  fc.record({
    does: fc.constant('withdraw' as const),
    who,
    on: day,
    reason: fc.constantFrom('transferredOut' as const, 'enteredByMistake' as const),
  }),
  fc.record({ does: fc.constant('correct' as const), who, at: fc.nat(4), on: day, lastOn: fc.option(day) }),
  fc.record({ does: fc.constant('rename' as const), who, name: fc.constantFrom('Reyes', 'Santos', 'Peña') }),
  fc.record({ does: fc.constant('share home' as const), who, other: who }),
  fc.record({ does: fc.constant('leave home' as const), who }),
  fc.record({ does: fc.constant('merge' as const), who, other: who }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Every table that a deed may write, and nothing of the journal itself. */
const everything = (world: RosterWorld) =>
  world.database.read((db) =>
    Object.fromEntries(
      (
        [
          'households',
          'persons',
          'emails',
          'phones',
          'guardians',
          'sections',
          'advisers',
          'enrollments',
          'knownAsNames',
          'sourceIds',
          'missingStudents',
          'overrides',
          'excuses',
          'contacts',
          'registrants',
          'marks',
        ] as const
      ).map((name) => [name, db.select().from(tables[name]).all()]),
    ),
  )

async function school() {
  const world = await rosterWorld()
  const { section: mabini, students } = await world.classOf('Mabini', ['Cruz, Ben', 'Reyes, Ana', 'Reyes, Anna'])
  const { section: rizal, students: others } = await world.classOf('Rizal', ['Lim, Chloe'])
  const luna = await world.section('Luna')
  const people = [
    ...students,
    ...others,
    await world.person('Abad, Niño'),
    await world.person('Dizon, Paulo', 'student', null),
  ]
  const teacher = await world.person('Santos, Liza', 'staff')
  const sections = [mabini, rizal, luna]
  const robotics = await world.group('Robotics', [mabini, rizal], [teacher])
  const groups = [
    robotics,
    ...(await Promise.all(sections.map((section) => world.group('Science', [section], [teacher])))),
  ]
  const meeting = await world.meeting(teacher, people.slice(0, 3))
  const periods = []
  for (const group of groups)
    for (const on of days.slice(0, 4)) periods.push(await world.period(group.key, meeting, { on }))
  await world.excuse(people[1]!, 'illness')
  world.clock.set(periods.at(-1)!.endAt + 86_400_000)
  return { world, people, sections, robotics, periods }
}
type School = Awaited<ReturnType<typeof school>>

/** Does one step as a person would; returns its deed, or null where it was refused or changed nothing. */
async function play({ world, people, sections, robotics }: School, wanted: Step): Promise<string | null> {
  const idOf = (index: number) => personIdOf(people[index]!)
  const change = async (asked: InputOf<'enrollment.preview'>['change']) => {
    const { deedId } = await world.change(asked)
    return deedId
  }
  const personIds = [idOf(wanted.who)]
  switch (wanted.does) {
    case 'enroll':
      return change({
        kind: 'enroll',
        personIds,
        sectionId: sectionIdOf(sections[wanted.where]!),
        firstOn: wanted.on,
        reason: 'late',
      })
    case 'join group':
      return change({ kind: 'enroll', personIds, groupId: robotics.id, firstOn: wanted.on, reason: null })
    case 'move': {
      const toSectionId = sectionIdOf(sections[wanted.where]!)
      return change({ kind: 'move', personIds: [...personIds, idOf(wanted.other)], toSectionId, firstOn: wanted.on })
    }
    case 'withdraw':
      return change({ kind: 'withdraw', personIds, lastOn: wanted.on, reason: wanted.reason })
    case 'correct': {
      const { enrollments } = await world.call('person.get', { personId: personIds[0]! })
      const enrollmentId = enrollments[wanted.at % Math.max(enrollments.length, 1)]?.id
      if (enrollmentId === undefined) return null
      return change({ kind: 'correct', enrollmentId, firstOn: wanted.on, lastOn: wanted.lastOn })
    }
    case 'rename': {
      const given = { personId: personIds[0]!, changes: { familyName: wanted.name } }
      const result = await world.attempt('person.change', given)
      return result.ok ? lastDeed(world) : null
    }
    case 'share home': {
      if (wanted.who === wanted.other) return null
      return (await world.call('household.join', { personIds: [...personIds, idOf(wanted.other)] })).deedId
    }
    case 'leave home':
      return (await world.call('household.leave', { personId: personIds[0]! })).deedId
    case 'merge': {
      const pair = { keepId: personIds[0]!, doubleId: idOf(wanted.other) }
      const preview = await world.attempt('person.mergePreview', pair)
      if (!preview.ok) return null
      return (await world.call('person.merge', { ...pair, digest: preview.value.digest })).deedId
    }
  }
}

const lastDeed = (world: RosterWorld): Promise<string> =>
  world.database.read((db) => db.get<{ id: string }>(sql`select id from roster_deeds order by key desc limit 1`).id)

/** Attendance and registration expect the same people, and only on days between first and last. */
async function checkExpected({ world, periods }: School): Promise<void> {
  await world.database.read((db) => {
    const expected = readExpected(
      db,
      periods.map(({ key }) => key),
    )
    for (const { key, groupKey, on } of periods) {
      const rows = expected.get(key) ?? []
      const keys = db.all<{ key: number }>(sql`
        select x.person_key as key from (${expectedKeys({ groupKey, on })}) x
        join persons p on p.key = x.person_key and p.kind = 'student' order by 1`)
      expect(rows.map(({ personKey }) => personKey).toSorted((a, b) => a - b)).toEqual(keys.map((row) => row.key))
      for (const { firstOn, lastOn } of rows) expect(firstOn <= on && (lastOn === null || on <= lastOn)).toBe(true)
    }
    const twice = db.all(sql`
      select a.person_key from enrollments a join enrollments b on b.person_key = a.person_key and b.key > a.key
      where a.section_key is not null and b.section_key is not null
        and coalesce(a.end_reason, '') <> 'enteredByMistake' and coalesce(b.end_reason, '') <> 'enteredByMistake'
        and a.first_on <= coalesce(b.last_on, '9999') and b.first_on <= coalesce(a.last_on, '9999')`)
    expect(twice).toEqual([])
  })
}

test('whatever is done to the rosters, undone from the last to the first every row is as it was', async () => {
  const made = await school()
  const { world, periods } = made
  const look = async () => {
    await world.stores.attendance.refresh(
      periods.map(({ key }) => key),
      world.clock.now(),
    )
    return everything(world)
  }
  const start = await look()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (script) => {
      const deeds: string[] = []
      for (const wanted of script) {
        world.clock.set(world.clock.now() + 1000)
        const deed = await play(made, wanted)
        if (deed !== null) deeds.push(deed)
        await checkExpected(made)
      }
      for (const deedId of deeds.toReversed()) await world.call('person.undo', { deedId: deedId })
      const end = await look()
      // Derived marks may have been computed anew; everything that a person said is as it was.
      const { marks, ...said } = end
      const { marks: marksBefore, ...saidBefore } = start
      expect(said).toEqual(saidBefore)
      const plain = (rows: typeof marks = []) => rows.map((row) => ({ ...row, computedAt: 0 }))
      expect(plain(marks)).toEqual(plain(marksBefore))
    }),
    { numRuns: 20 },
  )
}, 120_000)
