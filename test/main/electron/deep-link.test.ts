import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deepLinkIn, parseDeepLink } from '../../../src/main/hosts/electron/deep-link.ts'

const id = '0190a5c4-7e1b-7c3d-9f00-123456789abc'

test.each([
  ['homeroom://today', { screen: 'today', id: null }],
  ['homeroom://settings/', { screen: 'settings', id: null }],
  ['HOMEROOM://attendance/' + id, { screen: 'attendance', id }],
])('%s leads to a screen', (text, link) => {
  expect(parseDeepLink(text)).toEqual(link)
})

test.each([
  'homeroom://meeting-start/1',
  'homeroom://today?run=now',
  'homeroom://today#x',
  'homeroom://user:pass@today',
  'homeroom://today:80',
  'homeroom://attendance/../settings/x',
  `homeroom://attendance/${id.toUpperCase()}`,
  `homeroom://attendance/${id}/mark`,
  `homeroom:attendance/${id}`,
  'homeroom://__proto__',
  'https://today',
  'javascript:alert(1)',
  '--today',
  '',
  `homeroom://today/${'x'.repeat(600)}`,
])('%s is no link of ours', (text) => {
  expect(parseDeepLink(text)).toBeNull()
})

test('whatever the text, it leads to a known screen and a plain id, or nowhere', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl().map((url) => url.replace('https', 'homeroom')),
      ),
      (text) => {
        const link = parseDeepLink(text)
        expect(link === null || (/^[a-z]+$/.test(link.screen) && (link.id === null || link.id.length === 36))).toBe(
          true,
        )
      },
    ),
  )
})

test('the first link among the arguments counts', () => {
  expect(deepLinkIn(['electron', '.', '--data', '/x', 'homeroom://bad/x', 'homeroom://today'])).toEqual({
    screen: 'today',
    id: null,
  })
  expect(deepLinkIn(['electron', '.'])).toBeNull()
})
