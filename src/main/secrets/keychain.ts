import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ProblemError } from '../../shared/problem.ts'
import { product } from '../../shared/product.ts'
import type { SecretStore } from '../ports.ts'

/** What the keychain's process is asked; it serves one request and ends. */
export type KeychainRequest =
  | { readonly operation: 'get' | 'delete'; readonly service: string; readonly account: string }
  | { readonly operation: 'set'; readonly service: string; readonly account: string; readonly secret: string }

/** What it answers. `absent`: this computer has no keychain module; `refused`: the keychain said no. */
export type KeychainAnswer =
  | { readonly ok: true; readonly secret: string | null }
  | { readonly ok: false; readonly reason: 'absent' | 'refused' }

/** A process that runs `keychain-child`: Node's fork here, a utility process in Electron. */
export interface KeychainChild {
  send(request: KeychainRequest): void
  onAnswer(listener: (answer: KeychainAnswer) => void): void
  onEnd(listener: () => void): void
  end(): void
}

interface Options {
  readonly launch?: () => KeychainChild
  /** A keychain may be asking the person to unlock it, so this is longer than a computer needs. */
  readonly timeLimitMs?: number
}

/**
 * The operating system's keychain through keytar (Keychain, Credential Manager, Secret Service). Every call runs in
 * a process that is ended at the time limit. Raises `keychainUnavailable`, which names the alternatives.
 */
export function createKeychainSecrets({ launch = forkChild, timeLimitMs = 30_000 }: Options = {}): SecretStore {
  const service = product.keychainService

  function ask(request: KeychainRequest): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const child = launch()
      const timer = setTimeout(() => fail('it did not answer'), timeLimitMs)
      const settle = () => {
        clearTimeout(timer)
        child.end()
      }
      const fail = (why: string) => {
        settle()
        reject(unavailable(why))
      }
      child.onAnswer((answer) => {
        if (!answer.ok)
          return fail(
            answer.reason === 'absent' ? 'its module (keytar) is not installed' : 'it is absent, locked, or refused',
          )
        settle()
        resolve(answer.secret)
      })
      child.onEnd(() => fail('it stopped'))
      child.send(request)
    })
  }

  return {
    kind: 'keychain',
    get: (account) => ask({ operation: 'get', service, account }),
    set: async (account, secret) => {
      await ask({ operation: 'set', service, account, secret })
    },
    delete: async (account) => {
      await ask({ operation: 'delete', service, account })
    },
  }
}

function unavailable(why: string): ProblemError {
  const where = {
    darwin: 'Unlock the login keychain in Keychain Access',
    win32: 'Start the Credential Manager service',
  }[process.platform as string]
  return new ProblemError('keychainUnavailable', `The computer's keychain cannot be used: ${why}.`, {
    fix: `${where ?? 'Install or unlock GNOME Keyring or KWallet'} and try again, or keep the secrets in a file under a passphrase (--secrets file).`,
  })
}

function forkChild(): KeychainChild {
  const child = fork(fileURLToPath(new URL('./keychain-child.ts', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  })
  return {
    send: (request) => void child.send(request, () => undefined),
    onAnswer: (listener) => void child.once('message', (message) => listener(message as KeychainAnswer)),
    onEnd: (listener) => {
      child.once('exit', listener)
      child.once('error', listener)
    },
    end: () => void child.kill('SIGKILL'),
  }
}
