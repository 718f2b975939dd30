import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settleFolder } from '../../../../src/main/hosts/shared/passing-folder.ts'
import { connectPractice } from '../../../../src/main/hosts/shared/practice-connection.ts'
import { createPracticeControl } from '../../../../src/main/hosts/shared/practice-control.ts'
import { createPracticeHost, readPracticeServer } from '../../../../src/main/hosts/shared/practice.ts'
import { practiceFolder } from '../../../../src/main/hosts/shared/worker-ports.ts'
import { isAlive } from '../../../../src/main/secrets/atomic-file.ts'

const hour = 3_600_000

let data: string
let folder: string

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'homeroom-practice-'))
  folder = practiceFolder(data)
})
afterEach(async () => {
  await createPracticeHost({ folder }).stop()
  await rm(data, { recursive: true, force: true })
})

const open = () => createPracticeHost({ folder })

describe('the practice school’s process', () => {
  it('is started once, whoever asks and however often, and ends when told', async () => {
    const [one, two] = [open(), open()]
    const servers = await Promise.all([one.ensure(), two.ensure(), one.ensure()])
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1)
    expect(await open().ensure()).toEqual(servers[0])
    await one.stop()
    expect(isAlive(servers[0].pid)).toBe(false)
    await one.stop()
  })

  it('comes back with the same address and credentials after kill -9', async () => {
    const host = open()
    const { pid, ...before } = await host.ensure()
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
    const { pid: another, ...after } = await host.ensure()
    expect(after).toEqual(before)
    expect(another).not.toBe(pid)
  })

  it('says in one sentence when it cannot be started', async () => {
    const host = createPracticeHost({ folder, launch: async () => ({ hasEnded: () => true }) })
    await expect(host.ensure()).rejects.toMatchObject({
      problem: { kind: 'unexpected', message: 'The practice school could not be started.' },
    })
  })

  it('goes with a data folder that was to last no longer than the command', async () => {
    const passing = join(data, 'passing')
    const { options, discard } = await settleFolder({ secrets: 'memory', data: passing })
    const host = createPracticeHost({ folder: practiceFolder(options.data ?? '') })
    const { pid } = await host.ensure()
    await discard()
    expect([existsSync(passing), isAlive(pid)]).toEqual([false, false])
    expect(await readPracticeServer(practiceFolder(passing))).toBeNull()
  })
})

describe('a connection with the practice school', () => {
  it('shows its clock from the start, and jumps that anybody makes', async () => {
    const host = open()
    const server = await host.ensure()
    const elsewhere = createPracticeControl(server)
    await elsewhere.jump(Date.now() + 10 * hour)
    const connection = await connectPractice(host.ensure)
    const { clock } = connection
    expect(clock.now() - Date.now()).toBeGreaterThan(9.9 * hour)

    let jumps = 0
    clock.onJump(() => (jumps += 1))
    const woken = clock.sleepUntil(clock.now() + 5 * hour)
    await elsewhere.jump(clock.now() + 5 * hour)
    await woken
    const target = clock.now() + 24 * hour
    await connection.jump(target)
    expect(clock.now()).toBeGreaterThanOrEqual(target)
    expect(jumps).toBe(2)
    await connection.jump(target - hour)
    expect(clock.now() - target).toBeLessThan(hour)
    await connection.close()
  })

  it('tells the school, its roster, what comes next, and takes each fault', async () => {
    const connection = await connectPractice(open().ensure)
    expect(await connection.school()).toMatchObject({ name: expect.any(String), timetable: expect.any(Array) })
    const roster = Buffer.from(await connection.roster('small')).toString()
    expect(roster.split('\n')[0]).toContain('LRN')
    expect((await connection.roster('large')).byteLength).toBeGreaterThan(roster.length * 5)
    expect(await connection.nextEvent()).toBeNull()
    const faults = ['lateReport', 'partialReport', 'emptyReport', 'correctedReport', 'rateLimit', 'tokenLost']
    const more = ['serverError', 'timeout', 'connectionDropped', 'answerLost', 'none']
    for (const fault of [...faults, ...more]) await connection.setFault(fault, 2)
    await connection.close()
  })

  it('starts a pretend Zoom that died again, and finds its clock where it was', async () => {
    const host = open()
    const connection = await connectPractice(host.ensure)
    await connection.jump(connection.clock.now() + 48 * hour)
    const { pid } = await host.ensure()
    process.kill(pid, 'SIGKILL')
    await expect.poll(async () => (await readPracticeServer(folder))?.pid).not.toBe(pid)
    const target = connection.clock.now() + hour
    await expect
      .poll(() =>
        connection.jump(target).then(
          () => 'jumped',
          () => 'not yet',
        ),
      )
      .toBe('jumped')
    expect(connection.clock.now() - Date.now()).toBeGreaterThan(48.9 * hour)
    await connection.close()
  })
})
