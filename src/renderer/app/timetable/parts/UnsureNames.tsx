import { CircleCheck } from 'lucide-react'
import type { UnsureName } from '../../../../shared/contract/timetable.ts'
import type { SectionId } from '../../../../shared/ids.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { useLive } from '../../../live.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TimeField } from '../../../ui/DateField.tsx'
import { timetableWords as words } from '../../../words/timetable.ts'
import type { Asked } from '../asked.ts'
import styles from './Timetable.module.css'

interface UnsureNamesProps {
  /** Those that are not settled, and those that were said already. */
  readonly names: readonly UnsureName[]
  /** Without a time yet. */
  readonly periods: readonly string[]
  readonly asked: Asked
  readonly onSay: (changes: Partial<Asked>) => void
}

/** The names that are not exactly one of the school's, each with a choice; nearest ones first, none taken by itself. */
export function UnsureNames({ names, periods: open, asked, onSay }: UnsureNamesProps) {
  const { data: sectionList } = useLive('section.list', {})
  const { data: hostList } = useLive('account.listHosts', {})
  const sections = (sectionList?.sections ?? []).map(({ id, gradeLevel, name }) => ({
    id: id as string,
    label: sectionTitle(gradeLevel, name),
  }))
  const hosts = (hostList?.hosts ?? []).map(({ hostId, name, email }) => ({ id: hostId, label: name, detail: email }))
  const choicesOf = ({ kind, suggestions }: UnsureName) => {
    const near = suggestions.map(({ id, name }) => ({ id, label: words.suggested(name) }))
    const rest = kind === 'section' ? sections : kind === 'teacher' ? hosts : []
    const others = rest.filter(({ id }) => !near.some((each) => each.id === id))
    return kind === 'subject' ? [{ id: '', label: words.asTyped }, ...near] : [...near, ...others]
  }
  const say = ({ kind, typed }: UnsureName, id: string) => {
    if (kind === 'section') onSay({ sections: { ...asked.sections, [typed]: id as SectionId } })
    if (kind === 'teacher') onSay({ teachers: { ...asked.teachers, [typed]: id } })
    if (kind === 'subject')
      onSay({ subjects: id === '' ? without(asked.subjects, typed) : { ...asked.subjects, [typed]: id } })
  }
  const said = ({ kind, typed }: UnsureName) =>
    kind === 'section'
      ? asked.sections[typed]
      : kind === 'teacher'
        ? asked.teachers[typed]
        : (asked.subjects[typed] ?? '')
  const periods = [...new Set([...Object.keys(asked.periods), ...open])]
  if (names.length + periods.length === 0) {
    return <EmptyState icon={CircleCheck} title={words.nothingToSay} />
  }
  return (
    <div className={styles.names}>
      {periods.length > 0 && (
        <section aria-label={words.periodsTitle}>
          <h3 className={styles.heading}>{words.periodsTitle}</h3>
          <div className={styles.fields}>
            {periods.map((period) => {
              const times = asked.periods[period] ?? { startsAt: null, endsAt: null }
              const set = (changes: Partial<typeof times>) =>
                onSay({ periods: { ...asked.periods, [period]: { ...times, ...changes } } })
              return (
                <div key={period} className={styles.period}>
                  <TimeField
                    label={words.periodFrom(period)}
                    value={times.startsAt}
                    onChange={(startsAt) => set({ startsAt })}
                  />
                  <TimeField
                    label={words.periodTo(period)}
                    value={times.endsAt}
                    onChange={(endsAt) => set({ endsAt })}
                  />
                </div>
              )
            })}
          </div>
        </section>
      )}
      {names.length > 0 && (
        <>
          <p className={styles.quiet}>{words.namesText}</p>
          <div className={styles.fields}>
            {names.map((name) => (
              <Select
                key={`${name.kind} ${name.typed}`}
                label={words.unsure[name.kind](name.typed)}
                note={words.inRows(name.rowCount)}
                placeholder={words.chooseOne}
                choices={choicesOf(name)}
                value={said(name) ?? null}
                onChange={(id) => say(name, id)}
              />
            ))}
          </div>
        </>
      )}
    </div>
  )
}

const without = (record: Readonly<Record<string, string>>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key))
