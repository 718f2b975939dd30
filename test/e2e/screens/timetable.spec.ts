import { expect, test } from '../../support/app-fixture.ts'
import { axeFindings } from '../../support/axe.ts'
import { callIn } from '../../support/call.ts'
import { enterSchool, visit } from '../../support/practice-class.ts'

// A class program in somebody's own words: what is not clear is asked, what clashes is shown, one class is left out by its
// tick; then the import is followed and undone.

test('a timetable becomes classes, and its import is followed and undone', async ({ app: { page }, zoom }) => {
  const sections = await enterSchool(page)
  const { hosts } = await callIn(page, 'account.listHosts', {})
  const [first, second] = hosts.filter(({ isLicensed }) => isLicensed)
  const [one, other] = sections
  const name = ({ gradeLevel, name: own }: (typeof sections)[number]) => `${gradeLevel}-${own}`
  const program = `Class Program,,,,
Grade & Section,Learning Area,Subject Teacher,Araw,Oras
${name(one!)},Robotics,${first!.name},MWF,7:30-8:20
${name(other!)},Robotics,${first!.name},Lunes,8:00-8:50
${name(other!)},Journalism,Sir ${second!.name.split(' ').at(-1)},TTh,1:00-1:50
${name(one!)},Recess,,Daily,9:20-9:45
`
  await visit(page, '#/timetable')
  await expect(page.getByRole('heading', { name: 'Import a timetable', level: 1 })).toBeVisible()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'class program.csv', mimeType: 'text/csv', buffer: Buffer.from(program) })

  // Problems first, then who would be in two places at once; the guess at the afternoon is told.
  const grid = page.getByRole('treegrid', { name: 'Classes' })
  await expect(grid.getByRole('row', { name: /Journalism/ })).toContainText('Left out')
  await expect(grid.getByRole('row', { name: /Robotics/ }).first()).toContainText('at the same time')
  await expect(page.getByText('taken for the afternoon')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import 2 classes' })).toBeEnabled()
  expect(await axeFindings(page)).toEqual([])

  // A person says who is meant.
  await page.getByRole('tab', { name: /To be said/ }).click()
  await page.getByRole('button', { name: /Teacher “Sir/ }).click()
  await page
    .getByRole('option', { name: new RegExp(second!.name) })
    .first()
    .click()
  await expect(page.getByRole('button', { name: 'Import 3 classes' })).toBeEnabled()
  expect(await axeFindings(page)).toEqual([])

  // The class that clashes is left out by its tick.
  await page.getByRole('tab', { name: /^Classes/ }).click()
  const tick = page.getByRole('checkbox', { name: new RegExp(`Import .*${other!.name}, Robotics`) })
  await grid.locator('label').filter({ has: tick }).click()
  await zoom.stumble('POST /users', 'POST /meetings', 'DELETE /meetings')
  await page.getByRole('button', { name: 'Import 2 classes' }).click()

  const item = page.getByRole('listitem', { name: 'class program.csv' })
  await expect(item).toBeVisible()
  await zoom.mustAgree()
  await expect(item).toContainText('Done')
  const { meetings } = await callIn(page, 'meeting.list', { subject: 'Journalism', phase: 'upcoming', limit: 500 })
  expect(meetings[0]).toMatchObject({
    state: 'scheduled',
    time: { startsAt: '13:00' },
    host: { hostId: second!.hostId },
  })
  expect((await callIn(page, 'timetable.list', {})).timetables).toMatchObject([{ doneCount: 4, meetingCount: 4 }])

  await item.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Cancel these classes' }).click()
  await expect(item).toContainText('Undone')
  await zoom.mustAgree()
  expect(await zoom.meetings()).toEqual([])
  expect(await axeFindings(page)).toEqual([])
})
