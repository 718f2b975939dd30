import { expect, test, type Locator, type Page } from '@playwright/test'
import { axeOn } from '../../support/axe.ts'
import { serveGallery, type Gallery } from '../../support/gallery.ts'

// The components, looked at by themselves: by axe, by keyboard, and at a length that no school has.

let gallery: Gallery
test.beforeAll(async () => {
  gallery = await serveGallery()
})
test.afterAll(() => gallery.close())

async function open(page: Page, name: string, theme: 'light' | 'dark' = 'light'): Promise<void> {
  const mistakes: string[] = []
  page.on('pageerror', (error) => mistakes.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') mistakes.push(message.text())
  })
  await page.goto(`${gallery.address}?theme=${theme}#${name}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(mistakes).toEqual([])
}

const themes = { light: ['parts', 'form', 'today', 'attendance', 'long'], dark: ['parts', 'attendance'] } as const

for (const theme of ['light', 'dark'] as const) {
  for (const name of themes[theme]) {
    test(`axe finds nothing on ${name} in ${theme}`, async ({ page }) => {
      await open(page, name, theme)
      const { violations } = await axeOn(page).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
    })
  }
}

test('axe finds nothing on an open dialog, menu and calendar', async ({ page }) => {
  const look = async () => {
    // A menu item's second line is its description, not part of its name; React Aria's focus guards are hidden.
    const axe = axeOn(page).disableRules(['label-content-name-mismatch', 'aria-hidden-focus'])
    const { violations } = await axe.analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  }
  await open(page, 'parts')
  await page.getByRole('button', { name: 'Open form' }).click()
  await expect(page.getByRole('dialog', { name: 'Change mark' })).toBeVisible()
  await look()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Open form' })).toBeFocused()
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('menuitem', { name: 'Excel workbook' })).toBeVisible()
  await look()
  await open(page, 'form')
  await page.reload()
  await page
    .getByRole('button', { name: /Calendar/ })
    .first()
    .click()
  await expect(page.getByRole('grid')).toBeVisible()
  await look()
})

/** Puts the focus on the row by Tab alone, from whatever stands before the grid. */
async function enter(page: Page, name: string): Promise<Locator> {
  const grid = page.getByRole('grid', { name }).or(page.getByRole('treegrid', { name }))
  const row = grid.locator('[role="row"]:focus')
  for (let presses = 0; presses < 20 && (await row.count()) === 0; presses++) await page.keyboard.press('Tab')
  await expect(row).toBeVisible()
  return grid
}

const focusedRow = (page: Page) => page.locator('[role="row"]:focus')

test('a grid is one stop of Tab, and every row and cell is reached by keys', async ({ page }) => {
  await open(page, 'attendance')
  const grid = await enter(page, 'Students')
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '2')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '4')

  // Into the row: the check box first, then each cell, and back to the row.
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('checkbox', { name: 'Select Macaraeg-Pangilinan, Liza' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('rowheader', { name: 'Macaraeg-Pangilinan, Liza' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('rowheader', { name: 'Mendoza, Ngọc Ánh' })).toBeFocused()
  await page.keyboard.press('Home')
  await expect(page.getByRole('checkbox', { name: 'Select Mendoza, Ngọc Ánh' })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '5')

  // Out again with one Tab, and back to the same row.
  await page.keyboard.press('Tab')
  await expect(grid.locator(':focus')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '5')
  await page.keyboard.press('Shift+Tab')
  await expect(grid.locator(':focus')).toHaveCount(0)
})

test('the header is reached from the first row and sorts', async ({ page }) => {
  await open(page, 'attendance')
  await enter(page, 'Students')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: 'Student', exact: true })).toBeFocused()
  const header = page.getByRole('columnheader', { name: 'Student' })
  await expect(header).toHaveAttribute('aria-sort', 'none')
  await page.keyboard.press('Enter')
  await expect(header).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('rowheader').first()).toHaveText(/^Aquino/)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(header).toHaveAttribute('aria-sort', 'descending')
})

test('rows are selected one by one, as a range, and all; Escape lets go', async ({ page }) => {
  await open(page, 'attendance')
  const grid = await enter(page, 'Students')
  const selected = grid.getByRole('row', { selected: true })
  await page.keyboard.press('Space')
  await expect(selected).toHaveCount(1)
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(selected).toHaveCount(3)
  await page.keyboard.press('Shift+ArrowUp')
  await expect(selected).toHaveCount(2)
  await page.keyboard.press('p')
  await expect(page.getByTestId('pressed')).toHaveText('p for 2')
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('checkbox', { name: 'Select all' })).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(selected).toHaveCount(0)
  await grid.getByRole('row', { name: /Ocampo, Rizal/ }).click({ modifiers: ['Control'] })
  await grid.getByRole('row', { name: /Villanueva, Chloe/ }).click({ modifiers: ['Shift'] })
  await expect(selected).toHaveCount(4)
})

test('typing finds a name without its accents, and the panel follows the focus', async ({ page }) => {
  await open(page, 'attendance')
  await enter(page, 'Students')
  await page.keyboard.type('nan')
  await expect(focusedRow(page).getByRole('rowheader')).toHaveText('Ñañagas, Ligaya')
  await expect(page.getByRole('complementary')).toHaveAccessibleName('Ñañagas, Ligaya')
})

test('what is cut with an ellipsis shows whole on hover and on focus, and Escape hides it', async ({ page }) => {
  await open(page, 'attendance')
  const cut = page.getByRole('rowheader', { name: /Santos, Maria Concepcion/ }).first()
  const whole = page.locator('body > [aria-hidden]', { hasText: 'Santos, Maria Concepcion Guadalupe Esperanza' })
  await cut.hover()
  await expect(whole).toBeVisible()
  await page.mouse.move(2, 2)
  await expect(whole).toBeHidden()
  await enter(page, 'Students')
  await page.keyboard.type('santos')
  await expect(whole).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(whole).toBeHidden()
})

test('groups close and open by keys', async ({ page }) => {
  await open(page, 'today')
  const grid = await enter(page, 'Classes of today')
  await expect(focusedRow(page)).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowLeft')
  await expect(focusedRow(page)).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowDown')
  await expect(focusedRow(page)).toHaveAccessibleName(/^Next/)
  await page.keyboard.press('End')
  await expect(focusedRow(page)).toHaveAccessibleName(/^Earlier/)
  await page.keyboard.press('Enter')
  await expect(focusedRow(page)).toHaveAttribute('aria-expanded', 'true')
  await expect(grid).toHaveAttribute('aria-rowcount', '106')
})

test('20,000 rows scroll without a blank, and the focus stays where it is', async ({ page }) => {
  await open(page, 'long')
  const grid = await enter(page, 'Everybody')
  await expect(grid).toHaveAttribute('aria-rowcount', '20001')
  expect(await grid.getByRole('row').count()).toBeLessThan(80)

  // A row that is scrolled away keeps the focus, and the next key goes on from there.
  await page.keyboard.press('End')
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', '20001')
  await page.keyboard.press('Home')
  await page.keyboard.press('PageDown')
  const index = Number(await focusedRow(page).getAttribute('aria-rowindex'))
  expect(index).toBeGreaterThan(10)
  await grid.evaluate((element) => element.scrollTo({ top: 300_000 }))
  await expect(grid.getByRole('row', { name: /1360000081/ }).first()).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(focusedRow(page)).toHaveAttribute('aria-rowindex', String(index + 1))
  await expect(focusedRow(page)).toBeInViewport()

  // Dragged through its whole length, there is a row under the pointer at every frame: never a blank.
  const blanks = await grid.evaluate(async (element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    let missed = 0
    for (let step = 0; step < 60; step++) {
      element.scrollTo({ top: step * 12_000 })
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      const under = document.elementFromPoint(left + width / 2, top + height / 2)
      if (!under?.closest('[role="row"]')) missed += 1
    }
    return missed
  })
  expect(blanks).toBe(0)
})

test('when the focused row is taken away, the focus goes to the one in its place', async ({ page }) => {
  await open(page, 'long')
  await enter(page, 'Everybody')
  await page.keyboard.press('ArrowDown')
  const next = await page.locator('[aria-rowindex="4"]').getAttribute('data-key')
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  for (let presses = 0; presses < 6; presses++) await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('button', { name: 'Take away' }).nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator(`[data-key="${next}"]`).getByRole('button')).toBeFocused()
})
