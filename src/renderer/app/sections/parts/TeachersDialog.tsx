import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { TeachingGroup } from '../../../../shared/contract/section.ts'
import type { PersonId } from '../../../../shared/ids.ts'
import { nowMs } from '../../../clock.ts'
import { useCommand } from '../../../live.ts'
import { linesOf, withLine, type Line } from '../../../person/draft.ts'
import { StaffField } from '../../../person/StaffField.tsx'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DateField.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { enrollmentWords } from '../../../words/enrollment.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords as words } from '../../../words/sections.ts'
import styles from './Tabs.module.css'

interface Teacher {
  readonly who: Choice | null
  readonly firstOn: string | null
  readonly lastOn: string | null
}

const isOrdered = ({ firstOn, lastOn }: Teacher) => firstOn === null || lastOn === null || firstOn <= lastOn

/** Who teaches a subject of a section, each from a day on and, where it is known, until one. */
export function TeachersDialog({ group, onClose }: { readonly group: TeachingGroup; readonly onClose: () => void }) {
  const formats = useFormats()
  const [before] = useState(() =>
    linesOf<Teacher>(
      group.teachers.map(({ id, name, firstOn, lastOn }) => ({ who: { id, label: name }, firstOn, lastOn })),
    ),
  )
  const [lines, setLines] = useState(before)
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('group.change')
  const isWrong = lines.some(({ value }) => value.who === null || value.firstOn === null || !isOrdered(value))
  const save = async () => {
    setChecked(true)
    if (isWrong) return
    const teachers = lines.flatMap(({ value: { who, firstOn, lastOn } }) =>
      who === null || firstOn === null ? [] : [{ personId: who.id as PersonId, firstOn, lastOn }],
    )
    if ((await run({ groupId: group.id, changes: { teachers } })) === null) return
    showToast({ title: words.teachersSaved })
    onClose()
  }
  const change = ({ key, value }: Line<Teacher>, changes: Partial<Teacher>) =>
    setLines(lines.map((line) => (line.key === key ? { key, value: { ...value, ...changes } } : line)))
  return (
    <FormDialog
      words={commonWords}
      title={words.teachersTitle}
      description={group.title}
      size="large"
      submitLabel={words.settings.save}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={lines !== before}
      problem={problem && problemWords(problem, formats)}
    >
      <p className={styles.text}>{words.teachersText}</p>
      <div className={styles.teachers}>
        {lines.map((line, index) => {
          const { key, value } = line
          return (
            <div key={key} role="group" aria-label={words.teacher(index + 1)} className={styles.teacher}>
              <StaffField
                label={words.teacher(index + 1)}
                placeholder={words.teacherHint}
                emptyText={words.noTeacher}
                value={value.who}
                onChange={(who) => change(line, { who })}
                error={isChecked && value.who === null ? words.needTeacher : undefined}
                autoFocus={index === lines.length - 1}
              />
              <DatePicker
                label={words.from}
                value={value.firstOn}
                onChange={(firstOn) => change(line, { firstOn })}
                error={isChecked && value.firstOn === null ? enrollmentWords.needDay : undefined}
              />
              <DatePicker
                label={words.until}
                note={commonWords.optional}
                value={value.lastOn}
                onChange={(lastOn) => change(line, { lastOn })}
                error={isOrdered(value) ? undefined : enrollmentWords.needOrder}
              />
              <IconButton
                icon={Trash2}
                label={words.removeTeacher(value.who?.label ?? words.teacher(index + 1))}
                onPress={() => setLines(lines.filter((other) => other.key !== key))}
              />
            </div>
          )
        })}
        <div>
          <Button
            size="small"
            variant="quiet"
            icon={Plus}
            onPress={() => setLines(withLine(lines, { who: null, firstOn: formats.dateOf(nowMs()), lastOn: null }))}
          >
            {words.addTeacher}
          </Button>
        </div>
      </div>
    </FormDialog>
  )
}
