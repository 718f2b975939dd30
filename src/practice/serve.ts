import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { takeFolder, wasMeantToo } from './folder-lock.ts'
import type { FolderLock } from './folder-lock.ts'
import { writePrivateFile } from './persistence.ts'
import { createPracticeServer } from './server.ts'
import type { PracticeServer, PracticeServerAddress } from './server.ts'
import type { Plan } from './state.ts'

// The program. Tests and benches that want a pretend Zoom inside their own process take `createPracticeServer` of server.ts.

const usage =
  'Usage: node src/practice/serve.ts --folder DIR [--port N] [--seed N] [--plan free|pro|business] [--students usual|large] [--latency MS] [--idle-seconds N]'
const startMs = 15_000

interface Arguments {
  readonly folder: string
  readonly port: number | undefined
  readonly seed: number | undefined
  readonly plan: Plan | undefined
  readonly size: 'usual' | 'large' | undefined
  readonly latencyMedianMs: number
  readonly idleSeconds: number
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      seed: { type: 'string' },
      plan: { type: 'string' },
      students: { type: 'string' },
      latency: { type: 'string' },
      'idle-seconds': { type: 'string' },
    },
  })
  const whole = (name: 'port' | 'seed' | 'latency' | 'idle-seconds'): number | undefined => {
    const text = values[name]
    if (text === undefined) return undefined
    if (!/^\d{1,9}$/u.test(text)) throw new TypeError(`--${name} takes a whole number.`)
    return Number(text)
  }
  const { folder, plan, students } = values
  if (folder === undefined || folder === '') throw new TypeError('--folder is missing.')
  if (plan !== undefined && plan !== 'free' && plan !== 'pro' && plan !== 'business')
    throw new TypeError('--plan is unknown.')
  if (students !== undefined && students !== 'usual' && students !== 'large')
    throw new TypeError('--students is unknown.')
  return {
    folder: path.resolve(folder),
    port: whole('port'),
    seed: whole('seed'),
    plan,
    size: students,
    latencyMedianMs: whole('latency') ?? 0,
    idleSeconds: whole('idle-seconds') ?? 300,
  }
}

function addressFile(folder: string): string {
  return path.join(folder, 'address.json')
}

function readAddress(folder: string): PracticeServerAddress | undefined {
  try {
    return JSON.parse(readFileSync(addressFile(folder), 'utf8')) as PracticeServerAddress
  } catch {
    return undefined
  }
}

async function isHealthy(address: PracticeServerAddress): Promise<boolean> {
  try {
    const answer = await fetch(`${address.controlUrl}/health`, { signal: AbortSignal.timeout(2000) })
    return answer.ok && ((await answer.json()) as { pid?: unknown }).pid === address.pid
  } catch {
    return false
  }
}

/** Serves the folder, or finds out who does: waits for that one's address, and takes over when it turns out to be dead. */
async function serveOrFind(wanted: Arguments): Promise<void> {
  const deaf = new Set<number>()
  for (;;) {
    const taken = takeFolder(wanted.folder, (holder) => deaf.has(holder.number) && holder.ageMs > startMs)
    if ('isStillOurs' in taken) {
      await serve(wanted, taken)
      return
    }
    if (wasMeantToo(taken)) return
    const address = readAddress(wanted.folder)
    if (address !== undefined && address.pid === taken.pid) {
      if (await isHealthy(address)) {
        process.stdout.write(`${JSON.stringify(address)}\n`)
        return
      }
      deaf.add(taken.number)
    } else if (taken.ageMs > startMs) deaf.add(taken.number)
    await sleep(50)
  }
}

async function serve(wanted: Arguments, lock: FolderLock): Promise<void> {
  let lastRequestAt = performance.now()
  let isLeaving = false
  const leave = (): void => {
    if (isLeaving) return
    isLeaving = true
    void end(starting, wanted.folder, lock)
  }
  // Before the address is told: whoever knows it may tell us to end in the same instant.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isLeaving) lock.noteEnd()
      leave()
    })
  }
  const starting = createPracticeServer({
    ...wanted,
    isStillOurs: lock.isStillOurs,
    onRequest: () => {
      lastRequestAt = performance.now()
    },
  })
  const server = await starting
  if (isLeaving) return
  writePrivateFile(addressFile(wanted.folder), JSON.stringify(server.address))
  process.stdout.write(`${JSON.stringify(server.address)}\n`)
  setInterval(
    () => {
      const isIdle = performance.now() - lastRequestAt > wanted.idleSeconds * 1000
      // Somebody took us for dead (this computer slept, say): two must not write one folder.
      if (isIdle || !lock.isStillOurs()) leave()
    },
    Math.min(1000, wanted.idleSeconds * 250),
  )
}

async function end(starting: Promise<PracticeServer>, folder: string, lock: FolderLock): Promise<void> {
  try {
    if (lock.isStillOurs()) rmSync(addressFile(folder), { force: true })
    await (await starting).close()
  } catch (error) {
    process.stderr.write(`practice: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
  process.exit()
}

let wanted: Arguments
try {
  wanted = readArguments(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`)
  process.exit(2)
}
try {
  await serveOrFind(wanted)
} catch (error) {
  process.stderr.write(
    `The practice school cannot be served: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exit(1)
}
