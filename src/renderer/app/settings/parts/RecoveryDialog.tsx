import { useState } from 'react'
import { RecoveryCode } from '../../../connect/RecoveryCode.tsx'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { commonWords } from '../../../words/common.ts'
import { connectWords } from '../../../words/connect.ts'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'

const { recovery: words } = settingsWords

/** Asks first, then shows the new code once. */
export function RecoveryDialog({ school, onClose }: { readonly school: string; readonly onClose: () => void }) {
  const formats = useFormats()
  const [code, setCode] = useState<string | null>(null)
  const { run, isRunning, problem } = useCommand('vault.renewRecoveryCode')
  const renew = async () => setCode((await run({}))?.recoveryCode ?? null)
  if (code === null) {
    return (
      <FormDialog
        words={commonWords}
        role="alertdialog"
        title={words.askTitle}
        description={words.askText}
        submitLabel={words.renewNow}
        onSubmit={() => void renew()}
        onClose={onClose}
        isCancelFirst
        isPending={isRunning}
        problem={problem && problemWords(problem, formats)}
      />
    )
  }
  return (
    <Dialog
      role="alertdialog"
      title={words.newTitle}
      description={connectWords.codeText}
      isOpen
      onClose={onClose}
      closeLabel={commonWords.close}
      actions={
        <Button variant="primary" onPress={onClose}>
          {words.done}
        </Button>
      }
    >
      <RecoveryCode code={code} school={school} />
    </Dialog>
  )
}
