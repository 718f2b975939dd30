import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, runTool } from './steps.ts'

const stamp = join(root, 'out', 'sources.sha256')
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
  const digest = await digestOfSources()
  const built = await readFile(stamp, 'utf8').catch(() => '')
  if (built === digest) return true
  const { code, output } = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'])
  if (code !== 0) {
    console.error(output.trimEnd())
    return false
  }
  await writeFile(stamp, digest)
  return true
}

/** `npm run build`. */
export async function main(): Promise<number> {
  return (await buildWhenStale()) ? 0 : 1
}
