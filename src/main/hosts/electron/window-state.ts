import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rectangle } from 'electron'

/** Where the window stands: its place when it is not maximized, in screen points. */
export interface Placement {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly isMaximized: boolean
}

/** The smallest window in which every screen still works. */
export const smallest = { width: 900, height: 600 } as const
const usual: Placement = { width: 1280, height: 800, isMaximized: false }

const fileIn = (folder: string) => join(folder, 'window.json')

/**
 * Where to open the window: where it was, when its title bar is still on one of these screens (work areas, in points),
 * and otherwise in the middle of the first one.
 */
export function placeWindow(saved: unknown, screens: readonly Rectangle[]): Placement {
  const { x, y, width, height, isMaximized } = { ...usual, ...(saved as Partial<Record<keyof Placement, unknown>>) }
  const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
  if (!isNumber(width) || !isNumber(height)) return usual
  const size = {
    width: Math.max(smallest.width, Math.round(width)),
    height: Math.max(smallest.height, Math.round(height)),
    isMaximized: isMaximized === true,
  }
  if (!isNumber(x) || !isNumber(y)) return size
  const reach = 80
  const isInReach = screens.some(
    (screen) =>
      x + size.width >= screen.x + reach &&
      x <= screen.x + screen.width - reach &&
      y >= screen.y &&
      y <= screen.y + screen.height - reach,
  )
  return isInReach ? { x: Math.round(x), y: Math.round(y), ...size } : size
}

/** What was saved in this folder; null when nothing was, or nothing that can be read. */
export function readPlacement(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8'))
  } catch {
    return null
  }
}

/** Remembers the window's place; a folder that cannot be written costs us the place and nothing else. */
export function savePlacement(folder: string, placement: Placement): void {
  try {
    writeFileSync(fileIn(folder), JSON.stringify(placement))
  } catch {
    // The next start opens in the usual place.
  }
}
