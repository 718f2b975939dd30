import { useCommand } from '../../../live.ts'
import { useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { accountWords as words } from '../../../words/account.ts'

/** Says that Zoom is switched off and how much waits for it, with the way back. */
export function SwitchedOff() {
  const { run, isRunning } = useCommand('account.setEnabled')
  const waiting = useStatus().data?.waitingToSend ?? 0
  return (
    <Notice
      tone="warning"
      title={words.offTitle}
      actions={
        <Button size="small" isPending={isRunning} onPress={() => void run({ isEnabled: true })}>
          {words.switchOn}
        </Button>
      }
    >
      {words.offText(waiting)}
    </Notice>
  )
}
