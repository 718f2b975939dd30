import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Problem, ProblemKind } from '../../../../shared/problem.ts'
import { useCommand } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Fields } from '../../../ui/Field.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { problemWords } from '../../../words/problems.ts'
import { Frame } from './Frame.tsx'

const formId = 'recovery-form'

/** What the recovery code helps against: the key that is not to be had. Any other obstacle has a mend of its own. */
const ofTheKey: readonly ProblemKind[] = ['locked', 'keychainUnavailable', 'wrongPassphrase']

/** A school that is there and cannot be opened: for want of its key, or because of what its problem says. */
export function Locked() {
  const obstacle = useStatus().data?.problem ?? null
  return obstacle === null || ofTheKey.includes(obstacle.kind) ? <WithoutKey /> : <Obstructed obstacle={obstacle} />
}

/** A full disk, a newer database, another Homeroom in the way: what happened, what to do, and another try. */
function Obstructed({ obstacle }: { readonly obstacle: Problem }) {
  const formats = useFormats()
  const { reload } = useStatus()
  const { title, message, fix } = problemWords(obstacle, formats)
  return (
    <Frame
      title={title}
      text={[message, fix].join(' ').trim()}
      actions={
        <Button variant="primary" onPress={reload}>
          {words.tryAgain}
        </Button>
      }
    >
      <Notice tone="info" title={words.obstructedTitle}>
        {words.obstructedText}
      </Notice>
    </Frame>
  )
}

/** The key is gone from the secret store: the recovery code opens the data and keeps the key here anew. */
function WithoutKey() {
  const formats = useFormats()
  const { reload } = useStatus()
  const [code, setCode] = useState('')
  const [isChecked, setChecked] = useState(false)
  const recovering = useCommand('vault.recover')
  const practising = useCommand('practice.start')
  const isBusy = recovering.isRunning || practising.isRunning
  const { problem } = recovering
  const recover = async () => {
    setChecked(true)
    if (code.trim() !== '' && (await recovering.run({ recoveryCode: code })) !== null) reload()
  }
  const practise = async () => {
    if ((await practising.run({})) !== null) reload()
  }
  const mistyped = problem?.field === 'recoveryCode' ? [problem.message, problem.fix].join(' ').trim() : undefined
  return (
    <Frame
      title={words.lockedTitle}
      text={words.lockedText}
      actions={
        <>
          <Button variant="quiet" isDisabled={isBusy} onPress={() => void practise()}>
            {words.lockedPractice}
          </Button>
          <Button variant="primary" type="submit" form={formId} isPending={recovering.isRunning}>
            {words.unlock}
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
            if (!isBusy) void recover()
          }}
        >
          <Fields>
            <TextField
              label={words.lockedCode}
              description={words.lockedCodeDetail}
              value={code}
              onChange={setCode}
              isCode
              autoComplete="off"
              spellCheck="false"
              error={isChecked && code.trim() === '' ? words.lockedMissing : mistyped}
              autoFocus
            />
            {problem !== null && mistyped === undefined && <ProblemNotice {...problemWords(problem, formats)} />}
            {practising.problem !== null && <ProblemNotice {...problemWords(practising.problem, formats)} />}
          </Fields>
        </Form>
      </Panel>
      <Notice tone="info" title={words.lockedElse}>
        {words.lockedElseText}
      </Notice>
    </Frame>
  )
}
