import type { ReactNode } from 'react'

/** One column of a grid. */
export interface GridColumn<Row> {
  readonly id: string
  readonly header: string
  /** Shown in place of `header`, which then names the column for screen readers only. */
  readonly headerContent?: ReactNode
  /** Pixels, or a share of what is left. */
  readonly width: number | `${number}fr`
  /** The least that a share may shrink to, in pixels; 96 when left out. */
  readonly minimumWidth?: number
  /** `end` for figures and times: they are set in figures of one width. */
  readonly align?: 'start' | 'end' | 'center'
  readonly cell: (row: Row) => ReactNode
  /** What the column sorts by; text by the person's alphabet, null always last. Without it the column does not sort. */
  readonly sortBy?: (row: Row) => string | number | null
  /** The column that names the row: read out on every row, and searched by typing. One a grid. */
  readonly isRowHeader?: boolean
  /** When the grid is too narrow, columns with a number leave it, lowest first: detail that another place also shows. */
  readonly dropOrder?: number
}

/** What a grid is sorted by. */
export interface GridSort {
  readonly columnId: string
  readonly direction: 'ascending' | 'descending'
}

/** Width of the column of check boxes, in pixels. */
const checkColumnWidth = 38
/** Both ends of a row, in pixels. */
const rowPadding = 16

/** The columns that fit a grid of `width` pixels. Before the width is known (0) all of them do. */
export function columnsFor<Row>(
  columns: readonly GridColumn<Row>[],
  hasChecks: boolean,
  width: number,
): readonly GridColumn<Row>[] {
  if (width === 0 || minimumWidthOf(columns, hasChecks) <= width) return columns
  const orders = columns.flatMap((column) => column.dropOrder ?? [])
  if (orders.length === 0) return columns
  const first = Math.min(...orders)
  return columnsFor(
    columns.filter((column) => column.dropOrder !== first),
    hasChecks,
    width,
  )
}

/** The CSS grid template of one row. */
export function templateOf<Row>(columns: readonly GridColumn<Row>[], hasChecks: boolean): string {
  const tracks = columns.map(({ width, minimumWidth = 96 }) =>
    typeof width === 'number' ? `${width}px` : `minmax(${minimumWidth}px, ${width})`,
  )
  return [...(hasChecks ? [`${checkColumnWidth}px`] : []), ...tracks].join(' ')
}

/** The least width at which no column is cut off, in pixels. */
export function minimumWidthOf<Row>(columns: readonly GridColumn<Row>[], hasChecks: boolean): number {
  return columns.reduce(
    (sum, { width, minimumWidth = 96 }) => sum + (typeof width === 'number' ? width : minimumWidth),
    rowPadding + (hasChecks ? checkColumnWidth : 0),
  )
}
