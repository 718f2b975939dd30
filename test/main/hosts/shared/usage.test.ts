import { describe, expect, it } from 'vitest'
import { parseZoomUrl, UsageError } from '../../../../src/main/hosts/shared/usage.ts'

describe('an address of Zoom on the command line', () => {
  it.each([
    ['https://api.zoom.us/v2/', 'https://api.zoom.us/v2'],
    ['https://eu01api.zoom.us', 'https://eu01api.zoom.us'],
    ['http://127.0.0.1:4010/v2', 'http://127.0.0.1:4010/v2'],
    ['http://localhost:80', 'http://localhost'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['http://2130706433/', 'http://127.0.0.1'],
  ])('takes %s', (text, url) => expect(parseZoomUrl(text, '--zoom-api')).toBe(url))

  it.each([
    'http://api.zoom.us/v2',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://user@127.0.0.1',
    'https://name:word@api.zoom.us',
    'https://api.zoom.us/?x=1',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'api.zoom.us',
    '',
  ])('refuses %s', (text) => {
    expect(() => parseZoomUrl(text, '--zoom-api')).toThrow(UsageError)
    expect(() => parseZoomUrl(text, '--zoom-api')).toThrow(/^--zoom-api needs an https address/)
  })
})
