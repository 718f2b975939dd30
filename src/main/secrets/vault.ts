import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import type { SecretsKind, SecretStore } from '../ports.ts'
import { ensurePrivateFolder, errorCode, replaceFile, withFileLock } from './atomic-file.ts'
import { newRecoveryCode, parseRecoveryCode } from './recovery-code.ts'
import { base64Bytes, newStretch, seal, Stretch, stretch, unseal } from './seal.ts'

/** The vault of one data folder: the 32-byte key of its databases, wrapped once per unlocker in `keys.json`. */
export interface Vault {
  /**
   * Makes the key and both wraps, and proves from the disk that the store and the code each unlock it, before it returns.
   * The recovery code is not kept anywhere: show it once. Raises `conflict` when the folder has a key already.
   */
  create(): Promise<{ readonly key: Buffer; readonly recoveryCode: string }>
  /** The key, by the secret store. Raises `notSetUp`, `locked` when the store has lost its entry, and what the store raises. */
  unlock(): Promise<Buffer>
  /** The key, by the recovery code; wraps it anew under the present secret store. Raises `invalidInput`, `wrongPassphrase`. */
  recover(code: string): Promise<Buffer>
  /** Makes the old recovery code worthless and returns a new one, proven. Unlocks by the secret store. */
  rotateRecoveryCode(): Promise<string>
  /** Lets the secret store forget the key of a folder that is given up before anybody used it. */
  discard(): Promise<void>
}

/** How a folder's key is held: by a secret store, or (practice: nothing in it is secret) by the folder itself. */
export type VaultKind = SecretsKind | 'practice'

const what = 'the keys of the data folder'
const otherFolder = 'Choose another data folder.'
/** The recovery code has 120 random bits of its own; stretching only adds to that. */
const recoveryCost = 2 ** 15

const Keys = z.discriminatedUnion('kind', [
  z.object({
    format: z.literal('homeroom-keys'),
    version: z.literal(1),
    kind: z.literal('practice'),
    key: base64Bytes,
  }),
  z.object({
    format: z.literal('homeroom-keys'),
    version: z.literal(1),
    kind: z.enum(['keychain', 'file', 'memory']),
    id: z.uuid(),
    /** Name of the wrapping secret in the secret store, and the database key sealed under it. */
    store: z.object({ name: z.string(), sealed: base64Bytes }),
    recovery: z.object({ stretch: Stretch, sealed: base64Bytes }),
  }),
])
type Keys = z.infer<typeof Keys>
type WrappedKeys = Exclude<Keys, { kind: 'practice' }>

const keysPath = (folder: string) => join(folder, 'keys.json')
const contextOf = (id: string, unlocker: 'store' | 'recovery') => `homeroom-keys 1 ${id} ${unlocker}`

/** How this folder's key is held, or null when it has none yet. Raises `fileUnreadable`. */
export async function readVaultKind(folder: string): Promise<VaultKind | null> {
  return (await readKeys(folder))?.kind ?? null
}

/** The key of a practice folder, made on first use; it lies in the folder itself. Raises `conflict` in a real folder. */
export async function openPracticeKey(folder: string): Promise<Buffer> {
  await ensurePrivateFolder(folder)
  return withFileLock(keysPath(folder), what, async () => {
    const found = await readKeys(folder)
    if (found?.kind === 'practice') return Buffer.from(found.key, 'base64url')
    if (found)
      throw new ProblemError('conflict', 'This data folder holds a real school, not a practice school.', {
        fix: otherFolder,
      })
    const key = randomBytes(32)
    await writeKeys(folder, { format: 'homeroom-keys', version: 1, kind: 'practice', key: key.toString('base64url') })
    return key
  })
}

/** The vault of a real school's data folder, whose wrapping secret lives in `secrets`. */
export function createVault(folder: string, secrets: SecretStore): Vault {
  async function read(): Promise<WrappedKeys> {
    const keys = await readKeys(folder)
    if (keys === null)
      throw new ProblemError('notSetUp', 'Homeroom is not set up in this data folder yet.', {
        fix: 'Set up your school, or start the practice school.',
      })
    if (keys.kind === 'practice')
      throw new ProblemError('conflict', 'This data folder belongs to the practice school.', { fix: otherFolder })
    return keys
  }

  /** Keeps a fresh wrapping secret under a name of its own, so that a crash on the way leaves the older wrap whole. */
  async function wrapByStore(id: string, key: Buffer): Promise<WrappedKeys['store']> {
    const name = `data-key/${id}/${randomUUID()}`
    const wrapping = randomBytes(32)
    await secrets.set(name, wrapping.toString('base64url'))
    return { name, sealed: seal(wrapping, key, contextOf(id, 'store')) }
  }

  async function unwrapByStore({ id, kind, store }: WrappedKeys): Promise<Buffer> {
    if (kind !== secrets.kind) {
      throw new ProblemError('conflict', `This data folder keeps its key by "${kind}", not by "${secrets.kind}".`, {
        fix: `Start Homeroom with --secrets ${kind}, or without --secrets.`,
      })
    }
    const wrapping = await secrets.get(store.name).catch(pointToRecovery)
    const key =
      wrapping === null ? null : unseal(Buffer.from(wrapping, 'base64url'), store.sealed, contextOf(id, 'store'))
    if (key) return key
    const place = { keychain: "the computer's keychain", file: 'the secrets file', memory: 'memory' }[kind]
    throw new ProblemError(
      'locked',
      `The key to this school's data is no longer in ${place}, so the data stays locked.`,
      {
        fix: 'Enter the recovery code that was shown at set-up.',
      },
    )
  }

  async function wrapByCode(id: string, key: Buffer, code: string): Promise<WrappedKeys['recovery']> {
    const parameters = newStretch(recoveryCost)
    const wrapping = await stretch(parseRecoveryCode(code), parameters, 32)
    return { stretch: parameters, sealed: seal(wrapping, key, contextOf(id, 'recovery')) }
  }

  async function unwrapByCode({ id, recovery }: WrappedKeys, code: string): Promise<Buffer> {
    const wrapping = await stretch(parseRecoveryCode(code), recovery.stretch, 32)
    const key = unseal(wrapping, recovery.sealed, contextOf(id, 'recovery'))
    if (key) return key
    throw new ProblemError('wrongPassphrase', 'This recovery code belongs to another school, or has been replaced.', {
      field: 'recoveryCode',
      fix: 'Enter the newest recovery code of this school.',
    })
  }

  async function prove(key: Buffer, code: string): Promise<void> {
    const written = await read()
    const proofs = [await unwrapByStore(written), await unwrapByCode(written, code)]
    if (!proofs.every((proof) => proof.length === key.length && timingSafeEqual(proof, key))) {
      throw new Error('The data key did not come back from the disk as it was written.')
    }
  }

  return {
    async create() {
      await ensurePrivateFolder(folder)
      const id = randomUUID()
      const key = randomBytes(32)
      const recoveryCode = newRecoveryCode()
      const [store, recovery] = [await wrapByStore(id, key), await wrapByCode(id, key, recoveryCode)]
      try {
        await withFileLock(keysPath(folder), what, async () => {
          if (await readKeys(folder)) {
            throw new ProblemError('conflict', 'This data folder is set up already.', { fix: otherFolder })
          }
          await writeKeys(folder, { format: 'homeroom-keys', version: 1, kind: secrets.kind, id, store, recovery })
        })
      } catch (error) {
        await secrets.delete(store.name).catch(() => undefined)
        throw error
      }
      await prove(key, recoveryCode)
      return { key, recoveryCode }
    },

    unlock: async () => unwrapByStore(await read()),

    async recover(code) {
      const before = await read()
      const key = await unwrapByCode(before, code)
      const store = await wrapByStore(before.id, key)
      await withFileLock(keysPath(folder), what, async () => {
        await writeKeys(folder, { ...(await read()), kind: secrets.kind, store })
      })
      await prove(key, code)
      // The old entry opens nothing any more; a store that will not let go of it is no reason to fail.
      if (before.kind === secrets.kind) await secrets.delete(before.store.name).catch(() => undefined)
      return key
    },

    async discard() {
      const keys = await readKeys(folder)
      if (keys !== null && keys.kind !== 'practice') await secrets.delete(keys.store.name)
    },

    async rotateRecoveryCode() {
      const before = await read()
      const key = await unwrapByStore(before)
      const code = newRecoveryCode()
      const recovery = await wrapByCode(before.id, key, code)
      await withFileLock(keysPath(folder), what, async () => {
        await writeKeys(folder, { ...(await read()), recovery })
      })
      await prove(key, code)
      return code
    },
  }
}

/** Whoever has lost the keychain has no use for advice on where to keep new secrets. */
function pointToRecovery(error: unknown): never {
  if (!(error instanceof ProblemError) || error.problem.kind !== 'keychainUnavailable') throw error
  const fix =
    'Unlock the keychain and try again. If it is lost, enter the recovery code that was shown at set-up; with --secrets file the key then moves to a file under a passphrase.'
  throw new ProblemError('keychainUnavailable', error.message, { fix }, { cause: error })
}

async function readKeys(folder: string): Promise<Keys | null> {
  let text: string
  try {
    text = await readFile(keysPath(folder), 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw unreadable(error)
  }
  try {
    return Keys.parse(JSON.parse(text))
  } catch (error) {
    throw unreadable(error)
  }
}

function unreadable(cause: unknown): ProblemError {
  return new ProblemError(
    'fileUnreadable',
    "The file keys.json of the data folder cannot be read, so the school's data stays locked.",
    { fix: 'Restore keys.json from a backup of the data folder; without it the data cannot be opened.' },
    { cause },
  )
}

async function writeKeys(folder: string, keys: Keys): Promise<void> {
  await replaceFile(keysPath(folder), `${JSON.stringify(keys, null, 2)}\n`, what)
}
