import type { RefObject } from 'react'
import type { MoveWords } from './blocks.ts'
import type { DayBlock, DayRow } from './DayTable.tsx'
import { spanOf, type Hour } from './layout.ts'
import type { Arrow, Moving } from './use-blocks.ts'

/** A block as it is drawn: in which line, over which hours, and under which others of the same hour. */
export interface DayPlace {
  readonly id: string
  readonly block: DayBlock
  readonly row: number
  readonly first: number
  readonly count: number
  readonly track: number
}

/** Every block in the line of every section that it is for, by line and hour. */
export function dayPlacesOf(
  rows: readonly DayRow[],
  hours: readonly Hour[],
  blocks: readonly DayBlock[],
): readonly DayPlace[] {
  const rowOf = new Map(rows.map(({ id }, index) => [id, index]))
  const places = blocks
    .flatMap((block) => {
      const lines = block.rowIds.flatMap((id) => rowOf.get(id) ?? [])
      return lines.map((row, index) => ({
        id: index === 0 ? block.key : `${block.key}@${row}`,
        block,
        row,
        ...spanOf(hours, block),
      }))
    })
    .toSorted((a, b) => a.row - b.row || a.first - b.first || a.block.startMinutes - b.block.startMinutes)
  // What stands in an hour of its line already pushes the next one below.
  const taken = new Map<string, number>()
  return places.map((place) => {
    const cells = Array.from({ length: place.count }, (_, step) => `${place.row} ${place.first + step}`)
    const track = Math.max(...cells.map((cell) => taken.get(cell) ?? 0))
    for (const cell of cells) taken.set(cell, track + 1)
    return { ...place, track }
  })
}

/** The nearest block in a direction: left and right within the line, up and down at the nearest hour. */
export function dayNeighbour(
  places: readonly DayPlace[],
  from: DayPlace | undefined,
  arrow: Arrow,
): string | undefined {
  if (!from) return undefined
  const at = places.indexOf(from)
  if (arrow === 'ArrowLeft' || arrow === 'ArrowRight') {
    const next = places[at + (arrow === 'ArrowRight' ? 1 : -1)]
    return next?.row === from.row ? next.id : undefined
  }
  const twin = places[at + (arrow === 'ArrowDown' ? 1 : -1)]
  if (twin && twin.row === from.row && twin.first === from.first) return twin.id
  const sign = arrow === 'ArrowDown' ? 1 : -1
  const beyond = places.filter(({ row }) => sign * (row - from.row) > 0)
  return beyond.reduce<DayPlace | undefined>((best, place) => {
    if (!best) return place
    const byRow = sign * (place.row - best.row)
    if (byRow !== 0) return byRow < 0 ? place : best
    return Math.abs(place.first - from.first) < Math.abs(best.first - from.first) ? place : best
  }, undefined)?.id
}

interface MovingOptions {
  readonly root: RefObject<HTMLElement | null>
  readonly hours: readonly Hour[]
  readonly byId: ReadonlyMap<string, DayPlace>
  readonly hourWords: (hour: Hour) => string
  readonly words: MoveWords
  readonly onMove: (key: string, to: Hour) => void
}

/** Moving within a day: to another hour of the same line. */
export function dayMoving({ root, hours, byId, hourWords, words, onMove }: MovingOptions): Moving<number> {
  return {
    from: (id) => byId.get(id)?.first ?? 0,
    step: (_, target, arrow) => {
      const by = arrow === 'ArrowRight' ? 1 : arrow === 'ArrowLeft' ? -1 : 0
      return by !== 0 && hours[target + by] ? target + by : undefined
    },
    at: (id, { x }) => {
      const row = byId.get(id)?.row ?? -1
      const line = root.current?.querySelector(`[role="row"][aria-rowindex="${row + 2}"]`)
      const cell = [...(line?.querySelectorAll<HTMLElement>('[data-hour]') ?? [])].find((element) => {
        const { left, right } = element.getBoundingClientRect()
        return x >= left && x < right
      })
      return cell && Number(cell.dataset['hour'])
    },
    isSame: (one, other) => one === other,
    say: (target) => (hours[target] ? hourWords(hours[target]) : ''),
    onMove: (key, target) => {
      const hour = hours[target]
      if (hour) onMove(key, hour)
    },
    words,
  }
}
