import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import type { MenuAnchor } from '../Menu.tsx'

/** The menu of a row by the mouse's second button, the menu key or Shift+F10. `onKeyDown` is true when it opened one. */
export function useGridMenu<Row>(
  grid: RefObject<HTMLDivElement | null>,
  rowAt: (key: string) => Row | undefined,
  onMenu: ((row: Row, anchor: MenuAnchor) => void) | undefined,
) {
  const lineOf = (target: EventTarget) =>
    target instanceof Element && grid.current?.contains(target) ? target.closest<HTMLElement>('[data-key]') : null
  const open = (target: EventTarget, anchor?: MenuAnchor): boolean => {
    const line = lineOf(target)
    const row = line ? rowAt(line.dataset['key'] ?? '') : undefined
    if (!line || row === undefined || !onMenu) return false
    onMenu(row, anchor ?? line.querySelector('[data-row-menu]') ?? line)
    return true
  }
  return {
    onKeyDown: (event: KeyboardEvent): boolean => {
      const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
      if (!isMenuKey || event.defaultPrevented || !open(event.target)) return false
      event.preventDefault()
      return true
    },
    onContextMenu: (event: MouseEvent) => {
      if (open(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault()
    },
  }
}
