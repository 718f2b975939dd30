import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePeriod, type PeriodFacts } from '../../../src/shared/domain/attendance.ts'
import { heldStates, judgeHeld } from '../../../src/shared/domain/held.ts'
import { total } from '../../../src/shared/domain/intervals.ts'
import type { Mark } from '../../../src/shared/domain/marks.ts'
import { identify, type Match } from '../../../src/shared/domain/matching.ts'
import { groupParticipants, identityKeysOf, type ParticipantRow } from '../../../src/shared/domain/participant.ts'
import { fifteenMinutes, threeQuarters, type Policy } from '../../../src/shared/domain/policy.ts'
import { linkStatuses } from '../../../src/shared/domain/roster.ts'
import { ruleTime } from '../../../src/shared/domain/ruling.ts'
import { sightingOf } from '../../../src/shared/domain/sighting.ts'
import { minute } from '../../../src/shared/domain/time.ts'
import { end, facts, factsOfRuns, hostRow, links, roster, row, run, school, start, students } from './school.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const instant = fc.integer({ min: -40 * 60, max: 120 * 60 }).map((seconds) => start + seconds * 1000)
const place = fc.constantFrom('meeting', 'meeting', 'breakout', 'waitingRoom' as const)

/** Anybody's stay: by link, by address, by name, as a stranger, as a sibling on a wrong link. */
const anyRow: fc.Arbitrary<ParticipantRow> = fc
  .tuple(
    fc.constantFrom('Ana Reyes', 'Ben Reyes', 'Reyes# Juan Miguel', 'Mama', 'iPhone', 'Mario Santos', 'Carlo Diaz', ''),
    fc.constantFrom(null, 'link-ana', 'link-ben', 'link-jm', 'link-carlo'),
    fc.constantFrom(null, null, 'cora@students.school.example'),
    place,
    instant,
    fc.integer({ min: 0, max: 70 * 60 }),
  )
  .map(([name, registrantId, email, where, joinedAt, seconds]) => ({
    ...row(name, '07:30', '08:30'),
    registrantId,
    email,
    place: where,
    joinedAt,
    leftAt: joinedAt + seconds * 1000,
  }))

const anyRows = fc.array(anyRow, { maxLength: 14 })
const anyPolicy: fc.Arbitrary<Policy> = fc.constantFrom(fifteenMinutes, threeQuarters)

/** Any class: held or not, final or not, with or without host, decisions, excuses and links that do not work. */
const anyFacts: fc.Arbitrary<PeriodFacts> = fc
  .record({
    rows: fc.array(anyRows, { maxLength: 2 }),
    hasHost: fc.boolean(),
    policy: anyPolicy,
    heldDecision: fc.constantFrom(null, null, ...heldStates),
    isRead: fc.boolean(),
    closedAt: fc.constantFrom(null, null, end + 30 * minute),
    dismissed: fc.boolean(),
    isRegistrationOn: fc.boolean(),
    link: fc.constantFrom(...linkStatuses),
    realTimes: fc.constantFrom(null, null, { from: start + 30 * minute, to: end + 30 * minute }),
    isOfficial: fc.constantFrom(null, true, false),
  })
  .map(({ rows, hasHost, heldDecision, isRead, closedAt, dismissed, link, isOfficial, ...more }) => {
    const runs = rows.map((each, i) => run(hasHost ? [hostRow(), ...each] : each, `run-${i}`))
    const base = factsOfRuns(runs, {
      ...more,
      heldDecision,
      knownAs: [{ personId: 'jose', name: 'Mama' }],
      // However many guests of one name there turn out to be, all of them.
      decisions: (dismissed ? identityKeysOf(rows.flat()) : []).flatMap((key) =>
        ['', '|2', '|3', '|4', '|5', '|6'].map((place) => ({
          kind: 'dismissed' as const,
          identityKey: `${key}${place}`,
          decidedAt: 1,
        })),
      ),
      roster: roster.map((student) => (student.personId === 'ben' ? { ...student, link } : student)),
      excuses:
        isOfficial === null ? [] : [{ excuseId: 'e', personId: 'jm', reason: 'any', isOfficialActivity: isOfficial }],
    })
    return { ...base, finality: { ...base.finality, closedAt, reads: isRead ? base.finality.reads : [] } }
  })

/** Each name of a guest once: of several who share one nobody can say which of the pieces belong together. */
function withoutNamesakes(period: PeriodFacts): PeriodFacts {
  const names = new Set<string>()
  const isFirst = ({ name, registrantId, email, zoomUserId }: ParticipantRow): boolean => {
    if (registrantId !== null || email !== null || zoomUserId !== null) return true
    const isNew = !names.has(name)
    names.add(name)
    return isNew
  }
  return { ...period, runs: period.runs.map((each) => ({ ...each, rows: each.rows.filter(isFirst) })) }
}

const presences = (marks: readonly Mark[]): string[] =>
  marks.map(({ personId, presence, flags }) => [personId, presence, ...flags].join(' '))

describe('whatever the facts', () => {
  it('nobody who was in the meeting is ever absent', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const { marks, identified } = judgePeriod(period)
        const there = new Set(
          identified.flatMap((who) => (who.kind === 'matched' && who.participant.wasInMeeting ? who.personIds : [])),
        )
        for (const { personId, presence } of marks) if (there.has(personId)) expect(presence).not.toBe('absent')
      }),
      { numRuns: 400 },
    )
  })

  it('somebody is absent only of a held class, finally read, with nobody unidentified, and a link that works', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const { marks, held, finality, strangers } = judgePeriod(period)
        const absent = marks.filter(({ presence }) => presence === 'absent')
        if (absent.length === 0) return
        expect(held.state).toBe('held')
        expect(held.hasReport).toBe(true)
        expect(finality.state).not.toBe('collecting')
        expect(strangers).toEqual([])
        for (const mark of absent) {
          expect(mark).toMatchObject({ isSeen: false, needs: [], flags: [], presentSeconds: 0 })
          const { link } = period.roster.find(({ personId }) => personId === mark.personId)!
          expect(['works', 'notNeeded']).toContain(link)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('every student of the list has one mark with reasons, and the figures add up', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const { marks, figures, strangers, identified } = judgePeriod(period)
        expect(marks.slice(0, roster.length).map(({ personId }) => personId)).toEqual(
          roster.map(({ personId }) => personId),
        )
        expect(new Set(marks.map(({ personId }) => personId)).size).toBe(marks.length)
        for (const mark of marks) {
          expect(mark.reasons.length).toBeGreaterThan(0)
          expect(mark.evidence === null).toBe(!mark.isSeen)
          expect(mark.presentSeconds + mark.outsideSeconds).toBeCloseTo(total(mark.stays) / 1000, 6)
        }
        const { present, partial, absent, notSeenYet, notHeld } = figures
        expect(present + partial + absent + notSeenYet + notHeld).toBe(figures.expected)
        expect(figures.came).toBeLessThanOrEqual(figures.expected)
        expect(figures.unidentified).toBe(strangers.length)
        expect(strangers).toEqual(identified.filter(({ kind }) => kind === 'stranger'))
      }),
    )
  })

  it('the order of rows, runs, list, decisions and reads never matters', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const turned: PeriodFacts = {
          ...period,
          runs: period.runs.map((each) => ({ ...each, rows: each.rows.toReversed() })).toReversed(),
          decisions: period.decisions.toReversed(),
          finality: { ...period.finality, reads: period.finality.reads.toReversed() },
        }
        const judgement = judgePeriod(period)
        expect(judgePeriod(turned)).toEqual(judgement)
        const otherList = judgePeriod({ ...period, roster: period.roster.toReversed() })
        expect(presences(otherList.marks).sort()).toEqual(presences(judgement.marks).sort())
      }),
    )
  })

  it('the same row twice, as two sources give it, changes nothing', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const doubled = {
          ...period,
          runs: period.runs.map((each) => ({ ...each, rows: [...each.rows, ...each.rows] })),
        }
        const [once, twice] = [judgePeriod(period), judgePeriod(doubled)]
        expect(presences(twice.marks)).toEqual(presences(once.marks))
        expect(twice.figures).toEqual(once.figures)
      }),
    )
  })

  it('splitting stays into rejoins never changes a mark', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 1, max: 99 }), (period, percent) => {
        const whole = withoutNamesakes(period)
        const split = (each: ParticipantRow): ParticipantRow[] => {
          const cut = each.joinedAt + Math.round(((each.leftAt - each.joinedAt) * percent) / 100)
          return [
            { ...each, leftAt: cut },
            { ...each, joinedAt: cut },
          ]
        }
        const parts = { ...whole, runs: whole.runs.map((each) => ({ ...each, rows: each.rows.flatMap(split) })) }
        expect(presences(judgePeriod(parts).marks)).toEqual(presences(judgePeriod(whole).marks))
        expect(judgePeriod(parts).figures).toEqual(judgePeriod(whole).figures)
      }),
    )
  })

  it('the whole class an hour later on the same day is the same class', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const by = 60 * minute
        const later = (t: number | null): number | null => (t === null ? null : t + by)
        const shift = <T extends { readonly from: number; readonly to: number } | null>(i: T): T =>
          i === null ? i : { ...i, from: i.from + by, to: i.to + by }
        const moved: PeriodFacts = {
          ...period,
          asOf: period.asOf + by,
          scheduled: shift(period.scheduled),
          realTimes: shift(period.realTimes),
          runs: period.runs.map((each) => ({
            ...each,
            startedAt: later(each.startedAt),
            endedAt: later(each.endedAt),
            rows: each.rows.map((r) => ({ ...r, joinedAt: r.joinedAt + by, leftAt: r.leftAt + by })),
          })),
          finality: {
            ...period.finality,
            closedAt: later(period.finality.closedAt),
            lastTriedAt: later(period.finality.lastTriedAt),
            reads: period.finality.reads.map((read) => ({ ...read, readAt: read.readAt + by })),
          },
        }
        expect(presences(judgePeriod(moved).marks)).toEqual(presences(judgePeriod(period).marks))
        expect(judgePeriod(moved).figures).toEqual(judgePeriod(period).figures)
      }),
    )
  })

  it('leaves its facts alone', () => {
    fc.assert(
      fc.property(anyFacts, (period) => {
        const before = JSON.stringify({ ...period, school: null })
        judgePeriod(period)
        expect(JSON.stringify({ ...period, school: null })).toBe(before)
      }),
      { numRuns: 30 },
    )
  })
})

describe('time and the rule', () => {
  const rank = { none: 0, partial: 1, present: 2 } as const

  /** The class as it was held, and one student's rows judged in it. */
  function rule(classRows: readonly ParticipantRow[], own: readonly ParticipantRow[], policy: Policy) {
    const participants = groupParticipants(classRows)
    const matching = {
      ...facts([]),
      participants,
      expectedIds: new Set(students.map(({ personId }) => personId)),
      school,
      links,
    }
    const held = judgeHeld({ ...facts([]), decided: null, runs: [run(classRows)], identified: identify(matching) })
    const matches = groupParticipants(own).map((participant): Match => ({
      kind: 'matched',
      participant,
      personIds: ['dakila'],
      evidence: 'link',
      isUnconfirmed: false,
      flags: [],
    }))
    const sighting = sightingOf(matches, held.window)
    return { sighting, ruled: ruleTime(sighting, held, policy) }
  }

  const dakila = fc
    .array(anyRow, { maxLength: 4 })
    .map((rows) => rows.map((each) => ({ ...each, name: 'Dakila', registrantId: 'link-dakila', email: null })))

  it('more time in class never makes it worse', () => {
    fc.assert(
      fc.property(anyRows, dakila, dakila, anyPolicy, (others, own, more, policy) => {
        const classRows = [hostRow(), ...others]
        const before = rule(classRows, own, policy)
        const after = rule(classRows, [...own, ...more], policy)
        expect(rank[after.ruled.presence]).toBeGreaterThanOrEqual(rank[before.ruled.presence])
        expect(after.sighting.presentSeconds).toBeGreaterThanOrEqual(before.sighting.presentSeconds)
      }),
    )
  })

  it('is never more than the sum of the rows, nor than the window', () => {
    fc.assert(
      fc.property(dakila, (own) => {
        const { sighting } = rule([hostRow()], own, fifteenMinutes)
        const inMeeting = own.filter((each) => each.place !== 'waitingRoom')
        const sum = inMeeting.reduce((all, { joinedAt, leftAt }) => all + (leftAt - joinedAt) / 1000, 0)
        expect(sighting.presentSeconds + sighting.outsideSeconds).toBeLessThanOrEqual(sum + 1e-6)
        expect(sighting.presentSeconds).toBeLessThanOrEqual(3600)
      }),
    )
  })

  it('gets nothing from the waiting room', () => {
    fc.assert(
      fc.property(dakila, dakila, anyPolicy, (own, more, policy) => {
        const waits = more.map((each) => ({ ...each, place: 'waitingRoom' as const }))
        const before = rule([hostRow()], own, policy)
        const after = rule([hostRow()], [...own, ...waits], policy)
        expect(after.sighting.presentSeconds).toBe(before.sighting.presentSeconds)
        expect(after.ruled.presence).toBe(before.ruled.presence)
      }),
    )
  })

  it('an earlier knock never makes anybody late', () => {
    fc.assert(
      fc.property(dakila, dakila, (own, more) => {
        const before = rule([hostRow()], own, fifteenMinutes)
        const arrivedAt = before.sighting.arrivedAt ?? Infinity
        const knocks = more
          .filter(({ joinedAt }) => joinedAt <= arrivedAt)
          .map((each) => ({ ...each, place: 'waitingRoom' as const }))
        const after = rule([hostRow()], [...own, ...knocks], fifteenMinutes)
        if (before.ruled.presence !== 'none' && !before.ruled.flags.includes('late')) {
          expect(after.ruled.flags).not.toContain('late')
        }
      }),
    )
  })
})
