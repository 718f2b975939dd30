import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import { addDays, localDate, weekDates } from '../../../src/shared/domain/time.ts'
import type { MeetingId, OccurrenceId } from '../../../src/shared/ids.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { problemOf } from '../../support/problem-of.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

/** A Monday some weeks ahead, and the days after it. */
const monday = addDays(weekDates(localDate(Date.now(), 'Asia/Manila'))[0]!, 21)
const dayOf = (days: number) => addDays(monday, days)
const dayMs = 86_400_000

/** A school with one section, and the form of a series on six Mondays and Wednesdays. */
async function schoolWithSeries(students = madeStudents(2), options: Parameters<typeof schedulingSchool>[0] = {}) {
  const school = await schedulingSchool(options)
  const { sectionId } = await makeSection(school.database, { name: 'Mabini', students })
  const form: InputOf<'meeting.schedule'> = {
    ...school.form(sectionId),
    title: '{course} - Session {n}',
    kind: 'series',
    on: monday,
    repeat: { every: 'week', weekDays: [1, 3], ends: { afterDates: 6 } },
  }
  return { school, sectionId, form }
}

async function settled(school: SchoolWorld, meetingId: MeetingId, occurrenceId?: OccurrenceId) {
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  return school.call('meeting.get', { meetingId, ...(occurrenceId === undefined ? {} : { occurrenceId }) })
}

const periodsOf = (school: SchoolWorld) =>
  school.database.read((db) =>
    db
      .select()
      .from(tables.classPeriods)
      .orderBy(tables.classPeriods.startInstant)
      .all()
      .filter(({ cancelledAt }) => cancelledAt === null)
      .map(({ on, startsAt }) => `${on} ${startsAt}`),
  )

const daysOf = (dates: readonly { time: { on: string }; state: string }[]) =>
  dates.filter(({ state }) => state === 'scheduled').map(({ time }) => time.on)

/** Dates of a meeting as Zoom has them, as instants. */
async function atZoom(school: SchoolWorld, zoomMeetingId: string | null) {
  const { occurrences } = await school.client.getMeeting(zoomMeetingId!)
  return (occurrences ?? [])
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ startsAt }) => new Date(startsAt).toISOString())
}

/** When the school's clock shows it. */
const jumpTo = (school: SchoolWorld, iso: string) => school.clock.jump(Date.parse(iso) - school.clock.now())

describe('schedule', () => {
  test('a series is one meeting with a date, a title and a class period for each day', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    expect(meeting).toMatchObject({
      kind: 'series',
      state: 'scheduled',
      title: 'Grade 7 Mabini, Homeroom - Session 1',
      titlePattern: 'Grade 7 Mabini, Homeroom - Session {n}',
      series: { number: 1, of: 6 },
      registeredCount: 2,
      recurrence: { every: 'week', interval: 1, weekDays: [1, 3], ends: { afterDates: 6 } },
    })
    const days = [0, 2, 7, 9, 14, 16].map(dayOf)
    expect(daysOf(meeting.dates)).toEqual(days)
    expect(meeting.dates.map(({ number, title }) => [number, title])).toEqual(
      days.map((_, index) => [index + 1, `Grade 7 Mabini, Homeroom - Session ${index + 1}`]),
    )
    expect(await periodsOf(school)).toEqual(days.map((on) => `${on} 09:00`))
    expect(meeting.periodIds).toHaveLength(1)
    expect(await school.zoomMeetings()).toMatchObject([{ topic: 'Grade 7 Mabini, Homeroom' }])
    expect(await atZoom(school, meeting.zoomMeetingId)).toEqual(meeting.dates.map(({ time }) => time.startInstant))
    const after = await settled(school, meeting.id)
    expect(after.dates.every(({ isAtZoom }) => isAtZoom)).toBe(true)
    const { meetings } = await school.call('meeting.list', {})
    expect(meetings.map(({ time, series }) => [time.on, series?.number])).toEqual(
      days.map((on, index) => [on, index + 1]),
    )
  })

  test('leaves out what is no class day or is not wanted, and keeps what is', async () => {
    const { school, form } = await schoolWithSeries()
    await school.database.write([], (db) =>
      db
        .insert(tables.dayTypes)
        .values(
          [0, 7, 9].map((days) => ({
            id: randomUUID(),
            on: dayOf(days),
            kind: 'holiday' as const,
            countsAsSchoolDay: false,
            createdAt: 0,
          })),
        )
        .run(),
    )
    const meeting = await school.call('meeting.schedule', { ...form, skipOn: [dayOf(14)], keepOn: [dayOf(9)] })
    expect(daysOf(meeting.dates)).toEqual([2, 9, 16].map(dayOf))
    expect(meeting.dates.map(({ number }) => number)).toEqual([1, 2, 3])
    // The rule counts from the first date that takes place.
    expect(meeting.recurrence?.ends).toEqual({ afterDates: 5 })
    expect(await periodsOf(school)).toEqual([2, 9, 16].map((days) => `${dayOf(days)} 09:00`))
  })

  test('a meeting of now begins this minute, and one without a fixed time has no date', async () => {
    const { school, sectionId, form } = await schoolWithSeries()
    const { on: _, startsAt: __, repeat: ___, ...free } = form
    const now = await school.call('meeting.schedule', { ...free, kind: 'now', title: 'Now' })
    expect(now).toMatchObject({ kind: 'once', phase: 'live', dates: [{ number: 1 }] })
    const open = await school.call('meeting.schedule', {
      ...free,
      kind: 'noFixedTime',
      audience: 'students',
      title: 'Consultation',
    })
    expect(open).toMatchObject({ kind: 'noFixedTime', occurrenceId: null, dates: [], periodIds: [], series: null })
    const list = async (input: InputOf<'meeting.list'>) =>
      (await school.call('meeting.list', input)).meetings.map(({ title }) => title)
    expect(await list({ phase: 'upcoming', sectionId })).toEqual(['Consultation'])
    expect(await list({ fromOn: '2020-01-01' })).toEqual(['Now'])
    const first = await school.call('meeting.list', { limit: 1 })
    expect([...first.meetings.map(({ title }) => title), ...(await list({ cursor: first.nextCursor! }))]).toEqual([
      'Now',
      'Consultation',
    ])
    school.start()
    await school.call('outbox.wait', { timeoutSeconds: 30 })
    expect(await school.call('meeting.get', { meetingId: open.id })).toMatchObject({ state: 'scheduled' })
    const moved = school.call('meeting.change', { meetingId: open.id, changes: { on: monday } })
    expect(await problemOf(moved)).toMatchObject({ kind: 'invalidInput', field: 'on' })
    await school.call('meeting.change', { meetingId: open.id, changes: { title: 'Open door', durationMinutes: 30 } })
    expect(await settled(school, open.id)).toMatchObject({ title: 'Open door', time: { durationMinutes: 30 } })
    await school.call('meeting.cancel', { meetingId: open.id })
    expect(await list({ phase: 'past' })).toEqual(['Open door'])
  })

  test('takes alternative hosts by id or address, each once, and only those who can be one', async () => {
    const { school, form } = await schoolWithSeries()
    const others = (await school.hosts.list()).filter(
      ({ hostId, isLicensed }) => isLicensed && hostId !== school.host.hostId,
    )
    const [other] = others
    const meeting = await school.call('meeting.schedule', {
      ...form,
      alternativeHosts: [other!.hostId, other!.email.toUpperCase()],
    })
    expect(meeting.alternativeHosts).toEqual([{ hostId: other!.hostId, name: other!.name, email: other!.email }])
    for (const name of [school.host.email, school.basicHost!.email, 'nobody@school.example']) {
      const refused = school.call('meeting.schedule', { ...form, alternativeHosts: [name] })
      expect(await problemOf(refused)).toMatchObject({ field: 'alternativeHosts' })
    }
  })

  test.each([
    ['a series without a rule', { repeat: undefined }, 'repeat'],
    ['51 dates', { repeat: { every: 'day' as const, ends: { on: dayOf(60) } } }, 'repeat.ends'],
    ['an end before the beginning', { repeat: { every: 'day' as const, ends: { on: dayOf(-1) } } }, 'repeat.ends'],
    ['a series of nothing', { skipOn: [0, 2, 7, 9, 14, 16].map(dayOf) }, 'skipOn'],
    ['a series that has begun', { on: '2020-01-06' }, 'on'],
    ['a series without a date', { on: undefined }, 'on'],
    [
      'an approval of nobody',
      { audience: 'students' as const, settings: { approval: 'manual' as const } },
      'settings.approval',
    ],
    ['registration without a fixed time', { kind: 'noFixedTime' as const }, 'kind'],
  ])('refuses %s', async (_, change, field) => {
    const { school, form } = await schoolWithSeries()
    expect(await problemOf(school.call('meeting.schedule', { ...form, ...change }))).toMatchObject({
      kind: 'invalidInput',
      field,
    })
    expect((await school.call('meeting.list', {})).meetings).toEqual([])
    expect(await periodsOf(school)).toEqual([])
  })
})

describe('change', () => {
  test('one date moves alone, with its class period, and no link changes', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    const third = meeting.dates[2]!
    const input = {
      meetingId: meeting.id,
      occurrenceId: third.occurrenceId,
      scope: 'this' as const,
      changes: { on: dayOf(8), startsAt: '13:30', durationMinutes: 40 },
    }
    expect(await school.call('meeting.previewChange', input)).toMatchObject({
      isSplit: false,
      newLinkCount: 0,
      dates: [{ number: 3, before: { on: dayOf(7) }, after: { on: dayOf(8), startsAt: '13:30' }, conflicts: [] }],
    })
    const seen = await school.call('meeting.change', input)
    expect(seen).toMatchObject({ id: meeting.id, occurrenceId: third.occurrenceId, time: { on: dayOf(8) } })
    const after = await settled(school, meeting.id)
    expect(after.dates[2]).toMatchObject({ number: 3, isMoved: true, isAtZoom: true, time: { durationMinutes: 40 } })
    expect(daysOf(after.dates)).toEqual([0, 2, 8, 9, 14, 16].map(dayOf))
    expect(await periodsOf(school)).toEqual([
      `${dayOf(0)} 09:00`,
      `${dayOf(2)} 09:00`,
      `${dayOf(8)} 13:30`,
      `${dayOf(9)} 09:00`,
      `${dayOf(14)} 09:00`,
      `${dayOf(16)} 09:00`,
    ])
    expect(await atZoom(school, meeting.zoomMeetingId)).toEqual(after.dates.map(({ time }) => time.startInstant))
    expect(after.registrations.map(({ joinUrl }) => joinUrl)).toEqual(
      meeting.registrations.map(({ joinUrl }) => joinUrl),
    )
    const onto = school.call('meeting.change', { ...input, changes: { on: dayOf(9), startsAt: '09:00' } })
    expect(await problemOf(onto)).toMatchObject({ kind: 'invalidInput', field: 'on' })
  })

  test('this and the following move by as many days within the meeting', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    await school.call('meeting.change', {
      meetingId: meeting.id,
      occurrenceId: meeting.dates[3]!.occurrenceId,
      scope: 'following',
      changes: { on: dayOf(10), startsAt: '10:00' },
    })
    const after = await settled(school, meeting.id)
    expect(after.id).toBe(meeting.id)
    expect(daysOf(after.dates)).toEqual([0, 2, 7, 10, 15, 17].map(dayOf))
    expect(after.dates.map(({ time }) => time.startsAt)).toEqual(['09:00', '09:00', '09:00', '10:00', '10:00', '10:00'])
    expect(await atZoom(school, meeting.zoomMeetingId)).toEqual(after.dates.map(({ time }) => time.startInstant))
    expect(await periodsOf(school)).toEqual(after.dates.map(({ time }) => `${time.on} ${time.startsAt}`))
  })

  test('some settings hold for single dates: every link stays, and Zoom is told of just these', async () => {
    const practice = await practiceZoom()
    const toll = await tollBefore(practice.url)
    const { school, form } = await schoolWithSeries(madeStudents(1), {
      practice,
      client: clientOf(practice.address, toll.url),
    })
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    const of = (index: number, scope: 'this' | 'following') => ({
      meetingId: meeting.id,
      occurrenceId: meeting.dates[index]!.occurrenceId,
      scope,
    })
    const quiet = { ...of(3, 'following'), changes: { settings: { muteOnEntry: false, recording: 'local' as const } } }
    expect(await school.call('meeting.previewChange', quiet)).toMatchObject({
      isSplit: false,
      newLinkCount: 0,
      dates: [{ number: 4 }, { number: 5 }, { number: 6 }],
    })
    await school.call('meeting.change', quiet)
    await school.call('meeting.change', { ...of(4, 'this'), changes: { description: 'Bring a ruler.' } })
    const settingsAt = async (index: number) => {
      const { settings, description } = await settled(school, meeting.id, meeting.dates[index]!.occurrenceId)
      return [settings.muteOnEntry, settings.recording, description]
    }
    expect(await settingsAt(2)).toEqual([true, 'none', ''])
    expect(await settingsAt(3)).toEqual([false, 'local', ''])
    expect(await settingsAt(4)).toEqual([false, 'local', 'Bring a ruler.'])
    const after = await settled(school, meeting.id)
    expect(after.dates.every(({ isAtZoom }) => isAtZoom)).toBe(true)
    expect(after.problem).toBeNull()
    const patches = toll.calls().filter(({ method }) => method === 'PATCH')
    const bodies = patches.map(({ body }) => body as { settings?: object; agenda?: string })
    expect(bodies.filter(({ settings }) => settings !== undefined).map(({ settings }) => settings)).toEqual(
      Array.from({ length: 3 }, () => ({ mute_upon_entry: false, auto_recording: 'local' })),
    )
    expect(bodies.filter(({ agenda }) => agenda !== undefined)).toHaveLength(1)
    const whole = await school.client.getMeeting(meeting.zoomMeetingId!)
    expect(whole.settings).toMatchObject({ muteUponEntry: true, autoRecording: 'none' })

    // What is said of all holds for all, and what is taken back is the meeting's again.
    await school.call('meeting.change', { meetingId: meeting.id, changes: { settings: { recording: 'none' } } })
    await school.call('meeting.change', { ...of(3, 'following'), changes: { settings: { muteOnEntry: true } } })
    await school.call('meeting.change', { ...of(4, 'this'), changes: { description: '' } })
    expect(await settingsAt(4)).toEqual([true, 'none', ''])
    expect((await settled(school, meeting.id)).dates.every(({ isAtZoom }) => isAtZoom)).toBe(true)
    expect(await school.zoomMeetings()).toHaveLength(1)
    const wrong = { ...of(3, 'this'), changes: { settings: { joinBeforeHost: true } } }
    expect(await problemOf(school.call('meeting.change', wrong))).toMatchObject({ field: 'settings.joinBeforeHost' })
  })

  test('what Zoom cannot change for some dates splits the series, and everybody gets a new link', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    const input = {
      meetingId: meeting.id,
      occurrenceId: meeting.dates[2]!.occurrenceId,
      scope: 'following' as const,
      changes: { title: 'Laboratory {n}', settings: { recording: 'cloud' as const } },
    }
    expect(await school.call('meeting.previewChange', input)).toMatchObject({
      isSplit: true,
      newLinkCount: 2,
      writes: { hostId: school.host.hostId },
    })
    const tail = await school.call('meeting.change', input)
    expect(tail.id).not.toBe(meeting.id)
    const [before, after] = [await settled(school, meeting.id), await settled(school, tail.id)]
    expect(daysOf(before.dates)).toEqual([0, 2].map(dayOf))
    expect(daysOf(after.dates)).toEqual([7, 9, 14, 16].map(dayOf))
    expect(before).toMatchObject({
      title: 'Grade 7 Mabini, Homeroom - Session 1',
      state: 'scheduled',
      registeredCount: 2,
    })
    expect(after).toMatchObject({
      title: 'Laboratory 3',
      occurrenceId: meeting.dates[2]!.occurrenceId,
      series: { number: 3, of: 6 },
      settings: { recording: 'cloud' },
      registeredCount: 2,
      periodIds: [expect.any(String)],
    })
    expect(await atZoom(school, before.zoomMeetingId)).toEqual(before.dates.map(({ time }) => time.startInstant))
    expect(await atZoom(school, after.zoomMeetingId)).toEqual(after.dates.map(({ time }) => time.startInstant))
    expect(after.registrations[0]!.joinUrl).not.toBe(before.registrations[0]!.joinUrl)
    // Every class is still one class.
    expect(await periodsOf(school)).toEqual([0, 2, 7, 9, 14, 16].map((days) => `${dayOf(days)} 09:00`))
    const { meetings } = await school.call('meeting.list', {})
    expect(meetings.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'scheduled'))
  })

  test('all dates to come get the new time; those that began stay', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    jumpTo(school, meeting.dates[1]!.time.startInstant)
    const changed = await school.call('meeting.change', { meetingId: meeting.id, changes: { startsAt: '14:00' } })
    expect(changed).toMatchObject({ id: meeting.id, time: { on: dayOf(7) } })
    const after = await settled(school, meeting.id)
    expect(after.dates.map(({ time }) => time.startsAt)).toEqual(['09:00', '09:00', '14:00', '14:00', '14:00', '14:00'])
    expect(after.dates.some(({ isMoved }) => isMoved)).toBe(false)
    expect((await atZoom(school, meeting.zoomMeetingId)).slice(-4)).toEqual(
      after.dates.slice(2).map(({ time }) => time.startInstant),
    )
    const begun = school.call('meeting.change', {
      meetingId: meeting.id,
      occurrenceId: meeting.dates[0]!.occurrenceId,
      scope: 'this',
      changes: { startsAt: '15:00' },
    })
    expect(await problemOf(begun)).toMatchObject({ kind: 'conflict' })
  })

  test('a new rule replans what is to come: a class on the same day stays what it is', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    jumpTo(school, meeting.dates[1]!.time.endInstant)
    const input = {
      meetingId: meeting.id,
      changes: { repeat: { every: 'week' as const, weekDays: [1], ends: { on: dayOf(28) } } },
    }
    const preview = await school.call('meeting.previewChange', input)
    expect(preview.dates.map(({ before, after, number }) => [before?.on, after?.on, number])).toEqual([
      [dayOf(7), dayOf(7), 3],
      [dayOf(14), dayOf(14), 4],
      [dayOf(9), dayOf(21), 5],
      [dayOf(16), dayOf(28), 6],
    ])
    await school.call('meeting.change', input)
    const after = await settled(school, meeting.id)
    expect(daysOf(after.dates)).toEqual([0, 2, 7, 14, 21, 28].map(dayOf))
    expect(after.recurrence).toMatchObject({ weekDays: [1], ends: { on: dayOf(28) } })
    expect((await atZoom(school, meeting.zoomMeetingId)).slice(-4)).toEqual(
      after.dates.slice(2).map(({ time }) => time.startInstant),
    )
    await school.call('meeting.change', {
      meetingId: meeting.id,
      changes: { repeat: { every: 'week', weekDays: [1], ends: { afterDates: 2 } } },
    })
    const shorter = await settled(school, meeting.id)
    expect(daysOf(shorter.dates)).toEqual([0, 2, 7, 14].map(dayOf))
    expect(await periodsOf(school)).toEqual([0, 2, 7, 14].map((days) => `${dayOf(days)} 09:00`))
  })

  test('another host needs another meeting, unless Zoom has none yet', async () => {
    const { school, form } = await schoolWithSeries()
    const other = (await school.hosts.list()).find(
      ({ hostId, isLicensed }) => isLicensed && hostId !== school.host.hostId,
    )!
    const change = (meetingId: MeetingId) => ({ meetingId, changes: { host: other.email } })
    const unsent = await school.call('meeting.schedule', form)
    expect(await school.call('meeting.previewChange', change(unsent.id))).toMatchObject({ isSplit: false })
    expect(await school.call('meeting.change', change(unsent.id))).toMatchObject({
      id: unsent.id,
      host: { hostId: other.hostId },
    })
    school.start()
    expect(await settled(school, unsent.id)).toMatchObject({ state: 'scheduled', registeredCount: 2 })

    const sent = await school.call('meeting.schedule', { ...form, startsAt: '13:00', waitSeconds: 20 })
    expect(await school.call('meeting.previewChange', change(sent.id))).toMatchObject({
      isSplit: true,
      newLinkCount: 2,
      writes: { hostId: other.hostId },
    })
    const given = await school.call('meeting.change', change(sent.id))
    expect(await settled(school, given.id)).toMatchObject({ state: 'scheduled', host: { hostId: other.hostId } })
    expect(await settled(school, sent.id)).toMatchObject({ state: 'cancelled', dates: [] })
    expect(await school.zoomMeetings()).toEqual([])
    expect((await school.call('meeting.list', { hostId: other.hostId })).meetings).toHaveLength(12)
  })

  test('two windows do not overwrite each other', async () => {
    const { school, form } = await schoolWithSeries()
    const meeting = await school.call('meeting.schedule', form)
    const change = (title: string) =>
      school.call('meeting.change', {
        meetingId: meeting.id,
        changes: { title },
        unlessChangedSince: meeting.changedAt,
      })
    const first = await change('From the first window')
    expect(await problemOf(change('From the second window'))).toMatchObject({ kind: 'conflict' })
    expect(await school.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ title: first.title })
    const again = { meetingId: meeting.id, changes: { title: 'Seen anew' }, unlessChangedSince: first.changedAt }
    expect(await school.call('meeting.change', again)).toMatchObject({ title: 'Seen anew' })
  })
})

describe('cancel', () => {
  test('reaches one date, the following, or all to come, and what took place stays', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    const { id: meetingId } = meeting
    const of = (index: number, scope: 'this' | 'following' | 'all') => ({
      meetingId,
      occurrenceId: meeting.dates[index]!.occurrenceId,
      scope,
    })
    expect(await school.call('meeting.cancel', of(1, 'this'))).toMatchObject({ state: 'cancelled' })
    await school.call('meeting.cancel', of(4, 'following'))
    const after = await settled(school, meetingId)
    expect(after.state).toBe('scheduled')
    expect(after.dates.map(({ state }) => state)).toEqual([
      'scheduled',
      'cancelled',
      'scheduled',
      'scheduled',
      'cancelled',
      'cancelled',
    ])
    expect(after.dates.every(({ isAtZoom }) => isAtZoom)).toBe(true)
    expect(await periodsOf(school)).toEqual([0, 7, 9].map((days) => `${dayOf(days)} 09:00`))
    expect(await atZoom(school, meeting.zoomMeetingId)).toEqual(
      [0, 2, 3].map((index) => meeting.dates[index]!.time.startInstant),
    )
    const twice = school.call('meeting.change', { ...of(1, 'this'), changes: { startsAt: '15:00' } })
    expect(await problemOf(twice)).toMatchObject({ kind: 'conflict' })

    jumpTo(school, meeting.dates[0]!.time.endInstant)
    await school.call('meeting.cancel', { meetingId, scope: 'all' })
    const ended = await settled(school, meetingId, meeting.dates[0]!.occurrenceId)
    expect(ended).toMatchObject({ state: 'scheduled', phase: 'past' })
    expect(await periodsOf(school)).toEqual([`${dayOf(0)} 09:00`])
  })

  test('of a series of which nothing began deletes the meeting, and then it can be taken out of the list', async () => {
    const { school, form } = await schoolWithSeries()
    school.start()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 20 })
    expect(await problemOf(school.call('meeting.remove', { meetingId: meeting.id }))).toMatchObject({
      kind: 'conflict',
    })
    expect(await school.call('meeting.cancel', { meetingId: meeting.id })).toMatchObject({ state: 'cancelling' })
    expect(await settled(school, meeting.id)).toMatchObject({ state: 'cancelled' })
    expect(await school.zoomMeetings()).toEqual([])
    expect(await periodsOf(school)).toEqual([])
    expect((await school.call('meeting.list', { states: ['cancelled'] })).meetings).toHaveLength(6)
    await school.call('meeting.remove', { meetingId: meeting.id })
    expect((await school.call('meeting.list', {})).meetings).toEqual([])
  })
})

describe('list', () => {
  test('filters by state, section, grade, subject, host and teacher', async () => {
    const { school, form, sectionId } = await schoolWithSeries([])
    const rizal = await makeSection(school.database, { name: 'Rizal', students: [], adviser: school.host.email })
    await school.call('meeting.schedule', {
      ...form,
      title: 'Series',
      repeat: { every: 'day', ends: { afterDates: 2 } },
    })
    const { repeat: _, ...once } = form
    const single = await school.call('meeting.schedule', {
      ...once,
      kind: 'once',
      title: 'Once',
      on: dayOf(4),
      sectionId: rizal.sectionId,
    })
    const list = async (input: InputOf<'meeting.list'>) =>
      (await school.call('meeting.list', input)).meetings.map(({ title, time }) => `${title} ${time.on}`)
    const [first, second, third] = [`Series ${dayOf(0)}`, `Series ${dayOf(1)}`, `Once ${dayOf(4)}`]
    expect(await list({})).toEqual([first, second, third])
    expect(await list({ sectionId })).toEqual([first, second])
    expect(await list({ gradeLevel: '7' })).toEqual([first, second, third])
    expect(await list({ gradeLevel: '8' })).toEqual([])
    expect(await list({ subject: 'Homeroom', toOn: dayOf(0) })).toEqual([first])
    expect(await list({ subject: 'Science' })).toEqual([])
    expect(await list({ hostId: school.host.hostId, fromOn: dayOf(1) })).toEqual([second, third])
    expect(await list({ hostId: 'nobody' })).toEqual([])
    expect(single.teachers).toHaveLength(1)
    expect(await list({ teacherId: single.teachers[0]!.id })).toEqual([third])
    await school.call('meeting.cancel', { meetingId: single.id })
    expect(await list({ states: ['cancelled'] })).toEqual([third])
    expect(await list({ states: ['creating', 'refused'] })).toEqual([first, second])
  })

  test('knows what needs a person, each meeting once', async () => {
    const { school, form } = await schoolWithSeries([
      { family: 'A', given: 'No address', emails: [] },
      { family: 'F', given: 'Fine', emails: [{ address: 'f@school.example', owner: 'own' }] },
    ])
    const meeting = await school.call('meeting.schedule', form)
    const attention = async () =>
      (await school.call('meeting.list', { needsAttention: true })).meetings.map(({ needs, time }) => [time.on, needs])
    expect(await attention()).toEqual([])
    school.clock.jump(15 * 60_000)
    expect(await attention()).toEqual([[dayOf(0), ['waitsLong']]])
    expect(await school.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ needs: ['waitsLong'] })
    school.start()
    await settled(school, meeting.id)
    // That somebody has no address is not this meeting's trouble; that somebody was denied in it is.
    expect(await attention()).toEqual([])
    await school.database.write(['meetings'], (db) =>
      db.run(`update registrants set state = 'refused', refusal = 'denied' where state = 'registered'`),
    )
    expect(await attention()).toEqual([[dayOf(0), ['withoutLink']]])
    expect(await school.call('meeting.count', {})).toEqual({ live: 0, attention: 2 })
    jumpTo(school, meeting.dates[2]!.time.endInstant)
    expect(await attention()).toEqual([[dayOf(9), ['withoutLink']]])
    school.clock.jump(30 * dayMs)
    expect(await attention()).toEqual([])
  })

  test('what is wrong with a student is one thing to mend, however many classes it is in', async () => {
    const { school, form } = await schoolWithSeries([
      { family: 'Ñ', given: 'No address', emails: [] },
      { family: 'B', given: 'No address', emails: [] },
      { family: 'C', given: 'Odd address', emails: [{ address: 'nobody', owner: 'own' }] },
    ])
    const causes = async () =>
      (await school.call('meeting.listWithoutLink', {})).causes.map(({ students, ...cause }) => ({
        ...cause,
        students: students.map(({ listName }) => listName),
      }))
    expect(await causes()).toEqual([])
    const first = await school.call('meeting.schedule', form)
    const { repeat: _, ...once } = form
    for (const days of [1, 2]) await school.call('meeting.schedule', { ...once, kind: 'once', on: dayOf(days) })
    const lacking = (classCount: number) => [
      {
        obstacle: 'noAddress',
        studentCount: 2,
        classCount,
        students: ['B, No address', 'Ñ, No address'],
      },
      { obstacle: 'invalidAddress', studentCount: 1, classCount, students: ['C, Odd address'] },
    ]
    expect(await causes()).toEqual(lacking(3))
    expect((await school.call('meeting.list', { needsAttention: true })).meetings).toEqual([])
    expect(await school.call('meeting.count', {})).toEqual({ live: 0, attention: 2 })
    await school.call('meeting.cancel', { meetingId: first.id })
    expect(await causes()).toEqual(lacking(2))
    jumpTo(school, `${dayOf(3)}T00:00:00Z`)
    expect(await causes()).toEqual([])
  })

  test('counts no further than a tab shows', async () => {
    const { school } = await schoolWithSeries()
    await Promise.all(
      Array.from({ length: 103 }, (_, index) =>
        school.call('meeting.schedule', {
          title: `Now ${index}`,
          kind: 'now',
          audience: 'all',
          host: school.host.email,
          waitSeconds: 0,
        }),
      ),
    )
    expect(await school.call('meeting.count', {})).toEqual({ live: 101, attention: 0 })
  })
})
