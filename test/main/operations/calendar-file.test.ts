import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import { createFeedFolder } from '../../../src/main/app/feed-folder.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import type { FileHandle } from '../../../src/shared/ids.ts'
import { testFolder } from '../../support/database.ts'
import type { TestApplication } from '../../support/application.ts'
import { classTomorrow, connectedSchool, importRoster, pretendZoom } from '../faults/support.ts'

/** A connected school with a series of three dates for a section, whose students have links of their own. */
async function schoolWithSeries() {
  const zoom = await pretendZoom()
  const folder = join(testFolder(), 'data')
  const { app } = await connectedSchool(zoom, { folder })
  const sectionId = await importRoster(app)
  const form = await classTomorrow(app, sectionId, 'Agham 7; Biology, "Ñ" - Session {n}')
  const meeting = await app.call('meeting.schedule', {
    ...form,
    kind: 'series',
    description: 'Bring a leaf.',
    repeat: { every: 'day', ends: { afterDates: 3 } },
  })
  await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })
  return { zoom, app, folder, sectionId, meeting, form }
}

async function exported(app: TestApplication, what: Parameters<typeof app.call<'calendarFile.export'>>[1]) {
  const { file } = await app.call('calendarFile.export', what)
  const { bytes } = await app.ports.files.read(file.handle)
  return { file, text: new TextDecoder().decode(bytes) }
}

const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => ({
    uid: String(component.getFirstPropertyValue('uid')),
    sequence: Number(component.getFirstPropertyValue('sequence')),
    summary: String(component.getFirstPropertyValue('summary')),
    status: String(component.getFirstPropertyValue('status')),
    url: component.getFirstPropertyValue('url'),
    description: String(component.getFirstPropertyValue('description')),
    start: String(component.getFirstPropertyValue('dtstart')),
  }))

test('each date keeps its name, counts its changes and says when it is cancelled; no link is in it', async () => {
  const { zoom, app, sectionId, meeting, form } = await schoolWithSeries()
  const first = await exported(app, { meetingId: meeting.id })
  expect(first.file).toMatchObject({ name: 'agham-7-biology-ñ.ics', mediaType: 'text/calendar' })
  const before = eventsOf(first.text)
  expect(before.map(({ summary, status, start }) => ({ summary, status, start }))).toEqual(
    [0, 1, 2].map((days) => ({
      summary: `Agham 7; Biology, "Ñ" - Session ${days + 1}`,
      status: 'CONFIRMED',
      start: `${addDays(form.on, days)}T09:00:00`,
    })),
  )
  expect(before[0]!.description).toContain('Come in by your own link')
  expect(before[0]!.description).toContain('Bring a leaf.')
  const { joinUrl, passcode, registrations } = await app.call('meeting.get', { meetingId: meeting.id })
  // A parser or a person sees the unfolded text; so does whoever looks for a secret in it.
  const unfolded = first.text.replaceAll('\r\n ', '')
  for (const secret of [joinUrl, passcode, ...registrations.map((one) => one.joinUrl)]) {
    expect(secret).toBeTruthy()
    expect(unfolded).not.toContain(secret)
  }
  for (const { listName } of registrations) expect(unfolded).not.toContain(listName)

  // A calendar counts changes by the second.
  await zoom.jump(zoom.clock.now() + 60_000)
  const [, second, third] = meeting.dates
  await app.call('meeting.cancel', { meetingId: meeting.id, occurrenceId: second!.occurrenceId, scope: 'this' })
  await app.call('meeting.change', {
    meetingId: meeting.id,
    occurrenceId: third!.occurrenceId,
    scope: 'this',
    changes: { startsAt: '10:30' },
  })
  const bySection = await exported(app, { sectionId })
  expect(bySection.file.name).toMatch(/mabini\.ics$/)
  const after = eventsOf(bySection.text)
  expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid))
  expect(after.map(({ status }) => status)).toEqual(['CONFIRMED', 'CANCELLED', 'CONFIRMED'])
  expect(after[2]!.start).toBe(`${addDays(form.on, 2)}T10:30:00`)
  for (const [index, { sequence }] of after.entries()) expect(sequence).toBeGreaterThan(before[index]!.sequence)
})

test('what a holiday calls off says so, and comes back under its own name although Zoom has it as another meeting', async () => {
  const { zoom, app, sectionId, meeting, form } = await schoolWithSeries()
  const look = async () => eventsOf((await exported(app, { sectionId })).text)
  const settled = () => app.call('outbox.wait', { timeoutSeconds: 60 })
  const before = await look()
  await zoom.jump(zoom.clock.now() + 60_000)
  const second = { fromOn: addDays(form.on, 1), toOn: addDays(form.on, 1), kind: 'holiday' as const }
  const { digest } = await app.call('calendar.previewDays', second)
  const { suspensionId } = await app.call('calendar.setDays', { ...second, callOff: { digest } })
  await settled()
  const off = await look()
  expect(off.map(({ uid, status }) => [uid, status])).toEqual(
    before.map(({ uid }, index) => [uid, index === 1 ? 'CANCELLED' : 'CONFIRMED']),
  )
  expect(off[1]!.sequence).toBeGreaterThan(before[1]!.sequence)

  await zoom.jump(zoom.clock.now() + 60_000)
  expect(await app.call('suspension.undo', { suspensionId: suspensionId! })).toMatchObject({ madeAnewCount: 1 })
  await settled()
  const back = await look()
  expect(back.map(({ uid, status, start }) => [uid, status, start])).toEqual(
    before.map(({ uid, start }) => [uid, 'CONFIRMED', start]),
  )
  expect(back[1]!.sequence).toBeGreaterThan(off[1]!.sequence)
  // A meeting of its own by now, whose link is again each student's own.
  const anew = (await app.call('meeting.list', { fromOn: second.fromOn, toOn: second.toOn })).meetings[0]!
  expect(anew.id).not.toBe(meeting.id)
  const { joinUrl } = await app.call('meeting.get', { meetingId: anew.id })
  expect((await exported(app, { sectionId })).text.replaceAll('\r\n ', '')).not.toContain(joinUrl)

  // A holiday out of a file lets the class of its day off as well, and tells that it stays planned.
  const day = addDays(form.on, 2).replaceAll('-', '')
  const holiday = `BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:${day}\nSUMMARY:Pista\nEND:VEVENT\nEND:VCALENDAR`
  const file = app.ports.files.put('holidays.ics', holiday) as FileHandle
  const imported = await app.call('calendar.previewFile', { file })
  expect(await app.call('calendar.importFile', { file, digest: imported.digest })).toMatchObject({ plannedCount: 1 })
})

test('a meeting that anybody may join has its link; what is not there has no file', async () => {
  const { app, form } = await schoolWithSeries()
  const { sectionId: _, ...open } = form
  const meeting = await app.call('meeting.schedule', { ...open, title: 'Pulong', audience: 'all', startsAt: '15:00' })
  await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })
  const { joinUrl } = await app.call('meeting.get', { meetingId: meeting.id })
  const [event] = eventsOf((await exported(app, { meetingId: meeting.id })).text)
  expect(event!.url).toBe(joinUrl)

  const none = { ok: false, problem: { kind: 'notFound' } }
  const past = { fromOn: '2001-01-01', toOn: '2001-12-31' }
  expect(await app.attempt('calendarFile.export', { meetingId: meeting.id, ...past })).toMatchObject(none)
  expect(await app.attempt('calendarFile.export', { meetingId: '0190a5c4-7e1b-7c3d-9f00-123456789abc' })).toMatchObject(
    none,
  )
  expect(await app.attempt('calendarFile.export', {})).toMatchObject({ ok: false, problem: { kind: 'invalidInput' } })
})

test('a file is written only where it is otherwise', async () => {
  const folder = createFeedFolder(join(testFolder(), 'feeds'))
  const bytes = new TextEncoder().encode('BEGIN:VCALENDAR')
  expect(await folder.keepOnly(['a.ics'])).toBe(false)
  expect(await folder.put('a.ics', bytes)).toBe(true)
  expect(await folder.put('a.ics', bytes)).toBe(false)
  expect(await folder.keepOnly(['a.ics'])).toBe(false)
  expect(await folder.keepOnly([])).toBe(true)
})

test('the folder of feeds follows each change', async () => {
  const { app, folder, sectionId, meeting, form } = await schoolWithSeries()
  const feeds = join(folder, 'feeds')
  const names = () => readdir(feeds).catch(() => [])
  const set = await app.call('feed.set', { sectionIds: [sectionId], teacherIds: [], remindMinutes: 10 })
  const { fileName } = set.feeds[0]!
  expect(set.feeds).toMatchObject([{ of: 'section', id: sectionId }])
  await expect.poll(names, { timeout: 60_000 }).toEqual([fileName])
  const text = () => readFile(join(feeds, fileName), 'utf8')
  expect(eventsOf(await text())).toHaveLength(3)
  expect(await text()).toContain('TRIGGER:-PT10M')
  const madeAt = (await stat(join(feeds, fileName))).mtimeMs

  // A change of something else is looked at, and the file stays as it is.
  const { sectionId: _, ...open } = form
  await app.call('meeting.schedule', { ...open, title: 'Pulong', audience: 'all', startsAt: '15:00' })
  await app.call('meeting.cancel', {
    meetingId: meeting.id,
    occurrenceId: meeting.dates[1]!.occurrenceId,
    scope: 'this',
  })
  await expect.poll(async () => eventsOf(await text())[1]!.status, { timeout: 60_000 }).toBe('CANCELLED')
  expect((await stat(join(feeds, fileName))).mtimeMs).toBeGreaterThan(madeAt)
  await expect.poll(async () => (await app.call('feed.get', {})).writtenAt, { timeout: 60_000 }).not.toBeNull()

  await app.call('feed.set', { sectionIds: [], teacherIds: [], remindMinutes: null })
  await expect.poll(names, { timeout: 60_000 }).toEqual([])
  const gone = { sectionIds: ['0190a5c4-7e1b-7c3d-9f00-123456789abc'], teacherIds: [], remindMinutes: null }
  expect(await app.attempt('feed.set', gone)).toMatchObject({ ok: false, problem: { kind: 'notFound' } })
})
