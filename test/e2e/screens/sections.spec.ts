import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { visit } from '../../support/practice-class.ts'

// A roster with faults is previewed, mapped again and imported.

const roster = `LRN,Last Name,First Name,Sex,Grade,Class,Contact
555000000001,Peña,María Concepción Esperanza,F,7,Rizal,maria.pena@school.example
555000000002,李,小龍,M,7,Rizal,li@school.example
555000000002,李,小龍,M,7,Rizal,li@school.example
555000000003,Ocampo,Juan,M,7,,juan@school.example
`

test('a file with faults is previewed, mapped by hand and imported without them', async ({ app: { page } }) => {
  await callIn(page, 'practice.start', {})
  await visit(page, '#/sections')
  await page.getByRole('button', { name: 'Import roster' }).first().click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'class list.csv', mimeType: 'text/csv', buffer: Buffer.from(roster) })

  // What is wrong stands first: a student twice, and one without a section.
  const dialog = page.getByRole('dialog', { name: 'Import a roster' })
  await expect(dialog.getByRole('tab', { name: /Problems/, selected: true })).toBeVisible()
  await expect(dialog.getByText('Left out')).toHaveCount(2)
  expect(await axeFindings(page)).toEqual([])

  // The column of addresses is used once somebody says what it is.
  await dialog.getByRole('tab', { name: 'Columns' }).click()
  await dialog.getByRole('button', { name: /Contact/ }).click()
  await page.getByRole('option', { name: 'Own e-mail', exact: true }).click()
  await dialog.getByRole('tab', { name: /Sections/ }).click()
  await expect(dialog.getByRole('row', { name: /Grade 7 Rizal/ })).toContainText('New')
  await dialog.getByRole('button', { name: 'Import 2 students' }).click()
  await expect(dialog).toBeHidden()

  const { sections } = await callIn(page, 'section.list', {})
  expect(sections).toMatchObject([{ name: 'Rizal', gradeLevel: '7', studentCount: 2, withoutAddressCount: 0 }])
  const { people } = await callIn(page, 'person.find', { text: 'pena' })
  expect(people).toMatchObject([
    { person: { listName: 'Peña, María Concepción Esperanza', emails: [{ address: 'maria.pena@school.example' }] } },
  ])
  await expect(page.getByRole('row', { name: /Grade 7 Rizal/ })).toBeVisible()
})
