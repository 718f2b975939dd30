import type { MeetingDraft, PastInstance } from '../../src/main/zoom/model.ts'
import { figure, type Figure } from './figure.ts'
import { startBenchZoom, type BenchZoom } from './zoom-practice.ts'

const meetings = 4
const runsPerMeeting = 50
const rowsPerRun = 60
const heavyPerSecond = 10
const dayMs = 86_400_000

const draft: MeetingDraft = {
  topic: 'A class without a section',
  agenda: 'HR-bench',
  type: 'recurringFixedTime',
  startsAt: Date.parse('2026-11-24T00:00:00Z'),
  timeZone: 'Asia/Manila',
  durationMinutes: 60,
  settings: { registration: 'automatic', waitingRoom: false, joinBeforeHost: true },
  recurrence: { every: 'day', interval: 1, endsAfterOccurrences: runsPerMeeting },
}

/**
 * 200 participant reports of 60 rows collected at Pro limits, 180 ms median latency, in seconds. The baseline is the
 * floor that the limit of ten Heavy calls a second sets.
 */
export async function figures(): Promise<readonly Figure[]> {
  const zoom = await startBenchZoom({ latencyMedianMs: 180, seed: 7 })
  try {
    const runs = await liveThrough(zoom)
    await zoom.server.control('DELETE /calls')
    const from = performance.now()
    const reads = await Promise.all(
      runs.map(({ uuid }) => zoom.client.readParticipants(uuid, { source: 'report', wantsRegistrantIds: true })),
    )
    const value = (performance.now() - from) / 1000
    const rows = reads.reduce((sum, read) => sum + read.rows.length, 0)
    if (rows < runs.length * rowsPerRun) throw new Error(`${rows} rows in ${runs.length} reports.`)
    const pages = reads.reduce((sum, read) => sum + read.pages, 0)
    const floor = runs.length / heavyPerSecond
    return [
      figure({ name: 'zoom.reports: 200 reports of 60 rows', value, unit: 's', baseline: floor, target: floor * 1.1 }),
      figure({
        name: 'zoom.reports: answered calls',
        value: await zoom.answered('/report/', 200),
        unit: 'calls',
        baseline: pages,
        target: pages,
      }),
      figure({
        name: 'zoom.reports: 429s met and waited out on the way',
        value: await zoom.answered('/report/', 429),
        unit: 'calls',
        baseline: pages,
        target: pages * 0.1,
      }),
    ]
  } finally {
    await zoom.close()
  }
}

/** Four daily series to their ends, each run with its host and 59 people who knock on no door. */
async function liveThrough({ server, client, hostId }: BenchZoom): Promise<readonly PastInstance[]> {
  const ids: string[] = []
  for (let i = 0; i < meetings; i++) {
    const { id } = await client.createMeeting(hostId, { ...draft, startsAt: (draft.startsAt ?? 0) + i * 2 * 3_600_000 })
    await server.control('POST /stories', { meetingId: id, story: 'onTime' })
    for (let person = 1; person < rowsPerRun; person++) {
      await server.control('POST /people', {
        meetingId: id,
        displayName: `Mag-aaral ${person}`,
        joinSecond: person,
        leaveSecond: 3500,
      })
    }
    ids.push(id)
  }
  const from = Date.parse('2026-11-20T00:00:00Z')
  const to = from + (runsPerMeeting + 10) * dayMs
  await server.control('POST /jump', { to: new Date(to).toISOString() })
  const runs = await Promise.all(ids.map((id) => client.listPastInstances(id, { from, to })))
  return runs.flat()
}
