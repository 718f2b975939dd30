import { memo, useLayoutEffect, useMemo, useRef, type CSSProperties } from 'react'
import { cx } from '../cx.ts'
import { Skeleton } from '../Skeleton.tsx'
import { VisuallyHidden } from '../VisuallyHidden.tsx'
import { Block } from './Block.tsx'
import type { BlockFace, BlockHandlers, MoveWords } from './blocks.ts'
import { tracksOf, type Stretch } from './layout.ts'
import { useBlockTip } from './use-block-tip.tsx'
import { useBlocks, useCurrentInSight } from './use-blocks.ts'
import { placesOf, weekMoving, weekNeighbour, type WeekPlace, type WeekTarget } from './week-places.ts'
import styles from './WeekCalendar.module.css'

/** One day of the week. */
export interface CalendarDay {
  readonly id: string
  /** "Mon" and "9 Mar". */
  readonly label: string
  readonly detail: string
  /** "Monday, 9 March 2026". */
  readonly spoken: string
  readonly isToday: boolean
  /** Why there are no classes, and from when to when, in minutes of the day. */
  readonly closed?: { readonly words: string; readonly fromMinutes: number; readonly toMinutes: number } | undefined
}

/** A fixed part of each day's width: a section of a grade. */
export interface CalendarLane {
  readonly id: string
  readonly label: string
}

/** A class on one day. Without lanes, or when none is named, it stands in the whole width of the day. */
export interface CalendarBlock extends BlockFace, Stretch {
  readonly dayId: string
  readonly laneIds: readonly string[]
}

/** What {@link WeekCalendar} takes. `days`, `lanes` and `blocks` keep their identity while nothing changes. */
export interface WeekCalendarProps extends BlockHandlers {
  readonly label: string
  readonly days: readonly CalendarDay[]
  /** Empty: classes at the same time stand side by side. */
  readonly lanes: readonly CalendarLane[]
  readonly blocks: readonly CalendarBlock[]
  /** Whole hours, in minutes of the day. */
  readonly range: Stretch
  /** "7 AM" of minutes of the day, and "7:35 AM". */
  readonly hourWords: (minutes: number) => string
  readonly timeWords: (minutes: number) => string
  readonly now: { readonly dayId: string; readonly minutes: number } | null
  readonly currentKey: string | null
  readonly isBusy?: boolean
  /** What is said while the first answer is awaited, in place of the empty week. */
  readonly loadingLabel: string
  /** Said where there is no block at all. */
  readonly emptyText?: string | undefined
  readonly onPage: (by: -1 | 1) => void
  readonly move?: { readonly words: MoveWords; readonly onMove: (key: string, to: WeekTarget) => void } | undefined
}

/** A lane narrower than this could not be read: the week scrolls sideways instead. */
const laneWidth = 92
const dayWidth = 118
/** The height below which an hour would not hold two lines. */
const hourHeight = 56
/** The words of two hours nearer than this lie over each other. */
const coveredMinutes = 14
/** Shorter classes have room for one line. */
const lowMinutes = 38

/** A week: days side by side, hours downwards, classes as blocks. What overlaps stands side by side. */
export function WeekCalendar(props: WeekCalendarProps) {
  const {
    label,
    days,
    lanes,
    blocks,
    range,
    hourWords,
    timeWords,
    now,
    currentKey,
    isBusy = false,
    loadingLabel,
    emptyText,
  } = props
  const { onOpen, onMenu, onPage, move } = props
  const root = useRef<HTMLDivElement>(null)
  const places = useMemo(() => placesOf(days, lanes, blocks), [days, lanes, blocks])
  const faces = useMemo(() => new Map(places.map(({ id, block }) => [id, block as BlockFace])), [places])
  const byId = useMemo(() => new Map(places.map((place) => [place.id, place])), [places])
  const tip = useBlockTip(faces)
  useCurrentInSight(root, currentKey, places.length > 0)

  const { stopId, held, handlers } = useBlocks<WeekTarget>({
    root,
    faces,
    firstId: firstOf(places, now),
    neighbour: (id, arrow) => weekNeighbour(places, byId.get(id), arrow),
    edge: (id, isLast, isWhole) => {
      const scope = isWhole ? places : places.filter(({ column }) => column === byId.get(id)?.column)
      return (isLast ? scope.at(-1) : scope[0])?.id
    },
    onOpen,
    onMenu,
    onPage,
    moving: move && weekMoving({ root, days, range, byId, timeWords, ...move }),
  })

  const today = now !== null && days.some(({ id }) => id === now.dayId) ? now : null
  const hours = (range.endMinutes - range.startMinutes) / 60
  const firstMinutes = blocks.reduce((least, { startMinutes }) => Math.min(least, startMinutes), range.endMinutes)
  const shown = days[0]?.id
  const isWide = lanes.length > 1
  // Where the hours do not fit, the first class stands in sight; where the days do not, today.
  useLayoutEffect(() => {
    const element = root.current
    if (!element || firstMinutes >= range.endMinutes) return
    const body = element.querySelector<HTMLElement>('[data-body]')
    const perMinute = (body?.offsetHeight ?? 0) / (range.endMinutes - range.startMinutes)
    element.scrollTop = Math.max(0, (firstMinutes - range.startMinutes) * perMinute - 12)
    const day = isWide ? element.querySelector<HTMLElement>('[data-day][data-today]') : null
    if (day) element.scrollLeft = day.offsetLeft - (body?.firstElementChild?.clientWidth ?? 0)
  }, [shown, firstMinutes, range, isWide])
  const ghost = held && byId.get(held.id)
  return (
    <div className={styles.frame}>
      <div
        ref={root}
        role="grid"
        aria-label={label}
        aria-busy={isBusy || undefined}
        tabIndex={places.length === 0 ? 0 : -1}
        className={styles.calendar}
        data-moving={held ? true : undefined}
        style={{
          '--days': days.length,
          '--day-width': `${lanes.length > 1 ? lanes.length * laneWidth : dayWidth}px`,
          '--hours': hours,
          '--hour-height': `${hourHeight}px`,
          '--lanes': Math.max(1, lanes.length),
        }}
        onScroll={tip.hide}
        {...handlers}
        {...tip.handlers}
      >
        <Head days={days} lanes={lanes} />
        <div className={styles.body} data-body>
          <Gutter
            range={range}
            hourWords={hourWords}
            now={today && timeWords(today.minutes)}
            nowAt={today?.minutes ?? null}
          />
          {days.map((day, column) => (
            <DayColumn
              key={day.id}
              day={day}
              places={places}
              column={column}
              laneCount={Math.max(1, lanes.length)}
              range={range}
              stopId={stopId}
              currentKey={currentKey}
              heldId={held?.id ?? null}
              nowMinutes={now?.dayId === day.id ? now.minutes : null}
              ghost={
                held && ghost && held.target.dayId === day.id
                  ? { place: ghost, startMinutes: held.target.startMinutes, words: timeWords(held.target.startMinutes) }
                  : null
              }
            />
          ))}
        </div>
      </div>
      {places.length === 0 && isBusy && (
        <div className={styles.bones}>
          <Skeleton label={loadingLabel} rows={14} />
        </div>
      )}
      {places.length === 0 && emptyText !== undefined && (
        <p role="status" className={styles.empty}>
          {emptyText}
        </p>
      )}
      {tip.element}
    </div>
  )
}

/** The class that is on or comes next, where today is in sight; else the first. */
function firstOf(places: readonly WeekPlace[], now: WeekCalendarProps['now']): string | undefined {
  const next = now && places.find(({ block }) => block.dayId === now.dayId && block.endMinutes > now.minutes)
  return (next ?? places[0])?.id
}

const Head = memo(function Head({
  days,
  lanes,
}: {
  readonly days: readonly CalendarDay[]
  readonly lanes: readonly CalendarLane[]
}) {
  // Each day says its name to a screen reader itself.
  return (
    <div aria-hidden className={styles.head}>
      <div className={styles.corner} />
      {days.map((day) => (
        <div key={day.id} className={styles.dayHead} data-today={day.isToday || undefined}>
          <div className={styles.dayName}>
            <strong>{day.label}</strong> <span>{day.detail}</span>
            {day.closed && <span className={styles.closedName}>{day.closed.words}</span>}
          </div>
          {lanes.length > 1 && (
            <div className={styles.laneNames}>
              {lanes.map(({ id, label }) => (
                <span key={id} className={styles.laneName}>
                  {label}
                </span>
              ))}
            </div>
          )}
        </div>
      ))}
    </div>
  )
})

interface GutterProps {
  readonly range: Stretch
  readonly hourWords: (minutes: number) => string
  readonly now: string | null
  readonly nowAt: number | null
}

function Gutter({ range, hourWords, now, nowAt }: GutterProps) {
  const from = range.startMinutes
  const count = (range.endMinutes - from) / 60
  // What stands where the present time is written would be half covered.
  const hours = Array.from({ length: count }, (_, index) => from + index * 60).filter(
    (minutes) => nowAt === null || Math.abs(minutes - nowAt) > coveredMinutes,
  )
  return (
    <div aria-hidden className={styles.gutter}>
      {hours.map((minutes) => (
        <span
          key={minutes}
          data-first={minutes === from || undefined}
          className={styles.hour}
          style={{ top: topOf(range, minutes) }}
        >
          {hourWords(minutes)}
        </span>
      ))}
      {nowAt !== null && isWithin(range, nowAt) && (
        <span className={cx(styles.hour, styles.nowHour)} style={{ top: topOf(range, nowAt) }}>
          {now}
        </span>
      )}
    </div>
  )
}

const isWithin = ({ startMinutes, endMinutes }: Stretch, minutes: number) =>
  minutes >= startMinutes && minutes <= endMinutes
const topOf = ({ startMinutes, endMinutes }: Stretch, minutes: number) =>
  `${((minutes - startMinutes) / (endMinutes - startMinutes)) * 100}%`

interface DayColumnProps {
  readonly day: CalendarDay
  readonly places: readonly WeekPlace[]
  readonly column: number
  readonly laneCount: number
  readonly range: Stretch
  readonly stopId: string | undefined
  readonly currentKey: string | null
  readonly heldId: string | null
  readonly nowMinutes: number | null
  readonly ghost: { readonly place: WeekPlace; readonly startMinutes: number; readonly words: string } | null
}

const DayColumn = memo(function DayColumn(props: DayColumnProps) {
  const { day, places, column, laneCount, range, stopId, currentKey, heldId, nowMinutes, ghost } = props
  // A block that stands where it stood keeps its style's identity: it is not drawn again when others come or go.
  const known = useMemo(() => new Map<string, CSSProperties>(), [])
  const styled = useMemo(() => {
    const own = places.filter((place) => place.column === column)
    const lanes = Map.groupBy(own, ({ lane }) => lane ?? -1)
    return [...lanes].flatMap(([lane, members]) => {
      const tracks = tracksOf(members.map(({ block }) => block))
      const [from, share] = lane === -1 ? [0, 1] : [lane / laneCount, 1 / laneCount]
      return members.map((place, index) => {
        const { track = 0, tracks: of = 1 } = tracks[index] ?? {}
        const left = from + (share * track) / of
        const key = [
          range.startMinutes,
          range.endMinutes,
          place.block.startMinutes,
          place.block.endMinutes,
          left,
          share / of,
        ].join(' ')
        const style = known.get(key) ?? styleOf(range, place.block, left, share / of)
        known.set(key, style)
        return { place, style }
      })
    })
  }, [places, column, laneCount, range, known])
  return (
    <div
      role="row"
      data-day={day.id}
      data-today={day.isToday || undefined}
      className={cx(styles.day, laneCount > 1 && styles.laned)}
    >
      <VisuallyHidden>
        <span role="rowheader">{[day.spoken, day.closed?.words].filter(Boolean).join(', ')}</span>
      </VisuallyHidden>
      {day.closed && (
        <div
          aria-hidden
          className={styles.closed}
          style={{
            top: topOf(range, Math.max(range.startMinutes, day.closed.fromMinutes)),
            bottom: `calc(100% - ${topOf(range, Math.min(range.endMinutes, day.closed.toMinutes))})`,
          }}
        />
      )}
      {styled.map(({ place: { id, block }, style }) => (
        <Block
          key={id}
          id={id}
          face={block}
          isStop={id === stopId}
          isCurrent={block.key === currentKey}
          isHeld={id === heldId}
          isLow={block.endMinutes - block.startMinutes < lowMinutes}
          className={styles.block}
          style={style}
        />
      ))}
      {ghost && <Ghost {...ghost} laneCount={laneCount} range={range} />}
      {nowMinutes !== null && isWithin(range, nowMinutes) && (
        <div aria-hidden className={styles.now} style={{ top: topOf(range, nowMinutes) }} />
      )}
    </div>
  )
})

function styleOf(range: Stretch, { startMinutes, endMinutes }: Stretch, left: number, width: number): CSSProperties {
  const whole = range.endMinutes - range.startMinutes
  return {
    top: topOf(range, startMinutes),
    height: `${(Math.max(20, endMinutes - startMinutes) / whole) * 100}%`,
    insetInlineStart: `calc(${left * 100}% + 3px)`,
    width: `calc(${width * 100}% - 6px)`,
  }
}

function Ghost({
  place: { block, lane },
  startMinutes,
  words,
  laneCount,
  range,
}: NonNullable<DayColumnProps['ghost']> & { readonly laneCount: number; readonly range: Stretch }) {
  const length = block.endMinutes - block.startMinutes
  const [left, width] = lane === null ? [0, 1] : [lane / laneCount, 1 / laneCount]
  const stretch = { startMinutes, endMinutes: startMinutes + length }
  return (
    <div aria-hidden className={styles.ghost} style={styleOf(range, stretch, left, width)}>
      <strong>{words}</strong>
      <span>{block.title}</span>
    </div>
  )
}
