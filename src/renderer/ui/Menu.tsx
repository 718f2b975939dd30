import { Ellipsis, type LucideIcon } from 'lucide-react'
import { useMemo, useRef, type ReactNode } from 'react'
import {
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
  Text,
} from 'react-aria-components'
import { Button, type ButtonProps } from './Button.tsx'
import { IconButton } from './IconButton.tsx'
import { Keys } from './Kbd.tsx'
import styles from './Menu.module.css'
import { cx } from './cx.ts'

/** One thing that can be done. */
export interface MenuAction {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly icon?: LucideIcon
  readonly keys?: string
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  readonly onAction: () => void
}

/** Actions that belong together; a line stands between groups. */
export interface MenuGroup {
  readonly id: string
  readonly title?: string
  readonly actions: readonly MenuAction[]
}

/** What {@link MenuButton} takes. Without `label` in sight (`isIconOnly`) it is a square with a tooltip. */
export interface MenuButtonProps {
  readonly label: string
  readonly groups: readonly MenuGroup[]
  readonly icon?: LucideIcon
  readonly isIconOnly?: boolean
  readonly variant?: ButtonProps['variant']
  readonly size?: ButtonProps['size']
  readonly isDisabled?: boolean
}

/** A button that opens a menu: arrows and first letters move, Enter does, Escape closes. */
export function MenuButton(props: MenuButtonProps) {
  const { label, groups, icon, isIconOnly = false, variant = 'plain', size = 'medium', isDisabled = false } = props
  const look = { variant, size, isDisabled } as const
  return (
    <MenuTrigger>
      {isIconOnly ? (
        <IconButton {...look} icon={icon ?? Ellipsis} label={label} />
      ) : (
        <Button {...look} icon={icon}>
          {label}
        </Button>
      )}
      <Popover offset={4} placement="bottom end" className={styles.popover ?? ''}>
        <MenuLines label={label} groups={groups} />
      </Popover>
    </MenuTrigger>
  )
}

/** Where a context menu opens: at the pointer, or at the element that the keyboard stands on. */
export type MenuAnchor = { readonly x: number; readonly y: number } | Element

/** What {@link ContextMenu} takes. It is open while there is an `anchor`. */
export interface ContextMenuProps {
  readonly label: string
  readonly groups: readonly MenuGroup[]
  readonly anchor: MenuAnchor | null
  readonly onClose: () => void
}

/** The menu of one row or block: one for a whole list, opened by the second button of the mouse, Shift+F10 or a button in the row. */
export function ContextMenu({ label, groups, anchor, onClose }: ContextMenuProps) {
  const point = useRef<HTMLSpanElement>(null)
  const element = useMemo(() => ({ current: anchor instanceof Element ? anchor : null }), [anchor])
  const place = anchor === null || anchor instanceof Element ? { x: 0, y: 0 } : anchor
  return (
    <>
      <span ref={point} aria-hidden className={styles.point} style={{ left: place.x, top: place.y }} />
      <Popover
        offset={4}
        placement="bottom start"
        className={styles.popover ?? ''}
        triggerRef={anchor instanceof Element ? element : point}
        isOpen={anchor !== null}
        onOpenChange={(isOpen) => !isOpen && onClose()}
      >
        <MenuLines label={label} groups={groups} isFocused onClose={onClose} />
      </Popover>
    </>
  )
}

interface MenuLinesProps {
  readonly label: string
  readonly groups: readonly MenuGroup[]
  readonly isFocused?: boolean
  readonly onClose?: () => void
}

function MenuLines({ label, groups, isFocused = false, onClose }: MenuLinesProps) {
  return (
    <AriaMenu
      aria-label={label}
      className={styles.menu ?? ''}
      {...(isFocused ? { autoFocus: 'first' as const } : {})}
      {...(onClose ? { onClose } : {})}
    >
      {groups.flatMap((group, index) => [
        ...(index === 0 ? [] : [<Separator key={`line-${group.id}`} className={styles.line ?? ''} />]),
        <MenuSection key={group.id} {...(group.title === undefined ? { 'aria-label': label } : {})}>
          {group.title !== undefined && <Header className={styles.title ?? ''}>{group.title}</Header>}
          {group.actions.map((action) => (
            <MenuLine key={action.id} {...action} />
          ))}
        </MenuSection>,
      ])}
    </AriaMenu>
  )
}

function MenuLine({ id, label, detail, icon: Icon, keys, isDanger, isDisabled, onAction }: MenuAction): ReactNode {
  return (
    <MenuItem
      id={id}
      textValue={label}
      isDisabled={isDisabled ?? false}
      onAction={onAction}
      className={cx(styles.item, isDanger && styles.danger)}
    >
      {Icon && <Icon aria-hidden />}
      <span className={styles.words}>
        <Text slot="label">{label}</Text>
        {detail !== undefined && (
          <Text slot="description" className={styles.detail ?? ''}>
            {detail}
          </Text>
        )}
      </span>
      {keys !== undefined && <Keys keys={keys} />}
    </MenuItem>
  )
}
