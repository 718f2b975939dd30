import { useState } from 'react'
import type { KeepSecret } from '../../../../shared/contract/account.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Fields } from '../../../ui/Field.tsx'
import { SecretField, TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { accountWords } from '../../../words/account.ts'
import { commonWords } from '../../../words/common.ts'
import { connectWords } from '../../../words/connect.ts'
import { problemWords } from '../../../words/problems.ts'

const { optional: words } = accountWords

/** Takes one optional secret; it is never shown again. */
export function SecretDialog({ use, onClose }: { readonly use: KeepSecret['use']; readonly onClose: () => void }) {
  const formats = useFormats()
  const { run, isRunning, problem } = useCommand('account.keepSecret')
  const [clientId, setClientId] = useState('')
  const [secret, setSecret] = useState('')
  const [isChecked, setChecked] = useState(false)
  const isSdk = use === 'meetingSdk'
  const keep = async () => {
    setChecked(true)
    if (secret.trim() === '' || (isSdk && clientId.trim() === '')) return
    const kept = await run(isSdk ? { use, clientId, clientSecret: secret } : { use, secretToken: secret })
    if (kept === null) return
    showToast({ title: words.keptNow })
    onClose()
  }
  const missing = (text: string) => (isChecked && text.trim() === '' ? connectWords.missing : undefined)
  return (
    <FormDialog
      words={commonWords}
      title={words[use].title}
      description={isSdk ? words.whereMeetingSdk : words.whereWebhook}
      size="small"
      submitLabel={words.keepNow}
      onSubmit={() => void keep()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={clientId !== '' || secret !== ''}
      problem={problem && problemWords(problem, formats)}
    >
      <Fields>
        {isSdk && (
          <TextField
            label={words.fields.clientId}
            value={clientId}
            onChange={setClientId}
            error={missing(clientId)}
            isDisabled={isRunning}
            isCode
            autoComplete="off"
            spellCheck="false"
            autoFocus
          />
        )}
        <SecretField
          label={isSdk ? words.fields.clientSecret : words.fields.secretToken}
          value={secret}
          onChange={setSecret}
          error={missing(secret)}
          description={words.dialogText}
          showLabel={words.show}
          hideLabel={words.hide}
          isDisabled={isRunning}
          autoFocus={!isSdk}
        />
      </Fields>
    </FormDialog>
  )
}
