import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root, runTool } from './steps.ts'

const probeLimitMs = 4_000
const downloadLimitMs = 120_000
const retryAfterMs = 24 * 60 * 60 * 1000

/** Remembers a download that failed, so that not every start waits for the next one. */
const failureMark = join(root, 'node_modules', '.cache', 'homeroom', 'electron-download-failed')

/** Electron's own program, when its runtime is installed beside the package; null otherwise. */
export function findElectron(): string | null {
  const folder = join(root, 'node_modules', 'electron')
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

const isBehindProxy = () =>
  ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => Boolean(process.env[name]))

/** Whether the place that Electron comes from answers at all; a proxy is asked by the download itself. */
async function isReachable(): Promise<boolean> {
  if (isBehindProxy()) return true
  const place =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron'
  try {
    const answer = await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(probeLimitMs) })
    await answer.body?.cancel()
    return true
  } catch {
    return false
  }
}

/** Why Electron cannot run here, in one sentence for the person who typed `npm start`; null when nothing is in the way. */
export function whatForbidsElectron(): string | null {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() === 0) return 'Electron does not run as root'
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'There is no screen for Electron here'
  return null
}

/**
 * The path of Electron's program, fetched with the package's own installer when it is missing and its server answers;
 * null when it cannot be had. Takes at most two minutes, and no time for a day after it has failed.
 */
export async function ensureElectron(): Promise<string | null> {
  const found = findElectron()
  if (found) return found
  const failedAt = await stat(failureMark).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
  if (Date.now() - failedAt < retryAfterMs || !(await isReachable())) return null
  console.log('Fetching Electron’s runtime, once (about 120 MB).')
  await runTool('electron/install.js', [], {
    timeLimitMs: downloadLimitMs,
    env: isBehindProxy() ? { ELECTRON_GET_USE_PROXY: '1' } : {},
  })
  const fetched = findElectron()
  if (fetched) {
    await rm(failureMark, { force: true })
  } else {
    await mkdir(dirname(failureMark), { recursive: true })
    await writeFile(failureMark, '')
  }
  return fetched
}
