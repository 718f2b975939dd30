import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, visit } from '../../support/practice-class.ts'

// A student is found and given an address.

test('a student is found from anywhere, and an address of their own gives them a link', async ({ app: { page } }) => {
  const sections = await enterSchool(page)
  const wanted = sections.find(({ withoutAddressCount }) => withoutAddressCount > 0)!
  const { students } = await callIn(page, 'section.get', { sectionId: wanted.id })
  const { person } = students.find(({ refusal }) => refusal === 'noAddress')!

  // The palette leads to the section, with the student open.
  await page.keyboard.press('Control+k')
  await page.getByRole('searchbox', { name: 'Find anything' }).fill(person.studentNumber!)
  await page.getByRole('menuitem', { name: new RegExp(escape(person.listName)) }).click()
  await expect(page).toHaveURL(new RegExp(`#/sections/${wanted.id}\\?person=${person.id}`))
  const drawer = page.getByRole('complementary', { name: person.listName })
  await expect(drawer.getByText('No e-mail address of their own')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])

  await drawer.getByRole('button', { name: 'Change own address' }).click()
  const dialog = page.getByRole('dialog', { name: 'Own e-mail address' })
  await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('their.own@school.example')
  await page.keyboard.press('Enter')
  await expect(drawer.getByText('their.own').first()).toBeVisible()
  await expect(drawer.getByText('No e-mail address of their own')).toBeHidden()

  // The list of all sections counts one fewer, and a filter finds the section without its accents and case.
  await visit(page, '#/sections')
  await page.getByRole('searchbox', { name: 'Find a section' }).fill(wanted.name.toUpperCase())
  const row = page.getByRole('row', { name: new RegExp(escape(wanted.name)) })
  await expect(row.getByRole('gridcell').last()).toHaveText(
    wanted.withoutAddressCount === 1 ? '–' : String(wanted.withoutAddressCount - 1),
  )
})

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
