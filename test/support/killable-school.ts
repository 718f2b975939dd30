import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClock } from '../../src/main/hosts/shared/clock.ts'
import { createIds } from '../../src/main/hosts/shared/ids.ts'
import type { Log } from '../../src/main/ports.ts'
import { openAndMigrate } from '../../src/main/store/open.ts'
import { createZoomClient } from '../../src/main/zoom/client.ts'
import { createPracticeServer } from '../../src/practice/server.ts'
import type { ChildOrders } from './outbox-child.ts'
import { wireScheduling, type SchedulingWorld } from './scheduling.ts'
import { openToll, type TollEvent } from './toll.ts'

const childFile = fileURLToPath(new URL('outbox-child.ts', import.meta.url))
const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => '' }
/** How a sender ends that has nothing to do but wait for much longer than any of these tests. */
const putOffExit = 3

/**
 * A school with a pretend Zoom and an office in this process that sends nothing: what it writes is sent by processes of their
 * own, which can be killed. They reach Zoom through a gate.
 */
export async function openKillableSchool(world: Pick<SchedulingWorld, 'rules'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-kill-'))
  const practice = await createPracticeServer({ plan: 'business' })
  const toll = await openToll(practice.url)
  const key = randomBytes(32)
  const file = join(folder, 'homeroom.db')
  const database = await openAndMigrate({
    file,
    key,
    owner: 'office',
    log: quiet,
    migrationsFolder,
    backupsFolder: join(folder, 'backups'),
    now: 0,
  })
  const clock = createClock()
  const client = createZoomClient({
    account: practice.address,
    clock,
    random: Math.random,
    log: quiet,
    plan: 'business',
    zoom: practice.address,
  })
  const office = wireScheduling({
    database,
    client,
    clock,
    realClock: clock,
    newId: createIds(() => Date.now()),
    owner: 'office',
    log: quiet,
    ...world,
  })
  await office.readHosts()
  const host = (await office.hosts.list()).find(({ isLicensed }) => isLicensed)!
  return {
    practice,
    toll,
    database,
    clock,
    client,
    office,
    host,
    /** Of the sender of a round, whose clock is far enough ahead to see that the one before it is dead. */
    orders: (round: number, moreAheadMs = 0): ChildOrders => ({
      file,
      key: key.toString('hex'),
      owner: `sender ${round}`,
      account: practice.address,
      apiUrl: `${toll.url}/v2`,
      oauthUrl: practice.address.oauthUrl,
      aheadMs: round * 60_000 + moreAheadMs,
    }),
    async close() {
      await client.close()
      await database.close()
      await toll.close()
      await practice.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function startChild(orders: ChildOrders) {
  const child = spawn(process.execPath, [childFile, JSON.stringify(orders)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended, said: () => said }
}

/** True when it was killed at the point; false when it ended before it came there. */
export async function runAndKill(orders: ChildOrders, held: Promise<TollEvent>): Promise<boolean> {
  const { child, ended } = startChild(orders)
  const isHeld = await Promise.race([held.then(() => true), ended.then(() => false)])
  if (isHeld) child.kill('SIGKILL')
  await ended
  return isHeld
}

/** Lets a sender end by itself; false when it ended because everything is put off for long. Raises what went wrong. */
export async function runToEnd(orders: ChildOrders): Promise<boolean> {
  const { child, ended, said } = startChild(orders)
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000)
  const code = await ended
  clearTimeout(timer)
  if (code !== 0 && code !== putOffExit) throw new Error(`The last sender ended with ${code}:\n${said().slice(-4000)}`)
  return code === 0
}
