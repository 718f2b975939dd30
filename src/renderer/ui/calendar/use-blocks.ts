import {
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import { announce } from '../Announcer.tsx'
import type { BlockFace, BlockHandlers, MoveWords } from './blocks.ts'

/** The four arrows. */
export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

/** How blocks of one layout are moved; a target is where one could stand. */
export interface Moving<Target> {
  readonly from: (id: string) => Target
  /** One step further by the keyboard; undefined at the edge. */
  readonly step: (id: string, target: Target, arrow: Arrow, isLarge: boolean) => Target | undefined
  /** Under the pointer; undefined where it cannot stand. `grabbedAt` is how far below its top the block was taken, in pixels. */
  readonly at: (id: string, point: { readonly x: number; readonly y: number }, grabbedAt: number) => Target | undefined
  readonly isSame: (one: Target, other: Target) => boolean
  /** Where that is, in words. */
  readonly say: (target: Target) => string
  readonly onMove: (key: string, target: Target) => void
  readonly words: MoveWords
}

interface Options<Target> extends BlockHandlers {
  readonly root: RefObject<HTMLElement | null>
  /** What is drawn: the same block can stand in several lanes, each under an id of its own. */
  readonly faces: ReadonlyMap<string, BlockFace>
  /** Where the focus comes in. */
  readonly firstId: string | undefined
  readonly neighbour: (id: string, arrow: Arrow) => string | undefined
  /** The first or last of its column, or of everything. */
  readonly edge: (id: string, isLast: boolean, isWhole: boolean) => string | undefined
  readonly onPage?: ((by: -1 | 1) => void) | undefined
  readonly moving?: Moving<Target> | undefined
}

interface Drag {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly grabbedAt: number
  readonly pointerId: number
}

/** A press that wanders less than this is still a press. */
const dragAfter = 5
/** Nearer to the edge than this the panel scrolls under a dragged block. */
const scrollEdge = 28

const blockOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-block]') : null

/**
 * The keyboard and the pointer over blocks that lie on a plane: one stop of the Tab key, arrows between blocks, Enter
 * opens, the menu key opens the menu, M (or a drag) moves: arrows then move it, Enter puts it down, Escape leaves it.
 */
export function useBlocks<Target>(options: Options<Target>) {
  const { root, faces, firstId, neighbour, edge, onOpen, onMenu, onPage, moving } = options
  const [focusId, setFocusId] = useState<string | null>(null)
  const [held, setHeld] = useState<{ readonly id: string; readonly target: Target } | null>(null)
  const drag = useRef<Drag | null>(null)
  const isDragged = useRef(false)

  const stopId = focusId !== null && faces.has(focusId) ? focusId : firstId
  const elementOf = (id: string) => root.current?.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)
  const focusOn = (id: string | undefined): boolean => {
    if (id === undefined) return false
    elementOf(id)?.focus({ preventScroll: true })
    elementOf(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    return true
  }

  const pickUp = (id: string): boolean => {
    const face = faces.get(id)
    if (!moving || !face?.canMove) return false
    setHeld({ id, target: moving.from(id) })
    announce(moving.words.picked(face.title), 'assertive')
    return true
  }
  const putDown = (): void => {
    const key = held ? faces.get(held.id)?.key : undefined
    setHeld(null)
    if (!moving || !held || key === undefined) return
    if (!moving.isSame(held.target, moving.from(held.id))) moving.onMove(key, held.target)
  }
  const letGo = (): void => {
    setHeld(null)
    if (moving) announce(moving.words.cancelled)
  }

  const whileHeld = (event: KeyboardEvent): boolean => {
    if (!held || !moving) return false
    if (event.key === 'Escape') letGo()
    else if (event.key === 'Enter' || event.key === ' ') putDown()
    else if (event.key.startsWith('Arrow')) {
      const target = moving.step(held.id, held.target, event.key as Arrow, event.shiftKey)
      if (target !== undefined) {
        setHeld({ id: held.id, target })
        announce(moving.say(target), 'assertive')
      }
    } else if (event.key === 'Tab') {
      letGo()
      return false
    }
    return true
  }

  const onBlock = (event: KeyboardEvent, id: string): boolean => {
    const face = faces.get(id)
    if (!face) return false
    const isWhole = event.ctrlKey || event.metaKey
    switch (event.key) {
      case 'ArrowUp':
      case 'ArrowDown':
      case 'ArrowLeft':
      case 'ArrowRight':
        focusOn(neighbour(id, event.key))
        return true
      case 'Home':
      case 'End':
        focusOn(edge(id, event.key === 'End', isWhole))
        return true
      case 'PageUp':
      case 'PageDown':
        onPage?.(event.key === 'PageUp' ? -1 : 1)
        return onPage !== undefined
      case 'Enter':
      case ' ':
        onOpen(face.key)
        return true
      case 'ContextMenu':
      case 'F10': {
        const element = elementOf(id)
        if ((event.key === 'F10' && !event.shiftKey) || !onMenu || !element) return false
        onMenu(face.key, element)
        return true
      }
      default:
        return event.key.toLowerCase() === 'm' && !isWhole && !event.altKey && pickUp(id)
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    // A drag under way is let go by Escape, wherever the focus is.
    const id = blockOf(event.target)?.dataset['block']
    const isDone = held ? whileHeld(event) : id !== undefined && onBlock(event, id)
    if (!isDone) return
    event.preventDefault()
    event.stopPropagation()
  }

  const onPointerDown = (event: PointerEvent) => {
    isDragged.current = false
    const element = blockOf(event.target)
    const id = element?.dataset['block']
    if (!element || id === undefined || event.button !== 0 || event.pointerType === 'touch') return
    if (!moving || !faces.get(id)?.canMove) return
    const grabbedAt = event.clientY - element.getBoundingClientRect().top
    drag.current = { id, x: event.clientX, y: event.clientY, grabbedAt, pointerId: event.pointerId }
  }
  const onPointerMove = (event: PointerEvent) => {
    const { current } = drag
    if (!current || !moving || event.pointerId !== current.pointerId) return
    if (!isDragged.current) {
      if (Math.hypot(event.clientX - current.x, event.clientY - current.y) < dragAfter) return
      isDragged.current = true
      root.current?.setPointerCapture(current.pointerId)
    }
    scrollUnder(root.current, event)
    const target = moving.at(current.id, { x: event.clientX, y: event.clientY }, current.grabbedAt)
    if (target === undefined || (held && moving.isSame(held.target, target))) return
    setHeld({ id: current.id, target })
  }
  const onPointerUp = () => {
    const wasHeld = drag.current !== null && isDragged.current
    drag.current = null
    if (wasHeld) putDown()
  }
  const onPointerCancel = () => {
    drag.current = null
    isDragged.current = false
    setHeld(null)
  }

  return {
    /** The block that the Tab key stops at. */
    stopId,
    held,
    handlers: {
      onKeyDown,
      onFocus: (event: FocusEvent) => {
        const id = blockOf(event.target)?.dataset['block']
        if (id !== undefined) setFocusId(id)
      },
      onClick: (event: MouseEvent) => {
        const id = blockOf(event.target)?.dataset['block']
        const face = id === undefined ? undefined : faces.get(id)
        // The press that ends a drag is none.
        if (face && !isDragged.current) onOpen(face.key)
        isDragged.current = false
      },
      onContextMenu: (event: MouseEvent) => {
        const id = blockOf(event.target)?.dataset['block']
        const face = id === undefined ? undefined : faces.get(id)
        if (!face || !onMenu) return
        event.preventDefault()
        onMenu(face.key, { x: event.clientX, y: event.clientY })
      },
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel,
    },
  }
}

/** Scrolls to the block that another panel shows, when it becomes another one and when blocks are first there. */
export function useCurrentInSight(
  root: RefObject<HTMLElement | null>,
  currentKey: string | null,
  isDrawn: boolean,
): void {
  useEffect(() => {
    if (currentKey === null || !isDrawn) return
    root.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [root, currentKey, isDrawn])
}

function scrollUnder(root: HTMLElement | null, { clientX, clientY }: PointerEvent): void {
  if (!root) return
  const { left, right, top, bottom } = root.getBoundingClientRect()
  const by = (at: number, from: number, to: number) => (at < from + scrollEdge ? -12 : at > to - scrollEdge ? 12 : 0)
  root.scrollBy(by(clientX, left, right), by(clientY, top, bottom))
}
