import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { call } from '../../../api.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import type { Formats } from '../../../words/format.ts'
import { problemWords } from '../../../words/problems.ts'
import { formWords as words, ruleWords, writesWords } from '../../../words/schedule-form.ts'
import { useEndings } from '../endings.ts'
import { useScheduleForm, type FormStart, type ScheduleForm } from '../form.ts'
import { ClassFields } from './ClassFields.tsx'
import { Conflicts } from './Conflicts.tsx'
import { DatesPanel } from './DatesPanel.tsx'
import styles from './Form.module.css'
import { HostField } from './HostField.tsx'
import { MoreFields } from './MoreFields.tsx'
import { RepeatFields } from './RepeatFields.tsx'
import { WhenFields } from './WhenFields.tsx'

interface Props extends FormStart {
  readonly onClose: () => void
  readonly onScheduled: (meeting: Meeting) => void
}

/** The form of a class or of a series: what stands in its way is said while it is typed, and nothing typed is lost. */
export function ScheduleDialog({ onClose, onScheduled, ...start }: Props) {
  const formats = useFormats()
  const form = useScheduleForm(start)
  const { draft, set, errorAt, preview } = form
  const isSeries = draft.kind === 'series'
  const [first] = preview.answer?.dates ?? []
  const endings = useEndings(isSeries ? draft.on : null)

  const save = async () => {
    const meeting = await form.save()
    if (meeting === null) return
    const isSent = meeting.state === 'scheduled'
    const { length } = meeting.dates
    showToast({
      title: isSent ? (length > 1 ? words.scheduledSeries(length) : words.scheduled) : words.waiting,
      detail: !isSent
        ? words.waitingDetail
        : meeting.expectedCount > 0
          ? words.registered(meeting.registeredCount, meeting.expectedCount)
          : undefined,
      undo: {
        label: words.cancelIt,
        onUndo: () => void call('meeting.cancel', { meetingId: meeting.id }).catch(() => undefined),
      },
    })
    onScheduled(meeting)
  }

  const fields = (
    <div className={styles.form}>
      <ClassFields form={form} />
      <WhenFields form={form} startInstant={first?.time.startInstant} isFirst={isSeries} />
      <div className={isSeries ? styles.form : styles.pair}>
        <HostField form={form} />
        <TextField
          label={words.fields.title}
          value={form.title}
          onChange={(title) => set({ title })}
          error={errorAt('title')}
          description={
            /\{(?:n|course)\}/.test(form.title) && first !== undefined ? words.titleExample(first.title) : undefined
          }
        />
      </div>
      {!isSeries && (
        <Conflicts
          dates={preview.answer?.dates ?? []}
          freeHosts={form.freeHosts}
          needsLicence={draft.audience === 'class'}
          onHost={(hostId) => set({ hostId })}
        />
      )}
      <MoreFields form={form} />
      {form.isAsLast && <p className={styles.note}>{words.asLast}</p>}
    </div>
  )
  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      size={isSeries ? 'wide' : 'large'}
      aside={summaryOf(form, formats)}
      submitLabel={words.save[draft.kind]}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={form.isSaving}
      isDirty={form.isDirty}
      problem={form.problem && problemWords(form.problem, formats)}
    >
      {isSeries ? (
        <div className={styles.sides}>
          {fields}
          <div className={styles.form}>
            <RepeatFields form={form} endings={endings} />
            <DatesPanel form={form} />
          </div>
        </div>
      ) : (
        fields
      )}
    </FormDialog>
  )
}

/** "18 classes, every week on Mon, Wed, until 12 Mar, 7:30 – 8:30; 2 left out. Takes 1 of the 100 changes …" */
function summaryOf({ draft, preview, writes }: ScheduleForm, formats: Formats): string {
  const { answer, asked } = preview
  const parts: string[] = []
  if (draft.kind === 'series' && answer !== null && answer.dates.length > 0 && asked?.repeat !== undefined) {
    const kept = answer.dates.filter(({ isKept }) => isKept)
    const out = answer.dates.length - kept.length
    const last = kept.at(-1)
    const { time } = answer.dates[0]!
    const rule = ruleWords(asked.repeat, formats).replace(/, [^,]*$/, '')
    const range = formats.wallRange(time.startsAt, time.durationMinutes)
    const end = last === undefined ? '' : `, ${words.until(formats.date(last.on, 'short'))}`
    parts.push(`${words.classes(kept.length)}, ${rule}, ${range}${end}${out > 0 ? `; ${words.outCount(out)}` : ''}.`)
  }
  if (writes !== null) parts.push(writesWords(writes, formats))
  return parts.join(' ')
}
