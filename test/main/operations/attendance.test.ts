import { describe, expect, test } from 'vitest'
import type { Attendance } from '../../../src/shared/contract/attendance.ts'
import { at, attendanceWorld, hostStay, monday, type MadePerson } from '../../support/attendance-world.ts'

const rowOf = ({ rows }: Attendance, who: MadePerson) => rows.find(({ personId }) => personId === who.id)!
const presenceOf = (attendance: Attendance, who: MadePerson) => rowOf(attendance, who)?.presence
const codesOf = (attendance: Attendance, who: MadePerson) => rowOf(attendance, who).reasons.map(({ code }) => code)

describe('a class from reads to marks', () => {
  test('is planned, live, collecting and final, and calls nobody absent before it is final', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana', 'Villanueva, Dakila'])
    const [bituin, ana, dakila] = students as [MadePerson, MadePerson, MadePerson]
    const get = () => world.call('attendance.get', { periodId: period.id })

    const planned = await get()
    expect(planned.period).toMatchObject({ state: 'planned', held: 'unknown', nextReadAt: '2026-03-09T00:32:00.000Z' })
    expect(planned.rows.map(({ presence }) => presence)).toEqual(['notSeenYet', 'notSeenYet', 'notSeenYet'])
    expect(planned.period.figures).toMatchObject({ expected: 3, came: 0, attendanceRate: null })
    world.clock.set(at('7:45'))
    expect((await get()).period.state).toBe('live')

    const stays = [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: bituin, from: at('7:28'), to: at('8:31') },
      { by: ana, from: at('7:43'), to: at('7:50:30') },
    ]
    world.clock.set(at('8:32'))
    await world.report(period, 'uuid-1', stays)
    const early = await get()
    expect(early.period).toMatchObject({ state: 'collecting', held: 'held', finalAt: null })
    expect(presenceOf(early, bituin)).toBe('present')
    expect(presenceOf(early, ana)).toBe('partial')
    expect(presenceOf(early, dakila)).toBe('notSeenYet')
    expect(early.waitsFor).toContain('twoEqualReads')
    expect(early.period.missing).toEqual(['Villanueva, Dakila'])

    await world.reportToTheEnd(period, 'uuid-1', stays)
    const final = await get()
    expect(final.period).toMatchObject({ state: 'final', finalAt: '2026-03-09T01:01:00.000Z' })
    expect(presenceOf(final, dakila)).toBe('absent')
    expect(rowOf(final, ana)).toMatchObject({ presence: 'partial', isLate: true, hasLeftEarly: true, seconds: 450 })
    expect(final.period.figures).toMatchObject({
      expected: 3,
      came: 2,
      present: 1,
      partial: 1,
      absent: 1,
      attendanceRate: 1 / 3,
      totalSeconds: 3600 + 450,
      averageSeconds: (3600 + 450) / 2,
    })
    expect(final.reads.map(({ isSameAsBefore }) => isSameAsBefore)).toEqual([false, true, true, true])
    expect(final.rule).toEqual({ id: 'fifteenMinutes', name: '15 minutes', fromOn: '1900-01-01' })
    expect(rowOf(final, bituin).intervals).toEqual([
      {
        joinedAt: '2026-03-08T23:28:00.000Z',
        leftAt: '2026-03-09T00:31:00.000Z',
        kind: 'inClass',
        displayName: 'Bituin Joy Aquino',
      },
    ])
    expect(rowOf(final, bituin)).toMatchObject({ recognisedBy: 'link', isUnconfirmed: false, byTheRule: null })
  })

  test('is judged anew to the same end: nothing is written, nothing is told', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: students[0]!, from: at('7:28'), to: at('8:31') },
      { name: 'Mama', from: at('7:30'), to: at('8:00') },
    ])
    const first = await world.call('attendance.get', { periodId: period.id })
    const told: string[] = []
    world.database.onChange((nouns) => told.push(...nouns))
    for (const minutes of [1, 60, 60 * 24 * 40]) {
      world.clock.advance(minutes * 60_000)
      expect(await world.call('attendance.get', { periodId: period.id })).toEqual(first)
      await world.call('period.list', { fromOn: monday, toOn: monday })
      await world.call('match.list', {})
    }
    expect(told).toEqual([])
  })

  test('unites devices, rejoins and breakout rooms, and counts no waiting', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Lim, Chloe Ann', 'Tan, Haruna', 'Ocampo, Émile'])
    const [chloe, haruna, emile] = students as [MadePerson, MadePerson, MadePerson]
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      // Dropped twice.
      { by: chloe, from: at('7:31'), to: at('7:45') },
      { by: chloe, from: at('7:46'), to: at('8:00') },
      { by: chloe, from: at('8:02'), to: at('8:30') },
      // A phone and a laptop, and a breakout room in between.
      { by: haruna, from: at('7:30'), to: at('8:30') },
      { by: haruna, from: at('7:40'), to: at('8:10') },
      { by: haruna, from: at('7:50'), to: at('8:00'), breakoutId: 'room-1' },
      { by: emile, from: at('7:29:50'), to: at('7:38:20'), isWaiting: true },
      { by: emile, from: at('7:38:20'), to: at('7:48:30') },
    ])
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(rowOf(attendance, chloe)).toMatchObject({ presence: 'present', seconds: 56 * 60 })
    expect(rowOf(attendance, haruna)).toMatchObject({ presence: 'present', seconds: 3600 })
    expect(rowOf(attendance, haruna).intervals.map(({ kind }) => kind)).toEqual(['inClass', 'inClass', 'breakout'])
    // Ten minutes in class are partial; with the wait they would be present, so a person is asked.
    expect(rowOf(attendance, emile)).toMatchObject({ presence: 'partial', seconds: 610, isLate: false })
    const { strangers } = await world.call('match.list', { periodId: period.id })
    expect(strangers).toMatchObject([{ why: 'keptWaiting', displayName: 'Émile Ocampo' }])
    await expect(world.call('match.dismiss', { periodId: period.id, key: strangers[0]!.key })).rejects.toMatchObject({
      problem: { kind: 'conflict' },
    })
    await world.call('attendance.override', {
      periodId: period.id,
      personIds: [emile.id],
      presence: 'present',
      reason: 'Knocked at 7:29 and was let in at 7:38',
    })
    expect((await world.call('match.list', { periodId: period.id })).strangers).toEqual([])
  })

  test('of a teacher who restarted has two runs under one number, and the gap counts against nobody', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana'])
    const [bituin, ana] = students as [MadePerson, MadePerson]
    for (const minutes of [2, 10, 31, 52]) {
      world.clock.set(period.endAt + minutes * 60_000)
      await world.report(period, 'first//run==', [
        hostStay(teacher, at('7:28'), at('7:40')),
        { by: bituin, from: at('7:29'), to: at('7:40') },
        { by: ana, from: at('7:30'), to: at('7:36') },
      ])
      await world.report(period, 'second', [
        hostStay(teacher, at('7:44'), at('8:30')),
        { by: bituin, from: at('7:45'), to: at('8:30') },
        { by: ana, from: at('7:46'), to: at('7:54') },
      ])
    }
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(attendance.period.state).toBe('final')
    expect(rowOf(attendance, bituin)).toMatchObject({ presence: 'present', seconds: 55 * 60 })
    // Six minutes of the one and eight of the other are 14, and too few.
    expect(rowOf(attendance, ana)).toMatchObject({ presence: 'partial', seconds: 14 * 60 })
    expect(codesOf(attendance, bituin)).toContain('restartIgnored')
    expect(attendance.reads).toHaveLength(8)
  })

  test('that nobody held makes nobody absent, and a person says what it was', async () => {
    const world = await attendanceWorld()
    const { students, period } = await world.lesson(['Aquino, Bituin Joy'])
    world.clock.set(at('12:00'))
    const unknown = await world.call('attendance.get', { periodId: period.id })
    expect(unknown.period).toMatchObject({ held: 'unknown', state: 'collecting' })
    expect(unknown.waitsFor).toContain('noRun')
    expect(presenceOf(unknown, students[0]!)).toBe('notSeenYet')
    const answered = await world.call('period.answerHeld', {
      periodId: period.id,
      held: 'suspended',
      reason: 'Typhoon signal no. 2, by order of the mayor',
    })
    expect(answered.period.held).toBe('suspended')
    expect(answered.waitsFor).not.toContain('noRun')
    expect(presenceOf(answered, students[0]!)).toBe('notHeld')
    expect(answered.period.figures).toMatchObject({ expected: 1, absent: 0, attendanceRate: null })
  })

  test('whose teacher never came records those who came, and asks', async () => {
    const world = await attendanceWorld()
    const { students, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana', 'Cruz, Ben'])
    const [bituin, ana, ben] = students as [MadePerson, MadePerson, MadePerson]
    await world.reportToTheEnd(period, 'uuid-1', [
      { by: bituin, from: at('7:28'), to: at('8:00'), isWaiting: true },
      { by: ana, from: at('7:30'), to: at('7:50'), isWaiting: true },
    ])
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(attendance.period).toMatchObject({ held: 'unknown' })
    expect(attendance.waitsFor).toContain('noHost')
    expect(attendance.period.figures).toMatchObject({ came: 2, absent: 0 })
    expect(presenceOf(attendance, ben)).toBe('notSeenYet')
    const answered = await world.call('period.answerHeld', { periodId: period.id, held: 'notHeld', reason: 'Sick' })
    expect(codesOf(answered, bituin)).toContain('cameThoughNotHeld')
    expect(answered.rows.map(({ presence }) => presence)).toEqual(['notHeld', 'notHeld', 'notHeld'])
  })

  test('with one person in it has no report at Zoom, and makes nobody absent', async () => {
    const world = await attendanceWorld()
    const { students, period } = await world.lesson(['Aquino, Bituin Joy'])
    for (const minutes of [2, 10, 31, 52]) {
      world.clock.set(period.endAt + minutes * 60_000)
      await world.stores.reads.keepRuns(
        period.meeting!.key,
        [{ uuid: 'lonely', startedAt: at('7:28'), endedAt: at('8:30'), participantCount: 1 }],
        world.clock.now(),
        world.newId,
      )
      await world.stores.reads.endTry([period.key], { at: world.clock.now(), failure: null })
    }
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(attendance.period).toMatchObject({ held: 'unknown', state: 'collecting' })
    expect(presenceOf(attendance, students[0]!)).toBe('notSeenYet')
    expect(attendance.period.nextReadAt).not.toBeNull()
  })

  test('off schedule is judged by the real times when a person says so, and back again', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana', 'Cruz, Ben'])
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:50'), at('8:50')),
      ...students.map((by) => ({ by, from: at('7:51'), to: at('8:50') })),
    ])
    const bySchedule = await world.call('attendance.get', { periodId: period.id })
    expect(bySchedule.realTimesProposal).toEqual({
      startsAt: '2026-03-08T23:51:00.000Z',
      endsAt: '2026-03-09T00:50:00.000Z',
    })
    expect(rowOf(bySchedule, students[0]!).seconds).toBe(39 * 60)
    const byRealTimes = await world.call('period.judgeByRealTimes', {
      periodId: period.id,
      useRealTimes: true,
      reason: 'Power cut until 7:50',
    })
    expect(rowOf(byRealTimes, students[0]!)).toMatchObject({ seconds: 59 * 60, presence: 'present' })
    expect(byRealTimes.realTimesProposal).toBeNull()
    const back = await world.call('period.judgeByRealTimes', { periodId: period.id, useRealTimes: false, reason: 'No' })
    expect(rowOf(back, students[0]!).seconds).toBe(39 * 60)
    const other = await world.lesson(['Ramos, Luis'])
    await expect(
      world.call('period.judgeByRealTimes', { periodId: other.period.id, useRealTimes: true, reason: 'x' }),
    ).rejects.toMatchObject({ problem: { kind: 'conflict' } })
  })

  test('counts by enrollment of that day: neither before the first day nor after the last', async () => {
    const world = await attendanceWorld()
    const { section, students, teacher, groupKey, period } = await world.lesson(['Aquino, Bituin Joy'])
    const [bituin] = students as [MadePerson]
    const [late, gone, mistake, direct] = [
      await world.person('Late, Comer'),
      await world.person('Gone, Girl'),
      await world.person('Mistake, By'),
      await world.person('Direct, Ly'),
    ]
    await world.enroll(late, { sectionKey: section.key }, { firstOn: '2026-03-10' })
    await world.enroll(gone, { sectionKey: section.key }, { lastOn: '2026-03-08' })
    await world.enroll(direct, { groupKey }, { firstOn: '2026-03-09', lastOn: '2026-03-09' })
    await world.enroll(direct, { sectionKey: section.key })
    await world.enroll(mistake, { sectionKey: section.key }, { endReason: 'enteredByMistake' })
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: bituin, from: at('7:28'), to: at('8:31') },
      // Sits in before the first day: a guest, and in nobody's count.
      { by: late, registrantId: null, from: at('7:30'), to: at('8:30') },
    ])
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(attendance.period.figures.expected).toBe(2)
    expect(attendance.rows.map(({ listName }) => listName)).toEqual(['Aquino, Bituin Joy', 'Direct, Ly'])
    // A name of the school that is not expected here is a question, not a guess.
    expect((await world.call('match.list', { periodId: period.id })).strangers).toMatchObject([
      { displayName: 'Comer Late', why: 'nameElsewhere' },
    ])
  })

  test('follows a roster that is mended later, in the list as on the page', async () => {
    const world = await attendanceWorld()
    const { section, students, teacher, period } = await world.lesson(['Aquino, Bituin Joy'])
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: students[0]!, from: at('7:28'), to: at('8:31') },
    ])
    const list = async () => (await world.call('period.list', { fromOn: monday, toOn: monday })).periods[0]!
    expect((await list()).figures).toMatchObject({ expected: 1, absent: 0 })
    const forgotten = await world.person('Reyes, Ana')
    await world.enroll(forgotten, { sectionKey: section.key })
    // Nobody sent her a link, so nobody may call her absent by themselves.
    expect(await list()).toMatchObject({
      figures: { expected: 2, absent: 0, notSeenYet: 1 },
      missing: ['Reyes, Ana'],
    })
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(rowOf(attendance, forgotten)).toMatchObject({ presence: 'notSeenYet', hadNoWorkingLink: true })
    expect(rowOf(attendance, forgotten).reasons).toContainEqual({
      code: 'noWorkingLink',
      numbers: {},
      words: { link: 'neverSent' },
    })
  })

  test('excuses stand beside the mark, and official activity counts as present', async () => {
    const world = await attendanceWorld()
    const { students, teacher, period } = await world.lesson(['Aquino, Bituin Joy', 'Reyes, Ana', 'Cruz, Ben'])
    const [bituin, ana, ben] = students as [MadePerson, MadePerson, MadePerson]
    await world.excuse(ana, 'officialActivity')
    await world.excuse(ben, 'illness', [period.id])
    await world.excuse(bituin, 'family', ['another period'])
    await world.reportToTheEnd(period, 'uuid-1', [
      hostStay(teacher, at('7:25'), at('8:31')),
      { by: bituin, from: at('7:28'), to: at('8:31') },
    ])
    const attendance = await world.call('attendance.get', { periodId: period.id })
    expect(rowOf(attendance, ana)).toMatchObject({ presence: 'present', excuse: 'officialActivity' })
    expect(rowOf(attendance, ben)).toMatchObject({ presence: 'absent', excuse: 'illness' })
    expect(attendance.period.figures).toMatchObject({ excused: 2, absent: 1 })
  })
})
