import { addDays, weekDates } from '../../../src/shared/domain/time.ts'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, scheduleClass, visit } from '../../support/practice-class.ts'

// A week is chosen and named by keys alone, a calendar of holidays comes in once, and a day of classes is called off and back.

test('days are named by keys, holidays imported, and a day of classes is suspended and brought back', async ({
  app: { page },
  zoom,
}) => {
  test.slow()
  const [section] = await enterSchool(page)
  const meeting = await scheduleClass(page, section!.id)
  const { on } = meeting.time

  // From anywhere: suspend classes. Nothing happens before somebody says by whose order.
  await visit(page, `#/calendar/${on}`)
  await page.keyboard.press('Control+k')
  await page.getByRole('searchbox', { name: 'Find anything' }).fill('suspend')
  await page.getByRole('menuitem', { name: 'Suspend classes' }).click()
  const suspending = page.getByRole('dialog', { name: 'Suspend classes' })
  await expect(suspending).toBeVisible()
  await suspending.getByRole('button', { name: /Suspend/ }).click()
  await expect(suspending.getByText('Say by whose order.')).toBeVisible()
  await expect(suspending.getByRole('textbox', { name: 'By whose order' })).toBeFocused()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(suspending).toBeHidden()

  // Keys alone: the days of a week from Monday on, what kind of day each is, and by whose order.
  const monday = weekDates(on)[0]!
  const day = (date: string) => page.locator(`[data-on="${date}"]`)
  await day(on).click()
  await expect(day(on)).toHaveAttribute('aria-selected', 'true')
  await expect(day(on)).toBeFocused()
  await page.keyboard.press('Home')
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByRole('gridcell', { selected: true })).toHaveCount(7)
  await expect(day(addDays(monday, 6))).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'What kind of day is it?' })
  await dialog.getByRole('button', { name: /Kind of day$/ }).press('ArrowDown')
  await page.keyboard.type('In person')
  await page.keyboard.press('Enter')
  // The class of that week would not take place: it is called off with it, unless it is kept.
  await expect(dialog.getByRole('row', { name: meeting.title })).toContainText('Called off')
  await expect(dialog.getByRole('button', { name: 'Save and call off 1 class' })).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('checkbox', { name: `Call off ${meeting.title}` }).press('Space')
  await expect(dialog.getByRole('row', { name: meeting.title })).toContainText('Kept')
  await dialog.getByRole('textbox', { name: 'By whose order, or what the day is called' }).fill('Examinations')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('1 class stays planned then all the same.')).toBeVisible()
  await expect(day(addDays(monday, 6))).toHaveAccessibleName(/In person: Examinations/)
  await expect(day(addDays(monday, 6))).toHaveText(/P$/)
  const panel = page.getByRole('complementary', { name: /–/ })
  await expect(panel.getByRole('listitem')).toHaveText(/Examinations.*7 days/)
  expect(await axeFindings(page)).toEqual([])
  await panel.getByRole('button', { name: /^Take back: In person/ }).click()
  await expect(panel.getByText('Ordinary days: nothing was said of them.')).toBeVisible()

  // A calendar file, twice.
  const far = addDays(on, 30)
  const plain = (date: string) => date.replaceAll('-', '')
  const file = {
    name: 'holidays.ics',
    mimeType: 'text/calendar',
    buffer: Buffer.from(
      `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:${plain(far)}\r\nDTEND;VALUE=DATE:${plain(addDays(far, 2))}\r\nSUMMARY:Pista ng ba\r\n yan\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
    ),
  }
  for (const isFirst of [true, false]) {
    await visit(page, '#/calendar?do=import')
    const dropped = page.getByRole('dialog', { name: 'Import a calendar of holidays' })
    await dropped.locator('input[type=file]').setInputFiles(file)
    await expect(dropped.getByRole('row', { name: /Pista ng bayan/ })).toContainText(isFirst ? 'New' : 'As it is')
    if (isFirst) {
      await dropped.getByRole('button', { name: 'Take over 1 entry' }).click()
    } else {
      await expect(dropped.getByRole('button', { name: 'Nothing to change' })).toBeDisabled()
      await dropped.getByRole('button', { name: 'Cancel' }).click()
    }
    await expect(dropped).toBeHidden()
  }
  await visit(page, '#/calendar?view=list')
  await expect(page.getByRole('row', { name: /Pista ng bayan/ })).toHaveCount(2)

  await zoom.stumble('DELETE /meetings', 'POST /users', 'POST /meetings')

  // The day's classes are called off: as a holiday first, and back by the toast's own button.
  await visit(page, '#/calendar')
  await day(on).click()
  await page.keyboard.press('Enter')
  await dialog.getByRole('textbox', { name: 'By whose order, or what the day is called' }).fill('Founding day')
  await dialog.getByRole('button', { name: 'Save and call off 1 class' }).click()
  await expect(day(on)).toHaveAccessibleName(/Holiday: Founding day/)
  await page.getByRole('alertdialog', { name: '1 day is noted' }).getByRole('button', { name: 'Undo…' }).click()
  const undoing = page.getByRole('alertdialog', { name: 'Let these classes take place after all?' })
  await expect(undoing.getByText(/Founding day/)).toBeVisible()
  await undoing.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(undoing).toBeHidden()
  await expect(day(on)).not.toHaveAccessibleName(/Founding day/)
  // Brought back, it may be another meeting; either way Zoom has one for the day.
  const planned = async () =>
    (await callIn(page, 'meeting.list', { fromOn: on, toOn: on })).meetings.filter(({ state }) => state === 'scheduled')
  await zoom.mustAgree()
  expect(await planned()).toHaveLength(1)
  const { id: meetingId } = (await planned())[0]!

  // Then by the mayor.
  await visit(page, '#/calendar')
  await day(on).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Suspend classes…' }).last().click()
  await expect(suspending.getByRole('row', { name: meeting.title })).toContainText('Called off')
  await suspending.getByRole('textbox', { name: 'By whose order' }).fill('City mayor')
  await suspending.getByRole('button', { name: 'Suspend and call off 1 class' }).click()
  await expect(suspending).toBeHidden()
  await expect(day(on)).toHaveAccessibleName(/Classes suspended: City mayor/)
  await zoom.mustAgree()
  expect(await callIn(page, 'meeting.get', { meetingId })).toMatchObject({ state: 'cancelled' })

  // Zoom has deleted it: bringing it back means new links, and the dialog says so.
  await visit(page, '#/calendar?view=suspensions')
  await page.getByRole('button', { name: /^Undo what was called off on/ }).click()
  await expect(undoing.getByText(/made anew/)).toBeVisible()
  await undoing.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(page.getByRole('row', { name: /City mayor/ })).toContainText('Undone')
  await zoom.mustAgree()
  expect((await callIn(page, 'meeting.list', { fromOn: on, toOn: on })).meetings).toMatchObject([
    { state: 'scheduled' },
  ])
})
