import { useState } from 'react'
import { usePrepared } from '../../../connect/prepared.ts'
import { RecoveryCode } from '../../../connect/RecoveryCode.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { connectWords } from '../../../words/connect.ts'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { useFirstRun } from '../store.ts'
import { Frame } from './Frame.tsx'

/** The recovery code, once; nobody gets past it without saying that it is kept. */
export function CodeStep() {
  const { recoveryCode, schoolName } = useFirstRun()
  const { canConnect } = usePrepared()
  const [isKept, setKept] = useState(false)
  return (
    <Frame
      step="code"
      title={words.codeTitle}
      text={connectWords.codeText}
      actions={
        <Button
          variant="primary"
          isDisabled={!isKept}
          onPress={() => useFirstRun.setState({ step: canConnect ? 'connect' : 'zoomApp', recoveryCode: null })}
        >
          {words.next}
        </Button>
      }
    >
      <Panel>
        <RecoveryCode code={recoveryCode ?? ''} school={schoolName ?? ''} />
        <Checkbox isSelected={isKept} onChange={setKept} description={words.codeKeptFirst}>
          {connectWords.codeKept}
        </Checkbox>
      </Panel>
    </Frame>
  )
}
