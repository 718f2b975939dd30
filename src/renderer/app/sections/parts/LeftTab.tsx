import { Users } from 'lucide-react'
import { useMemo } from 'react'
import { hrefOf, navigate } from '../../../router.ts'
import { useFormats } from '../../../status.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { GridColumn } from '../../../ui/grid/columns.ts'
import { DataGrid } from '../../../ui/grid/DataGrid.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { enrollmentWords, reasonText } from '../../../words/enrollment.ts'
import { sectionWords } from '../../../words/sections.ts'
import type { Answer } from './SectionPage.tsx'

type Left = Answer['left'][number]

const words = sectionWords.studentColumns
const keyOf = ({ enrollment }: Left) => enrollment.id
const nameOf = ({ listName }: Left) => listName
const open = ({ personId }: Left) => navigate(hrefOf(['people', personId]))

/** Who left a section: when, why, and where to. */
export function LeftTab({ title, left }: { readonly title: string; readonly left: readonly Left[] }) {
  const formats = useFormats()
  const columns = useMemo<readonly GridColumn<Left>[]>(() => {
    const day = (on: string | null) => (on === null ? '–' : formats.date(on, 'medium'))
    return [
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
        id: 'since',
        header: words.since,
        width: 150,
        cell: ({ enrollment }) => day(enrollment.firstOn),
        sortBy: ({ enrollment }) => enrollment.firstOn,
        dropOrder: 0,
      },
      {
        id: 'last',
        header: words.last,
        width: 150,
        cell: ({ enrollment }) => day(enrollment.lastOn),
        sortBy: ({ enrollment }) => enrollment.lastOn,
      },
      {
        id: 'reason',
        header: words.reason,
        width: '3fr',
        minimumWidth: 180,
        cell: ({ enrollment: { endReason, endDetail } }) =>
          reasonText(endReason && enrollmentWords.endReasons[endReason], endDetail) ?? '–',
        sortBy: ({ enrollment }) => enrollment.endReason,
      },
    ]
  }, [formats])
  return (
    <Panel isFilling isFlush>
      <DataGrid
        label={sectionWords.leftLabel(title)}
        rows={left}
        keyOf={keyOf}
        columns={columns}
        nameOf={nameOf}
        onOpen={open}
        empty={<EmptyState icon={Users} title={sectionWords.noLeft} />}
      />
    </Panel>
  )
}
