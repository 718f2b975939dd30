import type { MeetingDraft, NewRegistrant } from '../../src/main/zoom/model.ts'
import { figure, type Figure } from './figure.ts'
import { registerTenAtATime, startBenchZoom } from './zoom-practice.ts'

const students: readonly NewRegistrant[] = Array.from({ length: 500 }, (_, i) => ({
  key: `student-${i}`,
  email: `s-${i}@paaralan.example`,
  firstName: `Mag-aaral ${i}`,
  lastName: 'Dimaculangan',
}))

const draft: MeetingDraft = {
  topic: 'Assembly of the whole school',
  agenda: 'HR-bench',
  type: 'scheduled',
  startsAt: Date.parse('2026-11-25T00:00:00Z'),
  timeZone: 'Asia/Manila',
  durationMinutes: 60,
  settings: { registration: 'automatic', waitingRoom: false },
}

/**
 * 500 students registered for one meeting at Pro limits, 180 ms median latency, in seconds. The baseline is the way of
 * the first school system: ten at a time with pauses of 100 ms, measured against the same pretend Zoom.
 */
export async function figures(): Promise<readonly Figure[]> {
  const zoom = await startBenchZoom({ latencyMedianMs: 180, seed: 7 })
  try {
    const { id: before } = await zoom.client.createMeeting(zoom.hostId, draft)
    const baseline = await timed(() => registerTenAtATime(zoom, before, students))
    const { id } = await zoom.client.createMeeting(zoom.hostId, draft)
    let surfaced = 0
    const value = await timed(async () => {
      const outcomes = await zoom.client.addRegistrants({ id, type: 'scheduled' }, students)
      surfaced = outcomes.filter(({ status }) => status !== 'registered').length
    })
    const listed = await zoom.client.listRegistrants(id)
    if (listed.length !== students.length) throw new Error(`${listed.length} of ${students.length} are registered.`)
    return [
      figure({
        name: 'zoom.register: 500 students for one meeting',
        value,
        unit: 's',
        baseline,
        target: 2,
      }),
      figure({
        name: 'zoom.register: rows that saw a 429 or another refusal',
        value: surfaced,
        unit: 'rows',
        baseline: students.length,
        target: 0,
      }),
    ]
  } finally {
    await zoom.close()
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
