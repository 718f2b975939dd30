import { chromium } from '@playwright/test'
import { chromiumFlags, chromiumMissing, findChromium } from '../support/chromium.ts'
import { serveGallery } from '../support/gallery.ts'
import { calibrate } from './calibrate.ts'
import { figure } from './figure.ts'
import type { Figure } from './figure.ts'

/** Scrolling a grid of 20,000 rows, a whole new screenful at every frame. */
export async function figures(): Promise<readonly Figure[]> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(chromiumMissing)
  const gallery = await serveGallery()
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${gallery.address}#long`)
    const grid = page.getByRole('grid', { name: 'Everybody' })
    await grid.waitFor()
    const baseline = calibrate()
    const times = await grid.evaluate(async (element) => {
      const taken: number[] = []
      let before = performance.now()
      for (let step = 0; step < 120; step++) {
        element.scrollTo({ top: step * 2000 })
        await new Promise(requestAnimationFrame)
        const now = performance.now()
        taken.push(now - before)
        before = now
      }
      return taken.toSorted((a, b) => a - b)
    })
    return [figure({ name: 'grid of 20,000 rows, frame', value: times[60] ?? 0, unit: 'ms', baseline, target: 34 })]
  } finally {
    await browser.close()
    await gallery.close()
  }
}
