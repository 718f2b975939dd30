import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const programFiles = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']]

const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: programFiles
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
}

/**
 * The Chromium that drives the end-to-end tests: CHROMIUM_PATH, a browser of this computer, or Playwright's own
 * download; null when there is none.
 */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH']
  if (named) return existsSync(named) ? named : null
  const candidates = [...(places[process.platform] ?? []), chromium.executablePath()]
  return candidates.find((path) => existsSync(path)) ?? null
}

/** What to install when {@link findChromium} finds nothing, as one sentence. */
export const chromiumMissing =
  'No Chromium is on this computer: install Chromium, Chrome or Edge, or run "npx playwright install chromium", ' +
  'or name one in CHROMIUM_PATH.'

/** Flags under which Chromium also runs as root in a container. */
export const chromiumFlags: readonly string[] =
  process.platform === 'linux' ? ['--no-sandbox', '--disable-dev-shm-usage'] : []
