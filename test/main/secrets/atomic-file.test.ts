import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile, withFileLock, writeProblem } from '../../../src/main/secrets/atomic-file.ts'

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

describe('the lock beside a file', () => {
  it('lets one in at a time', async () => {
    await writeFile(path, '0')
    const increment = () =>
      withFileLock(path, 'the note', async () => {
        const seen = Number(await readFile(path, 'utf8'))
        await replaceFile(path, String(seen + 1), 'the note')
      })
    await Promise.all(Array.from({ length: 12 }, increment))
    expect(await readFile(path, 'utf8')).toBe('12')
    expect(await readdir(folder)).toEqual(['note.json'])
  })

  it('is taken over by one only, when several find a dead one', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    await writeFile(path, '0')
    for (let round = 1; round <= 10; round++) {
      await writeFile(`${path}.lock`, JSON.stringify({ pid: dead, host: hostname() }))
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
    expect(await readdir(folder)).toEqual(['note.json'])
  })

  it('is given back when the work fails', async () => {
    await expect(withFileLock(path, 'the note', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withFileLock(path, 'the note', async () => 'yes')).toBe('yes')
  })

  it('is taken over at once from a dead process, and after a minute from another computer', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    await writeFile(`${path}.lock`, JSON.stringify({ pid: dead, host: hostname() }))
    await writeFile(`${path}.0123.tmp`, 'half a wri')
    expect(await withFileLock(path, 'the note', async () => readdir(folder))).toEqual(['note.json.lock'])

    await writeFile(`${path}.lock`, JSON.stringify({ pid: dead, host: 'another computer' }))
    const longAgo = new Date(Date.now() - 61_000)
    await utimes(`${path}.lock`, longAgo, longAgo)
    expect(await withFileLock(path, 'the note', async () => 'mine')).toBe('mine')
  })
})
