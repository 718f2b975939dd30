import { fileURLToPath } from 'node:url'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { buildWhenStale } from '../../tools/build.ts'
import { startBrowserServer } from '../../src/main/hosts/browser/server.ts'
import type { OutputOf } from '../../src/shared/contract/index.ts'
import type { ApplicationHandle } from '../../src/shared/handle.ts'
import { chromiumFlags, chromiumMissing, findChromium } from '../support/chromium.ts'
import { calibrate, median } from './calibrate.ts'
import { figure, type Figure } from './figure.ts'

const folder = fileURLToPath(new URL('../../out/renderer', import.meta.url))

/** What the frame of the page asks for, in a school that is open, at `now` in ISO. */
export const openStatus = (now: string): OutputOf<'app.status'> => ({
  version: '0.0.0',
  state: 'ready',
  problem: null,
  school: { name: 'Mabini Central School', timeZone: 'Asia/Manila', locale: 'en-PH', kind: 'zoom' },
  secrets: 'file',
  now,
  isConnected: true,
  isZoomEnabled: true,
  lastZoomContactAt: null,
  waitingToSend: 0,
  refusedBySend: 0,
  unidentified: 0,
  changedInZoom: 0,
  holdsLease: true,
  role: 'administrator',
})

/** The page over `application`, through the door of the browser host: with its session, its parsing and its JSON. */
export async function openList(application: ApplicationHandle, hash: string) {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(chromiumMissing)
  if (!(await buildWhenStale())) throw new Error('The app could not be built.')
  const files = {
    read: () => Promise.reject(new Error('No files.')),
    write: () => Promise.reject(new Error('No files.')),
  }
  const server = await startBrowserServer({ application, files, pageFolder: folder, port: 0 })
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
  const close = async () => {
    await browser.close()
    await server.close()
  }
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.addInitScript(() => {
      const watched = window as unknown as Watched
      watched.longTasks = []
      new PerformanceObserver((entries) => {
        for (const { duration } of entries.getEntries()) watched.longTasks.push(duration)
      }).observe({ type: 'longtask' })
    })
    await page.goto(server.newLink())
    await page.waitForURL(`${server.origin}/`)
    await page.evaluate((to) => (window.location.hash = to), hash)
    await page.locator('[role=grid] [data-key] [role=rowheader]').first().waitFor()
    const cdp = await page.context().newCDPSession(page)
    // Time of the page's own thread: what other programs of this computer take is not the screen's.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    return { page, cdp, close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Watched {
  longTasks: number[]
  took: Promise<number>
}

/**
 * Letters typed one by one into the list's field: from the press until only rows that fit are on screen, in ms, the median.
 * Each text is one of which the last letter leaves other rows, so that their coming can be seen; `seenOf` names what then
 * stands in each.
 */
export async function keystrokes(
  page: Page,
  name: string,
  texts: readonly string[],
  seenOf: (text: string) => readonly string[] = (text) => [text],
): Promise<Figure> {
  const field = page.getByRole('searchbox').last()
  await field.focus()
  const baseline = calibrate()
  const times: number[] = []
  for (const text of texts) {
    await field.fill(text.slice(0, -1))
    await page.waitForTimeout(400)
    await page.evaluate((words) => {
      const look = (pressedAt: number, done: (took: number) => void) => {
        const rows = [...document.querySelectorAll('[role=grid] [data-key]:has([role=rowheader])')].map((row) =>
          row.textContent.toLowerCase(),
        )
        const isThere = rows.length > 0 && rows.every((row) => words.every((word) => row.includes(word)))
        if (isThere) done(performance.now() - pressedAt)
        else requestAnimationFrame(() => look(pressedAt, done))
      }
      const watched = window as unknown as Watched
      watched.took = new Promise((resolve) => {
        document.activeElement?.addEventListener('keydown', () => look(performance.now(), resolve), { once: true })
      })
    }, seenOf(text))
    await page.keyboard.press(text.at(-1)!)
    times.push(await page.evaluate(() => (window as unknown as Watched).took))
  }
  await field.fill('')
  await page.waitForTimeout(600)
  return figure({ name, value: median(times), unit: 'ms', baseline, target: 50 })
}

/** So many milliseconds the page's thread has spent on these kinds of work so far. */
export async function spentOn(cdp: CDPSession, kinds: readonly string[]): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.filter(({ name }) => kinds.includes(name)).reduce((sum, { value }) => sum + value * 1000, 0)
}

/** Script, style and layout of each frame while the list is scrolled by three rows a frame, with its pages coming in. */
export async function scrolling(page: Page, cdp: CDPSession, list: string): Promise<readonly Figure[]> {
  const spent = () => spentOn(cdp, ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'])
  await page.evaluate(() => ((window as unknown as Watched).longTasks = []))
  const baseline = calibrate()
  const frames: number[] = []
  for (let frame = 0; frame < 150; frame++) {
    const before = await spent()
    await page.evaluate(async () => {
      document.querySelector('[role=grid]')?.scrollBy(0, 111)
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    })
    frames.push((await spent()) - before)
  }
  const value = frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)]!
  const longest = await page.evaluate(() => Math.max(0, ...(window as unknown as Watched).longTasks))
  return [
    figure({ name: `${list}: scroll, script and layout of a frame, p95`, value, unit: 'ms', baseline, target: 8 }),
    figure({ name: `${list}: longest task while scrolling`, value: longest, unit: 'ms', baseline, target: 50 }),
  ]
}
