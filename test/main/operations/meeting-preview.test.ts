import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import type { MeetingPreview } from '../../../src/shared/contract/meeting-preview.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import type { ProblemError } from '../../../src/shared/problem.ts'
import { schedulingSchool } from '../../support/outbox-world.ts'
import { planningSchool } from '../../support/planned.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

/** Monday. */
const monday = '2026-03-09'
const weekdays = { every: 'week' as const, weekDays: [1, 2, 3, 4, 5] }

/** A school in which Ms. Reyes teaches Mabini mathematics, and Mr. Santos English to Mabini and Rizal together. */
async function school() {
  const world = await planningSchool()
  const mabini = await world.section('Mabini')
  const rizal = await world.section('Rizal')
  const mathematics = await world.group([mabini], 'Mathematics', 'reyes')
  const english = await world.group([mabini, rizal], 'English', 'santos')
  const science = await world.group([rizal], 'Science', 'reyes')
  const form = { title: '{course} - Session {n}', on: monday, startsAt: '07:30', teachingGroupId: mathematics }
  return { ...world, mabini, rizal, mathematics, english, science, form }
}

const kinds = (preview: MeetingPreview, index = 0) => preview.dates[index]?.conflicts.map(({ kind }) => kind)
const blocking = ({ problems }: MeetingPreview) =>
  problems.filter(({ isBlocking }) => isBlocking).map(({ field }) => field)

describe('dates', () => {
  test('of a series come with titles, numbers and what the calendar says; a kept date counts, another does not', async () => {
    const { preview, say, form } = await school()
    await say({ on: '2026-03-10', kind: 'holiday', authority: 'Kagitingan' })
    await say({ on: '2026-03-11', kind: 'asynchronous', gradeLevel: '7' })
    await say({ on: '2026-03-12', kind: 'suspended', fromTime: '12:00', authority: 'The mayor' })
    const asked = { ...form, kind: 'series' as const, repeat: { ...weekdays, ends: { afterDates: 6 } } }
    const shown = await preview({ ...asked, skipOn: ['2026-03-13'], keepOn: ['2026-03-11'] })
    expect(shown.dates.map(({ on, number, title, day, isKept }) => [on, number, title, day?.kind, isKept])).toEqual([
      ['2026-03-09', 1, 'Grade 7 Mabini, Mathematics - Session 1', undefined, true],
      ['2026-03-10', null, 'Grade 7 Mabini, Mathematics', 'holiday', false],
      ['2026-03-11', 2, 'Grade 7 Mabini, Mathematics - Session 2', 'asynchronous', true],
      ['2026-03-12', 3, 'Grade 7 Mabini, Mathematics - Session 3', undefined, true],
      ['2026-03-13', null, 'Grade 7 Mabini, Mathematics', undefined, false],
      ['2026-03-16', 4, 'Grade 7 Mabini, Mathematics - Session 4', undefined, true],
    ])
    expect(shown.dates[1]!.day).toEqual({ kind: 'holiday', authority: 'Kagitingan' })
    expect(kinds(shown, 2)).toEqual(['noClassDay'])
    expect(shown.dates[0]!.time).toMatchObject({
      startInstant: '2026-03-08T23:30:00.000Z',
      endInstant: '2026-03-09T00:30:00.000Z',
      timeZone: 'Asia/Manila',
    })
    expect(shown.problems).toEqual([])
    // From noon on the mayor's word counts.
    const afternoon = await preview({ ...asked, startsAt: '13:00' })
    expect(afternoon.dates[3]).toMatchObject({ isKept: false, day: { kind: 'suspended', authority: 'The mayor' } })
  })

  test('of one class on a holiday is kept, and said to be on a day without classes', async () => {
    const { preview, say, form } = await school()
    await say({ on: monday, kind: 'holiday' })
    const shown = await preview(form)
    expect(shown.dates).toHaveLength(1)
    expect(shown.dates[0]).toMatchObject({ isKept: true, number: 1, day: { kind: 'holiday' } })
    expect(kinds(shown)).toEqual(['noClassDay'])
    expect(blocking(shown)).toEqual([])
  })

  test('are none without a fixed time, and the present minute for a class that begins now', async () => {
    const { preview, form } = await school()
    expect((await preview({ ...form, kind: 'noFixedTime', audience: 'students' })).dates).toEqual([])
    const now = await preview({ ...form, kind: 'now' })
    expect(now.dates[0]).toMatchObject({ on: '2026-03-02', time: { startsAt: '08:00' }, number: 1 })
    expect(now.problems).toEqual([])
  })

  test('say where the clocks skip or double the time', async () => {
    const { preview, form } = await school()
    const repeat = { every: 'week', ends: { afterDates: 2 } } as const
    const spring = { ...form, on: '2026-03-08', startsAt: '02:30', timeZone: 'America/New_York' }
    const series = await preview({ ...spring, kind: 'series', repeat })
    expect(series.dates.map(({ clock }) => clock)).toEqual(['skipped', 'once'])
    expect(series.problems).toEqual([expect.objectContaining({ field: 'startsAt', isBlocking: false })])
    expect(blocking(await preview(spring))).toEqual(['startsAt'])
    const autumn = await preview({ ...spring, on: '2026-11-01', startsAt: '01:30' })
    expect(autumn.dates[0]!.clock).toBe('twice')
    expect(autumn.problems).toEqual([expect.objectContaining({ field: 'startsAt', isBlocking: false })])
  })
})

describe('conflicts', () => {
  test('tell who would be in two places, and in which class', async () => {
    const { preview, plan, form, english, science } = await school()
    const taught = await plan({ hostId: 'santos', groupId: english, on: monday, at: '08:00', title: 'English {n}' })
    const other = await plan({ hostId: 'reyes', groupId: science, on: monday, at: '07:00' })
    const shown = await preview(form)
    expect(shown.dates[0]!.conflicts).toEqual([
      { kind: 'hostBusy', with: expect.objectContaining({ meetingId: other.meetingId, periodId: null }) },
      { kind: 'teacherBusy', with: expect.objectContaining({ meetingId: other.meetingId }) },
      {
        kind: 'sectionBusy',
        with: {
          meetingId: taught.meetingId,
          periodId: null,
          title: 'English 1',
          time: expect.objectContaining({ on: monday, startsAt: '08:00' }),
        },
      },
    ])
    expect(shown.freeHosts.map(({ name }) => name)).toEqual(['Aguilar, Basic'])
    expect(kinds(await preview({ ...form, startsAt: '09:00' }))).toEqual([])
  })

  test('are not made by what is called off, by what Zoom has lost, nor by the meeting itself', async () => {
    const { preview, plan, form, mathematics } = await school()
    for (const gone of [
      { state: 'cancelled' },
      { state: 'cancelling' },
      { state: 'missing' },
      { dateState: 'cancelled' },
    ] as const) {
      await plan({ hostId: 'reyes', on: monday, at: '07:30', ...gone })
    }
    expect(kinds(await preview(form))).toEqual([])
    await plan({ hostId: 'reyes', groupId: mathematics, on: monday, at: '07:45' })
    expect(kinds(await preview(form))).toEqual(['hostBusy', 'teacherBusy', 'sectionBusy'])
  })

  test('are made by a class without Zoom, and by a meeting that was made elsewhere', async () => {
    const { preview, plan, form, english, database } = await school()
    await plan({ hostId: '', groupId: english, on: monday, at: '08:15', isWithMeeting: false })
    await database.write([], (db) => {
      db.insert(tables.foreignMeetings)
        .values({
          zoomMeetingId: '81234567890',
          hostId: 'reyes',
          topic: 'Parents of Mabini',
          type: '2',
          startsAt: Date.parse('2026-03-09T00:15:00Z'),
          timeZone: 'Asia/Manila',
          durationMinutes: 30,
          joinUrl: 'https://zoom.example/j/81234567890',
          seenAt: 0,
        })
        .run()
    })
    const { conflicts } = (await preview(form)).dates[0]!
    expect(conflicts).toEqual([
      {
        kind: 'hostBusy',
        with: expect.objectContaining({ meetingId: null, periodId: null, title: 'Parents of Mabini' }),
      },
      { kind: 'sectionBusy', with: expect.objectContaining({ meetingId: null, title: 'English' }) },
    ])
    expect(conflicts[1]!.with!.periodId).not.toBeNull()
  })

  test('follow the substitute, who is busy in the teacher’s stead', async () => {
    const { preview, plan, form, english, database } = await school()
    const { dateKey } = await plan({ hostId: 'basic', groupId: english, on: monday, at: '07:30' })
    const teacherOf = (name: string) =>
      database.read(
        (db) =>
          db
            .select()
            .from(tables.persons)
            .all()
            .find(({ listName }) => listName.startsWith(name))!.key,
      )
    const [teacherKey, substituteKey] = [await teacherOf('santos'), await teacherOf('reyes')]
    await database.write([], (db) => {
      const { key: substitutionKey } = db
        .insert(tables.substitutions)
        .values({
          id: randomUUID(),
          teacherKey,
          substituteKey,
          substituteHostId: 'reyes',
          firstOn: monday,
          lastOn: monday,
          reason: 'Seminar',
          actor: 'office',
          device: 'here',
          arrangedAt: 0,
        })
        .returning()
        .get()
      const { meetingKey } = db
        .select()
        .from(tables.occurrences)
        .all()
        .find(({ key }) => key === dateKey)!
      db.insert(tables.substitutionDates)
        .values({ substitutionKey, occurrenceKey: dateKey, meetingKey, way: 'alternativeHost' })
        .run()
    })
    expect(kinds(await preview(form))).toEqual(['hostBusy', 'teacherBusy', 'sectionBusy'])
    expect((await preview({ ...form, host: 'santos' })).freeHosts.map(({ hostId }) => hostId)).toEqual(['santos'])
  })

  test('are found on each date of a series, and the free hosts are free on all of them', async () => {
    const { preview, plan, form } = await school()
    await plan({ hostId: 'reyes', on: '2026-03-16', at: '07:00' })
    await plan({ hostId: 'santos', on: '2026-03-17', at: '07:00' })
    await plan({ hostId: 'basic', on: '2026-03-23', at: '07:00' })
    const asked = { ...form, kind: 'series' as const, repeat: { every: 'week' as const, ends: { afterDates: 3 } } }
    const shown = await preview(asked)
    expect(shown.dates.map((_, index) => kinds(shown, index))).toEqual([[], ['hostBusy'], []])
    expect(shown.freeHosts).toEqual([{ hostId: 'santos', name: 'Santos, Ñiño', isLicensed: true }])
    // A date that is left out is in nobody's way.
    const without = await preview({ ...asked, skipOn: ['2026-03-16'] })
    expect(without.dates.map((_, index) => kinds(without, index))).toEqual([[], [], []])
    expect(without.freeHosts.map(({ hostId }) => hostId)).toEqual(['reyes', 'santos'])
  })

  test('are made by the school’s hours for classes, not for teachers', async () => {
    const { preview, say, form } = await school()
    await say({ on: '2026-03-22', kind: 'makeUp' })
    const outside = ['outsideSchoolHours']
    for (const [startsAt, on, expected] of [
      ['05:59', monday, outside],
      ['06:00', monday, []],
      ['17:00', monday, []],
      ['17:01', monday, outside],
      ['23:30', monday, outside],
      ['07:30', '2026-03-15', outside],
      // A Sunday on which the calendar says that there are classes.
      ['07:30', '2026-03-22', []],
    ] as const) {
      expect([startsAt, on, kinds(await preview({ ...form, on, startsAt }))]).toEqual([startsAt, on, expected])
      const faculty = await preview({ title: 'Faculty', audience: 'teachers', host: 'reyes', on, startsAt })
      expect(kinds(faculty)).toEqual([])
    }
  })
})

describe('what is wrong with a form', () => {
  const gone = randomUUID()
  const times = { ends: { afterDates: 3 } } as const
  const faults = [
    ['nothing at all', { title: '', on: undefined, startsAt: undefined }, ['on', 'startsAt', 'title']],
    ['a number only', { title: '{n}' }, ['title']],
    ['a title that is too long with its course', { title: `${'x'.repeat(190)} {course}` }, ['title']],
    ['a time that has passed', { on: '2026-03-01' }, ['startsAt']],
    ['an unknown zone', { timeZone: 'Asia/Nowhere' }, ['timeZone']],
    ['a series without a rule', { kind: 'series' }, ['repeat']],
    ['a series that began', { kind: 'series', on: '2026-02-23', repeat: { every: 'week', ...times } }, ['on']],
    [
      'too long an interval',
      { kind: 'series', repeat: { every: 'month', interval: 11, ...times } },
      ['repeat.interval'],
    ],
    ['too many dates', { kind: 'series', repeat: { every: 'day', ends: { on: '2026-06-30' } } }, ['repeat.ends']],
    [
      'no date left',
      { kind: 'series', repeat: { every: 'week', ends: { afterDates: 1 } }, skipOn: [monday] },
      ['skipOn'],
    ],
    ['a class without a fixed time', { kind: 'noFixedTime' }, ['kind']],
    ['no class', { teachingGroupId: undefined }, ['teachingGroupId', 'host']],
    ['a class that is gone', { teachingGroupId: gone }, ['teachingGroupId', 'host']],
    ['a class for teachers', { audience: 'teachers' }, ['audience']],
    ['waiting, and going in before', { settings: { joinBeforeHost: true } }, ['settings.joinBeforeHost']],
    [
      'links where nobody has one',
      { audience: 'students', settings: { admission: 'registrationLink' } },
      ['settings.admission'],
    ],
    ['a host without a licence', { host: 'basic' }, ['host']],
  ] as const

  test('is told at its field', async () => {
    const { preview, form } = await school()
    for (const [what, change, fields] of faults) {
      const shown = await preview({ ...form, ...(change as object) })
      expect([what, blocking(shown)]).toEqual([what, fields])
    }
  })

  test('is told with what to do', async () => {
    const { preview, form } = await school()
    const { problems } = await preview({ ...form, on: '2026-03-01' })
    expect(problems.map(({ message }) => message)).toEqual(['This time has passed. Choose a time to come.'])
  })

  test('does not keep the rest from being shown', async () => {
    const { preview, form, mabini } = await school()
    const shown = await preview({ ...form, title: '', teachingGroupId: undefined, sectionId: mabini })
    expect(blocking(shown)).toEqual(['title', 'host'])
    expect(shown.dates).toHaveLength(1)
    expect(shown.freeHosts).toHaveLength(3)
  })

  test('a host whom nobody knows, or without a licence, is told and does not block a class without links', async () => {
    const { preview, form } = await school()
    const unknown = await preview({ ...form, host: 'nobody@school.example' })
    expect(unknown.problems).toEqual([expect.objectContaining({ field: 'host', isBlocking: false })])
    expect(unknown.writes).toBeNull()
    const students = { ...form, audience: 'students', host: 'BASIC@school.example' } as const
    const basic = await preview({ ...students, settings: { recording: 'cloud' } })
    expect(blocking(basic)).toEqual([])
    expect(basic.problems.map(({ field }) => field)).toEqual(['settings.recording', 'durationMinutes'])
    expect((await preview({ ...students, durationMinutes: 40 })).problems).toEqual([])
  })
})

describe('the quota of the host', () => {
  test('is told with what this would need, as far as the connected account remembers', async () => {
    const used = (count: number, closedUntil: number | null = null) => ({
      hostWrites: async () => ({ count, limit: 100, resetsAt: 0, closedUntil }),
    })
    const ask = async (client?: ReturnType<typeof used>) => {
      const { preview } = await planningSchool(client === undefined ? {} : { client })
      const form = { title: 'Faculty', audience: 'teachers', host: 'reyes', on: monday, startsAt: '15:00' } as const
      return (await preview(form)).writes
    }
    const host = { hostId: 'reyes', name: 'Reyes, Lorna', limit: 100, needed: 1 }
    expect(await ask(used(12))).toEqual({ ...host, usedToday: 12, resumesAt: null })
    expect(await ask(used(100))).toEqual({ ...host, usedToday: 100, resumesAt: '2026-03-03T00:00:00.000Z' })
    expect(await ask(used(5, 1))).toMatchObject({ resumesAt: '2026-03-03T00:00:00.000Z' })
    // Not connected, so nothing is known to be used.
    expect(await ask()).toEqual({ ...host, usedToday: 0, resumesAt: null })
  })
})

describe('what is scheduled', () => {
  test('is what was previewed, date by date, and then stands in the way of another of the same', async () => {
    const world = await schedulingSchool()
    const { sectionId } = await makeSection(world.database, { name: 'Mabini', students: madeStudents(1) })
    const skipped = addDays(world.on, 7)
    await world.database.write([], (db) => {
      db.insert(tables.dayTypes)
        .values({
          id: randomUUID(),
          on: addDays(world.on, 14),
          kind: 'holiday',
          countsAsSchoolDay: false,
          createdAt: 0,
        })
        .run()
    })
    const { waitSeconds: _wait, ...named } = world.form(sectionId)
    const form = {
      ...named,
      title: '{course} - Session {n}',
      kind: 'series' as const,
      repeat: { every: 'week' as const, ends: { afterDates: 6 } },
      skipOn: [skipped],
    }
    const shown = await world.call('meeting.preview', form)
    const meeting = await world.call('meeting.schedule', { ...form, waitSeconds: 0 })
    const kept = shown.dates.filter(({ isKept }) => isKept)
    expect(kept).toHaveLength(4)
    expect(meeting.dates.map(({ number, title, time }) => ({ number, title, time }))).toEqual(
      kept.map(({ number, title, time }) => ({ number, title, time })),
    )
    const again = await world.call('meeting.preview', form)
    // The test may run on any day of the week, a Sunday too.
    const busy = ({ conflicts }: Pick<MeetingPreview['dates'][number], 'conflicts'>) =>
      conflicts.map(({ kind }) => kind).filter((kind) => kind !== 'outsideSchoolHours')
    expect(again.dates.map((date) => [date.isKept, busy(date)])).toEqual(
      shown.dates.map(({ isKept }) => [isKept, isKept ? ['hostBusy', 'sectionBusy'] : []]),
    )
    expect(again.dates[0]!.conflicts[0]!.with).toMatchObject({ meetingId: meeting.id, title: kept[0]!.title })
    // A meeting that is being changed is no conflict with itself.
    const edited = await world.call('meeting.previewChange', { meetingId: meeting.id, changes: {} })
    expect(edited.dates.flatMap(busy)).toEqual([])
    // What waits to be sent for this host is part of what is needed.
    expect(again.writes).toMatchObject({ hostId: world.host.hostId, needed: 2 })
  })

  test('is every form in which nothing blocks, and no other', async () => {
    const world = await schedulingSchool()
    const { sectionId } = await makeSection(world.database, { name: 'Rizal', students: [] })
    /** Mostly the first, so that a form has few faults at once. */
    const mostly = <T>(right: T, ...others: T[]) =>
      fc.oneof({ weight: 5 * others.length, arbitrary: fc.constant(right) }, fc.constantFrom(...others))
    const anyForm = fc.record({
      title: mostly('{course} - {n}', '{n}', `${'x'.repeat(180)} {course}`),
      kind: fc.constantFrom('now', 'once', 'series', 'noFixedTime'),
      on: mostly<string | undefined>(world.on, addDays(world.on, -9), undefined),
      startsAt: mostly<string | undefined>('07:30', undefined),
      timeZone: mostly<string | undefined>(undefined, 'Asia/Nowhere'),
      audience: fc.constantFrom('class', 'students', 'teachers', 'all'),
      sectionId: fc.constantFrom(sectionId, sectionId, undefined, randomUUID()),
      host: mostly<string | undefined>(world.host.email, undefined),
      repeat: mostly<InputOf<'meeting.preview'>['repeat']>(
        { every: 'month', monthDay: 31, ends: { afterDates: 3 } },
        undefined,
        { every: 'week', weekDays: [1, 3], interval: 60, ends: { afterDates: 5 } },
        { every: 'day', ends: { on: addDays(world.on, 90) } },
      ),
      settings: mostly({}, { joinBeforeHost: true }, { admission: 'registrationLink' as const }),
    })
    let scheduled = 0
    await fc.assert(
      fc.asyncProperty(anyForm, async (given) => {
        const form = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
        const shown = await world.call('meeting.preview', form)
        const refused = await world
          .call('meeting.schedule', { ...(form as InputOf<'meeting.schedule'>), waitSeconds: 0 })
          .then(
            () => null,
            (error: unknown) => (error as ProblemError).problem,
          )
        const fields = blocking(shown)
        if (refused === null) {
          expect(fields).toEqual([])
          scheduled += 1
        } else expect(fields).toContain(refused.field)
      }),
      { numRuns: 200, seed: 20_260_309 },
    )
    expect(scheduled).toBeGreaterThan(20)
    expect(scheduled).toBeLessThan(180)
  })
})
