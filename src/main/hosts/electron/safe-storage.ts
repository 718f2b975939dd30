import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { safeStorage } from 'electron'
import { ProblemError } from '../../../shared/problem.ts'
import type { SecretStore } from '../../ports.ts'
import { ensurePrivateFolder, errorCode, replaceFile, withFileLock } from '../../secrets/atomic-file.ts'

const what = 'the secrets of this computer'

/**
 * The keychain, and where a computer has none for keytar, what Electron's safeStorage encrypts for this user, in a file of
 * `folder`. A secret lies where it was first kept: one that is in the file is read from there. Raises what the keychain
 * raises, also where safeStorage would only write plain text.
 */
export function withSafeStorage(keychain: SecretStore, folder: string): SecretStore {
  const path = join(folder, 'safe-storage.json')

  async function readAll(): Promise<Record<string, string>> {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return {}
      throw new ProblemError('keychainUnavailable', 'The file with the secrets of this computer cannot be read.', {
        fix: 'Restore safe-storage.json from a backup, or enter the recovery code.',
      })
    }
  }

  async function change(edit: (all: Record<string, string>) => void): Promise<void> {
    await ensurePrivateFolder(folder)
    await withFileLock(path, what, async () => {
      const all = await readAll()
      edit(all)
      await replaceFile(path, JSON.stringify(all), what)
    })
  }

  return {
    kind: 'keychain',
    async get(name) {
      const kept = (await readAll())[name]
      if (kept === undefined) return keychain.get(name)
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(kept, 'base64'))
      return result
    },
    async set(name, secret) {
      try {
        await keychain.set(name, secret)
      } catch (error) {
        if (!(await canEncrypt())) throw error
        const sealed = (await safeStorage.encryptStringAsync(secret)).toString('base64')
        await change((all) => {
          all[name] = sealed
        })
        return
      }
      if ((await readAll())[name] !== undefined) {
        await change((all) => {
          delete all[name]
        })
      }
    },
    async delete(name) {
      if ((await readAll())[name] === undefined) return keychain.delete(name)
      await change((all) => {
        delete all[name]
      })
    },
  }
}

/** Chromium's "basic_text" is a fixed password that everybody knows. */
async function canEncrypt(): Promise<boolean> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false
  return safeStorage.isAsyncEncryptionAvailable()
}
