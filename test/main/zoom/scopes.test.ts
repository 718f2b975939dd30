import { expect, test } from 'vitest'
import { scopeNeeds } from '../../../src/main/zoom/scopes.ts'

const missing = (scopes: readonly string[]) =>
  scopeNeeds('serverToServer', scopes)
    .filter(({ isGranted }) => !isGranted)
    .map(({ scope }) => scope)

test('an app of the old kind, with classic scopes only, lacks nothing', () => {
  expect(missing(['user:read:admin', 'meeting:read:admin', 'meeting:write:admin', 'report:read:admin'])).toEqual([])
})

test('each granular scope that is told is enough for itself, under the name for accounts only', () => {
  const all = scopeNeeds('serverToServer', []).map(({ scope }) => scope)
  expect(missing(all)).toEqual([])
  expect(all.every((scope) => scope.endsWith(':admin'))).toBe(true)
  expect(missing(all.map((scope) => scope.replace(/:admin$/, '')))).toEqual(all)
  for (const scope of all) expect(missing(all.filter((other) => other !== scope))).toEqual([scope])
})
