import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Attendance } from '../../../src/shared/contract/attendance.ts'
import { tables } from '../../../src/main/store/database.ts'
import { at, attendanceWorld, hostStay, monday, type MadePerson } from '../../support/attendance-world.ts'

const rowOf = ({ rows }: Attendance, who: MadePerson) => rows.find(({ personId }) => personId === who.id)!
const ids = (...people: MadePerson[]) => people.map(({ id }) => id)

/** A class that is final: Bituin was there, Ana for seven minutes, Dakila not at all. */
async function finalClass() {
  const world = await attendanceWorld()
  const lesson = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana', 'Villanueva, Dakila'])
  const [bituin, ana, dakila] = lesson.students as [MadePerson, MadePerson, MadePerson]
  const stays = [
    hostStay(lesson.teacher, at('7:25'), at('8:31')),
    { by: bituin, from: at('7:28'), to: at('8:31') },
    { by: ana, from: at('7:43'), to: at('7:50') },
  ]
  await world.reportToTheEnd(lesson.period, 'uuid-1', stays)
  return { world, ...lesson, bituin, ana, dakila, stays, periodId: lesson.period.id }
}

describe('a correction by hand', () => {
  test('wins over the rule and over every later read, with its reason and history', async () => {
    const { world, period, periodId, ana, dakila, stays } = await finalClass()
    const corrected = await world.call('attendance.override', {
      periodId,
      personIds: ids(ana, dakila),
      presence: 'present',
      isLate: true,
      excuse: 'connection',
      reason: 'Brownout in the barangay; answered in the group chat',
    })
    expect(rowOf(corrected, ana)).toMatchObject({
      presence: 'present',
      isLate: true,
      excuse: 'connection',
      recognisedBy: 'link',
      byTheRule: { presence: 'partial', isLate: true, hasLeftEarly: true },
    })
    expect(rowOf(corrected, dakila)).toMatchObject({
      presence: 'present',
      seconds: 0,
      recognisedBy: 'hand',
      byTheRule: { presence: 'absent', isLate: false, hasLeftEarly: false },
      history: [
        {
          by: 'administrator',
          what: 'present late',
          reason: 'Brownout in the barangay; answered in the group chat',
          at: new Date(world.clock.now()).toISOString(),
        },
      ],
    })
    expect(corrected.period.figures).toMatchObject({ present: 3, absent: 0, late: 2, excused: 2, attendanceRate: 1 })
    world.clock.advance(6 * 3_600_000)
    await world.report(period, 'uuid-1', stays)
    const later = await world.call('attendance.get', { periodId })
    expect(rowOf(later, dakila)).toMatchObject({ presence: 'present', excuse: 'connection' })
    expect(later.period.proposedChanges).toBe(0)
  })

  test('is undone step by step, and by the rule takes all of it back', async () => {
    const { world, periodId, ana } = await finalClass()
    const override = (presence: 'present' | 'absent' | 'byTheRule', reason: string) =>
      world.call('attendance.override', { periodId, personIds: ids(ana), presence, reason })
    const undo = () => world.call('attendance.undoOverride', { periodId, personIds: ids(ana) })
    await override('present', 'First')
    world.clock.advance(1000)
    await override('absent', 'Second')
    expect(rowOf(await undo(), ana).presence).toBe('present')
    expect(rowOf(await undo(), ana)).toMatchObject({ presence: 'partial', byTheRule: null })
    await expect(undo()).rejects.toMatchObject({ problem: { kind: 'conflict' } })
    await override('present', 'Third')
    expect(rowOf(await override('byTheRule', 'It was somebody else'), ana).presence).toBe('partial')
    const back = await undo()
    expect(rowOf(back, ana).presence).toBe('present')
    expect(
      rowOf(back, ana)
        .history.map(({ what }) => what)
        .toSorted(),
    ).toEqual(['absent', 'byTheRule', 'present', 'present', 'undo', 'undo', 'undo'].toSorted())
  })

  test('of somebody who is not on the list that day is refused', async () => {
    const { world, periodId } = await finalClass()
    const stranger = await world.person('Ramos, Luis')
    await expect(
      world.call('attendance.override', { periodId, personIds: ids(stranger), presence: 'present', reason: 'x' }),
    ).rejects.toMatchObject({ problem: { kind: 'invalidInput', field: 'personIds' } })
    await expect(
      world.call('attendance.rollByHand', { periodId, absentIds: ids(stranger), lateIds: [] }),
    ).rejects.toMatchObject({ problem: { kind: 'invalidInput' } })
  })

  test('is kept in the log of decisions, whose chain verifies when its text is erased', async () => {
    const { world, periodId, ana, dakila } = await finalClass()
    await world.call('attendance.override', { periodId, personIds: ids(ana), presence: 'present', reason: 'First' })
    await world.call('attendance.override', { periodId, personIds: ids(dakila), presence: 'present', reason: 'Second' })
    await world.call('attendance.undoOverride', { periodId, personIds: ids(ana) })
    await world.database.write([], (db) => db.delete(tables.decisionTexts).run())
    const log = await world.database.read((db) =>
      db.select().from(tables.decisions).orderBy(tables.decisions.key).all(),
    )
    expect(log.map(({ action, sequence }) => [sequence, action])).toEqual([
      [1, 'attendance.override present'],
      [2, 'attendance.override present'],
      [3, 'attendance.undoOverride'],
    ])
    let previousHash = ''
    for (const { key: _key, hash, ...entry } of log) {
      expect(entry.previousHash).toBe(previousHash)
      expect(createHash('sha256').update(JSON.stringify(entry)).digest('hex')).toBe(hash)
      previousHash = hash
    }
    expect(log[0]!.subjectIds).toEqual([periodId, ana.id])
    expect(JSON.stringify(log)).not.toContain('First')
  })
})

describe('a later report', () => {
  test('never changes a final mark by itself: it is proposed, and taken', async () => {
    const { world, period, periodId, ana, dakila, stays } = await finalClass()
    world.clock.advance(5 * 3_600_000)
    const changed = [
      ...stays,
      { by: dakila, from: at('7:30'), to: at('8:30') },
      { by: ana, from: at('7:50'), to: at('8:30') },
    ]
    await world.report(period, 'uuid-1', changed)
    const proposed = await world.call('attendance.get', { periodId })
    expect(proposed.period).toMatchObject({ state: 'final', proposedChanges: 2 })
    expect(rowOf(proposed, dakila)).toMatchObject({
      presence: 'absent',
      seconds: 0,
      proposed: { presence: 'present', isLate: false, hasLeftEarly: false },
    })
    expect(rowOf(proposed, dakila).intervals).toEqual([])
    expect(rowOf(proposed, ana).proposed).toEqual({ presence: 'present', isLate: true, hasLeftEarly: false })
    const [listed] = (await world.call('period.list', { fromOn: monday, toOn: monday })).periods
    expect(listed).toMatchObject({ state: 'final', proposedChanges: 2 })

    const taken = await world.call('attendance.decideChange', { periodId, accept: true, reason: 'Zoom was late' })
    expect(taken.period).toMatchObject({ state: 'final', proposedChanges: 0, finalAt: proposed.period.finalAt })
    expect(rowOf(taken, dakila)).toMatchObject({ presence: 'present', seconds: 3600, proposed: null })
    await expect(
      world.call('attendance.decideChange', { periodId, accept: true, reason: 'Again' }),
    ).rejects.toMatchObject({ problem: { kind: 'conflict' } })
  })

  test('that a person declined is not proposed again, but another change is', async () => {
    const { world, period, periodId, dakila, stays } = await finalClass()
    const changed = [...stays, { by: dakila, from: at('7:30'), to: at('7:40') }]
    world.clock.advance(5 * 3_600_000)
    await world.report(period, 'uuid-1', changed)
    const kept = await world.call('attendance.decideChange', {
      periodId,
      accept: false,
      reason: 'He was at the dentist',
    })
    expect(kept.period.proposedChanges).toBe(0)
    expect(rowOf(kept, dakila)).toMatchObject({ presence: 'absent', proposed: null })
    world.clock.advance(24 * 3_600_000)
    await world.report(period, 'uuid-1', changed)
    expect((await world.call('attendance.get', { periodId })).period.proposedChanges).toBe(0)
    world.clock.advance(24 * 3_600_000)
    await world.report(period, 'uuid-1', [...stays, { by: dakila, from: at('7:30'), to: at('8:30') }])
    expect((await world.call('attendance.get', { periodId })).period.proposedChanges).toBe(1)
  })

  test('that an outage left empty proposes nothing', async () => {
    const { world, period, periodId } = await finalClass()
    const before = await world.call('attendance.get', { periodId })
    world.clock.advance(5 * 3_600_000)
    await world.report(period, 'uuid-1', [], { from: at('7:25'), to: at('8:31') })
    const after = await world.call('attendance.get', { periodId })
    expect(after.rows).toEqual(before.rows)
    expect(after.period.proposedChanges).toBe(0)
  })

  test('that is half made at first keeps the class open until it stands still', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
    const host = hostStay(teacher, at('7:25'), at('8:31'))
    const partial = [host, { by: students[0]!, from: at('7:28'), to: at('7:28'), durationSeconds: 0 }]
    const whole = [host, ...students.map((by) => ({ by, from: at('7:28'), to: at('8:30') }))]
    const states: string[] = []
    for (const [minutes, stays] of [
      [2, partial],
      [10, partial],
      [31, partial],
      [52, whole],
      [82, whole],
    ] as const) {
      world.clock.set(period.endAt + minutes * 60_000)
      await world.report(period, 'uuid-1', stays)
      const { period: now, rows } = await world.call('attendance.get', { periodId: period.id })
      states.push(now.state)
      expect(rows.filter(({ presence }) => presence === 'absent')).toEqual([])
    }
    expect(states).toEqual(['collecting', 'collecting', 'collecting', 'collecting', 'final'])
  })
})

describe('a class that a person settles', () => {
  test('is closed with a reason when the reports never will be, and later reads only propose', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
    const [bituin, ana] = students as [MadePerson, MadePerson]
    await expect(world.call('attendance.close', { periodId: period.id, reason: 'Too early' })).rejects.toMatchObject({
      problem: { kind: 'conflict' },
    })
    world.clock.set(at('8:40'))
    const stays = [hostStay(teacher, at('7:25'), at('8:31')), { by: bituin, from: at('7:28'), to: at('8:31') }]
    await world.report(period, 'uuid-1', stays)
    const closed = await world.call('attendance.close', { periodId: period.id, reason: 'The register is due' })
    expect(closed.period).toMatchObject({ state: 'final', finalAt: '2026-03-09T00:40:00.000Z' })
    expect(closed.closedBy).toEqual({
      by: 'administrator',
      at: '2026-03-09T00:40:00.000Z',
      reason: 'The register is due',
    })
    expect(rowOf(closed, ana).presence).toBe('absent')
    world.clock.set(at('9:40'))
    await world.report(period, 'uuid-1', [...stays, { by: ana, from: at('7:30'), to: at('8:30') }])
    const later = await world.call('attendance.get', { periodId: period.id })
    expect(rowOf(later, ana)).toMatchObject({ presence: 'absent', proposed: { presence: 'present' } })
    const taken = await world.call('attendance.decideChange', { periodId: period.id, accept: true, reason: 'Yes' })
    expect(rowOf(taken, ana)).toMatchObject({ presence: 'present', proposed: null })
    expect(taken.closedBy).not.toBeNull()
    await expect(world.call('attendance.close', { periodId: period.id, reason: 'Again' })).rejects.toMatchObject({
      problem: { kind: 'conflict' },
    })
  })

  test('has a roll taken by hand: everybody but those named, without Zoom', async () => {
    const world = await attendanceWorld()
    const { section, students } = await world.classOf('Rizal', ['Aquino, Bituin Joy', 'Reyes, Ana', 'Cruz, Ben'])
    const [bituin, ana, ben] = students as [MadePerson, MadePerson, MadePerson]
    const { key } = await world.group('MAPEH', [section])
    const period = await world.period(key, null)
    world.clock.set(at('7:50'))
    const roll = await world.call('attendance.rollByHand', {
      periodId: period.id,
      absentIds: ids(ana),
      lateIds: ids(ben),
    })
    expect(roll.period).toMatchObject({ held: 'held', state: 'final', nextReadAt: null, meetingId: null })
    expect(roll.rows.map(({ presence, isLate }) => [presence, isLate])).toEqual([
      ['present', false],
      ['present', true],
      ['absent', false],
    ])
    expect(rowOf(roll, bituin)).toMatchObject({ recognisedBy: 'hand', seconds: 0 })
    expect(rowOf(roll, ana)).toMatchObject({ recognisedBy: null })
    expect(roll.period.figures).toMatchObject({ expected: 3, came: 2, present: 2, late: 1, absent: 1 })
    const undone = await world.call('attendance.undoOverride', { periodId: period.id, personIds: ids(ana) })
    expect(rowOf(undone, ana).presence).toBe('notSeenYet')
  })
})
