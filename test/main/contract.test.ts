import { expect, test } from 'vitest'
import { contract } from '../../src/shared/contract/index.ts'
import { testApplication } from '../support/application.ts'
import { testPractice } from '../support/practice.ts'

test('every operation of the contract is handled', async () => {
  const { connect } = await testPractice()
  const app = await testApplication({ practice: connect })
  await app.call('practice.start', {})
  for (const name of Object.keys(contract)) {
    // An input that no row takes: whoever parses has found the row; whoever has no handler says `unexpected`.
    const result = await app.attempt(name, { 'no such field': 1 })
    expect(result, name).toMatchObject({ ok: false, problem: { kind: 'invalidInput' } })
  }
  expect(app.ports.log.lines.filter((line) => line.includes('nothing handles it'))).toEqual([])
})
