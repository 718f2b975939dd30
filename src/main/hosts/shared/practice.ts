import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ProblemError } from '../../../shared/problem.ts'
import { createPracticeControl } from './practice-control.ts'
import { ensurePrivateFolder, errorCode, isAlive } from '../../secrets/atomic-file.ts'

/** Where the pretend Zoom of a data folder listens, as it says itself in `address.json`. */
export const PracticeServer = z.object({
  apiUrl: z.url(),
  oauthUrl: z.url(),
  accountId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  controlUrl: z.url(),
  controlToken: z.string(),
  pid: z.int(),
})
export type PracticeServer = z.infer<typeof PracticeServer>

/** The pretend Zoom's process as the host starts it: Node's spawn here, a utility process in Electron. */
export interface PracticeProcess {
  hasEnded(): boolean
}

/** The pretend Zoom of one data folder. */
export interface PracticeHost {
  /** Makes sure that it runs, reusing a live one; raises `unexpected` when it cannot be started. */
  ensure(): Promise<PracticeServer>
  /** Ends it, if it runs. */
  stop(): Promise<void>
}

interface Options {
  /** The folder in which the pretend Zoom keeps its state. */
  readonly folder: string
  readonly launch?: (folder: string) => Promise<PracticeProcess>
}

const startPatienceMs = 15_000
const stopPatienceMs = 5_000

/** The pretend Zoom outlives whoever started it, so that a window and a terminal meet the same school. */
export function createPracticeHost({ folder, launch = spawnDetached }: Options): PracticeHost {
  let starting: Promise<PracticeServer> | null = null

  async function find(): Promise<PracticeServer | null> {
    const address = await readPracticeServer(folder)
    return address !== null && isAlive(address.pid) && (await answers(address)) ? address : null
  }

  /** Whoever starts second finds the first: of several of its processes in one folder, one stays and the others end. */
  async function start(): Promise<PracticeServer> {
    await ensurePrivateFolder(folder)
    const child = await launch(folder)
    const deadline = Date.now() + startPatienceMs
    for (;;) {
      const isLast = child.hasEnded() || Date.now() > deadline
      const running = await find()
      if (running) return running
      if (isLast) break
      await delay(25)
    }
    throw new ProblemError('unexpected', 'The practice school could not be started.', {
      fix: 'Look into serve.log in its folder for the reason, then try again.',
    })
  }

  return {
    async ensure() {
      const running = await find()
      if (running) return running
      starting ??= start().finally(() => {
        starting = null
      })
      return starting
    },
    async stop() {
      const running = await find()
      if (!running) return
      const deadline = Date.now() + stopPatienceMs
      signal(running.pid, 'SIGTERM')
      while (isAlive(running.pid)) {
        await delay(10)
        if (Date.now() > deadline) signal(running.pid, 'SIGKILL')
      }
    },
  }
}

/** What `address.json` says, or null where there is none (yet). It may be about a process that has ended. */
export async function readPracticeServer(folder: string): Promise<PracticeServer | null> {
  try {
    return PracticeServer.parse(JSON.parse(await readFile(join(folder, 'address.json'), 'utf8')))
  } catch (error) {
    // Half-written or from another version: as good as none.
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It has ended meanwhile: that is what was wanted.
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

async function answers(address: PracticeServer): Promise<boolean> {
  const control = createPracticeControl(address)
  return control.clock({ signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  )
}

async function spawnDetached(folder: string): Promise<PracticeProcess> {
  const log = await open(join(folder, 'serve.log'), 'w', 0o600)
  try {
    const program = fileURLToPath(new URL('../../../practice/serve.ts', import.meta.url))
    const child = spawn(process.execPath, [program, '--folder', folder], {
      detached: true,
      stdio: ['ignore', 'ignore', log.fd],
      windowsHide: true,
    })
    let hasEnded = false
    child.once('exit', () => (hasEnded = true))
    child.once('error', () => (hasEnded = true))
    child.unref()
    return { hasEnded: () => hasEnded }
  } finally {
    await log.close()
  }
}
