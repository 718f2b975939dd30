import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const launcher = join(root, 'bin/homeroom.mjs')
/** Makes a Node say that it is an older one; what it starts says the truth again. */
const asNode20 = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.0'}})`,
]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-launcher-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr })
    })
  })
}

test('an older Node hands over to the bundled one, with arguments, output and exit code', async () => {
  const direct = await run([launcher, 'operations', '--json'])
  expect(direct.code).toBe(0)
  expect(await run([...asNode20, launcher, 'operations', '--json'])).toEqual(direct)

  const refused = await run([...asNode20, launcher, 'no-such-command'])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('no-such-command')
})

test('without a bundled Node it says in one sentence what to do', async () => {
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  const ended = await run([...asNode20, join(folder, 'bin/homeroom.mjs'), 'operations'])
  expect(ended.code).toBe(2)
  expect(ended.stdout).toBe('')
  expect(ended.stderr).toMatch(/^Homeroom needs Node 24, this is Node 20\.20\.0: run "npm ci"[^\n]*\n$/)
})

test.skipIf(process.platform === 'win32')('a signal to the older Node ends the one that does the work', async () => {
  const script = join(folder, 'works.mjs')
  const module = pathToFileURL(join(root, 'bin/node24.mjs')).href
  await writeFile(
    script,
    `import { ensureNode24 } from '${module}'
    if (await ensureNode24('${script}')) {
      process.on('SIGTERM', () => process.exit(7))
      setInterval(() => {}, 1000)
      console.log('works')
    }`,
  )
  const child = spawn(process.execPath, [...asNode20, script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([7, null])
})
