import { ZoomAppGuide } from '../../../connect/ZoomAppGuide.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { firstRunWords as words } from '../../../words/first-run.ts'
import { endFirstRun, goToStep } from '../store.ts'
import { Frame } from './Frame.tsx'

/** Step 2: the app at Zoom. */
export function ZoomAppStep() {
  return (
    <Frame
      step="zoomApp"
      title={words.zoomAppTitle}
      text={words.zoomAppText}
      actions={
        <>
          <Button variant="quiet" onPress={endFirstRun}>
            {words.later}
          </Button>
          <Button variant="primary" onPress={() => goToStep('connect')}>
            {words.zoomAppDone}
          </Button>
        </>
      }
    >
      <Panel>
        <ZoomAppGuide />
      </Panel>
    </Frame>
  )
}
