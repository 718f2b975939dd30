import type { FileHandle } from '../../../../shared/ids.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { useCommand } from '../../../live.ts'
import { useFormats, useStatus } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import { importWords as words } from '../../../words/import.ts'
import { problemWords } from '../../../words/problems.ts'
import { rosterEndings } from '../asked.ts'
import styles from './Import.module.css'

interface Props {
  /** Names of the files that are being read; null while none are. */
  readonly reading: readonly string[] | null
  readonly problem: Problem | null
  readonly onFiles: (files: readonly File[]) => void
  readonly onHandle: (file: FileHandle, name: string) => void
}

/** Where files are chosen, and what can be read. */
export function StartStep({ reading, problem, onFiles, onHandle }: Props) {
  const formats = useFormats()
  const isPractice = useStatus().data?.school?.kind === 'practice'
  const practice = useCommand('practice.roster')
  const shown = problem ?? practice.problem
  const usePracticeRoster = async () => {
    const made = await practice.run({})
    if (made !== null) onHandle(made.file.handle, made.file.name)
  }
  const [first = '', ...others] = reading ?? []
  return (
    <Panel title={words.filesTitle}>
      {shown !== null && <ProblemNotice {...problemWords(shown, formats)} />}
      <FileDrop
        label={reading === null ? words.drop : words.reading}
        detail={words.dropDetail}
        chooseLabel={words.choose}
        folderLabel={words.chooseFolder}
        accept={rosterEndings}
        onFiles={onFiles}
        isPending={reading !== null}
      />
      {reading !== null && <ProgressBar label={words.readingFile(first, others.length)} />}
      <dl aria-label={words.kindsLabel} className={styles.kinds}>
        {words.kinds.map(([kind, detail]) => (
          <div key={kind} className={styles.kind}>
            <dt>{kind}</dt>
            <dd>{detail}</dd>
          </div>
        ))}
      </dl>
      {isPractice && (
        <div className={styles.foot}>
          <Button
            variant="quiet"
            onPress={() => void usePracticeRoster()}
            isPending={practice.isRunning}
            isDisabled={reading !== null}
          >
            {words.practiceFile}
          </Button>
        </div>
      )}
    </Panel>
  )
}
