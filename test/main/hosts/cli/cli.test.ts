import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contract } from '../../../../src/shared/contract/index.ts'
import { bin, runHomeroom } from './run-homeroom.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const homeroom = (args: readonly string[]) => runHomeroom(folder, args)

describe('the command line', () => {
  it.each([
    [[], 'Say what to do'],
    [['frobnicate'], 'There is no command "frobnicate".'],
    [['call'], 'Say which operation to call'],
    [['call', 'no.such'], 'There is no operation "no.such".'],
    [['call', 'app.status', 'extra'], '"extra" is one word too many'],
    [['call', 'app.status', '--nonsense'], 'There is no option --nonsense'],
    [['call', 'app.status', '--input'], '--input needs a value'],
    [['call', 'app.status', '--json=yes'], '--json takes no value'],
    [['call', 'app.status', '--input', '{"x":'], '--input is not JSON'],
    [['call', 'app.status', '--input', '[1]'], '--input takes a JSON object'],
    [['call', 'app.status', '--input', '@nowhere.json'], 'The file of --input cannot be read'],
    [['call', 'app.status', '--file', 'roster.csv'], '--file takes FIELD=PATH'],
    [['call', 'app.status', '--out', 'x.csv'], 'this operation makes none'],
    [['call', 'attendance.export', '--out', tmpdir()], '--out names a folder'],
    [['call', 'app.status', '--secrets', 'plain'], '--secrets takes keychain, file or memory'],
    [['call', 'app.status', '--secrets', 'keychain', '--passphrase-file', 'x'], 'goes with --secrets file only'],
    [['call', 'app.status', '--zoom-api', 'http://api.zoom.us'], '--zoom-api needs an https address'],
    [['operations', 'now'], 'takes no further words'],
    [['practice', 'play'], 'practice serve'],
    [['start', 'up'], 'nothing to start'],
    [['start', '--port', '99999'], '--port takes a number'],
  ])('answers %j with one sentence and exit code 2', async (args, sentence) => {
    const { code, out, err } = await homeroom(args)
    expect(err).toContain(sentence)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('helps and names its version', async () => {
    expect(await homeroom(['help'])).toMatchObject({ code: 0, out: expect.stringContaining('call OPERATION') })
    expect((await homeroom(['call', '--help'])).out).toContain('Exit codes')
    expect(await homeroom(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it('lists the contract as JSON Schemas without touching a data folder', async () => {
    const { code, out } = await homeroom(['operations', '--json'])
    const { operations } = JSON.parse(out) as { operations: { name: string; input: { type: string } }[] }
    expect(code).toBe(0)
    expect(operations.map(({ name }) => name)).toEqual(Object.keys(contract))
    expect(operations.find(({ name }) => name === 'attendance.override')).toMatchObject({
      kind: 'command',
      roles: expect.arrayContaining(['administrator']),
      input: { type: 'object', required: ['periodId', 'personIds', 'presence', 'reason'] },
      output: { type: 'object' },
    })
    expect(await readdir(folder)).toEqual([])
    expect((await homeroom(['operations'])).out.split('\n')).toHaveLength(operations.length + 1)
  })

  it('does not mind a reader that has seen enough', async () => {
    const child = spawn(process.execPath, [bin, 'operations', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    const errors: Buffer[] = []
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    const [code] = (await once(child, 'close')) as [number]
    expect({ code, err: Buffer.concat(errors).toString() }).toEqual({ code: 0, err: '' })
  })
})
