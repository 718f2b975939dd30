import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import type { DayType } from '../../../../shared/contract/calendar.ts'
import { announce } from '../../../ui/Announcer.tsx'
import { calendarWords as words } from '../../../words/calendar.ts'
import { dayByKey, lengthOf, monthsOf, rangeOf, type DayRange, type ShownYear } from '../year.ts'
import { Legend } from './Legend.tsx'
import { Month } from './Month.tsx'
import styles from './YearView.module.css'

/** Where a selection began, and where it has come to: that day has the focus. */
export interface DaySelection {
  readonly anchor: string
  readonly focus: string
}

/** What {@link YearView} takes. */
export interface YearViewProps {
  readonly year: ShownYear
  readonly words: ReadonlyMap<string, readonly DayType[]>
  readonly today: string
  readonly selection: DaySelection | null
  readonly onSelect: (selection: DaySelection | null) => void
  /** Enter, or a second press on the selection. */
  readonly onOpen: () => void
  /** What stands below the months while something is selected. */
  readonly children?: ReactNode
}

/** A year of months, each day by colour and sign. Days are selected with the pointer or the keys, singly or as a range. */
export function YearView({ year, words: said, today, selection, onSelect, onOpen, children }: YearViewProps) {
  const root = useRef<HTMLDivElement>(null)
  const hasKeys = useRef(false)
  const months = useMemo(() => monthsOf(year), [year])
  const [first, last] = [months[0]!.firstOn, months.at(-1)!.lastOn]
  const isShown = (on: string) => first <= on && on <= last
  const focusOn = selection !== null && isShown(selection.focus) ? selection.focus : isShown(today) ? today : first
  const range = selection === null ? null : rangeOf(selection.anchor, selection.focus)
  const selected = range === null ? null : `${range.from} ${range.to}`

  useEffect(() => {
    const day = root.current?.querySelector<HTMLElement>(`[data-on="${focusOn}"]`)
    // Only after a key: a press has the focus already, and what was chosen elsewhere must not take it.
    if (hasKeys.current) day?.focus({ preventScroll: true })
    hasKeys.current = false
    // What stands below the months may have come over it.
    if (selected !== null) day?.scrollIntoView({ block: 'nearest' })
  }, [focusOn, selected])

  const onKeyDown = (event: KeyboardEvent) => {
    const on = dayOf(event.target)
    if (on === null || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') {
      if (selection === null) return
      onSelect(null)
    } else if (event.key === 'Enter') {
      if (selection === null) onSelect({ anchor: on, focus: on })
      onOpen()
    } else if (event.key === ' ') {
      onSelect({ anchor: on, focus: on })
    } else {
      const wanted = dayByKey(on, event.key)
      if (wanted === null) return
      const focus = wanted < first ? first : wanted > last ? last : wanted
      hasKeys.current = true
      const anchor = event.shiftKey ? (selection?.anchor ?? on) : focus
      onSelect({ anchor, focus })
      if (event.shiftKey) announce(words.rangeChosen(lengthOf(rangeOf(anchor, focus))))
    }
    event.preventDefault()
  }
  const onPointerDown = (event: PointerEvent) => {
    const on = dayOf(event.target)
    if (on === null || event.button !== 0) return
    onSelect({ anchor: event.shiftKey && selection !== null ? selection.anchor : on, focus: on })
  }
  const onPointerOver = (event: PointerEvent) => {
    const on = dayOf(event.target)
    if (on === null || event.buttons !== 1 || selection === null || on === selection.focus) return
    onSelect({ ...selection, focus: on })
  }

  return (
    <div className={styles.view}>
      {/* The keys of a day reach the year here: its months are walked through as one. */}
      <div
        ref={root}
        role="group"
        aria-label={year.title}
        aria-describedby="calendar-keys"
        className={styles.months}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerOver={onPointerOver}
        onDoubleClick={(event) => dayOf(event.target) !== null && onOpen()}
      >
        {months.map((grid) => (
          <Month
            key={grid.month}
            grid={grid}
            words={said}
            periods={year.gradingPeriods}
            year={year}
            today={within(grid, today) ? today : null}
            selected={clipped(range, grid.firstOn, grid.lastOn)}
            focusOn={within(grid, focusOn) ? focusOn : null}
          />
        ))}
      </div>
      {children}
      <Legend hasPeriods={year.gradingPeriods.length > 0} />
    </div>
  )
}

const within = ({ firstOn, lastOn }: { firstOn: string; lastOn: string }, on: string) => firstOn <= on && on <= lastOn

function dayOf(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-on]')?.dataset['on'] ?? null) : null
}

/** Equal texts make equal properties: a month is drawn again only when its own part of the range changes. */
const clips = new Map<string, DayRange>()

function clipped(range: DayRange | null, firstOn: string, lastOn: string): DayRange | null {
  if (range === null || range.to < firstOn || range.from > lastOn) return null
  const from = range.from < firstOn ? firstOn : range.from
  const to = range.to > lastOn ? lastOn : range.to
  const key = `${from} ${to}`
  const known = clips.get(key)
  if (known !== undefined) return known
  if (clips.size > 500) clips.clear()
  const made = { from, to }
  clips.set(key, made)
  return made
}
