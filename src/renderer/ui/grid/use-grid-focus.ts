import { useCallback, useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'
import { cellsOf, lastReachable, stopsOfCell, stopsOfRow } from './stops.ts'

/** Where the focus of a grid stands: the header or a line by its key, as a whole (`cell` null) or in one of its cells. */
export interface GridPlace {
  readonly key: string
  readonly cell: number | null
}

/** The key of the header row as a place. */
export const headKey = 'head:'

interface Options {
  readonly grid: RefObject<HTMLDivElement | null>
  /** Keys of the lines, in order. */
  readonly keys: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly scrollTo: (index: number) => void
  readonly onFocusKey: (key: string) => void
}

/**
 * The one focus of a grid that draws only the lines in sight. The grid is a single stop of the Tab key; inside, the
 * real focus moves. The focused line stays drawn while it is scrolled away, and when it vanishes the focus goes to the
 * line that took its place.
 */
export function useGridFocus({ grid, keys, indexOf, scrollTo, onFocusKey }: Options) {
  const [place, setPlace] = useState<GridPlace | null>(null)
  const [isWithin, setWithin] = useState(false)
  const wanted = useRef<GridPlace | null>(null)
  const lastIndex = useRef(0)
  const isPointing = useRef(false)
  const isLeaving = useRef(false)
  const isMoving = useRef(false)
  const hadFocus = useRef(false)
  /** The line that `onFocusKey` heard of last. */
  const told = useRef<string | null>(null)

  const index = place === null ? -1 : (indexOf.get(place.key) ?? -1)
  if (index >= 0) lastIndex.current = index

  const moveTo = useCallback((next: GridPlace) => {
    wanted.current = next
    setPlace(next)
  }, [])

  // After every drawing: the line that was asked for is in the document now, so it can take the focus.
  useLayoutEffect(() => {
    const root = grid.current
    if (!root) return
    const isGone = place !== null && place.key !== headKey && !indexOf.has(place.key)
    if (isGone && hadFocus.current && wanted.current === null && document.activeElement === document.body) {
      const heir = keys[Math.min(lastIndex.current, keys.length - 1)]
      if (heir !== undefined) wanted.current = { key: heir, cell: place.cell }
    }
    const next = wanted.current
    if (!next) return
    const row = root.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)
    if (!row) {
      // Out of sight: scrolling to it draws it, and then the focus follows.
      const hidden = indexOf.get(next.key)
      if (hidden === undefined) wanted.current = null
      else scrollTo(hidden)
      return
    }
    wanted.current = null
    const lineIndex = indexOf.get(next.key)
    if (lineIndex !== undefined) scrollTo(lineIndex)
    const cell = next.cell === null ? undefined : cellsOf(row)[next.cell]
    const stop = cell ? stopsOfCell(cell)[0] : stopsOfRow(row)[0]
    isMoving.current = true
    stop?.focus({ preventScroll: true })
    isMoving.current = false
    if (cell) stop?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })

  const onFocus = (event: FocusEvent) => {
    const root = grid.current
    if (!root?.contains(event.target)) return
    setWithin(true)
    hadFocus.current = true
    if (isLeaving.current) return
    const isEntering = !(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))
    const line = event.target.closest<HTMLElement>('[data-key]')
    if ((isEntering && !isPointing.current && !isMoving.current) || line === null) {
      const key = place && (place.key === headKey || indexOf.has(place.key)) ? place.key : keys[0]
      if (key !== undefined) moveTo({ key, cell: key === place?.key ? place.cell : null })
      return
    }
    const key = line.dataset['key'] ?? ''
    const cell = event.target.closest<HTMLElement>('[data-cell]')
    const cellIndex = cell ? cellsOf(line).indexOf(cell) : null
    if (key !== place?.key || cellIndex !== place.cell) setPlace({ key, cell: cellIndex })
    if (key !== told.current && indexOf.has(key)) onFocusKey(key)
    told.current = key
  }

  const onBlur = (event: FocusEvent) => {
    const { target, relatedTarget } = event
    if (relatedTarget instanceof Node && grid.current?.contains(relatedTarget)) return
    told.current = null
    setWithin(false)
    // A line that is taken away lets its focus fall to nowhere, and another line inherits it; so does a press beside
    // everything, but that line is still there a moment later.
    setTimeout(() => {
      if (target.isConnected && !grid.current?.contains(document.activeElement)) hadFocus.current = false
    }, 0)
  }

  /** Lets the browser's own Tab go on from the grid's edge, past whatever can be reached inside. */
  const leave = (isBackwards: boolean) => {
    const root = grid.current
    if (!root) return
    isLeaving.current = true
    const edge = isBackwards ? root : lastReachable(root)
    edge.focus({ preventScroll: true })
    queueMicrotask(() => (isLeaving.current = false))
  }

  return {
    place,
    index,
    isWithin,
    moveTo,
    leave,
    handlers: {
      onFocus,
      onBlur,
      onPointerDownCapture: () => {
        isPointing.current = true
        // The focus follows a press at once; a press that is held must not block the keyboard.
        setTimeout(() => (isPointing.current = false), 0)
      },
    },
  }
}
