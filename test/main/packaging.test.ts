import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import asar from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { discardFolder } from '../../src/main/hosts/shared/passing-folder.ts'
import { product } from '../../src/shared/product.ts'
import { buildWhenStale } from '../../tools/build.ts'

// The whole pipeline of a package, on a runtime that is a stub: what comes out is what a school would install, except for
// Electron itself. Needs no network.

const root = fileURLToPath(new URL('../..', import.meta.url))
const isLinux = process.platform === 'linux'
if (!isLinux) console.log('Packaging is tested on Linux, where the stub runtime has its simplest shape: skipped.')

/** The fuses as Electron 45 delivers them: sentinel, version, count, one state each ('1' is on). */
const deliveredFuses = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
])

async function makeStubRuntime(folder: string): Promise<void> {
  const files: Record<string, string | Buffer> = {
    electron: Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), deliveredFuses]),
    version: '45.3.4',
    LICENSE: 'stub',
    'resources.pak': 'stub',
    'chrome-sandbox': 'stub',
    'resources/.keep': '',
    'locales/en-US.pak': 'stub',
    'locales/fil.pak': 'stub',
    'locales/de.pak': 'stub',
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  await chmod(join(folder, 'electron'), 0o755)
}

function run(args: readonly string[], cwd: string): Promise<{ code: number; output: string; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, output: stdout + stderr, stdout })
    })
  })
}

describe.skipIf(!isLinux)('a package', () => {
  let folder = ''
  let resources = ''
  let archive = ''
  let entries: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'homeroom-package-'))
    await makeStubRuntime(join(folder, 'electron'))
    expect(await buildWhenStale()).toBe(true)
    const { code, output } = await run(
      [
        join(root, 'node_modules/electron-builder/cli.js'),
        ...['--linux', 'dir', '--x64', '--publish', 'never'],
        `-c.electronDist=${join(folder, 'electron')}`,
        `-c.directories.output=${join(folder, 'dist')}`,
      ],
      root,
    )
    expect(code, output).toBe(0)
    resources = join(folder, 'dist/linux-unpacked/resources')
    archive = join(resources, 'app.asar')
    entries = asar
      .listPackage(archive, { isPack: false })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => !('files' in asar.statFile(archive, path.slice(1))))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('holds the built app, two native packages and nothing else', () => {
    const expected = [
      /^\/package\.json$/,
      /^\/out\/(main|preload|renderer)\//,
      /^\/node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/.+\.js)$/,
      /^\/node_modules\/better-sqlite3\/prebuilds\/linux-x64\.node$/,
      /^\/node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/.+\.js|build\/Release\/keytar\.node)$/,
    ]
    expect(entries.filter((path) => !expected.some((pattern) => pattern.test(path)))).toEqual([])
    for (const needed of [
      '/out/main/index.js',
      '/out/main/application-worker.js',
      '/out/main/keychain-child.js',
      '/out/main/serve.js',
      '/out/preload/app.cjs',
      '/out/renderer/index.html',
      '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]) {
      expect(entries).toContain(needed)
    }
  })

  test('holds no source maps, no data, no fixtures and no Node', () => {
    const never = /\.map$|\.(csv|xlsx|sqlite|db|log|pem|key)$|fixture|\/test\/|node_modules\/(node|node-)|@zoom/i
    expect(entries.filter((path) => never.test(path))).toEqual([])
  })

  test('names itself, and carries no scripts of ours', () => {
    const manifest = JSON.parse(asar.extractFile(archive, 'package.json').toString()) as Record<string, unknown>
    expect(manifest).toMatchObject({ name: 'homeroom', productName: product.name, main: 'out/main/index.js' })
    expect(manifest).not.toHaveProperty('scripts')
    expect(manifest).not.toHaveProperty('devDependencies')
  })

  test('keeps natives outside the archive and the migrations beside it', async () => {
    const unpacked = join(resources, 'app.asar.unpacked/node_modules')
    expect((await stat(join(unpacked, 'better-sqlite3/prebuilds/linux-x64.node'))).size).toBeGreaterThan(1_000_000)
    const keytar = 'node_modules/keytar/build/Release/keytar.node'
    expect(existsSync(join(resources, 'app.asar.unpacked', keytar))).toBe(existsSync(join(root, keytar)))
    const migrations = await readdir(join(resources, 'migrations'), { recursive: true })
    expect(migrations.toSorted()).toEqual((await readdir(join(root, 'drizzle'), { recursive: true })).toSorted())
  })

  test('has its fuses set: read back from the program itself', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'dist/linux-unpacked/homeroom'))
    const states = Object.fromEntries(
      Object.entries(wire)
        .filter(([key]) => /^\d+$/.test(key))
        .map(([key, state]) => [FuseV1Options[Number(key)] ?? `fuse ${key}`, state === FuseState.ENABLE]),
    )
    expect(states).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    })
  })

  test('asks for updates at the address of the configuration', async () => {
    const text = await readFile(join(resources, 'app-update.yml'), 'utf8')
    expect(text).toContain('provider: generic')
    expect(text).toContain('url: https://updates.homeroom.invalid/linux')
  })

  test('keeps only the languages that we speak', async () => {
    const locales = await readdir(join(folder, 'dist/linux-unpacked/locales'))
    expect(locales.toSorted()).toEqual(['en-US.pak', 'fil.pak'])
  })

  test('runs by itself: the application in it answers, with no package of ours in reach', async () => {
    const copy = join(folder, 'extracted')
    asar.extractAll(archive, copy)
    await symlink(join(resources, 'migrations'), join(copy, 'drizzle'))
    const cli = pathToFileURL(join(copy, 'out/main/cli.js')).href
    const program = join(folder, 'program.mjs')
    await writeFile(program, `process.exitCode = await (await import('${cli}')).main(process.argv.slice(2))`)
    const data = join(folder, 'data')
    try {
      // Starts the pretend Zoom, opens an encrypted database by the native package and migrates it.
      const { code, output, stdout } = await run([program, 'call', 'practice.start', '--data', data], folder)
      expect(code, output).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, value: { kind: 'practice' } })
    } finally {
      await discardFolder(data)
    }
  })
})

test('the names in the configuration are the names that can never change', async () => {
  const text = await readFile(join(root, 'electron-builder.yml'), 'utf8')
  expect(text).toMatch(new RegExp(`^appId: ${product.appId}$`, 'm'))
  expect(text).toMatch(new RegExp(`^productName: ${product.name}$`, 'm'))
  expect(text).toMatch(new RegExp(`schemes:\\n\\s+- ${product.linkScheme}$`, 'm'))
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  }
  expect(text).toMatch(new RegExp(`^electronVersion: ${version}$`, 'm'))
})
