import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import type { SecretStore } from '../ports.ts'
import { base64Bytes, newStretch, seal, Stretch, stretch, unseal } from './seal.ts'
import { ensurePrivateFolder, errorCode, replaceFile, withFileLock } from './atomic-file.ts'

/** The least that a new passphrase may have, in characters. */
const shortestPassphrase = 10

const cost = 2 ** 17
const context = 'homeroom-secrets 1'
const Content = z.object({
  format: z.literal('homeroom-secrets'),
  version: z.literal(1),
  stretch: Stretch,
  /** Second half of the stretched passphrase: tells a wrong passphrase from a damaged file. */
  check: base64Bytes,
  sealed: base64Bytes,
})
const Secrets = z.record(z.string(), z.string())

interface Opened {
  readonly stretch: Stretch
  readonly key: Keys
  readonly secrets: Record<string, string>
}

interface Keys {
  readonly seal: Buffer
  readonly check: Buffer
}

interface Options {
  readonly path: string
  /** Asked at most once per store, when the first secret is read or kept. */
  readonly passphrase: () => Promise<string>
}

/**
 * Secrets in one file, encrypted under a passphrase (scrypt, AES-256-GCM, mode 0600, replaced in one step).
 * Raises `wrongPassphrase`; `fileUnreadable` when the file was changed by anything but us; `diskFull`, `readOnly`, `inUse`.
 */
export function createPassphraseFileSecrets({ path, passphrase }: Options): SecretStore {
  const what = 'the passphrase-protected secrets'
  let typed: Promise<string> | null = null
  const stretched = new Map<string, Promise<Keys>>()

  function keysFor(parameters: Stretch): Promise<Keys> {
    const id = JSON.stringify(parameters)
    const known = stretched.get(id)
    if (known) return known
    const fresh = (async () => {
      typed ??= passphrase()
      const bytes = await stretch(await typed, parameters, 64)
      return { seal: bytes.subarray(0, 32), check: bytes.subarray(32) }
    })()
    stretched.set(id, fresh)
    fresh.catch(() => {
      stretched.delete(id)
      typed = null
    })
    return fresh
  }

  async function open(): Promise<Opened | null> {
    const content = await readContent(path)
    if (content === null) return null
    const key = await keysFor(content.stretch)
    const check = Buffer.from(content.check, 'base64url')
    if (check.length !== key.check.length || !timingSafeEqual(check, key.check)) {
      stretched.clear()
      typed = null
      throw new ProblemError('wrongPassphrase', 'This passphrase does not open the secrets file.', {
        fix: 'Type the passphrase that was chosen at set-up, or use the recovery code.',
      })
    }
    const plain = unseal(key.seal, content.sealed, context)
    if (plain === null) throw damaged()
    return { stretch: content.stretch, key, secrets: Secrets.parse(JSON.parse(plain.toString())) }
  }

  async function begin(): Promise<Opened> {
    const parameters = newStretch(cost)
    typed ??= passphrase()
    if ([...(await typed)].length < shortestPassphrase) {
      typed = null
      throw new ProblemError('invalidInput', `A passphrase needs at least ${shortestPassphrase} characters.`, {
        field: 'passphrase',
        fix: 'Choose a longer one; several words are easiest to remember.',
      })
    }
    return { stretch: parameters, key: await keysFor(parameters), secrets: {} }
  }

  async function change(edit: (secrets: Record<string, string>) => void): Promise<void> {
    await ensurePrivateFolder(dirname(path))
    // Stretching takes a third of a second: outside the lock, so that ten terminal calls do not queue up behind it.
    await open()
    await withFileLock(path, what, async () => {
      const opened = (await open()) ?? (await begin())
      const secrets = { ...opened.secrets }
      edit(secrets)
      const content: z.infer<typeof Content> = {
        format: 'homeroom-secrets',
        version: 1,
        stretch: opened.stretch,
        check: opened.key.check.toString('base64url'),
        sealed: seal(opened.key.seal, Buffer.from(JSON.stringify(secrets)), context),
      }
      await replaceFile(path, `${JSON.stringify(content, null, 2)}\n`, what)
    })
  }

  return {
    kind: 'file',
    get: async (name) => (await open())?.secrets[name] ?? null,
    set: (name, secret) =>
      change((secrets) => {
        secrets[name] = secret
      }),
    delete: async (name) => {
      if ((await open())?.secrets[name] === undefined) return
      await change((secrets) => {
        delete secrets[name]
      })
    },
  }
}

async function readContent(path: string): Promise<z.infer<typeof Content> | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw damaged(error)
  }
  try {
    return Content.parse(JSON.parse(text))
  } catch (error) {
    throw damaged(error)
  }
}

function damaged(cause?: unknown): ProblemError {
  return new ProblemError(
    'fileUnreadable',
    'The secrets file was changed or damaged by something other than Homeroom.',
    { fix: 'Restore it from a backup, or move it away and use the recovery code.' },
    { cause },
  )
}
