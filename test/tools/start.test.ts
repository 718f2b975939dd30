import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWhenStale } from '../../tools/build.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-start-'))
  expect(await buildWhenStale()).toBe(true)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `npm start` where Electron cannot show anything, until the browser host listens; resolves to what it printed. */
async function start(args: readonly string[]): Promise<{ lines: string[]; code: unknown }> {
  const child = spawn(process.execPath, [join(root, 'tools/run.mjs'), 'start', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
  })
  const ended = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith('{')) child.kill('SIGTERM')
  }
  const [code] = (await ended) as [number | null]
  return { lines, code }
}

const hosted = /^\{"address":"http:\/\/127\.0\.0\.1:\d+","linkFile":/

test.skipIf(process.platform !== 'linux')(
  'where Electron cannot run, one sentence says so and the browser is next',
  async () => {
    const { lines, code } = await start(['--no-open', '--json', '--data', join(folder, 'a'), '--secrets', 'file'])
    expect(lines).toEqual([
      expect.stringMatching(
        /^(Electron does not run as root|There is no screen for Electron here), so Homeroom opens in your browser\.$/,
      ),
      expect.stringMatching(hosted),
    ])
    expect(code).toBe(0)
  },
)

test('asked for the browser, it says nothing else', async () => {
  const { lines, code } = await start([
    '--browser',
    '--no-open',
    '--json',
    '--data',
    join(folder, 'b'),
    '--secrets',
    'file',
  ])
  expect(lines).toEqual([expect.stringMatching(hosted)])
  if (process.platform !== 'win32') expect(code).toBe(0)
})
