import { expect, test } from 'vitest'
import { testApplication } from '../support/application.ts'
import { testPractice } from '../support/practice.ts'

const office = { size: 'small' } as const

test('a class whose teacher never came is read again, asked about, and makes nobody absent', async () => {
  const { connect, server } = await testPractice({ startAt: '2026-11-22T20:00:00Z' })
  const app = await testApplication({ practice: connect })
  await app.call('practice.start', {})
  const { file } = await app.call('practice.roster', office)
  const { digest } = await app.call('roster.preview', { files: [file.handle] })
  await app.call('roster.import', { files: [file.handle], digest })
  const { sections } = await app.call('section.list', {})
  const { hosts } = await app.call('account.listHosts', {})
  const meeting = await app.call('meeting.schedule', {
    title: 'Homeroom',
    on: '2026-11-23',
    startsAt: '07:30',
    durationMinutes: 50,
    sectionId: sections[0]!.id,
    host: hosts.find(({ isLicensed }) => isLicensed)!.hostId,
    waitSeconds: 20,
  })
  expect(meeting.state).toBe('scheduled')
  await server.control('POST /stories', { meetingId: meeting.zoomMeetingId, story: 'neverCame' })

  const periodId = meeting.periodIds[0]!
  const jump = async (to: string) => {
    await app.call('practice.jump', { to })
    return app.call('attendance.get', { periodId })
  }
  const atEnd = await jump('2026-11-23T00:21:00.000Z')
  expect(atEnd.period).toMatchObject({ held: 'unknown', state: 'collecting', nextReadAt: '2026-11-23T00:22:00.000Z' })
  const later = await jump('2026-11-23T00:25:00.000Z')
  await expect
    .poll(async () => (await app.call('attendance.get', { periodId })).period.nextReadAt)
    .toBe('2026-11-23T00:30:00.000Z')
  expect(later.rows.map(({ presence }) => presence)).not.toContain('absent')

  const said = await app.call('period.answerHeld', { periodId, held: 'notHeld', reason: 'The teacher was ill' })
  expect(new Set(said.rows.map(({ presence }) => presence))).toEqual(new Set(['notHeld']))
})
