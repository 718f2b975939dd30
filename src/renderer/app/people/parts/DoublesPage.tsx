import { ChevronLeft, UserCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { OutputOf } from '../../../../shared/contract/index.ts'
import { useLive } from '../../../live.ts'
import { hrefOf, useDocumentTitle } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { LinkButton } from '../../../ui/Link.tsx'
import { Page, Panel } from '../../../ui/Page.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { peopleWords } from '../../../words/people.ts'
import { problemWords } from '../../../words/problems.ts'
import { MergeDialog } from './MergeDialog.tsx'

const words = peopleWords.doublesPage

/** Two entries that may be one person, and why. */
export type Pair = OutputOf<'person.doubles'>['pairs'][number]

const keyOf = ({ people: [one, other] }: Pair) => `${one.id} ${other.id}`
const nameOf = ({ people: [one] }: Pair) => one.listName
const entryOf = ({ listName, studentNumber, sections }: Pair['people'][number]) =>
  [listName, studentNumber, sections.map(({ title }) => title).join(', ')]
    .filter((part) => part !== null && part !== '')
    .join(' · ')

const columns: readonly GridColumn<Pair>[] = [
  {
    id: 'one',
    header: words.columns.one,
    width: '3fr',
    minimumWidth: 180,
    isRowHeader: true,
    cell: ({ people: [one] }) => entryOf(one),
  },
  {
    id: 'other',
    header: words.columns.other,
    width: '3fr',
    minimumWidth: 180,
    cell: ({ people: [, other] }) => entryOf(other),
  },
  {
    id: 'reasons',
    header: words.columns.reasons,
    width: '3fr',
    minimumWidth: 180,
    cell: ({ reasons }) => reasons.map((reason) => words.reasons[reason]).join(', '),
  },
]
const noPairs: readonly Pair[] = []

/** Entries that may be one person twice: compared side by side, and made one. */
export function DoublesPage() {
  const formats = useFormats()
  const { data, problem, isLoading, reload } = useLive('person.doubles', {})
  const [openKey, setOpenKey] = useState<string | null>(null)
  useDocumentTitle(words.title)
  const pairs = data?.pairs ?? noPairs
  const pair = useMemo(() => pairs.find((each) => keyOf(each) === openKey), [pairs, openKey])
  return (
    <Page
      title={words.title}
      subtitle={data === null ? words.text : `${words.found(pairs.length)} · ${words.text}`}
      actions={
        <LinkButton href={hrefOf(['people'])} icon={ChevronLeft}>
          {peopleWords.back}
        </LinkButton>
      }
    >
      {problem !== null && data === null ? (
        <ProblemNotice {...problemWords(problem, formats)} size="page" onRetry={reload} />
      ) : (
        <Panel isFilling isFlush>
          <DataGrid
            label={words.gridLabel}
            rows={pairs}
            keyOf={keyOf}
            columns={columns}
            nameOf={nameOf}
            onOpen={(row) => setOpenKey(keyOf(row))}
            isLoading={isLoading}
            loadingLabel={words.loading}
            empty={
              <EmptyState icon={UserCheck} title={words.none}>
                {words.noneText}
              </EmptyState>
            }
          />
        </Panel>
      )}
      {pair !== undefined && <MergeDialog pair={pair} onClose={() => setOpenKey(null)} />}
    </Page>
  )
}
