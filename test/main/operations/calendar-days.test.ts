import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import type { SuspensionId } from '../../../src/shared/ids.ts'
import { at, hostStay, monday } from '../../support/attendance-world.ts'
import { planDate, schoolDay } from '../../support/suspension-world.ts'

const day = { fromOn: monday, toOn: monday }
const tuesday = addDays(monday, 1)
type Said = Omit<InputOf<'calendar.previewDays'>, 'fromOn' | 'toOn'>

/** The school of {@link schoolDay}, and what it takes to say something of days and call their classes off. */
async function callingOff() {
  const school = await schoolDay()
  const { call, world, dates } = school
  const titles = ['7:30', '11:30', '13:00']
  const hits = async (said: Said) => {
    const { classes } = await call('calendar.previewDays', { ...day, ...said })
    return classes.map(({ occurrenceId, isPartly }) => {
      const title = titles[dates.findIndex(({ id }) => id === occurrenceId)] ?? 'another'
      return isPartly ? `${title} partly` : title
    })
  }
  const callOff = async ({ keep, ...said }: Said & { keep?: InputOf<'suspension.order'>['keepOccurrenceIds'] }) => {
    const { digest } = await call('calendar.previewDays', { ...day, ...said })
    const more = keep === undefined ? {} : { keepOccurrenceIds: keep }
    return call('calendar.setDays', { ...day, ...said, callOff: { digest, ...more } })
  }
  const kinds = () =>
    world.database.read((db) =>
      db
        .all<{ kind: string }>(sql`select kind from day_types where revoked_at is null order by key`)
        .map(({ kind }) => kind),
    )
  return { ...school, hits, callOff, kinds }
}

describe('saying what kind of day it is', () => {
  test('shows the classes that do not take place for it, by its kind, hour, grade, section and shift', async () => {
    const { hits, lessons, world } = await callingOff()
    expect(await hits({ kind: 'holiday' })).toEqual(['7:30', '11:30', '13:00'])
    expect(await hits({ kind: 'asynchronous' })).toEqual(['7:30', '11:30', '13:00'])
    expect(await hits({ kind: 'inPerson' })).toEqual(['7:30', '11:30', '13:00'])
    expect(await hits({ kind: 'halfDayMorning' })).toEqual(['13:00'])
    expect(await hits({ kind: 'halfDayAfternoon' })).toEqual(['7:30', '11:30'])
    expect(await hits({ kind: 'online' })).toEqual([])
    expect(await hits({ kind: 'makeUp' })).toEqual([])
    // A holiday that begins at noon lets no class off that has begun; a suspension does.
    expect(await hits({ kind: 'holiday', fromTime: '12:00' })).toEqual(['13:00'])
    expect(await hits({ kind: 'suspended', fromTime: '12:00' })).toEqual(['11:30', '13:00'])
    expect(await hits({ kind: 'holiday', gradeLevel: '8' })).toEqual(['13:00'])
    expect(await hits({ kind: 'holiday', sectionId: lessons[1].section.id })).toEqual(['11:30'])
    await world.database.write(['groups'], (db) =>
      db.update(tables.sections).set({ shift: 'PM' }).where(eq(tables.sections.key, lessons[1].section.key)).run(),
    )
    expect(await hits({ kind: 'holiday', shift: 'PM' })).toEqual(['11:30'])
    expect(await hits({ kind: 'holiday', shift: 'PM', gradeLevel: '8' })).toEqual([])
    expect(await hits({ kind: 'holiday', weekDays: [1] })).toEqual(['7:30', '11:30', '13:00'])
  })

  test('leaves the classes alone of a part of which something narrower was said, and names a class of two sections', async () => {
    const { hits, lessons, world, say } = await callingOff()
    await say({ gradeLevel: '8', kind: 'online' })
    expect(await hits({ kind: 'holiday' })).toEqual(['7:30', '11:30'])
    expect(await hits({ kind: 'holiday', gradeLevel: '8' })).toEqual(['13:00'])
    const merged = await world.group('Music', [lessons[0].section, lessons[2].section], [lessons[0].teacher])
    const meeting = await world.meeting(lessons[0].teacher, null, { startsAt: '15:00' })
    const period = await world.period(merged.key, meeting, { startsAt: '15:00' })
    await planDate(world, { groupKey: merged.key, meeting, period })
    expect(await hits({ kind: 'holiday' })).toEqual(['7:30', '11:30', 'another partly'])
  })

  test('without calling off it only tells how many of its part stay planned', async () => {
    const { call, meetings, kinds } = await callingOff()
    const said = await call('calendar.setDays', { ...day, kind: 'holiday', gradeLevel: '8' })
    expect(said).toMatchObject({ plannedCount: 1, cancelledCount: 0, suspensionId: null })
    expect(await call('calendar.setDays', { ...day, kind: 'online' })).toMatchObject({ plannedCount: 0 })
    expect(await meetings()).toEqual(['scheduled', 'scheduled', 'scheduled'])
    expect(await kinds()).toEqual(['holiday', 'online'])
  })
})

describe('calling the classes off with it', () => {
  test('one action says it and calls off what is not kept; undoing takes both back', async () => {
    const { call, callOff, dates, meetings, entries, kinds, marksOf, lessons } = await callingOff()
    const said = await callOff({ kind: 'holiday', keep: [dates[2]!.id] })
    expect(said).toMatchObject({ cancelledCount: 2, plannedCount: 1 })
    expect(said.days.map(({ on, kind, suspensionId }) => [on, kind, suspensionId])).toEqual([
      [monday, 'holiday', said.suspensionId],
    ])
    expect(await meetings()).toEqual(['cancelling', 'cancelling', 'scheduled'])
    expect((await marksOf(lessons[0]))[0]).toBe('notHeld')
    const [listed] = (await call('suspension.list', day)).suspensions
    expect(listed).toMatchObject({
      ...{ id: said.suspensionId, kind: 'holiday', on: monday, lastOn: monday, dayCount: 1, shift: null },
      ...{ cancelledCount: 2, keptCount: 1, undoneAt: null },
    })
    const suspensionId = said.suspensionId as SuspensionId
    // Its day is part of the action: it is not taken back alone.
    await expect(call('calendar.revokeDays', { ids: said.days.map(({ id }) => id) })).rejects.toMatchObject({
      problem: { kind: 'conflict' },
    })
    expect(await call('suspension.undo', { suspensionId })).toMatchObject({ restoredCount: 2, cancelledCount: 0 })
    expect(await meetings()).toEqual(['scheduled', 'scheduled', 'scheduled'])
    expect((await entries()).filter((entry) => entry.startsWith('delete'))).toEqual([
      'delete discarded',
      'delete discarded',
    ])
    expect(await kinds()).toEqual([])
    expect((await marksOf(lessons[0]))[0]).not.toBe('notHeld')
  })

  test('what was shown is what is done: after another change nothing is said and nothing called off', async () => {
    const { call, callOff, meetings, kinds, world, say } = await callingOff()
    const { digest } = await call('calendar.previewDays', { ...day, kind: 'holiday' })
    const set = () => call('calendar.setDays', { ...day, kind: 'holiday', callOff: { digest } })
    world.clock.set(at('7:45'))
    await expect(set()).rejects.toMatchObject({ problem: { kind: 'stalePreview' } })
    await say({ gradeLevel: '8', kind: 'online' })
    await expect(set()).rejects.toMatchObject({ problem: { kind: 'stalePreview' } })
    expect(await meetings()).toEqual(['scheduled', 'scheduled', 'scheduled'])
    expect(await kinds()).toEqual(['online'])
    const [running] = (await call('calendar.previewDays', { ...day, kind: 'holiday' })).classes
    expect(running!.phase).toBe('live')
    await expect(callOff({ kind: 'holiday', keep: [running!.occurrenceId] })).rejects.toMatchObject({
      problem: { kind: 'invalidInput', field: 'keepOccurrenceIds' },
    })
  })

  test('a word that was said before comes back when the later one is undone', async () => {
    const { call, callOff, kinds } = await callingOff()
    await call('calendar.setDays', { ...day, kind: 'makeUp', authority: 'Principal' })
    const { suspensionId } = await callOff({ kind: 'holiday' })
    expect(await kinds()).toEqual(['makeUp', 'holiday'])
    await call('suspension.undo', { suspensionId: suspensionId! })
    expect(await kinds()).toEqual(['makeUp'])
  })

  test('a suspension of the same day goes on to keep its classes off when the holiday is undone, and the other way round', async () => {
    const { call, callOff, order, meetings } = await callingOff()
    const holiday = await callOff({ kind: 'holiday', gradeLevel: '8' })
    const suspension = await order()
    expect(suspension.cancelledCount).toBe(2)
    expect(await call('suspension.undo', { suspensionId: holiday.suspensionId! })).toMatchObject({
      restoredCount: 0,
      cancelledCount: 1,
    })
    expect(await meetings()).toEqual(['cancelling', 'cancelling', 'cancelling'])
    expect(await call('suspension.undo', { suspensionId: suspension.id })).toMatchObject({ restoredCount: 3 })
  })

  test('the dates of a series that Zoom has deleted come back as one meeting with one new link for each student', async () => {
    const { call, lessons, world } = await callingOff()
    const [, , { meeting, groupKey, students }] = lessons
    await world.database.write([], (db) =>
      db
        .update(tables.meetings)
        .set({ type: 'recurringFixedTime', title: 'Science - Session {n}' })
        .where(eq(tables.meetings.key, meeting.key))
        .run(),
    )
    for (const on of [tuesday, addDays(monday, 7)]) {
      const period = await world.period(groupKey, meeting, { on, startsAt: '13:00' })
      await planDate(world, { groupKey, meeting, period })
    }
    const range = { fromOn: monday, toOn: tuesday, kind: 'holiday', gradeLevel: '8' } as const
    const { digest, classes } = await call('calendar.previewDays', range)
    expect(classes.map(({ time }) => time.on)).toEqual([monday, tuesday])
    const { suspensionId } = await call('calendar.setDays', { ...range, callOff: { digest } })
    const [listed] = (await call('suspension.list', { fromOn: tuesday, toOn: tuesday })).suspensions
    expect(listed).toMatchObject({ id: suspensionId, on: monday, lastOn: tuesday, dayCount: 2, gradeLevels: ['8'] })
    await world.database.write([], (db) =>
      db.run(sql`
        update occurrences set confirmed = '{"startsAt":0,"durationMinutes":60,"isDeleted":true}' where state = 'cancelled'`),
    )
    const undone = { restoredCount: 2, madeAnewCount: 2, newLinkCount: 1, cancelledCount: 0 }
    expect(await call('suspension.previewUndo', { suspensionId: suspensionId! })).toEqual(undone)
    expect(await call('suspension.undo', { suspensionId: suspensionId! })).toEqual(undone)
    const rows = await world.database.read((db) =>
      db
        .select({ meeting: tables.meetings, date: tables.occurrences })
        .from(tables.occurrences)
        .innerJoin(tables.meetings, eq(tables.meetings.key, tables.occurrences.meetingKey))
        .where(eq(tables.meetings.groupKey, groupKey))
        .orderBy(tables.occurrences.startInstant)
        .all(),
    )
    const anew = rows[0]!.meeting
    expect(rows.map((row) => [row.date.state, row.meeting.key === anew.key])).toEqual([
      ['scheduled', true],
      ['scheduled', true],
      ['scheduled', false],
    ])
    expect(anew).toMatchObject({
      ...{ type: 'recurringFixedTime', state: 'creating', title: 'Science - Session {n}' },
      recurrence: { every: 'week', weekDays: [1, 2], ends: { on: tuesday } },
    })
    const registrants = await world.database.read((db) =>
      db.select().from(tables.registrants).where(eq(tables.registrants.meetingKey, anew.key)).all(),
    )
    expect(registrants.map(({ personKey, state }) => [personKey, state])).toEqual([[students[0]!.key, 'waiting']])
  })

  test('said after the day it changes marks only in the students’ favour, and undoing gives them back', async () => {
    const { call, callOff, lessons, marksOf, world } = await callingOff()
    const [{ period, teacher, students }] = lessons
    await world.reportToTheEnd(period, 'first', [
      hostStay(teacher, at('7:30'), at('8:30')),
      { by: students[0]!, from: at('7:50'), to: at('8:30') },
    ])
    world.clock.set(at('18:00'))
    const before = await marksOf(lessons[0])
    expect(before).toEqual(['held', 'present late', 'absent', 'absent'])
    const preview = await call('calendar.previewDays', { ...day, kind: 'suspended', gradeLevel: '7' })
    expect(preview).toMatchObject({ markCount: 3 })
    const { suspensionId, cancelledCount } = await callOff({ kind: 'suspended', gradeLevel: '7' })
    expect(cancelledCount).toBe(0)
    expect(await marksOf(lessons[0])).toEqual(['suspended', 'present', 'notHeld', 'notHeld'])
    await call('suspension.undo', { suspensionId: suspensionId! })
    expect(await marksOf(lessons[0])).toEqual(before)
  })
})
