import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { pdfPages } from '../../support/pdf.ts'
import { enterSchool, visit } from '../../support/practice-class.ts'

// A teacher's class is given to somebody else and given back; how to join it is printed, and nobody's own link is.

test('a substitute is found from the week, by keys, and the class is given back', async ({ app: { page }, zoom }) => {
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
  await zoom.stumble('PATCH /meetings')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Seminar')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText(`${substitute.name} holds 1 class`)).toBeVisible()
  await zoom.mustAgree()
  const mayStart = async () => (await zoom.meetings('Agham')).map(({ alternativeHosts }) => alternativeHosts)
  expect(await mayStart()).toEqual([[second!.email]])

  await visit(page, `#/schedule/${on}?view=week&teacher=${substitute.id}&meeting=${lesson.id}`)
  const drawer = page.getByRole('complementary')
  await expect(drawer.getByText(substitute.name, { exact: true })).toBeVisible()
  const more = drawer.getByRole('button', { name: 'More about this class' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Start as host' }).click()
  await expect(page.getByText('The practice school has no room to open.', { exact: false })).toBeVisible()

  // On paper of both kinds: all of it on one page, nothing of the screen, and nobody's link.
  await page.evaluate(() => {
    window.print = () => undefined
  })
  const printed = async (format: 'A4' | 'Letter') => {
    await more.click()
    await page.getByRole('menuitem', { name: 'Print how to join' }).click()
    await expect(page.getByText('Use your full name', { exact: false })).toBeAttached()
    const pages = await pdfPages(await page.pdf({ format, preferCSSPageSize: false }))
    await expect(page.getByText('Use your full name', { exact: false })).not.toBeAttached()
    return pages.map((lines) => lines.join('\n'))
  }
  for (const format of ['A4', 'Letter'] as const) {
    const [sheet, ...others] = await printed(format)
    expect(others).toEqual([])
    expect(sheet).toMatch(/Practice school/)
    for (const text of [lesson.title, `${teacher.name} (substitute: ${substitute.name})`, 'Asia/Manila time']) {
      expect(sheet).toContain(text)
    }
    expect(sheet).toMatch(/9:00 – 10:00\sAM/u)
    expect(sheet).toMatch(/Open your own link, from your link sheet\.[^]*your time is added up\./)
    expect(sheet).not.toMatch(/https?:|Passcode|Meeting ID|Find anything/)
  }

  // A meeting for everybody has its link on it; a long series all of its dates, whatever the paper.
  const open = await callIn(page, 'meeting.schedule', {
    ...form,
    title: `Pulong ng mga magulang: 陳陽菜, Анна ${'at iba pa '.repeat(3)}- {n}`,
    audience: 'all',
    host: second!.hostId,
    startsAt: '17:30',
    kind: 'series',
    repeat: { every: 'day', interval: 1, ends: { afterDates: 50 } },
  })
  await visit(page, `#/schedule?meeting=${open.id}`)
  await expect(drawer.getByText('Анна', { exact: false }).first()).toBeVisible()
  for (const format of ['A4', 'Letter'] as const) {
    const pages = await printed(format)
    expect(pages).toHaveLength(1)
    const sheet = pages[0]!
    expect(sheet).toMatch(/5:30 – 6:30\sPM, on each of these days/u)
    expect(sheet.match(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [A-Z]/gu)).toHaveLength(50)
    expect(sheet.replaceAll('\n', '')).toContain(open.joinUrl)
    expect(sheet).toContain(open.passcode)
    expect(sheet).toContain(open.zoomMeetingId!.replace(/^(\d{3})(\d{4})/, '$1 $2 '))
    expect(sheet).toMatch(/Анна/)
  }

  await visit(page, '#/schedule?view=week&do=substitutes')
  await page.getByRole('button', { name: `Give the classes of ${substitute.name} back to ${teacher.name}` }).click()
  await expect(page.getByRole('dialog').getByText('Given back')).toBeVisible()
  expect(await callIn(page, 'meeting.get', { meetingId: lesson.id })).toMatchObject({
    substitute: null,
    alternativeHosts: [],
  })
  await zoom.mustAgree()
  expect(await mayStart()).toEqual([[]])
})
