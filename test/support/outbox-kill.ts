import type { ZoomClient } from '../../src/main/zoom/client.ts'
import type { Meeting } from '../../src/shared/contract/meeting.ts'
import { ProblemError } from '../../src/shared/problem.ts'
import { addDays, dayBounds, localDate } from '../../src/shared/domain/time.ts'
import { openKillableSchool, runAndKill, runToEnd } from './killable-school.ts'
import type { Scheduling } from './scheduling.ts'
import { madeStudents, makeSection } from './section.ts'
import type { TollEvent } from './toll.ts'

/** Where a sender is killed: at the first event that fits. */
export type KillPoint = (event: TollEvent) => boolean

/** What was found after the last sender had ended by itself. */
export interface Aftermath {
  /** What is wrong, one sentence each; empty when Zoom and Homeroom agree. */
  readonly faults: readonly string[]
  readonly events: readonly TollEvent[]
  /** How many senders were really killed. */
  readonly killed: number
}

/**
 * What is scheduled, and what happens to it after the first sender was killed: a class of one date that stays, is cancelled
 * or moved, or moved and then given up wherever that is allowed; a series that Zoom shifts when clocks change, whose dates are then changed one by one, or all together.
 */
export type Story =
  | 'schedule'
  | 'cancelLater'
  | 'moveLater'
  | 'discardLater'
  | 'series'
  | 'seriesDates'
  | 'seriesDiscard'
  | 'seriesAnew'

const isSeries = (story: Story) => story.startsWith('series')
const isDiscarding = (story: Story) => story === 'discardLater' || story === 'seriesDiscard'
/** A series takes one call for each student, so it has fewer. */
const studentsOf = (story: Story) => (isSeries(story) ? 12 : 65)
const dayMs = 86_400_000
const newYork = 'America/New_York'

/**
 * Schedules one class, lets a sender process be killed (SIGKILL) at each point in turn, lets the last one end, and
 * compares Zoom with Homeroom: exactly one meeting, known to both, every student registered once.
 */
export async function killSenders(points: readonly KillPoint[], story: Story = 'schedule'): Promise<Aftermath> {
  const { office, database, practice, toll, client, host, orders, close } = await openKillableSchool()
  try {
    const students = studentsOf(story)
    const { sectionId } = await makeSection(database, { name: 'Mabini', students: madeStudents(students) })
    if (isSeries(story)) await practice.control('POST /faults', { name: 'seriesShiftedByClockChange' })
    const when = isSeries(story)
      ? seriesAround(clockChange(Date.now()))
      : { on: addDays(localDate(Date.now(), 'Asia/Manila'), 9) }
    const { id: meetingId } = await office.call('meeting.schedule', {
      title: 'Science 7',
      startsAt: '09:00',
      sectionId,
      host: host.email,
      waitSeconds: 0,
      ...when,
    })
    let killed = 0
    for (const [round, point] of points.entries()) {
      const over = new AbortController()
      if (await runAndKill(orders(round), toll.hold(point, over.signal))) killed += 1
      over.abort()
      if (round === 0 && story === 'cancelLater') await office.call('meeting.cancel', { meetingId })
      if (round === 0 && (story === 'moveLater' || story === 'discardLater')) {
        await office.call('meeting.change', { meetingId, changes: { title: 'Moved', startsAt: '13:00' } })
      }
      if (round === 0 && story === 'seriesAnew') {
        await office.call('meeting.change', { meetingId, changes: { title: 'Moved', startsAt: '10:30' } })
      }
      if (round === 0 && (story === 'seriesDates' || story === 'seriesDiscard')) {
        const { dates } = await office.call('meeting.get', { meetingId })
        const one = (index: number) => ({ meetingId, occurrenceId: dates[index]!.occurrenceId, scope: 'this' as const })
        await office.call('meeting.change', { ...one(1), changes: { startsAt: '14:00', durationMinutes: 45 } })
        await office.call('meeting.change', { ...one(2), changes: { settings: { muteOnEntry: false } } })
        await office.call('meeting.cancel', one(4))
      }
      if (isDiscarding(story)) await discardAll(office)
    }
    const faults: string[] = []
    const must = (isSo: boolean, sentence: string) => {
      if (!isSo) faults.push(sentence)
    }
    if (!(await runToEnd(orders(points.length)))) {
      // Zoom's three registrations a day are counted before they leave: what three dead senders had counted waits for tomorrow.
      const { entries } = await office.call('outbox.list', {})
      const why = entries.flatMap(({ action, problem }) => (problem === null ? [] : `${action} ${problem.kind}`))
      must(why.join() === 'register rateLimited', `The last sender put off: ${why.join()}.`)
      await practice.control('POST /jump', { to: new Date(Date.now() + dayMs).toISOString() })
      must(await runToEnd(orders(points.length + 1, dayMs)), 'The sender of the next day put everything off.')
    }
    const meeting = await office.call('meeting.get', { meetingId })
    const listed = await client.listMeetings(host.hostId, 'scheduled')
    const ids = [...new Set(listed.map(({ id }) => id))]
    const { waiting, refused } = await office.call('outbox.wait', { timeoutSeconds: 0 })
    must(waiting === 0 && refused === 0, `${waiting} entries wait and ${refused} are refused.`)
    if (story === 'cancelLater' || meeting.state === 'cancelled') {
      must(ids.length === 0, `Zoom has ${ids.length} meetings of a cancelled one.`)
      must(meeting.state === 'cancelled', `The meeting is ${meeting.state}.`)
      return { faults, events: toll.events, killed }
    }
    must(ids.length === 1, `Zoom has ${ids.length} meetings.`)
    must(meeting.zoomMeetingId === ids[0], 'Homeroom and Zoom know different meetings.')
    must(meeting.state === 'scheduled' && meeting.problem === null, `The meeting is ${meeting.state}.`)
    must(meeting.joinUrl === listed[0]?.joinUrl, 'The join link is another.')
    must(meeting.title === listed[0]?.topic, 'The title is another.')
    if (isSeries(story)) faults.push(...(await otherDates(meeting, client)))
    else must(Date.parse(meeting.time.startInstant) === listed[0]?.startsAt, 'The time is another.')
    const registrants = ids[0] === undefined ? [] : await client.listRegistrants(ids[0])
    const links = new Set(meeting.registrations.map(({ joinUrl }) => joinUrl))
    // Registrations that were given up before they were sent leave their students without a link.
    const givenUp = meeting.registrations.filter(({ state }) => state === 'refused').length
    const wanted = students - givenUp
    must(givenUp === 0 || isDiscarding(story), `${givenUp} students were refused.`)
    must(meeting.registeredCount === wanted, `${meeting.registeredCount} students are registered here.`)
    must(registrants.length === wanted, `${registrants.length} students are registered at Zoom.`)
    must(new Set([...links].filter((link) => link !== null)).size === wanted, 'Two students have one link.')
    must(
      registrants.every(({ joinUrl }) => joinUrl !== null && links.has(joinUrl)),
      'Zoom has links that Homeroom does not know.',
    )
    return { faults, events: toll.events, killed }
  } finally {
    await close()
  }
}

/** Gives up whatever waits and Zoom certainly does not have; all else is refused with a reason. */
async function discardAll(office: Scheduling): Promise<void> {
  for (const { id, action } of (await office.call('outbox.list', {})).entries.toReversed()) {
    // Registrations are left to be sent, so that there is something to compare.
    if (action === 'register') continue
    try {
      const { digest } = await office.call('outbox.previewDiscard', { id })
      await office.call('outbox.discard', { id, digest })
    } catch (error) {
      if (!(error instanceof ProblemError) || !['conflict', 'notFound'].includes(error.problem.kind)) throw error
    }
  }
}

/** The next day on which New York's clocks change, some weeks ahead. */
function clockChange(now: number): string {
  let on = addDays(localDate(now, newYork), 30)
  for (;;) {
    const { from, to } = dayBounds(on, newYork)
    if (to - from !== 86_400_000) return on
    on = addDays(on, 1)
  }
}

/** A series of Mondays and Wednesdays that a change of clocks lies in, with days in it that are no class days. */
const seriesAround = (sunday: string) => ({
  kind: 'series' as const,
  on: addDays(sunday, -6),
  timeZone: newYork,
  repeat: { every: 'week' as const, interval: 1, weekDays: [1, 3], ends: { afterDates: 8 } },
  skipOn: [addDays(sunday, -4), addDays(sunday, 8)],
})

/** What is different between our dates, Zoom's, and what we believe Zoom has. */
async function otherDates({ zoomMeetingId, dates }: Meeting, client: ZoomClient): Promise<string[]> {
  if (zoomMeetingId === null) return ['Zoom does not have the series.']
  const { occurrences } = await client.getMeeting(zoomMeetingId)
  const show = (startsAt: number, minutes: number) => `${new Date(startsAt).toISOString()} for ${minutes} minutes`
  const there = occurrences
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ startsAt, durationMinutes }) => show(startsAt, durationMinutes))
  const wanted = dates
    .filter(({ state }) => state === 'scheduled')
    .map(({ time }) => show(Date.parse(time.startInstant), time.durationMinutes))
  return [
    ...wanted.filter((date) => !there.includes(date)).map((date) => `Zoom lacks ${date}.`),
    ...there.filter((date) => !wanted.includes(date)).map((date) => `Zoom has ${date} too much.`),
    ...dates.filter(({ isAtZoom }) => !isAtZoom).map(({ time }) => `Homeroom does not know that Zoom has ${time.on}.`),
    ...(new Set(there).size === there.length ? [] : ['Zoom has a date twice.']),
  ]
}
