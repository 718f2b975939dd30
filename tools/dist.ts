import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildWhenStale } from './build.ts'
import { findElectron } from './electron.ts'
import { root, runTool } from './steps.ts'

/** What keeps us from making installers on this computer, as one sentence; null when nothing does. */
function whatIsMissing(): string | null {
  if (!findElectron()) {
    return 'Electron’s runtime is missing: run "npx install-electron" where GitHub can be reached, then "npm run dist" again.'
  }
  if (process.platform === 'darwin' && !process.env['CSC_LINK'] && !process.env['CSC_NAME']) {
    return 'A signing certificate is missing: name one in CSC_LINK or CSC_NAME, then "npm run dist" again.'
  }
  return null
}

/**
 * `npm run dist`: makes this platform's installers in `dist/`; further arguments go to electron-builder. Says in one
 * sentence what is missing, and what failed.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const missing = whatIsMissing()
  if (missing) {
    console.error(missing)
    return 1
  }
  // From nothing: what an earlier build left behind would be packed as well.
  await rm(join(root, 'out'), { recursive: true, force: true })
  if (!(await buildWhenStale())) return 1
  const { code } = await runTool('electron-builder/cli.js', ['--publish', 'never', ...argv], { isShown: true })
  return code
}
