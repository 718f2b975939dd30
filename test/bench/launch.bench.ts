import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { buildWhenStale } from '../../tools/build.ts'
import { discardFolder } from '../../src/main/hosts/shared/passing-folder.ts'
import { practiceFolder } from '../../src/main/hosts/shared/worker-ports.ts'
import { readPracticeServer } from '../../src/main/hosts/shared/practice.ts'
import { chromiumFlags, chromiumMissing, findChromium } from '../support/chromium.ts'
import { openApp } from '../support/open-app.ts'
import type { Door } from '../support/open-app.ts'
import { calibrate, median } from './calibrate.ts'
import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const launcher = join(root, 'bin/homeroom.mjs')

/** Starting the command, seeing the first screen, and doing nothing. */
export async function figures(): Promise<readonly Figure[]> {
  if (!(await buildWhenStale())) throw new Error('The app could not be built.')
  return [await operations(), ...(await firstScreens()), ...(await idle())]
}

const run = (args: readonly string[]) =>
  new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    )
  })

async function inFolder<T>(work: (folder: string, argv: readonly string[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-bench-'))
  const data = join(folder, 'data')
  const passphrase = join(folder, 'passphrase')
  await writeFile(passphrase, 'correct horse battery staple\n')
  try {
    return await work(data, ['--secrets', 'file', '--passphrase-file', passphrase])
  } finally {
    await discardFolder(data)
    await rm(folder, { recursive: true, force: true })
  }
}

async function operations(): Promise<Figure> {
  const baseline = calibrate()
  const times: number[] = []
  for (let round = 0; round < 7; round++) {
    const startedAt = performance.now()
    await run([launcher, 'operations'])
    times.push(performance.now() - startedAt)
  }
  return figure({ name: 'cli operations', value: median(times), unit: 'ms', baseline, target: 400 })
}

async function firstScreens(): Promise<readonly Figure[]> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(chromiumMissing)
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
  try {
    const rows: Figure[] = []
    for (const door of ['electron', 'browser'] satisfies Door[]) {
      const baseline = calibrate()
      const times: number[] = []
      for (let round = 0; round < 3; round++) {
        times.push(
          await inFolder(async (dataFolder, argv) => {
            const startedAt = performance.now()
            const app = await openApp({ door, browser, dataFolder, argv })
            // Looked for at every frame: a locator that has missed it once looks again half a second later.
            await app.page.waitForFunction(() => document.querySelector('h1')?.checkVisibility())
            const took = performance.now() - startedAt
            await app.close()
            return took
          }),
        )
      }
      rows.push(figure({ name: `first screen, ${door}`, value: median(times), unit: 'ms', baseline, target: 2_000 }))
    }
    return rows
  } finally {
    await browser.close()
  }
}

const settleMs = 4_000
const watchMs = 10_000

/** Processor time of a process and its threads so far, in ms; Linux counts it in ticks of 10 ms. */
async function processorMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The browser host with the practice school open, left alone: host, its workers and the pretend Zoom together. */
async function idle(): Promise<readonly Figure[]> {
  if (process.platform !== 'linux') {
    console.error('idle: processor time is read from /proc, which this system has not: left out.')
    return []
  }
  return inFolder(async (dataFolder, argv) => {
    const options = ['--data', dataFolder, ...argv]
    await run([launcher, 'call', 'practice.start', '--input', '{}', ...options])
    const host = spawn(process.execPath, [launcher, 'start', '--no-open', '--json', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(host, 'exit')
    await once(createInterface({ input: host.stdout }), 'line')
    await delay(settleMs)
    const server = await readPracticeServer(practiceFolder(dataFolder))
    const pids = [host.pid, server?.pid].filter((pid) => pid !== undefined)
    const total = async () => (await Promise.all(pids.map(processorMs))).reduce((sum, ms) => sum + ms, 0)
    const baseline = calibrate()
    const before = await total()
    await delay(watchMs)
    const value = ((await total()) - before) / (watchMs / 100)
    host.kill('SIGTERM')
    await ended
    return [figure({ name: 'idle app', value, unit: '% of a core', baseline, target: 1 })]
  })
}
