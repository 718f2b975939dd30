import { randomUUID } from 'node:crypto'
import { createLooking } from '../../src/main/operations/sync-look.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { createSyncStore } from '../../src/main/store/sync.ts'
import { realClock } from '../main/zoom/support.ts'
import { benchDatabase, silent } from './database.ts'
import { figure, type Figure } from './figure.ts'
import { startBenchZoom, type BenchZoom } from './zoom-practice.ts'

const hostCount = 20
const meetingCount = 500
const dayMs = 86_400_000
const latencyMedianMs = 180

/**
 * One look at 500 meetings of 20 hosts, a fifth of them series of ten dates, at Pro limits and 180 ms median latency; the
 * baseline reads them by one GET each, the next when the last has answered, as peers do. Five were changed meanwhile.
 */
export async function figures(): Promise<readonly Figure[]> {
  const zoom = await startBenchZoom({ latencyMedianMs, size: 'large' })
  const { database, remove } = await benchDatabase()
  try {
    const numbers = await fill(database, zoom)
    const sync = createSyncStore(database)
    const looking = createLooking({
      sync,
      zoom: async () => zoom.client,
      schoolHours: async () => ({ opensAt: '00:00', closesAt: '23:59', weekDays: [1, 2, 3, 4, 5, 6, 7] }),
      timeZone: () => 'Asia/Manila',
      clock: realClock,
      log: silent,
    })
    const isQuiet = await looking.lookAtAll()
    if (isQuiet.meetings !== meetingCount) throw new Error(`${isQuiet.meetings} meetings were listed.`)
    if ((await sync.changes(realClock.now())).length > 0) throw new Error('Zoom has what it confirmed.')

    const sample = numbers.slice(0, 50)
    const before = performance.now()
    for (const number of sample) await zoom.client.getMeeting(number)
    const baseline = ((performance.now() - before) / sample.length) * meetingCount

    for (const meetingId of numbers.filter((_, index) => index % 100 === 0)) {
      await zoom.server.control('POST /portal', { deed: 'rename', meetingId, text: 'Renamed' })
    }
    await zoom.server.control('DELETE /calls')
    const from = performance.now()
    const looked = await looking.lookAtAll()
    const value = performance.now() - from
    const changes = await sync.changes(realClock.now())
    if (changes.length !== meetingCount / 100) throw new Error(`${changes.length} changes were found.`)
    const lists = await zoom.answered('/users/{userId}/meetings', 200)
    const reads = await zoom.answered('GET /meetings/{meetingId}', 200)
    console.log(`${lists} pages of lists and ${reads} meetings read; ${looked.calls} calls by our own count.`)
    return [
      figure({
        name: 'sync.refresh: 500 meetings of 20 hosts, times faster than one GET each',
        value: baseline / value,
        unit: 'x',
        baseline: 1,
        target: 50,
        isAtLeast: true,
      }),
      figure({ name: 'sync.refresh: the same', value, unit: 'ms', baseline, target: Math.round(baseline / 50) }),
      figure({
        name: 'sync.refresh: calls, lists counted by page, with 5 meetings changed',
        value: lists + reads,
        unit: 'calls',
        baseline: meetingCount,
        target: hostCount * 2 + meetingCount / 100,
      }),
    ]
  } finally {
    await remove()
    await zoom.close()
  }
}

/** Meetings in the pretend Zoom, made past its limits, and their rows as Zoom confirmed them. Returns their numbers. */
async function fill(database: Database, { client, server }: BenchZoom): Promise<string[]> {
  const users = (await client.listUsers()).slice(0, hostCount)
  if (users.length < hostCount) throw new Error(`The practice school has only ${users.length} hosts.`)
  const numbers: string[] = []
  for (let index = 0; index < meetingCount; index++) {
    const host = users[index % hostCount]!
    const startsAt = Math.ceil(realClock.now() / dayMs) * dayMs + (3 + (index % 20)) * dayMs
    const isSeries = index % 5 === 0
    const fields = {
      topic: `Class ${index}`,
      type: isSeries ? 8 : 2,
      timezone: 'Asia/Manila',
      start_time: new Date(startsAt).toISOString().replace('.000', ''),
      duration: 60,
      settings: { waiting_room: true },
      ...(isSeries ? { recurrence: { type: 1, repeat_interval: 1, end_times: 10 } } : {}),
    }
    const made = (await server.control('POST /portal', { deed: 'create', host: host.id, fields })) as { id: string }
    numbers.push(made.id)
    const dates = Array.from({ length: isSeries ? 10 : 1 }, (_, day) => startsAt + day * dayMs)
    await database.write([], (db) => {
      const time = (startInstant: number) => ({
        ...{ on: new Date(startInstant).toISOString().slice(0, 10), startsAt: '08:00', durationMinutes: 60 },
        ...{ timeZone: 'Asia/Manila', startInstant, endInstant: startInstant + 3_600_000 },
      })
      const { key: meetingKey } = db
        .insert(tables.meetings)
        .values({
          id: randomUUID(),
          ...time(startsAt),
          reference: String(index).padStart(12, '0'),
          zoomMeetingId: made.id,
          hostId: host.id,
          hostName: host.displayName,
          hostEmail: host.email,
          title: fields.topic,
          type: isSeries ? 'recurringFixedTime' : 'scheduled',
          recurrence: isSeries ? { every: 'day', interval: 1, ends: { afterDates: 10 } } : null,
          audience: 'all',
          settings: {
            ...{ admission: 'waitingRoom', muteOnEntry: false, hostVideo: false, participantVideo: false },
            ...{ joinBeforeHost: false, recording: 'none' },
          },
          confirmed: {
            ...{ topic: fields.topic, agenda: '', startsAt, timeZone: 'Asia/Manila', durationMinutes: 60 },
            settings: {},
          },
          state: 'scheduled',
          createdAt: 0,
          changedAt: index,
        })
        .returning({ key: tables.meetings.key })
        .get()
      for (const startInstant of dates) {
        db.insert(tables.occurrences)
          .values({
            id: randomUUID(),
            meetingKey,
            ...time(startInstant),
            state: 'scheduled',
            confirmed: isSeries ? { startsAt: startInstant, durationMinutes: 60, isDeleted: false } : null,
          })
          .run()
      }
    })
  }
  await database.write([], (db) => {
    for (const { id, displayName: name, email } of users) {
      db.insert(tables.hosts).values({ hostId: id, name, email, isLicensed: true, timeZone: null, readAt: 0 }).run()
    }
  })
  return numbers
}
