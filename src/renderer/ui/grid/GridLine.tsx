import { ChevronRight } from 'lucide-react'
import { memo, type MouseEvent, type ReactNode } from 'react'
import { Checkbox } from '../Checkbox.tsx'
import type { GridColumn } from './columns.ts'
import styles from './DataGrid.module.css'
import type { GridEntry } from './entries.ts'

interface Common {
  /** Position among all lines, from 0. */
  readonly index: number
  /** Distance from the top of the body, in pixels. */
  readonly top: number
}

/** What {@link GridRow} takes. Handlers are stable, so that a row is drawn again only when it changes. */
export interface GridRowProps<Row> extends Common {
  readonly rowKey: string
  readonly row: Row
  readonly columns: readonly GridColumn<Row>[]
  readonly level: 2 | undefined
  readonly isSelected: boolean | undefined
  readonly isCurrent: boolean
  readonly isQuiet: boolean
  readonly label: string | undefined
  readonly checkLabel: string | undefined
  readonly onPress: (key: string, event: MouseEvent) => void
  readonly onCheck: (key: string, isRange: boolean) => void
}

function GridRowView<Row>(props: GridRowProps<Row>) {
  const {
    rowKey,
    row,
    columns,
    index,
    top,
    level,
    isSelected,
    isCurrent,
    isQuiet,
    label,
    checkLabel,
    onPress,
    onCheck,
  } = props
  return (
    // The grid hears the keys of all its rows.
    <div
      role="row"
      tabIndex={-1}
      data-key={rowKey}
      data-current={isCurrent || undefined}
      data-quiet={isQuiet || undefined}
      data-even={index % 2 === 0 || undefined}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-selected={isSelected}
      aria-current={isCurrent || undefined}
      aria-label={label}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onPress(rowKey, event)}
    >
      {checkLabel !== undefined && (
        <div role="gridcell" data-cell tabIndex={-1} className={styles.check}>
          <Checkbox
            aria-label={checkLabel}
            isSelected={isSelected === true}
            excludeFromTabOrder
            onChange={() => onCheck(rowKey, false)}
          />
        </div>
      )}
      {columns.map((column) => (
        <div
          key={column.id}
          role={column.isRowHeader ? 'rowheader' : 'gridcell'}
          data-cell
          data-align={column.align}
          tabIndex={-1}
          className={styles.cell}
        >
          <span data-cut className={styles.content}>
            {column.cell(row)}
          </span>
        </div>
      ))}
    </div>
  )
}

/** One row of a grid. */
export const GridRow = memo(GridRowView) as typeof GridRowView

/** What {@link GridHeading} takes. */
export interface GridHeadingProps extends Common {
  readonly entry: Extract<GridEntry<unknown>, { kind: 'group' }>
  readonly columnCount: number
  readonly onToggle: (groupId: string) => void
}

/** The heading of a group of rows; a press, Enter, or left and right close and open it. */
export function GridHeading({ entry, index, top, columnCount, onToggle }: GridHeadingProps): ReactNode {
  const { group, count, isOpen } = entry
  return (
    <div
      role="row"
      tabIndex={-1}
      data-key={entry.key}
      data-group={group.id}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={isOpen}
      className={styles.heading}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onToggle(group.id)}
    >
      <div role="rowheader" aria-colspan={columnCount} className={styles.headingCell}>
        <ChevronRight aria-hidden className={styles.chevron} data-open={isOpen || undefined} />
        <span>{group.label}</span>
        <span className={styles.headingCount}>{count}</span>
        {group.detail !== undefined && <span className={styles.headingDetail}>{group.detail}</span>}
      </div>
    </div>
  )
}
