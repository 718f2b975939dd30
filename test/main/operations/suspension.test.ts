import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import { addDays, localDate } from '../../../src/shared/domain/time.ts'
import type { MeetingId, SectionId } from '../../../src/shared/ids.ts'
import { at, hostStay, monday } from '../../support/attendance-world.ts'
import { schedulingSchool, type SchoolWorld } from '../../support/outbox-world.ts'
import { madeStudents, makeSection } from '../../support/section.ts'
import { planDate, schoolDay, suspending } from '../../support/suspension-world.ts'

describe('before the day', () => {
  test('every class is called off in one action, and nobody can be absent', async () => {
    const { world, call, lessons, meetings, entries, marksOf, order } = await schoolDay()
    const preview = await call('suspension.preview', { on: monday })
    expect(preview).toMatchObject({ studentCount: 6, teacherCount: 3, markCount: 0 })
    expect(preview.classes.map(({ phase, studentCount, isPartly }) => [phase, studentCount, isPartly])).toEqual([
      ['ahead', 3, false],
      ['ahead', 2, false],
      ['ahead', 1, false],
    ])
    expect(await order()).toMatchObject({ cancelledCount: 3, keptCount: 0, undoneAt: null, authority: 'The mayor' })
    expect(await meetings()).toEqual(['cancelling', 'cancelling', 'cancelling'])
    expect(await entries()).toEqual(['delete waiting', 'delete waiting', 'delete waiting'])
    expect(await marksOf(lessons[0])).toEqual(['suspended', 'notHeld', 'notHeld', 'notHeld'])
    const listed = await world.call('period.list', { fromOn: monday, toOn: monday })
    expect(listed.periods.map(({ held }) => held)).toEqual(['suspended', 'suspended', 'suspended'])
    world.clock.set(at('20:00'))
    expect((await marksOf(lessons[0]))[0]).toBe('suspended')
    expect((await call('suspension.preview', { on: monday })).classes).toEqual([])
    expect((await call('suspension.list', { fromOn: monday, toOn: monday })).suspensions).toHaveLength(1)
  })

  test('a grade, a section or an hour reaches only its own; what is kept goes on and counts for, never against', async () => {
    const { world, call, lessons, dates, meetings, marksOf, order } = await schoolDay()
    const eight = await call('suspension.preview', { on: monday, gradeLevels: ['8'] })
    expect(eight.classes.map(({ occurrenceId }) => occurrenceId)).toEqual([dates[2]!.id])
    const section = lessons[1].section.id as SectionId
    expect((await call('suspension.preview', { on: monday, sectionIds: [section] })).classes).toHaveLength(1)
    const noon = await call('suspension.preview', { on: monday, fromTime: '12:00' })
    expect(noon.classes.map(({ occurrenceId }) => occurrenceId)).toEqual([dates[1]!.id, dates[2]!.id])
    const ordered = await order({ fromTime: '12:00', keepOccurrenceIds: [dates[2]!.id] })
    expect(ordered).toMatchObject({ cancelledCount: 1, keptCount: 1, fromTime: '12:00' })
    expect(await meetings()).toEqual(['scheduled', 'cancelling', 'scheduled'])
    expect((await marksOf(lessons[0]))[0]).toBe('unknown')
    const { teacher, students, period } = lessons[2]
    await world.reportToTheEnd(period, 'kept', [
      hostStay(teacher, at('12:55'), at('14:00')),
      { by: students[0]!, from: at('13:20'), to: at('14:00') },
    ])
    expect(await marksOf(lessons[2])).toEqual(['suspended', 'present'])
  })

  test('a class of two sections counts against nobody when one of them is let off, and says that it is', async () => {
    const { world, call, lessons, marksOf, order } = await schoolDay()
    const merged = await world.group('Music', [lessons[0].section, lessons[2].section], [lessons[0].teacher])
    const meeting = await world.meeting(lessons[0].teacher, null, { startsAt: '15:00' })
    const period = await world.period(merged.key, meeting, { startsAt: '15:00' })
    const date = await planDate(world, { groupKey: merged.key, meeting, period })
    const preview = await call('suspension.preview', { on: monday, gradeLevels: ['8'] })
    expect(preview.classes.map(({ sections, isPartly }) => [sections.length, isPartly])).toEqual([
      [1, false],
      [2, true],
    ])
    await order({ gradeLevels: ['8'], keepOccurrenceIds: [date.id] })
    expect((await marksOf({ ...lessons[0], period }))[0]).toBe('suspended')
  })
})

describe('during the day', () => {
  test('at noon: what is over stays, what runs is kept and counts for its students, what is ahead is called off', async () => {
    const { world, call, lessons, meetings, marksOf, order } = await schoolDay()
    const [first, running] = lessons
    await world.reportToTheEnd(first.period, 'first', [
      hostStay(first.teacher, at('7:25'), at('8:30')),
      { by: first.students[0]!, from: at('7:30'), to: at('8:30') },
    ])
    world.clock.set(at('11:59'))
    const before = await marksOf(first)
    const preview = await call('suspension.preview', { on: monday, fromTime: '12:00' })
    expect(preview.classes.map(({ phase }) => phase)).toEqual(['live', 'ahead'])
    await order({ fromTime: '12:00' })
    expect(await meetings()).toEqual(['scheduled', 'scheduled', 'cancelling'])
    // The teacher lets them go at 12:05: one came, one did not.
    await world.reportToTheEnd(running.period, 'running', [
      hostStay(running.teacher, at('11:28'), at('12:05')),
      { by: running.students[0]!, from: at('11:31'), to: at('12:05') },
    ])
    expect(await marksOf(running)).toEqual(['suspended', 'present', 'notHeld'])
    expect(await marksOf(first)).toEqual(before)
    expect(before[0]).toBe('held')
  })

  test('a class that its teacher opened early has begun', async () => {
    const { world, call, lessons } = await schoolDay()
    world.clock.set(at('12:50'))
    await world.database.write([], (db) =>
      db
        .insert(tables.instances)
        .values({
          id: world.newId(),
          meetingKey: lessons[2].meeting.key,
          uuid: 'early',
          startedAt: at('12:45'),
          foundAt: at('12:46'),
        })
        .run(),
    )
    const { classes } = await call('suspension.preview', { on: monday, fromTime: '13:00' })
    expect(classes.map(({ phase }) => phase)).toEqual(['live'])
  })

  test('what was shown is not what would be done any more once a class has begun', async () => {
    const { world, call, order, meetings } = await schoolDay()
    world.clock.set(at('11:00'))
    const { digest } = await call('suspension.preview', { on: monday })
    world.clock.set(at('11:30'))
    await expect(order({ digest })).rejects.toMatchObject({ problem: { kind: 'stalePreview' } })
    expect(await meetings()).toEqual(['scheduled', 'scheduled', 'scheduled'])
    expect((await call('suspension.list', { fromOn: monday, toOn: monday })).suspensions).toEqual([])
    const [past] = (await call('suspension.preview', { on: monday })).classes
    await expect(order({ keepOccurrenceIds: [past!.occurrenceId] })).rejects.toMatchObject({
      problem: { kind: 'invalidInput', field: 'keepOccurrenceIds' },
    })
  })
})

describe('after the day', () => {
  /** Final marks: present and late, corrected to absent, absent. */
  async function finished() {
    const day = await schoolDay()
    const { world, lessons } = day
    const [{ period, teacher, students }] = lessons
    await world.reportToTheEnd(period, 'first', [
      hostStay(teacher, at('7:30'), at('8:30')),
      { by: students[0]!, from: at('7:50'), to: at('8:30') },
      { by: students[1]!, from: at('7:30'), to: at('8:30') },
    ])
    await world.call('attendance.override', {
      periodId: period.id,
      personIds: [students[1]!.id],
      presence: 'absent',
      reason: 'Was asleep',
    } as never)
    world.clock.set(at('18:00'))
    return day
  }

  test('final marks change only in the students’ favour, the decision is logged, and undoing gives them back', async () => {
    const { world, call, lessons, marksOf, order } = await finished()
    const before = await marksOf(lessons[0])
    expect(before).toEqual(['held', 'present late', 'absent', 'absent'])
    const preview = await call('suspension.preview', { on: monday, gradeLevels: ['7'] })
    expect(preview.classes.map(({ phase }) => phase)).toEqual(['past', 'past'])
    // Three of the first class; the second one nobody has said to be held, so nobody is marked against.
    expect(preview.markCount).toBe(3)
    const ordered = await order({ gradeLevels: ['7'] })
    expect(ordered).toMatchObject({ cancelledCount: 0, keptCount: 2 })
    expect(await marksOf(lessons[0])).toEqual(['suspended', 'present', 'notHeld', 'present'])
    expect((await marksOf(lessons[2]))[0]).not.toBe('suspended')
    const log = await world.database.read((db) => db.select().from(tables.decisions).all())
    expect(log.at(-1)).toMatchObject({ action: 'suspension.order', actor: 'office' })
    expect(log.at(-1)!.subjectIds[0]).toBe(ordered.id)

    const suspensionId = ordered.id
    expect(await call('suspension.previewUndo', { suspensionId })).toMatchObject({ restoredCount: 0, newLinkCount: 0 })
    await call('suspension.undo', { suspensionId })
    expect(await marksOf(lessons[0])).toEqual(before)
    await expect(call('suspension.undo', { suspensionId })).rejects.toMatchObject({ problem: { kind: 'conflict' } })
    const [listed] = (await call('suspension.list', { fromOn: monday, toOn: monday })).suspensions
    expect(listed!.undoneAt).not.toBeNull()
  })

  test('an order for the school holds for a part of which something else was said before, not for one said after', async () => {
    const { lessons, marksOf, order, say } = await finished()
    const section = lessons[0].section.id
    await say({ sectionId: section, kind: 'online' })
    await order()
    expect((await marksOf(lessons[0]))[0]).toBe('suspended')
    await say({ gradeLevel: '7', kind: 'online' })
    expect((await marksOf(lessons[0]))[0]).toBe('suspended')
    await say({ sectionId: section, kind: 'makeUp', authority: 'Examination, kept by the division office' })
    expect((await marksOf(lessons[0]))[0]).toBe('held')
  })
})

describe('taking it back', () => {
  test('while Zoom has not heard of it the same meeting goes on; a date that is over stays called off', async () => {
    const { world, call, meetings, entries, order, dates } = await schoolDay()
    const { id: suspensionId } = await order()
    world.clock.set(at('11:40'))
    expect(await call('suspension.previewUndo', { suspensionId })).toEqual({
      restoredCount: 1,
      madeAnewCount: 0,
      newLinkCount: 0,
      cancelledCount: 2,
    })
    expect(await call('suspension.undo', { suspensionId })).toMatchObject({ restoredCount: 1, cancelledCount: 2 })
    expect(await meetings()).toEqual(['cancelling', 'cancelling', 'scheduled'])
    expect((await entries()).filter((entry) => entry === 'delete waiting')).toHaveLength(2)
    const [gone, , back] = await world.database.read((db) =>
      db.select().from(tables.classPeriods).orderBy(tables.classPeriods.startInstant).all(),
    )
    expect([gone!.cancelledAt !== null, back!.cancelledAt]).toEqual([true, null])
    const again = await call('suspension.preview', { on: monday })
    expect(again.classes.map(({ occurrenceId }) => occurrenceId)).toEqual([dates[2]!.id])
  })

  test('what another suspension calls off as well waits for that one', async () => {
    const { call, meetings, order } = await schoolDay()
    const first = await order({ gradeLevels: ['8'] })
    const second = await order({ authority: 'The governor' })
    expect(second.cancelledCount).toBe(2)
    expect(await call('suspension.undo', { suspensionId: first.id })).toMatchObject({
      restoredCount: 0,
      cancelledCount: 1,
    })
    expect(await meetings()).toEqual(['cancelling', 'cancelling', 'cancelling'])
    expect(await call('suspension.undo', { suspensionId: second.id })).toMatchObject({ restoredCount: 3 })
    expect(await meetings()).toEqual(['scheduled', 'scheduled', 'scheduled'])
  })

  test('a meeting that a person has cancelled is not brought back, nor one whose class has another since', async () => {
    const { world, call, lessons, meetings, order } = await schoolDay()
    const { id: suspensionId } = await order()
    const { groupKey, period, teacher } = lessons[2]
    const meeting = await world.meeting(teacher, null, { startsAt: '13:00' })
    await world.database.write([], (db) => {
      db.insert(tables.periodMeetings).values({ periodKey: period.key, meetingKey: meeting.key }).run()
      db.update(tables.meetings)
        .set({ cancelledAt: at('7:05') })
        .where(eq(tables.meetings.key, lessons[1].meeting.key))
        .run()
    })
    await planDate(world, { groupKey, meeting, period })
    expect(await call('suspension.undo', { suspensionId })).toMatchObject({ restoredCount: 1, cancelledCount: 2 })
    expect((await meetings()).toSorted()).toEqual(['cancelling', 'cancelling', 'scheduled', 'scheduled'])
  })

  test('a date of a series leaves the others alone; gone at Zoom it becomes a meeting of its own', async () => {
    const { world, call, lessons, order } = await schoolDay()
    const [, , { meeting, groupKey, students }] = lessons
    await world.database.write([], (db) =>
      db
        .update(tables.meetings)
        .set({ type: 'recurringFixedTime', title: 'Science - Session {n}' })
        .where(eq(tables.meetings.key, meeting.key))
        .run(),
    )
    const tuesday = addDays(monday, 1)
    const period = await world.period(groupKey, meeting, { on: tuesday, startsAt: '13:00' })
    await planDate(world, { groupKey, meeting, period })
    const { id: suspensionId } = await order({ gradeLevels: ['8'] })
    const rows = () =>
      world.database.read((db) =>
        db
          .select({ meeting: tables.meetings, date: tables.occurrences })
          .from(tables.occurrences)
          .innerJoin(tables.meetings, eq(tables.meetings.key, tables.occurrences.meetingKey))
          .where(eq(tables.meetings.groupKey, groupKey))
          .orderBy(tables.occurrences.startInstant)
          .all(),
      )
    expect((await rows()).map((row) => [row.meeting.state, row.date.state])).toEqual([
      ['scheduled', 'cancelled'],
      ['scheduled', 'scheduled'],
    ])
    // Zoom has deleted the date.
    await world.database.write([], (db) =>
      db
        .update(tables.occurrences)
        .set({ confirmed: { startsAt: at('13:00'), durationMinutes: 60, isDeleted: true } })
        .where(and(eq(tables.occurrences.meetingKey, meeting.key), eq(tables.occurrences.on, monday)))
        .run(),
    )
    expect(await call('suspension.undo', { suspensionId })).toEqual({
      restoredCount: 1,
      madeAnewCount: 1,
      newLinkCount: 1,
      cancelledCount: 0,
    })
    const [anew, stays] = await rows()
    expect(anew).toMatchObject({
      meeting: { type: 'scheduled', state: 'creating', zoomMeetingId: null, title: 'Science - Session 1' },
      date: { state: 'scheduled', confirmed: null },
    })
    expect(stays!.meeting.key).toBe(meeting.key)
    const registrants = await world.database.read((db) =>
      db.select().from(tables.registrants).where(eq(tables.registrants.meetingKey, anew!.meeting.key)).all(),
    )
    expect(registrants.map(({ personKey, state }) => [personKey, state])).toEqual([[students[0]!.key, 'waiting']])
  })
})

describe('with Zoom', () => {
  const until = async (is: () => Promise<boolean>) => {
    while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  async function classAtZoom(): Promise<{ school: SchoolWorld; meetingId: MeetingId; on: string }> {
    const school = await schedulingSchool()
    const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(3) })
    school.start()
    const form = school.form(sectionId)
    const { id, time } = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    return { school, meetingId: id, on: time.on }
  }

  test('the meeting is deleted at Zoom, and undoing makes another one with new links for everybody', async () => {
    const { school, meetingId, on } = await classAtZoom()
    const call = suspending({ ...school, newId: crypto.randomUUID.bind(crypto) })
    expect(await school.zoomMeetings()).toHaveLength(1)
    const { digest } = await call('suspension.preview', { on })
    const { id: suspensionId } = await call('suspension.order', { on, authority: 'The mayor', digest })
    await until(async () => (await school.zoomMeetings()).length === 0)
    await until(async () => (await school.call('meeting.get', { meetingId })).state === 'cancelled')
    const undone = { restoredCount: 1, madeAnewCount: 1, newLinkCount: 3, cancelledCount: 0 }
    expect(await call('suspension.previewUndo', { suspensionId })).toEqual(undone)
    expect(await call('suspension.undo', { suspensionId })).toEqual(undone)
    const listed = async () => (await school.call('meeting.list', { fromOn: on, toOn: on })).meetings
    await until(async () => (await listed())[0]?.registeredCount === 3)
    expect((await listed()).map(({ state, registeredCount }) => [state, registeredCount])).toEqual([['scheduled', 3]])
    expect(await school.zoomMeetings()).toHaveLength(1)
  })

  test('of a series Zoom deletes the date alone; brought back it is a meeting beside the series', async () => {
    const school = await schedulingSchool()
    const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2) })
    school.start()
    const { id: meetingId, dates } = await school.call('meeting.schedule', {
      ...school.form(sectionId),
      title: 'Science - Session {n}',
      kind: 'series',
      repeat: { every: 'day', interval: 1, ends: { afterDates: 3 } },
      waitSeconds: 20,
    })
    const call = suspending({ ...school, newId: crypto.randomUUID.bind(crypto) })
    const { on } = dates[1]!.time
    const { digest } = await call('suspension.preview', { on })
    const { id: suspensionId } = await call('suspension.order', { on, authority: 'The mayor', digest })
    const startsAtZoom = async () => {
      const { zoomMeetingId } = await school.call('meeting.get', { meetingId })
      const { occurrences } = await school.client.getMeeting(zoomMeetingId!)
      return occurrences.filter(({ isDeleted }) => !isDeleted).map(({ startsAt }) => localDate(startsAt, 'Asia/Manila'))
    }
    await until(async () => (await startsAtZoom()).length === 2)
    await school.call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 30 })
    const undone = await call('suspension.undo', { suspensionId })
    expect(undone).toEqual({ restoredCount: 1, madeAnewCount: 1, newLinkCount: 2, cancelledCount: 0 })
    const listed = async () => (await school.call('meeting.list', { fromOn: on, toOn: on })).meetings
    await until(async () => (await listed())[0]?.registeredCount === 2)
    expect((await listed()).map(({ id, kind, title, state }) => [id === meetingId, kind, title, state])).toEqual([
      [false, 'once', 'Science - Session 2', 'scheduled'],
    ])
    expect(await startsAtZoom()).toEqual([dates[0]!.time.on, dates[2]!.time.on])
  })
})
