import { expect, test } from 'vitest'
import {
  at,
  attendanceWorld,
  hostStay,
  monday,
  readOf,
  type AttendanceWorld,
  type MadePerson,
  type MadePeriod,
} from '../support/attendance-world.ts'

/** A report that was read and kept by a process that died before it judged. */
async function readOnly(
  world: AttendanceWorld,
  period: MadePeriod,
  teacher: MadePerson,
  students: readonly MadePerson[],
) {
  const run = { uuid: `run-${period.key}`, startedAt: at('7:25'), endedAt: at('8:31'), participantCount: null }
  const [linked] = await world.stores.reads.keepRuns(period.meeting!.key, [run], world.clock.now(), world.newId)
  const stays = [
    hostStay(teacher, at('7:25'), at('8:31')),
    ...students.map((by) => ({ by, from: at('7:30'), to: at('8:30') })),
  ]
  await world.stores.reads.keepRead(linked!.instanceKey, readOf(stays), world.clock.now(), world.newId)
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `Family${n}, Given${n}`)

test('what a killed process read but did not judge is judged at the next look, on the page and in the list', async () => {
  const world = await attendanceWorld()
  const first = await world.lesson(names(3))
  const second = await world.lesson(names(3))
  world.clock.set(at('8:33'))
  for (const { period, teacher, students } of [first, second]) await readOnly(world, period, teacher, students)
  const page = await world.call('attendance.get', { periodId: first.period.id })
  expect(page.period.figures).toMatchObject({ present: 3 })
  const list = await world.call('period.list', { fromOn: monday, toOn: monday })
  expect(list.periods.map(({ figures }) => figures.present)).toEqual([3, 3])
})

test('a full disk keeps nobody from looking, and loses nothing', async () => {
  const world = await attendanceWorld()
  const { period, teacher, students } = await world.lesson(names(60))
  world.clock.set(at('8:33'))
  await readOnly(world, period, teacher, students)
  const pages = await world.database.read((db) => db.get<{ page_count: number }>('pragma page_count'))
  await world.database.read((db) => db.run(`pragma max_page_count = ${pages.page_count}`))
  const shown = await world.call('attendance.get', { periodId: period.id })
  expect(shown.period.figures).toMatchObject({ expected: 60, present: 60 })
  expect(shown.rows).toHaveLength(60)
  await expect(
    world.call('attendance.override', {
      periodId: period.id,
      personIds: students.map(({ id }) => id),
      presence: 'absent',
      reason: 'x'.repeat(300),
    }),
  ).rejects.toMatchObject({ problem: { kind: 'diskFull' } })
  await world.database.read((db) => db.run(`pragma max_page_count = 1000000`))
  const kept = await world.call('attendance.get', { periodId: period.id })
  expect(kept.rows.map(({ presence, history }) => [presence, history.length])).toEqual(
    Array.from({ length: 60 }, () => ['present', 0]),
  )
})

test('a fact that another process has put in since is in the answer', async () => {
  const world = await attendanceWorld()
  const { period, teacher, students } = await world.lesson(names(2))
  world.clock.set(at('8:33'))
  await readOnly(world, period, teacher, students)
  const before = await world.call('attendance.get', { periodId: period.id })
  expect(before.rows[0]!.presence).toBe('present')
  // As another process would: the fact alone, without a judgement of ours.
  await world.excuse(students[0]!, 'illness')
  const after = await world.call('attendance.get', { periodId: period.id })
  expect(after.rows[0]).toMatchObject({ presence: 'present', excuse: 'illness' })
})
