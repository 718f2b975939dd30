import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './test/support/chromium.ts'
import type { DoorOptions } from './test/support/app-fixture.ts'

const executablePath = findChromium()

/** Each spec is written once and runs through both doors; those of one door alone lie in a folder of its name. */
export default defineConfig<DoorOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalSetup: './test/support/build-first.ts',
  // Two cores: one worker drives a browser, an app and its processes.
  workers: process.platform === 'linux' ? 2 : 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [['list']],
  use: {
    screenshot: 'only-on-failure',
    launchOptions: { args: [...chromiumFlags], ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: 'electron', use: { door: 'electron' }, testIgnore: '**/browser/**' },
    { name: 'browser', use: { door: 'browser' }, testIgnore: '**/electron/**' },
  ],
})
