import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/**
 * The pairs that components put together, computed from tokens.css by WCAG 2.2's formula
 * (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): words at 4.5:1, shapes that carry meaning at 3:1.
 */
const css = readFileSync(new URL('../../src/renderer/ui/tokens.css', import.meta.url), 'utf8')

const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }] as const,
  ),
)

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const papers = ['ground', 'panel', 'raised', 'sunk', 'hover', 'selected']
const states = ['green', 'amber', 'ochre', 'red', 'blue', 'grey']

const words: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'accent-ink', ...states].flatMap((ink) => papers.map((paper) => [ink, paper] as const)),
  ...states.map((state) => [state, `${state}-tint`] as const),
  ...states.map((state) => ['ink', `${state}-tint`] as const),
  ...states.map((state) => ['ink-2', `${state}-tint`] as const),
  ['ink', 'pressed'],
  ['ink-2', 'pressed'],
  ['accent-ink', 'accent-tint'],
  ...['accent', 'accent-hover', 'accent-pressed'].map((fill) => ['on-accent', fill] as const),
  ...['danger', 'danger-hover', 'danger-pressed'].map((fill) => ['on-danger', fill] as const),
]

const shapes: readonly (readonly [string, string])[] = [
  ...['ground', 'panel', 'raised'].map((paper) => ['control-line', paper] as const),
  ...papers.map((paper) => ['focus', paper] as const),
  ...states.flatMap((state) => [[`${state}-bar`, 'panel'] as const, [`${state}-bar`, 'sunk'] as const]),
  ['accent', 'panel'],
  ['accent', 'sunk'],
]

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const ratio = (name: string, on: string) => {
    const front = tokens.get(name)?.[theme]
    const back = tokens.get(on)?.[theme]
    if (front === undefined || back === undefined) throw new Error(`No colour token ${name} or ${on}.`)
    return contrast(front, back)
  }

  it.each(words)('writes %s on %s at 4.5:1 or better', (ink, paper) => {
    expect(ratio(ink, paper)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(shapes)('draws %s on %s at 3:1 or better', (shape, paper) => {
    expect(ratio(shape, paper)).toBeGreaterThanOrEqual(3)
  })
})

it('knows the formula: black on white is 21:1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
})
