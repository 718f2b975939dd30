import { useMemo } from 'react'
import type { SectionId } from '../../shared/ids.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { inSchoolOrder, suggestionsOf } from '../choices.ts'
import { useLive } from '../live.ts'
import { ComboBox } from '../ui/ComboBox.tsx'
import { enrollmentWords as words } from '../words/enrollment.ts'

interface Props {
  readonly value: SectionId | null
  readonly onChange: (id: SectionId | null) => void
  readonly label?: string
  readonly isLabelHidden?: boolean
  readonly placeholder?: string
  readonly error?: string | undefined
  readonly autoFocus?: boolean
}

/** One of the school's sections, found by typing. */
export function SectionField({ value, onChange, label = words.section, placeholder, ...rest }: Props) {
  const sections = useLive('section.list', {}).data?.sections
  const choices = useMemo(
    () =>
      inSchoolOrder(sections ?? []).map(({ id, gradeLevel, name, adviser }) => ({
        id,
        label: sectionTitle(gradeLevel, name),
        detail: adviser ?? undefined,
      })),
    [sections],
  )
  return (
    <ComboBox
      {...rest}
      label={label}
      placeholder={placeholder ?? words.sectionHint}
      suggest={(text) => Promise.resolve(suggestionsOf(choices, text))}
      suggestsBy={String(choices.length)}
      value={choices.find(({ id }) => id === value) ?? null}
      onChange={(choice) => onChange(choices.find(({ id }) => id === choice?.id)?.id ?? null)}
      emptyText={words.noSection}
      menuTrigger="input"
    />
  )
}

/** "Grade 7 Mabini" of a section's id; null while that is not known. */
export function useSectionTitle(id: string | null): string | null {
  const found = useLive('section.list', {}).data?.sections.find((section) => section.id === id)
  return found === undefined ? null : sectionTitle(found.gradeLevel, found.name)
}
