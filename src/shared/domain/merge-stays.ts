import { countsOn, type Stay } from './enrollment.ts'
import { addDays, type LocalDate } from './time.ts'

/**
 * The stays of somebody who was kept twice, as one: those of the entry that is kept stand, and those of the double fill the
 * days that they leave free. A stay of the double that adds no day is kept as entered by mistake; nobody ends up in two
 * sections on one day.
 */
export function mergeStays(kept: readonly Stay[], double: readonly Stay[]): Stay[] {
  const merged = [...kept]
  for (const stay of double.toSorted((a, b) => (a.firstOn < b.firstOn ? -1 : a.firstOn > b.firstOn ? 1 : 0))) {
    if (stay.endReason === 'enteredByMistake') {
      merged.push(stay)
      continue
    }
    let own: Stay | null = stay
    for (const piece of freePieces(stay, merged)) {
      if (stretch(merged, piece)) continue
      // The first piece goes on under the double's own enrollment, any other is one more.
      merged.push(own === null ? { ...piece, id: null } : piece)
      own = null
    }
    if (own !== null) merged.push({ ...own, lastOn: own.lastOn ?? own.firstOn, endReason: 'enteredByMistake' })
  }
  return merged
}

/** The parts of a stay on whose days nothing of the list excludes it, with the reasons that each part has. */
function freePieces(stay: Stay, list: readonly Stay[]): Stay[] {
  const excluding = list.filter(
    ({ place, endReason }) =>
      endReason !== 'enteredByMistake' &&
      (place.kind === 'section' ? stay.place.kind === 'section' : place.id === stay.place.id),
  )
  const isIn = (on: LocalDate) => stay.firstOn <= on && (stay.lastOn === null || on <= stay.lastOn)
  // Between two of these days nothing changes.
  const cuts = [
    stay.firstOn,
    ...excluding.flatMap(({ firstOn, lastOn }) => [firstOn, ...(lastOn === null ? [] : [addDays(lastOn, 1)])]),
  ]
  const starts = [...new Set(cuts.filter(isIn))].toSorted()
  return starts.flatMap((firstOn, index): Stay[] => {
    if (excluding.some((other) => countsOn(other, firstOn))) return []
    const next = starts[index + 1]
    const lastOn = next === undefined ? stay.lastOn : addDays(next, -1)
    const isFirst = firstOn === stay.firstOn
    const isLast = next === undefined
    return [
      {
        ...stay,
        firstOn,
        lastOn,
        startReason: isFirst ? stay.startReason : 'movedSection',
        startDetail: isFirst ? stay.startDetail : null,
        endReason: isLast ? stay.endReason : 'movedSection',
        endDetail: isLast ? stay.endDetail : null,
      },
    ]
  })
}

/** Lengthens a stay of the list in the same place by a piece that touches it; false where there is none. */
function stretch(list: Stay[], piece: Stay): boolean {
  for (const [index, stay] of list.entries()) {
    if (stay.endReason === 'enteredByMistake' || stay.place.id !== piece.place.id) continue
    if (piece.lastOn !== null && addDays(piece.lastOn, 1) === stay.firstOn) {
      const { firstOn, startReason, startDetail } = piece
      list[index] = { ...stay, firstOn, startReason, startDetail }
      return true
    }
    if (stay.lastOn !== null && addDays(stay.lastOn, 1) === piece.firstOn) {
      const { lastOn, endReason, endDetail } = piece
      list[index] = { ...stay, lastOn, endReason, endDetail }
      return true
    }
  }
  return false
}
