import { Ellipsis, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
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
        <AriaMenu aria-label={label} className={styles.menu ?? ''}>
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
      </Popover>
    </MenuTrigger>
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
