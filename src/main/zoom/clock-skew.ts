import type { Clock, Log } from '../ports.ts'

/** Beyond this a computer's clock is wrong enough to break tokens and the times of classes. */
const noticedSeconds = 60
/** An answer that took longer says too little about the moment at which Zoom wrote its Date header. */
const longestSampleMs = 30_000

/** Compares our clock with the Date header of Zoom's answers. */
export interface SkewWatch {
  /** Takes one answer in; `sentAt` is when its request left, by our clock. */
  note(dateHeader: string | undefined, sentAt: number): void
  /** Zoom's clock minus ours in whole seconds, by the latest answer; null before the first. */
  seconds(): number | null
  /** Whether our clock is wrong by more than a minute. */
  isWrong(): boolean
}

/** A watch without a sample; logs `zoom.clockSkew` each time it becomes wrong, never for each answer. */
export function createSkewWatch(clock: Clock, log: Log): SkewWatch {
  let latest: number | null = null
  const isWrong = () => latest !== null && Math.abs(latest) > noticedSeconds
  return {
    note(dateHeader, sentAt) {
      const zoomsTime = Date.parse(dateHeader ?? '')
      const now = clock.now()
      if (Number.isNaN(zoomsTime) || now - sentAt > longestSampleMs || now < sentAt) return
      const wasWrong = isWrong()
      // The header is cut to the second, so its middle is half a second later.
      latest = Math.round((zoomsTime + 500 - (sentAt + now) / 2) / 1000)
      if (isWrong() && !wasWrong) log.warn('zoom.clockSkew', { seconds: latest })
    },
    seconds: () => latest,
    isWrong,
  }
}
