import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { testApplication } from '../../support/application.ts'
import { openToll } from '../../support/toll.ts'
import { closedSchool, meetingsMade } from './closed-school.ts'
import { pretendZoom, students } from './support.ts'

const holderFile = fileURLToPath(new URL('holder.ts', import.meta.url))

/** Starts the application in a process of its own; resolves when it holds the lease. */
async function startHolder(options: object) {
  const child = spawn(process.execPath, [holderFile, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  expect(JSON.parse(line)).toMatchObject({ ok: true, value: { state: 'ready', holdsLease: true } })
  return child
}

test('a killed lease holder is followed, and what it was sending goes out once', async () => {
  const zoom = await pretendZoom()
  const school = await closedSchool(zoom)
  const gate = await openToll(zoom.url)
  onTestFinished(() => gate.close())
  const holder = await startHolder({ ...school.options, zoomApi: `${gate.url}/v2` })
  const kept = school.secrets()
  const app = await testApplication({
    folder: school.data,
    clock: zoom.clock,
    secrets: () => kept,
    ports: { zoom: zoom.zoom },
  })
  expect(await app.call('app.status', {})).toMatchObject({ state: 'ready', holdsLease: false })
  const schedule = (startsAt: string) => app.call('meeting.schedule', { ...school.form, startsAt, waitSeconds: 0 })
  const stateOf = async (meetingId: (typeof lost)['id']) => (await app.call('meeting.get', { meetingId })).state

  // What another process schedules the holder sends; one create is made at Zoom, and its answer on the way, when it is killed.
  const sent = await schedule('07:00')
  await expect.poll(() => stateOf(sent.id)).toBe('scheduled')
  await app.call('outbox.wait', { timeoutSeconds: 60 })
  const answered = gate.hold(
    ({ when, method, path }) => when === 'answer' && method === 'POST' && path.endsWith('/meetings'),
  )
  const lost = await schedule('08:00')
  await answered
  holder.kill('SIGKILL')

  const waiting = await schedule('09:00')
  const holdsLease = async () => (await app.call('app.status', {})).holdsLease
  await expect.poll(holdsLease, { interval: 200 }).toBe(true)
  await expect.poll(() => stateOf(waiting.id)).toBe('scheduled')
  expect(await stateOf(lost.id)).toBe('creating')

  // The dead one's claim ends half a minute after it was made.
  await zoom.jump(app.ports.clock.now() + 31_000)
  await expect.poll(() => stateOf(lost.id)).toBe('scheduled')
  expect(await app.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  expect(await meetingsMade(zoom)).toBe(3)
  const { meetings } = await app.call('meeting.list', {})
  expect(new Set(meetings.map(({ zoomMeetingId }) => zoomMeetingId)).size).toBe(3)
  for (const meeting of meetings) expect(meeting.registeredCount).toBe(students.length)
  school.mustHaveCleanLog()
})
