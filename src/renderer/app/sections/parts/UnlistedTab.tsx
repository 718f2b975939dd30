import { UserCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import type { Section } from '../../../../shared/contract/section.ts'
import { EnrollmentDialog, type EnrollmentDoing } from '../../../enrollment/EnrollmentDialog.tsx'
import { useLive } from '../../../live.ts'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { RowButton } from '../../../ui/grid/RowMenuButton.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { problemWords } from '../../../words/problems.ts'
import { sectionWords as words } from '../../../words/sections.ts'
import styles from './Tabs.module.css'

type Visitor = OutputOf<'enrollment.unlisted'>['people'][number]

const keyOf = ({ personId, name }: Visitor) => personId ?? name
const nameOf = ({ name }: Visitor) => name
const open = ({ personId }: Visitor) => navigate(personId === null ? hrefOf(['who']) : hrefOf(['people', personId]))
const nobody: readonly Visitor[] = []
const daysOf = ({ visits }: Visitor) => visits.map(({ on }) => on).toSorted()

/** People who came to classes of a section without being on its list: enrolled from their first visit on, all of them count. */
export function UnlistedTab({ section, mayChange }: { readonly section: Section; readonly mayChange: boolean }) {
  const formats = useFormats()
  const { data, problem, isLoading, reload } = useLive('enrollment.unlisted', { sectionId: section.id })
  const [doing, setDoing] = useState<EnrollmentDoing | null>(null)
  const columns = useMemo<readonly GridColumn<Visitor>[]>(() => {
    const day = (on: string | undefined) => (on === undefined ? '–' : formats.date(on, 'short'))
    return [
      {
        id: 'name',
        header: words.studentColumns.name,
        width: '3fr',
        minimumWidth: 180,
        isRowHeader: true,
        cell: nameOf,
        sortBy: nameOf,
      },
      {
        id: 'elsewhere',
        header: words.studentColumns.elsewhere,
        width: '2fr',
        minimumWidth: 140,
        cell: ({ personId, elsewhere }) => (personId === null ? words.notRecognised : (elsewhere ?? '–')),
        sortBy: ({ elsewhere }) => elsewhere,
      },
      {
        id: 'came',
        header: words.studentColumns.came,
        width: '2fr',
        minimumWidth: 170,
        cell: (row) => {
          const days = daysOf(row)
          return words.visits(row.visits.length, day(days[0]), day(days.at(-1)))
        },
        sortBy: ({ visits }) => visits.length,
      },
      {
        id: 'enroll',
        header: words.tabs.unlisted,
        headerContent: null,
        width: 190,
        align: 'end',
        cell: (row) => {
          const { personId, name, visits } = row
          if (personId === null) {
            return <RowButton words={words.whoIsThis} label={`${words.whoIsThis} ${name}`} onPress={() => open(row)} />
          }
          if (!mayChange) return null
          const from = day(daysOf(row)[0])
          return (
            <RowButton
              words={words.enrollFrom(from)}
              label={`${words.enrollFrom(from)}: ${name}`}
              onPress={() =>
                setDoing({ kind: 'enroll', students: [{ personId, listName: name }], sectionId: section.id, visits })
              }
            />
          )
        },
      },
    ]
  }, [formats, mayChange, section.id])
  if (problem !== null && data === null) {
    return <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
  }
  const people = data?.people ?? nobody
  return (
    <Panel isFilling isFlush>
      {people.length > 0 && <p className={styles.about}>{words.unlistedText}</p>}
      <DataGrid
        label={words.unlistedLabel}
        rows={people}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        onOpen={open}
        isLoading={isLoading}
        empty={
          <EmptyState icon={UserCheck} title={words.noUnlisted}>
            {words.noUnlistedText}
          </EmptyState>
        }
      />
      {doing !== null && <EnrollmentDialog doing={doing} onClose={() => setDoing(null)} />}
    </Panel>
  )
}
