import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPassphraseFileSecrets } from '../../../src/main/secrets/passphrase-file.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-secrets-'))
  path = join(folder, 'secrets.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const withPassphrase = (passphrase: string) => createPassphraseFileSecrets({ path, passphrase: async () => passphrase })
/** The numbers that the writer has kept, as they come in; resolves when there are `count`, fails when it ends before. */
function untilKept(writer: ChildProcess, count: number): Promise<readonly number[]> {
  const kept: number[] = []
  return new Promise((resolve, reject) => {
    writer.on('message', (n) => {
      kept.push(Number(n))
      if (kept.length === count) resolve(kept)
    })
    writer.once('exit', (code) => reject(new Error(`The writer ended (${code}) after ${kept.length} of ${count}.`)))
  })
}

const good = 'mangga kalabaw ñandu 学校'

describe('the passphrase file', () => {
  it('gives back what another process kept, and forgets what was deleted', async () => {
    const first = withPassphrase(good)
    expect(await first.get('a')).toBeNull()
    await first.set('a', 'one')
    await first.set('b', 'two')
    await first.set('a', 'three')
    const second = withPassphrase(good)
    expect(await second.get('a')).toBe('three')
    await second.delete('a')
    await second.delete('never there')
    expect(await first.get('a')).toBeNull()
    expect(await first.get('b')).toBe('two')
  })

  it('holds neither the secret nor its name in plain text, and is for this user only', async () => {
    await withPassphrase(good).set('zoom-client', 'do-not-show-this')
    const text = await readFile(path, 'utf8')
    expect(text).not.toContain('do-not-show-this')
    expect(text).not.toContain('zoom-client')
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['secrets.json'])
  })

  it('takes the same passphrase typed with composed or decomposed letters', async () => {
    await withPassphrase('ñandú papaya').set('a', 'one')
    expect(await withPassphrase('ñandú papaya'.normalize('NFD')).get('a')).toBe('one')
  })

  it('tells a wrong passphrase from a damaged file', async () => {
    await withPassphrase(good).set('a', 'one')
    const wrong = withPassphrase('some other passphrase')
    await expect(wrong.get('a')).rejects.toMatchObject({ problem: { kind: 'wrongPassphrase' } })
    await expect(wrong.set('a', 'two')).rejects.toMatchObject({ problem: { kind: 'wrongPassphrase' } })

    const content = JSON.parse(await readFile(path, 'utf8')) as { sealed: string }
    const bytes = Buffer.from(content.sealed, 'base64url')
    bytes[20] = (bytes[20] ?? 0) ^ 1
    await writeFile(path, JSON.stringify({ ...content, sealed: bytes.toString('base64url') }))
    await expect(withPassphrase(good).get('a')).rejects.toMatchObject({ problem: { kind: 'fileUnreadable' } })
    await writeFile(path, '{"format":"homeroom-se')
    await expect(withPassphrase(good).set('a', 'x')).rejects.toMatchObject({ problem: { kind: 'fileUnreadable' } })
  })

  it('asks again after a wrong passphrase', async () => {
    await withPassphrase(good).set('a', 'one')
    const typed = ['wrong one first', good]
    const store = createPassphraseFileSecrets({ path, passphrase: async () => typed.shift() ?? '' })
    await expect(store.get('a')).rejects.toMatchObject({ problem: { kind: 'wrongPassphrase' } })
    expect(await store.get('a')).toBe('one')
  })

  it('refuses to begin with a short passphrase', async () => {
    await expect(withPassphrase('short').set('a', 'one')).rejects.toMatchObject({
      problem: { kind: 'invalidInput', field: 'passphrase' },
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses a forged cost that would eat the memory', async () => {
    await withPassphrase(good).set('a', 'one')
    const content = JSON.parse(await readFile(path, 'utf8')) as { stretch: object }
    await writeFile(path, JSON.stringify({ ...content, stretch: { ...content.stretch, n: 2 ** 30 } }))
    await expect(withPassphrase(good).get('a')).rejects.toMatchObject({ problem: { kind: 'fileUnreadable' } })
  })

  it('loses no secret when several writers meet', async () => {
    await withPassphrase(good).set('first', '0')
    const writers = [1, 2, 3].map((n) => withPassphrase(good).set(`w${n}`, String(n)))
    await Promise.all(writers)
    const store = withPassphrase(good)
    expect(await Promise.all(['first', 'w1', 'w2', 'w3'].map((name) => store.get(name)))).toEqual(['0', '1', '2', '3'])
  })

  it('survives kill -9 in mid-write with the old secrets or the new ones', async () => {
    // One store reads all along: it has stretched the passphrase once.
    const store = withPassphrase(good)
    await store.set('kept', 'for ever')
    let highest = -1
    for (let round = 0; round < 3; round++) {
      const writer = fork(fileURLToPath(new URL('./writer.ts', import.meta.url)), [path, good], { execArgv: [] })
      const ended = once(writer, 'exit')
      // On a disk that is busy one write may take long; two must be kept for the kill to meet a later one.
      const acknowledged = await untilKept(writer, 2 + round)
      await delay(round * 23)
      writer.kill('SIGKILL')
      await ended
      expect(await store.get('kept')).toBe('for ever')
      const counter = Number(await store.get('counter'))
      expect(counter).toBeGreaterThanOrEqual(acknowledged.at(-1) ?? 0)
      highest = Math.max(highest, counter)
    }
    expect(highest).toBeGreaterThan(0)
    await store.set('after', 'the kills')
    expect(await readdir(folder)).toEqual(['secrets.json'])
  })
})
