import { describe, expect, test } from 'vitest'
import { addDays, dayBounds, localDate, toInstant, weekDates } from '../../../src/shared/domain/time.ts'
import type { MeetingId } from '../../../src/shared/ids.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { changePlan, planMeeting, readPlan, type WantedMeeting } from '../../support/planned-meeting.ts'
import type { TollEvent } from '../../support/toll.ts'

const manila = 'Asia/Manila'
/** A Monday some weeks ahead, and the days after it. */
const monday = addDays(weekDates(localDate(Date.now(), manila))[0]!, 42)
const dayOf = (days: number) => addDays(monday, days)
const weekly = { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 6 } }

/** A school whose every call to Zoom can be looked at. */
async function watchedSchool() {
  const practice = await practiceZoom()
  const toll = await tollBefore(practice.url)
  const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
  const plan = (more: Partial<WantedMeeting> = {}) =>
    planMeeting(school.database, {
      host: school.host,
      on: monday,
      recurrence: weekly,
      now: school.clock.now(),
      ...more,
    })
  const change = (meetingId: string, what: Omit<Parameters<typeof changePlan>[2], 'now'>) =>
    changePlan(school.database, meetingId, { ...what, now: school.clock.now() })
  return { school, practice, toll, plan, change }
}

async function sent(school: SchoolWorld, meetingId: MeetingId) {
  await school.call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 60 })
  const { meeting, dates } = await readPlan(school.database, meetingId)
  const zoom = meeting.zoomMeetingId === null ? null : await school.client.getMeeting(meeting.zoomMeetingId)
  const atZoom = (zoom?.occurrences ?? []).filter(({ isDeleted }) => !isDeleted)
  return { meeting, dates, zoom: zoom!, atZoom, entries: await school.outbox.list() }
}

/** What was sent to Zoom since the last look, without reads. */
function writes({ calls }: { calls: () => TollEvent[] }) {
  let seen = 0
  return () => {
    const all = calls().filter(({ method }) => method !== 'GET')
    const fresh = all.slice(seen)
    seen = all.length
    return fresh.map(
      ({ method, path }) => `${method} ${path.replace(/\d{9,}/g, 'ID').replace(/users\/[^/]+/, 'users/HOST')}`,
    )
  }
}

/** The next day some weeks ahead on which the clocks of a zone change. */
function clockChange(timeZone: string): string {
  const length = (on: string) => dayBounds(on, timeZone).to - dayBounds(on, timeZone).from
  let on = monday
  while (length(on) === 86_400_000) on = addDays(on, 1)
  return on
}

const startsOf = (list: readonly { startsAt: number }[]) => list.map(({ startsAt }) => new Date(startsAt).toISOString())
const at = (on: string, time: string, timeZone = manila) =>
  new Date(toInstant({ on, at: time, timeZone })).toISOString()

describe('a series', () => {
  test('is one meeting of Zoom with the dates of its rule, and a create is all it takes', async () => {
    const { school, toll, plan } = await watchedSchool()
    const sofar = writes(toll)
    school.start()
    const id = await plan()
    const { meeting, dates, zoom, atZoom, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(sofar()).toEqual(['POST /users/HOST/meetings'])
    expect(zoom).toMatchObject({
      type: 'recurringFixedTime',
      topic: 'Science 7',
      timeZone: manila,
      durationMinutes: 60,
    })
    expect(zoom.recurrence).toMatchObject({ every: 'week', interval: 1, weekDays: [2, 4] })
    const wanted = [dayOf(0), dayOf(2), dayOf(7), dayOf(9), dayOf(14), dayOf(16)]
    expect(startsOf(atZoom)).toEqual(wanted.map((on) => at(on, '09:00')))
    expect(meeting).toMatchObject({ state: 'scheduled', problem: null })
    expect(dates.map(({ zoomOccurrenceId, confirmed }) => [zoomOccurrenceId, confirmed])).toEqual(
      atZoom.map(({ id: occurrence, startsAt, durationMinutes }) => [
        occurrence,
        { startsAt, durationMinutes, isDeleted: false },
      ]),
    )
  })

  test.each([
    ['every third day', { every: 'day' as const, interval: 3, ends: { afterDates: 5 } }],
    [
      'every second week on Sunday and Monday',
      { every: 'week' as const, interval: 2, weekDays: [7, 1], ends: { afterDates: 7 } },
    ],
    ['the 31st', { every: 'month' as const, interval: 1, monthDay: 31, ends: { on: dayOf(232) } }],
    [
      'the last Friday',
      { every: 'month' as const, interval: 2, monthWeek: -1, monthWeekDay: 5, ends: { afterDates: 4 } },
    ],
    ['the day of the first date', { every: 'week' as const, interval: 1, ends: { on: dayOf(21) } }],
  ])('%s has the same dates at Zoom by one call', async (_, recurrence) => {
    const { school, toll, plan } = await watchedSchool()
    const sofar = writes(toll)
    school.start()
    const { dates, atZoom, entries } = await sent(school, await plan({ recurrence, startsAt: '00:30' }))
    expect(entries).toEqual([])
    expect(startsOf(atZoom)).toEqual(dates.map(({ on }) => at(on, '00:30')))
    expect(sofar()).toEqual(['POST /users/HOST/meetings'])
  })

  test('leaves out what is no class day: deleted at Zoom, which costs nothing of the day', async () => {
    const { school, toll, plan } = await watchedSchool()
    const sofar = writes(toll)
    school.start()
    const id = await plan({ skipOn: [dayOf(2), dayOf(16)] })
    const { dates, atZoom, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(startsOf(atZoom)).toEqual(dates.map(({ on }) => at(on, '09:00')))
    // The last date is left out by ending the series before it.
    expect(sofar()).toEqual(['POST /users/HOST/meetings', 'DELETE /meetings/ID'])
    expect(await school.client.hostWrites(school.host.hostId)).toMatchObject({ count: 1 })
  })

  test('that Zoom shifted by the change of clocks is moved back, date by date', async () => {
    const { school, practice, toll, plan } = await watchedSchool()
    await practice.control('POST /faults', { name: 'seriesShiftedByClockChange', times: 1 })
    const sofar = writes(toll)
    school.start()
    const timeZone = 'America/New_York'
    // The change is on a Sunday: Monday and Wednesday before it are right, the three after it an hour off.
    const on = addDays(clockChange(timeZone), -6)
    const id = await plan({ on, timeZone, recurrence: { ...weekly, ends: { afterDates: 5 } } })
    const { meeting, dates, atZoom, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(meeting.problem).toBeNull()
    expect(startsOf(atZoom)).toEqual(dates.map(({ on }) => at(on, '09:00', timeZone)))
    expect(sofar()).toEqual(['POST /users/HOST/meetings', ...Array.from({ length: 3 }, () => 'PATCH /meetings/ID')])
    expect(dates.every(({ confirmed, startInstant }) => confirmed?.startsAt === startInstant)).toBe(true)
  })

  test('changes one date, deletes another, and sends nothing else', async () => {
    const { school, toll, plan, change } = await watchedSchool()
    school.start()
    const id = await plan()
    await sent(school, id)
    const sofar = writes(toll)
    sofar()
    await change(id, {
      dates: {
        [dayOf(2)]: { startsAt: '13:30', durationMinutes: 45, isMoved: true },
        [dayOf(7)]: { state: 'cancelled' },
      },
    })
    const { dates, atZoom, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(sofar()).toEqual(['DELETE /meetings/ID', 'PATCH /meetings/ID'])
    expect(atZoom.map(({ durationMinutes }) => durationMinutes)).toEqual([60, 45, 60, 60, 60])
    expect(startsOf(atZoom)).toEqual(
      dates
        .filter(({ state }) => state === 'scheduled')
        .map(({ startInstant }) => new Date(startInstant).toISOString()),
    )
    expect(dates.map(({ confirmed }) => confirmed?.isDeleted)).toEqual([false, false, true, false, false, false])
    // Again there is nothing to do.
    await change(id, {})
    await sent(school, id)
    expect(sofar()).toEqual([])
  })

  test('at another hour is planned anew by one call, and what was moved or deleted is so again', async () => {
    const { school, toll, plan, change } = await watchedSchool()
    school.start()
    const id = await plan({ skipOn: [dayOf(9)] })
    const before = await sent(school, id)
    const sofar = writes(toll)
    sofar()
    await change(id, {
      meeting: { startsAt: '10:15', title: 'Science 7B - Session {n}' },
      eachDate: ({ on }) => (on === dayOf(14) ? { startsAt: '15:00', isMoved: true } : { startsAt: '10:15' }),
    })
    const { dates, atZoom, zoom, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(sofar()).toEqual(['PATCH /meetings/ID', 'DELETE /meetings/ID', 'PATCH /meetings/ID'])
    expect(zoom.topic).toBe('Science 7B')
    expect(startsOf(atZoom)).toEqual(dates.map(({ startInstant }) => new Date(startInstant).toISOString()))
    const ids = new Set(before.dates.map(({ zoomOccurrenceId }) => zoomOccurrenceId))
    expect(dates.some(({ zoomOccurrenceId }) => ids.has(zoomOccurrenceId))).toBe(false)
  })

  test('gets a date back that was cancelled and deleted', async () => {
    const { school, plan, change } = await watchedSchool()
    school.start()
    const id = await plan()
    await sent(school, id)
    await change(id, { dates: { [dayOf(7)]: { state: 'cancelled' }, [dayOf(9)]: { state: 'cancelled' } } })
    expect((await sent(school, id)).atZoom).toHaveLength(4)
    await change(id, { dates: { [dayOf(9)]: { state: 'scheduled' } } })
    const { atZoom, dates, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(startsOf(atZoom)).toEqual(
      dates
        .filter(({ state }) => state === 'scheduled')
        .map(({ startInstant }) => new Date(startInstant).toISOString()),
    )
    expect(atZoom).toHaveLength(5)
  })

  test('in the middle of its term changes only what is to come', async () => {
    const { school, plan, change, practice } = await watchedSchool()
    const today = localDate(school.clock.now(), manila)
    const first = addDays(today, 2)
    school.start()
    const recurrence = { every: 'day' as const, interval: 1, ends: { afterDates: 6 } }
    const id = await plan({ on: first, recurrence })
    await sent(school, id)
    // Both clocks go three days on: some dates are over.
    await practice.control('POST /jump', { to: new Date(school.clock.now() + 4 * 86_400_000).toISOString() })
    school.clock.jump(4 * 86_400_000)
    const isAhead = ({ startInstant }: { startInstant: number }) => startInstant > school.clock.now()
    const before = (await readPlan(school.database, id)).dates
    expect(before.some(isAhead) && !before.every(isAhead)).toBe(true)
    await change(id, {
      meeting: { startsAt: '16:00' },
      eachDate: (date) => (isAhead(date) ? { startsAt: '16:00' } : {}),
    })
    const { dates, meeting, entries } = await sent(school, id)
    expect(entries).toEqual([])
    const all = await school.client.getMeeting(meeting.zoomMeetingId!)
    expect(startsOf(all.occurrences.filter(({ startsAt }) => startsAt > school.clock.now()))).toEqual(
      dates.filter(isAhead).map(({ startInstant }) => new Date(startInstant).toISOString()),
    )
    expect(dates.slice(0, 2).map(({ startInstant, confirmed }) => confirmed?.startsAt === startInstant)).toEqual([
      true,
      true,
    ])
  })

  test('that was deleted in Zoom is missing', async () => {
    const { school, practice, plan, change } = await watchedSchool()
    school.start()
    const id = await plan()
    const { meeting } = await sent(school, id)
    await clientOf(practice.address).deleteMeeting({ meetingId: meeting.zoomMeetingId!, hostId: school.host.hostId })
    await change(id, { dates: { [dayOf(7)]: { startsAt: '11:00' } } })
    await school.call('outbox.wait', { meetingIds: [id], timeoutSeconds: 60 })
    expect((await readPlan(school.database, id)).meeting).toMatchObject({
      state: 'missing',
      problem: { kind: 'notFound' },
    })
  })

  test('takes in a date beside its rule: one more date of the rule is moved there', async () => {
    const { school, toll, plan, change } = await watchedSchool()
    school.start()
    const id = await plan()
    await sent(school, id)
    const sofar = writes(toll)
    sofar()
    await change(id, { added: [dayOf(12)] })
    const { dates, atZoom, entries } = await sent(school, id)
    expect(entries).toEqual([])
    expect(sofar()).toEqual(['PATCH /meetings/ID', 'PATCH /meetings/ID'])
    expect(startsOf(atZoom).toSorted()).toEqual(dates.map(({ startInstant }) => new Date(startInstant).toISOString()))
  })

  test('says which dates Zoom cannot have, with everything else done', async () => {
    const { school, plan, change } = await watchedSchool()
    school.start()
    const id = await plan({ recurrence: { every: 'day', interval: 1, ends: { afterDates: 50 } } })
    await sent(school, id)
    await change(id, {
      meeting: { title: 'Science 8' },
      added: [dayOf(110), dayOf(111)],
      dates: { [dayOf(1)]: { state: 'cancelled' }, [dayOf(4)]: { startsAt: '11:00', isMoved: true } },
    })
    const { dates, zoom, entries, atZoom } = await sent(school, id)
    expect(zoom.topic).toBe('Science 8')
    const problem = { kind: 'zoomRefused', field: 'dates', message: 'Zoom cannot have one date of this series.' }
    expect(entries).toMatchObject([{ action: 'update', state: 'refused', problem }])
    expect(atZoom).toHaveLength(50)
    expect(dates.filter(({ confirmed }) => confirmed === null).map(({ on }) => on)).toEqual([dayOf(111)])
    const known = dates.filter(({ confirmed }) => confirmed?.isDeleted === false)
    expect(known.every(({ confirmed, startInstant }) => confirmed!.startsAt === startInstant)).toBe(true)
    expect(startsOf(atZoom).toSorted()).toEqual(known.map(({ startInstant }) => new Date(startInstant).toISOString()))
  })
})

describe('other kinds', () => {
  test('without a fixed time, and now', async () => {
    const { school, plan, change } = await watchedSchool()
    school.start()
    const open = await sent(school, await plan({ type: 'recurringNoFixedTime', recurrence: undefined as never }))
    expect(open.zoom).toMatchObject({ type: 'recurringNoFixedTime', startsAt: null, topic: 'Science 7' })
    await change(open.meeting.id, { meeting: { title: 'Open office' } })
    expect((await sent(school, open.meeting.id as MeetingId)).zoom.topic).toBe('Open office')
    const wall = new Intl.DateTimeFormat('en-CA', {
      timeZone: manila,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
    })
    const [on, startsAt] = wall.format(school.clock.now()).split(', ') as [string, string]
    const instant = await sent(school, await plan({ type: 'instant', on, startsAt, recurrence: undefined as never }))
    expect(instant.zoom).toMatchObject({ type: 'scheduled', topic: 'Science 7 - Session 1' })
    expect(Math.abs(instant.zoom.startsAt! - school.clock.now())).toBeLessThan(60_000)
  })
})
