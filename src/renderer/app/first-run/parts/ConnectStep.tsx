import { useState } from 'react'
import type { AccountTest } from '../../../../shared/contract/account.ts'
import { ConnectForm, useConnecting } from '../../../connect/ConnectForm.tsx'
import { TestFindings } from '../../../connect/TestFindings.tsx'
import { hrefOf, navigate } from '../../../router.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { connectWords } from '../../../words/connect.ts'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { endFirstRun, goToStep } from '../store.ts'
import { Frame } from './Frame.tsx'

const formId = 'connect-form'

function leaveFor(href: string): void {
  navigate(href, { replace: true })
  endFirstRun()
}

/** Step 3: the three codes; what Zoom answers stands in their place. */
export function ConnectStep() {
  const [found, setFound] = useState<AccountTest | null>(null)
  const connecting = useConnecting(setFound)
  if (found !== null) {
    return (
      <Frame
        key="connected"
        step="connect"
        title={words.connectedTitle}
        text={words.connectedText}
        actions={
          <>
            <Button onPress={() => leaveFor(hrefOf(['today']))}>{words.toToday}</Button>
            <Button variant="primary" onPress={() => leaveFor(hrefOf(['sections'], { import: '1' }))}>
              {words.importRoster}
            </Button>
          </>
        }
      >
        <Panel>
          <TestFindings found={found} />
        </Panel>
      </Frame>
    )
  }
  return (
    <Frame
      key="form"
      step="connect"
      title={words.connectFormTitle}
      text={words.connectFormText}
      actions={
        <>
          <Button variant="quiet" isDisabled={connecting.isRunning} onPress={() => goToStep('zoomApp')}>
            {words.back}
          </Button>
          <Button isDisabled={connecting.isRunning} onPress={() => leaveFor(hrefOf(['today']))}>
            {words.later}
          </Button>
          <Button variant="primary" type="submit" form={formId} isPending={connecting.isRunning}>
            {connectWords.connect}
          </Button>
        </>
      }
    >
      <Panel>
        <ConnectForm id={formId} connecting={connecting} />
      </Panel>
    </Frame>
  )
}
