import { useCallback, useRef, useState } from 'react'
import { problemOf } from './api.ts'
import { showToast } from './ui/Toasts.tsx'
import { problemTitle } from './words/problems.ts'

/** Work behind a button that has no form around it. */
export interface Task {
  /** Begins the work; a second press while it runs does nothing. */
  readonly run: () => void
  readonly isRunning: boolean
}

/** Says in a toast that stays what went wrong. */
export function showProblem(error: unknown): void {
  const { kind, message, fix } = problemOf(error)
  showToast({ tone: 'problem', title: problemTitle(kind), detail: fix === undefined ? message : `${message} ${fix}` })
}

/** Runs one piece of work at a time. What goes wrong is said in a toast that stays. */
export function useTask(work: () => Promise<void>): Task {
  const [isRunning, setRunning] = useState(false)
  const latest = useRef(work)
  latest.current = work
  const isBusy = useRef(false)
  const run = useCallback(() => {
    if (isBusy.current) return
    isBusy.current = true
    setRunning(true)
    latest
      .current()
      .catch(showProblem)
      .finally(() => {
        isBusy.current = false
        setRunning(false)
      })
  }, [])
  return { run, isRunning }
}
