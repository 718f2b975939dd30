import { CalendarCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { SubstitutedClass } from '../../../../shared/contract/substitution.ts'
import type { OccurrenceId, PersonId } from '../../../../shared/ids.ts'
import { suggestionsOf } from '../../../choices.ts'
import { call } from '../../../api.ts'
import { nowMs } from '../../../clock.ts'
import { useLive } from '../../../live.ts'
import { usePreviewed } from '../../../previewed.ts'
import { useFormats } from '../../../status.ts'
import { showProblem } from '../../../task.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { DatePicker } from '../../../ui/DateField.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { GridFrame } from '../../../ui/grid/GridFrame.tsx'
import type { Choice } from '../../../ui/ListBox.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { commonWords } from '../../../words/common.ts'
import type { Formats } from '../../../words/format.ts'
import { substitutionWords as words } from '../../../words/substitution.ts'
import { teacherChoices } from '../who.ts'
import styles from './SubstituteDialog.module.css'

interface Props {
  /** Who is away, when that is known. */
  readonly teacherId: string | undefined
  readonly on: string | undefined
  readonly onClose: () => void
}

const none: readonly never[] = []
const idOf = (choice: Choice): PersonId => choice.id.replace(/^teacher:/, '') as PersonId

/** Gives a teacher's classes of some days to somebody else: what that means stands below, class by class. */
export function SubstituteDialog({ teacherId, on, onClose }: Props) {
  const formats = useFormats()
  const groups = useLive('group.list', {}).data?.groups
  const choices = useMemo(
    () => teacherChoices(groups ?? none).map(({ id, label }): Choice => ({ id, label })),
    [groups],
  )
  const [chosenTeacher, setTeacher] = useState<Choice | null>(null)
  const teacher = chosenTeacher ?? choices.find(({ id }) => id === `teacher:${teacherId}`) ?? null
  const [substitute, setSubstitute] = useState<Choice | null>(null)
  const [firstOn, setFirstOn] = useState<string | null>(() => laterOf(on, formats.dateOf(nowMs())))
  const [lastOn, setLastOn] = useState<string | null>(firstOn)
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const [skipped, setSkipped] = useState<ReadonlySet<OccurrenceId>>(new Set())

  const wanted =
    teacher === null || substitute === null || firstOn === null || lastOn === null
      ? null
      : { teacherId: idOf(teacher), substituteId: idOf(substitute), firstOn, lastOn }
  const { preview, lookProblem, run, isRunning, problemAt, notice } = usePreviewed(
    'substitution.preview',
    wanted,
    'substitution.arrange',
    ['teacherId', 'substituteId', 'lastOn'],
  )
  const classes = preview?.classes ?? none
  const given = new Set(classes.map(({ occurrenceId }) => occurrenceId).filter((id) => !skipped.has(id)))
  const columns = useMemo(() => columnsOf(formats), [formats])

  const arrange = async () => {
    setChecked(true)
    if (wanted === null || preview === null || reason.trim() === '') return
    const skipOccurrenceIds = classes.map(({ occurrenceId }) => occurrenceId).filter((id) => skipped.has(id))
    const done = await run({ ...wanted, reason, digest: preview.digest, skipOccurrenceIds })
    if (done === null) return
    const undo = () => void call('substitution.undo', { substitutionId: done.id }).catch(showProblem)
    showToast({
      title: words.done(done.classes.length, done.substitute.name),
      // With new links an undo makes links anew once more: that is asked for in the list.
      ...(done.classes.some(({ way }) => way === 'newMeeting') ? {} : { undo: { label: words.undoNow, onUndo: undo } }),
    })
    onClose()
  }
  const errorAt = (field: string) => problemAt(field)?.message
  const substituteProblem = problemAt('substituteId')

  return (
    <FormDialog
      words={commonWords}
      title={words.title}
      size="wide"
      submitLabel={words.submit(given.size)}
      isSubmitDisabled={wanted !== null && (preview === null || given.size === 0)}
      onSubmit={() => void arrange()}
      onClose={onClose}
      isPending={isRunning}
      isDirty={reason !== ''}
      problem={notice}
    >
      <div className={styles.form}>
        <div className={styles.pair}>
          <ComboBox
            label={words.teacher}
            suggest={(text) => Promise.resolve(suggestionsOf(choices, text))}
            suggestsBy={String(choices.length)}
            value={teacher}
            onChange={setTeacher}
            emptyText={words.noMatch}
            error={errorAt('teacherId') ?? (isChecked && teacher === null ? words.need.teacher : undefined)}
            autoFocus={teacherId === undefined}
            menuTrigger="input"
          />
          <ComboBox
            label={words.substitute}
            suggest={(text) => Promise.resolve(suggestionsOf(choices, text).filter(({ id }) => id !== teacher?.id))}
            suggestsBy={`${choices.length} ${teacher?.id}`}
            value={substitute}
            onChange={setSubstitute}
            emptyText={words.noMatch}
            error={
              (substituteProblem === null ? undefined : [substituteProblem.message, substituteProblem.fix].join(' ')) ??
              (isChecked && substitute === null ? words.need.substitute : undefined)
            }
            autoFocus={teacherId !== undefined}
            menuTrigger="input"
          />
        </div>
        <div className={styles.pair}>
          <DatePicker
            label={words.firstOn}
            value={firstOn}
            onChange={(next) => {
              setFirstOn(next)
              if (next !== null && (lastOn === null || lastOn < next)) setLastOn(next)
            }}
            error={isChecked && firstOn === null ? words.need.day : undefined}
          />
          <DatePicker
            label={words.lastOn}
            value={lastOn}
            onChange={setLastOn}
            error={errorAt('lastOn') ?? (isChecked && lastOn === null ? words.need.day : undefined)}
          />
        </div>
        <TextField
          label={words.reason}
          placeholder={words.reasonHint}
          maxLength={300}
          value={reason}
          onChange={setReason}
          error={isChecked && reason.trim() === '' ? words.need.reason : undefined}
        />
        {wanted !== null && lookProblem === null && (
          <>
            <GridFrame>
              <DataGrid
                label={words.classes}
                rows={classes}
                columns={columns}
                keyOf={keyOf}
                nameOf={nameOf}
                isLoading={preview === null}
                loadingLabel={words.looking}
                selection={{
                  keys: given,
                  onChange: (keys: ReadonlySet<string>) =>
                    setSkipped(new Set(classes.map(keyOf).filter((id) => !keys.has(id)))),
                  allLabel: words.all,
                  labelOf: ({ title }: SubstitutedClass) => words.give(title),
                }}
                empty={
                  <EmptyState icon={CalendarCheck} title={words.none}>
                    {words.noneText}
                  </EmptyState>
                }
              />
            </GridFrame>
            {classes.length > 0 &&
              (classes.some(({ way }) => way === 'newMeeting') ? (
                <Notice tone="warning" title={words.newLinksTitle}>
                  {words.newLinks(preview?.newLinkCount ?? 0)}
                </Notice>
              ) : (
                <p className={styles.help}>{words.kept}</p>
              ))}
          </>
        )}
      </div>
    </FormDialog>
  )
}

const laterOf = (on: string | undefined, today: string): string => (on === undefined || on < today ? today : on)
const keyOf = ({ occurrenceId }: SubstitutedClass) => occurrenceId
const nameOf = ({ title }: SubstitutedClass) => title

const columnsOf = (formats: Formats): readonly GridColumn<SubstitutedClass>[] => [
  {
    id: 'when',
    header: words.columns.when,
    width: 230,
    cell: ({ time }) => `${formats.date(time.on, 'brief')}, ${formats.wallRange(time.startsAt, time.durationMinutes)}`,
    sortBy: ({ time }) => time.startInstant,
  },
  {
    id: 'title',
    header: words.columns.title,
    width: '2fr',
    minimumWidth: 150,
    isRowHeader: true,
    cell: nameOf,
    sortBy: nameOf,
  },
  {
    id: 'way',
    header: words.columns.way,
    width: 120,
    cell: ({ way }) => <Pill state={way === 'newMeeting' ? 'unsure' : 'present'}>{words.ways[way]}</Pill>,
  },
  {
    id: 'conflicts',
    header: words.columns.conflicts,
    width: '2fr',
    minimumWidth: 120,
    cell: ({ conflicts, heldBy }) =>
      [...(heldBy === null ? [] : [words.heldBy(heldBy)]), ...othersOf(conflicts, formats)].join('; '),
    dropOrder: 0,
  },
]

/** What else the substitute has at that hour, each class once. */
const othersOf = (conflicts: SubstitutedClass['conflicts'], formats: Formats): readonly string[] => [
  ...new Set(
    conflicts.flatMap(({ with: other }) =>
      other === null
        ? []
        : [words.conflict(other.title, formats.wallRange(other.time.startsAt, other.time.durationMinutes))],
    ),
  ),
]
