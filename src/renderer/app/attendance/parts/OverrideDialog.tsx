import { useState } from 'react'
import type { AttendanceRow } from '../../../../shared/contract/attendance.ts'
import type { ClassPeriodId } from '../../../../shared/ids.ts'
import { call } from '../../../api.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import styles from './OverrideDialog.module.css'

/** What the person asked for by a letter or its button; `other` begins with the mark as it stands. */
export type Wanted = 'present' | 'absent' | 'late' | 'excused' | 'other'

interface Props {
  readonly periodId: ClassPeriodId
  readonly rows: readonly AttendanceRow[]
  readonly wanted: Wanted
  readonly onClose: () => void
}

type Excuse = keyof typeof words.excuses
const excuses = [
  { id: 'none', label: words.noExcuse },
  ...(Object.keys(words.excuses) as Excuse[]).map((id) => ({ id, label: words.excuses[id] })),
] as const
const cards = (['present', 'partial', 'absent'] as const).map((id) => ({ id, label: words.presences[id] }))

/** Sets the mark of one or many students by hand, with a reason that stays beside it. */
export function OverrideDialog({ periodId, rows, wanted, onClose }: Props) {
  const formats = useFormats()
  const first = draftOf(rows, wanted)
  const [presence, setPresence] = useState(first.presence)
  const [isLate, setLate] = useState(first.isLate)
  const [hasLeftEarly, setLeftEarly] = useState(first.hasLeftEarly)
  const [excuse, setExcuse] = useState(first.excuse)
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { run, isRunning, problem } = useCommand('attendance.override')

  const save = async () => {
    if (reason.trim() === '') return setMissing(true)
    const personIds = rows.map(({ personId }) => personId)
    const done = await run({
      periodId,
      personIds,
      presence,
      isLate: presence === 'present' && isLate,
      hasLeftEarly: presence === 'present' && hasLeftEarly,
      excuse: excuse === 'none' ? undefined : excuse,
      reason,
    })
    if (done === null) return
    showToast({
      title: words.marked(rows.length),
      undo: {
        label: commonWords.undo,
        onUndo: () => void call('attendance.undoOverride', { periodId, personIds }).catch(() => undefined),
      },
    })
    onClose()
  }

  return (
    <FormDialog
      words={commonWords}
      title={words.overrideTitle(rows.length)}
      description={rows.length === 1 ? rows[0]?.listName : words.overrideText}
      submitLabel={words.saveMark}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={reason !== ''}
      problem={problem && problemWords(problem, formats)}
    >
      <RadioCards label={words.mark} cards={cards} columns={3} value={presence} onChange={setPresence} />
      {presence === 'present' && (
        <div className={styles.flags}>
          <Checkbox isSelected={isLate} onChange={setLate}>
            {words.late}
          </Checkbox>
          <Checkbox isSelected={hasLeftEarly} onChange={setLeftEarly}>
            {words.leftEarly}
          </Checkbox>
        </div>
      )}
      <Select label={words.excuse} choices={excuses} value={excuse} onChange={setExcuse} />
      <TextField
        label={words.reason}
        placeholder={words.reasonPlaceholder}
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={isMissing && reason.trim() === '' ? words.needReason : undefined}
        autoFocus
      />
      <div role="group" aria-label={words.usualReasons} className={styles.reasons}>
        {words.reasons.map((usual) => (
          <Button key={usual} size="small" onPress={() => setReason(usual)}>
            {usual}
          </Button>
        ))}
      </div>
    </FormDialog>
  )
}

interface Draft {
  readonly presence: 'present' | 'partial' | 'absent'
  readonly isLate: boolean
  readonly hasLeftEarly: boolean
  readonly excuse: Excuse | 'none'
}

const isExcuse = (text: string | null | undefined): text is Excuse => text != null && text in words.excuses

/** What the form begins with: what was asked for, or of one student the mark as it stands. */
function draftOf(rows: readonly AttendanceRow[], wanted: Wanted): Draft {
  const [row] = rows
  if (wanted === 'excused') return { presence: 'absent', isLate: false, hasLeftEarly: false, excuse: 'illness' }
  if (wanted !== 'other' || row === undefined || rows.length > 1) {
    const presence = wanted === 'absent' ? 'absent' : 'present'
    return { presence, isLate: wanted === 'late', hasLeftEarly: false, excuse: 'none' }
  }
  const { presence, isLate, hasLeftEarly, excuse } = row
  return {
    presence: presence === 'partial' || presence === 'absent' ? presence : 'present',
    isLate,
    hasLeftEarly,
    excuse: isExcuse(excuse) ? excuse : 'none',
  }
}
