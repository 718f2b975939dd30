import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chooseReads,
  firstReadAt,
  judgeFinality,
  type Finality,
  type FinalityFacts,
  type ReadSummary,
} from '../../../src/shared/domain/finality.ts'
import { day, hour, minute } from '../../../src/shared/domain/time.ts'

// The same samples every time; new ones are for the long runs.
fc.configureGlobal({ seed: 20_260_309 })

const endedAt = Date.UTC(2026, 2, 9, 0, 30)

/** A complete read of the run, some minutes after its end. */
function read(minutes: number, more: Partial<ReadSummary> = {}): ReadSummary {
  return {
    readId: `${more.runId ?? 'run'}+${minutes}`,
    runId: 'run',
    readAt: endedAt + minutes * minute,
    digest: 'same',
    rowCount: 40,
    isComplete: true,
    hasZeroDuration: false,
    ...more,
  }
}

function judge(reads: readonly ReadSummary[], more: Partial<FinalityFacts> = {}): Finality {
  return judgeFinality({
    endedAt,
    runs: [{ runId: 'run', participantsCount: null }],
    reads,
    lastTriedAt: null,
    isHostSeen: true,
    headCount: 38,
    liveHeadCount: null,
    finalReadIds: null,
    declinedReadIds: [],
    closedAt: null,
    checkedAt: null,
    signedAt: null,
    ...more,
  })
}

const minutesAfterEnd = (instant: number | null): number | null =>
  instant === null ? null : (instant - endedAt) / minute

describe('final needs all of', () => {
  it('is final with two equal reads 20 minutes apart, the latest 30 after the end', () => {
    expect(judge([read(2), read(10), read(30)])).toMatchObject({
      state: 'final',
      missing: [],
      judgedReadIds: ['run+30'],
    })
  })

  it.each<[string, readonly ReadSummary[], Partial<FinalityFacts>, readonly string[]]>([
    ['30 minutes after the end', [read(5), read(29)], {}, ['thirtyMinutesAfterEnd']],
    ['a second read', [read(30)], {}, ['twoEqualReads']],
    ['20 minutes between them', [read(12), read(31)], {}, ['twoEqualReads']],
    ['equal ones', [read(10, { digest: 'old' }), read(30)], {}, ['twoEqualReads']],
    ['none other in between', [read(2), read(10, { digest: 'x' }), read(30)], {}, ['twoEqualReads']],
    ['rows', [read(10, { rowCount: 0 }), read(30, { rowCount: 0 })], {}, ['rows']],
    ['durations', [read(10), read(30)].map((r) => ({ ...r, hasZeroDuration: true })), {}, ['durations']],
    ['the host', [read(10), read(30)], { isHostSeen: false }, ['host']],
    ['as many people as the live events saw', [read(10), read(30)], { liveHeadCount: 39 }, ['headCount']],
    [
      'every run',
      [read(10), read(30)],
      { runs: ['run', 'two'].map((runId) => ({ runId, participantsCount: null })) },
      ['thirtyMinutesAfterEnd', 'twoEqualReads', 'rows', 'durations', 'allPages'],
    ],
    [
      'the last page',
      [read(10), read(30)].map((r) => ({ ...r, isComplete: false })),
      {},
      ['thirtyMinutesAfterEnd', 'twoEqualReads', 'rows', 'durations', 'allPages'],
    ],
    ['a run', [], { runs: [] }, ['thirtyMinutesAfterEnd', 'twoEqualReads', 'rows', 'durations', 'allPages']],
  ])('%s', (_, reads, more, missing) => {
    expect(judge(reads, more)).toMatchObject({ state: 'collecting', missing })
  })

  it('does not mind more people than the live events saw: a socket loses some', () => {
    expect(judge([read(10), read(30)], { liveHeadCount: 30 }).state).toBe('final')
  })

  it('does not mind a read that broke off between two equal ones', () => {
    const broken = read(20, { isComplete: false, digest: 'half' })
    expect(judge([read(10), broken, read(30)]).state).toBe('final')
  })

  it('takes an empty report of a run in which one person was alone, beside another', () => {
    const runs = (alone: number | null): FinalityFacts['runs'] => [
      { runId: 'run', participantsCount: 40 },
      { runId: 'two', participantsCount: alone },
    ]
    const reads = [10, 30].flatMap((m) => [read(m), read(m, { runId: 'two', rowCount: 0 })])
    expect(judge(reads, { runs: runs(1) }).state).toBe('final')
    expect(judge(reads, { runs: runs(null) }).missing).toEqual(['rows'])
    expect(judge(reads.slice(1, 2).concat(reads.slice(3)), { runs: [runs(1)[1]!] }).missing).toEqual(['rows'])
  })

  it('does not care for the order of reads', () => {
    const reads = [read(2, { digest: 'a' }), read(10), read(20, { isComplete: false }), read(30), read(50)]
    fc.assert(
      fc.property(fc.shuffledSubarray(reads, { minLength: reads.length }), (shuffled) => {
        expect(judge(shuffled)).toEqual(judge(reads))
      }),
    )
  })
})

describe('the next read', () => {
  it('follows the plan while the report is open', () => {
    const changing = [2, 10, 30, 50, 80, 120, 180].map((m) => read(m, { digest: `at ${m}` }))
    const next = changing.map((_, i) => minutesAfterEnd(judge(changing.slice(0, i)).nextReadAt))
    expect(next).toEqual([2, 10, 30, 50, 80, 120, 180])
    expect(firstReadAt(endedAt)).toBe(endedAt + 2 * minute)
    expect(minutesAfterEnd(judge(changing).nextReadAt)).toBe(6 * 60)
  })

  it('looks for corrections after 6 hours, 24 hours and once more within 30 days', () => {
    const reads = [read(10), read(30)]
    const next = (lastTriedAt: number): number | null => judge(reads, { lastTriedAt }).nextReadAt
    expect(next(endedAt + 30 * minute)).toBe(endedAt + 6 * hour)
    expect(next(endedAt + 6 * hour)).toBe(endedAt + 24 * hour)
    expect(next(endedAt + 24 * hour)).toBe(endedAt + 14 * day)
    expect(next(endedAt + 14 * day)).toBeNull()
  })

  it('does not wait for tomorrow with the second read when the app was closed', () => {
    expect(minutesAfterEnd(judge([read(3 * 24 * 60)]).nextReadAt)).toBe(3 * 24 * 60 + 20)
    expect(minutesAfterEnd(judge([read(25)]).nextReadAt)).toBe(30)
    expect(minutesAfterEnd(judge([read(65)]).nextReadAt)).toBe(80)
    expect(minutesAfterEnd(judge([read(40)]).nextReadAt)).toBe(50)
  })

  it('tries again after one that broke off, and not at once', () => {
    const broken = read(24 * 60, { isComplete: false })
    expect(minutesAfterEnd(judge([read(10), read(30), broken]).nextReadAt)).toBe(24 * 60 + 30)
  })

  it('comes later than the last attempt, whatever that found, or there is none', () => {
    const someRead = fc
      .tuple(fc.integer({ min: 0, max: 50_000 }), fc.constantFrom('a', 'b'), fc.boolean(), fc.boolean(), fc.nat(3))
      .map(([m, digest, isComplete, hasZeroDuration, rowCount]) =>
        read(m, { digest, isComplete, hasZeroDuration, rowCount }),
      )
    fc.assert(
      fc.property(fc.array(someRead, { maxLength: 6 }), fc.integer({ min: 0, max: 50_000 }), (reads, tried) => {
        const lastTriedAt = endedAt + tried * minute
        const { nextReadAt } = judge(reads, { lastTriedAt })
        if (nextReadAt !== null) expect(nextReadAt).toBeGreaterThan(lastTriedAt)
      }),
    )
  })

  it('ends: a report that never settles is not asked for for ever at a short interval', () => {
    const reads: ReadSummary[] = []
    let count = 0
    for (let next = judge(reads).nextReadAt; next !== null && next < endedAt + 30 * day && count < 500; count += 1) {
      reads.push(read((next - endedAt) / minute, { digest: `unstable ${count}` }))
      next = judge(reads).nextReadAt
    }
    expect(count).toBeLessThan(150)
  })
})

describe('after it is final', () => {
  const final = { finalReadIds: ['run+30'] }
  const reads = [read(10), read(30)]

  it('stays final, judged by the same reads, whatever comes', () => {
    const later = read(360, { digest: 'other' })
    const outage = read(24 * 60, { digest: 'none', rowCount: 0 })
    expect(judge([...reads, later, outage], { ...final, isHostSeen: false })).toMatchObject({
      state: 'final',
      judgedReadIds: ['run+30'],
      missing: [],
    })
  })

  it('proposes a later sound read that says something else', () => {
    expect(judge([...reads, read(360)], final).changedReadIds).toEqual([])
    expect(judge([...reads, read(360, { digest: 'other' })], final).changedReadIds).toEqual(['run+360'])
  })

  it.each([{ rowCount: 0 }, { isComplete: false }, { hasZeroDuration: true }])('proposes nothing from %o', (more) => {
    expect(judge([...reads, read(360, { digest: 'other', ...more })], final).changedReadIds).toEqual([])
  })

  it('proposes nothing when Zoom took its change back', () => {
    expect(judge([...reads, read(360, { digest: 'other' }), read(1440)], final).changedReadIds).toEqual([])
  })

  it('does not propose again what was declined, but a new change', () => {
    const declined = { ...final, declinedReadIds: ['run+360'] }
    const other = read(360, { digest: 'other' })
    expect(judge([...reads, other, read(1440, { digest: 'other' })], declined).changedReadIds).toEqual([])
    expect(judge([...reads, other, read(1440, { digest: 'third' })], declined).changedReadIds).toEqual(['run+1440'])
  })

  it('proposes nothing older than what the marks rest on', () => {
    const unready = [read(10, { digest: 'older' }), read(30, { hasZeroDuration: true })]
    expect(judge(unready, final).changedReadIds).toEqual([])
  })

  it('proposes a run that turned up later', () => {
    const runs = ['run', 'two'].map((runId) => ({ runId, participantsCount: null }))
    const late = read(360, { runId: 'two' })
    expect(judge([...reads, late], { ...final, runs })).toMatchObject({ state: 'final', changedReadIds: ['two+360'] })
  })

  it('proposes nothing before', () => {
    expect(judge([read(2), read(10, { digest: 'other' })]).changedReadIds).toEqual([])
  })
})

describe('a person closes it', () => {
  it('is final with what was read until then, and says what was missing', () => {
    const closed = judge([read(2), read(10), read(60, { digest: 'other' })], { closedAt: endedAt + 20 * minute })
    expect(closed).toMatchObject({
      state: 'final',
      isClosedByPerson: true,
      judgedReadIds: ['run+10'],
      changedReadIds: ['run+60'],
    })
    expect(closed.missing).toContain('twoEqualReads')
  })

  it('is final without any read', () => {
    expect(judge([], { runs: [], closedAt: endedAt })).toMatchObject({ state: 'final', judgedReadIds: [] })
  })
})

describe('checked and signed', () => {
  it('come after final, and later reads still only propose', () => {
    const later = [read(10), read(30), read(360, { digest: 'other' })]
    const final = { finalReadIds: ['run+30'] }
    expect(judge(later, { ...final, checkedAt: endedAt + hour })).toMatchObject({
      state: 'checked',
      changedReadIds: ['run+360'],
    })
    expect(judge(later, { ...final, checkedAt: endedAt + hour, signedAt: endedAt + day }).state).toBe('signed')
  })
})

describe('the reads that marks are judged by', () => {
  it('are the latest complete one of each run while collecting', () => {
    const reads = [read(2), read(10), read(30, { isComplete: false }), read(10, { runId: 'two' })]
    expect(chooseReads({ reads, finalReadIds: null, closedAt: null })).toEqual(['run+10', 'two+10'])
    expect(chooseReads({ reads: [], finalReadIds: null, closedAt: null })).toEqual([])
  })
})
