import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createIds } from '../../../../src/main/hosts/shared/ids.ts'
import { createLog } from '../../../../src/main/hosts/shared/log.ts'
import { ProblemError } from '../../../../src/shared/problem.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-log-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => createLog({ folder, worker: 'main', now: () => 0, newId: createIds(Date.now) })
const text = () => readFile(join(folder, 'homeroom.log'), 'utf8')
const lines = async () =>
  (await text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  it('writes one JSON object per line, for this user only', async () => {
    const log = open()
    log.info('read.stored', { meetingId: '019f-abc', rows: 60, isSame: false, kind: 'report' })
    log.warn('outbox.waits', { code: 'ECONNRESET', name: 'meeting.schedule' })
    expect(await lines()).toEqual([
      {
        at: '1970-01-01T00:00:00.000Z',
        level: 'info',
        worker: 'main',
        event: 'read.stored',
        meetingId: '019f-abc',
        rows: 60,
        isSame: false,
        kind: 'report',
      },
      {
        at: '1970-01-01T00:00:00.000Z',
        level: 'warn',
        worker: 'main',
        event: 'outbox.waits',
        code: 'ECONNRESET',
        name: 'meeting.schedule',
      },
    ])
    if (process.platform !== 'win32') expect((await stat(join(folder, 'homeroom.log'))).mode & 0o777).toBe(0o600)
  })

  it('lets nothing personal in, whoever tries', async () => {
    const log = open()
    log.info('person.seen', {
      name: 'Maria',
      email: 'maria@example.com',
      kind: 'Maria Clara',
      source: 'maria@example.com',
      note: 'x',
    })
    log.error('read.failed', new Error('no such user: maria@example.com'), { title: 'Math' })
    log.error('read.failed', new TypeError('No case for "Maria Clara".'))
    log.error('read.failed', Object.assign(new Error('Maria'), { code: 'Maria Clara', cause: new Error('Maria') }))
    log.error('read.failed', 'Maria was thrown')
    expect(await text()).not.toMatch(/maria|clara|math/i)
  })

  it('keeps what helps: the id, the kind, the code and where it was', async () => {
    const log = open()
    const logId = log.error('read.failed', Object.assign(new TypeError('x is not a function'), { code: 'E_X' }))
    log.error('read.failed', new ProblemError('offline', 'Zoom cannot be reached.'))
    const [first, second] = await lines()
    expect(first).toMatchObject({ logId, error: { name: 'TypeError', code: 'E_X', message: 'x is not a function' } })
    expect(JSON.stringify(first)).toContain('log.test.ts')
    expect(second).toMatchObject({ error: { message: 'offline: Zoom cannot be reached.' } })
  })

  it('is rotated by size and never grows beyond four files', async () => {
    const log = open()
    const fields = Object.fromEntries(Array.from({ length: 800 }, (_, n) => [`field${n}`, n]))
    for (let n = 0; n < 900; n++) log.info('read.stored', fields)
    expect((await readdir(folder)).toSorted()).toEqual([
      'homeroom.log',
      'homeroom.log.1',
      'homeroom.log.2',
      'homeroom.log.3',
    ])
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).size).toBeLessThan(2.1 * 2 ** 20)
  })
})
