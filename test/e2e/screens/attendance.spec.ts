import type { Page } from '@playwright/test'
import type { AttendanceRow } from '../../../src/shared/contract/attendance.ts'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { attendanceOf, enterSchool, liveThrough, scheduleClass, visit } from '../../support/practice-class.ts'

// Marks changed by hand, by keys and by buttons, and a roll taken without Zoom.

/** A final class of the practice school, open on the page. */
async function openClass(page: Page) {
  const [section] = await enterSchool(page)
  const meeting = await scheduleClass(page, section!.id)
  const attendance = await liveThrough(page, meeting.id)
  await visit(page, `#/attendance/${attendance.period.id}`)
  await expect(page.getByRole('heading', { level: 1, name: attendance.period.group.title })).toBeVisible()
  return attendance
}

const grid = (page: Page) => page.getByRole('grid', { name: /^Students of/ })
const rowOf = (page: Page, listName: string) =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: listName, exact: true }) })

test('letters mark the selected students, with a reason, and the toast takes it back', async ({ app: { page } }) => {
  test.slow()
  const { period } = await openClass(page)
  const marksOf = async (ids: readonly string[]) => {
    const { rows } = await attendanceOf(page, period.id)
    return ids.map((id) => markOf(rows.find(({ personId }) => personId === id)!))
  }

  // A range by keys: the first row, and two more below it.
  const headers = grid(page).getByRole('rowheader')
  const names = await headers.allTextContents()
  const { rows } = await attendanceOf(page, period.id)
  const ids = names.slice(0, 3).map((name) => rows.find(({ listName }) => listName === name)!.personId)
  const before = await marksOf(ids)
  const selectThem = async () => {
    // Whoever is marked stays in their place.
    await expect.poll(async () => (await headers.allTextContents()).slice(0, 3)).toEqual(names.slice(0, 3))
    await headers.first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
  }
  await selectThem()
  const bar = page.getByRole('group', { name: '3 students selected' })
  await expect(bar).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  const dialog = page.getByRole('dialog', { name: 'Change the marks of 3 students' })
  for (const [key, wanted] of [
    ['p', 'present'],
    ['l', 'present late'],
    ['e', 'absent illness'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(dialog).toBeVisible()
    await page.keyboard.type('Said by the teacher')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect.poll(() => marksOf(ids)).toEqual([wanted, wanted, wanted])
    // What was marked is no longer selected: the next letter would mean something else.
    await expect(bar).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect.poll(() => marksOf(ids)).toEqual(before)
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
    await selectThem()
  }

  // The button beside the letter does the same.
  await bar.getByRole('button', { name: /^Absent/ }).click()
  await dialog.getByRole('button', { name: 'Seen by the teacher' }).click()
  await dialog.getByRole('button', { name: 'Change mark' }).click()
  await expect.poll(() => marksOf(ids)).toEqual(['absent', 'absent', 'absent'])
})

test('a mark without a reason is not changed, and the drawer leads back to the rule', async ({ app: { page } }) => {
  test.slow()
  const { period, rows } = await openClass(page)
  const student = rows.find(({ presence, isLate, hasLeftEarly }) => presence === 'present' && !isLate && !hasLeftEarly)!
  await rowOf(page, student.listName).getByRole('rowheader').click()
  const drawer = page.getByRole('complementary', { name: student.listName })
  await drawer.getByRole('button', { name: 'Change mark' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change the mark' })
  await expect(dialog.getByRole('radio', { name: 'Present' })).toBeChecked()
  await dialog.getByText('Partial', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Change mark' }).click()
  await expect(dialog.getByText('Say why: it stands in the record.')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Lost power')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, student.listName).getByText('Partial')).toBeVisible()
  await expect(drawer.getByText('Lost power')).toBeVisible()

  await drawer.getByRole('button', { name: 'Back to the rule' }).click()
  await expect(rowOf(page, student.listName).getByText('Present')).toBeVisible()
  const kept = (await attendanceOf(page, period.id)).rows.find(({ personId }) => personId === student.personId)!
  expect(kept).toMatchObject({ presence: 'present', byTheRule: null })
})

test('a roll is taken by keys alone', async ({ app: { page } }) => {
  test.slow()
  const { period, rows } = await openClass(page)
  await page.getByRole('button', { name: 'More' }).last().click()
  await page.getByRole('menuitem', { name: 'Take the roll by hand…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take the roll by hand' })
  await expect(dialog.getByRole('radio', { name: 'Present' }).first()).toBeFocused()
  expect(await axeFindings(page)).toEqual([])
  // The first is absent, the third late; everybody else is there.
  await page.keyboard.press('a')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('l')
  await expect(dialog.getByText(`${rows.length - 2} present · 1 late · 1 absent`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Keep the roll' }).press('Enter')
  await expect(dialog).toBeHidden()
  const { figures } = (await attendanceOf(page, period.id)).period
  expect(figures).toMatchObject({ absent: 1, late: 1, present: rows.length - 1 })
})

function markOf({ presence, isLate, excuse }: AttendanceRow): string {
  return [presence, isLate ? 'late' : null, excuse].filter((part) => part !== null).join(' ')
}
