import { expect, test } from 'vitest'
import { testApplication } from '../support/application.ts'
import { testPractice } from '../support/practice.ts'

test('a week of the practice school is imported and scheduled once, however often it is asked for', async () => {
  const { connect } = await testPractice({ startAt: '2026-11-22T20:00:00Z' })
  const app = await testApplication({ practice: connect })
  expect(await app.call('practice.start', {})).toMatchObject({ kind: 'practice' })
  expect(await app.call('account.test', {})).toMatchObject({ missingScopes: [] })
  const { hosts } = await app.call('account.listHosts', {})
  expect(hosts.length).toBeGreaterThan(5)
  const { scheduled } = await app.call('practice.fillWeek', {})
  expect(scheduled).toBe(120)
  expect(await app.call('practice.fillWeek', {})).toEqual({ scheduled: 0, waiting: 0 })
})
