import { useState } from 'react'
import type { Enrollment } from '../../shared/contract/person.ts'
import type { OutputOf } from '../../shared/contract/index.ts'
import type { PersonId, SectionId } from '../../shared/ids.ts'
import { nowMs } from '../clock.ts'
import { useFormats } from '../status.ts'
import { DatePicker } from '../ui/DateField.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { commonWords } from '../words/common.ts'
import { enrollmentWords as words } from '../words/enrollment.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import styles from './Enrollment.module.css'
import { SectionField, useSectionTitle } from './SectionField.tsx'

/** Whose enrollment changes. */
export interface Student {
  readonly personId: PersonId
  readonly listName: string
}

/** Visits of somebody who is not on a section's list. */
export type Visits = OutputOf<'enrollment.unlisted'>['people'][number]['visits']

/** What is done about the enrollments of some students. */
export type EnrollmentDoing =
  | { readonly kind: 'move'; readonly students: readonly Student[] }
  | { readonly kind: 'withdraw'; readonly students: readonly Student[] }
  | {
      readonly kind: 'enroll'
      readonly students: readonly Student[]
      readonly sectionId?: SectionId
      /** Classes that they came to already: they are enrolled from the first on. */
      readonly visits?: Visits
    }
  | { readonly kind: 'correct'; readonly students: readonly Student[]; readonly enrollment: Enrollment }

interface Props<Doing = EnrollmentDoing> {
  readonly doing: Doing
  readonly onClose: () => void
  readonly onDone?: (() => void) | undefined
}

type Of<Kind extends EnrollmentDoing['kind']> = Props<Extract<EnrollmentDoing, { kind: Kind }>>

/** The dialog of one change of enrollments, with a preview of what it will do. */
export function EnrollmentDialog({ doing, ...rest }: Props) {
  switch (doing.kind) {
    case 'move':
      return <MoveDialog doing={doing} {...rest} />
    case 'withdraw':
      return <WithdrawDialog doing={doing} {...rest} />
    case 'enroll':
      return <EnrollDialog doing={doing} {...rest} />
    case 'correct':
      return <CorrectDialog doing={doing} {...rest} />
  }
}

const namesShown = 3
const namesOf = (students: readonly Student[]): string =>
  [
    students
      .slice(0, namesShown)
      .map(({ listName }) => listName)
      .join(' · '),
    ...(students.length > namesShown ? [words.also(students.length - namesShown)] : []),
  ].join(' ')
const idsOf = (students: readonly Student[]) => students.map(({ personId }) => personId)

/** Today on the school's wall. */
function useToday(): string {
  return useFormats().dateOf(nowMs())
}

function MoveDialog({ doing: { students }, ...rest }: Of<'move'>) {
  const [toSectionId, setSection] = useState<SectionId | null>(null)
  const [firstOn, setFirstOn] = useState<string | null>(useToday())
  const [isChecked, setChecked] = useState(false)
  const title = useSectionTitle(toSectionId)
  return (
    <ChangeDialog
      {...rest}
      title={words.move.title}
      description={namesOf(students)}
      change={
        toSectionId === null || firstOn === null
          ? null
          : { kind: 'move', personIds: idsOf(students), toSectionId, firstOn }
      }
      submitLabel={words.move.submit}
      doneTitle={(people) => words.move.done(people, title ?? '')}
      onIncomplete={() => setChecked(true)}
    >
      <div className={styles.pair}>
        <SectionField
          value={toSectionId}
          onChange={setSection}
          error={isChecked && toSectionId === null ? words.needSection : undefined}
          autoFocus
        />
        <DatePicker
          label={words.firstOn}
          value={firstOn}
          onChange={setFirstOn}
          error={isChecked && firstOn === null ? words.needDay : undefined}
        />
      </div>
      <p className={styles.credits}>{words.move.fromHelp}</p>
    </ChangeDialog>
  )
}

const withdrawReasons = (['transferredOut', 'noLongerInSchool', 'enteredByMistake'] as const).map((id) => ({
  id,
  label: words.endReasons[id],
}))

function WithdrawDialog({ doing: { students }, ...rest }: Of<'withdraw'>) {
  const [lastOn, setLastOn] = useState<string | null>(useToday())
  const [reason, setReason] = useState<(typeof withdrawReasons)[number]['id']>('transferredOut')
  const [detail, setDetail] = useState('')
  const [isChecked, setChecked] = useState(false)
  return (
    <ChangeDialog
      {...rest}
      title={words.withdraw.title}
      description={namesOf(students)}
      change={lastOn === null ? null : { kind: 'withdraw', personIds: idsOf(students), lastOn, reason, detail }}
      submitLabel={words.withdraw.submit}
      doneTitle={words.withdraw.done}
      onIncomplete={() => setChecked(true)}
    >
      <div className={styles.pair}>
        <Select label={words.reason} choices={withdrawReasons} value={reason} onChange={setReason} autoFocus />
        <DatePicker
          label={words.lastOn}
          value={lastOn}
          onChange={setLastOn}
          error={isChecked && lastOn === null ? words.needDay : undefined}
        />
      </div>
      <p className={styles.credits}>{words.withdraw.lastHelp}</p>
      <TextField
        label={words.withdraw.details[reason]}
        note={commonWords.optional}
        maxLength={200}
        value={detail}
        onChange={setDetail}
      />
    </ChangeDialog>
  )
}

const startReasonIds = ['none', 'late', 'transferredIn'] as const
/** Why somebody begins later than everybody, to choose from. */
export const startReasonChoices = startReasonIds.map((id) => ({ id, label: words.enroll.reasons[id] }))
/** One of {@link startReasonChoices}. */
export type StartReasonId = (typeof startReasonIds)[number]

function EnrollDialog({ doing: { students, sectionId: given, visits = [] }, ...rest }: Of<'enroll'>) {
  const formats = useFormats()
  const today = useToday()
  const [sectionId, setSection] = useState<SectionId | null>(given ?? null)
  const [firstOn, setFirstOn] = useState<string | null>(visits.map(({ on }) => on).toSorted()[0] ?? today)
  const [reason, setReason] = useState<StartReasonId>('late')
  const [detail, setDetail] = useState('')
  const [isChecked, setChecked] = useState(false)
  const title = useSectionTitle(sectionId)
  const credited = visits.filter(({ on }) => firstOn !== null && on >= firstOn)
  return (
    <ChangeDialog
      {...rest}
      title={words.enroll.title}
      description={namesOf(students)}
      change={
        sectionId === null || firstOn === null
          ? null
          : {
              kind: 'enroll',
              personIds: idsOf(students),
              sectionId,
              firstOn,
              reason: reason === 'none' ? null : reason,
              detail,
            }
      }
      submitLabel={words.enroll.submit}
      doneTitle={(people) => words.enroll.done(people, title ?? '')}
      onIncomplete={() => setChecked(true)}
    >
      <div className={styles.pair}>
        <SectionField
          value={sectionId}
          onChange={setSection}
          error={isChecked && sectionId === null ? words.needSection : undefined}
          autoFocus={given === undefined}
        />
        <DatePicker
          label={words.firstOn}
          value={firstOn}
          onChange={setFirstOn}
          error={isChecked && firstOn === null ? words.needDay : undefined}
          autoFocus={given !== undefined}
        />
      </div>
      <p className={styles.credits}>{words.enroll.fromHelp}</p>
      <div className={styles.pair}>
        <Select label={words.reason} choices={startReasonChoices} value={reason} onChange={setReason} />
        <TextField
          label={words.enroll.details[reason]}
          note={commonWords.optional}
          maxLength={200}
          value={detail}
          onChange={setDetail}
        />
      </div>
      {visits.length > 0 && (
        <div className={styles.credits}>
          {words.enroll.credits(credited.length)}
          <ul className={styles.visits}>
            {credited.map(({ periodId, on, title: of }) => (
              <li key={periodId}>
                {formats.date(on, 'brief')} {of}
              </li>
            ))}
          </ul>
        </div>
      )}
    </ChangeDialog>
  )
}

function CorrectDialog({ doing: { students, enrollment }, ...rest }: Of<'correct'>) {
  const [firstOn, setFirstOn] = useState<string | null>(enrollment.firstOn)
  const [lastOn, setLastOn] = useState(enrollment.lastOn)
  const [isChecked, setChecked] = useState(false)
  const isOrdered = firstOn === null || lastOn === null || firstOn <= lastOn
  return (
    <ChangeDialog
      {...rest}
      title={words.correct.title}
      description={[namesOf(students), (enrollment.section ?? enrollment.group)?.title].join(' · ')}
      change={firstOn === null || !isOrdered ? null : { kind: 'correct', enrollmentId: enrollment.id, firstOn, lastOn }}
      submitLabel={() => words.correct.submit}
      doneTitle={() => words.correct.done}
      onIncomplete={() => setChecked(true)}
    >
      <p className={styles.credits}>{words.correct.text}</p>
      <div className={styles.pair}>
        <DatePicker
          label={words.firstOn}
          value={firstOn}
          onChange={setFirstOn}
          error={isChecked && firstOn === null ? words.needDay : undefined}
          autoFocus
        />
        <DatePicker
          label={words.lastOn}
          note={commonWords.optional}
          description={words.correct.openEnd}
          value={lastOn}
          onChange={setLastOn}
          error={isOrdered ? undefined : words.needOrder}
        />
      </div>
    </ChangeDialog>
  )
}
