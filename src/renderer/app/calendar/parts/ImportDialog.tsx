import { CalendarX } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { DayKind } from '../../../../shared/contract/calendar.ts'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import type { FileHandle } from '../../../../shared/ids.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { problemOf, putFile } from '../../../api.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { GridFrame } from '../../../ui/grid/GridFrame.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { Select } from '../../../ui/Select.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { calendarWords } from '../../../words/calendar.ts'
import { commonWords } from '../../../words/common.ts'
import type { Formats } from '../../../words/format.ts'
import { problemWords } from '../../../words/problems.ts'
import { kindChoices } from '../kinds.ts'
import styles from './Dialogs.module.css'

const words = calendarWords.import

type Preview = OutputOf<'calendar.previewFile'>
type Entry = Preview['entries'][number]

interface Chosen {
  readonly file: FileHandle
  readonly name: string
  readonly kind: DayKind
  readonly withTimes: boolean
  readonly preview: Preview
}

/** From a calendar file to days: choose, look at what would happen, take over. Nothing is changed before the last step. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const formats = useFormats()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const [fileProblem, setFileProblem] = useState<Problem | null>(null)
  const preview = useCommand('calendar.previewFile')
  const importing = useCommand('calendar.importFile')
  const problem = fileProblem ?? preview.problem ?? importing.problem
  const columns = useMemo(() => columnsOf(formats), [formats])

  const look = async ({ file, name, kind, withTimes }: Omit<Chosen, 'preview'>) => {
    importing.clearProblem()
    const found = await preview.run({ file, kind, withTimes })
    if (found === null) return
    setChosen({ file, name, kind, withTimes, preview: found })
    setTaken(new Set(found.entries.filter(({ action }) => action !== 'unchanged').map(({ uid }) => uid)))
  }
  const choose = async (file: File) => {
    setFileProblem(null)
    try {
      await look({ file: await putFile(file), name: file.name, kind: 'holiday', withTimes: false })
    } catch (error) {
      setFileProblem(problemOf(error))
    }
  }
  const takeOver = async () => {
    if (chosen === null) return
    const { file, kind, withTimes } = chosen
    const { digest, entries } = chosen.preview
    const skipUids = entries.map(({ uid }) => uid).filter((uid) => !taken.has(uid))
    const done = await importing.run({ file, kind, withTimes, digest, skipUids })
    if (done === null) return
    showToast({
      title: words.done(done.addedCount, done.changedCount + done.removedCount),
      detail: done.plannedCount === 0 ? undefined : words.planned(done.plannedCount),
    })
    onClose()
  }
  const isBusy = preview.isRunning || importing.isRunning
  const timedCount = chosen === null || chosen.withTimes ? timedOf(chosen) : chosen.preview.timedCount

  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      description={chosen === null ? words.text : chosen.name}
      size={chosen === null ? 'medium' : 'wide'}
      otherActions={chosen && <Button onPress={() => setChosen(null)}>{words.other}</Button>}
      submitLabel={chosen === null ? undefined : taken.size === 0 ? words.nothing : words.submit(taken.size)}
      isSubmitDisabled={taken.size === 0}
      onSubmit={() => void takeOver()}
      onClose={onClose}
      isPending={importing.isRunning}
      problem={
        problem && {
          ...problemWords(problem, formats),
          onRetry: problem.kind === 'stalePreview' && chosen !== null ? () => void look(chosen) : undefined,
        }
      }
    >
      {chosen === null ? (
        <FileDrop
          label={isBusy ? words.reading : words.drop}
          detail={words.dropDetail}
          chooseLabel={words.choose}
          accept={['.ics', '.ical', '.ifb', '.icalendar']}
          onFiles={([file]) => void choose(file)}
          isPending={isBusy}
        />
      ) : (
        <div className={styles.form}>
          <div className={styles.pair}>
            <Select
              label={words.kind}
              choices={kindChoices}
              value={chosen.kind}
              onChange={(kind) => void look({ ...chosen, kind })}
            />
            {timedCount > 0 && (
              <div className={styles.beside}>
                <Checkbox
                  isSelected={chosen.withTimes}
                  onChange={(withTimes) => void look({ ...chosen, withTimes })}
                  description={words.withTimesHelp}
                >
                  {words.withTimes(timedCount)}
                </Checkbox>
              </div>
            )}
          </div>
          {chosen.preview.problems.length > 0 && (
            <Notice tone="warning" title={words.leftOut}>
              <ul className={styles.list}>
                {chosen.preview.problems.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </Notice>
          )}
          <GridFrame>
            <DataGrid
              label={words.entries}
              rows={chosen.preview.entries}
              columns={columns}
              keyOf={keyOf}
              nameOf={nameOf}
              isQuiet={isUnchanged}
              selection={{
                keys: taken,
                onChange: (keys) =>
                  setTaken(
                    new Set(
                      chosen.preview.entries
                        .filter((entry) => !isUnchanged(entry) && keys.has(entry.uid))
                        .map(({ uid }) => uid),
                    ),
                  ),
                allLabel: words.all,
                labelOf: ({ title }) => words.select(title),
              }}
              empty={<EmptyState icon={CalendarX} title={words.none} />}
            />
          </GridFrame>
        </div>
      )}
    </FormDialog>
  )
}

const keyOf = ({ uid }: Entry) => uid
const nameOf = ({ title }: Entry) => title
const isUnchanged = ({ action }: Entry) => action === 'unchanged'
const timedOf = (chosen: Chosen | null) =>
  chosen?.preview.entries.filter(({ fromTime }) => fromTime !== null).length ?? 0
const looks = { add: 'final', change: 'late', unchanged: 'notHeld', remove: 'absent' } as const

const columnsOf = (formats: Formats): readonly GridColumn<Entry>[] => [
  {
    id: 'days',
    header: words.columns.days,
    width: 290,
    cell: ({ firstOn, lastOn, fromTime }) =>
      [
        firstOn === lastOn ? formats.date(firstOn, 'medium') : formats.dateRange(firstOn, lastOn),
        ...(fromTime === null ? [] : [formats.wallTime(fromTime)]),
      ].join(', '),
    sortBy: ({ firstOn }) => firstOn,
  },
  {
    id: 'title',
    header: words.columns.title,
    width: '1fr',
    minimumWidth: 160,
    isRowHeader: true,
    cell: ({ title }) => title,
    sortBy: ({ title }) => title,
  },
  {
    id: 'action',
    header: words.columns.action,
    width: 140,
    cell: ({ action }) => <Pill state={looks[action]}>{words.actions[action]}</Pill>,
    sortBy: ({ action }) => action,
  },
]
