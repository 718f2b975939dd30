import { useCallback, useRef } from 'react'

/** The same function at every drawing, doing what the latest one does. */
export function useStable<Arguments extends readonly unknown[]>(run: (...values: Arguments) => void) {
  const latest = useRef(run)
  latest.current = run
  return useCallback((...values: Arguments) => latest.current(...values), [])
}
