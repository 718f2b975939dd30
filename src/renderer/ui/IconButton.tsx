import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import type { ButtonVariant } from './Button.tsx'
import buttonStyles from './Button.module.css'
import styles from './IconButton.module.css'
import { cx } from './cx.ts'
import { Tooltip, type TooltipProps } from './Tooltip.tsx'

/** What {@link IconButton} takes beside React Aria's own press and focus properties. */
export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  readonly icon: LucideIcon
  /** What the button does, as its name and its tooltip. */
  readonly label: string
  /** Keys that do the same, shown in the tooltip. */
  readonly keys?: TooltipProps['keys']
  readonly variant?: ButtonVariant
  readonly size?: 'medium' | 'small'
  readonly placement?: TooltipProps['placement']
  readonly ref?: Ref<HTMLButtonElement>
}

/** A square button whose picture is explained by a tooltip and named for screen readers. */
export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, keys, variant = 'quiet', size = 'medium', placement, ...rest } = props
  return (
    <Tooltip text={label} keys={keys} placement={placement}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx(buttonStyles.button, buttonStyles[variant], buttonStyles[size], styles.square)}
      >
        {({ isPending }) =>
          isPending ? <LoaderCircle aria-hidden className={buttonStyles.spinner} /> : <Icon aria-hidden />
        }
      </AriaButton>
    </Tooltip>
  )
}
