import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { attendanceOf, enterSchool, liveThrough, scheduleClass, visit } from '../../support/practice-class.ts'

// Who is this? Somebody is named, two share a device, somebody is no student, and each can be taken back.

async function openStrangers(page: Page) {
  const [section] = await enterSchool(page)
  const meeting = await scheduleClass(page, section!.id)
  const { period, rows } = await liveThrough(page, meeting.id)
  const { strangers } = await callIn(page, 'match.list', { periodId: period.id })
  await visit(page, `#/who?period=${period.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Who is this?' })).toBeVisible()
  return { period, rows, strangers }
}

const drawerOf = (page: Page, name: string) => page.getByRole('complementary', { name })
const open = (page: Page, name: string) => page.getByRole('rowheader', { name, exact: true }).first().click()

test('two on one device are credited both, and a device is not remembered', async ({ app: { page } }) => {
  test.slow()
  const { period, rows, strangers } = await openStrangers(page)
  const stranger = strangers.find(({ why, seconds }) => why !== 'keptWaiting' && seconds > 600)!
  const [first, second] = rows.filter(({ seconds }) => seconds === 0)
  await open(page, stranger.displayName)
  const drawer = drawerOf(page, stranger.displayName)
  await drawer.getByText('Two on one device').click()
  for (const [label, person] of [
    ['Find by name or number', first!],
    ['The second student', second!],
  ] as const) {
    await drawer.getByRole('combobox', { name: label }).fill(person.studentNumber!)
    // The first suggestions are of the whole class: a press on one is lost when the list shrinks under it.
    await expect(page.getByRole('option')).toHaveCount(1)
    await page.getByRole('option', { name: new RegExp(escape(person.listName)) }).click()
    await expect(page.getByRole('listbox')).toHaveCount(0)
    await expect(drawer.getByRole('combobox', { name: label })).toHaveValue(person.listName)
  }
  expect(await axeFindings(page)).toEqual([])
  await drawer.getByRole('button', { name: 'It was these two' }).click()

  const credited = async () =>
    (await attendanceOf(page, period.id)).rows
      .filter(({ personId }) => personId === first!.personId || personId === second!.personId)
      .map(({ seconds, recognisedBy }) => ({ isSeen: seconds > 600, recognisedBy }))
  await expect.poll(credited).toEqual([
    { isSeen: true, recognisedBy: 'decision' },
    { isSeen: true, recognisedBy: 'decision' },
  ])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(credited).toEqual([
    { isSeen: false, recognisedBy: null },
    { isSeen: false, recognisedBy: null },
  ])
})

test('somebody is no student, which can be seen and taken back', async ({ app: { page } }) => {
  test.slow()
  const { period, strangers } = await openStrangers(page)
  const unidentified = async () => (await attendanceOf(page, period.id)).period.figures.unidentified
  const before = await unidentified()
  const stranger = strangers.find(({ why }) => why === 'deviceName' || why === 'unknownName')!
  await open(page, stranger.displayName)
  await drawerOf(page, stranger.displayName).getByRole('button', { name: 'Not a student' }).click()
  await expect.poll(unidentified).toBe(before - 1)
  await expect(page.getByRole('rowheader', { name: stranger.displayName, exact: true })).toHaveCount(0)

  await page.getByText('Show decided').click()
  await open(page, stranger.displayName)
  const drawer = drawerOf(page, stranger.displayName)
  await expect(drawer.getByText('Not a student')).toBeVisible()
  await drawer.getByRole('button', { name: 'Take back' }).click()
  await expect.poll(unidentified).toBe(before)
})

test('exact names are accepted together, remembered for the class, and taken back together', async ({
  app: { page },
}) => {
  test.slow()
  const { period, strangers } = await openStrangers(page)
  const exact = strangers.filter(({ why, suggestions }) => why === 'unconfirmedName' && suggestions.length > 0)
  expect(exact.length).toBeGreaterThan(1)
  const unconfirmed = async () =>
    (await attendanceOf(page, period.id)).rows.filter(({ isUnconfirmed }) => isUnconfirmed).length
  const before = await unconfirmed()
  await page.getByRole('button', { name: `Select ${exact.length} exact names` }).click()
  await page.getByRole('button', { name: `Accept ${exact.length} names` }).click()
  await expect.poll(unconfirmed).toBe(before - exact.length)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(unconfirmed).toBe(before)
})

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
