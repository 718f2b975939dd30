import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { oneRosterTables } from '../../support/one-roster-tables.ts'
import { visit } from '../../support/practice-class.ts'
import { csvBytes, zippedFiles } from '../../support/roster-files.ts'
import { schoolForm1 } from '../../support/school-form-1.ts'

// One school's rosters over a morning: a list full of doubts, the same again, a wrong one that is stopped, School Form 1
// dropped on the sections, a folder and a zip of another system; each is undone or stays.

const list = `San Isidro National High School,,,,,,,
LRN,Last Name,First Name,Sex,Birth Date,Grade,Class,Contact
36412000001,Peña,María Concepción Esperanza,F,03/04/2013,7,Rizal,maria.pena@school.example
136455000002,李,小龍,M,05/06/2013,7,Rizal,li@school.example
136455000002,李,小龍,M,05/06/2013,7,Rizal,li@school.example
136455000003,Ocampo,Juan,M,07/08/2013,7,,juan@school.example
`

test('rosters are read, asked about, stopped, imported and taken back', async ({ app, dataFolder }) => {
  const { page } = app
  await callIn(page, 'practice.start', {})
  await visit(page, '#/import')
  await expect(page.getByText('No roster was imported yet')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  await test.step('what is no roster is said in place, and nothing is lost by it', async () => {
    await choose(page, 'report.pdf', '%PDF-1.7\n')
    await expect(page.getByRole('region', { name: 'Files' }).getByRole('alert')).toContainText('This is a PDF')
    const cut = zippedFiles(oneRosterTables('1.2', small))[0]!.bytes
    await choose(page, 'cut.zip', cut.slice(0, cut.length / 2))
    await expect(page.getByRole('region', { name: 'Files' }).getByRole('alert')).toContainText(
      'This zip file is damaged',
    )
  })

  await test.step('doubts of a list are settled by a person, and its troubles go back to whoever made it', async () => {
    await choose(page, 'class list.csv', list)
    await expect(page.getByRole('heading', { name: 'class list.csv' })).toBeFocused()
    await expect(page.getByText(/header in row 2 · UTF-8/)).toBeVisible()
    // What keeps rows out stands first.
    await expect(page.getByRole('tab', { name: /Problems/, selected: true })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Kind of problem' }).click()
    await page.getByRole('option', { name: 'Rows left out (2)' }).click()
    await expect(page.getByRole('row', { name: /Left out/ })).toHaveCount(2)
    await page.getByRole('row', { name: /No section/ }).click()
    await expect(page.getByText('Row 6, Class: No section stands here. Add the section.')).toBeVisible()
    const csv = await app.download(() => page.getByRole('button', { name: 'Save as CSV…' }).click())
    expect(csv.toString()).toContain(
      '"class list.csv",6,"Class","No section stands here. Add the section.","Row is left out"',
    )

    await page.getByText('Put the zeros back').click()
    await page.getByText('The day comes first', { exact: true }).click()
    await page.getByRole('tab', { name: /People/ }).click()
    await expect(page.getByRole('row', { name: /Peña/ })).toContainText('036412000001')

    // Another meaning of a column is previewed at once, and the person stays where they were.
    await page.getByRole('tab', { name: /Columns/ }).click()
    const contact = page.getByRole('button', { name: /What “Contact” holds/ })
    await contact.click()
    await page.getByRole('option', { name: 'Own e-mail', exact: true }).click()
    await expect(page.getByText('These are the meanings that you gave.')).toBeVisible()
    await expect(contact).toBeFocused()
    expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: 'Import 2 students' }).click()
    await expect(page.getByText('2 students added')).toBeVisible()
    const { people } = await callIn(page, 'person.find', { text: 'pena' })
    expect(people).toMatchObject([
      {
        person: {
          listName: 'Peña, María Concepción Esperanza',
          studentNumber: '036412000001',
          birthOn: '2013-04-03',
          emails: [{ address: 'maria.pena@school.example' }],
        },
      },
    ])
  })

  await test.step('the same file again changes nothing, and its columns are remembered', async () => {
    await choose(page, 'class list.csv', list)
    await page.getByText('Put the zeros back').click()
    await page.getByText('The day comes first', { exact: true }).click()
    await expect(page.getByText('Nothing would change')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Nothing to import' })).toBeDisabled()
    await page.getByRole('tab', { name: /Columns/ }).click()
    await expect(page.getByText('These are the meanings that you gave such a file the last time.')).toBeVisible()
    await page.getByRole('button', { name: 'Another file' }).click()
  })

  await test.step('a zip of another system needs no columns; what it misses waits in a list', async () => {
    const [zip] = zippedFiles(oneRosterTables('1.2', small))
    await choose(page, 'export.zip', zip!.bytes)
    await expect(page.getByText(/^OneRoster 1\.2, everything, from/)).toBeVisible()
    await expect(page.getByText(/3 new sections · .*new teaching groups/)).toBeVisible()
    await page.getByRole('tab', { name: /Sections/ }).click()
    await expect(page.getByRole('row', { name: /Grade 7 Mabini/ })).toContainText('New')
    // Whoever is in the section already, and is not in the export, is named and stays.
    await page.getByRole('button', { name: /Not in this file/ }).click()
    await expect(page.getByRole('row', { name: /Waits for your word/ })).toHaveCount(2)
    await expect(page.getByRole('row', { name: /李, 小龍/ })).toContainText('Grade 7 Rizal')
    expect(await axeFindings(page)).toEqual([])
    await page.getByText('I have checked the file').click()
    await page.getByRole('button', { name: 'Import 40 students' }).click()
    await expect(page.getByText('40 students added')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Grade 7 Rizal: 2 students' })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
  })

  await test.step('a file that would touch too much stops until a person says that it is right', async () => {
    const wrong = csvBytes([
      ['LRN', 'Last Name', 'First Name', 'Grade', 'Section'],
      ...Array.from({ length: 10 }, (_, at) => [String(136_499_000_001 + at), 'Santos', `Bea ${at}`, '7', 'Mabini']),
    ])
    await choose(page, 'another school.csv', wrong)
    await expect(page.getByText(/^Is this the right file\?/)).toBeVisible()
    await expect(page.getByText(/^Grade 7 Mabini: /)).toBeVisible()
    const button = page.getByRole('button', { name: 'Import 10 students' })
    await expect(button).toBeDisabled()
    expect(await axeFindings(page)).toEqual([])
    await page.getByText('I have checked the file').click()
    await button.click()
    await expect(page.getByText('10 students added')).toBeVisible()

    // It was not right after all.
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
    const dialog = page.getByRole('alertdialog', { name: 'Undo this import?' })
    await expect(dialog).toContainText('another school.csv')
    await dialog.getByRole('button', { name: 'Undo import' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('listitem', { name: 'another school.csv' })).toContainText('Undone')
    expect((await callIn(page, 'person.find', { text: 'Santos, Bea' })).people).toEqual([])
  })

  await test.step('School Form 1, dropped on the sections, leads to its preview', async () => {
    const folder = join(dataFolder, 'dropped')
    await mkdir(folder)
    const file = join(folder, 'SF1.xlsx')
    const learner = (lrn: string, name: string) => ({ lrn, name, sex: 'M', birth: '04/15/2013' })
    await writeFile(
      file,
      schoolForm1(
        { section: 'Narra', males: [learner('136412007001', 'DELA CRUZ,JUAN,SANTOS')], females: [] },
        { section: 'Acacia', males: [learner('136412007002', 'ÑONUEVO,JOSÉ MARIA,-')], females: [] },
      ),
    )
    await visit(page, '#/sections')
    await expect(page.getByRole('row', { name: /Grade 7 Mabini/ })).toBeVisible()
    await drop(page, file)
    await expect(page.getByText(/^School Form 1, 2 sections/)).toBeVisible()
    // By keys alone: the file's name, another file, import.
    await expect(page.getByRole('heading', { name: 'SF1.xlsx' })).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Import 2 students' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByText('2 students added')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Import a roster' })).toBeFocused()
  })
})

const small = { sections: 4, studentsPerSection: 10 }

/** Chooses a file as the dialog of the operating system would hand it over. */
async function choose(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  await page
    .locator('input[type=file]:not([webkitdirectory])')
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) })
}

/** Drags a file of this computer onto the middle of the page, and lets it go. */
async function drop(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 500, data })
  }
  await session.detach()
}
