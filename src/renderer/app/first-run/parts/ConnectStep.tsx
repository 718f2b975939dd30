import { useState } from 'react'
import type { AccountTest } from '../../../../shared/contract/account.ts'
import { ConnectWays, useConnectWays } from '../../../connect/ConnectWays.tsx'
import { TestFindings } from '../../../connect/TestFindings.tsx'
import { hrefOf, navigate } from '../../../router.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { connectWords } from '../../../words/connect.ts'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { endFirstRun, goToStep, useFirstRun } from '../store.ts'
import { Frame } from './Frame.tsx'

const formId = 'connect-form'

function leaveFor(href: string): void {
  navigate(href, { replace: true })
  endFirstRun()
}

/** Step 3: as IT prepared it, or the three codes; what Zoom answers stands in their place. */
export function ConnectStep() {
  const [found, setFound] = useState<AccountTest | null>(null)
  const first = useFirstRun(({ connectWay }) => connectWay)
  const ways = useConnectWays(setFound, first)
  const { isRunning, way } = ways
  const { canConnect } = ways.prepared
  const goBack = () => {
    useFirstRun.setState({ connectWay: 'typed' })
    goToStep('zoomApp')
  }
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
            <Button variant="primary" onPress={() => leaveFor(hrefOf(['import']))}>
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
      title={canConnect ? words.preparedFormTitle : words.connectFormTitle}
      text={canConnect ? words.preparedFormText : words.connectFormText}
      actions={
        <>
          {way === 'typed' && (
            <Button variant="quiet" isDisabled={isRunning} onPress={goBack}>
              {canConnect ? words.showGuide : words.back}
            </Button>
          )}
          <Button isDisabled={isRunning} onPress={() => leaveFor(hrefOf(['today']))}>
            {words.later}
          </Button>
          <Button variant="primary" type="submit" form={formId} isPending={isRunning}>
            {connectWords.connect}
          </Button>
        </>
      }
    >
      <Panel>
        <ConnectWays id={formId} ways={ways} />
      </Panel>
    </Frame>
  )
}
