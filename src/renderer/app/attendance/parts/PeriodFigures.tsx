import type { PeriodFigures as Figures } from '../../../../shared/contract/attendance.ts'
import { useFormats } from '../../../status.ts'
import { StatTiles, type Stat } from '../../../ui/StatTiles.tsx'
import { attendanceWords as words } from '../../../words/attendance.ts'
import type { Filter } from '../filter.ts'

interface Props {
  readonly figures: Figures
  /** The name of the rule that the marks follow. */
  readonly rule: string
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
}

/** Figures that would be others under another rule. */
const ruled: ReadonlySet<Filter> = new Set<Filter>(['present', 'late', 'partial', 'absent'])

/** The figures of the class. A press on one shows the students behind it; each says how it is counted. */
export function PeriodFigures({ figures, rule, filter, onFilter }: Props) {
  const formats = useFormats()
  const { definitions } = words
  const filtering = (id: Exclude<Filter, 'all'>, value: number, tone: Stat['tone'], unit?: string): Stat => ({
    id,
    label: words.figures[id],
    value,
    tone: value === 0 ? 'grey' : tone,
    definition: ruled.has(id) ? `${definitions[id]} ${words.rule(rule)}.` : definitions[id],
    isActive: filter === id,
    onPress: () => onFilter(filter === id ? 'all' : id),
    ...(unit === undefined ? {} : { unit }),
  })
  return (
    <StatTiles
      label={words.title}
      stats={[
        filtering('came', figures.came, 'green', `/ ${formats.number(figures.expected)}`),
        filtering('present', figures.present, 'green'),
        filtering('late', figures.late, 'amber'),
        filtering('partial', figures.partial, 'ochre'),
        filtering('absent', figures.absent, 'red'),
        filtering('notSeenYet', figures.notSeenYet, 'grey'),
        {
          id: 'rate',
          label: words.figures.rate,
          value: figures.attendanceRate === null ? '–' : formats.percent(figures.attendanceRate),
          definition: definitions.rate,
        },
        {
          id: 'average',
          label: words.figures.average,
          value: figures.averageSeconds === null ? '–' : formats.span(figures.averageSeconds),
          definition: definitions.average,
        },
        {
          id: 'total',
          label: words.figures.total,
          value: formats.span(figures.totalSeconds),
          definition: definitions.total,
        },
      ]}
    />
  )
}
