import { DoorOpen, KeyRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Meeting } from '../../../../shared/contract/meeting.ts'
import { call } from '../../../api.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker, TimeField } from '../../../ui/DateField.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { TextArea, TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { scheduleWords as words } from '../../../words/schedule.ts'
import { newSubject, useScheduleForm } from '../form.ts'
import styles from './Form.module.css'

interface Props {
  readonly sectionId: string | undefined
  readonly onClose: () => void
  readonly onScheduled: (meeting: Meeting) => void
}

const admissions = [
  { id: 'waitingRoom', icon: DoorOpen, ...words.admissions.waitingRoom },
  { id: 'registrationLink', icon: KeyRound, ...words.admissions.registrationLink },
] as const
const audiences = (['class', 'students', 'all', 'teachers', 'personal'] as const).map((id) => ({
  id,
  label: words.audiences[id],
}))

const wrongControl =
  'button[data-invalid], input[aria-invalid="true"], textarea[aria-invalid="true"], [role="spinbutton"][aria-invalid="true"]'

/** The form of one class: what is missing is said beside its field, and nothing that was typed is lost. */
export function ScheduleDialog({ sectionId, onClose, onScheduled }: Props) {
  const formats = useFormats()
  const form = useScheduleForm(sectionId)
  const { draft, set, errors, problem, isSaving } = form
  const { fields } = words
  const hasNewSubject = form.needsClass && draft.groupId === newSubject
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isSaving) body.current?.querySelector<HTMLElement>(wrongControl)?.focus()
    // Only after a try: while a form is filled in, nothing may move the focus.
  }, [form.tries, isSaving])

  const save = async () => {
    const meeting = await form.save()
    if (meeting === null) return
    const isSent = meeting.state === 'scheduled'
    showToast({
      title: isSent ? words.scheduledToast : words.waitingToast,
      detail: isSent ? words.scheduledDetail(meeting.registeredCount, meeting.expectedCount) : words.waitingDetail,
      undo: {
        label: words.undo,
        onUndo: () => void call('meeting.cancel', { meetingId: meeting.id }).catch(() => undefined),
      },
    })
    onScheduled(meeting)
  }

  return (
    <Dialog
      title={words.formTitle}
      isOpen
      size="large"
      onClose={onClose}
      onSubmit={() => void save()}
      isBusy={isSaving}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button onPress={onClose}>{commonWords.cancel}</Button>
          <Button type="submit" variant="primary" isPending={isSaving}>
            {words.save}
          </Button>
        </>
      }
    >
      <div ref={body} className={styles.form}>
        <div className={form.needsClass ? styles.triple : undefined}>
          <Select
            label={fields.audience}
            choices={audiences}
            value={draft.audience}
            onChange={(audience) => set({ audience })}
          />
          {form.needsClass && (
            <Select
              label={fields.section}
              choices={form.sections}
              value={draft.sectionId}
              onChange={(id) => set({ sectionId: id, groupId: null })}
              error={errors.section}
              placeholder={words.choose.section}
              autoFocus
            />
          )}
          {form.needsClass && (
            <Select
              label={fields.subject}
              choices={form.groups}
              value={draft.groupId}
              onChange={(groupId) => set({ groupId })}
              isDisabled={draft.sectionId === null}
              error={errors.group}
              placeholder={words.choose.subject}
            />
          )}
        </div>
        <div className={hasNewSubject ? styles.pair : undefined}>
          {hasNewSubject && (
            <TextField
              label={fields.subjectName}
              value={draft.subject}
              onChange={(subject) => set({ subject })}
              error={errors.subject}
            />
          )}
          <TextField
            label={fields.title}
            value={form.title}
            onChange={(title) => set({ title })}
            error={errors.title}
          />
        </div>
        <div className={styles.when}>
          <DatePicker label={fields.on} value={draft.on} onChange={(on) => set({ on })} error={errors.on} />
          <TimeField
            label={fields.startsAt}
            value={draft.startsAt}
            onChange={(startsAt) => set({ startsAt })}
            error={errors.startsAt}
            description={words.zone(formats.timeZone)}
          />
          <NumberField
            label={fields.duration}
            value={draft.durationMinutes}
            onChange={(durationMinutes) => set({ durationMinutes })}
            minValue={5}
            maxValue={1440}
            step={5}
          />
        </div>
        <Select
          label={fields.host}
          description={words.hostDescription}
          choices={form.hosts}
          value={form.hostId}
          onChange={(hostId) => set({ hostId })}
          error={errors.host}
          placeholder={form.hosts.length === 0 ? words.noHosts : words.choose.host}
        />
        <RadioCards
          label={fields.admission}
          cards={admissions}
          columns={2}
          value={draft.admission}
          onChange={(admission) => set({ admission })}
        />
        <div className={styles.switches}>
          <Switch isSelected={draft.muteOnEntry} onChange={(muteOnEntry) => set({ muteOnEntry })}>
            {words.switches.muteOnEntry}
          </Switch>
          <Switch isSelected={draft.hostVideo} onChange={(hostVideo) => set({ hostVideo })}>
            {words.switches.hostVideo}
          </Switch>
          <Switch isSelected={draft.participantVideo} onChange={(participantVideo) => set({ participantVideo })}>
            {words.switches.participantVideo}
          </Switch>
        </div>
        <TextArea
          label={fields.description}
          note={commonWords.optional}
          value={draft.description}
          onChange={(description) => set({ description })}
          rows={2}
        />
      </div>
    </Dialog>
  )
}
