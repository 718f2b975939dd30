import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { KeepSecret } from '../../../../shared/contract/account.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { Fields } from '../../../ui/Field.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { SecretField, TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { accountWords } from '../../../words/account.ts'
import { commonWords } from '../../../words/common.ts'
import { connectWords } from '../../../words/connect.ts'
import { problemWords } from '../../../words/problems.ts'

const { optional: words } = accountWords
const formId = 'secret-form'

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
    <Dialog
      title={words[use].title}
      description={isSdk ? words.whereMeetingSdk : words.whereWebhook}
      isOpen
      isBusy={isRunning}
      onClose={onClose}
      closeLabel={commonWords.close}
      size="small"
      problem={problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      actions={
        <>
          <Button isDisabled={isRunning} onPress={onClose}>
            {commonWords.cancel}
          </Button>
          <Button variant="primary" type="submit" form={formId} isPending={isRunning}>
            {words.keepNow}
          </Button>
        </>
      }
    >
      <Form
        id={formId}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          void keep()
        }}
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
      </Form>
    </Dialog>
  )
}
