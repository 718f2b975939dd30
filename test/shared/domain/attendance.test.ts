import { describe, expect, it } from 'vitest'
import { judgePeriod, type Judgement, type PeriodFacts } from '../../../src/shared/domain/attendance.ts'
import { compareMarks, type Mark } from '../../../src/shared/domain/marks.ts'
import { identityKeysOf, type ParticipantRow } from '../../../src/shared/domain/participant.ts'
import { threeQuarters } from '../../../src/shared/domain/policy.ts'
import { minute } from '../../../src/shared/domain/time.ts'
import { at, end, facts, factsOfRuns, hostRow, roster, row, run, start } from './school.ts'

/** One student by their link, beside the teacher. */
const byLink = (personId: string, from: string, to: string, more: Partial<ParticipantRow> = {}): ParticipantRow =>
  row(personId, from, to, { registrantId: `link-${personId}`, ...more })
const waiting = (personId: string, from: string, to: string): ParticipantRow =>
  byLink(personId, from, to, { place: 'waitingRoom' })

const keyOf = (only: ParticipantRow): string => identityKeysOf([only])[0]!

function judge(rows: readonly ParticipantRow[], more: Partial<PeriodFacts> = {}): Judgement {
  return judgePeriod(facts([hostRow(), ...rows], more))
}

function markOf(judgement: Judgement, personId: string): Mark {
  const mark = judgement.marks.find((each) => each.personId === personId)
  if (mark === undefined) throw new Error(`No mark for ${personId}.`)
  return mark
}

/** "present late", "partial", "notSeenYet" ... */
function shortly({ presence, flags }: Pick<Mark, 'presence' | 'flags'>): string {
  return [presence, ...flags].join(' ')
}

const codes = (mark: Mark): string[] => mark.reasons.map(({ code }) => code)
const notFinal: PeriodFacts['finality'] = { ...facts([]).finality, reads: [] }

describe('the policy "15 minutes"', () => {
  it.each([
    ['07:30', '08:30', 'present'],
    ['07:20', '08:40', 'present'],
    // Present at 15 minutes, partial below.
    ['07:30', '07:45:00', 'present leftEarly'],
    ['07:30', '07:44:59', 'partial leftEarly'],
    ['07:30', '07:30:01', 'partial leftEarly'],
    // Late after 10 minutes, left early 10 minutes before the end; not at 10.
    ['07:40', '08:30', 'present'],
    ['07:40:01', '08:30', 'present late'],
    ['07:30', '08:20', 'present'],
    ['07:30', '08:19:59', 'present leftEarly'],
    ['07:50', '08:10', 'present late leftEarly'],
    ['08:20', '08:40', 'partial late'],
    // Never absent: only outside the window is partial, outside class time.
    ['07:00', '07:29', 'partial leftEarly'],
    ['08:31', '08:50', 'partial late'],
  ])('%s to %s is %s', (from, to, wanted) => {
    const mark = markOf(judgePeriod(facts([hostRow('07:00', '09:00'), byLink('ana', from, to)])), 'ana')
    expect(shortly(mark)).toBe(wanted)
  })

  it('says by which rule, with its numbers', () => {
    const mark = markOf(judge([byLink('ana', '07:38:20', '07:48:30')]), 'ana')
    expect(mark).toMatchObject({ presentSeconds: 610, firstInAt: at('07:38:20'), lastOutAt: at('07:48:30') })
    expect(mark.reasons).toEqual([
      { code: 'timeShort', presentSeconds: 610, neededSeconds: 900, heldSeconds: 3600, by: 'minutes' },
      {
        code: 'leftEarly',
        lastOutAt: at('07:48:30'),
        countedTo: end,
        earlySeconds: 2490,
        allowedMinutes: 10,
      },
    ])
  })

  it('asks for half of a class that was held for less than half an hour', () => {
    const short = (to: string): Mark =>
      markOf(judgePeriod(facts([hostRow('07:30', '07:50'), byLink('ana', '07:30', to)])), 'ana')
    expect(shortly(short('07:40'))).toBe('present')
    expect(short('07:40').reasons[0]).toMatchObject({ neededSeconds: 600, by: 'halfOfTimeHeld' })
    expect(shortly(short('07:39:59'))).toBe('partial leftEarly')
  })

  it('is absent only with no time at all', () => {
    const mark = markOf(judge([byLink('ana', '07:30', '08:30')]), 'ben')
    expect(shortly(mark)).toBe('absent')
    expect(mark.reasons).toEqual([{ code: 'noTime' }])
    expect(mark).toMatchObject({ isSeen: false, evidence: null, presentSeconds: 0, firstInAt: null })
  })

  it('does not make somebody absent by a row without duration', () => {
    const mark = markOf(judge([byLink('ana', '07:40', '07:40')]), 'ana')
    expect(shortly(mark)).toBe('partial')
    expect(codes(mark)).toEqual(['noDuration'])
  })
})

describe('the policy "percent"', () => {
  it.each([
    ['08:15', 'present leftEarly'],
    ['08:14:59', 'partial leftEarly'],
  ])('of three quarters, left %s is %s', (to, wanted) => {
    const mark = markOf(judge([byLink('ana', '07:30', to)], { policy: threeQuarters }), 'ana')
    expect(shortly(mark)).toBe(wanted)
    expect(mark.reasons[0]).toMatchObject({ by: 'percent', neededSeconds: 2700 })
  })

  it('counts against the time held, not against the whole stay', () => {
    // In an hour early, and gone after half of the class: mod_zoom would give this the full grade.
    const rows = [hostRow('06:30', '08:30'), byLink('ana', '06:30', '08:00')]
    const mark = markOf(judgePeriod(facts(rows, { policy: threeQuarters })), 'ana')
    expect(mark).toMatchObject({ presence: 'partial', presentSeconds: 1800, outsideSeconds: 3600 })
  })
})

describe('time is united', () => {
  it('counts two devices, rejoins and breakout rooms once', () => {
    const rows = [
      byLink('ana', '07:30', '07:40'),
      byLink('ana', '07:35', '07:45', { name: 'ana phone' }),
      byLink('ana', '07:45', '07:50', { place: 'breakout' }),
      byLink('ana', '07:45', '08:30'),
    ]
    expect(markOf(judge(rows), 'ana')).toMatchObject({ presentSeconds: 3600, stays: [{ from: start, to: end }] })
  })

  it('never adds the waiting room', () => {
    const mark = markOf(judge([waiting('ana', '07:30', '07:50'), byLink('ana', '07:50', '08:30')]), 'ana')
    expect(mark).toMatchObject({ presentSeconds: 2400, waitedSeconds: 1200 })
  })

  it('unites all runs of a class', () => {
    const runs = [
      run([hostRow('07:25', '07:50'), byLink('ana', '07:30', '07:50')], 'run-1'),
      run([hostRow('07:55', '08:30'), byLink('ana', '07:56', '08:30')], 'run-2'),
    ]
    expect(markOf(judgePeriod(factsOfRuns(runs)), 'ana')).toMatchObject({
      presence: 'present',
      presentSeconds: 54 * 60,
    })
  })
})

describe('lateness', () => {
  it('runs from the knock', () => {
    const mark = markOf(judge([waiting('ana', '07:35', '07:45'), byLink('ana', '07:45', '08:30')]), 'ana')
    expect(shortly(mark)).toBe('present')
    const late = markOf(judge([waiting('ana', '07:41', '07:45'), byLink('ana', '07:45', '08:30')]), 'ana')
    expect(shortly(late)).toBe('present late')
    expect(late.reasons[1]).toMatchObject({ code: 'late', by: 'knock', lateSeconds: 660, countedFrom: start })
  })

  it('counts from the opening when the teacher came late', () => {
    const rows = [hostRow('07:42', '08:30'), byLink('ana', '07:50', '08:30'), byLink('ben', '07:53', '08:30')]
    const judgement = judgePeriod(facts(rows))
    expect(judgement.held).toMatchObject({ openedAt: at('07:42'), heldSeconds: 48 * 60 })
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
    expect(shortly(markOf(judgement, 'ben'))).toBe('present late')
  })

  it('counts from the moment the first were let in, however early the host was', () => {
    const rows = [
      hostRow('07:10', '08:30'),
      waiting('ana', '07:28', '07:45'),
      byLink('ana', '07:45', '08:30'),
      waiting('jm', '07:29', '07:46'),
      byLink('jm', '07:46', '08:30'),
      waiting('ben', '07:50', '07:51'),
      byLink('ben', '07:51', '08:30'),
    ]
    const judgement = judgePeriod(facts(rows))
    expect(judgement.held.openedAt).toBe(at('07:45'))
    expect(shortly(markOf(judgement, 'ben'))).toBe('present')
  })

  it('does not count the time in which several knocked at a closed door', () => {
    const rows = [
      hostRow('07:25', '08:30'),
      ...['ana', 'jm'].flatMap((id) => [waiting(id, '07:33', '07:45'), byLink(id, '07:45', '08:30')]),
      byLink('ben', '07:52', '08:30'),
      byLink('cora', '07:53', '08:30'),
    ]
    const judgement = judgePeriod(facts(rows))
    expect(judgement.held).toMatchObject({
      openedAt: at('07:25'),
      closedDoors: [{ from: at('07:33'), to: at('07:45') }],
      heldSeconds: 48 * 60,
    })
    expect(shortly(markOf(judgement, 'ben'))).toBe('present')
    expect(markOf(judgement, 'cora')).toMatchObject({ flags: ['late'] })
    expect(markOf(judgement, 'cora').reasons).toContainEqual({ code: 'closedDoorIgnored', seconds: 720 })
  })

  it('does not take the click that admits for a closed door', () => {
    const rows = [hostRow(), waiting('ana', '07:50', '07:51'), byLink('ana', '07:51', '08:30')]
    const judgement = judgePeriod(facts(rows))
    expect(judgement.held.openedAt).toBe(at('07:25'))
    expect(shortly(markOf(judgement, 'ana'))).toBe('present late')
  })

  it("does not count from the teacher's try-out before class", () => {
    const runs = [
      run([hostRow('07:00', '07:05')], 'run-1'),
      run([hostRow('07:45', '08:30'), byLink('ana', '07:50', '08:30')], 'run-2'),
    ]
    const judgement = judgePeriod(factsOfRuns(runs))
    expect(judgement.held).toMatchObject({ openedAt: at('07:45'), restartGaps: [], heldSeconds: 45 * 60 })
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
  })

  it('does not count a visit before class as an arrival', () => {
    const rows = [hostRow('07:00'), byLink('ana', '07:05', '07:06'), byLink('ana', '07:45', '08:30')]
    const mark = markOf(judgePeriod(facts(rows)), 'ana')
    expect(mark).toMatchObject({ arrivedAt: at('07:45'), flags: ['late'] })
  })
})

describe('kept waiting', () => {
  it('stands in the list when the wait would change the mark', () => {
    const mark = markOf(judge([waiting('ana', '07:30', '08:20'), byLink('ana', '08:20', '08:30')]), 'ana')
    expect(mark).toMatchObject({ presence: 'partial', needs: ['keptWaiting'] })
    expect(mark.reasons).toContainEqual({ code: 'keptWaiting', waitedSeconds: 3000, wouldBe: 'present' })
  })

  it('does not, when it would not', () => {
    expect(markOf(judge([waiting('ana', '07:30', '07:50'), byLink('ana', '07:50', '08:30')]), 'ana').needs).toEqual([])
    expect(markOf(judge([waiting('ana', '07:30', '07:32'), byLink('ana', '08:20', '08:30')]), 'ana').needs).toEqual([])
  })

  it('does not call somebody absent who knocked and was never let in', () => {
    const mark = markOf(judge([waiting('ana', '07:31', '07:33'), byLink('ben', '07:30', '08:30')]), 'ana')
    expect(mark).toMatchObject({ presence: 'notSeenYet', isSeen: true, needs: ['keptWaiting'], presentSeconds: 0 })
    const instantly = markOf(judge([waiting('ana', '07:31', '07:31'), byLink('ben', '07:30', '08:30')]), 'ana')
    expect(instantly).toMatchObject({ presence: 'notSeenYet', isSeen: true, needs: ['keptWaiting'] })
  })
})

describe('leaving early', () => {
  it('is not what somebody did who knocked again and was not let in', () => {
    const rows = [byLink('ana', '07:30', '08:05'), waiting('ana', '08:07', '08:30'), byLink('ben', '07:30', '08:05')]
    const judgement = judge(rows)
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
    expect(shortly(markOf(judgement, 'ben'))).toBe('present leftEarly')
  })

  it('is counted to the end that the class really had', () => {
    const rows = [hostRow('07:25', '08:15'), byLink('ana', '07:30', '08:06'), byLink('ben', '07:30', '08:04')]
    const judgement = judgePeriod(facts(rows))
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
    expect(shortly(markOf(judgement, 'ben'))).toBe('present leftEarly')
  })
})

describe('before the report is final', () => {
  it('calls nobody absent', () => {
    const judgement = judge([byLink('ana', '07:30', '08:30')], { finality: notFinal })
    expect(judgement.marks.map(({ presence }) => presence).filter((p) => p === 'absent')).toEqual([])
    const mark = markOf(judgement, 'ben')
    expect(mark.presence).toBe('notSeenYet')
    expect(codes(mark)).toEqual(['noTime', 'notFinal'])
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
  })

  it('calls nobody absent while somebody unidentified stands in the list', () => {
    const mama = row('Mama', '07:30', '08:30')
    const judgement = judge([mama, row('Papa', '07:30', '08:30')])
    expect(markOf(judgement, 'ben').reasons).toContainEqual({ code: 'unidentifiedPeople', count: 2 })
    expect(judgement.marks.every(({ presence }) => presence === 'notSeenYet')).toBe(true)
  })

  it('calls them absent when everybody is resolved or dismissed', () => {
    const mama = row('Mama', '07:30', '08:30')
    const papa = row('Papa', '07:30', '08:30')
    const decisions: PeriodFacts['decisions'] = [
      { kind: 'resolved', identityKey: keyOf(mama), personIds: ['ana'], decidedAt: 1 },
      { kind: 'dismissed', identityKey: keyOf(papa), decidedAt: 1 },
    ]
    const judgement = judge([mama, papa], { decisions })
    expect(markOf(judgement, 'ana')).toMatchObject({ presence: 'present', evidence: 'decision' })
    expect(markOf(judgement, 'ben').presence).toBe('absent')
    expect(judgement.strangers).toEqual([])
  })

  it('is final when a person closes it', () => {
    const reads = facts([hostRow()]).finality.reads.slice(0, 1)
    const finality = { ...notFinal, reads, closedAt: end + 40 * minute }
    const judgement = judge([byLink('ana', '07:30', '08:30')], { finality })
    expect(judgement.finality).toMatchObject({ state: 'final', isClosedByPerson: true, missing: ['twoEqualReads'] })
    expect(markOf(judgement, 'ben').presence).toBe('absent')
  })
})

describe('two on one device', () => {
  it('credits each where they are enrolled', () => {
    const mama = row('Mama', '07:30', '08:30')
    const decisions: PeriodFacts['decisions'] = [
      { kind: 'resolved', identityKey: keyOf(mama), personIds: ['ana', 'carlo', 'ben'], decidedAt: 1 },
    ]
    const judgement = judge([mama], { decisions })
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
    expect(shortly(markOf(judgement, 'ben'))).toBe('present')
    expect(markOf(judgement, 'carlo')).toMatchObject({ presence: 'notEnrolled', presentSeconds: 3600 })
    expect(judgement.figures).toMatchObject({ expected: 8, came: 2 })
  })
})

describe('no working link', () => {
  it.each(['pending', 'denied', 'refused', 'noAddress', 'neverSent'] as const)('%s is never absent', (link) => {
    const withoutLink = roster.map((student) => (student.personId === 'ben' ? { ...student, link } : student))
    const judgement = judge([byLink('ana', '07:30', '08:30')], { roster: withoutLink })
    const mark = markOf(judgement, 'ben')
    expect(mark).toMatchObject({ presence: 'notSeenYet', needs: ['noWorkingLink'] })
    expect(mark.reasons).toContainEqual({ code: 'noWorkingLink', link })
    expect(markOf(judgement, 'jm').presence).toBe('absent')
  })

  it('says nothing where they came all the same, or where a person has decided', () => {
    const withoutLink = roster.map((student) => ({ ...student, link: 'refused' as const }))
    const overrides = [{ overrideId: 'o', personId: 'jm', presence: 'absent' as const, flags: [], decidedAt: 1 }]
    const judgement = judge([row('Ben Reyes', '07:30', '08:30')], { roster: withoutLink, overrides })
    expect(markOf(judgement, 'ben')).toMatchObject({ presence: 'present', needs: ['unconfirmed'] })
    expect(markOf(judgement, 'jm')).toMatchObject({ presence: 'absent', needs: [] })
  })
})

describe('a match that nobody confirmed', () => {
  it('counts, and says so where the mark rests on it', () => {
    const judgement = judge([row('Ben Reyes', '07:30', '08:30')])
    const mark = markOf(judgement, 'ben')
    expect(mark).toMatchObject({ presence: 'present', isUnconfirmed: true, needs: ['unconfirmed'], evidence: 'name' })
    expect(mark.reasons).toContainEqual({ code: 'unconfirmed', evidence: 'name' })
    expect(judgement.figures.unconfirmed).toBe(1)
  })

  it('is silent where the mark would be the same without it', () => {
    const rows = [byLink('ben', '07:30', '08:30'), row('Ben Reyes', '07:40', '08:00')]
    expect(markOf(judge(rows), 'ben')).toMatchObject({ presence: 'present', isUnconfirmed: false, needs: [] })
  })

  it('is none where registration is off', () => {
    const mark = markOf(judge([row('Ben Reyes', '07:30', '08:30')], { isRegistrationOn: false }), 'ben')
    expect(mark).toMatchObject({ presence: 'present', isUnconfirmed: false })
  })
})

describe('enrollment', () => {
  const dated = (firstOn: string, lastOn: string | null): Partial<PeriodFacts> => ({
    roster: roster.map((student) => (student.personId === 'ben' ? { ...student, firstOn, lastOn } : student)),
  })

  it.each([
    ['2026-03-09', null, 'absent'],
    ['2026-03-10', null, 'notEnrolled'],
    ['2025-06-16', '2026-03-09', 'absent'],
    ['2025-06-16', '2026-03-08', 'notEnrolled'],
  ])('from %s to %s is %s on 9 March', (firstOn, lastOn, wanted) => {
    const judgement = judge([byLink('ana', '07:30', '08:30')], dated(firstOn, lastOn))
    const mark = markOf(judgement, 'ben')
    expect(mark.presence).toBe(wanted)
    expect(judgement.figures.expected).toBe(wanted === 'absent' ? 8 : 7)
    if (wanted === 'notEnrolled') expect(mark.reasons).toEqual([{ code: 'notEnrolled', firstOn, lastOn }])
  })

  it('keeps what a visitor was seen to do, and counts them nowhere', () => {
    const judgement = judge([byLink('carlo', '07:30', '08:30')])
    const mark = markOf(judgement, 'carlo')
    expect(mark).toMatchObject({ presence: 'notEnrolled', presentSeconds: 3600, isSeen: true })
    expect(judgement.figures).toMatchObject({ expected: 8, came: 0, averageSeconds: null })
  })
})

describe('excuses', () => {
  const excuse = { excuseId: 'e', personId: 'ben', reason: 'illness', isOfficialActivity: false }

  it('are a reason, not a presence', () => {
    const judgement = judge([byLink('ana', '07:30', '08:30')], { excuses: [excuse] })
    const mark = markOf(judgement, 'ben')
    expect(mark).toMatchObject({ presence: 'absent', excuse })
    expect(mark.reasons).toContainEqual({ code: 'excused', excuseId: 'e', reason: 'illness' })
    expect(judgement.figures).toMatchObject({ absent: 1 + 6, excused: 1 })
  })

  it('leave somebody who came as they came', () => {
    const judgement = judge([byLink('ben', '07:50', '08:30')], { excuses: [excuse] })
    expect(markOf(judgement, 'ben')).toMatchObject({ presence: 'present', flags: ['late'], excuse })
    expect(judgement.figures.excused).toBe(1)
  })

  it.each([[[]], [[byLink('ben', '08:00', '08:05')]]])('count an official activity as present, with a note', (rows) => {
    const excuses = [{ ...excuse, reason: 'officialActivity', isOfficialActivity: true }]
    const mark = markOf(judge([byLink('ana', '07:30', '08:30'), ...rows], { excuses }), 'ben')
    expect(mark).toMatchObject({ presence: 'present', flags: [] })
    expect(mark.reasons).toContainEqual({ code: 'officialActivity', excuseId: 'e', reason: 'officialActivity' })
  })
})

describe('overrides', () => {
  const override = (presence: 'present' | 'partial' | 'absent' | null, decidedAt = 1, flags: Mark['flags'] = []) => ({
    overrideId: `o${decidedAt}`,
    personId: 'ben',
    presence,
    flags,
    decidedAt,
  })

  it.each([
    ['present', []],
    ['present', [byLink('ben', '07:30', '07:31')]],
    ['absent', [byLink('ben', '07:30', '08:30')]],
    ['partial', [row('Mama', '07:30', '08:30')]],
  ] as const)('win over the rule: %s', (presence, rows) => {
    const mark = markOf(judge(rows, { overrides: [override(presence)] }), 'ben')
    expect(mark).toMatchObject({ presence, overrideId: 'o1', needs: [] })
    expect(mark.reasons.at(-1)).toEqual({ code: 'override', overrideId: 'o1' })
  })

  it('win before the report is final', () => {
    expect(markOf(judge([], { overrides: [override('absent')], finality: notFinal }), 'ben').presence).toBe('absent')
  })

  it('keep what the rule says beside them', () => {
    const mark = markOf(
      judge([byLink('ben', '07:41', '07:45')], { overrides: [override('present', 1, ['late'])] }),
      'ben',
    )
    expect(mark).toMatchObject({
      presence: 'present',
      flags: ['late'],
      byRule: { presence: 'partial', flags: ['late', 'leftEarly'] },
    })
  })

  it('are replaced by later ones and taken back, in any order', () => {
    const pick = (overrides: PeriodFacts['overrides']): string => markOf(judge([], { overrides }), 'ben').presence
    expect(pick([override('absent', 2), override('present', 1)])).toBe('absent')
    expect(pick([override('present', 1), override('absent', 2)])).toBe('absent')
    const overrides = [override(null, 3), override('present', 1), override('absent', 2)]
    expect(markOf(judge([byLink('ben', '07:30', '08:30')], { overrides }), 'ben')).toMatchObject({
      presence: 'present',
      overrideId: null,
    })
  })

  it('cannot be late and absent', () => {
    expect(markOf(judge([], { overrides: [override('absent', 1, ['late'])] }), 'ben').flags).toEqual([])
  })

  it('make no mark for somebody who is not enrolled', () => {
    const later = roster.map((student) => ({ ...student, firstOn: '2026-04-01' }))
    const mark = markOf(judge([], { overrides: [override('present')], roster: later }), 'ben')
    expect(mark).toMatchObject({ presence: 'notEnrolled', overrideId: null })
  })
})

describe('was the class held?', () => {
  const nobodyAbsent = (judgement: Judgement): boolean => judgement.marks.every(({ presence }) => presence !== 'absent')

  it('asks when there was no run, instead of 38 absents', () => {
    const judgement = judgePeriod(factsOfRuns([]))
    expect(judgement.held).toMatchObject({ state: 'unknown', question: 'noRun' })
    expect(nobodyAbsent(judgement)).toBe(true)
    expect(codes(markOf(judgement, 'ben'))).toContain('held')
    expect(judgement.figures).toMatchObject({ attendanceRate: null, absent: 0 })
  })

  it('asks when the report is empty, the host is missing, or nobody came', () => {
    expect(judgePeriod(facts([])).held.question).toBe('emptyReport')
    expect(judgePeriod(facts([byLink('ana', '07:30', '08:30')])).held.question).toBe('noHost')
    expect(judgePeriod(facts([waiting('ana', '07:30', '08:30')])).held.question).toBe('noHost')
    expect(judge([]).held.question).toBe('noStudents')
    expect(judge([waiting('ana', '07:30', '08:30')]).held.question).toBe('noStudents')
    for (const rows of [[], [hostRow()], [byLink('ana', '07:30', '08:30')]]) {
      expect(nobodyAbsent(judgePeriod(facts(rows)))).toBe(true)
    }
  })

  it('asks nobody before the class is over', () => {
    const early = { asOf: at('07:45'), finality: notFinal }
    expect(judgePeriod(factsOfRuns([], early)).held).toMatchObject({ state: 'unknown', question: null })
    expect(shortly(markOf(judge([byLink('ana', '07:30', '07:45')], early), 'ana'))).toMatch(/^present|^partial/)
  })

  it('makes nobody absent by a report that shows nobody, even if a person says that it was held', () => {
    const judgement = judgePeriod(facts([], { heldDecision: 'held' }))
    expect(judgement.held).toMatchObject({ state: 'held', question: null })
    expect(nobodyAbsent(judgement)).toBe(true)
    expect(codes(markOf(judgement, 'ben'))).toContain('noReport')
  })

  it('lets a person answer for a teacher whom nobody recognised', () => {
    const rows = [byLink('ana', '07:30', '08:30')]
    const judgement = judgePeriod(
      facts(rows, { heldDecision: 'held', finality: { ...facts([]).finality, closedAt: end } }),
    )
    expect(markOf(judgement, 'ana').presence).toBe('present')
    expect(markOf(judgement, 'ben').presence).toBe('absent')
  })

  it('records those who came or waited when the teacher never came', () => {
    const rows = [waiting('ana', '07:30', '08:00'), byLink('ben', '07:30', '08:00')]
    const judgement = judgePeriod(facts(rows, { heldDecision: 'notHeld' }))
    expect(markOf(judgement, 'ana')).toMatchObject({ presence: 'notHeld', isSeen: true })
    expect(markOf(judgement, 'ben').reasons).toContainEqual({
      code: 'cameThoughNotHeld',
      inMeetingSeconds: 1800,
      waitedSeconds: 0,
    })
    expect(markOf(judgement, 'jm')).toMatchObject({ presence: 'notHeld', isSeen: false })
    expect(judgement.figures).toMatchObject({ came: 2, notHeld: 8, absent: 0, attendanceRate: null })
  })

  it.each(['suspended', 'asynchronous'] as const)('%s counts for a student, never against', (state) => {
    const rows = [byLink('ana', '07:50', '08:10'), byLink('ben', '07:30', '07:35')]
    const override = (personId: string, presence: 'present' | 'partial' | 'absent', flags: readonly 'late'[] = []) => ({
      overrideId: personId,
      personId,
      presence,
      flags,
      decidedAt: 1,
    })
    const overrides = [override('jm', 'absent'), override('jose', 'present', ['late'])]
    const judgement = judge(rows, { heldDecision: state, overrides })
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
    // What people decided before that was known counts for a student as well, and no more against.
    expect(shortly(markOf(judgement, 'jose'))).toBe('present')
    for (const presence of ['absent', 'partial'] as const) {
      const against = judge(rows, { heldDecision: state, overrides: [override('ana', presence)] })
      expect(shortly(markOf(against, 'ana'))).toBe('present')
    }
    expect(shortly(markOf(judgement, 'ben'))).toBe('notHeld')
    expect(shortly(markOf(judgement, 'jm'))).toBe('notHeld')
    expect(shortly(markOf(judgement, 'cora'))).toBe('notHeld')
  })

  it('takes a roll by hand for a class without Zoom', () => {
    const overrides = roster.map(({ personId }) => ({
      overrideId: personId,
      personId,
      presence: personId === 'ben' ? ('absent' as const) : ('present' as const),
      flags: [],
      decidedAt: 1,
    }))
    const judgement = judgePeriod(
      factsOfRuns([], { overrides, heldDecision: 'held', finality: { ...notFinal, runs: [], closedAt: end } }),
    )
    expect(judgement.finality.state).toBe('final')
    expect(judgement.figures).toMatchObject({ expected: 8, came: 7, present: 7, absent: 1, attendanceRate: 7 / 8 })
  })
})

describe('what counts against nobody', () => {
  it('the gap of a restart', () => {
    const runs = [
      run([hostRow('07:25', '07:40'), byLink('ana', '07:30', '07:40')], 'run-1'),
      run([hostRow('07:55', '08:30'), byLink('ana', '07:56', '08:30'), byLink('ben', '08:00', '08:30')], 'run-2'),
    ]
    const judgement = judgePeriod(factsOfRuns(runs))
    expect(judgement.held).toMatchObject({
      heldSeconds: 45 * 60,
      openedAt: at('07:25'),
      restartGaps: [{ from: at('07:40'), to: at('07:55') }],
    })
    expect(shortly(markOf(judgement, 'ana'))).toBe('present')
    // Came 30 minutes after the start, 15 of which there was no class to come to.
    expect(markOf(judgement, 'ben').reasons).toContainEqual(
      expect.objectContaining({ code: 'late', lateSeconds: 15 * 60 }),
    )
    expect(markOf(judgement, 'ana').reasons).toContainEqual({ code: 'restartIgnored', seconds: 900 })
  })

  it('a drop of most of the class', () => {
    const pupils = ['ana', 'ben', 'jm', 'cora', 'jose']
    const rows = [
      ...pupils.flatMap((id, i) => [byLink(id, '07:30', `07:50:0${i}`), byLink(id, `08:05:0${i}`, '08:30')]),
      byLink('haruna', '07:30', '08:30'),
      byLink('mario', '07:30', '07:50:05'),
    ]
    const judgement = judge(rows, {
      policy: { kind: 'percent', presentPercent: 100, lateAfterMinutes: 10, leftEarlyBeforeMinutes: 10 },
    })
    expect(judgement.held.massDrops).toEqual([{ from: at('07:50:00'), to: at('08:05:02') }])
    for (const id of pupils.slice(0, 3)) {
      const mark = markOf(judgement, id)
      expect(shortly(mark)).toBe(mark.presentSeconds >= judgement.held.heldSeconds ? 'present' : 'partial')
      expect(mark.flags).toEqual([])
    }
    expect(shortly(markOf(judgement, 'haruna'))).toBe('present')
    // Gone for good: what followed the drop counts, the drop does not.
    expect(markOf(judgement, 'mario').reasons).toContainEqual(
      expect.objectContaining({ code: 'leftEarly', earlySeconds: 25 * 60 - 2 }),
    )
  })

  it('a class that was sent off early', () => {
    const rows = ['ana', 'ben', 'jm', 'cora'].map((id, i) => byLink(id, '07:30', `08:10:0${i}`))
    const judgement = judge([...rows, byLink('jose', '07:30', '07:55')])
    expect(judgement.held.heldTime).toEqual([{ from: start, to: at('08:10:00') }])
    for (const id of ['ana', 'ben', 'jm', 'cora']) expect(shortly(markOf(judgement, id))).toBe('present')
    expect(shortly(markOf(judgement, 'jose'))).toBe('present leftEarly')
  })

  it('not the bell, nor two children who go home', () => {
    const bell = ['ana', 'ben', 'jm', 'cora'].map((id, i) => byLink(id, '07:30', `08:29:1${i}`))
    expect(judge(bell).held).toMatchObject({ massDrops: [], heldSeconds: 3600 })
    const two = ['ana', 'ben'].map((id) => byLink(id, '07:30', '08:00'))
    expect(judge(two).held.massDrops).toEqual([])
    expect(shortly(markOf(judge(two), 'ana'))).toBe('present leftEarly')
  })
})

describe('a class off schedule', () => {
  const late = [
    hostRow('08:10', '09:10'),
    byLink('ana', '08:12', '09:10'),
    byLink('ben', '08:11', '09:10'),
    byLink('jm', '08:35', '09:10'),
  ]

  it('is proposed to be judged by the real times', () => {
    const { offSchedule } = judgePeriod(facts(late)).held
    expect(offSchedule).toEqual({ realWindow: { from: at('08:11'), to: at('09:10') }, offsetMinutes: 41 })
  })

  it('is judged by them when somebody accepts', () => {
    const before = judgePeriod(facts(late))
    expect(shortly(markOf(before, 'jm'))).toBe('partial late')
    const after = judgePeriod(facts(late, { realTimes: before.held.offSchedule!.realWindow }))
    expect(after.held).toMatchObject({ isByRealTimes: true, offSchedule: null, heldSeconds: 59 * 60 })
    expect(markOf(after, 'jm')).toMatchObject({ presence: 'present', flags: ['late'], presentSeconds: 35 * 60 })
    expect(codes(markOf(after, 'jm'))).toContain('judgedByRealTimes')
    expect(compareMarks(before.marks, after.marks).map(({ personId }) => personId)).toEqual(['jm'])
  })

  it('is proposed for an early class, too', () => {
    const early = [hostRow('07:00', '08:00'), byLink('ana', '07:02', '08:00'), byLink('ben', '07:03', '07:58')]
    expect(judgePeriod(facts(early)).held.offSchedule).toMatchObject({
      realWindow: { from: at('07:02') },
      offsetMinutes: -28,
    })
  })

  it.each([
    ['the host alone', [hostRow('07:10'), byLink('ana', '07:30', '08:30'), byLink('ben', '07:25', '08:30')]],
    ['the students alone', [hostRow('07:28'), byLink('ana', '07:45', '08:30'), byLink('ben', '07:45', '08:30')]],
    ['half of them', [hostRow('07:45'), byLink('ana', '07:45', '08:30'), byLink('ben', '07:39', '08:30')]],
    ['nine minutes', [hostRow('07:39'), byLink('ana', '07:39', '08:30'), byLink('ben', '07:39', '08:30')]],
  ])('is not proposed for %s', (_, rows) => {
    expect(judgePeriod(facts(rows)).held.offSchedule).toBeNull()
  })

  it('never makes anybody absent who was there, wholly outside the window', () => {
    const judgement = judgePeriod(facts([hostRow('09:00', '10:00'), byLink('ana', '09:00', '10:00')]))
    expect(markOf(judgement, 'ana')).toMatchObject({ presence: 'partial', outsideSeconds: 3600 })
    expect(markOf(judgement, 'ana').reasons[0]).toEqual({ code: 'outsideClassTime', outsideSeconds: 3600 })
    expect(judgement.held).toMatchObject({ heldSeconds: 0, heldTime: [] })
  })
})

describe('the figures', () => {
  it('say what they count', () => {
    const rows = [
      byLink('ana', '07:30', '08:30'),
      byLink('ben', '07:45', '08:30'),
      byLink('jm', '07:30', '08:10'),
      byLink('cora', '07:30', '07:40'),
      row('Mama', '07:20', '07:26'),
    ]
    expect(judge(rows).figures).toEqual({
      expected: 8,
      came: 4,
      present: 3,
      partial: 1,
      absent: 0,
      notSeenYet: 4,
      notHeld: 0,
      late: 1,
      leftEarly: 1,
      excused: 0,
      unconfirmed: 0,
      unidentified: 1,
      attendanceRate: 3 / 8,
      averageSeconds: ((60 + 45 + 40 + 10) * 60) / 4,
      totalSeconds: (60 + 45 + 40 + 10) * 60,
    })
  })

  it('are not made up where nobody is expected', () => {
    const { figures } = judge([], { roster: [] })
    expect(figures).toMatchObject({ expected: 0, attendanceRate: null, averageSeconds: null })
  })
})

describe('what deserves a second look', () => {
  const ana = row('Ana Reyes', '07:30', '07:50', { registrantId: 'link-ana' })
  const asMama = row('Mama', '07:50', '08:30', { registrantId: 'link-ana' })

  it('is one student under two names, and a name that fits somebody of another section', () => {
    expect(codes(markOf(judge([ana, asMama]), 'ana'))).toContain('sameStudentTwoNames')
    expect(codes(markOf(judge([row('Carlo Diaz', '07:30', '08:30', { registrantId: 'link-ana' })]), 'ana'))).toContain(
      'nameFitsElsewhere',
    )
    expect(codes(markOf(judge([ana]), 'ana'))).toEqual(['timeReached', 'leftEarly'])
  })

  it('is nothing that a person has looked at', () => {
    const mama = row('Mama', '07:50', '08:30')
    const decisions: PeriodFacts['decisions'] = [
      { kind: 'resolved', identityKey: keyOf(mama), personIds: ['ana'], decidedAt: end },
    ]
    const mark = markOf(judge([ana, mama], { decisions }), 'ana')
    expect(mark).toMatchObject({ presence: 'present' })
    expect(codes(mark)).not.toContain('sameStudentTwoNames')
  })
})
