import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// The walls between rooms, tried in a scratch copy: what is forbidden is reported, what is allowed is not.

const root = fileURLToPath(new URL('../..', import.meta.url))
let scratch = ''

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'homeroom-walls-'))
  await symlink(join(root, 'node_modules'), join(scratch, 'node_modules'), 'junction')
  for (const path of ['.oxlintrc.json', 'tools/lint', 'tsconfig.base.json', 'package.json']) {
    await cp(join(root, path), join(scratch, path), { recursive: true })
  }
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

async function write(path: string, code: string): Promise<void> {
  await mkdir(dirname(join(scratch, path)), { recursive: true })
  await writeFile(join(scratch, path), code)
}

function run(script: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const program = join(root, 'node_modules', script)
    execFile(process.execPath, [program, ...args], { cwd: scratch }, (_error, stdout) => resolve(stdout))
  })
}

const forbidden: readonly (readonly [path: string, code: string, message: string])[] = [
  ['src/shared/a.ts', "import 'node:fs'", 'The room "shared" may not import node:fs.'],
  ['src/shared/b.ts', "import { Temporal } from 'temporal-polyfill'", 'may not import temporal-polyfill.'],
  ['src/shared/c.ts', "import type { Ports } from '../main/ports.ts'", 'may not import from the room "ports".'],
  ['src/main/operations/a.ts', "import path from 'path'", 'The room "operations" may not import path.'],
  ['src/main/operations/b.ts', "import { request } from 'undici'", 'may not import undici.'],
  [
    'src/main/operations/c.ts',
    "import { open } from '../store/open.ts'",
    'may import only types from the room "store".',
  ],
  [
    'src/main/operations/d.ts',
    "export { open } from '../store/open.ts'",
    'may import only types from the room "store".',
  ],
  ['src/main/operations/e.ts', "void import('../zoom/client.ts')", 'may import only types from the room "zoom".'],
  ['src/main/jobs/a.ts', "import type { Client } from '../zoom/client.ts'", 'may not import from the room "zoom".'],
  ['src/main/jobs/b.ts', "import 'node:timers'", 'The room "jobs" may not import node:timers.'],
  ['src/main/zoom/a.ts', "import Database from 'better-sqlite3'", 'may not import better-sqlite3.'],
  ['src/main/zoom/b.ts', "import { open } from '../store/open.ts'", 'may not import from the room "store".'],
  ['src/main/store/a.ts', "import { request } from 'undici'", 'may not import undici.'],
  ['src/main/store/b.ts', "const fs = require('electron')", 'may not import electron.'],
  ['src/main/files/a.ts', "import type { Ports } from '../ports.ts'", 'may not import from the room "ports".'],
  ['src/main/application.ts', "import { app } from 'electron'", 'may not import electron.'],
  ['src/main/hosts/cli/a.ts', "import { app } from 'electron'", 'may not import electron.'],
  ['src/main/hosts/browser/b.ts', "import { main } from '../cli/main.ts'", 'from the room "hosts/cli".'],
  ['src/main/hosts/browser/a.ts', "import { open } from '../../store/open.ts'", 'from the room "store".'],
  ['src/main/hosts/shared/a.ts', "import '../../../practice/serve.ts'", 'from the room "practice".'],
  [
    'src/main/hosts/electron/a.ts',
    "import { ipcMain } from 'electron'",
    'ipcMain belongs in src/main/hosts/electron/ipc.ts',
  ],
  [
    'src/main/hosts/electron/b.ts',
    "import * as electron from 'electron'",
    'Import what you need from electron by name',
  ],
  ['src/preload/a.ts', "import { ipcRenderer } from 'electron'", 'ipcRenderer belongs in src/preload/app.ts'],
  [
    'src/preload/b.ts',
    "import { product } from '../shared/product.ts'",
    'may import only types from the room "shared".',
  ],
  ['src/renderer/a.ts', "import { readFile } from 'node:fs'", 'The room "renderer" may not import node:fs.'],
  ['src/renderer/b.ts', "import '../main/ports.ts'", 'may not import from the room "ports".'],
  ['src/renderer/ui/a.ts', "import '../../shared/product.ts'", 'may not import from the room "shared".'],
  ['src/renderer/ui/b.ts', "import { create } from 'zustand'", 'may not import zustand.'],
  ['src/renderer/app/today/a.ts', "import '../attendance/store.ts'", 'may not import from the feature "attendance".'],
  ['src/practice/a.ts', "import '../main/zoom/client.ts'", 'may not import from the room "zoom".'],
  ['src/practice/b.ts', "import '../shared/domain/time.ts'", 'may not import from the room "shared/time".'],
  ['src/shared/d.ts', 'export const at = Date.now()', "Date.now is the world's"],
  ['src/main/operations/f.ts', 'export const at = new Date()', "new Date() is the world's"],
  ['src/main/zoom/c.ts', 'export const jitter = Math.random()', "Math.random is the world's"],
  ['src/main/store/c.ts', 'export const id = crypto.randomUUID()', "crypto.randomUUID is the world's"],
  ['src/main/jobs/c.ts', 'export const at = performance.now()', "performance.now is the world's"],
]

const allowed: readonly (readonly [path: string, code: string])[] = [
  ['src/shared/domain/time.ts', "export { Temporal } from 'temporal-polyfill'"],
  ['src/shared/y.ts', 'export const at = (ms: number) => new Date(ms)'],
  ['src/main/operations/y.ts', "import type { open } from '../store/open.ts'\nexport type Open = typeof open"],
  ['src/main/store/y.ts', "export { default } from 'better-sqlite3'"],
  ['src/main/hosts/electron/ipc.ts', "export { app } from 'electron'"],
  [
    'src/main/hosts/cli/y.ts',
    "export { startApplication } from '../shared/start-application.ts'\nexport const at = Date.now()",
  ],
  [
    'src/renderer/app/today/parts/y.ts',
    "export { call } from '../../../api.ts'\nexport { Button } from '../../../ui/Button.tsx'",
  ],
]

describe('lint', () => {
  let found = new Map<string, string[]>()

  beforeAll(async () => {
    for (const [path, code] of [...forbidden, ...allowed]) await write(path, `${code}\n`)
    const { diagnostics } = JSON.parse(await run('oxlint/bin/oxlint', ['-f', 'json', 'src'])) as {
      diagnostics: readonly { readonly filename: string; readonly code: string; readonly message: string }[]
    }
    const walls = diagnostics.filter(({ code }) => code.startsWith('walls('))
    found = new Map(
      Object.entries(Object.groupBy(walls, ({ filename }) => filename.replaceAll('\\', '/'))).map(
        ([filename, own = []]) => [filename, own.map(({ message }) => message)],
      ),
    )
  })

  test.each(forbidden)('%s: %s', (path, _code, message) => {
    expect(found.get(path)).toEqual([expect.stringContaining(message)])
  })

  test.each(allowed)('%s is fine: %s', (path) => {
    expect(found.get(path)).toBeUndefined()
  })
})

describe('types', () => {
  const rooms = ['src/shared', 'src/main/zoom', 'src/main/store', 'src/main/jobs', 'src/renderer/ui', 'src/preload']
  const strays: readonly (readonly [path: string, code: string, message: RegExp])[] = [
    ['src/shared/stray.ts', "export * from '../main/zoom/room.ts'", /TS6307|TS6059/],
    ['src/main/zoom/stray.ts', "export * from '../store/room.ts'", /TS6307|TS6059/],
    ['src/main/jobs/stray.ts', "export * from '../zoom/room.ts'", /TS6307|TS6059/],
    ['src/renderer/ui/stray.ts', "export * from '../../shared/room.ts'", /TS6307|TS6059/],
    ['src/shared/node.ts', "export { readFileSync } from 'node:fs'", /TS2307|TS2591/],
    ['src/shared/dom.ts', 'export const title = document.title', /TS2584/],
    ['src/preload/node.ts', "export { readFileSync } from 'node:fs'", /TS2307|TS2591/],
  ]

  test('each room is a project of its own, and a forbidden import does not compile', async () => {
    await rm(join(scratch, 'src'), { recursive: true })
    const references: { path: string }[] = []
    for (const room of rooms) {
      await write(`${room}/tsconfig.json`, await readFile(join(root, room, 'tsconfig.json'), 'utf8'))
      await write(`${room}/room.ts`, "export const name = 'room'\n")
      references.push({ path: room })
    }
    await write('src/main/tsconfig.ports.json', await readFile(join(root, 'src/main/tsconfig.ports.json'), 'utf8'))
    await write('src/main/ports.ts', 'export {}\n')
    for (const [path, code] of strays) await write(path, `${code}\n`)
    await write('tsconfig.json', JSON.stringify({ files: [], references }))

    const output = await run('typescript/bin/tsc', ['-b', '--pretty', 'false'])

    for (const [path, , code] of strays) {
      const line = output.split('\n').find((text) => text.startsWith(path))
      expect(line, path).toMatch(code)
    }
    expect(output.split('\n').filter((line) => line.includes('room.ts('))).toEqual([])
  })
})
