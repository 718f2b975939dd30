import { useState } from 'react'
import { RecoveryCode } from '../../../connect/RecoveryCode.tsx'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
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
  return (
    <Dialog
      role="alertdialog"
      title={code === null ? words.askTitle : words.newTitle}
      description={code === null ? words.askText : connectWords.codeText}
      isOpen
      isBusy={isRunning}
      onClose={onClose}
      closeLabel={commonWords.close}
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        code === null ? (
          <>
            <Button isDisabled={isRunning} onPress={onClose} autoFocus>
              {commonWords.cancel}
            </Button>
            <Button variant="primary" isPending={isRunning} onPress={() => void renew()}>
              {words.renewNow}
            </Button>
          </>
        ) : (
          <Button variant="primary" onPress={onClose}>
            {words.done}
          </Button>
        )
      }
    >
      {code !== null && <RecoveryCode code={code} school={school} />}
    </Dialog>
  )
}
