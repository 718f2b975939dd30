import { useMemo } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import type { PersonId, SectionId } from '../../../../shared/ids.ts'
import { useLive } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { MultiSelect } from '../../../ui/MultiSelect.tsx'
import { Select } from '../../../ui/Select.tsx'
import { settingsWords } from '../../../words/settings.ts'
import { usualPlace } from '../usual-place.ts'
import styles from './Form.module.css'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'

const { feeds: words } = settingsWords
const never = 'never'
const reminders = [never, '5', '10', '15', '30', '60'] as const
const reminderChoices = reminders.map((id) => ({
  id,
  label: id === never ? words.noReminder : words.reminder(Number(id)),
}))
const inOrder = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Calendar files of sections and teachers that are kept up to date in a folder, for other programs to read. */
export function FeedsForm() {
  const feeds = useLive('feed.get', {}).data
  const sections = useLive('section.list', {}).data?.sections
  const groups = useLive('group.list', {}).data?.groups
  const choices = useMemo(
    () => ({
      section: (sections ?? [])
        .map(({ id, gradeLevel, name }) => ({ id: id as string, label: sectionTitle(gradeLevel, name) }))
        .toSorted((a, b) => inOrder.compare(a.label, b.label)),
      teacher: [...new Map((groups ?? []).flatMap(({ teachers }) => teachers.map(({ id, name }) => [id, name])))]
        .map(([id, name]) => ({ id: id as string, label: name }))
        .toSorted((a, b) => inOrder.compare(a.label, b.label)),
    }),
    [sections, groups],
  )
  return feeds === null ? null : <FeedsFields feeds={feeds} choices={choices} />
}

interface Props {
  readonly feeds: OutputOf<'feed.get'>
  readonly choices: Readonly<Record<'section' | 'teacher', readonly { readonly id: string; readonly label: string }[]>>
}

function FeedsFields({ feeds: { feeds, remindMinutes, writtenAt }, choices }: Props) {
  const formats = useFormats()
  const isPractice = useStatus().data?.school?.kind === 'practice'
  const idsOf = (kind: 'section' | 'teacher') => feeds.flatMap(({ of, id }) => (of === kind ? id : []))
  const kept = {
    sectionIds: idsOf('section'),
    teacherIds: idsOf('teacher'),
    reminder: reminders.find((id) => id === String(remindMinutes)) ?? never,
  }
  const form = useSettingsDraft(kept, 'feed.set', (draft) => ({
    sectionIds: draft.sectionIds as SectionId[],
    teacherIds: draft.teacherIds as PersonId[],
    remindMinutes: draft.reminder === never ? null : Number(draft.reminder),
  }))
  const { draft, change } = form
  return (
    <SettingsForm title={words.title} text={words.text} form={form}>
      <div className={styles.pair}>
        <MultiSelect
          label={words.sections}
          choices={choices.section}
          value={draft.sectionIds}
          onChange={(ids) => change({ sectionIds: [...ids] })}
          placeholder={words.none}
        />
        <MultiSelect
          label={words.teachers}
          choices={choices.teacher}
          value={draft.teacherIds}
          onChange={(ids) => change({ teacherIds: [...ids] })}
          placeholder={words.none}
        />
      </div>
      <Select
        label={words.reminderLabel}
        choices={reminderChoices}
        value={draft.reminder}
        onChange={(reminder) => change({ reminder })}
      />
      {feeds.length > 0 && (
        <p className={styles.quiet}>
          {words.where(
            usualPlace(...(isPractice ? ['practice', 'feeds'] : ['feeds'])),
            feeds.map(({ fileName }) => fileName),
          )}
          {writtenAt !== null && ` ${words.writtenAt(formats.moment(writtenAt, 'short'))}`}
        </p>
      )}
    </SettingsForm>
  )
}
