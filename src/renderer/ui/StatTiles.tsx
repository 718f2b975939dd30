import type { ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover, ToggleButton } from 'react-aria-components'
import type { Tone } from './Pill.tsx'
import styles from './StatTiles.module.css'
import { Tooltip } from './Tooltip.tsx'
import { cx } from './cx.ts'

/** One figure, what it counts, and how that is defined. */
export interface Stat {
  readonly id: string
  readonly label: string
  readonly value: ReactNode
  /** A smaller word after the figure: a unit, "of 31". */
  readonly unit?: string
  readonly tone?: Tone
  /** How it is counted: behind a press on the tile, or in the tooltip of one that filters. */
  readonly definition?: string
  /** Makes the tile a filter of what stands below. */
  readonly onPress?: () => void
  readonly isActive?: boolean
}

/** A row of figures. A tile that filters is a toggle; one with a definition opens it; the rest is plain text. */
export function StatTiles({ label, stats }: { readonly label: string; readonly stats: readonly Stat[] }) {
  return (
    <ul aria-label={label} className={styles.tiles}>
      {stats.map((stat) => (
        <li key={stat.id} className={styles.tile}>
          <Tile {...stat} />
        </li>
      ))}
    </ul>
  )
}

function Tile({ label, value, unit, tone, definition, onPress, isActive = false }: Stat) {
  const words = (
    <>
      <span className={cx(styles.value, tone && styles[tone])}>
        {value}
        {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      </span>
      <span className={styles.label}>{label}</span>
    </>
  )
  if (onPress === undefined) {
    if (definition === undefined) return <div className={styles.words}>{words}</div>
    return (
      <DialogTrigger>
        <Button className={cx(styles.words, styles.press)}>{words}</Button>
        <Popover offset={4} placement="bottom start" className={styles.popover ?? ''}>
          <Dialog aria-label={label} className={styles.definition ?? ''}>
            {definition}
          </Dialog>
        </Popover>
      </DialogTrigger>
    )
  }
  const tile = (
    <ToggleButton isSelected={isActive} onChange={onPress} className={cx(styles.words, styles.press)}>
      {words}
    </ToggleButton>
  )
  return definition === undefined ? tile : <Tooltip text={definition}>{tile}</Tooltip>
}
