import { expect, test } from 'vitest'
import { testApplication } from '../support/application.ts'
import { testPractice } from '../support/practice.ts'

// A correction of Zoom, as somebody who practises lives it through: switched on, and seen at the read of six hours later.

/** A class of the practice school, and how its attendance stands so many minutes after its end. */
async function practisedClass() {
  const { connect, server } = await testPractice({ startAt: '2026-11-22T20:00:00Z' })
  const app = await testApplication({ practice: connect })
  await app.call('practice.start', {})
  const { file } = await app.call('practice.roster', { size: 'small' })
  const { digest } = await app.call('roster.preview', { files: [file.handle] })
  await app.call('roster.import', { files: [file.handle], digest })
  const { sections } = await app.call('section.list', {})
  const { hosts } = await app.call('account.listHosts', {})
  const { periodIds, zoomMeetingId } = await app.call('meeting.schedule', {
    title: 'Homeroom',
    on: '2026-11-23',
    startsAt: '07:30',
    durationMinutes: 50,
    sectionId: sections[0]!.id,
    host: hosts.find(({ isLicensed }) => isLicensed)!.hostId,
    waitSeconds: 30,
  })
  await server.control('POST /stories', { meetingId: zoomMeetingId, story: 'onTime' })
  const periodId = periodIds[0]!
  const end = Date.parse('2026-11-23T00:20:00Z')
  return {
    app,
    periodId,
    async after(minutes: number) {
      await app.call('practice.jump', { to: new Date(end + minutes * 60_000).toISOString() })
      return app.call('attendance.collect', { periodId })
    },
    breakReport: () => app.call('practice.setFault', { fault: 'correctedReport' }),
  }
}

/** Which students have which mark. */
const marksIn = ({ rows }: { rows: readonly { personId: string; presence: string; seconds: number }[] }) =>
  rows.map(({ personId, presence, seconds }) => ({ personId, presence, seconds }))

test('a report that is final already is corrected: what would change is proposed, and a person decides', async () => {
  const { app, periodId, after, breakReport } = await practisedClass()
  await after(31)
  const final = await after(52)
  expect(final.period).toMatchObject({ state: 'final', proposedChanges: 0 })
  await breakReport()
  expect((await after(80)).period.proposedChanges).toBe(0)

  const changed = await after(361)
  expect(changed.period).toMatchObject({ state: 'final' })
  expect(changed.period.proposedChanges).toBeGreaterThan(0)
  expect(marksIn(changed)).toEqual(marksIn(final))
  expect((await after(24 * 60 + 1)).period.proposedChanges).toBe(changed.period.proposedChanges)

  const kept = await app.call('attendance.decideChange', { periodId, accept: false, reason: 'I saw them' })
  expect(kept.period.proposedChanges).toBe(0)
  expect(marksIn(kept)).toEqual(marksIn(final))
  expect((await after(25 * 60)).period.proposedChanges).toBe(0)
})

test('a report that lacks rows until its correction is final without them, and gets them when a person takes them', async () => {
  const { app, periodId, after, breakReport } = await practisedClass()
  await breakReport()
  await after(31)
  const final = await after(52)
  expect(final.period).toMatchObject({ state: 'final', proposedChanges: 0 })

  const changed = await after(361)
  expect(changed.period.proposedChanges).toBeGreaterThan(0)
  expect(marksIn(changed)).toEqual(marksIn(final))
  const taken = await app.call('attendance.decideChange', { periodId, accept: true, reason: 'Zoom’s corrected report' })
  expect(taken.period.proposedChanges).toBe(0)
  const seen = (attendance: typeof taken) => attendance.rows.filter(({ seconds }) => seconds > 0).length
  expect(seen(taken)).toBeGreaterThan(seen(final))
})
