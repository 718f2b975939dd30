import type { Interval } from './intervals.ts'
import { minute } from './time.ts'

const dropWithin = 2 * minute
// Of one or two students nobody can say whether the class was thrown out or a child went home.
const smallestClass = 3

/**
 * The stretches, within `during`, in which most of the class was out at once: from the first to go, when in two minutes
 * more than half of as many as were ever there left, until at least half are back (or to the end). `stays` are united per person. O(n log n).
 */
export function findMassDrops(stays: readonly (readonly Interval[])[], during: readonly Interval[]): Interval[] {
  const end = during.at(-1)?.to
  if (end === undefined) return []
  const { joins, leaves } = stepsOf(stays, during)
  const drops: Interval[] = []
  // How many were present up to moments of the last two minutes, falling: the first entry is the most.
  let recent: { until: number; count: number }[] = []
  let count = 0
  let peak = 0
  let dropped: { from: number; backAt: number } | null = null
  for (let j = 0, l = 0; l < leaves.length;) {
    const at = Math.min(joins[j] ?? Infinity, leaves[l]!)
    const before = count
    peak = Math.max(peak, before)
    for (; joins[j] === at; j += 1) count += 1
    for (; leaves[l] === at; l += 1) count -= 1
    if (dropped !== null) {
      if (count < dropped.backAt) continue
      drops.push({ from: dropped.from, to: at })
      dropped = null
      recent = []
    }
    while (recent.length > 0 && recent[0]!.until < at - dropWithin) recent.shift()
    while (recent.length > 0 && recent.at(-1)!.count <= before) recent.pop()
    recent.push({ until: at, count: before })
    const most = recent[0]!
    // More than half of the class, not of the few who are still there towards its end.
    if (peak >= smallestClass && (most.count - count) * 2 > peak && most.until < end) {
      dropped = { from: most.until, backAt: most.count / 2 }
    }
  }
  // Everybody leaves in the last two minutes of every class: that is its end, no drop.
  if (dropped !== null && end - dropped.from > dropWithin) drops.push({ from: dropped.from, to: end })
  return drops
}

// When anybody came and went, each sorted; typed arrays sort numbers several times faster than lists of objects.
function stepsOf(
  stays: readonly (readonly Interval[])[],
  during: readonly Interval[],
): { readonly joins: Float64Array; readonly leaves: Float64Array } {
  const joins: number[] = []
  const leaves: number[] = []
  for (const ofOne of stays) {
    for (const { from, to } of ofOne) {
      for (const stretch of during) {
        if (from >= stretch.to || to <= stretch.from) continue
        joins.push(Math.max(from, stretch.from))
        leaves.push(Math.min(to, stretch.to))
      }
    }
  }
  return { joins: Float64Array.from(joins).sort(), leaves: Float64Array.from(leaves).sort() }
}
