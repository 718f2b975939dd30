import { useEffect, useRef, useState, type FocusEvent, type PointerEvent } from 'react'
import { createPortal } from 'react-dom'
import styles from './DataGrid.module.css'

interface Tip {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly width: number
}

const hoverDelay = 320

/** The element inside of `cell` whose text is cut, or null. */
function cutIn(scope: Element | null): HTMLElement | null {
  const cut = scope?.matches('[data-cut]') ? scope : scope?.querySelector('[data-cut]')
  return cut instanceof HTMLElement && cut.scrollWidth > cut.clientWidth + 1 ? cut : null
}

/**
 * The full text of a cell that is cut with an ellipsis, right over the cell: after a moment's hover, at once on
 * keyboard focus. Escape and scrolling hide it. Screen readers read the cell itself, which was never cut for them.
 */
export function useFullText() {
  const [tip, setTip] = useState<Tip | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const hide = () => {
    clearTimeout(timer.current)
    setTip(null)
  }
  const show = (element: HTMLElement) => {
    const { left, top, width } = element.getBoundingClientRect()
    setTip({ text: element.textContent, left, top, width })
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  return {
    isShown: tip !== null,
    hide,
    handlers: {
      onPointerOver: (event: PointerEvent) => {
        const cut = event.target instanceof Element ? cutIn(event.target.closest('[data-cell]')) : null
        hide()
        if (cut) timer.current = setTimeout(() => show(cut), hoverDelay)
      },
      onPointerLeave: hide,
      onFocusCapture: (event: FocusEvent) => {
        hide()
        if (!event.target.matches(':focus-visible')) return
        const scope = event.target.closest('[data-cell]') ?? event.target.querySelector('[role="rowheader"]')
        // The focus may still scroll the grid: look where the cell stands afterwards.
        timer.current = setTimeout(() => {
          const cut = cutIn(scope)
          if (cut?.isConnected) show(cut)
        }, 60)
      },
      onBlurCapture: hide,
    },
    element:
      tip &&
      createPortal(
        <div
          aria-hidden
          className={styles.fullText}
          style={{ left: tip.left - 9, top: tip.top - 5, minWidth: tip.width + 18 }}
        >
          {tip.text}
        </div>,
        document.body,
      ),
  }
}
