import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import type { MenuAnchor } from '../Menu.tsx'
import { Skeleton } from '../Skeleton.tsx'
import { columnsFor, minimumWidthOf, templateOf, type GridColumn, type GridSort } from './columns.ts'
import styles from './DataGrid.module.css'
import { entriesOf, sortRows, type GridGroup } from './entries.ts'
import { GridHead } from './GridHead.tsx'
import { GridHeading, GridRow } from './GridLine.tsx'
import { allState, between, toggled } from './selection.ts'
import { useFullText } from './use-full-text.tsx'
import { useGridFocus } from './use-grid-focus.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useGridMenu } from './use-grid-menu.ts'
import { usePrinting } from './use-printing.ts'
import { useStable } from './use-stable.ts'

/** What {@link DataGrid} takes. `rows`, `columns`, `keyOf` and the other functions keep their identity while nothing changes. */
export interface DataGridProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly columns: readonly GridColumn<Row>[]
  readonly groups?: { readonly of: (row: Row) => string; readonly list: readonly GridGroup[] }
  /** How it is sorted at first; without it, as the rows come. A third press on a column goes back to that. */
  readonly sortAtFirst?: GridSort
  readonly selection?: {
    readonly keys: ReadonlySet<string>
    readonly onChange: (keys: ReadonlySet<string>) => void
    readonly allLabel: string
    readonly labelOf: (row: Row) => string
  }
  /** The row that another panel shows. */
  readonly currentKey?: string | null
  /** Enter, or a press on the row. */
  readonly onOpen?: (row: Row) => void
  /** The focus came to another row: for a panel that follows. */
  readonly onFocusRow?: (row: Row) => void
  /** The second button of the mouse, or the menu key, on a row. */
  readonly onMenu?: (row: Row, anchor: MenuAnchor) => void
  /** The end of `rows` is near: called while it is in sight, for a list that is read by pages. */
  readonly onEnd?: () => void
  /** More rows follow that are not read yet. */
  readonly hasMore?: boolean
  /** When it changes, the rows answer another question: the list is shown from its beginning. */
  readonly subject?: string
  /** A letter or digit, for the selected rows, or the focused one when none is selected. True when it was a command. */
  readonly onKey?: (key: string, rows: readonly Row[]) => boolean
  /** The name by which typing finds a row; the label of its header column. */
  readonly nameOf: (row: Row) => string
  /** The whole row in one sentence, for screen readers. Without it they read its cells. */
  readonly rowLabel?: (row: Row) => string
  /** Rows that matter less just now. */
  readonly isQuiet?: (row: Row) => boolean
  readonly isLoading?: boolean
  readonly loadingLabel?: string
  /** In place of rows when there are none. */
  readonly empty?: ReactNode
}

const rowHeight = 37
const headHeight = 34
/** So many rows before the end of what was read the next page is asked for: scrolling meets no end. */
const rowsAhead = 100
/** What a sheet of A4 or Letter holds between its margins, in pixels: on paper whole names matter more than all columns. */
const paperWidth = 660

/** A table of any length: only what is in sight is drawn; every row and cell is reached by keys. */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { label, rows, keyOf, columns: allColumns, groups, sortAtFirst, selection, currentKey = null } = props
  const {
    onOpen,
    onFocusRow,
    onMenu,
    onEnd,
    hasMore = false,
    subject,
    onKey,
    nameOf,
    rowLabel,
    isQuiet,
    isLoading = false,
    loadingLabel,
    empty,
  } = props

  const grid = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [sort, setSort] = useState<GridSort | null>(sortAtFirst ?? null)
  const [closed, setClosed] = useState<ReadonlySet<string>>(
    () => new Set(groups?.list.filter((group) => group.isCollapsedAtFirst).map((group) => group.id)),
  )
  const isPrinting = usePrinting()
  /** Where a range of rows began, and what was selected before it. */
  const range = useRef<{ readonly from: string; readonly before: ReadonlySet<string> } | null>(null)

  useEffect(() => {
    const root = grid.current
    if (!root) return undefined
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)))
    observer.observe(root)
    return () => observer.disconnect()
  }, [])

  const hasChecks = selection !== undefined
  const shownWidth = isPrinting ? Math.min(width, paperWidth) : width
  const columns = useMemo(() => columnsFor(allColumns, hasChecks, shownWidth), [allColumns, hasChecks, shownWidth])
  const sorted = useMemo(() => sortRows(rows, allColumns, sort), [rows, allColumns, sort])
  const entries = useMemo(() => entriesOf(sorted, keyOf, groups, closed), [sorted, keyOf, groups, closed])
  const keys = useMemo(() => entries.map((entry) => entry.key), [entries])
  const indexOf = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys])
  const rowKeys = useMemo(() => entries.flatMap((entry) => (entry.kind === 'row' ? [entry.key] : [])), [entries])

  const rowAt = (key: string): Row | undefined => {
    const entry = entries[indexOf.get(key) ?? -1]
    return entry?.kind === 'row' ? entry.row : undefined
  }

  const scrollTo = (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' })
  const focus = useGridFocus({
    grid,
    keys,
    indexOf,
    scrollTo,
    onFocusKey: (key) => {
      const row = rowAt(key)
      if (row !== undefined) onFocusRow?.(row)
    },
  })
  const fullText = useFullText()

  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 10,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // Before the first measurement a screenful is drawn already, so that the first paint has rows.
    initialRect: { width: 0, height: 700 },
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      if (isPrinting) return Array.from({ length: count }, (_, index) => index)
      const from = Math.max(0, startIndex - overscan)
      const to = Math.min(count - 1, endIndex + overscan)
      const inSight = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      const { index } = focus
      return index < 0 || index >= count || (index >= from && index <= to)
        ? inSight
        : [...inSight, index].toSorted((a, b) => a - b)
    },
  })

  const isNearEnd = hasMore && (virtualizer.range?.endIndex ?? 0) >= entries.length - rowsAhead
  useEffect(() => {
    if (isNearEnd) onEnd?.()
  }, [isNearEnd, entries.length, onEnd])
  useEffect(() => {
    if (grid.current) grid.current.scrollTop = 0
  }, [subject])

  const toggle = (key: string) => {
    if (!selection) return
    const keysNow = toggled(selection.keys, key)
    range.current = { from: key, before: keysNow }
    selection.onChange(keysNow)
  }
  const extend = (key: string) => {
    if (!selection) return
    const { from, before } = (range.current ??= { from: focus.place?.key ?? key, before: selection.keys })
    selection.onChange(new Set([...before, ...between(rowKeys, from, key)]))
  }
  const open = (key: string) => {
    const row = rowAt(key)
    if (row !== undefined) onOpen?.(row)
  }
  const toggleGroup = (id: string) => setClosed((before) => toggled(before, id))

  const menu = useGridMenu(grid, (key) => onMenu && rowAt(key), onMenu)
  const onKeyDown = useGridKeys<Row>({
    grid,
    entries,
    place: focus.place,
    index: focus.index,
    pageSize: () => Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    moveTo: focus.moveTo,
    leave: focus.leave,
    onOpen: onOpen && open,
    onToggleGroup: toggleGroup,
    select: selection && {
      toggle,
      extend,
      forget: () => (range.current = null),
      all: () => selection.onChange(new Set(rowKeys)),
      clear: () => {
        if (selection.keys.size === 0) return false
        selection.onChange(new Set())
        return true
      },
    },
    onKey: (event: KeyboardEvent) => {
      const chosen = rowKeys.filter((key) => selection?.keys.has(key))
      const meant = (chosen.length > 0 ? chosen : [focus.place?.key ?? '']).flatMap((key) => rowAt(key) ?? [])
      return meant.length > 0 && (onKey?.(event.key, meant) ?? false)
    },
    nameOf,
    hideTip: () => {
      if (fullText.isShown) fullText.hide()
      return fullText.isShown
    },
  })

  // Rows are drawn again only when they change, so what they call must stay the same function.
  const onPress = useStable((key: string, event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('button, a, input, label')) return
    if (selection && (event.ctrlKey || event.metaKey)) toggle(key)
    else if (selection && event.shiftKey) extend(key)
    else if (window.getSelection()?.isCollapsed !== false) {
      if (selection) range.current = { from: key, before: selection.keys }
      open(key)
    }
  })
  const onCheck = useStable((key: string) => toggle(key))

  const onSort = (columnId: string) =>
    setSort((before) => {
      if (before?.columnId !== columnId) return { columnId, direction: 'ascending' }
      if (before.direction === 'ascending') return { columnId, direction: 'descending' }
      return sortAtFirst?.columnId === columnId ? { columnId, direction: 'ascending' } : (sortAtFirst ?? null)
    })

  const isEmpty = entries.length === 0
  return (
    <div className={styles.frame} data-printing={isPrinting || undefined}>
      <div
        ref={grid}
        role={groups ? 'treegrid' : 'grid'}
        aria-label={label}
        aria-rowcount={hasMore ? -1 : entries.length + 1}
        aria-colcount={columns.length + (selection ? 1 : 0)}
        aria-multiselectable={selection ? true : undefined}
        aria-busy={isLoading || undefined}
        tabIndex={focus.isWithin || isEmpty ? -1 : 0}
        className={styles.grid}
        data-pressable={onOpen ? true : undefined}
        style={{
          '--columns': templateOf(columns, hasChecks),
          '--minimum': `${minimumWidthOf(columns, hasChecks)}px`,
        }}
        onKeyDown={(event) => menu.onKeyDown(event) || onKeyDown(event)}
        onContextMenu={menu.onContextMenu}
        onScroll={fullText.hide}
        {...focus.handlers}
        {...fullText.handlers}
      >
        <GridHead
          columns={columns}
          sort={sort}
          onSort={onSort}
          all={
            selection && {
              state: allState(rowKeys, selection.keys),
              label: selection.allLabel,
              onToggle: () => selection.onChange(new Set(allState(rowKeys, selection.keys) === 'all' ? [] : rowKeys)),
            }
          }
        />
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index]
            const top = start - headHeight
            if (!entry) return null
            return entry.kind === 'group' ? (
              <GridHeading
                key={entry.key}
                entry={entry}
                index={index}
                top={top}
                columnCount={columns.length + (selection ? 1 : 0)}
                onToggle={toggleGroup}
              />
            ) : (
              <GridRow
                key={entry.key}
                rowKey={entry.key}
                row={entry.row}
                columns={columns}
                index={index}
                top={top}
                level={groups ? 2 : undefined}
                isSelected={selection ? selection.keys.has(entry.key) : undefined}
                isCurrent={entry.key === currentKey}
                isQuiet={isQuiet?.(entry.row) ?? false}
                label={rowLabel?.(entry.row)}
                checkLabel={selection?.labelOf(entry.row)}
                onPress={onPress}
                onCheck={onCheck}
              />
            )
          })}
        </div>
      </div>
      {isEmpty && <div className={styles.empty}>{isLoading ? <Skeleton label={loadingLabel ?? label} /> : empty}</div>}
      {fullText.element}
    </div>
  )
}
