import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLinkOpener } from '../../../src/main/hosts/shared/zoom-links.ts'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { createVault } from '../../../src/main/secrets/vault.ts'
import { tables } from '../../../src/main/store/database.ts'
import { testApplication } from '../../support/application.ts'
import { testDatabase, testFolder } from '../../support/database.ts'
import { testPractice } from '../../support/practice.ts'
import { connectedSchool, pretendZoom, scheduledClass } from '../faults/support.ts'

/** A connected school that notes which links are opened, with one class that Zoom knows. */
async function schoolWithClass() {
  const zoom = await pretendZoom()
  const opened: string[] = []
  const secrets = createMemorySecrets()
  const folder = join(testFolder(), 'data')
  const { app } = await connectedSchool(zoom, {
    folder,
    secrets: () => secrets,
    ports: { openLink: async (url) => void opened.push(url) },
  })
  return { zoom, app, opened, folder, secrets, meetingId: await scheduledClass(app) }
}

test('a class is started with a link fetched at that moment, which is in no answer, no log and no database', async () => {
  const { zoom, app, opened, folder, secrets, meetingId } = await schoolWithClass()
  const reads = async () => (await zoom.calls())['GET /meetings/{meetingId} 200'] ?? 0
  const before = await reads()

  const answers = [await app.call('meeting.start', { meetingId })]
  await app.call('meeting.start', { meetingId })

  expect(answers).toEqual([{ done: true }])
  expect(await reads()).toBe(before + 2)
  expect(opened).toHaveLength(2)
  const secret = new URL(opened[0]!).searchParams.get('zak')!
  expect(secret.length).toBeGreaterThan(10)
  const shown = [await app.call('meeting.get', { meetingId }), await app.call('meeting.list', {})]
  expect(JSON.stringify([answers, shown, app.ports.log.lines])).not.toContain(secret)

  await app.handle.close()
  const key = await createVault(join(folder, 'school'), secrets).unlock()
  const database = await testDatabase({ folder: join(folder, 'school'), key })
  const rows = await database.read((db) => Object.values(tables).map((table) => db.select().from(table).all()))
  const kept = JSON.stringify(rows)
  expect(kept).toContain(meetingId)
  expect(kept).not.toContain(secret)
  expect(kept).not.toContain('zak=')
})

test('a class is joined by its class link', async () => {
  const { app, opened, meetingId } = await schoolWithClass()
  await app.call('meeting.join', { meetingId })
  const { joinUrl } = await app.call('meeting.get', { meetingId })
  expect(opened).toEqual([joinUrl])
})

test('a cancelled class and the practice school open nothing', async () => {
  const { app, opened, meetingId } = await schoolWithClass()
  await app.call('meeting.cancel', { meetingId })
  for (const name of ['meeting.start', 'meeting.join']) {
    expect(await app.attempt(name, { meetingId })).toMatchObject({ ok: false, problem: { kind: 'conflict' } })
  }
  expect(opened).toEqual([])

  const { connect } = await testPractice({ startAt: '2026-11-22T20:00:00Z' })
  const practice = await testApplication({ practice: connect })
  await practice.call('practice.start', {})
  const { hosts } = await practice.call('account.listHosts', {})
  const made = await practice.call('meeting.schedule', {
    title: 'Pulong ng mga guro',
    audience: 'teachers',
    on: '2026-11-25',
    startsAt: '09:00',
    host: hosts.find(({ isLicensed }) => isLicensed)!.email,
    waitSeconds: 20,
  })
  expect(await practice.attempt('meeting.start', { meetingId: made.id })).toMatchObject({
    ok: false,
    problem: { kind: 'conflict', message: 'The practice school has no room to open.' },
  })
})

test.each([
  ['https://us02web.zoom.us/s/1?zak=x', true],
  ['https://zoom.us/j/1', true],
  ['https://school.zoomgov.com/s/1', true],
  ['http://zoom.us/s/1', false],
  ['https://zoom.us.example.org/s/1', false],
  ['https://notzoom.us/s/1', false],
  ['https://zoom.us@example.org/', false],
  ['https://zoom.us:8443/', false],
  ['zoommtg://zoom.us/start', false],
  ['file:///etc/passwd', false],
  ['', false],
])('the port for links: %j is opened: %s', async (url, isOpened) => {
  const opened: string[] = []
  const open = createLinkOpener(async (link) => void opened.push(link))
  await open(url).catch((error: unknown) => expect(error).toMatchObject({ problem: { kind: 'forbidden' } }))
  expect(opened).toEqual(isOpened ? [url] : [])
})
