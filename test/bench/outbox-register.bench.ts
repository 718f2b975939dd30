import { createClock } from '../../src/main/hosts/shared/clock.ts'
import { createIds } from '../../src/main/hosts/shared/ids.ts'
import { addDays, localDate } from '../../src/shared/domain/time.ts'
import { wireScheduling } from '../support/scheduling.ts'
import { madeStudents, makeSection } from '../support/section.ts'
import { benchDatabase, silent } from './database.ts'
import { figure, type Figure } from './figure.ts'
import { registerTenAtATime, startBenchZoom } from './zoom-practice.ts'

const students = madeStudents(500)

/** Zoom takes this many single registrations a second at Pro (Light); a series takes no batches. */
const singlesPerSecond = 30

/**
 * A class of 500 from the press of "Schedule" until the last link is kept, at Pro limits and 180 ms median latency, in
 * seconds: for one date, and for ten weeks. The baseline is the way of the first school system, ten at a time with pauses of
 * 100 ms, with nothing kept; of a series, what Zoom's limit leaves possible at all.
 */
export async function figures(): Promise<readonly Figure[]> {
  const zoom = await startBenchZoom({ latencyMedianMs: 180, seed: 7, startAt: new Date().toISOString() })
  const { database, remove } = await benchDatabase()
  const stop = new AbortController()
  try {
    const on = addDays(localDate(Date.now(), 'Asia/Manila'), 2)
    const alone = await zoom.client.createMeeting(zoom.hostId, {
      topic: 'Assembly',
      agenda: 'HR-bench',
      type: 'scheduled',
      startsAt: Date.now() + 86_400_000,
      timeZone: 'Asia/Manila',
      durationMinutes: 60,
      settings: { registration: 'automatic' },
    })
    const rows = students.map(({ family, given, emails }) => ({
      email: emails[0]!.address,
      firstName: given,
      lastName: family,
    }))
    const baseline = await timed(() => registerTenAtATime(zoom, alone.id, rows))
    // The rate limit of the second before must not be paid here.
    const pause = () => new Promise((resolve) => setTimeout(resolve, 1200))
    await pause()

    const clock = createClock()
    const school = wireScheduling({
      database,
      client: zoom.client,
      clock,
      realClock: clock,
      newId: createIds(() => Date.now()),
      owner: 'bench',
      log: silent,
    })
    await school.readHosts()
    const { sectionId } = await makeSection(database, { name: 'Whole school', students })
    const running = school.run(stop.signal)
    const form = { title: 'Assembly', on, startsAt: '09:00', sectionId, host: zoom.hostId, waitSeconds: 0 }
    /** Seconds until Zoom has the meeting, and until everybody has a link. */
    const schedule = async (more: object) => {
      let madeAt = 0
      const from = performance.now()
      const { id: meetingId } = await school.call('meeting.schedule', { ...form, ...more })
      const look = async () => {
        const { zoomMeetingId } = await school.call('meeting.get', { meetingId })
        if (zoomMeetingId !== null && madeAt === 0) madeAt = performance.now()
      }
      const unsubscribe = database.onChange(() => void look())
      await school.call('outbox.wait', { meetingIds: [meetingId], timeoutSeconds: 60 })
      const endedAt = performance.now()
      unsubscribe()
      const { registeredCount } = await school.call('meeting.get', { meetingId })
      if (registeredCount !== students.length)
        throw new Error(`${registeredCount} of ${students.length} are registered.`)
      return { made: (madeAt - from) / 1000, registered: (endedAt - from) / 1000 }
    }
    const { registered: value } = await schedule({})
    await pause()
    const series = await schedule({
      startsAt: '13:00',
      kind: 'series',
      repeat: { every: 'week', ends: { afterDates: 10 } },
    })
    stop.abort()
    await running
    const floor = students.length / singlesPerSecond
    return [
      figure({
        name: 'outbox.register: 500 students, from scheduling to the last link kept',
        value,
        unit: 's',
        baseline,
        target: 2,
      }),
      figure({
        name: 'outbox.register: 500 students of a series of ten weeks, against the floor of Zoom’s limit',
        value: Number((series.registered - series.made).toFixed(2)),
        unit: 's',
        baseline: floor,
        target: Number((floor * 1.05).toFixed(2)),
      }),
    ]
  } finally {
    stop.abort()
    await remove()
    await zoom.close()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
