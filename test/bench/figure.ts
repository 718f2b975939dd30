/** One row of `npm run bench`. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What the value is held against: the calibration loop in ms, a limit's floor, the naive way. */
  readonly baseline: number
  /** value / baseline. */
  readonly ratio: number
  readonly target: number
  readonly met: boolean
}

interface Measured {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline: number
  readonly target: number
  /** The target is the least that will do; otherwise it is the most. */
  readonly isAtLeast?: boolean
}

/** Makes a row: rounds to what can be read, and says whether the target is met. */
export function figure({ name, value, unit, baseline, target, isAtLeast = false }: Measured): Figure {
  const met = isAtLeast ? value >= target : value <= target
  return { name, value: round(value), unit, baseline: round(baseline), ratio: round(value / baseline), target, met }
}

const round = (value: number) => Number(value.toPrecision(4))
