import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root, runTool } from './steps.ts'

const stamp = join(root, 'out', 'sources.sha256')
const lockFolder = join(root, 'node_modules', '.cache', 'homeroom', 'building')
const lockAbandonedMs = 120_000
const sources = ['src', 'tools/build', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

async function filesBelow(path: string): Promise<string[]> {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  const entries = await readdir(absolute, { withFileTypes: true, recursive: true }).catch(() => null)
  if (entries === null) return [path]
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .toSorted()
}

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of (await Promise.all(sources.map(filesBelow))).flat()) {
    hash.update(`\0${file}\0`).update(await readFile(join(root, file)))
  }
  return hash.digest('hex')
}

/**
 * Builds Electron's main process, the preload, the page and the terminal command into `out/`, unless they are there
 * and the sources have not changed since. Prints only when something is wrong; resolves to whether `out/` is good.
 */
export async function buildWhenStale(): Promise<boolean> {
  if (await isFresh()) return true
  await lock()
  try {
    // Whoever held the lock may have built it.
    if (await isFresh()) return true
    const digest = await digestOfSources()
    const { code, output } = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'])
    if (code !== 0) {
      console.error(output.trimEnd())
      return false
    }
    await writeFile(stamp, digest)
    return true
  } finally {
    await rm(lockFolder, { recursive: true, force: true })
  }
}

const isFresh = async () => (await readFile(stamp, 'utf8').catch(() => '')) === (await digestOfSources())

/** Waits for its turn: two builds at once would empty each other's folder. A lock that nobody touched for long is broken. */
async function lock(): Promise<void> {
  await mkdir(dirname(lockFolder), { recursive: true })
  for (;;) {
    try {
      return await mkdir(lockFolder)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error
    }
    const { mtimeMs } = await stat(lockFolder).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > lockAbandonedMs) await rm(lockFolder, { recursive: true, force: true })
    else await delay(100)
  }
}

/** `npm run build`. */
export async function main(): Promise<number> {
  return (await buildWhenStale()) ? 0 : 1
}
