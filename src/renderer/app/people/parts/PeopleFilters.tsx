import { memo, useContext, useMemo } from 'react'
import { byLabel } from '../../../choices.ts'
import { SectionField } from '../../../enrollment/SectionField.tsx'
import { ClearFilters } from '../../../ClearFilters.tsx'
import { useLive } from '../../../live.ts'
import type { SectionId } from '../../../../shared/ids.ts'
import { TypingContext } from '../../../TypedText.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { Toolbar } from '../../../ui/Toolbar.tsx'
import { commonWords } from '../../../words/common.ts'
import { peopleWords as words } from '../../../words/people.ts'
import { gradeName } from '../../../words/today.ts'
import { isFiltered, shows, withoutFilters, type Place } from '../place.ts'
import styles from './PeopleFilters.module.css'

interface Props {
  readonly place: Place
  readonly go: (changes: Partial<Place>) => void
}

const showChoices = shows.map((id) => ({ id, label: words.shows[id] }))

/** What the list of people is narrowed to; all of it stands in the address. */
export function PeopleFilters({ place, go }: Props) {
  const { section, grade, show, kind } = place
  return (
    <Toolbar>
      <TextFilter />
      <Choices {...{ section, grade, show, kind, go }} />
      <ClearFilters label={words.clearFilters} isFiltered={isFiltered(place)} onClear={() => go(withoutFilters)} />
    </Toolbar>
  )
}

function TextFilter() {
  const { text, setText } = useContext(TypingContext)
  return (
    <div className={styles.text}>
      <SearchField label={words.find} clearLabel={commonWords.clear} value={text} onChange={setText} />
    </div>
  )
}

/** All filters but the text: heavy, and drawn again only when one of them is another. */
const Choices = memo(function Choices({ section, grade, show, kind, go }: Omit<Place, 'text'> & Pick<Props, 'go'>) {
  const sections = useLive('section.list', {}).data?.sections
  const grades = useMemo(
    () => [
      { id: '', label: words.anyGrade },
      ...[...new Set((sections ?? []).map(({ gradeLevel }) => gradeLevel))]
        .filter((level) => level !== '')
        .map((id) => ({ id, label: gradeName(id) }))
        .toSorted(byLabel),
    ],
    [sections],
  )
  return (
    <>
      {kind !== 'staff' && (
        <>
          <div className={styles.choice}>
            <Select
              label={words.grade}
              isLabelHidden
              choices={grades}
              value={grade ?? ''}
              onChange={(id) => go({ grade: id === '' ? undefined : id })}
            />
          </div>
          <div className={styles.choice}>
            <SectionField
              label={words.section}
              isLabelHidden
              placeholder={words.section}
              value={(section as SectionId | undefined) ?? null}
              onChange={(id) => go({ section: id ?? undefined })}
            />
          </div>
        </>
      )}
      <div className={styles.choice}>
        <Select
          label={words.show}
          isLabelHidden
          choices={showChoices}
          value={show ?? 'all'}
          onChange={(id) => go({ show: id === 'all' ? undefined : id })}
        />
      </div>
    </>
  )
})
