import { BookOpen } from 'lucide-react'
import { useState } from 'react'
import type { AccountTest } from '../../../../shared/contract/account.ts'
import { ConnectWays, useConnectWays } from '../../../connect/ConnectWays.tsx'
import { ZoomAppGuide } from '../../../connect/ZoomAppGuide.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { commonWords } from '../../../words/common.ts'
import { connectWords } from '../../../words/connect.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

const { account: words } = settingsWords
const formId = 'connect-form'

/** Where no account is connected yet: as IT prepared it, or the form, and how to come by what it asks for. */
export function ConnectPanel({ onConnected }: { readonly onConnected: (found: AccountTest) => void }) {
  const [isGuideOpen, setGuideOpen] = useState(false)
  const ways = useConnectWays(onConnected)
  return (
    <Panel
      title={words.notConnectedTitle}
      actions={
        <Button size="small" icon={BookOpen} onPress={() => setGuideOpen(true)}>
          {words.guide}
        </Button>
      }
    >
      {ways.way === 'typed' && <p className={styles.text}>{words.notConnectedText}</p>}
      <ConnectWays id={formId} ways={ways} />
      <div className={styles.actions}>
        <Button variant="primary" type="submit" form={formId} isPending={ways.isRunning}>
          {connectWords.connect}
        </Button>
      </div>
      <Dialog
        title={words.guideTitle}
        description={words.guideText}
        isOpen={isGuideOpen}
        onClose={() => setGuideOpen(false)}
        closeLabel={commonWords.close}
        size="large"
      >
        <ZoomAppGuide />
      </Dialog>
    </Panel>
  )
}
