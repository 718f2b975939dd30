import type { RefObject } from 'react'
import type { MoveWords } from './blocks.ts'
import type { Stretch } from './layout.ts'
import type { Arrow, Moving } from './use-blocks.ts'
import type { CalendarBlock, CalendarDay, CalendarLane } from './WeekCalendar.tsx'

/** A block as it is drawn: in which column, and in which lane of it. */
export interface WeekPlace {
  readonly id: string
  readonly block: CalendarBlock
  readonly column: number
  /** Null for the whole width of the day. */
  readonly lane: number | null
}

/** Where a class of a week could stand. */
export interface WeekTarget {
  readonly dayId: string
  readonly startMinutes: number
}

/** Every block in every lane that it belongs to, by day, lane and time. */
export function placesOf(
  days: readonly CalendarDay[],
  lanes: readonly CalendarLane[],
  blocks: readonly CalendarBlock[],
): readonly WeekPlace[] {
  const columnOf = new Map(days.map(({ id }, index) => [id, index]))
  const laneOf = new Map(lanes.length > 1 ? lanes.map(({ id }, index) => [id, index]) : [])
  return blocks
    .flatMap((block): WeekPlace[] => {
      const column = columnOf.get(block.dayId)
      if (column === undefined) return []
      const own = block.laneIds.flatMap((laneId) => laneOf.get(laneId) ?? [])
      if (own.length === 0) return [{ id: block.key, block, column, lane: null }]
      return own.map((lane, index) => ({ id: index === 0 ? block.key : `${block.key}@${lane}`, block, column, lane }))
    })
    .toSorted(
      (a, b) =>
        a.column - b.column ||
        (a.lane ?? -1) - (b.lane ?? -1) ||
        a.block.startMinutes - b.block.startMinutes ||
        a.block.title.localeCompare(b.block.title),
    )
}

/** The nearest block in a direction: up and down by time within the lane, left and right at the nearest time. */
export function weekNeighbour(
  places: readonly WeekPlace[],
  from: WeekPlace | undefined,
  arrow: Arrow,
): string | undefined {
  if (!from) return undefined
  const at = places.indexOf(from)
  if (arrow === 'ArrowUp' || arrow === 'ArrowDown') {
    const next = places[at + (arrow === 'ArrowDown' ? 1 : -1)]
    return next && next.column === from.column && next.lane === from.lane ? next.id : undefined
  }
  const sign = arrow === 'ArrowRight' ? 1 : -1
  const strip = ({ column, lane }: WeekPlace) => column * 1000 + (lane ?? 0)
  const beyond = places.filter((place) => sign * (strip(place) - strip(from)) > 0)
  const nearest = beyond.reduce<WeekPlace | undefined>((best, place) => {
    if (!best) return place
    const byStrip = sign * (strip(place) - strip(best))
    if (byStrip !== 0) return byStrip < 0 ? place : best
    return distance(place, from) < distance(best, from) ? place : best
  }, undefined)
  // Two at the same time stand side by side in one lane: they are beside each other too.
  const twin = places[at + sign]
  const isTwin = twin && strip(twin) === strip(from) && overlaps(twin.block, from.block)
  return isTwin ? twin.id : nearest?.id
}

const distance = (one: WeekPlace, other: WeekPlace) => Math.abs(one.block.startMinutes - other.block.startMinutes)
const overlaps = (one: Stretch, other: Stretch) =>
  one.startMinutes < other.endMinutes && other.startMinutes < one.endMinutes

/** Classes begin at whole steps of so many minutes when they are moved. */
const stepMinutes = 5
const largeStepMinutes = 30

interface MovingOptions {
  readonly root: RefObject<HTMLElement | null>
  readonly days: readonly CalendarDay[]
  readonly range: Stretch
  readonly byId: ReadonlyMap<string, WeekPlace>
  readonly timeWords: (minutes: number) => string
  readonly words: MoveWords
  readonly onMove: (key: string, to: WeekTarget) => void
}

/** Moving within a week: left and right by a day, up and down by five minutes, with Shift by half an hour. */
export function weekMoving(options: MovingOptions): Moving<WeekTarget> {
  const { root, days, range, byId, timeWords, words, onMove } = options
  const within = (id: string, startMinutes: number) => {
    const block = byId.get(id)?.block
    const length = block ? block.endMinutes - block.startMinutes : 0
    return Math.min(Math.max(startMinutes, range.startMinutes), Math.max(range.startMinutes, range.endMinutes - length))
  }
  return {
    from: (id) => {
      const { dayId = '', startMinutes = 0 } = byId.get(id)?.block ?? {}
      return { dayId, startMinutes }
    },
    step: (id, { dayId, startMinutes }, arrow, isLarge) => {
      const by = isLarge ? largeStepMinutes : stepMinutes
      if (arrow === 'ArrowUp') return { dayId, startMinutes: within(id, startMinutes - by) }
      if (arrow === 'ArrowDown') return { dayId, startMinutes: within(id, startMinutes + by) }
      const at = days.findIndex((day) => day.id === dayId)
      const day = days[at + (arrow === 'ArrowRight' ? 1 : -1)]
      return day && { dayId: day.id, startMinutes }
    },
    at: (id, { x, y }, grabbedAt) => {
      const columns = [...(root.current?.querySelectorAll<HTMLElement>('[data-day]') ?? [])]
      const column = columns.find((element) => {
        const { left, right } = element.getBoundingClientRect()
        return x >= left && x < right
      })
      if (!column) return undefined
      const { top, height } = column.getBoundingClientRect()
      const minutes = range.startMinutes + ((y - grabbedAt - top) / height) * (range.endMinutes - range.startMinutes)
      return {
        dayId: column.dataset['day'] ?? '',
        startMinutes: within(id, Math.round(minutes / stepMinutes) * stepMinutes),
      }
    },
    isSame: (one, other) => one.dayId === other.dayId && one.startMinutes === other.startMinutes,
    say: ({ dayId, startMinutes }) =>
      `${days.find(({ id }) => id === dayId)?.spoken ?? ''}, ${timeWords(startMinutes)}`,
    onMove,
    words,
  }
}
