import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getTableName, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../src/main/store/database.ts'
import { createRosterImportStore } from '../../src/main/store/roster-import.ts'
import { recorded } from '../../src/main/store/roster-recorder.ts'
import type {
  BundleEnrollment,
  BundleGroup,
  BundlePerson,
  BundleSection,
  RosterBundle,
} from '../../src/shared/domain/roster-bundle.ts'
import { planRoster } from '../../src/shared/domain/roster-plan.ts'
import { testDatabase } from '../support/database.ts'

const days = { today: '2026-08-10', firstOn: '2026-08-10', firstWeeksUntil: null }
const rules = { allowedDomains: [], schoolAddressPattern: null }
const author = { actor: 'office', device: 'test', at: 1, newId: randomUUID, rules } as never
const origin = { file: 'users.csv', line: 1 }

const sectionNames = ['Mabini', 'Rizal', 'Luna', '陳']
const families = ['Reyes', 'Dela Cruz', 'Ñonuevo', '王']
const days2026 = [null, '2026-06-08', '2026-07-01', '2026-09-01'] as const
const lastDays = [null, null, null, '2026-07-15', '2027-03-31'] as const

const student = (
  at: number,
  change: { family: number; email: number; hasNumber: boolean; isGone: boolean },
): BundlePerson => ({
  ref: `s-${at}`,
  kind: 'student',
  familyName: families[change.family]!,
  givenName: `Ana ${at}`,
  middleName: '',
  suffix: '',
  preferredName: '',
  sex: at % 2 === 0 ? 'female' : null,
  birthOn: at % 3 === 0 ? '2013-04-05' : null,
  studentNumber: change.hasNumber ? `1364120000${10 + at}` : null,
  // Few addresses for many: siblings share them.
  emails: change.email === 0 ? [] : [{ address: `ana${change.email}@example.com`, owner: 'own' }],
  phones: at % 4 === 0 ? [{ number: `0917123456${at}`, owner: 'guardian' }] : [],
  guardians: at % 2 === 0 ? [{ name: `Luz ${change.family}`, relation: 'mother' }] : [],
  isGone: change.isGone,
  origin: { file: 'users.csv', line: at + 2 },
})

const teacher = (at: number): BundlePerson => ({
  ...student(at, { family: 0, email: 0, hasNumber: false, isGone: false }),
  ref: `t-${at}`,
  kind: 'staff',
  givenName: `Guro ${at}`,
  emails: [{ address: `guro${at}@example.com`, owner: 'own' }],
  phones: [],
  guardians: [],
})

/** Any file of a school of at most four sections: some are there, some come, some go, addresses are shared. */
const bundles: fc.Arbitrary<RosterBundle> = fc
  .record({
    isDelta: fc.boolean(),
    source: fc.constantFrom('sis', 'sis', null),
    grades: fc.array(fc.constantFrom('7', '8'), { minLength: 4, maxLength: 4 }),
    advisers: fc.array(fc.constantFrom(null, 't-0', 't-1'), { minLength: 4, maxLength: 4 }),
    teachers: fc.subarray(['t-0', 't-1']),
    ofGroup: fc.subarray([0, 1]),
    students: fc.uniqueArray(
      fc.record({
        at: fc.nat({ max: 9 }),
        family: fc.constantFrom(0, 0, 0, 1, 2, 3),
        email: fc.nat({ max: 4 }),
        hasNumber: fc.constantFrom(true, true, false),
        isGone: fc.constantFrom(false, false, false, true),
        section: fc.nat({ max: 3 }),
        second: fc.option(fc.nat({ max: 3 })),
        isInGroup: fc.boolean(),
        firstOn: fc.constantFrom(...days2026),
        lastOn: fc.constantFrom(...lastDays),
        endReason: fc.constantFrom(null, null, 'transferredOut' as const),
      }),
      { selector: ({ at }) => at, minLength: 1, maxLength: 10 },
    ),
  })
  .map(({ isDelta, source, grades, advisers, teachers, ofGroup, students }) => {
    const sections = sectionNames.map((name, at): BundleSection => ({
      ref: `c-${at}`,
      name,
      gradeLevel: grades[at]!,
      adviserRef: advisers[at]!,
      isGone: false,
      origin: { file: 'classes.csv', line: at + 2 },
    }))
    const groups: BundleGroup[] = [
      {
        ref: 'g-0',
        subject: 'Science',
        name: 'Robotics',
        sectionRefs: ofGroup.map((at) => `c-${at}`),
        teacherRefs: teachers,
        isGone: false,
        origin,
      },
    ]
    const enrollments = students.flatMap(({ at, section, second, isInGroup, firstOn, lastOn, endReason, isGone }) => {
      const base = {
        personRef: `s-${at}`,
        startReason: null,
        remark: '',
        isGone,
        origin: { file: 'enrollments.csv', line: at },
      }
      const rows: BundleEnrollment[] = [
        { ...base, ref: `e-${at}`, sectionRef: `c-${section}`, groupRef: null, firstOn, lastOn, endReason },
      ]
      if (second !== null)
        rows.push({
          ...base,
          ref: `f-${at}`,
          sectionRef: `c-${second}`,
          groupRef: null,
          firstOn: null,
          lastOn: null,
          endReason: null,
        })
      if (isInGroup)
        rows.push({
          ...base,
          ref: `h-${at}`,
          sectionRef: null,
          groupRef: 'g-0',
          firstOn,
          lastOn: null,
          endReason: null,
        })
      return rows
    })
    return {
      format: 'oneRoster',
      source,
      isDelta,
      sections,
      groups,
      people: [teacher(0), teacher(1), ...students.map(({ at, ...change }) => student(at, change))],
      enrollments,
    }
  })

async function importBundle(database: Database, bundle: RosterBundle): Promise<string | null> {
  const store = createRosterImportStore(database)
  const { school, version } = await store.snapshot({ source: bundle.source, ...days })
  const plan = planRoster(bundle, school, days)
  const counts = { addedCount: 0, changedCount: 0, unchangedCount: 0, refusedCount: 0 }
  const file = { fileName: 'x', digest: 'x', mapping: {}, headerDigest: null, counts }
  const { deedId } = await store.apply({
    bundle,
    plan,
    version,
    firstOn: days.firstOn,
    ...file,
    ...(author as object),
  } as never)
  return deedId
}

const undo = (database: Database, deedId: string | null) =>
  deedId === null ? Promise.resolve([]) : createRosterImportStore(database).undo(deedId, author)

/** Every row that an import may write. */
const dump = (database: Database) =>
  database.read((db) =>
    Object.fromEntries(
      recorded.map((table) => {
        const name = getTableName(table)
        return [
          name,
          db
            .all(sql`select * from ${sql.identifier(name)}`)
            .map((row) => JSON.stringify(row))
            .toSorted(),
        ]
      }),
    ),
  )

/** The school as people see it: without keys and ids, which depend on who came first. */
const view = (database: Database) =>
  database.read((db) => ({
    people: db.all(sql`
      select p.kind, p.list_name, p.student_number, p.sex, p.birth_on, p.archived_at is not null as gone,
        (select group_concat(x, ' ') from (select m.address || '/' || m.owner as x from emails m where m.person_key = p.key order by 1)) as emails,
        (select group_concat(x, ' ') from (select g.relation || '/' || g.name as x from guardians g where g.person_key = p.key order by 1)) as guardians,
        (select group_concat(x, ' ') from (select coalesce(s.name, 'group') || '/' || e.first_on || '/' || coalesce(e.last_on, '') ||
          '/' || coalesce(e.start_reason, '') || '/' || coalesce(e.end_reason, '') || '/' ||
          (select count(*) from missing_students w where w.enrollment_key = e.key and w.settled_at is null) as x
          from enrollments e left join sections s on s.key = e.section_key where e.person_key = p.key order by 1)) as stays
      from persons p order by p.list_name, p.student_number`),
    sections: db.all(sql`
      select s.grade_level, s.name, (select p.list_name from advisers a join persons p on p.key = a.person_key
        where a.section_key = s.key and a.last_on is null) as adviser from sections s order by 1, 2`),
    groups: db.all(sql`select g.name, count(gs.section_key) as sections from teaching_groups g
      left join teaching_group_sections gs on gs.group_key = g.key group by g.key order by 1`),
  }))

describe('any file on any school', () => {
  test(
    'the same file again changes nothing, and undo brings back every row of before',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(bundles, bundles, async (first, second) => {
          const database = await testDatabase()
          const empty = await dump(database)
          const one = await importBundle(database, first)
          const before = await dump(database)
          const again = await importBundle(database, first)
          expect(await dump(database)).toEqual(before)
          expect(again).toBeNull()

          const two = await importBundle(database, second)
          const after = await dump(database)
          const secondAgain = await importBundle(database, second)
          expect(await dump(database)).toEqual(after)
          expect(secondAgain).toBeNull()

          await undo(database, two)
          expect(await dump(database)).toEqual(before)
          await undo(database, one)
          expect(await dump(database)).toEqual(empty)
          await database.close()
        }),
        { numRuns: 12, endOnFailure: true },
      )
    },
  )

  test(
    'nobody is in two sections on one day, and an end is never before a beginning',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(bundles, { minLength: 2, maxLength: 3 }), async (files) => {
          const database = await testDatabase()
          for (const file of files) await importBundle(database, file)
          const wrong = await database.read((db) =>
            db.all(sql`
            select a.key from enrollments a where a.last_on < a.first_on
            union all
            select a.key from enrollments a join enrollments b on b.person_key = a.person_key and b.key > a.key
            where a.section_key is not null and b.section_key is not null
              and coalesce(a.end_reason, '') <> 'enteredByMistake' and coalesce(b.end_reason, '') <> 'enteredByMistake'
              and a.first_on <= coalesce(b.last_on, '9') and b.first_on <= coalesce(a.last_on, '9')
            union all
            select m.key from emails m join emails n on n.address = m.address and n.person_key <> m.person_key
            where m.owner = 'own'`),
          )
          expect(wrong).toEqual([])
          await database.close()
        }),
        { numRuns: 12, endOnFailure: true },
      )
    },
  )

  test('the order of its lines decides nothing', { timeout: 120_000 }, async () => {
    const shuffled = <T>(rows: readonly T[]) => fc.shuffledSubarray([...rows], { minLength: rows.length })
    const twice = bundles.chain((bundle) =>
      fc
        .tuple(shuffled(bundle.sections), shuffled(bundle.people), shuffled(bundle.enrollments))
        .map(([sections, people, enrollments]) => [bundle, { ...bundle, sections, people, enrollments }] as const),
    )
    await fc.assert(
      fc.asyncProperty(bundles, twice, async (before, [straight, mixed]) => {
        const [one, other] = [await testDatabase(), await testDatabase()]
        for (const database of [one, other]) await importBundle(database, before)
        await importBundle(one, straight)
        await importBundle(other, mixed)
        expect(await view(other)).toEqual(await view(one))
        await one.close()
        await other.close()
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })
})

test('a process that is killed in the middle of an import leaves nothing of it', { timeout: 60_000 }, async () => {
  const database = await testDatabase()
  const empty = await dump(database)
  const child = fileURLToPath(new URL('../support/import-child.ts', import.meta.url))
  const orders = {
    file: join(database.folder, 'homeroom.db'),
    key: Buffer.from(database.key).toString('hex'),
    sections: 5,
  }
  const ended = await new Promise<NodeJS.Signals | null>((resolve) => {
    spawn(process.execPath, [child, JSON.stringify(orders)], { stdio: 'inherit' }).on('close', (_, signal) =>
      resolve(signal),
    )
  })
  expect(ended).toBe('SIGKILL')
  expect(await dump(database)).toEqual(empty)
  expect(await createRosterImportStore(database).list()).toEqual([])
})
