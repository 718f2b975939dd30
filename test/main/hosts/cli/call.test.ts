import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerOf, runHomeroom } from './run-homeroom.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-call-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const homeroom = (args: readonly string[], stdin?: string) => runHomeroom(folder, args, stdin)

// Each run starts the whole application: a computer with other work to do takes its time.
describe('a call', () => {
  it('answers on the data folder of this user, or the one that is named, before or after the command', async () => {
    const run = await homeroom(['call', 'app.status'])
    expect(answerOf(run)).toMatchObject({ ok: true, value: { state: 'empty', role: 'administrator' } })
    expect(run).toMatchObject({ code: 0, err: '' })
    const data = join(folder, 'another')
    expect((await homeroom(['--data', data, 'call', 'app.status'])).code).toBe(0)
    expect(existsSync(join(data, 'homeroom.json'))).toBe(true)
  })

  it('prints problems as they are, with exit code 1, and reads its input from a pipe', async () => {
    const run = await homeroom(['call', 'section.list'])
    expect(answerOf(run)).toMatchObject({ ok: false, problem: { kind: 'notSetUp' } })
    expect(run.code).toBe(1)
    const refused = await homeroom(['call', 'school.setUp', '--input', '-'], '{"school": {"name": ""}}')
    expect(answerOf(refused)).toMatchObject({ ok: false, problem: { kind: 'invalidInput' } })
    const missing = await homeroom(['call', 'roster.preview', '--file', 'files.0=nowhere.csv'])
    expect(answerOf(missing)).toMatchObject({ ok: false, problem: { kind: 'fileUnreadable', field: 'files.0' } })
    expect(missing.code).toBe(1)
  })

  it('deletes the folder of secrets in memory, and refuses one that holds something', async () => {
    const data = join(folder, 'passing')
    const setUp = ['call', 'school.setUp', '--input', '{"school":{"name":"Paaralan","timeZone":"Asia/Manila"}}']
    const run = await homeroom([...setUp, '--secrets', 'memory', '--data', data])
    expect(answerOf(run)).toMatchObject({ ok: true, value: { school: { name: 'Paaralan' } } })
    expect(existsSync(data)).toBe(false)
    await mkdir(data)
    await writeFile(join(data, 'letter.txt'), 'keep me')
    expect(await homeroom(['call', 'app.status', '--secrets', 'memory', '--data', data])).toMatchObject({ code: 2 })
    expect(await readFile(join(data, 'letter.txt'), 'utf8')).toBe('keep me')
  })

  it('reads the file by which IT prepared the computer, and lets no line and no log hold its secret', async () => {
    const prepared = join(folder, 'prepared.json')
    const data = join(folder, 'data')
    const flags = ['--data', data, '--provisioning', prepared]
    const missing = await homeroom(['call', 'provisioning.get', ...flags])
    expect(answerOf(missing)).toMatchObject({ ok: false, problem: { kind: 'fileUnreadable' } })
    expect(missing.code).toBe(1)
    const zoom = { accountId: 'accountOfTheSchool', clientSecret: 'unseenSecretOfTheSchool' }
    await writeFile(prepared, JSON.stringify({ school: { name: 'Paaralang Ñ' }, zoom }), { mode: 0o600 })
    const run = await homeroom(['call', 'provisioning.get', ...flags])
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(answerOf(run)).toMatchObject({
      value: {
        provisioning: {
          school: { name: 'Paaralang Ñ', timeZone: null },
          zoom: { accountId: zoom.accountId, clientId: null, hasClientSecret: true },
        },
      },
    })
    expect(run.out).not.toContain(zoom.clientSecret)
    const kept = await readdir(data, { recursive: true, withFileTypes: true })
    for (const entry of kept.filter((each) => each.isFile())) {
      expect(await readFile(join(entry.parentPath, entry.name), 'utf8')).not.toContain(zoom.clientSecret)
    }
    expect(kept.some(({ name }) => name.endsWith('.log') || name === 'logs')).toBe(true)
  })

  it('keeps a school under a passphrase, and comes back after a lost secrets file by the recovery code', async () => {
    const data = join(folder, 'school')
    const passphrase = join(folder, 'passphrase')
    const recovery = join(folder, 'recovery')
    await writeFile(passphrase, '\uFEFFmahabang lihim na parirala\r\nsecond line')
    const flags = ['--data', data, '--secrets', 'file', '--passphrase-file', passphrase]
    const withCode = [...flags, '--recovery-code-file', recovery]
    const school = '{"school":{"name":"Paaralan ng Mabini","timeZone":"Asia/Manila"}}'
    const made = await homeroom(['call', 'school.setUp', '--input', school, ...withCode])
    expect(answerOf(made)).toMatchObject({ ok: true, value: { recoveryCodeFile: recovery } })
    const code = (await readFile(recovery, 'utf8')).trim()
    expect(code).toMatch(/^(\w{4}-){6}\w{4}$/)
    expect(made.out + made.err).not.toContain(code)
    expect(await homeroom(['call', 'vault.renewRecoveryCode', ...withCode])).toMatchObject({ code: 2 })

    await writeFile(passphrase, 'another passphrase')
    const wrong = await homeroom(['call', 'section.list', ...flags])
    expect(answerOf(wrong)).toMatchObject({ problem: { kind: 'wrongPassphrase' } })

    await rm(join(data, 'secrets.json'))
    expect(answerOf(await homeroom(['call', 'section.list', ...flags]))).toMatchObject({ problem: { kind: 'locked' } })
    const recovered = await homeroom(['call', 'vault.recover', ...withCode])
    expect(answerOf(recovered)).toMatchObject({ ok: true, value: { state: 'ready', secrets: 'file' } })
  })
})
