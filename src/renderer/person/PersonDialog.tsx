import { Plus, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Owner, Person } from '../../shared/contract/person.ts'
import type { SectionId } from '../../shared/ids.ts'
import { nowMs } from '../clock.ts'
import { startReasonChoices, type StartReasonId } from '../enrollment/EnrollmentDialog.tsx'
import { SectionField } from '../enrollment/SectionField.tsx'
import { useCommand } from '../live.ts'
import { hrefOf, navigate } from '../router.ts'
import { useFormats } from '../status.ts'
import { Button } from '../ui/Button.tsx'
import { DateField, DatePicker } from '../ui/DateField.tsx'
import { Fields } from '../ui/Field.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { showToast } from '../ui/Toasts.tsx'
import { commonWords } from '../words/common.ts'
import { enrollmentWords } from '../words/enrollment.ts'
import { peopleWords } from '../words/people.ts'
import { problemWords } from '../words/problems.ts'
import { changesOf, draftOf, fieldsOf, looksLikeAddress, withLine, type Draft, type Line } from './draft.ts'
import styles from './PersonDialog.module.css'

const { dialog: words, fields } = peopleWords

interface Props {
  /** Null adds somebody. */
  readonly person: Person | null
  /** Of somebody who is added. */
  readonly kind?: Person['kind']
  /** Where somebody who is added is enrolled, to begin with. */
  readonly sectionId?: SectionId
  readonly onClose: () => void
}

const sexChoices = (['none', 'female', 'male'] as const).map((id) => ({ id, label: peopleWords.sexes[id] }))
const ownerChoices = (['own', 'household', 'guardian'] as const).map((id) => ({ id, label: peopleWords.owners[id] }))
const relationChoices = (['mother', 'father', 'guardian'] as const).map((id) => ({
  id,
  label: peopleWords.relations[id],
}))
const numberField = ['changes.studentNumber', 'fields.studentNumber', 'studentNumber']

/** Everything that is kept of a person, to change or to add; a new student may be enrolled at once. */
export function PersonDialog({ person, kind = person?.kind ?? 'student', sectionId: given, onClose }: Props) {
  const formats = useFormats()
  const [before] = useState(() => draftOf(person))
  const [draft, setDraft] = useState<Draft>(before)
  const [sectionId, setSection] = useState<SectionId | null>(given ?? null)
  const [firstOn, setFirstOn] = useState<string | null>(() => formats.dateOf(nowMs()))
  const [reason, setReason] = useState<StartReasonId>('late')
  const [isChecked, setChecked] = useState(false)
  const changing = useCommand('person.change')
  const adding = useCommand('person.add')
  const problem = changing.problem ?? adding.problem
  const isNumberTaken = numberField.includes(problem?.field ?? '')
  const set = (changes: Partial<Draft>) => setDraft((old) => ({ ...old, ...changes }))
  const isEnrolling = person === null && kind === 'student'
  const wrongAddress = draft.emails.some(
    ({ value: { address } }) => address.trim() !== '' && !looksLikeAddress(address),
  )
  const isWrong =
    draft.familyName.trim() === '' || wrongAddress || (isEnrolling && sectionId !== null && firstOn === null)

  const save = async () => {
    setChecked(true)
    if (isWrong) return
    if (person !== null) {
      if ((await changing.run({ personId: person.id, changes: changesOf(before, draft) })) === null) return
      showToast({ title: words.saved })
      return onClose()
    }
    const enroll =
      !isEnrolling || sectionId === null || firstOn === null
        ? {}
        : { enroll: { sectionId, firstOn, reason: reason === 'none' ? null : reason } }
    const added = await adding.run({ kind, fields: fieldsOf(draft), ...enroll })
    if (added === null) return
    showToast({ title: words.added(added.listName) })
    onClose()
    navigate(hrefOf(['people', added.id]))
  }
  const text = (name: 'familyName' | 'givenName' | 'middleName' | 'suffix' | 'preferredName', maxLength: number) => ({
    label: fields[name],
    value: draft[name],
    maxLength,
    onChange: (value: string) => set({ [name]: value }),
  })
  return (
    <FormDialog
      words={commonWords}
      title={person === null ? (kind === 'student' ? words.add : words.addStaff) : words.edit}
      description={person === null ? undefined : words.editText}
      size="large"
      submitLabel={person === null ? words.submitAdd : words.save}
      onSubmit={() => void save()}
      onClose={onClose}
      isPending={changing.isRunning || adding.isRunning}
      isDirty={draft !== before}
      problem={problem && !isNumberTaken ? problemWords(problem, formats) : null}
    >
      <div className={styles.form}>
        <Fields columns={3}>
          <TextField
            {...text('familyName', 100)}
            error={isChecked && draft.familyName.trim() === '' ? words.needName : undefined}
            autoFocus
          />
          <TextField {...text('givenName', 100)} />
          <TextField {...text('middleName', 100)} />
          <TextField {...text('suffix', 20)} placeholder="Jr." />
          <TextField {...text('preferredName', 100)} />
          <TextField
            label={fields.studentNumber}
            value={draft.studentNumber}
            maxLength={40}
            onChange={(studentNumber) => set({ studentNumber })}
            error={
              isNumberTaken && problem !== null ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined
            }
          />
          <Select label={fields.sex} choices={sexChoices} value={draft.sex} onChange={(sex) => set({ sex })} />
          <DateField label={fields.birthOn} value={draft.birthOn} onChange={(birthOn) => set({ birthOn })} />
        </Fields>
        <Lines
          title={fields.emails}
          addLabel={words.addEmail}
          nameOf={words.address}
          lines={draft.emails}
          most={5}
          empty={{ address: '', owner: 'own' }}
          onChange={(emails) => set({ emails })}
          draw={(value, change, name) => (
            <>
              <TextField
                label={name}
                isLabelHidden
                type="email"
                placeholder="name@school.example"
                value={value.address}
                onChange={(address) => change({ ...value, address })}
                error={
                  isChecked && value.address.trim() !== '' && !looksLikeAddress(value.address)
                    ? words.wrongAddress
                    : undefined
                }
              />
              <Whose of={name} value={value.owner} onChange={(owner) => change({ ...value, owner })} />
            </>
          )}
        />
        <Lines
          title={fields.phones}
          addLabel={words.addPhone}
          nameOf={words.phone}
          lines={draft.phones}
          most={8}
          empty={{ number: '', owner: 'own' }}
          onChange={(phones) => set({ phones })}
          draw={(value, change, name) => (
            <>
              <TextField
                label={name}
                isLabelHidden
                type="tel"
                maxLength={30}
                value={value.number}
                onChange={(number) => change({ ...value, number })}
              />
              <Whose of={name} value={value.owner} onChange={(owner) => change({ ...value, owner })} />
            </>
          )}
        />
        {kind === 'student' && (
          <Lines
            title={fields.guardians}
            addLabel={words.addGuardian}
            nameOf={words.guardian}
            lines={draft.guardians}
            most={4}
            empty={{ name: '', relation: 'guardian' as const }}
            onChange={(guardians) => set({ guardians })}
            draw={(value, change, name) => (
              <>
                <TextField
                  label={name}
                  isLabelHidden
                  maxLength={200}
                  value={value.name}
                  onChange={(typed) => change({ ...value, name: typed })}
                />
                <Select
                  label={words.relationOf(name)}
                  isLabelHidden
                  choices={relationChoices}
                  value={value.relation}
                  onChange={(relation) => change({ ...value, relation })}
                />
              </>
            )}
          />
        )}
        {isEnrolling && (
          <Fields columns={3}>
            <SectionField label={words.enroll} value={sectionId} onChange={setSection} />
            <DatePicker
              label={enrollmentWords.firstOn}
              value={firstOn}
              onChange={setFirstOn}
              error={isChecked && sectionId !== null && firstOn === null ? enrollmentWords.needDay : undefined}
            />
            <Select label={enrollmentWords.reason} choices={startReasonChoices} value={reason} onChange={setReason} />
          </Fields>
        )}
      </div>
    </FormDialog>
  )
}

function Whose({
  of,
  value,
  onChange,
}: {
  readonly of: string
  readonly value: Owner
  readonly onChange: (owner: Owner) => void
}) {
  return <Select label={words.whoseOf(of)} isLabelHidden choices={ownerChoices} value={value} onChange={onChange} />
}

interface LinesProps<Value> {
  readonly title: string
  readonly addLabel: string
  readonly nameOf: (place: number) => string
  readonly lines: readonly Line<Value>[]
  readonly most: number
  readonly empty: NoInfer<Value>
  readonly onChange: (lines: readonly Line<Value>[]) => void
  readonly draw: (value: Value, change: (value: Value) => void, name: string) => ReactNode
}

/** Lines of the same kind: each can be taken out, and another added. */
function Lines<Value>({ title, addLabel, nameOf, lines, most, empty, onChange, draw }: LinesProps<Value>) {
  return (
    <fieldset className={styles.lines}>
      <legend className={styles.legend}>{title}</legend>
      {lines.map(({ key, value }, index) => (
        <div key={key} className={styles.line}>
          {draw(
            value,
            (changed) => onChange(lines.map((line) => (line.key === key ? { key, value: changed } : line))),
            nameOf(index + 1),
          )}
          <IconButton
            icon={Trash2}
            label={words.remove(nameOf(index + 1))}
            onPress={() => onChange(lines.filter((line) => line.key !== key))}
          />
        </div>
      ))}
      {lines.length < most && (
        <div>
          <Button size="small" variant="quiet" icon={Plus} onPress={() => onChange(withLine(lines, empty))}>
            {addLabel}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
