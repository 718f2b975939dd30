import { KeyRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { School } from '../../../../shared/contract/app.ts'
import { nowMs } from '../../../clock.ts'
import { ZoneField } from '../../../connect/ZoneField.tsx'
import { useCommand } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { createFormats } from '../../../words/format.ts'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'
import { SettingsForm, useSettingsDraft } from './SettingsForm.tsx'
import { RecoveryDialog } from './RecoveryDialog.tsx'

const { school: words, recovery, practice } = settingsWords
const locales = [
  'en-PH',
  'fil-PH',
  'en-US',
  'en-GB',
  'en-AU',
  'en-SG',
  'en-IN',
  'es-ES',
  'es-MX',
  'fr-FR',
  'de-DE',
  'id-ID',
  'ja-JP',
  'ko-KR',
  'vi-VN',
  'zh-CN',
]

/** The school itself, the code that opens its data, and in the practice school the way out. */
export function SchoolPart() {
  const { data: status } = useStatus()
  if (!status?.school) return null
  return (
    <>
      <SchoolForm school={status.school} />
      {status.school.kind === 'practice' ? <Practice /> : <Recovery school={status.school.name} />}
    </>
  )
}

function SchoolForm({ school }: { readonly school: School }) {
  const form = useSettingsDraft<School, 'school.change'>(school, 'school.change', ({ name, timeZone, locale }) => ({
    name,
    timeZone,
    locale,
  }))
  const { draft, change, problem } = form
  const isNameless = draft.name.trim() === ''
  const choices = useMemo(() => {
    const names = new Intl.DisplayNames(['en'], { type: 'language' })
    return [...new Set([school.locale, ...locales])].map((id) => ({ id, label: names.of(id) ?? id }))
  }, [school.locale])
  const example = useMemo(() => {
    const { date, time, dateOf } = createFormats(draft.locale, school.timeZone)
    return `${date(dateOf(nowMs()), 'medium')}, ${time(nowMs())}`
  }, [draft.locale, school.timeZone])
  return (
    <SettingsForm title={words.title} form={form} isWrong={isNameless} shownFields={['timeZone']}>
      <TextField
        label={words.name}
        value={draft.name}
        onChange={(name) => change({ name })}
        maxLength={120}
        error={isNameless ? words.nameMissing : undefined}
      />
      <div className={styles.pair}>
        <ZoneField
          value={draft.timeZone}
          onChange={(timeZone) => change({ timeZone })}
          description={words.zoneDetail}
          error={problem?.field === 'timeZone' ? problem.message : undefined}
        />
        <Select
          label={words.locale}
          choices={choices}
          value={draft.locale}
          onChange={(locale) => change({ locale })}
          description={words.localeExample(example)}
        />
      </div>
    </SettingsForm>
  )
}

function Recovery({ school }: { readonly school: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title={recovery.title}>
      <p className={styles.text}>{recovery.text}</p>
      <div className={styles.actions}>
        <Button icon={KeyRound} onPress={() => setOpen(true)}>
          {recovery.renew}
        </Button>
      </div>
      {isOpen && <RecoveryDialog school={school} onClose={() => setOpen(false)} />}
    </Panel>
  )
}

function Practice() {
  const formats = useFormats()
  const { reload } = useStatus()
  const { run, isRunning, problem } = useCommand('practice.leave')
  const leave = async () => {
    if ((await run({})) !== null) reload()
  }
  return (
    <Panel title={practice.title}>
      <p className={styles.text}>{practice.text}</p>
      {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      <div className={styles.actions}>
        <Button isPending={isRunning} onPress={() => void leave()}>
          {practice.leave}
        </Button>
      </div>
    </Panel>
  )
}
