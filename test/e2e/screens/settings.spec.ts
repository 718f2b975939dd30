import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeOn } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'

// What a school sets, in the practice school.

async function openPart(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Parts of the settings' }).getByRole('link', { name }).click()
}

test('the connection is tested, and every part is clean in light and dark', async ({ app: { page }, zoom }) => {
  test.slow()
  await callIn(page, 'practice.start', {})
  await page.getByRole('link', { name: 'Settings' }).click()
  await zoom.stumble('GET /users')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText(/^Connected to Zoom: .+, .+@/)).toBeVisible()
  await expect(page.getByText('All 18 scopes that Homeroom uses are granted.')).toBeVisible()

  // Of a test class that is made while its answer is lost nothing stays either.
  await zoom.fault({ name: 'answerLost', call: 'POST /users', times: 1 })
  await zoom.stumble('GET /meetings', 'DELETE /meetings')
  await page.getByRole('button', { name: 'Send a test class' }).click()
  await expect(page.getByText(/Created: meeting [\d ]+, .+, 30 minutes/)).toBeVisible()
  await expect(page.getByText('Read back: Zoom keeps it as it was sent')).toBeVisible()
  await expect(page.getByText('Deleted: nothing of it stays at Zoom')).toBeVisible()
  expect(await zoom.meetings()).toEqual([])

  await page.getByText('Use Zoom', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Zoom is switched off' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send a test class' })).toBeDisabled()
  await page.getByRole('button', { name: 'Switch on' }).click()
  await expect(page.getByRole('button', { name: 'Send a test class' })).toBeEnabled()
  for (const part of [
    'Zoom account',
    'School',
    'Classes and registration',
    'Marking rules',
    'Reminders',
    'This computer',
  ]) {
    await openPart(page, part)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // React Aria's announcer still names the button that was pending, which is gone by now.
      const { violations } = await axeOn(page).exclude('[data-live-announcer]').analyze()
      expect(violations.map(({ id, nodes }) => `${part} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    }
  }
})

test('domains, a rule and the theme are kept', async ({ app: { page } }) => {
  await callIn(page, 'practice.start', {})
  await page.getByRole('link', { name: 'Settings' }).click()

  await openPart(page, 'Classes and registration')
  const domains = page.getByRole('textbox', { name: 'Allowed domains' })
  await domains.fill('not a domain!')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByText(/One of the domains is not a domain/)).toBeVisible()
  await domains.fill('')
  await page.getByRole('button', { name: /DepEd Region I/ }).click()
  await page.getByText('Teachers and advisers', { exact: true }).click()
  await page.getByText('Zoom mails each person their link', { exact: true }).click()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByText('Saved')).toBeVisible()
  expect(await callIn(page, 'setting.get', {})).toMatchObject({
    allowedDomains: ['r1.deped.gov.ph'],
    registration: { staff: 'teachersAndAdvisers', staffIds: [], zoomMails: true },
  })

  await page.getByRole('button', { name: 'Saturday' }).click()
  const closing = page.getByRole('spinbutton', { name: 'AM/PM, To' })
  const hoursForm = page.locator('form').filter({ has: closing })
  await closing.press('a')
  await hoursForm.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The school closes before it opens.')).toBeVisible()
  await closing.press('p')
  await hoursForm.getByRole('button', { name: 'Save' }).click()
  const hours = { opensAt: '06:00', closesAt: '18:00', weekDays: [1, 2, 3, 4, 5] }
  await expect.poll(async () => (await callIn(page, 'setting.get', {})).schoolHours).toEqual(hours)

  await openPart(page, 'Marking rules')
  await page.getByRole('button', { name: 'Add a rule…' }).click()
  await page.getByText('By share of the class').click()
  await page.getByRole('button', { name: 'Add the rule' }).click()
  await expect(page.getByText(/Present at 80/)).toBeVisible()

  await openPart(page, 'This computer')
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  await openPart(page, 'School')
  await page.getByRole('button', { name: 'Leave the practice school' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Homeroom' })).toBeVisible()
})
