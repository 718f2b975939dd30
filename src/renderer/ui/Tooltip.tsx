import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import { Keys } from './Kbd.tsx'
import styles from './Tooltip.module.css'

/** What {@link Tooltip} takes. */
export interface TooltipProps {
  /** One focusable element of React Aria's (a button, a link). */
  readonly children: ReactNode
  readonly text: string
  /** Keys that do the same, as {@link Keys} writes them. */
  readonly keys?: string | undefined
  readonly placement?: 'top' | 'bottom' | 'start' | 'end' | undefined
}

/** Words beside a control, on hover and on keyboard focus; Escape hides them. They repeat its name, so nothing is lost on touch. */
export function Tooltip({ children, text, keys, placement = 'bottom' }: TooltipProps) {
  return (
    <TooltipTrigger delay={450} closeDelay={60}>
      {children}
      <AriaTooltip offset={6} placement={placement} className={styles.tooltip ?? ''}>
        {text}
        {keys !== undefined && <Keys keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
