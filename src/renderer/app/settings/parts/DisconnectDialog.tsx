import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
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
    <Dialog
      role="alertdialog"
      size="small"
      title={words.disconnectTitle}
      isOpen
      isBusy={isRunning}
      onClose={onClose}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button isDisabled={isRunning} onPress={onClose} autoFocus>
            {commonWords.cancel}
          </Button>
          <Button variant="danger" isPending={isRunning} onPress={() => void disconnect()}>
            {words.disconnectNow}
          </Button>
        </>
      }
    >
      <p>{words.disconnectText}</p>
    </Dialog>
  )
}
