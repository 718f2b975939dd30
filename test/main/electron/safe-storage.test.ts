import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withSafeStorage } from '../../../src/main/hosts/electron/safe-storage.ts'
import type { SecretStore } from '../../../src/main/ports.ts'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { ProblemError } from '../../../src/shared/problem.ts'
import { setEncrypting } from '../../support/electron-absent.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-safe-'))
  setEncrypting(true)
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'safe-storage.json')
const refuse = () => Promise.reject(new ProblemError('keychainUnavailable', 'This computer has none.'))
const noKeychain: SecretStore = { kind: 'keychain', get: refuse, set: refuse, delete: refuse }

test('where there is a keychain, it is used and nothing else', async () => {
  const keychain = createMemorySecrets()
  const store = withSafeStorage(keychain, folder)
  await store.set('client-secret', 'abc')
  expect(await keychain.get('client-secret')).toBe('abc')
  expect(await store.get('client-secret')).toBe('abc')
  expect(() => statSync(file())).toThrow('ENOENT')
  await store.delete('client-secret')
  expect(await store.get('client-secret')).toBeNull()
})

test('where there is none, the secret lies encrypted in a file of this user', async () => {
  const store = withSafeStorage(noKeychain, folder)
  await store.set('client-secret', 'abc')
  expect(readFileSync(file(), 'utf8')).not.toContain('abc')
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o077).toBe(0)
  expect(await withSafeStorage(noKeychain, folder).get('client-secret')).toBe('abc')
  await store.delete('client-secret')
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({})
})

test('a keychain that comes back takes over with the next change', async () => {
  await withSafeStorage(noKeychain, folder).set('client-secret', 'old')
  const store = withSafeStorage(createMemorySecrets(), folder)
  expect(await store.get('client-secret')).toBe('old')
  await store.set('client-secret', 'new')
  expect(await store.get('client-secret')).toBe('new')
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({})
})

test('never plain text: where nothing encrypts, the keychain’s own problem comes out', async () => {
  setEncrypting(false)
  await expect(withSafeStorage(noKeychain, folder).set('client-secret', 'abc')).rejects.toMatchObject({
    problem: { kind: 'keychainUnavailable' },
  })
  expect(() => statSync(file())).toThrow('ENOENT')
})

test('a file that cannot be read is a problem, not an empty store', async () => {
  writeFileSync(file(), '{"client-secret":')
  await expect(withSafeStorage(noKeychain, folder).get('client-secret')).rejects.toMatchObject({
    problem: { kind: 'keychainUnavailable' },
  })
})
