import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAlive, replaceFile, withFileLock, writeProblem } from '../../../src/main/secrets/atomic-file.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-atomic-'))
  path = join(folder, 'note.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a replaced file', () => {
  it('leaves the old content and no litter when it cannot be replaced', async () => {
    await mkdir(join(path, 'in the way'), { recursive: true })
    await expect(replaceFile(path, 'new', 'the note')).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['note.json'])
  })

  it('says what a full disk and a forbidden folder mean', () => {
    const systemError = (code: string) => Object.assign(new Error(code), { code })
    expect(writeProblem(systemError('ENOSPC'), 'the note')).toMatchObject({ problem: { kind: 'diskFull' } })
    for (const code of ['EROFS', 'EACCES', 'EPERM']) {
      expect(writeProblem(systemError(code), 'the note')).toMatchObject({ problem: { kind: 'readOnly' } })
    }
    const other = systemError('EISDIR')
    expect(writeProblem(other, 'the note')).toBe(other)
  })
})

describe.runIf(process.platform === 'linux')('a process that has ended without its parent’s notice', () => {
  it('is not alive', async () => {
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
    const child = Number(line)
    // A shell would notice; what takes its place does not.
    await expect.poll(() => readFile(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n')
    expect(isAlive(child)).toBe(true)
    process.kill(child, 'SIGKILL')
    await expect.poll(() => isAlive(child)).toBe(false)
    expect(() => process.kill(child, 0)).not.toThrow()
    parent.kill('SIGKILL')
  })
})

describe('the lock beside a file', () => {
  const litter = async () => (await readdir(folder)).filter((name) => name !== 'note.json')

  /** A lock as a process leaves it that is killed while it holds it. */
  async function leaveLock(holder: { pid: number; host: string }, leftAt = new Date()): Promise<void> {
    await mkdir(`${path}.lock`)
    await writeFile(join(`${path}.lock`, 'token'), JSON.stringify(holder))
    await utimes(join(`${path}.lock`, 'token'), leftAt, leftAt)
  }
  const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

  it('lets one in at a time', async () => {
    await writeFile(path, '0')
    const increment = () =>
      withFileLock(path, 'the note', async () => {
        const seen = Number(await readFile(path, 'utf8'))
        await replaceFile(path, String(seen + 1), 'the note')
      })
    await Promise.all(Array.from({ length: 12 }, increment))
    expect(await readFile(path, 'utf8')).toBe('12')
    expect(await litter()).toEqual([])
  })

  // Whoever is killed leaves what a reader sees at that moment; a lock of nobody would keep everybody out for a minute.
  it('says whose it is at every moment that it stands', async () => {
    const holders = () => {
      try {
        return readdirSync(`${path}.lock`).map((name) => readFileSync(join(`${path}.lock`, name), 'utf8'))
      } catch {
        return []
      }
    }
    const seen: string[] = []
    const reader = setInterval(() => seen.push(...holders()))
    for (let n = 0; n < 2000 && seen.length < 200; n++) await withFileLock(path, 'the note', async () => undefined)
    clearInterval(reader)
    expect(seen.length).toBeGreaterThan(0)
    for (const holder of seen) expect(JSON.parse(holder)).toEqual({ pid: process.pid, host: hostname() })
  })

  it('is taken over at once in whichever step its holder was killed', async () => {
    // Killed before its lock stood, while it gave it up, and while it wrote.
    await mkdir(`${path}.lock.0123.tmp`)
    await writeFile(join(`${path}.lock.0123.tmp`, 'token'), '')
    await mkdir(`${path}.lock`)
    expect(await withFileLock(path, 'the note', async () => 'mine')).toBe('mine')
    await leaveLock({ pid: deadPid(), host: hostname() })
    await writeFile(`${path}.0123.tmp`, 'half a wri')
    expect(await withFileLock(path, 'the note', async () => readdir(folder))).toEqual(['note.json.lock'])
    expect(await litter()).toEqual([])
  })

  it('is taken over by one only, when several find a dead one', async () => {
    const dead = deadPid()
    await writeFile(path, '0')
    for (let round = 1; round <= 10; round++) {
      await leaveLock({ pid: dead, host: hostname() })
      let inside = 0
      const enter = () =>
        withFileLock(path, 'the note', async () => {
          inside += 1
          expect(inside).toBe(1)
          await new Promise((resolve) => setImmediate(resolve))
          inside -= 1
        })
      await Promise.all(Array.from({ length: 6 }, enter))
    }
    expect(await litter()).toEqual([])
  })

  it('is given back when the work fails', async () => {
    await expect(withFileLock(path, 'the note', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withFileLock(path, 'the note', async () => 'yes')).toBe('yes')
  })

  it('is taken over from another computer after a minute', async () => {
    await leaveLock({ pid: deadPid(), host: 'another computer' }, new Date(Date.now() - 61_000))
    expect(await withFileLock(path, 'the note', async () => 'mine')).toBe('mine')
  })
})
