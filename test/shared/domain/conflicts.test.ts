import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busyHosts, findClashes, mostClashesPerKind, type Claim } from '../../../src/shared/domain/conflicts.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const claim = (from: number, to: number, of: Partial<Claim> = {}): Claim => ({
  owner: `${from}-${to}`,
  from,
  to,
  hostIds: [],
  teacherIds: [],
  sectionIds: [],
  ...of,
})

const some = (ids: readonly string[]) => fc.subarray([...ids], { maxLength: 2 })
const anyClaim: fc.Arbitrary<Claim> = fc
  .record({
    owner: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    from: fc.integer({ min: 0, max: 400 }),
    length: fc.integer({ min: 1, max: 30 }),
    hostIds: some(['h1', 'h2', 'h3']),
    teacherIds: some(['t1', 't2', 't3', 't4']),
    sectionIds: some(['s1', 's2', 's3', 's4']),
  })
  .map(({ length, ...rest }) => ({ ...rest, to: rest.from + length }))

/** What a person would do: look at every two of them. */
function everyPair(planned: readonly Claim[], standing: readonly Claim[]) {
  const meet = (a: readonly string[], b: readonly string[]) => a.some((id) => b.includes(id))
  return planned.map((own) => {
    const others = [...planned, ...standing].filter(
      (other) => other.owner !== own.owner && other.from < own.to && own.from < other.to,
    )
    return {
      hostBusy: new Set(others.filter((other) => meet(own.hostIds, other.hostIds))),
      teacherBusy: new Set(others.filter((other) => meet(own.teacherIds, other.teacherIds))),
      sectionBusy: new Set(others.filter((other) => meet(own.sectionIds, other.sectionIds))),
    }
  })
}

describe('clashes', () => {
  it('are those that looking at every two of them finds', () => {
    fc.assert(
      fc.property(fc.array(anyClaim, { maxLength: 20 }), fc.array(anyClaim, { maxLength: 40 }), (planned, standing) => {
        const found = findClashes(planned, standing)
        everyPair(planned, standing).forEach((expected, index) => {
          const own = found.get(planned[index]!) ?? []
          for (const kind of ['hostBusy', 'teacherBusy', 'sectionBusy'] as const) {
            const others = own.filter((clash) => clash.kind === kind).map((clash) => clash.with)
            expect(new Set(others).size).toBe(others.length)
            expect(others.length).toBe(Math.min(expected[kind].size, mostClashesPerKind))
            for (const other of others) expect(expected[kind]).toContain(other)
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  it('are none where one class ends as the other begins', () => {
    const first = claim(0, 10, { hostIds: ['h'] })
    expect(findClashes([first], [claim(10, 20, { hostIds: ['h'] })]).size).toBe(0)
    expect(findClashes([first], [claim(9, 20, { hostIds: ['h'] })]).get(first)).toHaveLength(1)
  })

  it('are none between the dates of one meeting, and one where two sections of it are met at once', () => {
    const of = { owner: 'series', sectionIds: ['mabini', 'rizal'] }
    const [one, two] = [claim(0, 10, of), claim(5, 15, of)]
    const merged = claim(2, 4, { sectionIds: ['rizal', 'mabini'] })
    expect(findClashes([one, two], [merged])).toEqual(new Map([[one, [{ kind: 'sectionBusy', with: merged }]]]))
  })

  it('come by kind, then by time, and no more than somebody would read', () => {
    const own = claim(0, 1000, { hostIds: ['h'], teacherIds: ['t'] })
    const others = Array.from({ length: 40 }, (_, i) => claim(990 - i, 995, { hostIds: ['h'], teacherIds: ['t'] }))
    const clashes = findClashes([own], others).get(own)!
    expect(clashes.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: mostClashesPerKind }, () => 'hostBusy'),
      ...Array.from({ length: mostClashesPerKind }, () => 'teacherBusy'),
    ])
    expect(clashes[0]!.with.from).toBe(951)
  })

  it('of a whole timetable that names one host for everything are still told', () => {
    const planned = Array.from({ length: 2000 }, (_, i) => claim(0, 100, { owner: `o${i}`, hostIds: ['h'] }))
    const found = findClashes(planned, [])
    expect(found.size).toBe(2000)
    expect(found.get(planned[7]!)).toHaveLength(mostClashesPerKind)
  })
})

it('busy hosts are those who have anything in one of the windows', () => {
  fc.assert(
    fc.property(fc.array(anyClaim, { maxLength: 10 }), fc.array(anyClaim, { maxLength: 30 }), (windows, standing) => {
      const expected = standing
        .filter((one) => windows.some(({ from, to }) => from < one.to && one.from < to))
        .flatMap(({ hostIds }) => hostIds)
      expect(busyHosts(windows, standing)).toEqual(new Set(expected))
    }),
    { numRuns: 200 },
  )
})
