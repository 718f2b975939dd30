import { DoorOpen, KeyRound } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { MeetingSettings } from '../../../../shared/contract/meeting.ts'
import { ZoneField } from '../../../connect/ZoneField.tsx'
import { Disclosure, Disclosures } from '../../../ui/Disclosure.tsx'
import { MultiSelect } from '../../../ui/MultiSelect.tsx'
import { RadioCards } from '../../../ui/RadioCards.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { TextArea } from '../../../ui/TextField.tsx'
import { commonWords } from '../../../words/common.ts'
import { formWords as words } from '../../../words/schedule-form.ts'
import { hasTime } from '../draft.ts'
import type { FormFields } from '../form-fields.ts'
import styles from './Form.module.css'

const recordings = (['none', 'local', 'cloud'] as const).map((id) => ({ id, label: words.recordings[id] }))
const approvals = (['automatic', 'manual'] as const).map((id) => ({ id, label: words.approvals[id] }))

type Group = keyof typeof words.groups

interface Props {
  readonly form: FormFields
  /** Groups that stand before these. */
  readonly children?: ReactNode
}

/** What most classes leave as it is: each group one line, which says what is set. One with a fault in it is open. */
export function MoreFields({ form, children }: Props) {
  const { draft, errorAt, hosts } = form
  const [open, setOpen] = useState<readonly Group[]>([])
  const group = (id: Group, ...fields: readonly string[]) => ({
    title: words.groups[id],
    isOpen: open.includes(id) || errorAt(...fields) !== undefined,
    onToggle: (isOpen: boolean) =>
      setOpen((before) => [...before.filter((one) => one !== id), ...(isOpen ? [id] : [])]),
  })
  const names = hosts.filter(({ hostId }) => draft.alternativeHosts.includes(hostId)).map(({ name }) => name)
  const isRegistered = draft.audience === 'class'
  return (
    <Disclosures>
      {children}
      <Disclosure
        {...group(
          'admission',
          ...['admission', 'joinBeforeHost', 'approval', 'signedInOnly'].map((name) => `settings.${name}`),
        )}
        summary={words.admissionSummary(draft.settings, isRegistered)}
      >
        <AdmissionFields form={form} />
      </Disclosure>
      <Disclosure
        {...group('meeting', 'alternativeHosts', 'settings.recording', 'settings.muteOnEntry')}
        summary={words.meetingSummary(draft.settings, names)}
      >
        <MeetingFields form={form} />
      </Disclosure>
      <Disclosure
        {...group('more', 'description', 'timeZone')}
        summary={words.moreSummary(draft.description, draft.timeZone)}
      >
        <TextArea
          label={words.fields.description}
          note={commonWords.optional}
          value={draft.description}
          onChange={(description) => form.set({ description })}
          error={errorAt('description')}
          rows={2}
        />
        {hasTime(draft.kind) && (
          <ZoneField
            value={draft.timeZone}
            onChange={(timeZone) => form.set({ timeZone })}
            error={errorAt('timeZone')}
          />
        )}
      </Disclosure>
    </Disclosures>
  )
}

const useSettings = ({ draft, set }: FormFields) => {
  const { settings } = draft
  return [settings, (more: Partial<MeetingSettings>) => set({ settings: { ...settings, ...more } })] as const
}

function AdmissionFields({ form }: { readonly form: FormFields }) {
  const [settings, change] = useSettings(form)
  const isRegistered = form.draft.audience === 'class'
  const isWaitingRoom = settings.admission === 'waitingRoom'
  const { waitingRoom, registrationLink } = words.admissions
  return (
    <>
      <RadioCards
        label={words.fields.admission}
        cards={[
          { id: 'waitingRoom', icon: DoorOpen, ...waitingRoom },
          {
            id: 'registrationLink',
            icon: KeyRound,
            label: registrationLink.label,
            detail: isRegistered ? registrationLink.detail : words.onlyForClasses,
            isDisabled: !isRegistered,
          },
        ]}
        columns={2}
        value={settings.admission}
        onChange={(admission) => change({ admission })}
        error={form.errorAt('settings.admission')}
      />
      <Switch
        isSelected={settings.joinBeforeHost}
        onChange={(joinBeforeHost) => change({ joinBeforeHost })}
        isDisabled={isWaitingRoom}
        {...(isWaitingRoom ? { description: words.notWithWaitingRoom } : {})}
      >
        {words.joinBeforeHost}
      </Switch>
      <Switch
        isSelected={settings.signedInOnly}
        onChange={(signedInOnly) => change({ signedInOnly })}
        description={words.signedInNote}
      >
        {words.signedInOnly}
      </Switch>
      {isRegistered && (
        <>
          {form.draft.kind === 'series' && <p className={styles.note}>{words.registersOnce}</p>}
          <div className={styles.half}>
            <Select
              label={words.fields.approval}
              choices={approvals}
              value={settings.approval}
              onChange={(approval) => change({ approval })}
              error={form.errorAt('settings.approval')}
              description={form.remarkAt('settings.approval')}
            />
          </div>
        </>
      )}
      <p className={styles.note}>{words.passcode}</p>
    </>
  )
}

function MeetingFields({ form }: { readonly form: FormFields }) {
  const [settings, change] = useSettings(form)
  const { draft, set, hosts, hostId, errorAt } = form
  return (
    <>
      <div className={styles.switches}>
        {(['muteOnEntry', 'hostVideo', 'participantVideo'] as const).map((name) => (
          <Switch key={name} isSelected={settings[name]} onChange={(isOn) => change({ [name]: isOn })}>
            {words.switches[name]}
          </Switch>
        ))}
      </div>
      <div className={styles.pair}>
        <Select
          label={words.fields.recording}
          choices={recordings}
          value={settings.recording}
          onChange={(recording) => change({ recording })}
          error={errorAt('settings.recording')}
        />
        <MultiSelect
          label={words.fields.alternativeHosts}
          choices={hosts
            .filter((host) => host.isLicensed && host.hostId !== hostId)
            .map((host) => ({ id: host.hostId, label: host.name, detail: host.email }))}
          value={draft.alternativeHosts}
          onChange={(alternativeHosts) => set({ alternativeHosts })}
          error={errorAt('alternativeHosts')}
          placeholder={words.choose.hosts}
        />
      </div>
    </>
  )
}
