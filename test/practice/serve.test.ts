import { spawn } from 'node:child_process'
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PracticeServerAddress } from '../../src/practice/server.ts'

let folder = ''
const started: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'practice-'))
})

afterEach(async () => {
  await Promise.all(
    started.splice(0).map(async (child) => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    }),
  )
  rmSync(folder, { recursive: true, force: true })
})

interface Served {
  readonly child: ChildProcess
  /** The line that it printed. */
  readonly address: PracticeServerAddress
}

const program = path.join(import.meta.dirname, '../../src/practice/serve.ts')

function spawnServe(...args: string[]): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [program, '--folder', folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(child)
  return child
}

async function serve(...args: string[]): Promise<Served> {
  const child = spawnServe(...args)
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return { child, address: JSON.parse(text) as PracticeServerAddress }
}

async function token(address: PracticeServerAddress): Promise<string> {
  const answer = await fetch(address.oauthUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${address.clientId}:${address.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: address.accountId }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

async function call(address: PracticeServerAddress, method: string, at: string, body?: object): Promise<Response> {
  return fetch(address.apiUrl + at, {
    method,
    headers: { authorization: `Bearer ${await token(address)}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const addressFile = (): string => path.join(folder, 'address.json')

describe('serve', () => {
  it('of ten at once lets one serve, and the others name it and end well', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => serve()))
    const pids = new Set(all.map(({ address }) => address.pid))
    expect(pids.size).toBe(1)
    const others = all.filter(({ child, address }) => child.pid !== address.pid)
    expect(others).toHaveLength(9)
    const codes = await Promise.all(others.map(async ({ child }) => child.exitCode ?? (await once(child, 'exit'))[0]))
    expect(new Set(codes)).toEqual(new Set([0]))
    expect(JSON.parse(readFileSync(addressFile(), 'utf8'))).toEqual(all[0]?.address)
    if (process.platform !== 'win32') expect(statSync(addressFile()).mode & 0o777).toBe(0o600)
  })

  it('keeps what it answered when it is killed, and the next one serves on at the same address', async () => {
    const first = await serve()
    const made = (await (await call(first.address, 'POST', '/users/me/meetings', { topic: 'Kept' })).json()) as {
      id: number
    }
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    expect(existsSync(addressFile())).toBe(true)
    const [second, third] = await Promise.all([serve(), serve()])
    expect(second.address.pid).toBe(third.address.pid)
    expect({ ...second.address, pid: 0 }).toEqual({ ...first.address, pid: 0 })
    const found = (await (await call(second.address, 'GET', `/meetings/${made.id}`)).json()) as { topic: string }
    expect(found.topic).toBe('Kept')
  })

  it('loses nothing it answered, whenever it is killed', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { child, address } = await serve()
      const bearer = await token(address)
      const answered: number[] = []
      const create = async (): Promise<void> => {
        const answer = await fetch(`${address.apiUrl}/users/me/meetings`, {
          method: 'POST',
          headers: { authorization: `Bearer ${bearer}` },
          body: '{"topic":"T"}',
        }).catch(() => null)
        if (answer?.status === 201) answered.push(((await answer.json()) as { id: number }).id)
      }
      const [first] = [create()]
      await first
      const more = Array.from({ length: 12 }, () => create())
      await Promise.race(more.slice(round * 3))
      child.kill('SIGKILL')
      await once(child, 'exit')
      await Promise.all(more)
      const next = await serve()
      const { meetings } = (await (await call(next.address, 'GET', '/users/me/meetings?page_size=300')).json()) as {
        meetings: { id: number }[]
      }
      expect(meetings.map((each) => each.id)).toEqual(expect.arrayContaining(answered))
      next.child.kill('SIGKILL')
      await once(next.child, 'exit')
    }
  })

  it('ends when told to, and by itself when nobody asks, and takes its address with it', async () => {
    const told = await serve()
    told.child.kill('SIGTERM')
    expect(await once(told.child, 'exit')).toEqual([0, null])
    expect(existsSync(addressFile())).toBe(false)
    const idle = await serve('--idle-seconds', '1')
    expect(await once(idle.child, 'exit')).toEqual([0, null])
    expect(existsSync(addressFile())).toBe(false)
  })

  it('does not begin after it was told to end, when it had been started before', async () => {
    const both = [spawnServe(), spawnServe()]
    const [line] = (await Promise.race(both.map((child) => once(child.stdout, 'data')))) as [Buffer]
    const first = JSON.parse(String(line)) as PracticeServerAddress
    const ends = both.map((child) => once(child, 'exit'))
    process.kill(first.pid, 'SIGTERM')
    expect(await Promise.all(ends)).toEqual([
      [0, null],
      [0, null],
    ])
    expect(existsSync(addressFile())).toBe(false)
    expect((await serve()).address.apiUrl).toBe(first.apiUrl)
  })

  it('does not bring back a data folder that is gone', async () => {
    const gone = path.join(folder, 'data', 'practice')
    const child = spawn(process.execPath, [program, '--folder', gone], { stdio: 'pipe' })
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(existsSync(path.join(folder, 'data'))).toBe(false)
  })

  it('says what is wrong with its arguments', async () => {
    const child = spawn(process.execPath, [program, '--plan', 'gold', '--folder', folder], { stdio: 'pipe' })
    let told = ''
    child.stderr.on('data', (chunk) => (told += String(chunk)))
    expect(await once(child, 'close')).toEqual([2, null])
    expect(told).toContain('--plan is unknown.')
  })
})
