import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ApplicationEvent, NoticePlace } from '../../../src/shared/handle.ts'
import { testFolder } from '../../support/database.ts'
import { classTomorrow, connectedSchool, importRoster, pretendZoom, students } from '../faults/support.ts'

const longest = { timeout: 60_000 }
const minute = 60_000

/** A connected school that keeps what the computer tells, with two classes at nine tomorrow and one at ten. */
async function tellingSchool() {
  const zoom = await pretendZoom()
  const told: string[] = []
  const places: NoticePlace[] = []
  const { app } = await connectedSchool(zoom, {
    folder: join(testFolder(), 'data'),
    ports: {
      notifier: {
        notify: (title, body, place) => {
          told.push(`${title} | ${body}`)
          places.push(place)
        },
      },
    },
  })
  const events: ApplicationEvent[] = []
  app.handle.on((event) => events.push(event))
  const sectionId = await importRoster(app)
  const form = { ...(await classTomorrow(app, sectionId, `Parents of ${students[0].family}`)), waitSeconds: 0 }
  const { sectionId: _, ...open } = form
  const schedule = (more: Parameters<typeof app.call<'meeting.schedule'>>[1]) => app.call('meeting.schedule', more)
  await schedule(form)
  await schedule({ ...open, audience: 'personal' })
  const last = await schedule({ ...form, title: 'Musika', startsAt: '10:00' })
  await app.call('outbox.wait', { timeoutSeconds: 60 })
  const at = (time: string) => Date.parse(`${form.on}T${time}:00+08:00`)
  return {
    zoom,
    app,
    told,
    places,
    events,
    form,
    last,
    at,
    settled: () => app.call('outbox.wait', { timeoutSeconds: 60 }),
  }
}

test('classes are told of once, together where they begin together, and nobody’s title is read out', async () => {
  const { zoom, app, told, places, events, last, at } = await tellingSchool()
  expect(told).toEqual([])
  await zoom.jump(at('08:51'))
  await expect.poll(() => told.length, longest).toBe(1)
  expect(told[0]).toMatch(/^2 classes begin at 9:00.AM \| .*Mabini, Homeroom; A meeting$/u)
  await zoom.jump(at('09:51'))
  await expect.poll(() => told.length, longest).toBe(2)
  expect(told[1]).toMatch(/^.*Mabini, Homeroom begins at 10:00.AM \| /u)
  // One class leads to itself, several to the day.
  expect(places).toEqual([
    { screen: 'today', id: null },
    { screen: 'schedule', id: last.id },
  ])
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.place] : []))
  expect(notices).toEqual(places)
  for (const { family, given } of students)
    expect(`${told.join()}${app.ports.log.lines.join()}`).not.toMatch(new RegExp(`${family}|${given}`, 'u'))
  // Whatever changes afterwards, the same class is told of no more.
  await app.call('setting.change', { reminders: { beforeMinutes: 15 } })
  await zoom.jump(at('09:55'))
  await app.call('setting.change', { reminders: { beforeMinutes: 30 } })
  expect(told).toHaveLength(2)
})

test('the quiet hours hold it back, and nothing is told when it is switched off', async () => {
  const { zoom, app, told, at } = await tellingSchool()
  await app.call('setting.change', { reminders: { quietFrom: '08:00', quietTo: '09:30' } })
  await zoom.jump(at('08:55'))
  await zoom.jump(at('09:51'))
  await expect.poll(() => told.length, longest).toBe(1)
  expect(told[0]).toContain('10:00')
  const { reminders } = await app.call('setting.change', { reminders: { beforeMinutes: null } })
  expect(reminders).toEqual({ beforeMinutes: null, isAttentionTold: true, quietFrom: '08:00', quietTo: '09:30' })
})

test('what needs a person is told once', async () => {
  const { zoom, app, told, form, last, at } = await tellingSchool()
  const { hosts } = await app.call('account.listHosts', {})
  await app.call('setting.change', { reminders: { beforeMinutes: null, quietFrom: '00:00', quietTo: '00:00' } })
  await zoom.fault('alternativeHostRefused')
  await app.call('meeting.change', {
    meetingId: last.id,
    scope: 'all',
    changes: {
      alternativeHosts: [hosts.filter(({ isLicensed }) => isLicensed).find((one) => one.hostId !== form.host)!.hostId],
    },
  })
  await expect.poll(() => told, longest).toEqual(['One change was refused by Zoom | Look at “Needs you” in Homeroom.'])
  await zoom.mend()
  await zoom.fault('instanceMissing')
  // Zoom knows of no run: whether the classes took place only a person can say.
  await zoom.jump(at('11:00') + 90 * minute)
  const asked = () =>
    told.slice(1).reduce((sum, title) => sum + (/^(One|2) class(es)? may not/u.exec(title)?.[1] === '2' ? 2 : 1), 0)
  await expect.poll(asked, longest).toBe(2)
  expect(told.slice(1).every((title) => title.includes('may not have taken place'))).toBe(true)
})
