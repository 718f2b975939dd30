import { Copy } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { copyText } from '../../../copy.ts'
import { usePrepared } from '../../../connect/prepared.ts'
import { zoneOfComputer } from '../../../connect/zone.ts'
import { ZoneField } from '../../../connect/ZoneField.tsx'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Fields } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { problemWords } from '../../../words/problems.ts'
import { goToStep, useFirstRun } from '../store.ts'
import styles from './SchoolStep.module.css'
import { Frame } from './Frame.tsx'

const formId = 'school-form'

/** Step 1: name and time zone; sending it makes the encrypted database and its recovery code. */
export function SchoolStep() {
  const formats = useFormats()
  const typed = useFirstRun()
  const { school } = usePrepared().file ?? {}
  const schoolName = typed.schoolName ?? school?.name ?? ''
  const timeZone = typed.timeZone ?? school?.timeZone ?? zoneOfComputer()
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('school.setUp')
  const save = async () => {
    setChecked(true)
    if (schoolName.trim() === '') return
    const done = await run({ school: { name: schoolName, timeZone, locale: localeFor(timeZone) } })
    if (done !== null) useFirstRun.setState({ step: 'code', recoveryCode: done.recoveryCode, schoolName })
  }
  const isFieldProblem = problem?.field?.endsWith('timeZone') === true
  return (
    <Frame
      step="school"
      title={words.schoolTitle}
      text={words.schoolText}
      actions={
        <>
          <Button variant="quiet" isDisabled={isRunning} onPress={() => goToStep('choose')}>
            {words.back}
          </Button>
          <Button variant="primary" type="submit" form={formId} isPending={isRunning}>
            {words.schoolSave}
          </Button>
        </>
      }
    >
      <Panel>
        <Form
          id={formId}
          validationBehavior="aria"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Fields>
            <TextField
              label={words.schoolName}
              placeholder={words.schoolNamePlaceholder}
              value={schoolName}
              onChange={(name) => useFirstRun.setState({ schoolName: name })}
              maxLength={120}
              error={isChecked && schoolName.trim() === '' ? words.schoolNameMissing : undefined}
              autoFocus
            />
            <ZoneField
              value={timeZone}
              onChange={(zone) => useFirstRun.setState({ timeZone: zone })}
              error={isFieldProblem ? problem?.message : undefined}
            />
            <p className={styles.quiet}>{words.encrypted}</p>
          </Fields>
        </Form>
      </Panel>
      {problem !== null && !isFieldProblem && <ProblemNotice {...problemWords(problem, formats)} />}
      {problem?.kind === 'keychainUnavailable' && (
        <Notice
          tone="info"
          title={words.noKeychainTitle}
          actions={
            <Button
              size="small"
              icon={Copy}
              onPress={() => void copyText(words.noKeychainCommand, words.commandCopied)}
            >
              {words.copyCommand}
            </Button>
          }
        >
          <ol className={styles.list}>
            {words.noKeychainText.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <code className={styles.command}>{words.noKeychainCommand}</code>
        </Notice>
      )}
    </Frame>
  )
}

/** How a school of this zone writes its dates: as in the Philippines there, else as this computer does. */
function localeFor(timeZone: string): string {
  return timeZone === 'Asia/Manila' ? 'en-PH' : navigator.language
}
