/** A stretch of a column, in minutes of the day. */
export interface Stretch {
  readonly startMinutes: number
  readonly endMinutes: number
}

/** Side by side in its column: which of how many tracks. */
export interface Track {
  readonly track: number
  readonly tracks: number
}

/** A very short class is still a block that can be read and hit. */
const leastMinutes = 20

const endOf = ({ startMinutes, endMinutes }: Stretch) => Math.max(endMinutes, startMinutes + leastMinutes)

/**
 * Puts what overlaps side by side: each stretch takes the first free track of its cluster, and a cluster (everything
 * that hangs together by overlaps) shares its width evenly. Answers in the order of `stretches`.
 */
export function tracksOf(stretches: readonly Stretch[]): readonly Track[] {
  const order = stretches
    .map((stretch, index) => ({ stretch, index }))
    .toSorted((a, b) => a.stretch.startMinutes - b.stretch.startMinutes || endOf(b.stretch) - endOf(a.stretch))
  const placed: Track[] = Array.from({ length: stretches.length }, () => ({ track: 0, tracks: 1 }))
  let cluster: { readonly index: number; readonly track: number }[] = []
  let free: number[] = []
  let clusterEnd = -1
  const close = () => {
    for (const { index, track } of cluster) placed[index] = { track, tracks: free.length }
    cluster = []
    free = []
  }
  for (const { stretch, index } of order) {
    if (stretch.startMinutes >= clusterEnd) close()
    const open = free.findIndex((end) => end <= stretch.startMinutes)
    const track = open === -1 ? free.length : open
    free[track] = endOf(stretch)
    cluster.push({ index, track })
    clusterEnd = Math.max(clusterEnd, endOf(stretch))
  }
  close()
  return placed
}

/** Class hours that begin together: a column of the day. */
export interface Hour extends Stretch {
  /** Its place among the hours of the day. */
  readonly index: number
}

/**
 * The class hours of a day: starts that fall before the first of them ends are one hour, as where one grade begins at
 * 7:30 and another at 7:45. Ends when the shortest of its classes ends, or when the next hour begins.
 */
export function hoursOf(stretches: readonly Stretch[]): readonly Hour[] {
  const found: { startMinutes: number; endMinutes: number }[] = []
  for (const { startMinutes, endMinutes } of stretches.toSorted((a, b) => a.startMinutes - b.startMinutes)) {
    const last = found.at(-1)
    if (last && startMinutes < last.endMinutes) last.endMinutes = Math.min(last.endMinutes, endMinutes)
    else found.push({ startMinutes, endMinutes })
  }
  return found.map(({ startMinutes, endMinutes }, index) => ({ index, startMinutes, endMinutes }))
}

/** The hours that a class takes: the one that it begins in, and each later one of which it fills half. */
export function spanOf(
  hours: readonly Hour[],
  { startMinutes, endMinutes }: Stretch,
): { first: number; count: number } {
  const first = Math.max(
    0,
    hours.findLastIndex((hour) => hour.startMinutes <= startMinutes),
  )
  const last = hours.findLastIndex((hour) => hour.startMinutes + hour.endMinutes <= 2 * endMinutes)
  return { first, count: Math.max(1, last - first + 1) }
}

/** Whole hours that hold everything, as minutes of the day. */
export function rangeOf(stretches: readonly Stretch[], at: Stretch): Stretch {
  const from = stretches.reduce((least, { startMinutes }) => Math.min(least, startMinutes), at.startMinutes)
  const to = stretches.reduce((most, stretch) => Math.max(most, endOf(stretch)), at.endMinutes)
  return {
    startMinutes: Math.max(0, Math.floor(from / 60) * 60),
    endMinutes: Math.min(1440, Math.ceil(to / 60) * 60),
  }
}
