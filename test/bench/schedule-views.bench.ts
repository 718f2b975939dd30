import { fileURLToPath } from 'node:url'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { buildWhenStale } from '../../tools/build.ts'
import { startBrowserServer } from '../../src/main/hosts/browser/server.ts'
import { contract, type OutputOf } from '../../src/shared/contract/index.ts'
import type { ApplicationHandle } from '../../src/shared/handle.ts'
import { chromiumFlags, chromiumMissing, findChromium } from '../support/chromium.ts'
import { calibrate, median } from './calibrate.ts'
import { figure, type Figure } from './figure.ts'
import { benchMonday, benchNow, scheduleSchool } from './schedule-school.ts'

const folder = fileURLToPath(new URL('../../out/renderer', import.meta.url))

/**
 * The Schedule screen over 20,800 classes on the real store: a keystroke until its rows are on screen, scrolling by three
 * rows a frame, and the week of one grade with 400 classes from the press until it is drawn. The page's door is the one of
 * the browser host, with its session, its parsing and its JSON.
 */
export async function figures(): Promise<readonly Figure[]> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(chromiumMissing)
  if (!(await buildWhenStale())) throw new Error('The app could not be built.')
  const school = await scheduleSchool()
  const files = {
    read: () => Promise.reject(new Error('No files.')),
    write: () => Promise.reject(new Error('No files.')),
  }
  const server = await startBrowserServer({ application: applicationOf(school), files, pageFolder: folder, port: 0 })
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
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
    await page.evaluate(() => (window.location.hash = '#/schedule?view=list'))
    await page.locator('[role=grid] [data-key] [role=rowheader]').first().waitFor()
    const cdp = await page.context().newCDPSession(page)
    // Time of the page's own thread: what other programs of this computer take is not the screen's.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    return [await keystrokes(page), ...(await scrolling(page, cdp)), ...(await week(page, cdp))]
  } finally {
    await browser.close()
    await server.close()
    await school.close()
  }
}

/** Stands for the application: `meeting.list` on the store, what the frame asks for by hand, and nothing else. */
function applicationOf({ list, sections }: Awaited<ReturnType<typeof scheduleSchool>>): ApplicationHandle {
  const status: OutputOf<'app.status'> = {
    version: '0.0.0',
    state: 'ready',
    problem: null,
    school: { name: 'Mabini Central School', timeZone: 'Asia/Manila', locale: 'en-PH', kind: 'zoom' },
    secrets: 'file',
    now: new Date(benchNow).toISOString(),
    isConnected: true,
    isZoomEnabled: true,
    lastZoomContactAt: null,
    waitingToSend: 0,
    refusedBySend: 0,
    unidentified: 0,
    changedInZoom: 0,
    holdsLease: true,
    role: 'administrator',
  }
  const byHand: Readonly<Record<string, unknown>> = {
    'app.status': status,
    'section.list': { sections },
    'group.list': { groups: [] },
    'account.listHosts': { hosts: [], readAt: null },
    'setting.get': { schoolHours: { opensAt: '06:00', closesAt: '18:00', weekDays: [1, 2, 3, 4, 5, 6] } },
    'calendar.get': { years: [], days: [] },
  }
  return {
    async call(name, input) {
      if (name === 'meeting.list') return { ok: true, value: await list(contract[name].input.parse(input)) }
      const value = byHand[name]
      if (value !== undefined) return { ok: true, value }
      return { ok: false, problem: { kind: 'notFound', message: 'Not in this bench.' } }
    },
    on: () => () => undefined,
    close: () => Promise.resolve(),
  }
}

interface Watched {
  longTasks: number[]
  took: Promise<number>
}

/** Letters typed one by one: from the press until the rows that fit are on screen. */
async function keystrokes(page: Page): Promise<Figure> {
  const field = page.getByRole('searchbox').last()
  await field.focus()
  const baseline = calibrate()
  const times: number[] = []
  // Each letter leaves another first row, so that its coming can be seen.
  for (const text of ['rizal, c', 'luna, v', 'silang, m', 'narra, e', 'jacinto, s', 'del pilar, f', 'mabini, a']) {
    await field.fill(text.slice(0, -1))
    await page.waitForTimeout(400)
    await page.evaluate((wanted) => {
      const look = (pressedAt: number, done: (took: number) => void) => {
        const rows = [...document.querySelectorAll('[role=grid] [data-key] [role=rowheader]')]
        const isThere = rows.length > 0 && rows.every((row) => row.textContent.toLowerCase().includes(wanted))
        if (isThere) done(performance.now() - pressedAt)
        else requestAnimationFrame(() => look(pressedAt, done))
      }
      const watched = window as unknown as Watched
      watched.took = new Promise((resolve) => {
        document.activeElement?.addEventListener('keydown', () => look(performance.now(), resolve), { once: true })
      })
    }, text)
    await page.keyboard.press(text.at(-1)!)
    times.push(await page.evaluate(() => (window as unknown as Watched).took))
  }
  await field.fill('')
  await page.waitForTimeout(600)
  const name = 'schedule: keystroke until its rows are shown, 20,800 classes'
  return figure({ name, value: median(times), unit: 'ms', baseline, target: 50 })
}

/** So many milliseconds the page's thread has spent on these kinds of work so far. */
async function spentOn(cdp: CDPSession, kinds: readonly string[]): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return metrics.filter(({ name }) => kinds.includes(name)).reduce((sum, { value }) => sum + value * 1000, 0)
}

/** Script, style and layout of each frame while the list is scrolled by three rows a frame, with its pages coming in. */
async function scrolling(page: Page, cdp: CDPSession): Promise<readonly Figure[]> {
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
    figure({ name: 'schedule: scroll, script and layout of a frame, p95', value, unit: 'ms', baseline, target: 8 }),
    figure({ name: 'schedule: longest task while scrolling', value: longest, unit: 'ms', baseline, target: 50 }),
  ]
}

/**
 * From the list to the week of a grade, with the query: from the press until the days in sight are drawn, until all 400
 * classes are, and what the page's thread has spent on that.
 */
async function week(page: Page, cdp: CDPSession): Promise<readonly Figure[]> {
  const baseline = calibrate()
  const inSight: number[] = []
  const all: number[] = []
  const own: number[] = []
  for (const grade of ['7', '8', '9', '10', '7']) {
    await page.evaluate(() => (window.location.hash = '#/schedule?view=list'))
    await page.waitForTimeout(700)
    const before = await spentOn(cdp, ['TaskDuration'])
    const [seen, drawn] = await page.evaluate(
      ([on, level]) =>
        new Promise<readonly [number, number]>((resolve) => {
          const pressedAt = performance.now()
          let seenAfter = 0
          window.location.hash = `#/schedule/${on}?view=week&grade=${level}`
          const look = () => {
            const took = performance.now() - pressedAt
            const blocks = document.querySelectorAll('[data-block]').length
            // Two of five days are wider than the window.
            if (blocks >= 160 && seenAfter === 0) seenAfter = took
            if (blocks >= 400) resolve([seenAfter, took])
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }),
      [benchMonday, grade] as const,
    )
    inSight.push(seen)
    all.push(drawn)
    own.push((await spentOn(cdp, ['TaskDuration'])) - before)
  }
  const name = 'schedule: week of a grade, 400 classes'
  const row = (what: string, times: readonly number[], target: number) =>
    figure({ name: `${name}, ${what}`, value: median(times), unit: 'ms', baseline, target })
  return [row('what is in sight', inSight, 100), row('all of it', all, 100), row('time of the page’s thread', own, 100)]
}
