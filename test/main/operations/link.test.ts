import { join } from 'node:path'
import ICAL from 'ical.js'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { InputOf } from '../../../src/shared/contract/index.ts'
import { testFolder } from '../../support/database.ts'
import { pdfPages } from '../../support/pdf.ts'
import type { TestApplication } from '../../support/application.ts'
import { classTomorrow, connectedSchool, importRoster, pretendZoom } from '../faults/support.ts'

const roster = `LRN,Last Name,First Name,Section,Email,Guardian Email
136728140001,Dela Peña,María José,Mabini,maria@example.edu,home1@example.org
136728140002,陈,嘉敏,Mabini,kaman@example.edu,
136728140003,Santos,Juan,Mabini,,home3@example.org
`

async function sectionWithClasses() {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom, { folder: join(testFolder(), 'data') })
  const sectionId = await importRoster(app, roster)
  const form = await classTomorrow(app, sectionId, 'Agham 7')
  const one = await app.call('meeting.schedule', { ...form, waitSeconds: 20 })
  await app.call('meeting.schedule', {
    ...form,
    title: 'Matematika',
    startsAt: '13:30',
    kind: 'series',
    repeat: { every: 'day', ends: { afterDates: 3 } },
    waitSeconds: 20,
  })
  await app.call('outbox.wait', { timeoutSeconds: 60 })
  const { registrations } = await app.call('registration.list', { sectionId })
  return { app, sectionId, meetingId: one.id, registrations }
}

async function sheet(app: TestApplication, input: InputOf<'link.sheet'>) {
  const answer = await app.call('link.sheet', input)
  return { ...answer, bytes: (await app.ports.files.read(answer.file.handle)).bytes }
}

test('each slip holds a person’s own links and nobody else’s; who has none is told why', async () => {
  const { app, sectionId, registrations } = await sectionWithClasses()
  const { bytes, file, personCount, withoutLinkCount } = await sheet(app, { sectionId, format: 'pdf', paper: 'folio' })
  expect(file).toMatchObject({ name: 'links-mabini.pdf', mediaType: 'application/pdf' })
  expect({ personCount, withoutLinkCount }).toEqual({ personCount: 3, withoutLinkCount: 1 })
  const pages = await pdfPages(bytes)
  const text = pages.flat().join('\n')
  for (const name of ['Dela Peña, María José', 'Santos, Juan', '陈, 嘉敏']) expect(text).toContain(name)
  expect(text).toContain('1:30 PM')
  expect(text).toContain('By phone: +63 2 5550 0100 (Philippines)')
  expect(text).toMatch(/then \d{3} \d{3,4} \d{4}#, and \d{6}#/)
  // A guardian's address is nobody's own.
  expect(text.replaceAll(/\s+/g, ' ')).toContain('No link yet: Their e-mail')
  expect(text).toMatch(/page 1 of 1/)

  const alone = await sheet(app, { sectionId, personIds: [registrations[0]!.personId], format: 'pdf' })
  const own = (await pdfPages(alone.bytes)).flat().join('')
  const links = (of: (id: string) => boolean) =>
    registrations.flatMap(({ personId, joinUrl }) => (of(personId) && joinUrl !== null ? joinUrl : []))
  const mine = links((id) => id === registrations[0]!.personId)
  expect(mine.length).toBe(2)
  for (const url of mine) expect(own.replaceAll(/\s/g, '')).toContain(url.slice(0, 40))
  for (const url of links((id) => id !== registrations[0]!.personId)) expect(own).not.toContain(url.slice(-20))
})

test('mail merge gets a row for each student, and calendars one file for each', async () => {
  const { app, sectionId, registrations } = await sectionWithClasses()
  const csv = await sheet(app, { sectionId, format: 'csv' })
  const lines = new TextDecoder().decode(csv.bytes).trimEnd().split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toContain('"Family name","Given name","E-mail","E-mail at home","Section"')
  expect(lines[1]).toContain('"maria@example.edu","home1@example.org"')

  const zip = await sheet(app, { sectionId, format: 'ics' })
  expect(zip.file.mediaType).toBe('application/zip')
  const calendars = Object.entries(unzipSync(zip.bytes))
  expect(calendars.map(([name]) => name)).toEqual(['dela-peña-maría-josé-1.ics', 'santos-juan-2.ics', '陈-嘉敏-3.ics'])
  const events = new ICAL.Component(ICAL.parse(new TextDecoder().decode(calendars[0]![1]))).getAllSubcomponents(
    'vevent',
  )
  const maria = registrations.filter(({ listName }) => listName.startsWith('Dela'))
  expect(new Set(events.map((event) => event.getFirstPropertyValue('url')))).toEqual(
    new Set(maria.map(({ joinUrl }) => joinUrl)),
  )
  expect(events).toHaveLength(4)
})

test('the message for the chat names the classes and no personal link', async () => {
  const { app, sectionId, registrations } = await sectionWithClasses()
  const { text } = await app.call('link.message', { sectionId })
  expect(text).toContain('Mabini')
  expect(text).toContain('own link')
  for (const { joinUrl } of registrations) if (joinUrl !== null) expect(text).not.toContain(joinUrl)
})

test('where there is nothing to hand out, it says so', async () => {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom, { folder: join(testFolder(), 'data') })
  const sectionId = await importRoster(app, roster)
  await expect(app.call('link.sheet', { sectionId, format: 'pdf' })).rejects.toMatchObject({
    problem: { kind: 'conflict', fix: 'Schedule classes for this section first.' },
  })
  await expect(app.call('link.sheet', { format: 'pdf' })).rejects.toMatchObject({ problem: { kind: 'invalidInput' } })
})

test('a section that changes to one link for the class lets its classes follow at Zoom, and back', async () => {
  const { app, sectionId, meetingId } = await sectionWithClasses()
  const settle = () => app.call('outbox.wait', { timeoutSeconds: 60 })
  const before = await app.call('meeting.get', { meetingId })
  expect(before).toMatchObject({ audience: 'class', registeredCount: 2 })

  await app.call('section.change', { sectionId, changes: { linkKind: 'class' } })
  await settle()
  const shared = await app.call('meeting.get', { meetingId })
  // The class keeps its number: only how people come in is another.
  expect(shared).toMatchObject({ audience: 'students', registeredCount: 0, zoomMeetingId: before.zoomMeetingId })
  const { bytes, personCount } = await sheet(app, { sectionId, format: 'pdf' })
  expect(personCount).toBe(1)
  const text = (await pdfPages(bytes)).flat().join('\n')
  expect(text).toContain('Mabini')
  expect(text).not.toContain('Santos, Juan')
  // The link stands in two lines.
  expect(text).toContain(shared.joinUrl!.slice(0, 40))
  expect((await app.call('link.message', { sectionId })).text).toContain(shared.joinUrl!)

  await app.call('section.change', { sectionId, changes: { linkKind: 'personal' } })
  await settle()
  expect(await app.call('meeting.get', { meetingId })).toMatchObject({ audience: 'class', registeredCount: 2 })
})
