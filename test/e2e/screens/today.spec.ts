import { expect, test } from '../../support/app-fixture.ts'
import { axeOn } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'

// The day of the practice school, and what it asks of a person.

test('a day is scheduled, told by now and next, and its rows open', async ({ app: { page }, zoom }) => {
  test.slow()
  await callIn(page, 'practice.start', {})
  await zoom.stumble('POST /users', 'POST /meetings')
  await page.getByRole('button', { name: 'Schedule a week of classes' }).click()
  await expect.poll(async () => (await callIn(page, 'practice.state', {})).unscheduled, { timeout: 200_000 }).toBe(0)

  // To the first class, wherever in the week the practice school's clock stands.
  const { next } = await callIn(page, 'practice.state', {})
  if (!next) throw new Error('No class is to come.')
  await callIn(page, 'practice.jump', { to: next.at })
  const grid = page.getByRole('treegrid', { name: 'Classes of today' })
  await expect(grid.getByText(/^Now/)).toBeVisible()
  await expect(grid.getByText(/^Live until/).first()).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await axeOn(page).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }

  // Keyboard only: past the heading "Now" to its first class, whose attendance opens.
  await grid.getByText(/^Now/).click()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/attendance\//)
  await page.goBack()

  // A class that is on is started from its row, and joined from its menu; here there is no room to open.
  const live = grid.getByRole('row', { name: /, Live until/ }).first()
  await live.getByRole('button', { name: /^Start .* as host$/ }).click()
  await expect(page.getByText('The practice school has no room to open.')).toBeVisible()
  await live.click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Start as host' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Join in Zoom' })).toBeVisible()
  await page.keyboard.press('Escape')

  // A class to come opens its plan.
  await grid
    .getByRole('row', { name: /, In \d+ min$/ })
    .first()
    .click()
  await expect(page).toHaveURL(/#\/schedule\/[\d-]+\?meeting=/)
  await page.goBack()

  // Left closes a group, right opens it; closed or open, it says how many there are.
  const heading = grid.getByRole('row', { name: /^Now/ })
  await heading.focus()
  const rows = await grid.getByRole('row').count()
  await page.keyboard.press('ArrowLeft')
  await expect(heading).toHaveAttribute('aria-expanded', 'false')
  await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(rows)
  await page.keyboard.press('ArrowRight')
  await expect(heading).toHaveAttribute('aria-expanded', 'true')

  // A filter stands in the address and survives a reload.
  const all = await grid.getByRole('row').count()
  await page.getByRole('button', { name: /^All grades/ }).click()
  await page.getByRole('option').nth(1).click()
  await expect(page).toHaveURL(/#\/today\?grade=/)
  await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(all)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Show all classes' })).toBeVisible()

  // The week was scheduled while Zoom stumbled: it has every class once.
  await zoom.mustAgree()
})
