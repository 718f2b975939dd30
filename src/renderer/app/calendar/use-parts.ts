import { useMemo } from 'react'
import { sectionTitle } from '../../../shared/domain/list-names.ts'
import type { InputOf } from '../../../shared/contract/index.ts'
import { useLive } from '../../live.ts'
import { calendarWords as words } from '../../words/calendar.ts'

/** For whom something is said, as `calendar.setDays` takes it. */
export type Part = Pick<InputOf<'calendar.setDays'>, 'gradeLevel' | 'sectionId' | 'shift'>

/** A part of the school as a choice of a form. */
export interface PartChoice {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly part: Part
}

/** Parts of the school that something can be said of: the whole, grades, shifts, sections. */
export function usePartChoices(gradeLevels: readonly string[], shifts: readonly string[]): readonly PartChoice[] {
  const { data } = useLive('section.list', {})
  return useMemo(
    () => [
      { id: 'school', label: words.parts.school, part: {} },
      ...gradeLevels.map((gradeLevel) => ({
        id: `grade ${gradeLevel}`,
        label: words.parts.grade(gradeLevel),
        detail: words.parts.detail.grade,
        part: { gradeLevel },
      })),
      ...shifts.map((shift) => ({
        id: `shift ${shift}`,
        label: words.parts.shift(shift),
        detail: words.parts.detail.shift,
        part: { shift },
      })),
      ...(data?.sections ?? []).map(({ id, name, gradeLevel }) => ({
        id: `section ${id}`,
        label: sectionTitle(gradeLevel, name),
        part: { sectionId: id },
      })),
    ],
    [gradeLevels, shifts, data],
  )
}
