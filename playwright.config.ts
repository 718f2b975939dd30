import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './test/support/chromium.ts'
import type { DoorOptions } from './test/support/app-fixture.ts'

const executablePath = findChromium()

/** `npm run soak -- screens` takes the screens through both doors. */
const isEveryDoor = process.env.HOMEROOM_EVERY_DOOR === 'yes'

/**
 * What differs from door to door runs through both, and so does the main job; what belongs to one door lies in a folder of
 * its name. The screens are the same behind every door, so their specs go through the one that schools install.
 */
export default defineConfig<DoorOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalSetup: './test/support/build-first.ts',
  // One worker drives a browser, an app and its processes, and waits for them half of the time.
  workers: process.platform === 'linux' ? 3 : 1,
  fullyParallel: false,
  forbidOnly: true,
  // Ends for what hangs, not measures of speed: a busy computer with a slow disk passes too.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    screenshot: 'only-on-failure',
    actionTimeout: 30_000,
    launchOptions: { args: [...chromiumFlags], ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: 'electron', use: { door: 'electron' }, testIgnore: '**/browser/**' },
    {
      name: 'browser',
      use: { door: 'browser' },
      testIgnore: ['**/electron/**', ...(isEveryDoor ? [] : ['**/screens/**'])],
    },
  ],
})
