import { CalendarPlus, ChevronLeft, Users } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import { useLive } from '../../../live.ts'
import { hrefOf, navigate, useDocumentTitle, useRoute } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { WithDrawer } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { SearchField } from '../../../ui/TextField.tsx'
import { commonWords } from '../../../words/common.ts'
import { problemWords } from '../../../words/problems.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { sectionWords } from '../../../words/sections.ts'
import { plain } from '../../../ui/plain.ts'
import { StudentDrawer } from './StudentDrawer.tsx'

/** A student of a section as `section.get` answers. */
export type SectionStudent = OutputOf<'section.get'>['students'][number]

const words = sectionWords.studentColumns
const keyOf = ({ person }: SectionStudent) => person.id
const nameOf = ({ person }: SectionStudent) => person.listName

/** One section: its students, what they register with, and the one who is looked at. */
export function SectionPage({ sectionId }: { readonly sectionId: string }) {
  const formats = useFormats()
  const [filter, setFilter] = useState('')
  const personId = useRoute((route) => route.query['person'])
  const { data, problem, isLoading, reload } = useLive('section.get', { sectionId })
  const title = data === null ? sectionWords.title : sectionTitle(data.section.gradeLevel, data.section.name)
  useDocumentTitle(title)

  const columns = useMemo<readonly GridColumn<SectionStudent>[]>(
    () => [
      {
        id: 'name',
        header: words.name,
        width: '3fr',
        minimumWidth: 200,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'number',
        header: words.number,
        width: 140,
        cell: ({ person }) => person.studentNumber ?? '–',
        sortBy: ({ person }) => person.studentNumber,
        dropOrder: 2,
      },
      {
        id: 'sex',
        header: words.sex,
        width: 56,
        cell: ({ person }) => (person.sex === null ? '–' : sectionWords.sexes[person.sex]),
        sortBy: ({ person }) => person.sex,
        dropOrder: 1,
      },
      {
        id: 'email',
        header: words.email,
        width: '3fr',
        minimumWidth: 180,
        dropOrder: 3,
        cell: ({ registersWith, refusal }) =>
          registersWith ?? (refusal === null ? '–' : sectionWords.refusals[refusal]),
        sortBy: ({ registersWith }) => registersWith,
      },
      {
        id: 'link',
        header: words.link,
        width: 130,
        cell: ({ refusal }) => (
          <Pill state={refusal === null ? 'present' : 'problem'}>
            {refusal === null ? sectionWords.canRegister : sectionWords.cannotRegister}
          </Pill>
        ),
        sortBy: ({ refusal }) => (refusal === null ? 1 : 0),
      },
      {
        id: 'since',
        header: words.since,
        width: 110,
        align: 'end',
        cell: ({ enrollment }) => formats.date(enrollment.firstOn, 'short'),
        sortBy: ({ enrollment }) => enrollment.firstOn,
        dropOrder: 0,
      },
    ],
    [formats],
  )

  const students = useMemo(() => {
    const wanted = plain(filter.trim())
    return (data?.students ?? []).filter(({ person }) =>
      plain(`${person.listName} ${person.studentNumber ?? ''}`).includes(wanted),
    )
  }, [data, filter])

  const open = (student: SectionStudent | null) =>
    navigate(hrefOf(['sections', sectionId], { person: student?.person.id }), { replace: true })
  const current = data?.students.find(({ person }) => person.id === personId)

  return (
    <Page
      title={title}
      subtitle={data === null ? undefined : sectionWords.ofSection(data.section.adviser, data.section.studentCount)}
      actions={
        <>
          <LinkButton href={hrefOf(['sections'])} icon={ChevronLeft}>
            {sectionWords.back}
          </LinkButton>
          <SearchField
            label={sectionWords.filter}
            placeholder={sectionWords.filter}
            clearLabel={commonWords.clear}
            value={filter}
            onChange={setFilter}
          />
          <LinkButton
            href={hrefOf(['schedule'], { new: 'class', section: sectionId })}
            icon={CalendarPlus}
            variant="primary"
          >
            {sectionWords.schedule}
          </LinkButton>
        </>
      }
    >
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <WithDrawer drawer={current && <StudentDrawer student={current} section={title} onClose={() => open(null)} />}>
          <Panel isFilling isFlush>
            <DataGrid
              label={sectionWords.studentsLabel(title)}
              rows={students}
              keyOf={keyOf}
              columns={columns}
              nameOf={nameOf}
              onOpen={open}
              currentKey={personId ?? null}
              isLoading={isLoading}
              empty={
                <EmptyState icon={Users} title={filter === '' ? sectionWords.noStudents : sectionWords.nothingFits} />
              }
            />
          </Panel>
        </WithDrawer>
      )}
    </Page>
  )
}
