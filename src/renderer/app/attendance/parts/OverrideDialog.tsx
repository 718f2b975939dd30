import { useState } from 'react'
import type { AttendanceRow } from '../../../../shared/contract/attendance.ts'
import type { ClassPeriodId } from '../../../../shared/ids.ts'
import { call } from '../../../api.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'

/** What the person asked for: by a button, or by a letter. */
export type Wanted = 'present' | 'partial' | 'absent' | 'late' | 'excused'

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
  const [presence, setPresence] = useState<'present' | 'partial' | 'absent'>(
    wanted === 'late' ? 'present' : wanted === 'excused' ? 'absent' : wanted,
  )
  const [isLate, setLate] = useState(wanted === 'late')
  const [hasLeftEarly, setLeftEarly] = useState(false)
  const [excuse, setExcuse] = useState<Excuse | 'none'>(wanted === 'excused' ? 'illness' : 'none')
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
    <Dialog
      title={words.overrideTitle(rows.length)}
      description={rows.length === 1 ? rows[0]?.listName : words.overrideText}
      isOpen
      size="medium"
      onClose={onClose}
      onSubmit={() => void save()}
      isBusy={isRunning}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button onPress={onClose}>{commonWords.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isRunning}>
            {words.saveMark}
          </Button>
        </>
      }
    >
      <RadioCards label={words.mark} cards={cards} columns={3} value={presence} onChange={setPresence} />
      {presence === 'present' && (
        <>
          <Checkbox isSelected={isLate} onChange={setLate}>
            {words.late}
          </Checkbox>
          <Checkbox isSelected={hasLeftEarly} onChange={setLeftEarly}>
            {words.leftEarly}
          </Checkbox>
        </>
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
    </Dialog>
  )
}
