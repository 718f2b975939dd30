import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * Axe on the page as it stands, with every rule. It runs in the page itself, which has no frames of other origins, and
 * tells of violations alone: to list each element that passed, in a page opened for that, takes five times as long. What
 * React Aria has announced is left out: it names fields for seven seconds, whether they are still there or not.
 */
export function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page })
    .exclude('[data-live-announcer]')
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
}

/** What axe finds wrong with the page as it stands, in light and in dark; an empty list when all is well. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await axeOn(page).analyze()
    found.push(...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`))
  }
  return found
}
