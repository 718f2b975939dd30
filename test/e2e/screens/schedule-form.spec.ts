import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, visit } from '../../support/practice-class.ts'

// A series from its form to its last change, as an office does it: the keys alone schedule it, and each change is shown
// before it is made.

const dayMs = 86_400_000
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** A Monday at least a week ahead of the practice school's clock, as YYYY-MM-DD. */
async function comingMonday(page: Page): Promise<number> {
  const { now } = await callIn(page, 'practice.state', {})
  const day = Date.parse(`${dateOf(Date.parse(now))}T00:00:00Z`) + 7 * dayMs
  return day + ((8 - new Date(day).getUTCDay()) % 7) * dayMs
}

/** Types a date into its parts, whatever order the locale has them in. */
async function typeDate(within: Locator, on: string): Promise<void> {
  const [year = '', month = '', day = ''] = on.split('-')
  for (const [part, value] of [
    ['year', year],
    ['month', month],
    ['day', day],
  ] as const) {
    await within
      .getByRole('spinbutton', { name: new RegExp(`^${part}`, 'i') })
      .first()
      .focus()
    await within.page().keyboard.type(value)
  }
}

async function typeHour(within: Locator, hour: string): Promise<void> {
  await within.getByRole('spinbutton', { name: /^hour/i }).focus()
  await within.page().keyboard.type(hour)
}

test('a series is scheduled by keys, changed date by date and cancelled', async ({ app: { page }, zoom }) => {
  test.slow()
  const [section] = await enterSchool(page)
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const host = hosts.find(({ isLicensed }) => isLicensed)!
  await callIn(page, 'group.make', { sectionIds: [section!.id], subject: 'Music', teacherEmails: [host.email] })
  const monday = await comingMonday(page)
  const holiday = dateOf(monday + 9 * dayMs)
  await callIn(page, 'calendar.setDays', {
    fromOn: holiday,
    toOn: holiday,
    kind: 'holiday',
    authority: 'Bonifacio Day',
  })

  // The class, by keys: the focus begins at the section.
  await visit(page, '#/schedule?view=list&new=class')
  const form = page.getByRole('dialog', { name: 'Schedule a class' })
  await expect(form.getByRole('button', { name: /Section$/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: 'Grade 7 Sampaguita' })).toBeVisible()
  await page.keyboard.type('Grade 7')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(form.getByRole('button', { name: /Subject$/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: /^Music/ })).toBeVisible()
  await page.keyboard.type('Music')
  await page.keyboard.press('Enter')
  await expect(form.getByText('Taught by')).toBeVisible()
  await expect(form.getByRole('combobox', { name: 'Host' })).toHaveValue(host.name)

  // The series: every Monday and Wednesday, six dates, of which one is a holiday and one is left out by hand.
  await form.getByRole('radio', { name: 'Series' }).focus()
  await page.keyboard.press('Space')
  await typeDate(form, dateOf(monday))
  await typeHour(form, '9')
  await form.getByRole('button', { name: 'Wednesday' }).focus()
  await page.keyboard.press('Space')
  await form.getByRole('textbox', { name: 'Dates' }).fill('6')
  await page.keyboard.press('Tab')
  const dates = form.getByRole('region', { name: 'Dates' })
  await expect(dates.getByText('5 classes · 1 left out')).toBeVisible()
  await expect(dates.getByText('Holiday: Bonifacio Day, left out')).toBeVisible()
  await dates.getByRole('checkbox').last().focus()
  await page.keyboard.press('Space')
  await expect(dates.getByText('4 classes · 2 left out')).toBeVisible()
  await expect(form.getByText(/^4 classes, every week on Mon, Wed, .*; 2 left out/)).toBeVisible()
  await expect(form.getByText('The first is called “Grade 7 Sampaguita, Music - Session 1”')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  // Escape does not throw away what was typed.
  await page.keyboard.press('Escape')
  const question = page.getByRole('alertdialog', { name: 'Throw away what you typed?' })
  await expect(question.getByRole('button', { name: 'Go on typing' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(question).toBeHidden()
  await zoom.stumble('POST /users', 'POST /meetings')
  await form.getByRole('textbox', { name: 'Title' }).focus()
  await page.keyboard.press('Enter')
  await expect(form).toBeHidden()
  await zoom.mustAgree()
  await expect(form).toBeHidden()

  const drawer = page.getByRole('complementary')
  await expect(drawer.getByRole('listbox', { name: 'Dates' }).getByRole('option')).toHaveCount(4)
  const { meetings } = await callIn(page, 'meeting.list', {})
  const meetingId = meetings[0]!.id
  const get = () => callIn(page, 'meeting.get', { meetingId })
  const made = await get()
  expect(made.dates.map(({ time, title }) => [time.on, title])).toEqual(
    [0, 2, 7, 14].map((days, place) => [
      dateOf(monday + days * dayMs),
      `Grade 7 Sampaguita, Music - Session ${place + 1}`,
    ]),
  )

  await zoom.stumble('PATCH /meetings', 'POST /users', 'POST /meetings', 'PUT /meetings', 'DELETE /meetings')

  // One date is moved; somebody else changed the class meanwhile, and nothing is lost.
  await drawer.getByRole('option').nth(1).click()
  await expect(drawer.getByRole('heading', { level: 2, name: /Session 2$/ })).toBeVisible()
  await drawer.getByRole('button', { name: 'Edit…' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit the series' })
  await expect(edit.getByRole('button', { name: 'Save' })).toBeDisabled()
  await typeHour(edit, '10')
  await expect(edit.getByText('1 date moves')).toBeVisible()
  await callIn(page, 'meeting.change', {
    meetingId,
    occurrenceId: made.dates[3]!.occurrenceId,
    scope: 'this',
    changes: { durationMinutes: 45 },
  })
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit.getByText('Somebody else has changed this class meanwhile')).toBeVisible()
  await edit.getByRole('button', { name: 'Save mine all the same' }).click()
  await expect(edit).toBeHidden()
  const moved = await get()
  expect(moved.dates.map(({ time }) => time.startsAt.slice(0, 2))).toEqual(['09', '10', '09', '09'])
  expect(moved.dates[3]!.time.durationMinutes).toBe(45)

  // This and the following dates get another title: Zoom needs a second meeting, and that is said before it is made.
  await drawer.getByRole('option').nth(2).click()
  await expect(drawer.getByRole('heading', { level: 2, name: /Session 3$/ })).toBeVisible()
  await drawer.getByRole('button', { name: 'Edit…' }).click()
  await edit.getByText(/^This and the 1 following date/).click()
  await edit.getByRole('textbox', { name: 'Title' }).fill('Grade 7 Sampaguita, Choir - Session {n}')
  await expect(edit.getByText(/students? gets? a new link|Everybody gets a new link/)).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit).toBeHidden()
  await zoom.everythingSent()
  await expect(edit).toBeHidden()
  await expect(drawer.getByRole('heading', { level: 2, name: /Choir - Session/ })).toBeVisible()
  const held = ({ dates: all }: Awaited<ReturnType<typeof get>>) =>
    all.filter(({ state }) => state === 'scheduled').map(({ time }) => time.on)
  expect(held(await get())).toEqual([0, 2].map((days) => dateOf(monday + days * dayMs)))

  // They are given to another section: who is registered, whose link stops working and what it takes is said before.
  await drawer.getByRole('button', { name: 'Edit…' }).click()
  await edit.getByText('All 2 dates to come').click()
  await edit.getByRole('button', { name: /^For whom/ }).click()
  await edit.getByRole('button', { name: / Section$/ }).click()
  await page.getByRole('option', { name: 'Grade 8 Rosal' }).click()
  await edit.getByRole('textbox', { name: 'Name of the subject' }).fill('Choir')
  await expect(edit.getByText(/^\d+ students are registered, \d+ registrations are taken back$/)).toBeVisible()
  await expect(edit.getByText(/^Takes \d+ of the 100 changes/)).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit).toBeHidden()
  const given = (await callIn(page, 'meeting.list', {})).meetings.filter(({ title }) => title.includes('Choir'))
  expect(given.map(({ group }) => group?.title)).toEqual(Array(2).fill('Grade 8 Rosal, Choir'))

  // One of them is cancelled, and no other.
  await drawer.getByRole('button', { name: 'More about this class' }).click()
  await page.getByRole('menuitem', { name: 'Cancel class…' }).click()
  const cancel = page.getByRole('alertdialog', { name: 'Cancel classes of this series?' })
  await expect(cancel.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await cancel.getByRole('button', { name: 'Cancel the class' }).click()
  await expect(cancel).toBeHidden()
  const choir = (await callIn(page, 'meeting.list', {})).meetings.filter(({ title }) => title.includes('Choir'))
  expect(choir.map(({ time, state }) => [time.on, state === 'cancelled'])).toEqual([
    [dateOf(monday + 7 * dayMs), true],
    [dateOf(monday + 14 * dayMs), false],
  ])
  await zoom.mustAgree()
})
