import { randomUUID } from 'node:crypto'
import { isNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { tables } from '../../../src/main/store/database.ts'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import { addDays, localDate, weekDates } from '../../../src/shared/domain/time.ts'
import type { MeetingId, SectionId } from '../../../src/shared/ids.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { problemOf } from '../../support/problem-of.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

/** A Monday some weeks ahead, and the days after it. */
const monday = addDays(weekDates(localDate(Date.now(), 'Asia/Manila'))[0]!, 21)
const dayOf = (days: number) => addDays(monday, days)

/** A school with Mabini (two students), Rizal (three), and the form of a class of Mabini. */
async function schoolOfTwo(options: Parameters<typeof schedulingSchool>[0] = {}) {
  const school = await schedulingSchool(options)
  const section = async (name: string, students: number) => {
    const { sectionId } = await makeSection(school.database, { name, students: madeStudents(students, name) })
    return sectionId as SectionId
  }
  const [mabini, rizal] = [await section('Mabini', 2), await section('Rizal', 3)]
  const form: InputOf<'meeting.schedule'> = { ...school.form(mabini), title: '{course}', on: monday, waitSeconds: 20 }
  const series: InputOf<'meeting.schedule'> = {
    ...form,
    kind: 'series',
    repeat: { every: 'week', weekDays: [1, 3], ends: { afterDates: 4 } },
  }
  return { school, mabini, rizal, form, series }
}

async function settled(school: SchoolWorld, meetingId: MeetingId) {
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  return school.call('meeting.get', { meetingId })
}

/** The class periods that are planned, by their start: the day and the sections of their group. */
const periodsOf = (school: SchoolWorld) =>
  school.database.read((db) =>
    db
      .select()
      .from(tables.classPeriods)
      .where(isNull(tables.classPeriods.cancelledAt))
      .orderBy(tables.classPeriods.startInstant)
      .all()
      .map(({ on, groupKey }) => {
        const links = db.select().from(tables.teachingGroupSections).all()
        const sections = db.select().from(tables.sections).all()
        const own = links.filter((link) => link.groupKey === groupKey)
        return `${on} ${own.map(({ sectionKey }) => sections.find(({ key }) => key === sectionKey)?.name).join()}`
      }),
  )

const addressesAt = async (school: SchoolWorld, zoomMeetingId: string | null) =>
  (await school.client.listRegistrants(zoomMeetingId!)).map(({ email }) => email).toSorted()
const addresses = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}@school.example`.toLowerCase())

/** A run of the meeting, as collecting it would write it. */
const noteRun = (school: SchoolWorld, meetingId: string, startedAt: number) =>
  school.database.write(['meetings'], (db) => {
    const meeting = db
      .select()
      .from(tables.meetings)
      .all()
      .find(({ id }) => id === meetingId)!
    db.insert(tables.instances)
      .values({
        id: randomUUID(),
        meetingKey: meeting.key,
        uuid: randomUUID(),
        startedAt,
        endedAt: startedAt + 60_000,
        foundAt: startedAt,
      })
      .run()
  })

describe('another class', () => {
  test('registers its students, takes the others’ links back, and holds its own class period', async () => {
    const practice = await practiceZoom()
    const toll = await tollBefore(practice.url)
    const { school, rizal, form } = await schoolOfTwo({ practice, client: clientOf(practice.address, toll.url) })
    school.start()
    const meeting = await school.call('meeting.schedule', form)
    expect(await addressesAt(school, meeting.zoomMeetingId)).toEqual(addresses('mabini', 2))
    const change = { meetingId: meeting.id, changes: { sectionId: rizal, title: '{course}' } }
    expect(await school.call('meeting.previewChange', change)).toMatchObject({
      isSplit: false,
      registration: { added: 3, withdrawn: 2 },
    })
    await school.call('meeting.change', change)
    const after = await settled(school, meeting.id)
    expect(after).toMatchObject({
      id: meeting.id,
      zoomMeetingId: meeting.zoomMeetingId,
      title: 'Grade 7 Rizal, Homeroom',
      sections: [{ name: 'Grade 7 Rizal' }],
      expectedCount: 3,
      registeredCount: 3,
    })
    expect(await addressesAt(school, meeting.zoomMeetingId)).toEqual(addresses('rizal', 3))
    expect(await periodsOf(school)).toEqual([`${monday} Rizal`])
    expect(after.periodIds).not.toEqual(meeting.periodIds)
    // Of the meeting itself only its title went out.
    const patches = toll.calls().filter(({ method, path }) => method === 'PATCH' && /\/meetings\/\d+$/.test(path))
    expect(patches.map(({ body }) => body)).toEqual([{ topic: 'Grade 7 Rizal, Homeroom' }])
  })

  test('of a series that began goes on in a meeting of its own: what took place stays with the class it was of', async () => {
    const { school, rizal, series } = await schoolOfTwo()
    school.start()
    const meeting = await school.call('meeting.schedule', series)
    school.clock.jump(Date.parse(meeting.dates[0]!.time.endInstant) - school.clock.now() + 60_000)
    const change = { meetingId: meeting.id, changes: { sectionId: rizal } }
    expect(await school.call('meeting.previewChange', change)).toMatchObject({ isSplit: true, newLinkCount: 3 })
    const tail = await school.call('meeting.change', change)
    expect(tail.id).not.toBe(meeting.id)
    const [before, after] = [await settled(school, meeting.id), await settled(school, tail.id)]
    expect(before).toMatchObject({ sections: [{ name: 'Grade 7 Mabini' }], registeredCount: 2 })
    expect(before.dates.map(({ time }) => time.on)).toEqual([dayOf(0)])
    expect(after).toMatchObject({ sections: [{ name: 'Grade 7 Rizal' }], registeredCount: 3 })
    expect(await periodsOf(school)).toEqual([`${dayOf(0)} Mabini`, ...[2, 7, 9].map((days) => `${dayOf(days)} Rizal`)])
  })

  test('of one date of a series is a meeting of its own, and the others stay', async () => {
    const { school, rizal, series } = await schoolOfTwo()
    school.start()
    const meeting = await school.call('meeting.schedule', series)
    const { occurrenceId } = meeting.dates[1]!
    const one = await school.call('meeting.change', {
      meetingId: meeting.id,
      occurrenceId,
      scope: 'this',
      changes: { sectionId: rizal },
    })
    expect(await settled(school, one.id)).toMatchObject({ occurrenceId, kind: 'once', registeredCount: 3 })
    expect(await settled(school, meeting.id)).toMatchObject({ registeredCount: 2 })
    expect(await periodsOf(school)).toEqual(
      [0, 2, 7, 9].map((days) => `${dayOf(days)} ${days === 2 ? 'Rizal' : 'Mabini'}`),
    )
  })

  test('is refused once anything was collected, and where it does not exist', async () => {
    const { school, rizal, form } = await schoolOfTwo()
    school.start()
    const meeting = await school.call('meeting.schedule', form)
    const gone = school.call('meeting.change', {
      meetingId: meeting.id,
      changes: { sectionId: randomUUID() },
    })
    expect(await problemOf(gone)).toMatchObject({ kind: 'notFound', field: 'sectionId' })
    await noteRun(school, meeting.id, school.clock.now())
    const late = school.call('meeting.change', { meetingId: meeting.id, changes: { sectionId: rizal } })
    expect(await problemOf(late)).toMatchObject({ kind: 'conflict' })
    expect(await periodsOf(school)).toEqual([`${monday} Mabini`])
  })
})

describe('another audience', () => {
  test('without registration takes every link back and switches it off at Zoom; and on again', async () => {
    const { school, series, mabini } = await schoolOfTwo()
    school.start()
    const meeting = await school.call('meeting.schedule', series)
    const toAll = { meetingId: meeting.id, changes: { audience: 'all' as const, teachingGroupId: null } }
    expect(await school.call('meeting.previewChange', toAll)).toMatchObject({
      isSplit: false,
      registration: { added: 0, withdrawn: 2 },
    })
    await school.call('meeting.change', toAll)
    const open = await settled(school, meeting.id)
    expect(open).toMatchObject({ audience: 'all', group: null, sections: [], registeredCount: 0, periodIds: [] })
    expect((await school.client.getMeeting(meeting.zoomMeetingId!)).settings.registration).toBe('none')
    expect(await periodsOf(school)).toEqual([])

    const unsaid = school.call('meeting.change', { meetingId: meeting.id, changes: { audience: 'class' } })
    expect(await problemOf(unsaid)).toMatchObject({ kind: 'invalidInput', field: 'teachingGroupId' })
    await school.call('meeting.change', { meetingId: meeting.id, changes: { audience: 'class', sectionId: mabini } })
    expect(await settled(school, meeting.id)).toMatchObject({ audience: 'class', registeredCount: 2 })
    expect(await addressesAt(school, meeting.zoomMeetingId)).toEqual(addresses('mabini', 2))
    expect((await school.client.getMeeting(meeting.zoomMeetingId!)).settings.registration).toBe('automatic')
    expect(await periodsOf(school)).toEqual([0, 2, 7, 9].map((days) => `${dayOf(days)} Mabini`))
    expect(await school.zoomMeetings()).toHaveLength(1)
  })

  test('with registration needs a host with a licence', async () => {
    const { school, form } = await schoolOfTwo()
    const meeting = await school.call('meeting.schedule', {
      ...form,
      waitSeconds: 0,
      audience: 'students',
      host: school.basicHost!.email,
    })
    const change = school.call('meeting.change', { meetingId: meeting.id, changes: { audience: 'class' } })
    expect(await problemOf(change)).toMatchObject({ kind: 'invalidInput', field: 'host' })
  })
})

describe('another zone', () => {
  const zone = 'America/New_York'

  test('keeps the wall time and moves the instant, at Zoom as well', async () => {
    const { school, form } = await schoolOfTwo()
    school.start()
    const meeting = await school.call('meeting.schedule', form)
    await school.call('meeting.change', { meetingId: meeting.id, changes: { timeZone: zone } })
    const after = await settled(school, meeting.id)
    expect(after.time).toMatchObject({ on: monday, startsAt: '09:00', timeZone: zone })
    expect(after.time.startInstant).not.toBe(meeting.time.startInstant)
    const atZoom = await school.client.getMeeting(meeting.zoomMeetingId!)
    expect(atZoom).toMatchObject({ startsAt: Date.parse(after.time.startInstant), timeZone: zone })
  })

  test('holds for a whole series, for some of its dates, and with a new rule', async () => {
    const { school, series } = await schoolOfTwo()
    school.start()
    const meeting = await school.call('meeting.schedule', series)
    const zonesOf = async () => (await settled(school, meeting.id)).dates.map(({ time }) => time.timeZone)
    const last = meeting.dates[3]!.occurrenceId
    await school.call('meeting.change', {
      meetingId: meeting.id,
      occurrenceId: last,
      scope: 'this',
      changes: { timeZone: zone },
    })
    expect(await zonesOf()).toEqual([...Array<string>(3).fill('Asia/Manila'), zone])
    await school.call('meeting.change', { meetingId: meeting.id, changes: { timeZone: zone } })
    expect(await zonesOf()).toEqual(Array(4).fill(zone))
    const after = await settled(school, meeting.id)
    const { occurrences } = await school.client.getMeeting(meeting.zoomMeetingId!)
    const starts = occurrences.filter(({ isDeleted }) => !isDeleted).map(({ startsAt }) => startsAt)
    expect(starts).toEqual(after.dates.map(({ time }) => Date.parse(time.startInstant)))
    const repeat = { every: 'week' as const, weekDays: [2], ends: { afterDates: 3 } }
    await school.call('meeting.change', {
      meetingId: meeting.id,
      changes: { on: dayOf(1), timeZone: 'Asia/Tokyo', repeat },
    })
    const kept = (await settled(school, meeting.id)).dates.filter(({ state }) => state === 'scheduled')
    expect(kept.map(({ time }) => [time.on, time.timeZone])).toEqual(
      [1, 8, 15].map((days) => [dayOf(days), 'Asia/Tokyo']),
    )
  })

  test('is refused where no clock knows it, and for a meeting without a fixed time', async () => {
    const { school, form } = await schoolOfTwo()
    const meeting = await school.call('meeting.schedule', { ...form, waitSeconds: 0 })
    const unknown = school.call('meeting.change', { meetingId: meeting.id, changes: { timeZone: 'Asia/Atlantis' } })
    expect(await problemOf(unknown)).toMatchObject({ kind: 'invalidInput', field: 'timeZone' })
    const { on: _, startsAt: __, ...free } = form
    const open = await school.call('meeting.schedule', {
      ...free,
      kind: 'noFixedTime',
      audience: 'students',
      waitSeconds: 0,
    })
    const undated = school.call('meeting.change', { meetingId: open.id, changes: { timeZone: zone } })
    expect(await problemOf(undated)).toMatchObject({ kind: 'invalidInput', field: 'timeZone' })
  })
})

describe('what a change would do', () => {
  test('names the free hosts and what is in the way before anything is changed, and says what is worth saying', async () => {
    const { school, series } = await schoolOfTwo()
    const meeting = await school.call('meeting.schedule', { ...series, waitSeconds: 0 })
    const other = {
      ...series,
      title: 'Elsewhere',
      on: dayOf(2),
      waitSeconds: 0,
      kind: 'once' as const,
      repeat: undefined,
    }
    await school.call('meeting.schedule', other)
    const shown = await school.call('meeting.previewChange', { meetingId: meeting.id, changes: {} })
    expect(shown).toMatchObject({ isSplit: false, registration: null, problems: [] })
    expect(shown.dates.map(({ conflicts }) => conflicts.map(({ kind }) => kind))).toEqual([
      [],
      ['hostBusy', 'sectionBusy'],
      [],
      [],
    ])
    expect(shown.freeHosts.length).toBeGreaterThan(0)
    expect(shown.freeHosts.map(({ hostId }) => hostId)).not.toContain(school.host.hostId)
    // Three dates, one by one, and the two meetings that wait to be made.
    const moved = {
      occurrenceId: meeting.dates[1]!.occurrenceId,
      scope: 'following' as const,
      changes: { startsAt: '11:00' },
    }
    expect((await school.call('meeting.previewChange', { meetingId: meeting.id, ...moved })).writes.needed).toBe(5)
    const manual = { settings: { approval: 'manual' as const } }
    const said = await school.call('meeting.previewChange', { meetingId: meeting.id, changes: manual })
    expect(said.problems.map(({ field }) => field)).toEqual(['settings.approval'])
  })
})
