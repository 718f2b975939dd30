import { FileUp, Users } from 'lucide-react'
import { useMemo } from 'react'
import type { Section } from '../../../../shared/contract/section.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Pill } from '../../../ui/Pill.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { problemWords } from '../../../words/problems.ts'
import { sectionTitle } from '../../../../shared/domain/list-names.ts'
import { sectionWords } from '../../../words/sections.ts'

interface Props {
  readonly sections: readonly Section[]
  /** Only those that fit some words are here. */
  readonly isFiltered: boolean
  /** These are the archived ones. */
  readonly isArchived: boolean
  readonly isLoading: boolean
  readonly problem: Problem | null
  readonly onRetry: () => void
  /** Left out for those who may not. */
  readonly importHref: string | undefined
}

const words = sectionWords.columns

const allColumns: readonly GridColumn<Section>[] = [
  {
    id: 'name',
    header: words.section,
    width: '3fr',
    minimumWidth: 180,
    isRowHeader: true,
    cell: ({ gradeLevel, name }) => sectionTitle(gradeLevel, name),
    sortBy: ({ name }) => name,
  },
  {
    id: 'adviser',
    header: words.adviser,
    width: '2fr',
    minimumWidth: 140,
    dropOrder: 1,
    cell: ({ adviser }) => adviser ?? sectionWords.noAdviser,
    sortBy: ({ adviser }) => adviser,
  },
  {
    id: 'students',
    header: words.students,
    width: 110,
    align: 'end',
    cell: ({ studentCount }) => studentCount,
    sortBy: ({ studentCount }) => studentCount,
  },
  {
    id: 'addresses',
    header: words.addresses,
    width: 170,
    align: 'end',
    cell: ({ withoutAddressCount }) =>
      withoutAddressCount === 0 ? (
        '–'
      ) : (
        <Pill state="problem" isBare>
          {withoutAddressCount}
        </Pill>
      ),
    sortBy: ({ withoutAddressCount }) => withoutAddressCount,
  },
  {
    id: 'missing',
    header: sectionWords.toDo,
    width: 150,
    align: 'end',
    dropOrder: 0,
    cell: ({ missingCount }) =>
      missingCount === 0 ? (
        '–'
      ) : (
        <Pill state="unsure" isBare>
          {sectionWords.missing(missingCount)}
        </Pill>
      ),
    sortBy: ({ missingCount }) => missingCount,
  },
]

const keyOf = ({ id }: Section) => id
const nameOf = ({ name }: Section) => name
const gradeOf = ({ gradeLevel }: Section) => gradeLevel
const byNumber = new Intl.Collator('en', { numeric: true })
const open = ({ id }: Section) => navigate(hrefOf(['sections', id]))

/** The school's sections, grade by grade; Enter or a press opens one. */
export function SectionGrid({ sections, isFiltered, isArchived, isLoading, problem, onRetry, importHref }: Props) {
  const formats = useFormats()
  // A school without advisers on its lists is not shown a column of dashes.
  const hasAdvisers = sections.some(({ adviser }) => adviser !== null)
  const columns = useMemo(() => allColumns.filter(({ id }) => id !== 'adviser' || hasAdvisers), [hasAdvisers])
  const groups = useMemo(
    () => ({
      of: gradeOf,
      list: [...Map.groupBy(sections, gradeOf)]
        .toSorted(([one], [other]) => byNumber.compare(one, other))
        .map(([grade, list]) => ({
          id: grade,
          label: sectionWords.grade(grade),
          detail: sectionWords.inGrade(list.reduce((sum, { studentCount }) => sum + studentCount, 0)),
        })),
    }),
    [sections],
  )
  if (problem !== null && sections.length === 0) {
    return <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={onRetry} />
  }
  return (
    <DataGrid
      label={sectionWords.gridLabel}
      rows={sections}
      keyOf={keyOf}
      columns={columns}
      groups={groups}
      nameOf={nameOf}
      onOpen={open}
      isLoading={isLoading}
      loadingLabel={sectionWords.loading}
      empty={
        isFiltered ? (
          <EmptyState icon={Users} title={sectionWords.nothingFits} />
        ) : isArchived ? (
          <EmptyState icon={Users} title={sectionWords.noArchived} />
        ) : (
          <EmptyState
            icon={Users}
            title={sectionWords.emptyTitle}
            actions={
              importHref !== undefined && (
                <LinkButton variant="primary" icon={FileUp} href={importHref}>
                  {sectionWords.import}
                </LinkButton>
              )
            }
          >
            {sectionWords.emptyText}
          </EmptyState>
        )
      }
    />
  )
}
