import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiUrlOfZoom, explicitApiUrl, explicitTokenUrl } from '../../../src/main/zoom/addresses.ts'
import { parseExact } from '../../../src/main/zoom/exact-json.ts'
import { fillPath, pathSegment, queryString } from '../../../src/main/zoom/path.ts'
import { idText } from '../../../src/main/zoom/wire/parts.ts'

describe('big ids', () => {
  test('keep every digit, however many they are', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), (id) => {
        const { meeting } = parseExact(`{"meeting":{"id":${id}}}`) as { meeting: { id: unknown } }
        expect(idText.parse(meeting.id)).toBe(String(id))
      }),
    )
  })

  test('leave every other value as JSON has it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const numbersAreExact = !/\d{16}|e/i.test(text)
        fc.pre(numbersAreExact)
        expect(parseExact(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('refuse what is no id', () => {
    for (const value of ['', 1.5, null, true, {}])
      expect(idText.safeParse(value).success, JSON.stringify(value)).toBe(false)
  })
})

describe('a UUID in a path', () => {
  const uuids = fc.stringMatching(/^[A-Za-z0-9+/]{1,22}={0,2}$/)

  test('is one segment, and decodes to itself: once, or twice where Zoom asks for it', () => {
    fc.assert(
      fc.property(uuids, (uuid) => {
        const segment = pathSegment(uuid)
        expect(segment).not.toMatch(/[/+=]/)
        const once = decodeURIComponent(segment)
        expect(uuid.startsWith('/') || uuid.includes('//') ? decodeURIComponent(once) : once).toBe(uuid)
      }),
    )
  })

  test('is encoded as in the example of the facts', () => {
    expect(pathSegment('/ajXp112QmuoKj4854875==')).toBe('%252FajXp112QmuoKj4854875%253D%253D')
    expect(pathSegment('a//b')).toBe('a%252F%252Fb')
    expect(pathSegment('a/b')).toBe('a%2Fb')
  })

  test('cannot climb to another endpoint', () => {
    for (const userId of ['.', '..', ''])
      expect(() => fillPath('/users/{userId}/meetings', { userId })).toThrow(TypeError)
    expect(fillPath('/users/{userId}', { userId: '../report?x#y' })).toBe('/users/..%2Freport%3Fx%23y')
  })
})

test('a query leaves out what is undefined and encodes the rest', () => {
  expect(queryString({ a: undefined })).toBe('')
  expect(queryString({ a: 1, b: undefined, c: 'x&y=z' })).toBe('?a=1&c=x%26y%3Dz')
})

describe('addresses', () => {
  test('of Zoom are https on its own hosts', () => {
    expect(apiUrlOfZoom('https://api-us.zoom.us')).toBe('https://api-us.zoom.us/v2')
    expect(apiUrlOfZoom('https://zoom.us/anything')).toBe('https://zoom.us/v2')
    for (const named of [
      'http://api.zoom.us',
      'https://zoom.us.evil.example',
      'https://evilzoom.us',
      'https://user:pass@api.zoom.us',
      'https://api.zoom.us:8443',
      'https://api.zoom.us@evil.example',
      'https://evil.example/?.zoom.us',
      'nonsense',
      '',
    ]) {
      expect(apiUrlOfZoom(named), named).toBeNull()
    }
  })

  test('that somebody gave are https, or http on this computer, with or without their tail', () => {
    expect(explicitApiUrl('https://proxy.school.example/zoom/')).toBe('https://proxy.school.example/zoom/v2')
    expect(explicitApiUrl('http://127.0.0.1:4040/v2')).toBe('http://127.0.0.1:4040/v2')
    expect(explicitTokenUrl('http://localhost:4040')).toBe('http://localhost:4040/oauth/token')
    expect(explicitTokenUrl('http://[::1]:4040/oauth/token')).toBe('http://[::1]:4040/oauth/token')
    for (const address of [
      'http://zoom.us',
      'http://127.0.0.1.evil.example',
      'ftp://127.0.0.1',
      'x',
      'https://a:b@zoom.us',
    ]) {
      expect(() => explicitApiUrl(address), address).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ kind: 'invalidInput' }) }),
      )
    }
  })
})
