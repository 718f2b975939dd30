import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { AccountTest, ZoomPlan } from '../../shared/contract/account.ts'
import { useCommand } from '../live.ts'
import { useFormats } from '../status.ts'
import { Fields } from '../ui/Field.tsx'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Select } from '../ui/Select.tsx'
import { SecretField, TextField } from '../ui/TextField.tsx'
import { connectWords as words } from '../words/connect.ts'
import { problemWords } from '../words/problems.ts'

type Field = 'accountId' | 'clientId' | 'clientSecret'

const plans = (['pro', 'business', 'free'] as const).map((id) => ({ id, label: words.plans[id] }))
const fields: readonly Field[] = ['accountId', 'clientId', 'clientSecret']

/** The credentials of a school's Zoom app as they are being typed, and the try at connecting with them. */
export function useConnecting(onConnected: (found: AccountTest) => void) {
  const [draft, setDraft] = useState<Readonly<Record<Field, string>>>({ accountId: '', clientId: '', clientSecret: '' })
  const [plan, setPlan] = useState<ZoomPlan>('pro')
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('account.connect')
  const submit = async () => {
    setChecked(true)
    if (fields.some((field) => draft[field].trim() === '')) return
    const found = await run({ ...draft, plan })
    if (found === null) return
    setDraft((before) => ({ ...before, clientSecret: '' }))
    setChecked(false)
    onConnected(found)
  }
  const errorOf = (field: Field): string | undefined => {
    if (isChecked && draft[field].trim() === '') return words.missing
    return problem?.field === field ? problem.message : undefined
  }
  return { draft, setDraft, plan, setPlan, errorOf, submit, isRunning, problem }
}

/** What {@link useConnecting} hands to the form. */
export type Connecting = ReturnType<typeof useConnecting>

/** The form itself; its buttons are the caller's, so that each place puts them where its own stand. */
export function ConnectForm({ id, connecting }: { readonly id: string; readonly connecting: Connecting }) {
  const formats = useFormats()
  const { draft, setDraft, plan, setPlan, errorOf, submit, isRunning, problem } = connecting
  const field = (name: Field) => ({
    label: words.fields[name],
    value: draft[name],
    onChange: (text: string) => setDraft((before) => ({ ...before, [name]: text })),
    error: errorOf(name),
    isDisabled: isRunning,
  })
  return (
    <Form
      id={id}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Fields>
        <TextField {...field('accountId')} isCode autoComplete="off" spellCheck="false" />
        <TextField {...field('clientId')} isCode autoComplete="off" spellCheck="false" />
        <SecretField
          {...field('clientSecret')}
          description={words.secretDetail}
          showLabel={words.showSecret}
          hideLabel={words.hideSecret}
        />
        <Select
          label={words.fields.plan}
          choices={plans}
          value={plan}
          onChange={setPlan}
          description={words.planDetail}
          isDisabled={isRunning}
        />
        {problem !== null && <ProblemNotice {...problemWords(problem, formats)} />}
      </Fields>
    </Form>
  )
}
