import { expect, test } from 'vitest'
import { scopeNeeds } from '../../src/main/zoom/scopes.ts'
import { scopeGroups } from '../../src/renderer/connect/scopes.ts'

test('the scopes that a person is told to grant are those that the client asks for', () => {
  const told = scopeGroups.flatMap(({ feature, scopes }) => scopes.map((scope) => ({ scope, feature })))
  const needed = scopeNeeds('serverToServer', []).map(({ scope, feature }) => ({ scope, feature }))
  expect(told).toEqual(needed)
})
