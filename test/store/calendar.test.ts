import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createCalendarStore, type DaysToImport } from '../../src/main/store/calendar.ts'
import { testDatabase } from '../support/database.ts'

const author = { actor: 'office', device: 'd', at: 0, newId: randomUUID }
const holiday = (on: string, uid: string): DaysToImport['add'][number] => ({
  ...{ on, uid, kind: 'holiday', fromTime: null, countsAsSchoolDay: false, authority: `Day ${uid}` },
})

test('the import of a calendar file that fails halfway leaves everything as it was', async () => {
  const calendar = createCalendarStore(await testDatabase())
  await calendar.import(
    { revoke: [], add: [holiday('2026-12-25', 'a'), holiday('2026-12-30', 'b')], fileName: 'x' },
    0,
    author,
  )
  const before = await calendar.imported()
  expect(before.days).toHaveLength(2)
  // The third is no day at all.
  const add = [holiday('2026-08-21', 'c'), holiday('2026-08-31', 'd'), holiday(null as never, 'e')]
  const revoke = before.days.map(({ key }) => key)
  await expect(calendar.import({ revoke, add, fileName: 'y' }, before.version, author)).rejects.toThrow()
  expect(await calendar.imported()).toEqual(before)

  // What was shown is what is done: another word meanwhile, and nothing is.
  const said = { kind: 'online' as const, gradeLevel: null, sectionId: null, shift: null, fromTime: null }
  await calendar.say({ dates: ['2026-12-25'], ...said, countsAsSchoolDay: true, authority: '' }, author)
  await expect(
    calendar.import({ revoke, add: add.slice(0, 2), fileName: 'y' }, before.version, author),
  ).rejects.toMatchObject({ problem: { kind: 'stalePreview' } })
  expect((await calendar.imported()).days).toEqual(before.days)
})
