import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'

const { account: words } = settingsWords

/** Asks before the secret is deleted, and says what stays. */
export function DisconnectDialog({ onClose }: { readonly onClose: () => void }) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('account.disconnect')
  const disconnect = async () => {
    if ((await run({})) === null) return
    showToast({ title: words.disconnected })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      role="alertdialog"
      size="small"
      title={words.disconnectTitle}
      submitLabel={words.disconnectNow}
      submitVariant="danger"
      onSubmit={() => void disconnect()}
      onClose={onClose}
      isCancelFirst
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <p>{words.disconnectText}</p>
    </FormDialog>
  )
}
