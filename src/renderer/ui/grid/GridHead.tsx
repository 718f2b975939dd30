import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { Button } from 'react-aria-components'
import { Checkbox } from '../Checkbox.tsx'
import { VisuallyHidden } from '../VisuallyHidden.tsx'
import type { GridColumn, GridSort } from './columns.ts'
import styles from './DataGrid.module.css'
import { headKey } from './use-grid-focus.ts'

/** What {@link GridHead} takes. */
export interface GridHeadProps<Row> {
  readonly columns: readonly GridColumn<Row>[]
  readonly sort: GridSort | null
  readonly onSort: (columnId: string) => void
  readonly all:
    | { readonly state: 'none' | 'some' | 'all'; readonly label: string; readonly onToggle: () => void }
    | undefined
}

/** The header of a grid: stays in sight; its buttons sort. */
export function GridHead<Row>({ columns, sort, onSort, all }: GridHeadProps<Row>) {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} data-key={headKey} data-head className={styles.headRow}>
        {all && (
          <div role="columnheader" data-cell tabIndex={-1} className={styles.check}>
            <Checkbox
              aria-label={all.label}
              isSelected={all.state === 'all'}
              isIndeterminate={all.state === 'some'}
              excludeFromTabOrder
              onChange={all.onToggle}
            />
          </div>
        )}
        {columns.map((column) => {
          const direction = sort?.columnId === column.id ? sort.direction : undefined
          const Arrow = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown
          const title =
            column.headerContent === undefined ? (
              <span className={styles.headText}>{column.header}</span>
            ) : (
              <>
                <VisuallyHidden>{column.header}</VisuallyHidden>
                {column.headerContent}
              </>
            )
          return (
            <div
              key={column.id}
              role="columnheader"
              data-cell
              data-align={column.align}
              tabIndex={-1}
              aria-sort={column.sortBy ? (direction ?? 'none') : undefined}
              className={styles.headCell}
            >
              {column.sortBy ? (
                <Button
                  excludeFromTabOrder
                  className={styles.sort ?? ''}
                  data-sorted={direction !== undefined || undefined}
                  onPress={() => onSort(column.id)}
                >
                  {title}
                  <Arrow aria-hidden />
                </Button>
              ) : (
                title
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
