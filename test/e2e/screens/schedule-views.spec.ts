import type { Page } from '@playwright/test'
import type { SectionId } from '../../../src/shared/ids.ts'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, visit } from '../../support/practice-class.ts'

// The same classes as a week, a day and a list: by keyboard, by pointer, and from an address.

/** A class on a date and at a wall time, held by the first licensed host, that Zoom knows. */
async function plan(page: Page, sectionId: SectionId, subject: string, on: string, startsAt: string) {
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const host = hosts.find(({ isLicensed }) => isLicensed)!
  const group = await callIn(page, 'group.make', { sectionIds: [sectionId], subject, teacherEmails: [host.email] })
  return callIn(page, 'meeting.schedule', {
    title: group.title,
    on,
    startsAt,
    durationMinutes: 50,
    teachingGroupId: group.id,
    host: host.hostId,
    waitSeconds: 20,
  })
}

/** The Wednesday of the week after next, as the practice school's clock has it: far from midnight and from any suspension. */
async function someWednesday(page: Page): Promise<string> {
  const now = new Date(Date.parse((await callIn(page, 'practice.state', {})).now) + 8 * 3_600_000)
  const days = 14 + 2 - ((now.getUTCDay() + 6) % 7)
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

test('classes are found, opened and moved in a week, a day and a list', async ({ app: { page }, zoom }) => {
  test.slow()
  const [first, second] = await enterSchool(page)
  if (!first || !second) throw new Error('The practice school has two sections.')
  const on = await someWednesday(page)
  const math = await plan(page, first.id, 'Mathematics', on, '08:00')
  // The same host at the same time: shown, not forbidden.
  const music = await plan(page, second.id, 'Music', on, '08:00')
  const english = await plan(page, first.id, 'English', on, '10:00')
  const timeOf = async (meetingId: typeof math.id) => {
    const { time } = await callIn(page, 'meeting.get', { meetingId })
    return `${time.on} ${time.startsAt}`
  }

  await test.step('a week, by the keyboard alone', async () => {
    await visit(page, `#/schedule/${on}?view=week&section=${first.id}`)
    const week = page.getByRole('grid', { name: /^Week of / })
    await expect(week.getByRole('gridcell')).toHaveCount(2)
    expect(await axeFindings(page)).toEqual([])
    await week.getByRole('gridcell', { name: /Mathematics/ }).focus()
    await page.keyboard.press('ArrowDown')
    await expect(week.getByRole('gridcell', { name: /English/ })).toBeFocused()

    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: english.title })).toBeVisible()
    await expect(page).toHaveURL(new RegExp(`meeting=${english.id}`))

    await page.keyboard.press('Shift+F10')
    const menu = page.getByRole('menu', { name: `Actions for ${english.title}` })
    await expect(menu.getByRole('menuitem', { name: 'Open' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(week.getByRole('gridcell', { name: /English/ })).toBeFocused()

    // Five minutes later; Escape leaves it, Enter asks.
    await page.keyboard.press('m')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.keyboard.press('m')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('spinbutton', { name: /^minute/i })).toHaveText('05')
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    expect(await timeOf(english.id)).toBe(`${on} 10:00`)

    // The next week has none; the one before leads back.
    await page.getByRole('button', { name: 'Week after' }).click()
    await expect(page.getByText('No classes in this week')).toBeVisible()
    await page.getByRole('button', { name: 'Week before' }).click()
    await expect(week.getByRole('gridcell')).toHaveCount(2)
  })

  await test.step('a day: the host with two classes is told, and a class is dragged to another hour', async () => {
    await page.getByRole('radio', { name: 'Day' }).click()
    const day = page.getByRole('grid', { name: /^Classes of / })
    await expect(day.getByRole('gridcell', { name: /, Music Host has two classes/ })).toBeVisible()
    await expect(day.getByRole('gridcell', { name: /, Mathematics Host has two classes/ })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])

    const from = (await day.getByRole('gridcell', { name: /, Music Host/ }).boundingBox())!
    const to = (await day.getByRole('columnheader').nth(2).boundingBox())!
    await page.mouse.move(from.x + 20, from.y + 15)
    await page.mouse.down()
    await page.mouse.move(to.x + 10, from.y + 15, { steps: 4 })
    await page.mouse.move(to.x + 40, from.y + 18)
    await page.mouse.up()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('spinbutton', { name: /^hour/i })).toHaveText('10')
    await zoom.stumble('PATCH /meetings')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect.poll(() => timeOf(music.id)).toBe(`${on} 10:00`)
    await zoom.mustAgree()
  })

  await test.step('a list: the filters stand in the address, and the menu is one press away', async () => {
    await page.getByRole('radio', { name: 'List' }).click()
    const list = page.getByRole('grid', { name: 'Classes to come' })
    await expect(list.getByRole('row', { name: /Mathematics/ })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Find a class' }).pressSequentially('engl')
    await expect(list.getByRole('row', { name: /Mathematics/ })).toHaveCount(0)
    await expect(list.getByRole('row', { name: /English/ })).toBeVisible()
    await expect(page).toHaveURL(/text=engl/)
    await page.reload()
    await expect(list.getByRole('row', { name: /English/ })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await list.getByRole('row', { name: /English/ }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Show the day' }).click()
    await expect(page.getByRole('grid', { name: /^Classes of / })).toBeVisible()
    await expect(page).toHaveURL(new RegExp(`#/schedule/${on}`))

    await page.getByRole('radio', { name: 'List' }).click()
    await page.getByRole('searchbox', { name: 'Find a class' }).fill('nobody teaches this')
    await page.getByRole('button', { name: 'Clear the filters' }).last().click()
    await expect(list.getByRole('row', { name: /Music/ })).toBeVisible()
    await page.getByRole('tab', { name: 'Live' }).click()
    await expect(page.getByText('No class is on')).toBeVisible()
  })
})
