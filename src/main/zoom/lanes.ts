/** Runs work one after the other per key, in the order in which it came; different keys never wait for each other. */
export interface Lanes {
  /** Resolves or rejects as `work` does. Work whose signal aborts before its turn is never started. */
  run<T>(key: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** Lanes without anybody in them. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<void>>()
  return {
    async run(key, work, signal) {
      const before = tails.get(key)
      const { promise: done, resolve: leave } = Promise.withResolvers<void>()
      const tail = (before ?? Promise.resolve()).then(() => done)
      tails.set(key, tail)
      try {
        if (before) await untilAborted(before, signal)
        signal?.throwIfAborted()
        return await work()
      } finally {
        leave()
        if (tails.get(key) === tail) tails.delete(key)
      }
    },
  }
}

/** The promise's outcome, or the signal's reason if that comes first; the promise itself goes on for others. */
export function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise
  if (signal.aborted) return Promise.reject(signal.reason)
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}
