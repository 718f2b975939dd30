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
  const steps: { readonly at: number; readonly by: 1 | -1 }[] = []
  for (const ofOne of stays) {
    for (const { from, to } of ofOne) {
      for (const stretch of during) {
        if (from >= stretch.to || to <= stretch.from) continue
        steps.push({ at: Math.max(from, stretch.from), by: 1 }, { at: Math.min(to, stretch.to), by: -1 })
      }
    }
  }
  steps.sort((a, b) => a.at - b.at)

  const drops: Interval[] = []
  // How many were present up to moments of the last two minutes, falling: the first entry is the most.
  let recent: { until: number; count: number }[] = []
  let count = 0
  let peak = 0
  let dropped: { from: number; backAt: number } | null = null
  for (let i = 0; i < steps.length;) {
    const { at } = steps[i]!
    const before = count
    peak = Math.max(peak, before)
    for (; i < steps.length && steps[i]!.at === at; i += 1) count += steps[i]!.by
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
