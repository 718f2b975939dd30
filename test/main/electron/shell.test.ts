import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createElectronHost, readOptions } from '../../../src/main/hosts/electron/host.ts'
import { menuTemplate } from '../../../src/main/hosts/electron/menu.ts'
import { tellOfUpdate } from '../../../src/main/hosts/electron/updater.ts'
import { UsageError } from '../../../src/main/hosts/shared/usage.ts'

test('the command line is read among Chromium’s own switches', () => {
  const argv = [
    '--enable-logging',
    '.',
    '--data',
    '/srv/school',
    '--secrets=file',
    '--passphrase-file',
    '/run/p',
    '--no-sandbox',
    '--provisioning',
    '/srv/prepared.json',
  ]
  expect(readOptions(argv)).toEqual({
    data: '/srv/school',
    secrets: 'file',
    passphraseFile: '/run/p',
    provisioning: '/srv/prepared.json',
    zoomApi: undefined,
    zoomOauth: undefined,
  })
  expect(readOptions(['--data'])).toMatchObject({ data: undefined })
})

test('a window keeps what it is told, so its secrets cannot be in memory', () => {
  expect(() => createElectronHost({ secrets: 'memory', data: resolve('never-made') })).toThrow(UsageError)
})

test.each(['darwin', 'win32', 'linux'] as const)(
  'the menu of %s lets nobody look inside a packaged app',
  (platform) => {
    const rolesOf = (isPackaged: boolean) => JSON.stringify(menuTemplate(platform, isPackaged))
    expect(rolesOf(false)).toContain('toggleDevTools')
    expect(rolesOf(true)).not.toMatch(/toggleDevTools|reload/i)
    expect(rolesOf(true)).toContain('zoomIn')
    expect(rolesOf(true).includes('appMenu')).toBe(platform === 'darwin')
  },
)

test('an update is told once when there is one, and silence is no news', async () => {
  const told: string[] = []
  const tell = (version: string) => void told.push(version)
  await tellOfUpdate({ newerVersion: () => Promise.resolve('1.2.0') }, tell)
  await tellOfUpdate({ newerVersion: () => Promise.resolve(null) }, tell)
  await tellOfUpdate({ newerVersion: () => Promise.reject(new Error('offline')) }, tell)
  expect(told).toEqual(['1.2.0'])
})
