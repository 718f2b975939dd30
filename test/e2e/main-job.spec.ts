import type { Page } from '@playwright/test'
import { expect, test } from '../support/app-fixture.ts'
import { callIn } from '../support/call.ts'

// The main job as an office lives it: from the first run to a file that a registrar can defend.

const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** Chooses the first option of a select that shows these words. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: label }).last().click()
  await page.getByRole('option').filter({ hasText: option }).first().click()
}

test('from the first run to the exported attendance', async ({ app, zoom }) => {
  test.slow()
  const { page } = app
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))

  // First run: the practice school.
  await page.getByRole('button', { name: 'Try it with the practice school' }).click()
  await expect(title(page, 'Today')).toBeVisible()
  await expect(page.getByText('Practice school').first()).toBeVisible()

  // Import the roster from a file.
  await page.getByRole('link', { name: 'Sections', exact: true }).click()
  await page.getByRole('link', { name: 'Import roster' }).first().click()
  await page.getByRole('button', { name: 'Use the practice school’s roster' }).click()
  await page.getByRole('button', { name: /^Import \d+ students$/ }).click()
  await expect(page.getByText(/students added/)).toBeVisible()
  await page.getByRole('link', { name: 'See the sections' }).click()
  await expect(page.getByRole('row', { name: /Grade 7 Sampaguita/ })).toBeVisible()

  // Schedule a class: its students are registered.
  await page.getByRole('link', { name: 'Schedule', exact: true }).click()
  await page.getByRole('link', { name: 'Schedule class' }).click()
  // The week behind the form has a field for the section as well.
  const form = page.getByRole('dialog', { name: 'Schedule a class' })
  await expect(form).toBeVisible()
  await choose(page, 'Section', 'Grade 7 Sampaguita')
  await page.getByRole('textbox', { name: 'Name of the subject' }).fill('Mathematics')
  await choose(page, 'Host', /@sanisidro/)
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Grade 7 Sampaguita, Mathematics')
  await zoom.stumble('POST /users', 'POST /meetings')
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  await expect(form).toBeHidden()
  await zoom.mustAgree()
  const drawer = page
    .getByRole('complementary')
    .or(page.getByRole('region', { name: 'Grade 7 Sampaguita, Mathematics' }))
  await expect(drawer.getByText(/students have a personal link/)).toBeVisible()

  // The class takes place; its report comes late, then empty, then by and by, and is collected until it is final.
  const { meetings } = await callIn(page, 'meeting.list', {})
  const meeting = meetings[0]!
  const periodId = meeting.periodIds[0]!
  const end = Date.parse(meeting.time.endInstant)
  await zoom.fault({ name: 'reportLate', times: 1, value: 8 })
  await zoom.fault({ name: 'reportEmpty', times: 1 })
  await zoom.stumble('GET /past_meetings', 'GET /report')
  for (const minutes of [3, 11, 31, 51, 81]) {
    await callIn(page, 'practice.jump', { to: new Date(end + minutes * 60_000).toISOString() })
    await callIn(page, 'attendance.collect', { periodId }).catch(() => undefined)
  }
  await page.locator('#main').getByRole('link', { name: 'Attendance', exact: true }).click()
  await expect(title(page, 'Grade 7 Sampaguita, Mathematics')).toBeVisible()
  const before = await callIn(page, 'attendance.get', { periodId })
  expect(before.period).toMatchObject({ held: 'held', state: 'final' })
  await expect(page.getByText(/^Final/).first()).toBeVisible()

  // Who is this? The first stranger is named, or is no student.
  if (before.period.figures.unidentified > 0) {
    await page.getByRole('link', { name: 'Who is this?' }).last().click()
    await expect(title(page, 'Who is this?')).toBeVisible()
    const [stranger] = (await callIn(page, 'match.list', { periodId })).strangers
    await page.getByRole('rowheader', { name: stranger!.displayName }).click()
    const isGuessed = stranger!.suggestions.length > 0
    await page
      .getByRole('button', { name: isGuessed ? /^This one: / : 'Not a student' })
      .first()
      .click()
    await expect
      .poll(async () => (await callIn(page, 'attendance.get', { periodId })).period.figures.unidentified)
      .toBe(before.period.figures.unidentified - 1)
    await page.evaluate((id) => (window.location.hash = `#/attendance/${id}`), periodId)
  }

  // One mark is corrected by hand, by keys alone.
  const student = (await callIn(page, 'attendance.get', { periodId })).rows.find(
    ({ presence }) => presence === 'present',
  )!
  await page.getByRole('rowheader', { name: student.listName }).click()
  await page.getByRole('button', { name: 'Change mark' }).click()
  const dialog = page.getByRole('dialog', { name: /Change the mark/ })
  await dialog.getByText('Absent', { exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Left at the bell with the nurse')
  await dialog.getByRole('button', { name: 'Change mark' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: new RegExp(escape(student.listName)) }).getByText('Absent')).toBeVisible()
  await expect(page.getByText('By the rule: Present')).toBeVisible()

  // Export, as CSV and as a workbook, with the mark as it stands.
  const csv = await app.download(async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'CSV file' }).click()
  })
  const text = csv.toString('utf8')
  expect(text).toContain('Practice school')
  expect(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(student.studentNumber ?? ''))
      .join(''),
  ).toMatch(/absent/i)
  const xlsx = await app.download(async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Excel workbook' }).click()
  })
  expect(xlsx.subarray(0, 2).toString()).toBe('PK')

  expect(complaints).toEqual([])
  expect(app.leaks).toEqual([])
})

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
