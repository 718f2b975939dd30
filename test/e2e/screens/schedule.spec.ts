import type { Page } from '@playwright/test'
import { addDays } from '../../../src/shared/domain/time.ts'
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

test('without a network, and beyond the limit of a day, a change waits to be sent and reaches Zoom once', async ({
  app: { page },
  zoom,
}) => {
  test.slow()
  await enterSchool(page)
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const dialog = await openForm(page)
  await choose(page, 'Section', 'Grade 7 Sampaguita')
  await dialog.getByRole('textbox', { name: 'Name of the subject' }).fill('Music')
  await choose(page, 'Host', hosts.find(({ isLicensed }) => isLicensed)!.name)
  await zoom.fault({ name: 'dropConnection' })
  await save(page)
  await expect(dialog).toBeHidden()
  await expect(page.getByText('The class waits to be sent')).toBeVisible()
  const drawer = page.getByRole('complementary', { name: 'Grade 7 Sampaguita, Music' })
  await expect(drawer.getByText('Waiting to send').first()).toBeVisible()
  await expect(page.getByRole('row', { name: /Music/ }).getByText('Waiting to send')).toBeVisible()

  // What is done meanwhile is kept as well: it becomes longer, and is put off beyond the end of Zoom's day.
  const [made] = (await callIn(page, 'meeting.list', {})).meetings
  const on = addDays(made!.time.on, 2)
  await callIn(page, 'meeting.change', { meetingId: made!.id, changes: { on, durationMinutes: 55 } })
  await page.reload()
  const sending = page.getByRole('dialog', { name: 'Waiting to send' })
  const waiting = page.getByRole('button', { name: /^Waiting to send \d/ })
  await waiting.click()
  await expect(sending.getByText(/^Schedule · Next try /)).toBeVisible()
  await expect(sending.getByText('The connection to Zoom broke off.', { exact: false })).toBeVisible()
  await page.keyboard.press('Escape')

  // Zoom is there again, and the first answer is lost on its way back: what arrived is found, and not made twice.
  await zoom.mend()
  await zoom.fault({ name: 'answerLost', call: 'POST /users', times: 1 })
  await zoom.everythingSent()
  await expect(drawer.getByText('Waiting to send')).toHaveCount(0)
  await zoom.mustAgree()
  const minutesAtZoom = async () => (await zoom.meetings()).flatMap(({ dates }) => dates.map(({ minutes }) => minutes))
  expect(await minutesAtZoom()).toEqual([55])
  expect((await callIn(page, 'meeting.get', { meetingId: made!.id })).registeredCount).toBeGreaterThan(20)

  // Zoom takes no more of this host today: it is said when it goes on, 00:00 UTC being eight in the morning here.
  await zoom.useUpDay(made!.host.email)
  await callIn(page, 'meeting.change', { meetingId: made!.id, changes: { durationMinutes: 65 } })
  await waiting.click()
  await expect(sending.getByText(/^Change · Next try .*8:00\sAM$/u)).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await minutesAtZoom()).toEqual([55])
  await zoom.mustAgree()
  expect(await minutesAtZoom()).toEqual([65])
})

test('a class is moved and cancelled, each after a question, while Zoom stumbles', async ({ app: { page }, zoom }) => {
  test.slow()
  const [section] = await enterSchool(page)
  const { id, time, title } = await scheduleClass(page, section!.id)
  await visit(page, `#/schedule/${time.on}?meeting=${id}`)
  await zoom.stumble('PATCH /meetings', 'DELETE /meetings')
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
  await zoom.mustAgree()

  await drawer.getByRole('button', { name: 'More about this class' }).click()
  await page.getByRole('menuitem', { name: 'Cancel class…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the class' }).click()
  await expect(drawer.getByText(/^(Cancelled|Waiting to cancel)$/)).toBeVisible()
  await zoom.everythingSent()
  await expect(drawer.getByText('Cancelled', { exact: true })).toBeVisible()
  expect(await zoom.meetings()).toEqual([])
})
