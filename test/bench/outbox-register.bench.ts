import { createClock } from '../../src/main/hosts/shared/clock.ts'
import { createIds } from '../../src/main/hosts/shared/ids.ts'
import { addDays, localDate } from '../../src/shared/domain/time.ts'
import { wireScheduling } from '../support/scheduling.ts'
import { madeStudents, makeSection } from '../support/section.ts'
import { benchDatabase, silent } from './database.ts'
import { figure, type Figure } from './figure.ts'
import { startBenchZoom } from './zoom-practice.ts'

const students = madeStudents(500)

/**
 * A class of 500 from the press of "Schedule" until the last link is kept, at Pro limits and 180 ms median latency, in
 * seconds. The baseline is the same registration by the Zoom client alone, with nothing kept.
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
    const rows = students.map(({ family, given, emails }, index) => ({
      key: String(index),
      email: emails[0]!.address,
      firstName: given,
      lastName: family,
    }))
    const baseline = await timed(() => zoom.client.addRegistrants({ id: alone.id, type: 'scheduled' }, rows))
    // The rate limit of the second before must not be paid here.
    await new Promise((resolve) => setTimeout(resolve, 1200))

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
    const form = { title: 'Assembly', on, startsAt: '09:00', sectionId, host: zoom.hostId, waitSeconds: 30 }
    const value = await timed(async () => {
      const { registeredCount } = await school.call('meeting.schedule', form)
      if (registeredCount !== students.length)
        throw new Error(`${registeredCount} of ${students.length} are registered.`)
    })
    stop.abort()
    await running
    return [
      figure({
        name: 'outbox.register: 500 students, from scheduling to the last link kept',
        value,
        unit: 's',
        baseline,
        target: Number((baseline + 1.5).toFixed(2)),
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
