import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { chromiumMissing, findChromium } from '../test/support/chromium.ts'
import { buildWhenStale } from './build.ts'
import { check } from './check.ts'
import { isInstalled, root, runTool } from './steps.ts'

interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const results = join(root, 'test-results')
const downloadLimitMs = 120_000

const VitestReport = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() })
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})

/** A run that failed without a failed test (a file that does not load, a crash) counts as one that failed. */
const atLeastOne = (code: number, tally: Tally): Tally =>
  code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally

async function reportIn<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null)
}

async function runUnitTests(): Promise<Tally> {
  const path = join(results, 'vitest.json')
  const { code } = await runTool(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
    { isShown: true },
  )
  const report = await reportIn(path, VitestReport)
  return atLeastOne(code, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: report?.numPendingTests ?? 0,
  })
}

/** Finds a Chromium, or fetches Playwright's own; says what to install when neither works. */
async function ensureChromium(): Promise<boolean> {
  if (findChromium()) return true
  console.log('No Chromium is on this computer: trying to download the one of Playwright.')
  await runTool('@playwright/test/cli.js', ['install', 'chromium'], { timeLimitMs: downloadLimitMs })
  if (findChromium()) return true
  console.error(chromiumMissing)
  return false
}

async function runEndToEnd(): Promise<Tally> {
  if (!(await ensureChromium())) return { passed: 0, failed: 1, skipped: 0 }
  const path = join(results, 'playwright.json')
  const { code } = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    isShown: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path },
  })
  const stats = (await reportIn(path, PlaywrightReport))?.stats
  return atLeastOne(code, {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  })
}

/**
 * `npm test`: types, lint, format, dead code, unit and integration tests, end to end in a real Chromium. The last line
 * is `N passed, N failed`; exit code 1 when anything failed.
 */
export async function main(): Promise<number> {
  if (!isInstalled('vitest/vitest.mjs')) {
    console.error('Run "npm ci" first: the packages are not installed.')
    return 1
  }
  const startedAt = performance.now()
  await rm(results, { recursive: true, force: true })
  await mkdir(results, { recursive: true })

  const tallies = [{ ...(await check()), skipped: 0 }]
  // What tests of the built app would otherwise do in the middle of others. That it fails is for them to say.
  await buildWhenStale()
  tallies.push(await runUnitTests(), await runEndToEnd())

  const total = (key: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[key], 0)
  console.log(`\n${Math.round((performance.now() - startedAt) / 1000)} s, ${total('skipped')} skipped`)
  console.log(`${total('passed')} passed, ${total('failed')} failed`)
  return total('failed') === 0 ? 0 : 1
}
