import { useRef, type KeyboardEvent, type RefObject } from 'react'
import { plain } from '../plain.ts'
import type { GridEntry } from './entries.ts'
import { cellsOf, isTyping, stopsOfRow } from './stops.ts'
import { headKey, type GridPlace } from './use-grid-focus.ts'

interface Options<Row> {
  readonly grid: RefObject<HTMLDivElement | null>
  readonly entries: readonly GridEntry<Row>[]
  readonly place: GridPlace | null
  readonly index: number
  readonly pageSize: () => number
  readonly moveTo: (place: GridPlace) => void
  readonly leave: (isBackwards: boolean) => void
  readonly onOpen: ((key: string) => void) | undefined
  readonly onToggleGroup: (groupId: string) => void
  /** Undefined where nothing can be selected. `extend` selects from the last selected row to this one. */
  readonly select:
    | {
        readonly toggle: (key: string) => void
        readonly extend: (key: string) => void
        /** The next range begins where the focus stands then. */
        readonly forget: () => void
        readonly all: () => void
        readonly clear: () => boolean
      }
    | undefined
  readonly onKey: (event: KeyboardEvent) => boolean
  readonly nameOf: (row: Row) => string
  readonly hideTip: () => boolean
}

/** Letters typed within this time of each other are one word. */
const typingPause = 700

/**
 * The keys of a grid, by the ARIA authoring practices for grids: arrows, Page keys, Home and End move; Enter opens;
 * Space selects, Shift extends, Ctrl+A takes all; letters find a row by its name; Escape lets go, one thing at a time.
 */
export function useGridKeys<Row>(options: Options<Row>) {
  const typed = useRef({ text: '', at: 0 })
  const {
    grid,
    entries,
    place,
    index,
    pageSize,
    moveTo,
    leave,
    onOpen,
    onToggleGroup,
    select,
    onKey,
    nameOf,
    hideTip,
  } = options

  const find = (letter: string, now: number) => {
    const isFresh = now - typed.current.at > typingPause
    const text = isFresh ? letter : typed.current.text + letter
    typed.current = { text, at: now }
    const wanted = plain(text)
    // One letter again and again leafs through those that begin with it; a longer word may stay where it is.
    const start = index + (text.length === 1 ? 1 : 0)
    for (let step = 0; step < entries.length; step++) {
      const entry = entries[(Math.max(0, start) + step) % entries.length]
      if (entry?.kind === 'row' && plain(nameOf(entry.row)).startsWith(wanted)) return entry.key
    }
    return undefined
  }

  const goTo = (next: number, event: KeyboardEvent) => {
    const target = entries[Math.min(entries.length - 1, Math.max(0, next))]
    if (!target) return
    if (!event.shiftKey) select?.forget()
    else if (target.kind === 'row') select?.extend(target.key)
    moveTo({ key: target.key, cell: target.kind === 'group' ? null : (place?.cell ?? null) })
  }

  const vertical = (event: KeyboardEvent): boolean => {
    const isInHead = place?.key === headKey
    const isWhole = place?.cell === null || event.ctrlKey || event.metaKey
    switch (event.key) {
      case 'ArrowDown':
        goTo(isInHead ? 0 : index + 1, event)
        return true
      case 'ArrowUp':
        if (index === 0) moveTo({ key: headKey, cell: place?.cell ?? 0 })
        else if (!isInHead) goTo(index - 1, event)
        return true
      case 'PageDown':
        goTo(index + pageSize(), event)
        return true
      case 'PageUp':
        goTo(index - pageSize(), event)
        return true
      case 'Home':
        if (isWhole) goTo(0, event)
        return isWhole
      case 'End':
        if (isWhole) goTo(entries.length - 1, event)
        return isWhole
      default:
        return false
    }
  }

  const horizontal = (event: KeyboardEvent, row: HTMLElement): boolean => {
    const stops = stopsOfRow(row)
    const at = stops.findIndex((stop) => stop === document.activeElement)
    const target =
      event.key === 'ArrowRight'
        ? stops[at + 1]
        : event.key === 'ArrowLeft'
          ? stops[at - 1]
          : event.key === 'Home'
            ? stopsOfRow(row).find((stop) => stop !== row)
            : event.key === 'End'
              ? stops.at(-1)
              : undefined
    if (target === undefined && event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return false
    target?.focus({ preventScroll: true })
    target?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    return true
  }

  const onGroup = (event: KeyboardEvent, entry: Extract<GridEntry<Row>, { kind: 'group' }>): boolean => {
    const isPress = event.key === 'Enter' || event.key === ' '
    const isClosing = event.key === 'ArrowLeft' && entry.isOpen
    const isOpening = event.key === 'ArrowRight' && !entry.isOpen
    if (isPress || isClosing || isOpening) onToggleGroup(entry.group.id)
    return isPress || event.key === 'ArrowLeft' || event.key === 'ArrowRight'
  }

  const onRow = (event: KeyboardEvent, key: string, isOnControl: boolean): boolean => {
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && select) {
      select.all()
      return true
    }
    if (isOnControl && (event.key === 'Enter' || event.key === ' ')) return false
    if (event.key === 'Enter' || (event.key === ' ' && !select)) {
      onOpen?.(key)
      return true
    }
    if (event.key === ' ' && select) {
      if (event.shiftKey) select.extend(key)
      else select.toggle(key)
      return true
    }
    return false
  }

  const handle = (event: KeyboardEvent, target: Element): boolean => {
    if (event.key === 'Escape') return hideTip() || (select?.clear() ?? false)
    if (event.key === 'Tab') {
      leave(event.shiftKey)
      return false
    }
    const row = target.closest<HTMLElement>('[data-key]')
    const entry = entries[index]
    if (!row) return false
    if (entry?.kind === 'group' && row.dataset['group'] !== undefined && onGroup(event, entry)) return true
    if (vertical(event) || horizontal(event, row)) return true
    if (entry?.kind !== 'row' || place?.key === headKey) return false
    const isOnControl = target !== row && !cellsOf(row).some((cell) => cell === target)
    if (onRow(event, entry.key, isOnControl)) return true
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return false
    if (onKey(event)) return true
    const found = event.key === ' ' ? undefined : find(event.key, event.timeStamp)
    if (found !== undefined) moveTo({ key: found, cell: null })
    return found !== undefined
  }

  return (event: KeyboardEvent) => {
    const { target } = event
    // What opens from a cell (a menu, a dialog) bubbles here through React, but is not inside of the grid.
    if (event.defaultPrevented || !(target instanceof Element) || !grid.current?.contains(target)) return
    if (isTyping(target) && event.key !== 'Escape' && event.key !== 'Tab') return
    if (!handle(event, target)) return
    event.preventDefault()
    event.stopPropagation()
  }
}
