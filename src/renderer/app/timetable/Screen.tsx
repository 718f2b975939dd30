import { CalendarDays } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { TimetablePreview } from '../../../shared/contract/timetable.ts'
import type { FileHandle } from '../../../shared/ids.ts'
import type { Problem } from '../../../shared/problem.ts'
import { useAnswer } from '../../answer.ts'
import { problemOf, putFile } from '../../api.ts'
import { useNow } from '../../clock.ts'
import { useCommand, useLive } from '../../live.ts'
import { hrefOf, useDocumentTitle } from '../../router.ts'
import { useFormats, useStatus } from '../../status.ts'
import { Button } from '../../ui/Button.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { LinkButton } from '../../ui/Link.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page, PageScroll, Panel } from '../../ui/Page.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/Toasts.tsx'
import type { Formats } from '../../words/format.ts'
import { problemWords } from '../../words/problems.ts'
import { timetableWords as words } from '../../words/timetable.ts'
import { inputOf, type Asked } from './asked.ts'
import { ImportsPanel } from './parts/ImportsPanel.tsx'
import { PreviewTabs } from './parts/PreviewTabs.tsx'
import { TermFields } from './parts/TermFields.tsx'
import styles from './parts/Timetable.module.css'
import { firstTerm, termChoices } from './term.ts'

const none = [] as const
const nothingLeftOut: ReadonlySet<string> = new Set()

/** From a file to a term's classes: choose, look, say what is meant, import; then how far Zoom has got. */
export function Screen() {
  const formats = useFormats()
  const today = formats.dateOf(useNow(60_000))
  const { data: calendar } = useLive('calendar.get', { fromOn: today, toOn: today })
  const choices = useMemo(() => termChoices(calendar?.years ?? none, today), [calendar, today])
  const [term, setTerm] = useState<Pick<Asked, 'firstOn' | 'lastOn'> | null>(null)
  const [asked, setAsked] = useState<Omit<Asked, 'firstOn' | 'lastOn'> | null>(null)
  const [leaveOut, setLeaveOut] = useState(nothingLeftOut)
  const [fileProblem, setFileProblem] = useState<Problem | null>(null)
  const [times, setTimes] = useState(0)
  const isPractice = useStatus().data?.school?.kind === 'practice'
  const practice = useCommand('practice.timetable')
  const importing = useCommand('timetable.import')

  const span = term ?? firstTerm(choices, today)
  const whole = asked && { ...asked, ...span }
  const {
    data: preview,
    problem,
    isReading,
  } = useAnswer('timetable.preview', whole && inputOf(whole), { subject: asked?.file ?? '', times })
  useDocumentTitle(words.title)

  const begin = (file: FileHandle) => {
    importing.clearProblem()
    setLeaveOut(nothingLeftOut)
    setAsked({
      file,
      mapping: undefined,
      sections: {},
      subjects: {},
      teachers: {},
      periods: {},
      titlePattern: '{course}',
    })
  }
  const choose = async (file: File) => {
    setFileProblem(null)
    try {
      begin(await putFile(file))
    } catch (error) {
      setFileProblem(problemOf(error))
    }
  }
  const usePracticeFile = async () => {
    const made = await practice.run({})
    if (made !== null) begin(made.file.handle)
  }
  const say = (changes: Partial<Asked>) => {
    // Classes may be cut otherwise now: their ticks begin anew.
    setLeaveOut(nothingLeftOut)
    setAsked((before) => before && { ...before, ...changes })
  }
  const chosen = preview?.series.filter(({ id, action }) => action === 'add' && !leaveOut.has(id)) ?? []
  const doImport = async () => {
    if (whole === null || preview === null) return
    const done = await importing.run({ ...inputOf(whole), digest: preview.digest, leaveOut: [...leaveOut] })
    if (done === null) return
    showToast({ title: words.imported(done.meetingCount), detail: words.importedDetail })
    setAsked(null)
  }

  const shown = importing.problem ?? problem
  const termError = problem?.field === 'lastOn' ? problem.message : undefined
  const fields = (
    <TermFields
      choices={choices}
      {...span}
      onChange={({ firstOn, lastOn }) => setTerm({ firstOn, lastOn })}
      error={termError}
    />
  )
  return (
    <Page
      title={preview === null || asked === null ? words.title : preview.fileName}
      subtitle={words.subtitle}
      actions={
        <>
          {asked === null ? (
            <LinkButton href={hrefOf(['schedule'])} icon={CalendarDays}>
              {words.toSchedule}
            </LinkButton>
          ) : (
            <Button onPress={() => setAsked(null)} isDisabled={importing.isRunning}>
              {words.otherFile}
            </Button>
          )}
          {asked !== null && (
            <Button
              variant="primary"
              isDisabled={chosen.length === 0 || isReading}
              isPending={importing.isRunning}
              onPress={() => void doImport()}
            >
              {words.doImport(chosen.length)}
            </Button>
          )}
        </>
      }
    >
      <PageScroll>
        {asked === null ? (
          <>
            <Panel title={words.fileTitle}>
              <div className={styles.term}>{fields}</div>
              {(fileProblem ?? practice.problem) !== null && (
                <ProblemNotice {...problemWords((fileProblem ?? practice.problem)!, formats)} />
              )}
              <FileDrop
                label={words.drop}
                detail={words.dropDetail}
                chooseLabel={words.choose}
                accept={['.xlsx', '.csv', '.tsv', '.txt']}
                onFiles={([file]) => void choose(file)}
              />
              {isPractice && (
                <Button variant="quiet" onPress={() => void usePracticeFile()} isPending={practice.isRunning}>
                  {words.practiceFile}
                </Button>
              )}
            </Panel>
            <ImportsPanel />
          </>
        ) : (
          <>
            {shown !== null && termError === undefined && (
              <ProblemNotice
                {...problemWords(shown, formats)}
                onRetry={() => {
                  importing.clearProblem()
                  setTimes((before) => before + 1)
                }}
              />
            )}
            <div className={styles.term}>
              {fields}
              <TextField
                label={words.titlePattern}
                description={words.titleHelp}
                value={asked.titlePattern}
                onChange={(titlePattern) => say({ titlePattern })}
              />
            </div>
            {preview === null ? (
              problem === null && <Skeleton label={words.reading} />
            ) : (
              <>
                {preview.importedBeforeAt !== null && (
                  <Notice tone="warning" title={words.importedBefore}>
                    {words.importedBeforeText(formats.date(formats.dateOf(preview.importedBeforeAt)))}
                  </Notice>
                )}
                <Summary preview={preview} chosen={chosen} formats={formats} />
                <PreviewTabs
                  preview={preview}
                  asked={{ ...asked, ...span }}
                  onSay={say}
                  leaveOut={leaveOut}
                  onLeaveOut={setLeaveOut}
                />
              </>
            )}
          </>
        )}
      </PageScroll>
    </Page>
  )
}

interface SummaryProps {
  readonly preview: TimetablePreview
  readonly chosen: TimetablePreview['series']
  readonly formats: Formats
}

/** What is chosen, in one sentence, and what Zoom's quota makes of it. */
function Summary({ preview, chosen, formats }: SummaryProps) {
  const sum = (of: (each: TimetablePreview['series'][number]) => number) =>
    chosen.reduce((all, each) => all + of(each), 0)
  const meetings = sum(({ meetingCount }) => meetingCount)
  const hosts = new Set(chosen.flatMap(({ host }) => host?.hostId ?? [])).size
  const made = words.newThings(preview.newGroupCount, preview.newSubjects.length)
  return (
    <p className={styles.summary} role="status">
      <strong>
        {words.summary(
          chosen.length,
          sum(({ dateCount }) => dateCount),
          meetings,
        )}
      </strong>
      {chosen.length > 0 && (
        <span>
          {preview.hostDays < 1
            ? words.quotaSmall
            : `${words.quota(formats.number(preview.hostDays), hosts)} ${preview.quotaDays === 1 ? words.quotaToday : words.quotaDays(preview.quotaDays)}`}
          {made !== '' && ` (${made})`}
        </span>
      )}
    </p>
  )
}
