import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SecretStore } from '../../../src/main/ports.ts'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { createPassphraseFileSecrets } from '../../../src/main/secrets/passphrase-file.ts'
import { ProblemError } from '../../../src/shared/problem.ts'
import { createVault, openPracticeKey, readVaultKind } from '../../../src/main/secrets/vault.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-vault-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const kindOf = (error: unknown) => (error as { problem?: { kind: string } }).problem?.kind
const refusal = (work: Promise<unknown>) => work.then(() => 'done', kindOf)

describe('the vault', () => {
  it('makes a key once, and opens it by the store and by the code', async () => {
    const secrets = createMemorySecrets()
    const vault = createVault(folder, secrets)
    expect(await readVaultKind(folder)).toBeNull()
    expect(await refusal(vault.unlock())).toBe('notSetUp')
    const { key, recoveryCode } = await vault.create()
    expect(key).toHaveLength(32)
    expect(await createVault(folder, secrets).unlock()).toEqual(key)
    expect(await createVault(folder, createMemorySecrets()).recover(recoveryCode)).toEqual(key)
    expect(await refusal(vault.create())).toBe('conflict')
    expect(await readVaultKind(folder)).toBe('memory')
  })

  it('leaves nothing on the disk that opens it', async () => {
    const { key, recoveryCode } = await createVault(folder, createMemorySecrets()).create()
    const text = await readFile(join(folder, 'keys.json'), 'utf8')
    for (const form of [key.toString('base64url'), key.toString('base64'), key.toString('hex'), recoveryCode]) {
      expect(text).not.toContain(form)
    }
    expect(await readdir(folder)).toEqual(['keys.json'])
    if (process.platform !== 'win32') expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600)
  })

  it('says "locked" and names the recovery code when the store has lost its entry, and heals by the code', async () => {
    const { key, recoveryCode } = await createVault(folder, createMemorySecrets()).create()
    const emptied = createMemorySecrets()
    const vault = createVault(folder, emptied)
    await expect(vault.unlock()).rejects.toMatchObject({
      problem: { kind: 'locked', fix: expect.stringContaining('recovery code') },
    })
    expect(await vault.recover(recoveryCode.toLowerCase())).toEqual(key)
    expect(await vault.unlock()).toEqual(key)
  })

  it('points to the recovery code when the keychain itself is gone', async () => {
    const keychain: SecretStore = { ...createMemorySecrets(), kind: 'keychain' }
    const { key, recoveryCode } = await createVault(folder, keychain).create()
    const gone = () => Promise.reject(new ProblemError('keychainUnavailable', 'The keychain cannot be used.'))
    await expect(createVault(folder, { ...keychain, get: gone }).unlock()).rejects.toMatchObject({
      problem: { kind: 'keychainUnavailable', fix: expect.stringContaining('recovery code') },
    })
    expect(await createVault(folder, createMemorySecrets()).recover(recoveryCode)).toEqual(key)
  })

  it('moves from one kind of store to another by the code only', async () => {
    const { key, recoveryCode } = await createVault(folder, createMemorySecrets()).create()
    const file = createPassphraseFileSecrets({
      path: join(folder, 'secrets.json'),
      passphrase: async () => 'tatlong bibe at isang pato',
    })
    const moved = createVault(folder, file)
    expect(await refusal(moved.unlock())).toBe('conflict')
    expect(await moved.recover(recoveryCode)).toEqual(key)
    expect(await moved.unlock()).toEqual(key)
    expect(await readVaultKind(folder)).toBe('file')
  })

  it('refuses a code of another school, a mistyped one, and one that was replaced', async () => {
    const secrets = createMemorySecrets()
    const vault = createVault(folder, secrets)
    const { key, recoveryCode } = await vault.create()
    const other = await createVault(join(folder, 'other'), createMemorySecrets()).create()
    expect(await refusal(vault.recover(other.recoveryCode))).toBe('wrongPassphrase')
    expect(await refusal(vault.recover(`${recoveryCode.slice(0, -1)}?`))).toBe('invalidInput')
    const fresh = await vault.rotateRecoveryCode()
    expect(await refusal(vault.recover(recoveryCode))).toBe('wrongPassphrase')
    expect(await vault.recover(fresh)).toEqual(key)
    expect(await vault.unlock()).toEqual(key)
  })

  it('keeps the older wrap whole when the store fails in the middle of a recovery', async () => {
    const secrets = createMemorySecrets()
    const { key, recoveryCode } = await createVault(folder, secrets).create()
    const failing: SecretStore = { ...secrets, set: () => Promise.reject(new Error('gone')) }
    await expect(createVault(folder, failing).recover(recoveryCode)).rejects.toThrow('gone')
    expect(await createVault(folder, secrets).unlock()).toEqual(key)
  })

  it('lets one of several set-ups at once win, and tells the others', async () => {
    const secrets = createMemorySecrets()
    const outcomes = await Promise.all([1, 2, 3].map(() => refusal(createVault(folder, secrets).create())))
    expect(outcomes.map(String).toSorted()).toEqual(['conflict', 'conflict', 'done'])
    expect(await createVault(folder, secrets).unlock()).toHaveLength(32)
  })

  it('notices changed and damaged keys', async () => {
    const secrets = createMemorySecrets()
    const vault = createVault(folder, secrets)
    const { recoveryCode } = await vault.create()
    const path = join(folder, 'keys.json')
    const text = await readFile(path, 'utf8')
    const keys = JSON.parse(text) as { store: { sealed: string }; recovery: { sealed: string } }
    // A wrap cannot be moved to the other unlocker's place, nor changed.
    await writeFile(path, JSON.stringify({ ...keys, store: { ...keys.store, sealed: keys.recovery.sealed } }))
    expect(await refusal(vault.unlock())).toBe('locked')
    expect(await refusal(vault.recover(recoveryCode))).toBe('done')
    await writeFile(path, text.slice(0, 100))
    expect(await refusal(vault.unlock())).toBe('fileUnreadable')
    expect(await refusal(readVaultKind(folder))).toBe('fileUnreadable')
  })
})

describe('a practice folder', () => {
  it('holds its own key, the same for everybody who opens it', async () => {
    const keys = await Promise.all([openPracticeKey(folder), openPracticeKey(folder)])
    expect(keys[0]).toEqual(keys[1])
    expect(await readVaultKind(folder)).toBe('practice')
    expect(await refusal(createVault(folder, createMemorySecrets()).create())).toBe('conflict')
    expect(await refusal(createVault(folder, createMemorySecrets()).unlock())).toBe('conflict')
  })

  it('never takes over a real school', async () => {
    const secrets = createMemorySecrets()
    const { key } = await createVault(folder, secrets).create()
    expect(await refusal(openPracticeKey(folder))).toBe('conflict')
    expect(await createVault(folder, secrets).unlock()).toEqual(key)
  })
})
