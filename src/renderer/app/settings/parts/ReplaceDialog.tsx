import type { AccountTest } from '../../../../shared/contract/account.ts'
import { ConnectWays, useConnectWays } from '../../../connect/ConnectWays.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { commonWords } from '../../../words/common.ts'
import { connectWords } from '../../../words/connect.ts'
import { settingsWords } from '../../../words/settings.ts'

const { account: words } = settingsWords
const formId = 'replace-form'

/** New credentials for the account; the old ones stay until these have been tried. */
export function ReplaceDialog({
  onReplaced,
  onClose,
}: {
  readonly onReplaced: (found: AccountTest) => void
  readonly onClose: () => void
}) {
  const ways = useConnectWays((found) => {
    onReplaced(found)
    onClose()
  })
  return (
    <Dialog
      title={words.replaceTitle}
      description={words.replaceText}
      isOpen
      isBusy={ways.isRunning}
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <>
          <Button isDisabled={ways.isRunning} onPress={onClose}>
            {commonWords.cancel}
          </Button>
          <Button variant="primary" type="submit" form={formId} isPending={ways.isRunning}>
            {connectWords.connect}
          </Button>
        </>
      }
    >
      <ConnectWays id={formId} ways={ways} />
    </Dialog>
  )
}
