import type { GridColumn, GridSort } from './columns.ts'

/** Rows that belong together under one heading. */
export interface GridGroup {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly isCollapsedAtFirst?: boolean
}

/** One line of a grid: a heading, or a row. */
export type GridEntry<Row> =
  | {
      readonly kind: 'group'
      readonly key: string
      readonly group: GridGroup
      readonly count: number
      readonly isOpen: boolean
    }
  | { readonly kind: 'row'; readonly key: string; readonly row: Row }

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function compare(one: string | number | null, other: string | number | null, sign: 1 | -1): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
  if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
  return sign * collator.compare(String(one), String(other))
}

/** The rows in the order of `sort`; equal ones keep theirs, and null stands last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sort: GridSort | null,
): readonly Row[] {
  const sortBy = columns.find((column) => column.id === sort?.columnId)?.sortBy
  if (!sort || !sortBy) return rows
  const sign = sort.direction === 'ascending' ? 1 : -1
  // Each value is asked for once: a sort of 20,000 rows compares some 300,000 times.
  return rows
    .map((row) => ({ row, value: sortBy(row) }))
    .toSorted((a, b) => compare(a.value, b.value, sign))
    .map(({ row }) => row)
}

/** The lines of a grid: under headings in the given order (empty ones left out, closed ones without their rows), or rows alone. */
export function entriesOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  groups: { readonly of: (row: Row) => string; readonly list: readonly GridGroup[] } | undefined,
  closed: ReadonlySet<string>,
): readonly GridEntry<Row>[] {
  const entryOf = (row: Row): GridEntry<Row> => ({ kind: 'row', key: keyOf(row), row })
  if (!groups) return rows.map(entryOf)
  const members = Map.groupBy(rows, groups.of)
  return groups.list.flatMap((group) => {
    const own = members.get(group.id) ?? []
    if (own.length === 0) return []
    const isOpen = !closed.has(group.id)
    const heading: GridEntry<Row> = { kind: 'group', key: `group:${group.id}`, group, count: own.length, isOpen }
    return isOpen ? [heading, ...own.map(entryOf)] : [heading]
  })
}
