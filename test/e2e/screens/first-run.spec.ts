import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { PracticeServer } from '../../../src/main/hosts/shared/practice.ts'
import { createPracticeServer } from '../../../src/practice/server.ts'
import { expect, test } from '../../support/app-fixture.ts'
import { axeOn } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'

// From an empty data folder to a school: by keyboard alone, and against a Zoom of its own.

async function violationsOf(page: Page): Promise<readonly string[]> {
  // React Aria's announcer still names the button that was pending, which is gone with its step.
  const { violations } = await axeOn(page).exclude('[data-live-announcer]').analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Presses Tab until the control has the focus; fails when it is not reached. */
async function tabTo(
  page: Page,
  role: 'button' | 'textbox' | 'checkbox' | 'combobox' | 'radio',
  name: string | RegExp,
) {
  const wanted = page.getByRole(role, { name })
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never came to the ${role} ${name}.`)
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

test('the practice school opens at one press', async ({ app: { page } }) => {
  await expect(heading(page, 'Welcome to Homeroom')).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await tabTo(page, 'button', 'Try it with the practice school')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Today')).toBeVisible()
})

test('a school that IT prepared is set up and connected with the keyboard alone', async ({ open, dataFolder }) => {
  test.slow()
  const zoom = await createPracticeServer({})
  try {
    const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = PracticeServer.parse(zoom.address)
    const provisioning = join(dataFolder, 'prepared.json')
    const prepared = {
      school: { name: 'Mababang Paaralan ng Mabini', timeZone: 'Asia/Seoul' },
      zoom: { accountId, clientId, clientSecret },
    }
    await writeFile(provisioning, JSON.stringify(prepared), { mode: 0o600 })
    const { page } = await open(['--zoom-api', apiUrl, '--zoom-oauth', oauthUrl, '--provisioning', provisioning])
    await page.emulateMedia({ colorScheme: 'dark' })
    await tabTo(page, 'button', 'Connect our Zoom account')
    await page.keyboard.press('Enter')

    await expect(heading(page, 'Which school is it?')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Name of the school' })).toBeFocused()
    await expect(page.getByRole('textbox', { name: 'Name of the school' })).toHaveValue(prepared.school.name)
    await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue(prepared.school.timeZone)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Type the name of the school.')).toBeVisible()
    await page.keyboard.type('Paaralang Ñ 学校')
    await tabTo(page, 'combobox', 'Time zone')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('tokyo')
    // Of all zones one is left beside the chosen one: the list is that of the whole word.
    await expect(page.getByRole('option')).toHaveText([/Asia\/Tokyo/, /Asia\/Seoul/])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await tabTo(page, 'button', 'Make the school')
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Enter')

    // The school is ready now, but nobody gets past its code.
    await expect(heading(page, 'Keep the recovery code')).toBeFocused()
    await expect(page.getByRole('status', { name: 'Recovery code' })).toHaveText(/^[0-9A-Z]{28}$/)
    await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled()
    expect(await violationsOf(page)).toEqual([])
    await tabTo(page, 'checkbox', 'I have kept it')
    await page.keyboard.press('Space')
    await tabTo(page, 'button', 'Continue')
    await page.keyboard.press('Enter')

    // Nothing to type where IT prepared the codes; who wants to type others is shown how to come by them.
    await expect(heading(page, 'Connect the school to Zoom')).toBeFocused()
    await expect(page.getByRole('radio', { name: 'Connect as your IT prepared it' })).toBeChecked()
    await expect(page.getByText(accountId)).toBeVisible()
    await expect(page.getByRole('textbox')).toHaveCount(0)
    expect(await violationsOf(page)).toEqual([])
    await tabTo(page, 'radio', 'Connect as your IT prepared it')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, 'button', 'How to make the app')
    await page.keyboard.press('Enter')

    await expect(heading(page, /Make Homeroom’s app/)).toBeFocused()
    await expect(page.getByText('report:read:list_meeting_participants:admin')).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'The app is active' }).focus()
    await page.keyboard.press('Enter')

    await expect(heading(page, 'Connect the school to Zoom')).toBeFocused()
    await tabTo(page, 'textbox', 'Account ID')
    await page.keyboard.type(accountId)
    await page.keyboard.press('Tab')
    await page.keyboard.type(clientId)
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the secret')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Zoom does not accept these credentials', { exact: true })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Account ID' })).toHaveValue(accountId)
    await page.getByRole('radio', { name: 'Type the codes from Zoom' }).focus()
    await page.keyboard.press('ArrowUp')
    await tabTo(page, 'button', 'Test and connect')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/^Connected to Zoom: .+, .+@/)).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await tabTo(page, 'button', 'Go to Today')
    await page.keyboard.press('Enter')
    await expect(heading(page, 'Today')).toBeVisible()
    await expect(page.getByText('No class list yet')).toBeVisible()
    const { school, isConnected } = await callIn(page, 'app.status', {})
    expect({ school, isConnected }).toMatchObject({
      school: { name: 'Paaralang Ñ 学校', timeZone: 'Asia/Tokyo', kind: 'zoom' },
      isConnected: true,
    })
  } finally {
    await zoom.close()
  }
})
