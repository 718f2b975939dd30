import { memo, useContext, useMemo } from 'react'
import { suggestionsOf } from '../../../choices.ts'
import { ClearFilters } from '../../../ClearFilters.tsx'
import { useLive } from '../../../live.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { DateField } from '../../../ui/DateField.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { commonWords } from '../../../words/common.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { isFiltered, states, withoutFilters, type Place } from '../place.ts'
import { choiceIdOf, gradeChoices, sectionChoices, subjectChoices, teacherChoices, whoOfChoice } from '../who.ts'
import styles from './ListView.module.css'
import { Toolbar } from '../../../ui/Toolbar.tsx'
import { TypingContext } from '../../../TypedText.tsx'

interface Props {
  readonly place: Place
  readonly go: (changes: Partial<Place>) => void
}

const stateChoices = [
  { id: '', label: words.anyStatus },
  ...states.map((id) => ({
    id,
    label: id === 'scheduled' ? words.states.scheduled.upcoming : words.states[id],
  })),
]

/** What the list is narrowed to; all of it stands in the address. */
export function ListFilters({ place, go }: Props) {
  const { section, grade, teacher, host, subject, state, from, to } = place
  return (
    <Toolbar>
      <div className={styles.filters}>
        <TextFilter />
        <Choices {...{ section, grade, teacher, host, subject, state, from, to, go }} />
        <ClearFilters label={words.clearFilters} isFiltered={isFiltered(place)} onClear={() => go(withoutFilters)} />
      </div>
    </Toolbar>
  )
}

function TextFilter() {
  const { text, setText } = useContext(TypingContext)
  return (
    <div className={styles.text}>
      <SearchField
        label={words.filters.text}
        placeholder={words.filters.text}
        clearLabel={commonWords.clear}
        value={text}
        onChange={setText}
      />
    </div>
  )
}

type ChoicesProps = Pick<Place, 'section' | 'grade' | 'teacher' | 'host' | 'subject' | 'state' | 'from' | 'to'> &
  Pick<Props, 'go'>

/** All filters but the text: heavy, and drawn again only when one of them is another. */
const Choices = memo(function Choices(props: ChoicesProps) {
  const { section, grade, teacher, host, subject, state, from, to, go } = props
  const sections = useLive('section.list', {}).data?.sections
  const groups = useLive('group.list', {}).data?.groups
  const hosts = useLive('account.listHosts', {}).data?.hosts
  const choices = useMemo(
    () => ({
      sections: [...gradeChoices(sections ?? []), ...sectionChoices(sections ?? [])],
      subjects: subjectChoices(groups ?? []),
      hosts: [
        ...teacherChoices(groups ?? []),
        ...(hosts ?? []).map(({ hostId, name }) => ({ id: `host:${hostId}`, label: name, detail: words.hostKind })),
      ],
    }),
    [sections, groups, hosts],
  )
  const sectionId = section !== undefined ? choiceIdOf({ section }) : grade !== undefined ? choiceIdOf({ grade }) : null
  const hostId = teacher !== undefined ? choiceIdOf({ teacher }) : host === undefined ? null : `host:${host}`
  return (
    <>
      <div className={styles.choice}>
        <Select
          label={words.filters.status}
          isLabelHidden
          choices={stateChoices}
          value={state ?? ''}
          onChange={(id) => go({ state: states.find((known) => known === id) })}
        />
      </div>
      <Picker
        label={words.filters.section}
        choices={choices.sections}
        value={sectionId}
        onChange={(id) => {
          const chosen = whoOfChoice(id)
          go({ section: chosen.section, grade: chosen.grade })
        }}
      />
      <Picker
        label={words.filters.subject}
        choices={choices.subjects}
        value={subject ?? null}
        onChange={(id) => go({ subject: id })}
      />
      <Picker
        label={words.filters.host}
        choices={choices.hosts}
        value={hostId}
        onChange={(id) =>
          go({
            teacher: whoOfChoice(id).teacher,
            host: id?.startsWith('host:') ? id.slice('host:'.length) : undefined,
          })
        }
      />
      <div className={styles.dates}>
        <span aria-hidden>{words.filters.from}</span>
        <div>
          <DateField
            label={words.filters.from}
            isLabelHidden
            value={from ?? null}
            onChange={(on) => go({ from: on ?? undefined })}
          />
        </div>
        <span aria-hidden>{words.filters.to}</span>
        <div>
          <DateField
            label={words.filters.to}
            isLabelHidden
            value={to ?? null}
            onChange={(on) => go({ to: on ?? undefined })}
          />
        </div>
      </div>
    </>
  )
})

interface PickerProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly value: string | null
  readonly onChange: (id: string | undefined) => void
}

function Picker({ label, choices, value, onChange }: PickerProps) {
  return (
    <div className={styles.choice}>
      <ComboBox
        label={label}
        isLabelHidden
        placeholder={label}
        suggest={(text) => Promise.resolve(suggestionsOf(choices, text))}
        value={choices.find(({ id }) => id === value) ?? null}
        onChange={(choice) => onChange(choice?.id)}
        emptyText={words.filterEmpty}
      />
    </div>
  )
}
