import { useRef, type ReactNode } from 'react'
import type { EnrollmentPreview } from '../../shared/contract/enrollment.ts'
import type { InputOf } from '../../shared/contract/index.ts'
import { showDeed } from '../deed.ts'
import { usePreviewed } from '../previewed.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { commonWords } from '../words/common.ts'
import { Effect } from './Effect.tsx'
import styles from './Enrollment.module.css'

/** A change of enrollments as it is asked for. */
export type Change = InputOf<'enrollment.preview'>['change']

interface Props {
  readonly title: string
  readonly description: ReactNode
  /** Null while a field is empty or wrong. */
  readonly change: Change | null
  readonly submitLabel: (people: number) => string
  readonly doneTitle: (people: number) => string
  /** It was sent while a field is empty or wrong. */
  readonly onIncomplete: () => void
  readonly onDone?: (() => void) | undefined
  readonly onClose: () => void
  /** The fields. */
  readonly children: ReactNode
}

/** A change of who belongs where: its fields, what it will do, and the button that does it. */
export function ChangeDialog(props: Props) {
  const { title, description, change, submitLabel, doneTitle, onIncomplete, onDone, onClose, children } = props
  const { preview, run, isRunning, notice } = usePreviewed(
    'enrollment.preview',
    change === null ? null : { change },
    'enrollment.change',
  )
  // What was shown stays while the next is on its way, so that the dialog keeps its height.
  const last = useRef<EnrollmentPreview | null>(null)
  if (change === null || preview !== null) last.current = preview
  const people = preview?.people.filter(({ objection }) => objection === null).length ?? 0
  const save = async () => {
    if (change === null || preview === null) return onIncomplete()
    const done = await run({ change, digest: preview.digest })
    if (done === null) return
    showDeed(doneTitle(done.changedCount), done.deedId)
    onDone?.()
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={title}
      description={description}
      submitLabel={submitLabel(people)}
      isSubmitDisabled={change !== null && people === 0}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={isRunning}
      problem={notice}
    >
      <div className={styles.form}>
        {children}
        {change !== null && notice === null && <Effect preview={preview ?? last.current} isOld={preview === null} />}
      </div>
    </FormDialog>
  )
}
