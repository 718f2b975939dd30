import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { discardFolder } from '../../src/main/hosts/shared/passing-folder.ts'
import { openApp } from './open-app.ts'
import type { Door, OpenedApp } from './open-app.ts'
import { schoolZoom } from './school-zoom.ts'
import type { SchoolZoom } from './school-zoom.ts'

/** Deals the faults of every spec; `npm run soak -- screens` sets another one each time. */
const faultSeed = Number(process.env.HOMEROOM_FAULT_SEED ?? 20_261_120)

/** Which door a project's specs go through. */
export interface DoorOptions {
  readonly door: Door
}

interface Fixtures {
  /** An empty data folder, gone after the test together with the practice school that ran in it. */
  readonly dataFolder: string
  /** Opens the app on the test's data folder, as often as the test likes; what is open at the end is closed. */
  readonly open: (argv?: readonly string[]) => Promise<OpenedApp>
  /** The app, freshly opened on an empty data folder. */
  readonly app: OpenedApp
  /** The practice school's Zoom. Every fault that a spec counts out must have met something by its end. */
  readonly zoom: SchoolZoom
}

/**
 * Playwright's `test` with Homeroom opened through the project's door: `app.page` is its page. Secrets lie in a file
 * under a passphrase, so that no test asks this computer's keychain.
 */
export const test = base.extend<Fixtures & DoorOptions>({
  door: ['electron', { option: true }],
  dataFolder: async ({ door }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `homeroom-${door}-`))
    await use(folder)
    await discardFolder(folder)
  },
  open: async ({ browser, dataFolder, door }, use) => {
    const passphraseFolder = await mkdtemp(join(tmpdir(), 'homeroom-passphrase-'))
    const passphraseFile = join(passphraseFolder, 'passphrase')
    await writeFile(passphraseFile, 'correct horse battery staple\n', { mode: 0o600 })
    const opened: OpenedApp[] = []
    await use(async (argv = []) => {
      const app = await openApp({
        door,
        browser,
        dataFolder,
        argv: ['--secrets', 'file', '--passphrase-file', passphraseFile, ...argv],
      })
      opened.push(app)
      return app
    })
    for (const app of opened) await app.close()
    await rm(passphraseFolder, { recursive: true, force: true })
  },
  app: async ({ open }, use) => {
    await use(await open())
  },
  zoom: async ({ app: { page }, dataFolder }, use, testInfo) => {
    const zoom = schoolZoom({ page, dataFolder, seed: faultSeed })
    await use(zoom)
    if (testInfo.status !== testInfo.expectedStatus) process.stdout.write(`${zoom.told()}\n`)
    else await zoom.mustHaveStumbled()
  },
})

export { expect } from '@playwright/test'
