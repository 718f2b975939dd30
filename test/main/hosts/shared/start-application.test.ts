import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeHost, type NodeHost } from '../../../../src/main/hosts/shared/node-host.ts'
import { startApplication } from '../../../../src/main/hosts/shared/start-application.ts'
import type { ApplicationHandle, Caller } from '../../../../src/shared/handle.ts'

const caller: Caller = { role: 'administrator', door: 'test' }
/** A row of the contract that says `isLong`, and one that does not. */
const [long, short] = ['attendance.export', 'app.status']

let folder: string
let host: NodeHost
let launched: string[]
let application: ApplicationHandle | null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-workers-'))
  host = createNodeHost({ data: folder, secrets: 'memory' })
  launched = []
  application = null
})
afterEach(async () => {
  await application?.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(settings: Partial<NodeHost['settings']> = {}): Promise<ApplicationHandle> {
  application = await startApplication({
    ...host,
    settings: { ...host.settings, ...settings },
    launch(name) {
      launched.push(name)
      const worker = new Worker(new URL('./stand-in-worker.ts', import.meta.url))
      let reason: unknown
      worker.on('error', (error) => (reason = error))
      return {
        port: {
          post: (message) => worker.postMessage(message),
          onMessage: (listener) => void worker.on('message', listener),
          onClose: (listener) => void worker.once('exit', () => listener(reason)),
        },
        end: async () => void (await worker.terminate()),
      }
    },
  })
  return application
}

const threadOf = async (app: ApplicationHandle, name: string) => {
  const result = await app.call(name, {}, caller)
  return result.ok ? (result.value as { threadId: number }).threadId : null
}

describe('the workers', () => {
  it('start the second one on first use only, and route by the row', async () => {
    const app = await start()
    const main = await threadOf(app, short)
    expect(launched).toEqual(['main'])
    const [one, two] = await Promise.all([threadOf(app, long), threadOf(app, long)])
    expect(one).toBe(two)
    expect(one).not.toBe(main)
    expect(await threadOf(app, 'no.such')).toBe(main)
    expect(await threadOf(app, '__proto__')).toBe(main)
    expect(launched).toEqual(['main', 'long'])
  })

  it('merge their events', async () => {
    const app = await start()
    const heard: unknown[] = []
    app.on((event) => heard.push(event))
    await threadOf(app, long)
    await app.close()
    expect(heard).toEqual([
      { type: 'changed', nouns: ['long'] },
      { type: 'changed', nouns: ['closed'] },
      { type: 'changed', nouns: ['closed'] },
    ])
  })

  it.each(['crash', 'exit'])(
    'fail what was in flight when one stops (%s), and start anew on the next call',
    async (how) => {
      const app = await start()
      const before = await threadOf(app, short)
      const hanging = app.call(short, { do: 'hang' }, caller)
      const crashed = await app.call(short, { do: how }, caller)
      for (const result of [crashed, await hanging]) {
        expect(result).toMatchObject({
          ok: false,
          problem: { kind: 'unexpected', logId: expect.stringMatching(/^[\da-f-]{36}$/) },
        })
      }
      const after = await threadOf(app, short)
      expect(after).not.toBeNull()
      expect(after).not.toBe(before)
      expect(launched).toEqual(['main', 'main'])
      const log = await readFile(join(folder, 'logs/homeroom.log'), 'utf8')
      expect(log).toContain('"event":"worker.stopped"')
      if (how === 'crash') expect(log).toContain('is not a function')
    },
  )

  it('reach what lives in the host: files and secrets', async () => {
    const app = await start()
    const content = { name: 'a.csv', mediaType: 'text/csv', bytes: new Uint8Array([1, 2, 3]) }
    const handle = await host.services.files.write(content)
    expect(await app.call(short, { do: 'read', handle }, caller)).toEqual({ ok: true, value: content })
    expect(await app.call(short, { do: 'read', handle: 'x' }, caller)).toMatchObject({ problem: { kind: 'notFound' } })
    expect(await app.call(short, { do: 'secret' }, caller)).toEqual({ ok: true, value: 'b' })
    expect(await host.services.secrets('memory').get('a')).toBe('b')
  })

  it('say why they cannot start at all', async () => {
    await expect(start({ zoom: { apiUrl: 'refuse' } })).rejects.toMatchObject({ problem: { kind: 'readOnly' } })
  })

  it('close once, with calls in flight, and answer nothing after', async () => {
    const app = await start()
    const hanging = app.call(short, { do: 'hang' }, caller)
    await Promise.all([app.close(), app.close()])
    expect(await hanging).toMatchObject({ ok: false, problem: { kind: 'cancelled' } })
    expect(await app.call(short, {}, caller)).toMatchObject({ ok: false, problem: { kind: 'cancelled' } })
    expect(launched).toEqual(['main'])
  })
})
