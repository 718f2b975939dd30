import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn, putIn } from '../../support/call.ts'
import { attendanceOf, enterSchool, liveThrough, scheduleClass, visit } from '../../support/practice-class.ts'

// People and sections as an office keeps them: found, added, moved, withdrawn, merged; each with a preview and a way back.

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })
const undo = (page: Page, said: string | RegExp) =>
  page.getByRole('alertdialog').filter({ hasText: said }).getByRole('button', { name: 'Undo' }).click()
const rowOf = (page: Page, listName: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: listName, exact: true }) })
const countOf = async (page: Page, sectionId: string) =>
  (await callIn(page, 'section.list', {})).sections.find(({ id }) => id === sectionId)?.studentCount

test('students are found, added, moved by keys with undo, withdrawn, and doubles are merged', async ({
  app: { page },
  zoom,
}) => {
  test.slow()
  const sections = await enterSchool(page)
  const [here, there] = sections
  if (!here || !there) throw new Error('The practice school has two sections.')
  const { students } = await callIn(page, 'section.get', { sectionId: here.id })
  const bare = students.find(({ refusal }) => refusal === 'noAddress')?.person
  if (!bare) throw new Error('The practice school has a student without an address.')

  // There is a class to come: whoever gets an address, comes, moves or leaves is registered, or taken off, at Zoom.
  await scheduleClass(page, here.id)
  await zoom.mustAgree()
  await zoom.stumble('POST /meetings', 'PUT /meetings')
  const isRegistered = async () => (await zoom.meetings())[0]?.registrants.includes('their.own@school.example')

  // From anywhere to the page of one student, who is given an address of their own.
  await page.keyboard.press('Control+k')
  await page.getByRole('searchbox', { name: 'Find anything' }).fill(bare.studentNumber ?? '')
  await page.getByRole('menuitem', { name: bare.listName }).click()
  await expect(title(page, bare.listName)).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Edit…' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit' })
  await edit.getByRole('button', { name: 'Add address' }).click()
  await edit
    .getByRole('textbox', { name: /^Address/ })
    .last()
    .fill('their own')
  await page.keyboard.press('Enter')
  await expect(edit.getByText('This is not written like an address.')).toBeVisible()
  await edit
    .getByRole('textbox', { name: /^Address/ })
    .last()
    .fill('their.own@school.example')
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(edit).toBeHidden()
  await expect(page.getByRole('region', { name: 'Addresses and phones' })).toContainText('their.own@school.example')
  await zoom.mustAgree()
  expect(await isRegistered()).toBe(true)

  // Somebody new, who comes late.
  await visit(page, '#/people')
  await page.getByRole('button', { name: 'Add student' }).click()
  const add = page.getByRole('dialog', { name: 'Add a student' })
  await page.keyboard.type('Ñuñez-Øksendal')
  await add.getByRole('textbox', { name: 'First name' }).fill('María Corazón 小明')
  await add.getByRole('combobox', { name: 'Enroll in' }).fill(here.name)
  await page.getByRole('option', { name: new RegExp(here.name) }).click()
  await add.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(title(page, 'Ñuñez-Øksendal, María Corazón 小明')).toBeVisible()
  await expect(page.getByText('Enrolled late')).toBeVisible()
  expect(await countOf(page, here.id)).toBe(here.studentCount + 1)

  // Two of the list are moved by keys alone: what will happen stands in the dialog, and the toast takes it back.
  await visit(page, `#/people?section=${here.id}`)
  const grid = page.getByRole('grid', { name: 'Students' })
  await expect(grid.getByRole('row')).not.toHaveCount(1)
  await grid.getByRole('rowheader').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('group', { name: '2 people selected' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Move to section…' })).toBeFocused()
  await page.keyboard.press('Enter')
  const move = page.getByRole('dialog', { name: 'Move to another section' })
  await expect(move.getByRole('combobox', { name: 'Section' })).toBeFocused()
  await page.keyboard.type(there.name)
  await expect(page.getByRole('option', { name: new RegExp(there.name) })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(move.getByRole('button', { name: 'Move 2 students' })).toBeEnabled()
  await expect(move.getByText('No class that has begun changes.')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await move.getByRole('button', { name: 'Move 2 students' }).press('Enter')
  await expect(move).toBeHidden()
  await expect.poll(() => countOf(page, there.id)).toBe(there.studentCount + 2)
  await zoom.mustAgree()
  await undo(page, /students moved to/)
  await expect.poll(() => countOf(page, there.id)).toBe(there.studentCount)

  // One is withdrawn from the menu of their row, and the history of their page takes it back.
  await page.getByRole('searchbox', { name: 'Name or number' }).fill('oksendal')
  const row = rowOf(page, 'Ñuñez-Øksendal, María Corazón 小明')
  await expect(grid.getByRole('rowheader')).toHaveCount(1)
  await row.getByRole('rowheader').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Withdraw…' }).click()
  const withdraw = page.getByRole('dialog', { name: 'Withdraw' })
  await withdraw.getByRole('textbox', { name: 'To which school' }).fill('San José NHS')
  await withdraw.getByRole('button', { name: 'Withdraw 1 student' }).click()
  await expect(withdraw).toBeHidden()
  await expect(page).toHaveURL(/text=oksendal/)
  await row.getByRole('rowheader').press('Enter')
  await expect(page.getByText('Transferred out: San José NHS')).toBeVisible()
  await page.getByRole('button', { name: /^Undo: Withdrawn/ }).click()
  await expect(page.getByText('Transferred out: San José NHS')).toBeHidden()

  // The same child, entered a second time, becomes one again.
  const { familyName, givenName, middleName, birthOn } = bare
  await callIn(page, 'person.add', { kind: 'student', fields: { familyName, givenName, middleName, birthOn } })
  await visit(page, '#/people/doubles')
  await page.getByRole('grid', { name: 'Pairs that may be one person' }).getByText(bare.listName).first().click()
  const merge = page.getByRole('dialog', { name: 'Are these one person?' })
  await expect(merge.getByRole('button', { name: 'Merge' })).toBeEnabled()
  expect(await axeFindings(page)).toEqual([])
  await merge.getByRole('button', { name: 'Merge' }).click()
  await expect(merge).toBeHidden()
  await expect(page.getByText('No doubles')).toBeVisible()
  await undo(page, 'The two entries are one')
  await expect(page.getByRole('grid').getByText(bare.listName).first()).toBeVisible()
  await zoom.mustAgree()
  expect(await isRegistered()).toBe(true)
})

/** Imports a class list through the page's own door. */
async function importRoster(page: Page, text: string): Promise<void> {
  const files = [await putIn(page, 'list.csv', 'text/csv', text)]
  const { digest } = await callIn(page, 'roster.preview', { files })
  await callIn(page, 'roster.import', { files, digest, isBrakeReleased: true })
}

test('a section is made, who is missing from its file is settled, and who came unlisted is enrolled from that day', async ({
  app,
}) => {
  test.slow()
  const { page } = app
  const [attended] = await enterSchool(page)
  if (!attended) throw new Error('The practice school has a section.')

  // A section with three students; its next file names one of them no more.
  await visit(page, '#/sections')
  await page.getByRole('button', { name: 'Make section' }).click()
  await page.keyboard.type('11')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Everlasting')
  await page.keyboard.press('Enter')
  await expect(title(page, 'Grade 11 Everlasting')).toBeVisible()
  const { sections } = await callIn(page, 'section.list', {})
  const made = sections.find(({ name }) => name === 'Everlasting')!
  const { now } = await callIn(page, 'practice.state', {})
  const firstOn = new Date(Date.parse(now) - 40 * 86_400_000).toISOString().slice(0, 10)
  for (const [studentNumber, familyName] of [
    ['770000000001', 'Abad'],
    ['770000000002', 'Bautista'],
    ['770000000003', 'Castro'],
  ] as const) {
    const enroll = { sectionId: made.id, firstOn, reason: null }
    await callIn(page, 'person.add', {
      kind: 'student',
      fields: { familyName, givenName: 'Ana', studentNumber },
      enroll,
    })
  }
  const rows = ['770000000001,Abad', '770000000002,Bautista', '770000000004,Dizon'].map(
    (row) => `${row},Ana,11,Everlasting`,
  )
  await importRoster(page, `LRN,Last Name,First Name,Grade,Section\n${rows.join('\n')}\n`)

  await visit(page, `#/sections/${made.id}`)
  await page.getByRole('tab', { name: /Not in the file/ }).click()
  await rowOf(page, 'Castro, Ana').getByRole('rowheader').focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'They left…' }).click()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Say that 1 student left' }).click()
  await expect(page.getByText('Everybody is in the file')).toBeVisible()
  await page.getByRole('tab', { name: /^Students/ }).click()
  await expect(rowOf(page, 'Castro, Ana')).toContainText('until')

  // The section's own rule and adviser.
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByText('Only these domains').click()
  await page.getByRole('textbox', { name: 'Domains' }).fill('r1.deped.gov.ph')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await callIn(page, 'section.get', { sectionId: made.id })).section.allowedDomains)
    .toEqual(['r1.deped.gov.ph'])

  // Links are handed out as a file before the class.
  const meeting = await scheduleClass(page, attended.id)
  await visit(page, `#/sections/${attended.id}`)
  await page.getByRole('button', { name: /^What can be done with Grade/ }).click()
  await page.getByRole('menuitem', { name: 'Link sheets…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Hand out the links' })
  const bytes = await app.download(() => sheet.getByRole('button', { name: 'Save file' }).click())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  await expect(sheet).toBeHidden()

  // A student of the class turns out to have been entered by mistake: they came all the same, and are enrolled from then.
  const { period } = await liveThrough(page, meeting.id)
  const came = (await attendanceOf(page, period.id)).rows.find(({ presence }) => presence === 'present')!
  const change = {
    kind: 'withdraw' as const,
    personIds: [came.personId],
    lastOn: period.time.on,
    reason: 'enteredByMistake' as const,
  }
  const { digest } = await callIn(page, 'enrollment.preview', { change })
  await callIn(page, 'enrollment.change', { change, digest })
  await visit(page, `#/sections/${attended.id}?tab=unlisted`)
  await rowOf(page, came.listName)
    .getByRole('button', { name: /^Enroll from/ })
    .click()
  const enroll = page.getByRole('dialog', { name: 'Enroll' })
  await expect(enroll.getByText('1 class that they came to would be credited:')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await enroll.getByRole('button', { name: 'Enroll 1 student' }).click()
  await expect(enroll).toBeHidden()
  await expect(rowOf(page, came.listName)).toBeHidden()
  expect((await attendanceOf(page, period.id)).rows.find(({ personId }) => personId === came.personId)).toMatchObject({
    presence: 'present',
  })

  // On their page stand the class and its mark.
  await visit(page, `#/people/${came.personId}`)
  await expect(page.getByRole('link', { name: period.group.title })).toBeVisible()
  await expect(page.getByRole('row', { name: /Mathematics/ })).toContainText('1')
  expect(await axeFindings(page)).toEqual([])
})
