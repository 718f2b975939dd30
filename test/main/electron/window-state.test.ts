import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { placeWindow, readPlacement, savePlacement, smallest } from '../../../src/main/hosts/electron/window-state.ts'

const screens = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 0, width: 1280, height: 984 },
]
const usual = { width: 1280, height: 800, isMaximized: false }
const folder = mkdtempSync(join(tmpdir(), 'homeroom-window-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a window opens where it stood, on either screen', () => {
  const placement = { x: 2000, y: 40, width: 1000, height: 700, isMaximized: true }
  expect(placeWindow(placement, screens)).toEqual(placement)
})

test('a window whose screen is gone opens in the middle of what is there, in its size', () => {
  const placement = { x: 2400, y: 40, width: 1000, height: 700, isMaximized: false }
  expect(placeWindow(placement, screens.slice(0, 1))).toEqual({ width: 1000, height: 700, isMaximized: false })
})

test.each([null, 'text', 7, [], {}, { width: 'wide' }, { width: Number.NaN, height: 1 }])(
  '%j opens as usual',
  (saved) => {
    expect(placeWindow(saved, screens)).toEqual(usual)
  },
)

test('whatever was saved, the window is large enough and its title bar in reach', () => {
  const number = fc.oneof(fc.integer({ min: -10_000, max: 10_000 }), fc.double(), fc.string())
  const saved = fc.record(
    { x: number, y: number, width: number, height: number, isMaximized: fc.boolean() },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(saved, (value) => {
      const { x, y, width, height } = placeWindow(value, screens)
      expect(width).toBeGreaterThanOrEqual(smallest.width)
      expect(height).toBeGreaterThanOrEqual(smallest.height)
      if (x === undefined || y === undefined) return
      expect(
        screens.some((screen) => y >= screen.y && y < screen.y + screen.height && x < screen.x + screen.width),
      ).toBe(true)
    }),
  )
})

test('what is saved is read again, and what cannot be read is nothing', () => {
  expect(readPlacement(folder)).toBeNull()
  savePlacement(folder, usual)
  expect(readPlacement(folder)).toEqual(usual)
  writeFileSync(join(folder, 'window.json'), '{"width":')
  expect(readPlacement(folder)).toBeNull()
  expect(() => savePlacement(join(folder, 'not-there'), usual)).not.toThrow()
})
