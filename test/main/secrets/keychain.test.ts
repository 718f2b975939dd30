import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeychainSecrets, type KeychainAnswer, type KeychainChild } from '../../../src/main/secrets/keychain.ts'

const probe = fileURLToPath(new URL('./keychain-probe.ts', import.meta.url))

function missingForRealKeyring(): string | null {
  if (process.platform !== 'linux') return 'the test of a real Secret Service runs on Linux only'
  for (const program of ['dbus-run-session', 'gnome-keyring-daemon']) {
    if (spawnSync('which', [program]).status !== 0) return `${program} is not installed`
  }
  try {
    createRequire(import.meta.url)('keytar')
    return null
  } catch {
    return 'keytar could not be built here (it needs libsecret)'
  }
}

const missing = missingForRealKeyring()
if (missing) console.log(`Skipping the real keychain: ${missing}.`)

describe.skipIf(missing !== null)('a real Secret Service', () => {
  let home: string
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'homeroom-keyring-'))
  })
  afterAll(() => rm(home, { recursive: true, force: true }))

  /** A desktop session of its own: a fresh bus, keyrings in `home`, and the daemon as `startDaemon` leaves it. */
  async function session(startDaemon: string, calls: readonly string[]): Promise<unknown[]> {
    const script = `${startDaemon} >/dev/null 2>&1; exec "$0" "$@"`
    const { stdout } = await promisify(execFile)(
      'dbus-run-session',
      ['--', 'sh', '-c', script, process.execPath, probe, ...calls],
      { env: { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home }, timeout: 110_000 },
    )
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
    return lines.map((line) => JSON.parse(line) as unknown)
  }
  const unlock = "printf 'a login password' | gnome-keyring-daemon --unlock --components=secrets"

  it('keeps, replaces, gives back and forgets a secret, over sessions', async () => {
    expect(await session(unlock, ['get:a', 'set:a:first', 'set:a:ñ 学校', 'set:b:other'])).toEqual([
      { call: 'get:a', value: null },
      { call: 'set:a:first', value: null },
      { call: 'set:a:ñ 学校', value: null },
      { call: 'set:b:other', value: null },
    ])
    expect(await session(unlock, ['get:a', 'delete:a', 'delete:a', 'get:a', 'get:b'])).toMatchObject([
      { value: 'ñ 学校' },
      { call: 'delete:a' },
      { call: 'delete:a' },
      { value: null },
      { value: 'other' },
    ])
  })

  it('never takes a locked keychain for one that has lost the secret', async () => {
    const locked = await session('gnome-keyring-daemon --start --components=secrets', ['get:b', 'set:c:1'])
    expect(locked).toMatchObject([{ kind: 'keychainUnavailable' }, { kind: 'keychainUnavailable' }])
    expect(await session(unlock, ['get:b', 'get:c'])).toMatchObject([{ value: 'other' }, { value: null }])
  })

  it('says so where no service is on the bus, or no bus', async () => {
    expect(await session('true', ['get:b'])).toMatchObject([{ kind: 'keychainUnavailable' }])
    const { stdout } = await promisify(execFile)(process.execPath, [probe, 'get:b'], {
      env: { PATH: process.env['PATH'], HOME: home },
      timeout: 110_000,
    })
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'keychainUnavailable' })
  })
})

/** A child process of ours that takes the place of the keychain's. */
function childRunning(program: string): { child: KeychainChild; hasEnded: Promise<unknown> } {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return {
    hasEnded: once(child, 'exit'),
    child: {
      send: (request) => void child.send(request, () => undefined),
      onAnswer: (listener) => void child.once('message', (message) => listener(message as KeychainAnswer)),
      onEnd: (listener) => void child.once('exit', listener),
      end: () => void child.kill('SIGKILL'),
    },
  }
}

describe('a keychain that misbehaves', () => {
  it('is given up at the time limit, and its process ended', async () => {
    const { child, hasEnded } = childRunning("process.on('message', () => { for (;;); })")
    const store = createKeychainSecrets({ launch: () => child, timeLimitMs: 300 })
    const before = performance.now()
    await expect(store.get('a')).rejects.toMatchObject({
      problem: {
        kind: 'keychainUnavailable',
        message: expect.stringContaining('did not answer'),
        fix: expect.stringContaining('--secrets file'),
      },
    })
    expect(performance.now() - before).toBeLessThan(25_000)
    expect(await hasEnded).toEqual([null, 'SIGKILL'])
  })

  it('is reported when its process dies', async () => {
    const { child } = childRunning("process.on('message', () => process.abort())")
    await expect(createKeychainSecrets({ launch: () => child }).set('a', 'x')).rejects.toMatchObject({
      problem: { kind: 'keychainUnavailable', message: expect.stringContaining('stopped') },
    })
  })

  it('is reported when its module is absent', async () => {
    const { child } = childRunning("process.on('message', () => process.send({ ok: false, reason: 'absent' }))")
    await expect(createKeychainSecrets({ launch: () => child }).get('a')).rejects.toMatchObject({
      problem: { kind: 'keychainUnavailable', message: expect.stringContaining('keytar') },
    })
  })
})
