import { useLive } from '../../live.ts'
import type { Ending } from './parts/RepeatFields.tsx'

/** The grading periods that a series from this date on can end with. */
export function useEndings(on: string | null): readonly Ending[] {
  const { data } = useLive('calendar.get', on === null ? null : { fromOn: on, toOn: on })
  return (
    data?.years.flatMap(({ gradingPeriods }) => gradingPeriods).filter(({ lastOn }) => on !== null && lastOn >= on) ??
    []
  )
}
