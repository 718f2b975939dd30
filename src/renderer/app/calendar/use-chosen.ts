import { useState } from 'react'
import type { SuspendedClass } from '../../../shared/contract/calendar.ts'
import type { OccurrenceId } from '../../../shared/ids.ts'

const none: readonly SuspendedClass[] = []

/**
 * Which of the classes that can be called off shall be. As long as nobody says otherwise: each of them, but for those that
 * some of their sections have all the same.
 */
export function useChosen(classes: readonly SuspendedClass[] = none) {
  /** What a person chose otherwise than it would be. */
  const [chosen, setChosen] = useState<ReadonlyMap<OccurrenceId, boolean>>(new Map())
  const ahead = classes.filter(({ phase }) => phase === 'ahead')
  const isOff = ({ occurrenceId, isPartly }: SuspendedClass) => chosen.get(occurrenceId) ?? !isPartly
  const ids = (which: readonly SuspendedClass[]) => which.map(({ occurrenceId }) => occurrenceId)
  return {
    off: new Set(ids(ahead.filter(isOff))),
    kept: ids(ahead.filter((each) => !isOff(each))),
    choose: (off: ReadonlySet<OccurrenceId>) =>
      setChosen(new Map(ids(ahead).map((occurrenceId) => [occurrenceId, off.has(occurrenceId)]))),
  }
}
