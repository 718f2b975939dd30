import { expect, test } from 'vitest'
import { scopeNeeds } from '../../src/main/zoom/scopes.ts'
import { allScopes, neededFeatures, scopeGroups, scopesWithout } from '../../src/renderer/connect/scopes.ts'

test('the scopes that a person is told to grant are those that the client asks for', () => {
  const told = scopeGroups.flatMap(({ feature, scopes }) => scopes.map((scope) => ({ scope, feature })))
  const needed = scopeNeeds('serverToServer', []).map(({ scope, feature }) => ({ scope, feature }))
  expect(told).toEqual(needed)
})

test('a school that does without a feature is told fewer scopes, and what it needs at the least stays', () => {
  const optional = scopeGroups.map(({ feature }) => feature).filter((feature) => !neededFeatures.includes(feature))
  const least = scopesWithout(optional)
  expect(least).toContain('meeting:write:meeting:admin')
  expect(least).not.toContain('meeting:write:registrant:admin')
  expect(scopesWithout([])).toEqual(allScopes)
})
