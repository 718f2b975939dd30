import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, visit } from '../../support/practice-class.ts'

// A teacher's class is given to somebody else and given back; how to join it is printed, and nobody's own link is.

test('a substitute is found from the week, by keys, and the class is given back', async ({ app: { page } }) => {
  test.slow()
  await enterSchool(page)
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const [first, second] = hosts.filter(({ isLicensed }) => isLicensed)
  const { sections } = await callIn(page, 'section.list', {})
  const group = (subject: string, host: typeof first) =>
    callIn(page, 'group.make', { sectionIds: [sections[0]!.id], subject, teacherEmails: [host!.email] })
  const [science, music] = [await group('Agham', first), await group('Musika', second)]
  const { now } = await callIn(page, 'app.status', {})
  const on = new Date(Date.parse(now) + 3 * 86_400_000).toISOString().slice(0, 10)
  const form = { on, startsAt: '09:00', durationMinutes: 60, waitSeconds: 20 }
  const lesson = await callIn(page, 'meeting.schedule', {
    ...form,
    title: 'Agham',
    teachingGroupId: science.id,
    host: first!.hostId,
  })
  await callIn(page, 'meeting.schedule', {
    ...form,
    title: 'Musika',
    teachingGroupId: music.id,
    host: second!.hostId,
    startsAt: '09:30',
  })
  const [teacher, substitute] = [science.teachers[0]!, music.teachers[0]!]

  await visit(page, `#/schedule/${on}?view=week&teacher=${teacher.id}`)
  await page.getByRole('button', { name: 'More about this week' }).click()
  await page.getByRole('menuitem', { name: 'Find a substitute…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Find a substitute' })
  const who = dialog.getByRole('combobox', { name: 'Who holds the classes' })
  await expect(who).toBeFocused()
  await expect(dialog.getByRole('combobox', { name: 'Who is away' })).toHaveValue(teacher.name)
  await who.fill(substitute.name)
  await page.getByRole('option', { name: substitute.name }).click()
  await expect(dialog.getByRole('row', { name: /Agham/ })).toContainText('Musika, 9:30')
  expect(await axeFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Arrange 1 class' }).click()
  await expect(dialog.getByText('Say why.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Seminar')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(`${substitute.name} holds 1 class`)).toBeVisible()

  await visit(page, `#/schedule/${on}?view=week&teacher=${substitute.id}&meeting=${lesson.id}`)
  const drawer = page.getByRole('complementary')
  await expect(drawer.getByText(substitute.name, { exact: true })).toBeVisible()
  const more = drawer.getByRole('button', { name: 'More about this class' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Start as host' }).click()
  await expect(page.getByText('The practice school has no room to open.', { exact: false })).toBeVisible()

  await page.evaluate(() => {
    window.print = () => undefined
  })
  await more.click()
  await page.getByRole('menuitem', { name: 'Print how to join' }).click()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('Open your own link, from your link sheet.', { exact: false })).toBeVisible()
  await expect(page.getByText(`${teacher.name} (substitute: ${substitute.name})`)).toBeVisible()
  await expect(drawer).toBeHidden()
  await expect(page.getByText(lesson.joinUrl ?? 'none')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))

  await visit(page, '#/schedule?view=week&do=substitutes')
  await page.getByRole('button', { name: `Give the classes of ${substitute.name} back to ${teacher.name}` }).click()
  await expect(page.getByRole('dialog').getByText('Given back')).toBeVisible()
  expect(await callIn(page, 'meeting.get', { meetingId: lesson.id })).toMatchObject({
    substitute: null,
    alternativeHosts: [],
  })
})
