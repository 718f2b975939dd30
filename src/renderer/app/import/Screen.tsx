import { Users } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RosterPreview } from '../../../shared/contract/roster.ts'
import type { DeedId, FileHandle } from '../../../shared/ids.ts'
import type { Problem } from '../../../shared/problem.ts'
import { useAnswer } from '../../answer.ts'
import { problemOf, putFile } from '../../api.ts'
import { nowMs } from '../../clock.ts'
import { useOfferedRoster } from '../../import/offered.ts'
import { useCommand } from '../../live.ts'
import { hrefOf, useDocumentTitle } from '../../router.ts'
import { useFormats } from '../../status.ts'
import { Button } from '../../ui/Button.tsx'
import { DropArea } from '../../ui/DropArea.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { Page, PageScroll, pageTitleId } from '../../ui/Page.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { importWords as words } from '../../words/import.ts'
import { problemWords } from '../../words/problems.ts'
import { effectOf, inputOf, recognised, rosterFilesOf, type Asked } from './asked.ts'
import { DoneNotice, type Done } from './parts/DoneNotice.tsx'
import { EarlierImports } from './parts/EarlierImports.tsx'
import { PreviewStep } from './parts/PreviewStep.tsx'
import { StartStep } from './parts/StartStep.tsx'

/** From files to rosters: choose, look at what would happen, import, and where it was wrong take it back. */
export function Screen() {
  const formats = useFormats()
  const today = formats.dateOf(nowMs())
  const [names, setNames] = useState<readonly string[]>([])
  const [isPutting, setPutting] = useState(false)
  const [fileProblem, setFileProblem] = useState<Problem | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [times, setTimes] = useState(0)
  /** The preview whose brake somebody released. */
  const [released, setReleased] = useState<string | null>(null)
  const [done, setDone] = useState<Done | null>(null)
  const importing = useCommand('roster.import')
  const { clearProblem } = importing
  const answer = useAnswer('roster.preview', asked && inputOf(asked), { subject: asked?.files.join() ?? '', times })
  const preview = asked === null ? null : answer.data
  useDocumentTitle(words.title)
  useFocusOnTitle(preview !== null)

  const begin = useCallback(
    (files: readonly FileHandle[]) => {
      clearProblem()
      setReleased(null)
      setDone(null)
      setAsked({ files, mapping: undefined, answers: {}, firstOn: today })
    },
    [clearProblem, today],
  )
  const choose = useCallback(
    async (files: readonly File[]) => {
      setAsked(null)
      setFileProblem(null)
      setNames(files.map(({ name }) => name))
      setPutting(true)
      try {
        begin(await Promise.all(rosterFilesOf(files).map(putFile)))
      } catch (error) {
        setFileProblem(problemOf(error))
      } finally {
        setPutting(false)
      }
    },
    [begin],
  )
  useOfferedRoster(choose)

  const isBrakeReleased = preview !== null && released === preview.digest
  const doImport = async () => {
    if (asked === null || preview === null) return
    const found = await importing.run({ ...inputOf(asked), digest: preview.digest, isBrakeReleased })
    if (found === null) return
    setDone({ ...found, fileName: preview.fileNames.join(', ') })
    setAsked(null)
  }
  const onUndone = (deedId: DeedId) => setDone((before) => (before?.deedId === deedId ? null : before))
  const problem = importing.problem ?? answer.problem

  if (asked === null || preview === null) {
    const isReading = isPutting || answer.isReading
    return (
      <DropArea label={words.dropHere} onFiles={(files) => void choose(files)} isDisabled={isReading}>
        <Page
          title={words.title}
          subtitle={words.subtitle}
          actions={
            <LinkButton href={hrefOf(['sections'])} icon={Users}>
              {words.toSections}
            </LinkButton>
          }
        >
          <PageScroll>
            {done !== null && <DoneNotice key={done.importId} done={done} onUndone={onUndone} />}
            <StartStep
              reading={isReading ? names : null}
              problem={isReading ? null : (fileProblem ?? answer.problem)}
              onFiles={(files) => void choose(files)}
              onHandle={(file, name) => {
                setNames([name])
                setFileProblem(null)
                begin([file])
              }}
            />
            <EarlierImports onUndone={onUndone} />
          </PageScroll>
        </Page>
      </DropArea>
    )
  }
  return (
    <DropArea label={words.dropHere} onFiles={(files) => void choose(files)} isDisabled={importing.isRunning}>
      <Page
        title={preview.fileNames.length === 1 ? preview.fileNames[0] : words.files(preview.fileNames.length)}
        subtitle={recognised(preview).join(' · ')}
        actions={
          <>
            <Button onPress={() => setAsked(null)} isDisabled={importing.isRunning}>
              {words.otherFile}
            </Button>
            <Button
              variant="primary"
              isPending={importing.isRunning}
              isDisabled={
                answer.isReading ||
                asked.firstOn === null ||
                isHeldBack(preview) ||
                (isBraked(preview) && !isBrakeReleased)
              }
              onPress={() => void doImport()}
            >
              {labelOf(preview)}
            </Button>
          </>
        }
      >
        <PageScroll>
          {importing.isRunning && <ProgressBar label={words.importing} />}
          {problem !== null && (
            <ProblemNotice
              {...problemWords(problem, formats)}
              retryLabel={words.lookAgain}
              onRetry={() => {
                clearProblem()
                setTimes((before) => before + 1)
              }}
            />
          )}
          <PreviewStep
            key={asked.files.join()}
            preview={preview}
            asked={asked}
            onSay={(changes) => setAsked((before) => before && { ...before, ...changes })}
            isBrakeReleased={isBrakeReleased}
            onRelease={(isReleased) => setReleased(isReleased ? preview.digest : null)}
          />
        </PageScroll>
      </Page>
    </DropArea>
  )
}

const isHeldBack = (preview: RosterPreview) => preview.missingColumn !== null || effectOf(preview) === 'nothing'
const isBraked = ({ brake }: RosterPreview) => brake !== null

/** What the button would do, with how many. */
function labelOf(preview: RosterPreview): string {
  const { students } = preview
  switch (effectOf(preview)) {
    case 'students':
      return words.doImport(students.addedCount + students.changedCount)
    case 'others':
      return words.doImportOther
    case 'missing':
      return words.doNoteMissing
    case 'nothing':
      return words.nothingToImport
  }
}

/** Takes the focus to the title when the screen has become another: the button that led there is gone. */
function useFocusOnTitle(isPreview: boolean): void {
  const was = useRef(isPreview)
  useEffect(() => {
    if (was.current !== isPreview) document.getElementById(pageTitleId)?.focus({ preventScroll: true })
    was.current = isPreview
  }, [isPreview])
}
