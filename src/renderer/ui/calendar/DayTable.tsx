import { memo, useMemo, useRef, type CSSProperties } from 'react'
import { Block } from './Block.tsx'
import type { BlockFace, BlockHandlers, MoveWords } from './blocks.ts'
import { dayMoving, dayNeighbour, dayPlacesOf, type DayPlace } from './day-places.ts'
import styles from './DayTable.module.css'
import type { Hour, Stretch } from './layout.ts'
import { useBlockTip } from './use-block-tip.tsx'
import { useBlocks, useCurrentInSight } from './use-blocks.ts'

/** One line of the day: a section. */
export interface DayRow {
  readonly id: string
  readonly label: string
  readonly detail?: string | undefined
}

/** A class of the day; one of several sections stands in the line of each. */
export interface DayBlock extends BlockFace, Stretch {
  readonly rowIds: readonly string[]
}

/** What {@link DayTable} takes. `rows`, `hours` and `blocks` keep their identity while nothing changes. */
export interface DayTableProps extends BlockHandlers {
  readonly label: string
  /** Above the sections. */
  readonly rowTitle: string
  readonly rows: readonly DayRow[]
  readonly hours: readonly Hour[]
  readonly blocks: readonly DayBlock[]
  readonly hourWords: (hour: Hour) => string
  /** The hour that is on. */
  readonly nowIndex: number | null
  readonly currentKey: string | null
  readonly isBusy?: boolean
  readonly onPage: (by: -1 | 1) => void
  readonly move?: { readonly words: MoveWords; readonly onMove: (key: string, to: Hour) => void } | undefined
}

/** A day: sections downwards, class hours across. Head and first column stay in sight. */
export function DayTable(props: DayTableProps) {
  const { label, rowTitle, rows, hours, blocks, hourWords, nowIndex, currentKey, isBusy = false } = props
  const { onOpen, onMenu, onPage, move } = props
  const root = useRef<HTMLDivElement>(null)
  const places = useMemo(() => dayPlacesOf(rows, hours, blocks), [rows, hours, blocks])
  const faces = useMemo(() => new Map(places.map(({ id, block }) => [id, block as BlockFace])), [places])
  const byId = useMemo(() => new Map(places.map((place) => [place.id, place])), [places])
  const byRow = useMemo(() => Map.groupBy(places, ({ row }) => row), [places])
  const tip = useBlockTip(faces)
  useCurrentInSight(root, currentKey, places.length > 0)
  const { stopId, held, handlers } = useBlocks<number>({
    root,
    faces,
    firstId: (places.find(({ first }) => first === nowIndex) ?? places[0])?.id,
    neighbour: (id, arrow) => dayNeighbour(places, byId.get(id), arrow),
    edge: (id, isLast, isWhole) => {
      const scope = isWhole ? places : (byRow.get(byId.get(id)?.row ?? -1) ?? [])
      return (isLast ? scope.at(-1) : scope[0])?.id
    },
    onOpen,
    onMenu,
    onPage,
    moving: move && dayMoving({ root, hours, byId, hourWords, ...move }),
  })
  const target = held?.target
  const heldPlace = held && byId.get(held.id)
  return (
    <div
      ref={root}
      role="grid"
      aria-label={label}
      aria-busy={isBusy || undefined}
      aria-colcount={hours.length + 1}
      aria-rowcount={rows.length + 1}
      tabIndex={places.length === 0 ? 0 : -1}
      className={styles.table}
      data-moving={held ? true : undefined}
      style={{ '--hours': hours.length }}
      onScroll={tip.hide}
      {...handlers}
      {...tip.handlers}
    >
      <div role="row" aria-rowindex={1} className={styles.head}>
        <div role="columnheader" aria-colindex={1} className={styles.corner}>
          {rowTitle}
        </div>
        {hours.map((hour) => (
          <div
            key={hour.index}
            role="columnheader"
            aria-colindex={hour.index + 2}
            data-now={hour.index === nowIndex || undefined}
            className={styles.hour}
          >
            {hourWords(hour)}
          </div>
        ))}
      </div>
      {rows.map((row, index) => {
        const own = byRow.get(index) ?? none
        return (
          <Line
            key={row.id}
            row={row}
            index={index}
            hours={hours}
            places={own}
            nowIndex={nowIndex}
            stopId={own.some(({ id }) => id === stopId) ? stopId : undefined}
            currentKey={own.some(({ block }) => block.key === currentKey) ? currentKey : null}
            held={heldPlace?.row === index && target !== undefined ? { place: heldPlace, hour: target } : null}
          />
        )
      })}
      {tip.element}
    </div>
  )
}

const none: readonly DayPlace[] = []

interface LineProps {
  readonly row: DayRow
  readonly index: number
  readonly hours: readonly Hour[]
  readonly places: readonly DayPlace[]
  readonly nowIndex: number | null
  readonly stopId: string | undefined
  readonly currentKey: string | null
  readonly held: { readonly place: DayPlace; readonly hour: number } | null
}

const Line = memo(function Line({ row, index, hours, places, nowIndex, stopId, currentKey, held }: LineProps) {
  const taken = new Set(places.flatMap(({ first, count }) => Array.from({ length: count }, (_, step) => first + step)))
  const tracks = places.reduce((most, { track }) => Math.max(most, track + 1), 1)
  return (
    <div role="row" aria-rowindex={index + 2} className={styles.row} style={{ '--tracks': tracks }}>
      <div role="rowheader" aria-colindex={1} className={styles.name}>
        <span className={styles.label}>{row.label}</span>
        {row.detail !== undefined && <span className={styles.detail}>{row.detail}</span>}
      </div>
      {hours.map((hour) => (
        <div
          key={hour.index}
          {...(taken.has(hour.index) ? { 'aria-hidden': true } : { role: 'gridcell', 'aria-colindex': hour.index + 2 })}
          data-hour={hour.index}
          data-now={hour.index === nowIndex || undefined}
          data-target={held?.hour === hour.index || undefined}
          className={styles.cell}
          style={{ gridColumn: hour.index + 2 }}
        >
          {held?.hour === hour.index && <span className={styles.ghost}>{held.place.block.title}</span>}
        </div>
      ))}
      {places.map(({ id, block, first, count, track }) => (
        <Block
          key={id}
          id={id}
          face={block}
          isStop={id === stopId}
          isCurrent={block.key === currentKey}
          isHeld={id === held?.place.id}
          columnIndex={first + 2}
          columnSpan={count > 1 ? count : undefined}
          className={styles.block}
          style={gridPlace(first, count, track)}
        />
      ))}
    </div>
  )
})

const gridPlace = (first: number, count: number, track: number): CSSProperties => ({
  gridColumn: `${first + 2} / span ${count}`,
  gridRow: track + 1,
})
