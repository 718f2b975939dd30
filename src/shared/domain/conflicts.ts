import { meetsOneOf, union, type Interval } from './intervals.ts'

/** What keeps hosts, teachers and sections busy for a stretch of time (epoch ms). */
export interface Claim extends Interval {
  /** Claims of one owner never stand in each other's way: the dates of one meeting. */
  readonly owner: string
  readonly hostIds: readonly string[]
  readonly teacherIds: readonly string[]
  readonly sectionIds: readonly string[]
}

/** Somebody who would have to be in two places at once. */
export type ClashKind = 'hostBusy' | 'teacherBusy' | 'sectionBusy'

/** Something that stands in a planned claim's way, and whose way it stands in. */
export interface Clash<Other extends Claim> {
  readonly kind: ClashKind
  readonly with: Other
}

/** So many of a kind are told of one claim: a file with one wrong column would otherwise tell millions. */
export const mostClashesPerKind = 10

const resources: readonly { readonly kind: ClashKind; readonly of: (claim: Claim) => readonly string[] }[] = [
  { kind: 'hostBusy', of: ({ hostIds }) => hostIds },
  { kind: 'teacherBusy', of: ({ teacherIds }) => teacherIds },
  { kind: 'sectionBusy', of: ({ sectionIds }) => sectionIds },
]

/**
 * What stands in the way of each planned claim: standing ones, and other planned ones. Claims that only touch do not clash.
 * A sweep in the order of time, so the work grows with the claims and their real overlaps, not with their square. Claims
 * without a clash are left out; those of one claim come by kind, then by time, at most {@link mostClashesPerKind} of each.
 */
export function findClashes<P extends Claim, S extends Claim>(
  planned: readonly P[],
  standing: readonly S[],
): Map<P, Clash<P | S>[]> {
  const found = new Map<P, Clash<P | S>[]>()
  for (const { kind, of } of resources) {
    const others = new Map<P | S, Set<P | S>>(planned.map((claim) => [claim, new Set()]))
    for (const claims of byResource(planned, standing, of)) {
      let going: (P | S)[] = []
      for (const claim of claims.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
        going = going.filter(({ to }) => to > claim.from)
        const own = others.get(claim)
        for (const other of going) {
          if (other.owner === claim.owner) continue
          note(own, other)
          note(others.get(other), claim)
        }
        going.push(claim)
      }
    }
    for (const claim of planned) {
      const clashes = [...others.get(claim)!].toSorted((a, b) => a.from - b.from)
      if (clashes.length === 0) continue
      found.set(claim, [...(found.get(claim) ?? []), ...clashes.map((other) => ({ kind, with: other }))])
    }
  }
  return found
}

/** Only planned claims have a list; a full one takes no more. */
function note<C>(list: Set<C> | undefined, other: C): void {
  if (list !== undefined && list.size < mostClashesPerKind) list.add(other)
}

/** The hosts who have something else in one of the windows. */
export function busyHosts(windows: readonly Interval[], standing: readonly Claim[]): Set<string> {
  const stretches = union(windows)
  return new Set(standing.filter((claim) => meetsOneOf(stretches, claim)).flatMap(({ hostIds }) => hostIds))
}

/** Claims by each resource that a planned one needs, where anybody else needs it too. */
function byResource<P extends Claim, S extends Claim>(
  planned: readonly P[],
  standing: readonly S[],
  of: (claim: Claim) => readonly string[],
): (P | S)[][] {
  const needed = new Map<string, (P | S)[]>()
  for (const claim of planned) {
    for (const id of new Set(of(claim))) {
      const there = needed.get(id)
      if (there === undefined) needed.set(id, [claim])
      else there.push(claim)
    }
  }
  for (const claim of standing) for (const id of new Set(of(claim))) needed.get(id)?.push(claim)
  return [...needed.values()].filter(({ length }) => length > 1)
}
