import { expect, test } from '../../support/app-fixture.ts'
import { axeOn } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, scheduleClass, visit } from '../../support/practice-class.ts'

// What somebody did in Zoom's own portal: found, shown, and settled with one press each.

test('changes are found, put back, accepted and adopted, by pointer and by keyboard', async ({
  app: { page },
  zoom,
}) => {
  const sections = await enterSchool(page)
  const subjects = ['Mathematics', 'Science', 'English']
  const classes = []
  for (const [place, subject] of subjects.entries()) {
    classes.push(await scheduleClass(page, sections[place]!.id, subject))
  }
  const [moved, open, deleted] = classes as [(typeof classes)[0], (typeof classes)[0], (typeof classes)[0]]
  await callIn(page, 'practice.portal', { deed: 'move', meetingId: moved.id })
  await callIn(page, 'practice.portal', { deed: 'registrationOff', meetingId: open.id })
  await callIn(page, 'practice.portal', { deed: 'delete', meetingId: deleted.id })
  await callIn(page, 'practice.portal', { deed: 'makeAnother' })

  await visit(page, '#/changes')
  await expect(page.getByText('Zoom has not been looked at yet').first()).toBeVisible()
  await zoom.stumble('GET /users', 'GET /meetings', 'PATCH /meetings', 'POST /users')
  await page.getByRole('button', { name: 'Look now' }).click()
  const card = (title: string) => page.getByRole('article', { name: title })
  await expect(card(deleted.title)).toContainText('Deleted in Zoom')
  await expect(card(moved.title).getByRole('row', { name: /^Begins/ })).toBeVisible()
  await expect(card(open.title).getByRole('row', { name: 'Registration On Off' })).toBeVisible()
  await expect(card(open.title)).toContainText('Without registration nobody’s own link works')
  await expect(page.getByRole('link', { name: /^Schedule/ })).toContainText('3 classes changed in Zoom')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await axeOn(page).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }

  // By keyboard: one is accepted, the focus goes on, and the next one is put back.
  await page.getByRole('button', { name: `Accept: ${moved.title}` }).focus()
  await page.keyboard.press('Enter')
  await expect(card(moved.title)).toBeHidden()
  const putBack = page.getByRole('button', { name: `Put back: ${open.title}` })
  await expect(page.locator('main article button:focus')).toHaveCount(1)
  await putBack.focus()
  await page.keyboard.press('Enter')
  await expect(card(open.title)).toBeHidden()
  await page.getByRole('button', { name: `Make it anew: ${deleted.title}` }).click()
  await expect(page.getByText('Zoom has every class as it is here')).toBeVisible()
  await zoom.everythingSent()
  const after = await callIn(page, 'meeting.get', { meetingId: moved.id })
  expect(Date.parse(after.time.startInstant) - Date.parse(moved.time.startInstant)).toBe(3_600_000)

  // One that was made there is ignored, shown again, and adopted for a class; then it stands in the schedule.
  await page.getByRole('tab', { name: 'Made elsewhere' }).click()
  const row = page.getByRole('row', { name: /Made in Zoom itself/ })
  await row.getByRole('button', { name: 'Ignore: Made in Zoom itself' }).click()
  await expect(row).toBeHidden()
  await page.getByText('Show ignored').click()
  await row.getByRole('button', { name: 'Adopt…: Made in Zoom itself' }).click()
  await page.getByRole('combobox', { name: /For the class/ }).fill('Science')
  await page.getByRole('option', { name: /Science/ }).click()
  await page.getByRole('button', { name: 'Adopt', exact: true }).click()
  await expect(page).toHaveURL(/#\/schedule\/[\d-]+\?.*meeting=/)
  await expect(page.getByRole('complementary', { name: 'Made in Zoom itself' })).toContainText('The students')

  await callIn(page, 'sync.now', {})
  expect(await callIn(page, 'sync.list', {})).toMatchObject({ changes: [], foreign: [] })
  await zoom.mustAgree()

  // A change that Zoom never heard of is discarded: the question says what comes back, and begins on keeping it.
  await callIn(page, 'account.setEnabled', { isEnabled: false })
  await callIn(page, 'meeting.change', { meetingId: moved.id, changes: { title: 'Algebra' } })
  await page.getByRole('button', { name: /waiting to send/ }).click()
  await page.getByRole('button', { name: 'Discard…: Change, Algebra' }).click()
  const question = page.getByRole('alertdialog', { name: 'Discard this change?' })
  await expect(question.getByRole('row', { name: `Title Algebra ${after.title}` })).toBeVisible()
  await expect(question.getByRole('button', { name: 'Keep it' })).toBeFocused()
  const { violations } = await axeOn(page).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await question.getByRole('button', { name: 'Discard', exact: true }).click()
  await expect(page.getByText('Everything has reached Zoom.')).toBeVisible()
  expect(await callIn(page, 'meeting.get', { meetingId: moved.id })).toMatchObject({ title: after.title })
})
