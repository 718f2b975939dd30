import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { KeychainChild } from '../../secrets/keychain.ts'
import type { PracticeProcess } from '../shared/practice.ts'
import type { LaunchedWorker } from '../shared/start-application.ts'

interface Starting {
  readonly args?: string[]
  readonly stdio?: 'inherit' | 'ignore'
}

// Electron's fuses forbid Node's own fork: everything that runs beside the window is a utility process.
const start = (url: URL, serviceName: string, { args = [], stdio = 'inherit' }: Starting = {}) =>
  utilityProcess.fork(fileURLToPath(url), args, { serviceName, stdio })

/** Starts one of the application's workers. */
export function launchWorker(name: 'main' | 'long'): LaunchedWorker {
  const child = start(new URL('../shared/application-worker.ts', import.meta.url), `Homeroom ${name}`)
  const hasEnded = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
  return {
    port: {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void child.once('exit', () => listener()),
    },
    async end() {
      child.kill()
      await hasEnded
    },
  }
}

/** Starts the process that asks the keychain one thing. */
export function launchKeychain(): KeychainChild {
  const child = start(new URL('../../secrets/keychain-child.ts', import.meta.url), 'Homeroom keychain')
  return {
    send: (request) => child.postMessage(request),
    onAnswer: (listener) => void child.once('message', listener),
    onEnd: (listener) => void child.once('exit', () => listener()),
    end: () => void child.kill(),
  }
}

/** Starts the pretend Zoom of a folder. It ends with the app; the next door starts it again from what it has kept. */
export async function launchPractice(folder: string): Promise<PracticeProcess> {
  const child = start(new URL('../../../practice/serve.ts', import.meta.url), 'Homeroom practice', {
    args: ['--folder', folder],
    // It tells its address to whoever reads along, and here that is nobody.
    stdio: 'ignore',
  })
  let hasEnded = false
  child.once('exit', () => (hasEnded = true))
  await once(child, 'spawn')
  return { hasEnded: () => hasEnded }
}
