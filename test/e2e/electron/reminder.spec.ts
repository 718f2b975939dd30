import { findElectron } from '../../../tools/electron.ts'
import { expect, test } from '../../support/app-fixture.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, scheduleClass } from '../../support/practice-class.ts'

// What the operating system shows before a class, never in the quiet hours, and what a press on it opens.

test.skip(findElectron() !== null, 'Notifications that a test can press, on the stand-in.')

test('a class is told of before it begins, once the quiet hours are over, and a press opens it', async ({ app }) => {
  const { page, standIn } = app
  const [section] = await enterSchool(page)
  const meeting = await scheduleClass(page, section!.id)
  const told = () =>
    standIn!.log
      .filter(({ what }) => what === 'Notification')
      .map(({ detail }) => detail as { readonly title: string; readonly body: string })

  await callIn(page, 'setting.change', { reminders: { beforeMinutes: 10, quietFrom: '00:00', quietTo: '23:59' } })
  const start = Date.parse(meeting.time.startInstant)
  await callIn(page, 'practice.jump', { to: new Date(start - 9 * 60_000).toISOString() })
  await expect
    .poll(async () => Date.parse((await callIn(page, 'practice.state', {})).now))
    .toBeGreaterThan(start - 600_000)
  expect(told()).toEqual([])

  await callIn(page, 'setting.change', { reminders: { quietFrom: '00:00', quietTo: '00:00' } })
  await expect.poll(() => told().length).toBe(1)
  expect(told()[0]).toEqual({
    title: expect.stringMatching(`^Practice school: .*${section!.name}.* begins at `) as unknown,
    body: expect.stringContaining(meeting.host.name) as unknown,
  })

  // The person was elsewhere; the page that is open stays the page.
  await page.evaluate(() => (window.location.hash = '#/settings'))
  standIn!.pressNotification()
  await expect(page.getByRole('complementary', { name: meeting.title })).toBeVisible()
  expect(new URL(page.url()).hash).toMatch(new RegExp(`^#/schedule.*${meeting.id}`))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Schedule', level: 1 })).toBeVisible()
})
