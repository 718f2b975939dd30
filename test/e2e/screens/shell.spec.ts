import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeOn } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'

// The frame around the screens, in the practice school.

/** Everything that the page complains of, the browser's policy included. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  return complaints
}

async function enterPractice(page: Page): Promise<void> {
  await callIn(page, 'practice.start', {})
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible()
}

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

test('every screen is reached by pointer and by key, and the focus goes to its title', async ({ app: { page } }) => {
  const complaints = complaintsOf(page)
  await enterPractice(page)
  await expect(page).toHaveTitle('Today · Practice school · Homeroom')

  for (const [key, name] of [
    ['2', 'Schedule'],
    ['3', 'Calendar'],
    ['4', 'Students'],
    ['5', 'Sections'],
    ['6', 'Attendance'],
    ['7', 'Who is this?'],
    ['8', 'Settings'],
    ['1', 'Today'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(title(page, name), name).toBeFocused()
    await expect(page).toHaveTitle(new RegExp(`^${name.replace('?', '\\?')}`))
    await expect(page.getByRole('link', { name, exact: false }).first()).toHaveAttribute('aria-current', 'page')
  }

  await page.getByRole('link', { name: 'Sections' }).click()
  await expect(title(page, 'Sections')).toBeFocused()
  await page.goBack()
  await expect(title(page, 'Today')).toBeFocused()

  await page.evaluate(() => (window.location.hash = '#/nowhere'))
  await expect(page.getByText('There is no such screen')).toBeVisible()
  await page.getByRole('link', { name: 'Go to Today' }).click()
  await expect(title(page, 'Today')).toBeVisible()
  expect(complaints).toEqual([])
})

test('the palette finds screens, sections and people, and goes there with Enter', async ({ app: { page } }) => {
  // A week of classes is scheduled first.
  test.slow()
  const complaints = complaintsOf(page)
  await enterPractice(page)
  await callIn(page, 'practice.fillWeek', { days: 3 })
  const { sections } = await callIn(page, 'section.list', {})
  const section = sections[0]
  if (!section) throw new Error('The practice school has no section.')

  await page.keyboard.press('Control+k')
  const field = page.getByRole('searchbox', { name: 'Find anything' })
  await expect(field).toBeFocused()
  await page.keyboard.type('sett')
  await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(title(page, 'Settings')).toBeFocused()

  await page.keyboard.press('/')
  await field.fill(section.name)
  await page.getByRole('menuitem', { name: section.name, exact: true }).first().click()
  await expect(page).toHaveURL(new RegExp(`#/sections/${section.id}`))

  await page.keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  expect(complaints).toEqual([])
})

test('help lists the keys, and single keys can be switched off', async ({ app: { page } }) => {
  await enterPractice(page)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toBeVisible()
  await help.getByText('Single keys').click()
  await expect(help.getByRole('switch')).not.toBeChecked()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('2')
  await expect(title(page, 'Today')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('searchbox', { name: 'Find anything' })).toBeFocused()
})

test('the practice school says so on every screen, and its clock jumps', async ({ app: { page } }) => {
  test.slow()
  await enterPractice(page)
  const banner = page.getByRole('region', { name: 'Practice school' })
  const jump = banner.getByRole('button', { name: 'Jump to the next class event' })
  await expect(banner).toContainText('Nothing is scheduled there yet.')
  await expect(jump).toBeDisabled()

  await banner.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: /Schedule a week of classes/ }).click()
  await expect(banner).toContainText('A class begins')
  const before = await callIn(page, 'practice.state', {})
  if (!before.next) throw new Error('No class is to come.')
  await jump.click()
  await expect
    .poll(async () => Date.parse((await callIn(page, 'practice.state', {})).now))
    .toBeGreaterThanOrEqual(Date.parse(before.next.at))
  const { school } = await callIn(page, 'app.status', {})
  const there = new Date(before.next.at)
  const time = there.toLocaleTimeString('en-PH', { hour: 'numeric', minute: '2-digit', timeZone: school?.timeZone })
  await expect(banner).toContainText(new RegExp(time.replace(/\s/g, '\\s')))
})

test('the first Tab offers to skip to the page', async ({ app: { page } }) => {
  await enterPractice(page)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the page' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('axe finds nothing on the frame, in light and in dark', async ({ app: { page } }) => {
  await enterPractice(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await axeOn(page).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  }
})
