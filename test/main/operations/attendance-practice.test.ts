import { expect, onTestFinished, test } from 'vitest'
import { compareWithTruth, nameStrangers, practiceMonday } from '../../support/attendance-practice.ts'
import { testDatabase } from '../../support/database.ts'

test("a Monday of the practice school ends with every mark equal to the school's own truth", async () => {
  const monday = await practiceMonday(await testDatabase(), 1, 3)
  onTestFinished(monday.close)
  await monday.collectAll()
  const before = await monday.classes()
  expect(before.map(({ attendance }) => attendance.period.state)).toEqual(['final', 'final', 'final'])
  // While somebody unknown was there, nobody is called absent.
  for (const { attendance } of before) {
    if (attendance.period.figures.unidentified > 0) expect(attendance.period.figures.absent).toBe(0)
  }
  expect(await nameStrangers(monday)).toBeGreaterThan(0)
  const { differences, marks } = await compareWithTruth(monday)
  expect(differences).toEqual([])
  expect(marks).toBe(120)
  // The marks that were set by hand are as the truth has them, and nobody is left in doubt.
  for (const { attendance } of await monday.classes()) {
    expect(attendance.period.figures).toMatchObject({ notSeenYet: 0, unidentified: 0 })
  }
  expect(monday.world.log.lines.join('\n')).not.toMatch(/@|Sampaguita/)
})
