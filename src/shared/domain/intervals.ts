/** A half-open stretch of time, `from` included and `to` not, in epoch milliseconds. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** The same time as sorted, disjoint stretches; touching ones are joined and empty ones dropped. O(n log n). */
export function union(intervals: readonly Interval[]): Interval[] {
  const [first] = intervals
  if (first === undefined) return []
  if (intervals.length === 1) return first.to > first.from ? [first] : []
  return unite(intervals.filter((interval) => interval.to > interval.from))
}

/** What lies inside the window, as sorted, disjoint stretches. */
export function clip(intervals: readonly Interval[], window: Interval): Interval[] {
  const inside: Interval[] = []
  for (const { from, to } of intervals) {
    const clipped = { from: Math.max(from, window.from), to: Math.min(to, window.to) }
    if (clipped.to > clipped.from) inside.push(clipped)
  }
  return unite(inside)
}

/** How many milliseconds the intervals cover, each moment counted once. */
export function total(intervals: readonly Interval[]): number {
  let sum = 0
  for (const { from, to } of union(intervals)) sum += to - from
  return sum
}

/** How many milliseconds of the window are covered by intervals that are united already. */
export function lengthWithin(united: readonly Interval[], window: Interval): number {
  let sum = 0
  for (const interval of united) sum += overlap(interval, window)
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

/** Whether the interval shares a moment with one of sorted, disjoint stretches. O(log n). */
export function meetsOneOf(united: readonly Interval[], { from, to }: Interval): boolean {
  let low = 0
  let high = united.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (united[middle]!.to <= from) low = middle + 1
    else high = middle
  }
  return low < united.length && united[low]!.from < to
}

const byFrom = (a: Interval, b: Interval): number => a.from - b.from

// Sorts in place what the caller has just made.
function unite(intervals: Interval[]): Interval[] {
  if (intervals.length < 2) return intervals
  intervals.sort(byFrom)
  const united: Interval[] = []
  let { from, to } = intervals[0]!
  for (const next of intervals) {
    if (next.from <= to) {
      if (next.to > to) to = next.to
    } else {
      united.push({ from, to })
      ;({ from, to } = next)
    }
  }
  united.push({ from, to })
  return united
}
