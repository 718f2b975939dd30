import { useEffect, useRef, useState, type FocusEvent, type PointerEvent } from 'react'
import { createPortal } from 'react-dom'
import type { BlockFace } from './blocks.ts'
import styles from './BlockTip.module.css'

interface Tip {
  readonly face: BlockFace
  readonly place: { readonly left: number } | { readonly right: number }
  readonly top: number
}

const hoverDelay = 400
const width = 260

const isCut = (block: Element) =>
  block.scrollHeight > block.clientHeight + 1 ||
  block.scrollWidth > block.clientWidth + 1 ||
  [...block.querySelectorAll('[data-cut]')].some((line) => line.scrollWidth > line.clientWidth + 1)

/**
 * All that a block says, beside it: after a moment's hover, or when the keyboard comes to one that is cut. Escape and
 * scrolling hide it. Screen readers read the block itself.
 */
export function useBlockTip(faces: ReadonlyMap<string, BlockFace>) {
  const [tip, setTip] = useState<Tip | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const hide = () => {
    clearTimeout(timer.current)
    setTip(null)
  }
  const show = (block: HTMLElement) => {
    const face = faces.get(block.dataset['block'] ?? '')
    if (!face || !block.isConnected) return
    const { left, right, top } = block.getBoundingClientRect()
    const isRight = right + width + 12 < window.innerWidth
    setTip({
      face,
      place: isRight ? { left: right + 6 } : { right: window.innerWidth - left + 6 },
      top: Math.min(top, window.innerHeight - 110),
    })
  }
  const blockOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-block]') : null
  return {
    hide,
    handlers: {
      onPointerOver: (event: PointerEvent) => {
        const block = blockOf(event.target)
        hide()
        if (block && event.buttons === 0) timer.current = setTimeout(() => show(block), hoverDelay)
      },
      onPointerLeave: hide,
      onPointerDownCapture: hide,
      onKeyDownCapture: hide,
      onFocusCapture: (event: FocusEvent) => {
        const block = blockOf(event.target)
        hide()
        if (block?.matches(':focus-visible') && (isCut(block) || faces.get(block.dataset['block'] ?? '')?.note))
          timer.current = setTimeout(() => show(block), 60)
      },
      onBlurCapture: hide,
    },
    element:
      tip &&
      createPortal(
        <div aria-hidden className={styles.tip} style={{ ...tip.place, top: tip.top, maxWidth: width }}>
          <strong>{tip.face.title}</strong>
          <span>{tip.face.when}</span>
          <span>{tip.face.detail}</span>
          {tip.face.state && <span className={styles.state}>{tip.face.state.words}</span>}
          {tip.face.note !== undefined && <span>{tip.face.note}</span>}
        </div>,
        document.body,
      ),
  }
}
