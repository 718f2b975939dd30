import type { CDPSession, Page } from '@playwright/test'
import { contract } from '../../src/shared/contract/index.ts'
import type { ApplicationHandle } from '../../src/shared/handle.ts'
import { calibrate, median } from './calibrate.ts'
import { figure, type Figure } from './figure.ts'
import { keystrokes, openList, openStatus, scrolling, spentOn } from './list-screen.ts'
import { benchMonday, benchNow, scheduleSchool } from './schedule-school.ts'

/**
 * The Schedule screen over 20,800 classes on the real store: a keystroke until its rows are on screen, scrolling by three
 * rows a frame, and the week of one grade with 400 classes from the press until it is drawn. The page's door is the one of
 * the browser host, with its session, its parsing and its JSON.
 */
export async function figures(): Promise<readonly Figure[]> {
  const school = await scheduleSchool()
  const { page, cdp, close } = await openList(applicationOf(school), '#/schedule?view=list')
  try {
    const texts = ['rizal, c', 'luna, v', 'silang, m', 'narra, e', 'jacinto, s', 'del pilar, f', 'mabini, a']
    return [
      await keystrokes(page, 'schedule: keystroke until its rows are shown, 20,800 classes', texts),
      ...(await scrolling(page, cdp, 'schedule')),
      ...(await week(page, cdp)),
    ]
  } finally {
    await close()
    await school.close()
  }
}

/** Stands for the application: `meeting.list` on the store, what the frame asks for by hand, and nothing else. */
function applicationOf({ list, sections }: Awaited<ReturnType<typeof scheduleSchool>>): ApplicationHandle {
  const byHand: Readonly<Record<string, unknown>> = {
    'app.status': openStatus(new Date(benchNow).toISOString()),
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
