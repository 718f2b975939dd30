/** A half-open stretch of time, `from` included and `to` not, in epoch milliseconds. */
export interface Interval {
  readonly from: number
  readonly to: number
}

const byFrom = (a: Interval, b: Interval): number => a.from - b.from

/** The same time as sorted, disjoint stretches; touching ones are joined and empty ones dropped. O(n log n). */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((interval) => interval.to > interval.from)
  if (sorted.length > 1) sorted.sort(byFrom)
  const united: { from: number; to: number }[] = []
  for (const { from, to } of sorted) {
    const last = united.at(-1)
    if (last !== undefined && from <= last.to) {
      if (to > last.to) last.to = to
    } else {
      united.push({ from, to })
    }
  }
  return united
}

/** What lies inside the window, as sorted, disjoint stretches. */
export function clip(intervals: readonly Interval[], window: Interval): Interval[] {
  return union(intervals.map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) })))
}

/** How many milliseconds the intervals cover, each moment counted once. */
export function total(intervals: readonly Interval[]): number {
  let sum = 0
  for (const { from, to } of union(intervals)) sum += to - from
  return sum
}

/** The time of `from` that none of `without` covers, as sorted, disjoint stretches. O(n log n). */
export function subtract(from: readonly Interval[], without: readonly Interval[]): Interval[] {
  const holes = union(without)
  const left: Interval[] = []
  let next = 0
  for (const stretch of union(from)) {
    let start = stretch.from
    while (next < holes.length && holes[next]!.to <= start) next += 1
    for (let i = next; i < holes.length && holes[i]!.from < stretch.to; i += 1) {
      const hole = holes[i]!
      if (hole.from > start) left.push({ from: start, to: hole.from })
      start = Math.max(start, hole.to)
    }
    if (start < stretch.to) left.push({ from: start, to: stretch.to })
  }
  return left
}

/** The stretches of the window that no interval covers. */
export const gaps = (intervals: readonly Interval[], window: Interval): Interval[] => subtract([window], intervals)

/** Whether the two share at least one moment. */
export const overlaps = (a: Interval, b: Interval): boolean => overlap(a, b) > 0

/** How many milliseconds the two share; 0 when they only touch. */
export const overlap = (a: Interval, b: Interval): number =>
  Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from))
