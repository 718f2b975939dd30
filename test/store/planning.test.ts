import { sql, type SQLWrapper } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Db } from '../../src/main/store/database.ts'
import { readStanding } from '../../src/main/store/planning-standing.ts'
import { day, hour } from '../../src/shared/domain/time.ts'
import { testDatabase } from '../support/database.ts'

test('what is planned already is read through indexes, in as many queries for a year as for a day', async () => {
  const database = await testDatabase()
  const windows = Array.from({ length: 400 }, (_, index) => ({ from: index * day, to: index * day + 2 * hour }))
  const plansOf = (count: number) =>
    database.read((db) => {
      const plans: string[][] = []
      const watched = new Proxy(db, {
        get: (target, name) =>
          name === 'all'
            ? (query: SQLWrapper) => {
                const steps = db.all<{ detail: string }>(sql`explain query plan ${query}`)
                plans.push(steps.map(({ detail }) => detail))
                return db.all(query)
              }
            : Reflect.get(target, name, target),
      }) satisfies Db
      readStanding(watched, windows.slice(0, count), null)
      return plans
    })

  const plans = await plansOf(400)
  expect(plans).toEqual(await plansOf(1))
  const steps = plans.flat()
  expect(steps).toContainEqual(expect.stringContaining('o USING INDEX occurrences_start (start_instant>?'))
  expect(steps).toContainEqual(expect.stringContaining('p USING INDEX class_periods_on'))
  // Meetings that were made elsewhere are few, and so are the dates (d) of each; everything else is found, not looked for.
  const scans = steps.filter((step) => step.startsWith('SCAN') && !/^SCAN (json_each|f\b|d VIRTUAL)/.test(step))
  expect(scans).toEqual([])
})
