import { useState } from 'react'
import type { Suspension } from '../../../../shared/contract/calendar.ts'
import type { InputOf } from '../../../../shared/contract/index.ts'
import type { SectionId } from '../../../../shared/ids.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { useLive } from '../../../live.ts'
import { usePreviewed } from '../../../previewed.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { DatePicker, TimeField } from '../../../ui/DateField.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segments } from '../../../ui/Tabs.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import styles from './Dialogs.module.css'
import { SuspendPreview } from './SuspendPreview.tsx'
import { useChosen } from '../use-chosen.ts'

const words = calendarWords.suspending

type Whom = keyof typeof words.whoms
const whoms = (['school', 'grades', 'sections'] as const).map((id) => ({ id, label: words.whoms[id] }))

/** Calls classes off as one action: the day, from what hour, for whom and by whose order; what it does stands below. */
export function SuspendDialog({
  on: firstOn,
  gradeLevels,
  onDone,
  onClose,
}: {
  readonly on: string
  readonly gradeLevels: readonly string[]
  /** Classes were called off, which can be undone. */
  readonly onDone: (suspension: Suspension) => void
  readonly onClose: () => void
}) {
  const { data: sectionList } = useLive('section.list', {})
  const [on, setOn] = useState<string | null>(firstOn)
  const [fromTime, setFromTime] = useState<string | null>(null)
  const [whom, setWhom] = useState<Whom>('school')
  const [grades, setGrades] = useState<ReadonlySet<string>>(new Set())
  const [sections, setSections] = useState<ReadonlySet<SectionId>>(new Set())
  const [authority, setAuthority] = useState('')
  const [isChecked, setChecked] = useState(false)

  const hasPart = whom === 'school' || (whom === 'grades' ? grades : sections).size > 0
  const part: InputOf<'suspension.preview'> | null =
    on === null || !hasPart
      ? null
      : {
          on,
          ...(fromTime === null ? {} : { fromTime }),
          gradeLevels: whom === 'grades' ? [...grades].toSorted() : [],
          sectionIds: whom === 'sections' ? [...sections].toSorted() : [],
        }
  const { preview, run, isRunning, notice } = usePreviewed('suspension.preview', part, 'suspension.order')
  const { off, kept, choose } = useChosen(preview?.classes)
  const order = async () => {
    setChecked(true)
    if (part === null || authority.trim() === '' || preview === null) return
    const done = await run({ ...part, authority, digest: preview.digest, keepOccurrenceIds: kept })
    if (done === null) return
    onDone(done)
    onClose()
  }

  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      size="wide"
      submitLabel={words.submit(off.size)}
      submitVariant="danger"
      isSubmitDisabled={part !== null && preview === null}
      onSubmit={() => void order()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={authority !== ''}
      problem={notice}
    >
      <div className={styles.form}>
        <div className={styles.pair}>
          <DatePicker
            label={words.on}
            value={on}
            onChange={setOn}
            error={isChecked && on === null ? words.needDay : undefined}
          />
          <TimeField
            label={words.fromTime}
            note={commonWords.optional}
            description={words.fromTimeHelp}
            value={fromTime}
            onChange={setFromTime}
          />
        </div>
        <div role="group" aria-label={words.whom} className={styles.form}>
          <div className={styles.checks}>
            <Segments label={words.whom} choices={whoms} value={whom} onChange={setWhom} />
          </div>
          {whom === 'grades' && (
            <Ticks
              label={words.grades}
              choices={gradeLevels.map((id) => ({ id, label: calendarWords.parts.grade(id) }))}
              value={grades}
              onChange={setGrades}
            />
          )}
          {whom === 'sections' && (
            <Ticks
              label={words.sections}
              choices={(sectionList?.sections ?? []).map(({ id, gradeLevel, name }) => ({
                id,
                label: sectionTitle(gradeLevel, name),
              }))}
              value={sections}
              onChange={setSections}
            />
          )}
          {isChecked && !hasPart && <p className={styles.wrong}>{words.needPart}</p>}
        </div>
        <TextField
          label={words.authority}
          placeholder={words.authorityHint}
          maxLength={200}
          value={authority}
          onChange={setAuthority}
          error={isChecked && authority.trim() === '' ? words.needAuthority : undefined}
          autoFocus
        />
        {part !== null && <SuspendPreview preview={preview} off={off} onChange={choose} />}
      </div>
    </FormDialog>
  )
}

/** Several of a list, each with a box; a long list scrolls. */
function Ticks<Id extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  readonly label: string
  readonly choices: readonly { readonly id: Id; readonly label: string }[]
  readonly value: ReadonlySet<Id>
  readonly onChange: (value: ReadonlySet<Id>) => void
}) {
  return (
    <div role="group" aria-label={label} className={styles.scroll}>
      <div className={styles.checks}>
        {choices.map((choice) => (
          <Checkbox
            key={choice.id}
            isSelected={value.has(choice.id)}
            onChange={(isOn) =>
              onChange(new Set(isOn ? [...value, choice.id] : [...value].filter((id) => id !== choice.id)))
            }
          >
            {choice.label}
          </Checkbox>
        ))}
      </div>
    </div>
  )
}
