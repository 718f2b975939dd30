import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  changeStays,
  countsOn,
  daysThatDiffer,
  type Place,
  type Stay,
  type StayChange,
} from '../../../src/shared/domain/enrollment.ts'
import { mergeStays } from '../../../src/shared/domain/merge-stays.ts'

const days = Array.from({ length: 24 }, (_, index) => `2026-06-${String(index + 1).padStart(2, '0')}`)
const sections = ['mabini', 'rizal', 'luna']
const places: Place[] = [...sections.map((id) => ({ kind: 'section' as const, id })), { kind: 'group', id: 'robotics' }]

const day = fc.constantFrom(...days)
const place = fc.constantFrom(...places)
const reason = fc.constantFrom('transferredOut' as const, 'noLongerInSchool' as const, 'enteredByMistake' as const)

/** A change as somebody would ask for it; a number names the stay that it corrects. */
const wanted = fc.oneof(
  fc.record({ kind: fc.constant('enroll' as const), place, firstOn: day }),
  fc.record({ kind: fc.constant('move' as const), toSectionId: fc.constantFrom(...sections), firstOn: day }),
  fc.record({ kind: fc.constant('withdraw' as const), lastOn: day, reason }),
  fc.record({ kind: fc.constant('correct' as const), at: fc.nat(9), firstOn: day, lastOn: fc.option(day) }),
)
type Wanted = typeof wanted extends fc.Arbitrary<infer T> ? T : never

function changeOf(stays: readonly Stay[], change: Wanted): StayChange {
  switch (change.kind) {
    case 'enroll':
      return { ...change, reason: null, detail: '' }
    case 'move':
      return { ...change, toTitle: change.toSectionId }
    case 'withdraw':
      return { ...change, enrollmentId: null, detail: '' }
    case 'correct': {
      const { at, ...days } = change
      return { ...days, enrollmentId: stays[at % Math.max(stays.length, 1)]?.id ?? '' }
    }
  }
}

/** Plays a script as the store does: what is new gets an id, an objection changes nothing. */
function play(script: readonly Wanted[], prefix = 's'): Stay[] {
  let count = 0
  return script.reduce<Stay[]>((stays, change) => {
    const changed = changeStays(stays, changeOf(stays, change))
    return changed.objection === null
      ? changed.stays.map((stay) => (stay.id === null ? { ...stay, id: `${prefix}${(count += 1)}` } : stay))
      : stays
  }, [])
}

const sectionsOn = (stays: readonly Stay[], on: string): string[] =>
  stays.filter((stay) => stay.place.kind === 'section' && countsOn(stay, on)).map((stay) => stay.place.id)
const groupsOn = (stays: readonly Stay[], on: string): number =>
  stays.filter((stay) => stay.place.kind === 'group' && countsOn(stay, on)).length

const script = fc.array(wanted, { maxLength: 14 })

describe('whatever is asked for', () => {
  test('nobody is in two sections on one day, nor twice in a group, and no stay ends before it begins', () => {
    fc.assert(
      fc.property(script, (changes) => {
        const stays = play(changes)
        for (const on of days) {
          expect(sectionsOn(stays, on).length).toBeLessThanOrEqual(1)
          expect(groupsOn(stays, on)).toBeLessThanOrEqual(1)
        }
        for (const { firstOn, lastOn, endReason } of stays) {
          if (lastOn !== null) expect(lastOn >= firstOn && endReason !== null).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('no enrollment is ever taken away, and a move changes no day before it', () => {
    fc.assert(
      fc.property(script, fc.constantFrom(...sections), day, (changes, toSectionId, firstOn) => {
        const stays = play(changes)
        const changed = changeStays(stays, { kind: 'move', toSectionId, toTitle: toSectionId, firstOn })
        if (changed.objection !== null) return
        expect(changed.stays.filter(({ id }) => id !== null).map(({ id }) => id)).toEqual(stays.map(({ id }) => id))
        for (const on of days) {
          if (on < firstOn) expect(sectionsOn(changed.stays, on)).toEqual(sectionsOn(stays, on))
        }
        expect(sectionsOn(changed.stays, firstOn)).toEqual([toSectionId])
      }),
      { numRuns: 500 },
    )
  })

  test('after a last day nobody is anywhere', () => {
    fc.assert(
      fc.property(script, day, reason, (changes, lastOn, why) => {
        const stays = play(changes)
        const changed = changeStays(stays, { kind: 'withdraw', enrollmentId: null, lastOn, reason: why, detail: '' })
        if (changed.objection !== null) return
        for (const on of days.filter((each) => each > lastOn)) {
          expect(sectionsOn(changed.stays, on)).toEqual([])
          expect(groupsOn(changed.stays, on)).toBe(0)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the days that differ are those on which somebody is on one list and not on the other', () => {
    fc.assert(
      fc.property(script, script, (one, other) => {
        const [before, after] = [play(one), play(other)]
        const differing = daysThatDiffer(before, after)
        for (const on of days) {
          for (const { id } of places) {
            const isIn = (stays: readonly Stay[]) => stays.some((stay) => stay.place.id === id && countsOn(stay, on))
            const isSaid = differing.some(
              (span) => span.place.id === id && span.fromOn <= on && (span.toOn === null || on <= span.toOn),
            )
            expect(isSaid).toBe(isIn(before) !== isIn(after))
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('two entries of one person become one: every day of either is kept, and nobody is in two sections', () => {
  fc.assert(
    fc.property(script, script, (one, other) => {
      const [kept, double] = [play(one, 'k'), play(other, 'd')]
      const merged = mergeStays(kept, double)
      for (const on of days) {
        const [own, others] = [sectionsOn(kept, on), sectionsOn(double, on)]
        expect(sectionsOn(merged, on)).toEqual(own.length > 0 ? own : others)
        expect(groupsOn(merged, on)).toBe(Math.max(groupsOn(kept, on), groupsOn(double, on)))
      }
      const ids = merged.flatMap(({ id }) => id ?? [])
      expect(ids.toSorted()).toEqual([...kept, ...double].map(({ id }) => id!).toSorted())
    }),
    { numRuns: 500 },
  )
})
