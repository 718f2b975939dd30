import type { AccountTest } from '../../../../shared/contract/account.ts'
import { ConnectWays, useConnectWays } from '../../../connect/ConnectWays.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
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
    <FormDialog
      words={commonWords}
      title={words.replaceTitle}
      description={words.replaceText}
      submitLabel={connectWords.connect}
      formId={formId}
      onClose={onClose}
      isPending={ways.isRunning}
    >
      <ConnectWays id={formId} ways={ways} />
    </FormDialog>
  )
}
