import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { InputOf, OperationName } from '../../../../shared/contract/index.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { problemWords } from '../../../words/problems.ts'
import { settingsWords } from '../../../words/settings.ts'
import styles from './Form.module.css'

/** What is kept with a person's changes over it, and how it is saved: what {@link SettingsForm} frames. */
export interface SettingsDraft<Kept extends object> {
  readonly draft: Kept
  readonly change: (changes: Partial<Kept>) => void
  readonly isChanged: boolean
  readonly isRunning: boolean
  /** What went wrong with the last try. */
  readonly problem: Problem | null
  readonly save: () => void
}

/** A draft of settings: saved by one operation, whose input is made of it, and then gone into what is kept. */
export function useSettingsDraft<Kept extends object, Name extends OperationName>(
  kept: Kept,
  operation: Name,
  inputOf: (draft: Kept) => InputOf<Name>,
): SettingsDraft<Kept> {
  const [changes, setChanges] = useState<Partial<Kept>>({})
  const draft: Kept = { ...kept, ...changes }
  const { run, isRunning, problem } = useCommand(operation)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(kept)
  const save = async () => {
    if (!isChanged || (await run(inputOf(draft))) === null) return
    setChanges({})
    showToast({ title: settingsWords.saved })
  }
  return {
    draft,
    change: (more) => setChanges((before) => ({ ...before, ...more })),
    isChanged,
    isRunning,
    problem,
    save: () => void save(),
  }
}

/** What {@link SettingsForm} takes. */
export interface SettingsFormProps {
  readonly title: string
  readonly text?: string
  readonly form: Pick<SettingsDraft<object>, 'isChanged' | 'isRunning' | 'problem' | 'save'>
  /** Something in it cannot be saved as it is; its field says so. */
  readonly isWrong?: boolean
  /** The fields of problems that are shown where they are. */
  readonly shownFields?: readonly string[]
  readonly children: ReactNode
}

/** One panel of settings: its fields, what went wrong where no field says it, and a button that saves what was changed. */
export function SettingsForm({ title, text, form, isWrong = false, shownFields = [], children }: SettingsFormProps) {
  const formats = useFormats()
  const { isChanged, isRunning, problem, save } = form
  const isShown = problem?.field !== undefined && shownFields.includes(problem.field)
  return (
    <Panel title={title}>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      <Form
        validationBehavior="aria"
        className={styles.form ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWrong) save()
        }}
      >
        {children}
        {problem !== null && !isShown && <ProblemNotice {...problemWords(problem, formats)} />}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" isPending={isRunning} isDisabled={!isChanged || isWrong}>
            {settingsWords.save}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
