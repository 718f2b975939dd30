import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, scheduleClass, visit } from '../../support/practice-class.ts'

// The form of a class says what is wrong beside each field; without a network a class waits, and goes out later.

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`${label}$`) })
    .click()
  await page.getByRole('option').filter({ hasText: option }).first().click()
}

async function openForm(page: Page) {
  await visit(page, '#/schedule?view=list&new=class')
  const dialog = page.getByRole('dialog', { name: 'Schedule a class' })
  await expect(dialog).toBeVisible()
  return dialog
}

const save = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Schedule', exact: true }).click()

test('the form says what is missing or cannot be, and keeps what was typed', async ({ app: { page } }) => {
  test.slow()
  await enterSchool(page)
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const basic = hosts.find(({ isLicensed }) => !isLicensed)!
  const dialog = await openForm(page)
  await save(page)
  await expect(dialog.getByText('Choose the section.')).toBeVisible()
  await expect(dialog.getByText('Choose whose account holds it.')).toBeVisible()
  // The focus is where the first fault is.
  await expect(dialog.getByRole('button', { name: /Section$/ })).toBeFocused()
  expect(await axeFindings(page)).toEqual([])

  await choose(page, 'Section', 'Grade 7 Sampaguita')
  await expect(dialog.getByText('Choose the section.')).toBeHidden()
  await dialog.getByRole('textbox', { name: 'Name of the subject' }).fill('Music')
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Grade 7 Sampaguita, Music')

  // A teacher without a licence cannot register students.
  await choose(page, 'Host', basic.name)
  await save(page)
  await expect(dialog.getByText(/licen[cs]e/i).last()).toBeVisible()
  await expect(dialog).toBeVisible()
  expect((await callIn(page, 'meeting.list', {})).meetings).toEqual([])

  // A day that is over.
  await choose(page, 'Host', hosts.find(({ isLicensed }) => isLicensed)!.name)
  const year = dialog.getByRole('spinbutton', { name: /^year/i })
  await year.focus()
  await page.keyboard.type('2020')
  await save(page)
  await expect(dialog.getByText('This time has passed. Choose a time to come.')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue('Grade 7 Sampaguita, Music')
  expect((await callIn(page, 'meeting.list', {})).meetings).toEqual([])
})

test('without a network a class waits to be sent, and goes out when Zoom is there again', async ({ app: { page } }) => {
  test.slow()
  await enterSchool(page)
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const dialog = await openForm(page)
  await choose(page, 'Section', 'Grade 7 Sampaguita')
  await dialog.getByRole('textbox', { name: 'Name of the subject' }).fill('Music')
  await choose(page, 'Host', hosts.find(({ isLicensed }) => isLicensed)!.name)
  await callIn(page, 'practice.setFault', { fault: 'connectionDropped', times: 1000 })
  await save(page)
  await expect(dialog).toBeHidden()
  await expect(page.getByText('The class waits to be sent')).toBeVisible()
  const drawer = page.getByRole('complementary', { name: 'Grade 7 Sampaguita, Music' })
  await expect(drawer.getByText('Waiting to send')).toBeVisible()
  await expect(page.getByRole('row', { name: /Music/ }).getByText('Waiting to send')).toBeVisible()

  await callIn(page, 'practice.setFault', { fault: 'none' })
  // Homeroom looks twice for what may have arrived before it sends again; the practice school's clock does not dawdle.
  await expect
    .poll(async () => {
      const { now } = await callIn(page, 'practice.state', {})
      await callIn(page, 'practice.jump', { to: new Date(Date.parse(now) + 45_000).toISOString() })
      return (await callIn(page, 'meeting.list', {})).meetings.map(({ state }) => state)
    })
    .toEqual(['scheduled'])
  await expect(drawer.getByText('Waiting to send')).toHaveCount(0)
})

test('a class is moved and cancelled, each after a question', async ({ app: { page } }) => {
  test.slow()
  const [section] = await enterSchool(page)
  const { id, time, title } = await scheduleClass(page, section!.id)
  await visit(page, `#/schedule/${time.on}?meeting=${id}`)
  const drawer = page.getByRole('complementary', { name: title })
  await drawer.getByRole('button', { name: 'Show', exact: true }).click()
  const { passcode } = await callIn(page, 'meeting.get', { meetingId: id })
  await expect(drawer.getByText(passcode!)).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  await drawer.getByRole('button', { name: 'Edit…' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit the class' })
  await edit.getByRole('textbox', { name: 'Minutes' }).fill('80')
  await page.keyboard.press('Enter')
  await expect(edit).toBeHidden()
  await expect.poll(async () => (await callIn(page, 'meeting.get', { meetingId: id })).time.durationMinutes).toBe(80)

  await drawer.getByRole('button', { name: 'More about this class' }).click()
  await page.getByRole('menuitem', { name: 'Cancel class…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the class' }).click()
  await expect(drawer.getByText(/^(Cancelled|Waiting to cancel)$/)).toBeVisible()
  await expect.poll(async () => (await callIn(page, 'meeting.get', { meetingId: id })).state).toBe('cancelled')
})
