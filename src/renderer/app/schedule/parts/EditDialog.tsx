import { useState } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { call } from '../../../api.ts'
import { useFormats } from '../../../status.ts'
import { Disclosure } from '../../../ui/Disclosure.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { formWords as words, meetingDifferences, ruleWords } from '../../../words/schedule-form.ts'
import { ruleOf } from '../draft.ts'
import { useEditForm, type EditForm, type Proposed } from '../edit.ts'
import { useEndings } from '../endings.ts'
import { ChangesPanel, SplitNotice } from './ChangesPanel.tsx'
import { Conflicts } from './Conflicts.tsx'
import styles from './Form.module.css'
import { HostField } from './HostField.tsx'
import { MoreFields } from './MoreFields.tsx'
import { RepeatFields } from './RepeatFields.tsx'
import { ScopeCards } from './ScopeCards.tsx'
import { WhenFields } from './WhenFields.tsx'

interface Props {
  readonly meeting: Meeting
  /** Where it was dragged to. */
  readonly proposed?: Proposed | undefined
  readonly onClose: () => void
  /** What it became: a second meeting, where Zoom needed one. */
  readonly onSaved?: ((meeting: Meeting) => void) | undefined
}

/** Changes a class, one date of a series or several: what saving does is shown before it is done. */
export function EditDialog({ meeting, proposed = {}, onClose, onSaved }: Props) {
  const formats = useFormats()
  const form = useEditForm(meeting, proposed)
  const { draft, set, errorAt, hasChanges, change, others, scope } = form
  const isSeries = draft.kind === 'series'
  const isWide = isSeries && form.reach.scopes.length > 1
  const { edit } = words

  const save = async () => {
    const saved = await form.save()
    if (saved === null) return
    const isUndoable = change !== null && !change.isSplit && !isWide && saved.id === form.meeting.id
    showToast({
      title: edit.saved,
      undo: isUndoable ? { label: commonWords.undo, onUndo: () => void undo(form, saved) } : undefined,
    })
    onClose()
    onSaved?.(saved)
  }

  const fields = (
    <div className={styles.form}>
      <WhenFields form={form} autoFocus />
      <div className={isWide ? styles.form : styles.pair}>
        <HostField form={form} />
        <TextField
          label={words.fields.title}
          value={draft.title ?? ''}
          onChange={(title) => set({ title })}
          error={errorAt('title')}
        />
      </div>
      {!isWide && (
        <Conflicts
          dates={[{ conflicts: form.conflicts }]}
          freeHosts={form.freeHosts}
          needsLicence={draft.audience === 'class'}
          onHost={(hostId) => set({ hostId })}
        />
      )}
      {!isWide && <SplitNotice change={change} />}
      <MoreFields form={form} canChooseZone={false}>
        {isSeries && scope !== 'this' && <RuleFields form={form} />}
      </MoreFields>
    </div>
  )
  return (
    <FormDialog
      words={commonWords}
      title={isSeries ? edit.titleSeries : edit.title}
      description={form.meeting.title}
      size={isWide ? 'wide' : 'large'}
      submitLabel={others === null ? edit.save : edit.applyAgain}
      isSubmitDisabled={!hasChanges}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={form.isSaving}
      isDirty={form.isTyped}
      problem={form.problem && problemWords(form.problem, formats)}
    >
      {others !== null && (
        <Notice tone="warning" title={edit.otherTitle} isLive>
          {edit.otherText}
          <ul className={styles.differences}>
            {meetingDifferences(form.meeting, others, formats).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Notice>
      )}
      {isWide ? (
        <>
          <ScopeCards reach={form.reach} value={scope} onChange={form.setScope} />
          <div className={styles.sides}>
            {fields}
            <ChangesPanel change={change} />
          </div>
        </>
      ) : (
        fields
      )}
    </FormDialog>
  )
}

/** The rule of the series, closed until it is to be another. */
function RuleFields({ form }: { readonly form: EditForm }) {
  const formats = useFormats()
  const endings = useEndings(form.draft.on)
  const [isOpen, setOpen] = useState(false)
  const { repeat, on } = form.draft
  const rule = on === null ? null : ruleOf(repeat, on)
  return (
    <Disclosure
      title={words.edit.rule}
      summary={rule === null ? '' : ruleWords(rule, formats)}
      isOpen={isOpen || form.errorAt('repeat') !== undefined}
      onToggle={setOpen}
    >
      <RepeatFields form={form} endings={endings} />
    </Disclosure>
  )
}

/** Puts back what was changed, as long as nobody changed it since. */
async function undo({ meeting, changes, scope }: EditForm, { changedAt }: Meeting): Promise<void> {
  const { time, host, alternativeHosts, settings, titlePattern, description } = meeting
  const before = {
    title: titlePattern,
    description,
    on: time.on,
    startsAt: time.startsAt,
    durationMinutes: time.durationMinutes,
    host: host.hostId,
    alternativeHosts: alternativeHosts.map(({ hostId }) => hostId),
    settings,
  }
  await call('meeting.change', {
    meetingId: meeting.id,
    occurrenceId: meeting.occurrenceId ?? undefined,
    scope,
    changes: Object.fromEntries(Object.entries(before).filter(([name]) => name in changes)),
    unlessChangedSince: changedAt,
  }).catch(() => undefined)
}
