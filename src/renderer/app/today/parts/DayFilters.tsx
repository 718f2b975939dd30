import { FilterX } from 'lucide-react'
import { useMemo } from 'react'
import type { PeriodSummary } from '../../../../shared/contract/attendance.ts'
import { hrefOf, navigate, useRoute } from '../../../router.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Select } from '../../../ui/Select.tsx'
import { gradeName, todayWords as words } from '../../../words/today.ts'
import styles from './DayFilters.module.css'

type Name = 'grade' | 'section' | 'teacher'

const inOrder = new Intl.Collator(undefined, { numeric: true })

/** The choices of one filter: all of them, and each that the day knows. */
function choicesOf(name: Name, found: ReadonlyMap<string, string>) {
  const each = [...found].map(([id, label]) => ({ id, label })).toSorted((a, b) => inOrder.compare(a.label, b.label))
  return [{ id: '', label: words.all[name] }, ...each]
}

/** Grade, section and teacher; what is chosen stands in the address. A filter with one choice is left out. */
export function DayFilters({ periods }: { readonly periods: readonly PeriodSummary[] }) {
  const query = useRoute((route) => route.query)
  const choices = useMemo(() => {
    const sections = periods.flatMap((period) => period.sections)
    return {
      grade: choicesOf('grade', new Map(sections.map(({ gradeLevel }) => [gradeLevel, gradeName(gradeLevel)]))),
      section: choicesOf('section', new Map(sections.map(({ id, name }) => [id, name]))),
      teacher: choicesOf('teacher', new Map(periods.flatMap(({ teachers }) => teachers.map((name) => [name, name])))),
    }
  }, [periods])
  const { grade, section, teacher } = query
  const isFiltered = grade !== undefined || section !== undefined || teacher !== undefined
  const go = (changes: Partial<Record<Name, string | undefined>>) =>
    navigate(hrefOf(['today'], { grade, section, teacher, ...changes }), { replace: true })
  return (
    <div className={styles.filters}>
      {(['grade', 'section', 'teacher'] as const)
        .filter((name) => choices[name].length > 2 || query[name] !== undefined)
        .map((name) => (
          <div key={name} className={styles.filter}>
            <Select
              label={words.filters[name]}
              isLabelHidden
              choices={choices[name]}
              value={query[name] ?? ''}
              onChange={(id) => go({ [name]: id === '' ? undefined : id })}
            />
          </div>
        ))}
      {isFiltered && (
        <IconButton
          icon={FilterX}
          label={words.clearFilters}
          size="small"
          onPress={() => go({ grade: undefined, section: undefined, teacher: undefined })}
        />
      )}
    </div>
  )
}
