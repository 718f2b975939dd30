import { BookOpen, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Section, TeachingGroup } from '../../../../shared/contract/section.ts'
import { nowMs } from '../../../clock.ts'
import { useCommand } from '../../../live.ts'
import { useFormats } from '../../../status.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { RowButton } from '../../../ui/grid/RowMenuButton.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/Toasts.tsx'
import { Toolbar } from '../../../ui/Toolbar.tsx'
import { commonWords } from '../../../words/common.ts'
import type { Formats } from '../../../words/format.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords as words } from '../../../words/sections.ts'
import { TeachersDialog } from './TeachersDialog.tsx'

const keyOf = ({ id }: TeachingGroup) => id
const nameOf = ({ subject, name }: TeachingGroup) => (name === '' ? subject : `${subject} (${name})`)

interface Props {
  readonly section: Section
  readonly groups: readonly TeachingGroup[]
  readonly mayChange: boolean
}

/** What a section is taught, by whom and from when to when. */
export function SubjectsTab({ section, groups, mayChange }: Props) {
  const formats = useFormats()
  const [teachersOf, setTeachersOf] = useState<TeachingGroup | null>(null)
  const [isAdding, setAdding] = useState(false)
  const columns = useMemo(() => columnsOf(formats, mayChange ? setTeachersOf : null), [formats, mayChange])
  return (
    <Panel isFilling isFlush>
      {mayChange && (
        <Toolbar
          end={
            <Button size="small" icon={Plus} onPress={() => setAdding(true)}>
              {words.addSubject}
            </Button>
          }
        >
          {null}
        </Toolbar>
      )}
      <DataGrid
        label={words.tabs.subjects}
        rows={groups}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        {...(mayChange ? { onOpen: setTeachersOf } : {})}
        empty={
          <EmptyState icon={BookOpen} title={words.noSubjects}>
            {words.noSubjectsText}
          </EmptyState>
        }
      />
      {teachersOf !== null && <TeachersDialog group={teachersOf} onClose={() => setTeachersOf(null)} />}
      {isAdding && <SubjectDialog section={section} onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function columnsOf(
  formats: Formats,
  onTeachers: ((group: TeachingGroup) => void) | null,
): readonly GridColumn<TeachingGroup>[] {
  const today = formats.dateOf(nowMs())
  const day = (on: string) => formats.date(on, 'short')
  const teacherText = ({ name, firstOn, lastOn }: TeachingGroup['teachers'][number]) =>
    lastOn === null
      ? firstOn > today
        ? words.since(name, day(firstOn))
        : name
      : words.fromTo(name, day(firstOn), day(lastOn))
  return [
    {
      id: 'subject',
      header: words.subjectColumns.subject,
      width: '2fr',
      minimumWidth: 160,
      isRowHeader: true,
      cell: nameOf,
      sortBy: nameOf,
    },
    {
      id: 'teachers',
      header: words.subjectColumns.teachers,
      width: '3fr',
      minimumWidth: 200,
      cell: ({ teachers }) => (teachers.length === 0 ? words.noTeachers : teachers.map(teacherText).join('; ')),
    },
    {
      id: 'students',
      header: words.subjectColumns.students,
      width: 100,
      align: 'end',
      cell: ({ studentCount }) => studentCount,
      sortBy: ({ studentCount }) => studentCount,
      dropOrder: 0,
    },
    ...(onTeachers === null
      ? []
      : [
          {
            id: 'change',
            header: words.changeTeachers,
            headerContent: null,
            width: 120,
            align: 'end' as const,
            cell: (group: TeachingGroup) => (
              <RowButton
                words={words.changeTeachers}
                label={`${words.changeTeachers} ${nameOf(group)}`}
                onPress={() => onTeachers(group)}
              />
            ),
          },
        ]),
  ]
}

function SubjectDialog({ section, onClose }: { readonly section: Section; readonly onClose: () => void }) {
  const formats = useFormats()
  const [subject, setSubject] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { run, isRunning, problem } = useCommand('group.make')
  const make = async () => {
    setChecked(true)
    if (subject.trim() === '') return
    const made = await run({ sectionIds: [section.id], subject })
    if (made === null) return
    showToast({ title: words.subjectMade(made.title) })
    onClose()
  }
  return (
    <FormDialog
      words={commonWords}
      title={words.addSubject}
      size="small"
      submitLabel={words.addSubject}
      onSubmit={() => void make()}
      onClose={onClose}
      isPending={isRunning}
      problem={problem && problemWords(problem, formats)}
    >
      <TextField
        label={words.subject}
        value={subject}
        onChange={setSubject}
        maxLength={100}
        error={isChecked && subject.trim() === '' ? words.needSubject : undefined}
        autoFocus
      />
    </FormDialog>
  )
}
