import { useState } from 'react'
import { MultiSelect } from '../../../ui/MultiSelect.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Segments } from '../../../ui/Tabs.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { formWords as words } from '../../../words/schedule-form.ts'
import { newSubject } from '../draft.ts'
import type { ClassForm } from '../form-fields.ts'
import styles from './Form.module.css'

const kinds = (['once', 'series', 'now', 'noFixedTime'] as const).map((id) => ({ id, label: words.kinds[id] }))
const audiences = (['class', 'students', 'all', 'teachers', 'personal'] as const).map((id) => ({
  id,
  label: words.audiences[id],
}))

/** The choice to take several sections. */
const several = 'several'

/** Which class a new meeting is of, how often, and for whom. */
export function ClassFields({ form }: { readonly form: ClassForm }) {
  const { draft, set } = form
  const note = draft.kind === 'now' || draft.kind === 'noFixedTime' ? words.kindNotes[draft.kind] : undefined
  return (
    <>
      <div className={styles.kinds}>
        <div className={styles.field}>
          <span className={styles.label} aria-hidden>
            {words.kind}
          </span>
          <Segments label={words.kind} choices={kinds} value={draft.kind} onChange={(kind) => set({ kind })} />
        </div>
        <AudienceField form={form} />
      </div>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <SectionFields form={form} autoFocus />
    </>
  )
}

/** For whom a meeting is. */
export function AudienceField({ form: { draft, set, errorAt } }: { readonly form: ClassForm }) {
  return (
    <Select
      label={words.fields.audience}
      choices={
        draft.kind === 'noFixedTime' ? audiences.map((one) => ({ ...one, isDisabled: one.id === 'class' })) : audiences
      }
      value={draft.audience}
      onChange={(audience) => set({ audience })}
      error={errorAt('audience')}
    />
  )
}

interface SectionProps {
  readonly form: ClassForm
  readonly autoFocus?: boolean
}

/** The section or sections of a class, and what they are taught; nothing for an audience that is no class. */
export function SectionFields({ form, autoFocus = false }: SectionProps) {
  const { draft, set, errorAt, choices, needsClass } = form
  const { fields } = words
  const [isSeveral, setSeveral] = useState(draft.sectionIds.length > 1)
  if (!needsClass) return null
  const hasNewSubject = draft.group === newSubject
  return (
    <div className={hasNewSubject ? styles.triple : styles.pair}>
      {isSeveral ? (
        <MultiSelect
          label={fields.sections}
          choices={choices.sections}
          value={draft.sectionIds}
          onChange={(sectionIds) => set({ sectionIds, group: null })}
          error={errorAt('sectionId')}
          placeholder={words.choose.section}
          autoFocus={autoFocus}
        />
      ) : (
        <Select
          label={fields.section}
          choices={[...choices.sections, { id: several, label: fields.severalSections }]}
          value={draft.sectionIds[0] ?? null}
          onChange={(id) => (id === several ? setSeveral(true) : set({ sectionIds: [id], group: null }))}
          error={errorAt('sectionId')}
          placeholder={words.choose.section}
          autoFocus={autoFocus}
        />
      )}
      <Select
        label={fields.subject}
        choices={choices.subjects}
        value={draft.group}
        onChange={(group) => set({ group })}
        isDisabled={draft.sectionIds.length === 0}
        error={errorAt('teachingGroupId')}
        description={choices.teachers.length > 0 ? words.teachers(choices.teachers) : undefined}
        placeholder={words.choose.subject}
      />
      {hasNewSubject && (
        <TextField
          label={fields.subjectName}
          value={draft.subject}
          onChange={(subject) => set({ subject })}
          error={errorAt('subject')}
        />
      )}
    </div>
  )
}
