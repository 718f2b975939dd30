import { useState } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { call } from '../../../api.ts'
import { useFormats } from '../../../status.ts'
import { showProblem } from '../../../task.ts'
import { Disclosure } from '../../../ui/Disclosure.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Segments } from '../../../ui/Tabs.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { formWords as words, meetingDifferences, ruleWords, writesWords } from '../../../words/schedule-form.ts'
import { changesBack } from '../changes.ts'
import { ruleOf } from '../draft.ts'
import { useEditForm, type EditForm, type Proposed } from '../edit.ts'
import { useEndings } from '../endings.ts'
import { ChangesPanel, LinkNotices } from './ChangesPanel.tsx'
import { AudienceField, SectionFields } from './ClassFields.tsx'
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
  const { draft, set, errorAt, hasChanges, change, others, scope, writes } = form
  const isSeries = draft.kind === 'series'
  const isWide = isSeries && (form.reach.scopes.length > 1 || form.meeting.kind === 'once')
  const target = change?.dates.find(({ occurrenceId }) => occurrenceId === form.meeting.occurrenceId)
  const { edit } = words

  const save = async () => {
    const saved = await form.save()
    if (saved === null) return
    const isUndoable = change !== null && !change.isSplit && !isWide && saved.meeting.id === form.meeting.id
    showToast({
      title: edit.saved,
      undo: isUndoable ? { label: commonWords.undo, onUndo: () => void undo(form, saved) } : undefined,
    })
    onClose()
    onSaved?.(saved.meeting)
  }

  const fields = (
    <div className={styles.form}>
      <WhenFields form={form} startInstant={target?.after?.startInstant} autoFocus />
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
          dates={change?.dates ?? []}
          freeHosts={form.freeHosts}
          needsLicence={draft.audience === 'class'}
          onHost={(hostId) => set({ hostId })}
        />
      )}
      {!isWide && <LinkNotices change={change} />}
      <MoreFields form={form}>
        <PeopleFields form={form} />
        {(draft.kind === 'once' || (isSeries && scope !== 'this')) && <RuleFields form={form} />}
      </MoreFields>
    </div>
  )
  return (
    <FormDialog
      words={commonWords}
      title={isSeries ? edit.titleSeries : edit.title}
      description={form.meeting.title}
      size={isWide ? 'wide' : 'large'}
      aside={writes === null ? undefined : writesWords(writes, formats)}
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
      {isWide && <ScopeCards reach={form.reach} value={scope} onChange={form.setScope} />}
      <div className={isWide ? styles.sides : undefined}>
        {fields}
        {isWide && <ChangesPanel form={form} />}
      </div>
    </FormDialog>
  )
}

/** For whom it is and of which class, closed until that is to be another. */
function PeopleFields({ form }: { readonly form: EditForm }) {
  const [isOpen, setOpen] = useState(false)
  const { choices, draft, needsClass, errorAt } = form
  return (
    <Disclosure
      title={words.groups.people}
      summary={[words.audiences[draft.audience], ...(needsClass ? [choices.course] : [])].join(' · ')}
      isOpen={isOpen || errorAt('audience', 'sectionId', 'teachingGroupId', 'subject') !== undefined}
      onToggle={setOpen}
    >
      <AudienceField form={form} />
      <SectionFields form={form} />
    </Disclosure>
  )
}

const rhythms = (['once', 'series'] as const).map((id) => ({ id, label: words.kinds[id] }))

/** How it repeats, closed until that is to be otherwise. What takes place once can become a series. */
function RuleFields({ form }: { readonly form: EditForm }) {
  const formats = useFormats()
  const { draft, set, meeting, errorAt } = form
  const endings = useEndings(draft.on)
  const [isOpen, setOpen] = useState(false)
  const rule = draft.on === null ? null : ruleOf(draft.repeat, draft.on)
  const isSeries = draft.kind === 'series'
  return (
    <Disclosure
      title={words.edit.rule}
      summary={isSeries ? (rule === null ? '' : ruleWords(rule, formats)) : words.kinds.once}
      isOpen={isOpen || errorAt('repeat') !== undefined}
      onToggle={setOpen}
    >
      {meeting.kind === 'once' && (
        <div className={styles.field}>
          <Segments
            label={words.kind}
            choices={rhythms}
            value={isSeries ? 'series' : 'once'}
            onChange={(kind) => set({ kind })}
          />
        </div>
      )}
      {isSeries && <RepeatFields form={form} endings={endings} />}
    </Disclosure>
  )
}

/** Puts back what was changed, as long as nobody changed it since. */
async function undo(
  { meeting, scope }: EditForm,
  saved: NonNullable<Awaited<ReturnType<EditForm['save']>>>,
): Promise<void> {
  await call('meeting.change', {
    meetingId: meeting.id,
    occurrenceId: meeting.occurrenceId ?? undefined,
    scope,
    changes: changesBack(meeting, saved.changes),
    unlessChangedSince: saved.meeting.changedAt,
  }).catch(showProblem)
}
