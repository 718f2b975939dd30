/**
 * A process of its own for the operating system's keychain: a call that hangs (a prompt nobody sees, a bus that never
 * answers) would hold a thread of libuv's pool for ever, and only ending the process gets it back. It serves one request
 * and ends. Parent: {@link ./keychain.ts}, by Node's IPC or by Electron's utility process.
 */
import type { KeychainAnswer, KeychainRequest } from './keychain.ts'

type Keytar = (typeof import('keytar'))['default']

interface ParentPort {
  postMessage(message: unknown): void
  once(event: 'message', listener: (event: { data: unknown }) => void): void
}

const { parentPort } = process as { parentPort?: ParentPort }

async function serve(request: KeychainRequest): Promise<KeychainAnswer> {
  let keytar: Keytar
  try {
    keytar = (await import('keytar')).default
  } catch {
    return { ok: false, reason: 'absent' }
  }
  try {
    switch (request.operation) {
      case 'get': {
        const secret = await keytar.getPassword(request.service, request.account)
        if (secret === null && process.platform === 'linux') await proveUnlocked(keytar, request.service)
        return { ok: true, secret }
      }
      case 'set':
        await keytar.setPassword(request.service, request.account, request.secret)
        return { ok: true, secret: null }
      case 'delete':
        await keytar.deletePassword(request.service, request.account)
        return { ok: true, secret: null }
    }
  } catch {
    return { ok: false, reason: 'refused' }
  }
}

/**
 * A locked Secret Service says "no such entry" where it should say "locked" (libsecret's lookup skips locked collections
 * when the prompt is dismissed), and nobody may take that for a lost key. Keeping something does fail when it is locked.
 */
async function proveUnlocked(keytar: Keytar, service: string): Promise<void> {
  const account = `probe/${process.pid}`
  await keytar.setPassword(service, account, 'probe')
  await keytar.deletePassword(service, account)
}

if (parentPort) {
  parentPort.once(
    'message',
    ({ data }) => void serve(data as KeychainRequest).then((answer) => parentPort.postMessage(answer)),
  )
} else {
  // Nobody is left to answer; a keychain call that still hangs must not keep the process.
  process.once('disconnect', () => process.exit())
  process.once('message', (request) => {
    void serve(request as KeychainRequest).then((answer) => process.send?.(answer, () => process.disconnect()))
  })
}
