import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isTrusted } from '../../../src/main/hosts/electron/ipc.ts'
import { judgeLink } from '../../../src/main/hosts/electron/links.ts'
import { isPermitted } from '../../../src/main/hosts/electron/permissions.ts'
import { answerFrom, originOf } from '../../../src/main/hosts/electron/protocol.ts'

let outside = ''
let folder = ''

beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), 'homeroom-protocol-'))
  folder = join(outside, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(outside, 'secret.json'), '{}')
  writeFileSync(join(outside, 'renderer-secret.js'), 'no')
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head><title>Homeroom</title></head></html>')
  writeFileSync(join(folder, 'assets/a b.js'), 'export {}')
  writeFileSync(join(folder, 'assets/notes.sqlite'), 'no')
})
afterAll(() => rmSync(outside, { recursive: true }))

const ask = (url: string, method = 'GET') => answerFrom(folder, new Request(url, { method }))

describe('app://main', () => {
  test('answers a page with its policy and the nonce that is in it', async () => {
    const answer = await ask('app://main/')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const nonce = /style-src 'self' 'nonce-([\w-]+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
    expect(nonce).toBeTruthy()
    expect(await answer.text()).toContain(`<head><meta property="csp-nonce" nonce="${nonce}">`)
  })

  test('answers a file, with its name decoded, whatever follows it', async () => {
    const answer = await ask('app://main/assets/a%20b.js?v=1#x')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).toBe('export {}')
  })

  test('answers HEAD without a body', async () => {
    const answer = await ask('app://main/index.html', 'HEAD')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })

  test.each([
    'app://main/missing.js',
    'app://main/assets',
    'app://main/assets/notes.sqlite',
    'app://main/../secret.json',
    'app://main/%2e%2e/secret.json',
    'app://main/..%2fsecret.json',
    'app://main/assets/..%5c..%5csecret.json',
    'app://main/../renderer-secret.js',
    'app://main//etc/passwd',
    'app://main/index.html%00.js',
    'app://main/%E0%A4%A',
    'app://other/index.html',
    'app://main:1/index.html',
    'app://main.evil/index.html',
  ])('has nothing at %s', async (url) => {
    const answer = await ask(url)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.text()).toBe('')
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await ask('app://main/index.html', method)).status).toBe(405)
  })
})

test.each([
  ['app://main/index.html#/today', 'app://main'],
  ['https://zoom.us:443/x', 'https://zoom.us'],
  ['http://room.localhost/', 'http://room.localhost'],
  ['', null],
  ['main', null],
])('the origin of %s is %s', (url, origin) => {
  expect(originOf(url)).toBe(origin)
})

test.each([
  ['https://zoom.us/j/1', 'open'],
  ['https://us02web.zoom.us/s/1?zak=x', 'open'],
  ['https://marketplace.zoom.us/', 'open'],
  ['https://support.zoom.com/', 'open'],
  ['https://notzoom.us/', 'ask'],
  ['https://zoom.us.evil.example/', 'ask'],
  ['https://example.org/', 'ask'],
  ['http://zoom.us/', 'refuse'],
  ['https://zoom.us:8443/', 'refuse'],
  ['https://zoom.us@evil.example/', 'refuse'],
  ['zoommtg://zoom.us/join', 'refuse'],
  ['file:///etc/passwd', 'refuse'],
  ['javascript:alert(1)', 'refuse'],
  ['', 'refuse'],
] as const)('a link to %s: %s', (url, verdict) => {
  expect(judgeLink(url)).toBe(verdict)
})

test.each([
  ['clipboard-sanitized-write', 'app://main/index.html', true, true],
  ['clipboard-sanitized-write', 'app://main/index.html', false, false],
  ['clipboard-sanitized-write', 'https://zoom.us/', true, false],
  ['clipboard-read', 'app://main/index.html', true, false],
  ['media', 'app://main/index.html', true, false],
  ['something-new', 'app://main/index.html', true, false],
])('%s for %s (top: %s): %s', (permission, url, isMainFrame, permitted) => {
  expect(isPermitted(permission, url, isMainFrame)).toBe(permitted)
})

describe('a call over the bridge is trusted', () => {
  type Sent = Parameters<typeof isTrusted>[0]
  const from = (url: string, { isTop = true } = {}) => {
    const mainFrame = { url: isTop ? url : 'app://main/index.html' }
    return { sender: { mainFrame }, senderFrame: isTop ? mainFrame : { url } } as unknown as Sent
  }

  test('from the top frame of our own page', () => {
    expect(isTrusted(from('app://main/index.html#/today'))).toBe(true)
  })

  test.each(['https://zoom.us/', 'app://other/index.html', 'http://main.app.localhost/', 'about:blank', ''])(
    'not from %s',
    (url) => {
      expect(isTrusted(from(url))).toBe(false)
    },
  )

  test('not from a frame inside it, and not from a frame that has gone', () => {
    expect(isTrusted(from('app://main/index.html', { isTop: false }))).toBe(false)
    expect(isTrusted({ ...from('app://main/'), senderFrame: null })).toBe(false)
  })
})
