import { describe, expect, it } from 'vitest'
import { advance } from '../../../src/practice/class-plan.ts'
import { createFaultBoard } from '../../../src/practice/faults.ts'
import { createMeeting } from '../../../src/practice/meetings.ts'
import type { PracticeClass, Stay } from '../../../src/practice/practice-class.ts'
import { addRegistrant } from '../../../src/practice/registrants.ts'
import { createSchool, type School } from '../../../src/practice/school.ts'
import { createState, type ClassStory } from '../../../src/practice/state.ts'
import { classOf } from '../../../src/practice/stays.ts'
import { truthOf, type ClassTruth } from '../../../src/practice/truth.ts'
import type { World } from '../../../src/practice/world.ts'
import { judgePeriod, type PeriodFacts } from '../../../src/shared/domain/attendance.ts'
import { identityKeysOf, type ParticipantRow } from '../../../src/shared/domain/participant.ts'
import { fifteenMinutes } from '../../../src/shared/domain/policy.ts'
import { createSchoolIndex, type SchoolIndex } from '../../../src/shared/domain/roster.ts'
import { fromIso, hour, minute } from '../../../src/shared/domain/time.ts'

/**
 * The practice school invents classes with everything that happens in real ones, and knows who really sat where. It
 * shares no code with the domain: two readings of the same rules, held against each other.
 */
const classes = 60
const stories: readonly (ClassStory | null)[] = [
  null,
  'onTime',
  'hostLate',
  'restart',
  'massDrop',
  'offSchedule',
  'neverCame',
]

interface Lived {
  readonly made: PracticeClass
  readonly truth: ClassTruth
  readonly facts: PeriodFacts
  /** The identity key of each stay. */
  readonly keys: readonly string[]
}

function live(seed: number): Lived {
  let now = fromIso('2026-11-22T23:00:00Z')
  const state = createState({ seed, size: 'usual', plan: 'business', areIdsLong: false, now, offsetMs: 0 })
  const school = createSchool(seed, 'usual')
  const world: World = {
    state,
    school,
    faults: createFaultBoard(state, () => now),
    now: () => now,
    webUrl: 'http://127.0.0.1',
    classes: new Map(),
    touched: new Set(),
  }
  const entry = school.timetable[seed % school.timetable.length]!
  const isRegistrationOn = seed % 3 !== 0
  createMeeting(world, {
    method: 'POST',
    params: { userId: entry.teacherEmail },
    query: new URLSearchParams(),
    body: {
      topic: `${entry.section}, ${entry.subject}`,
      start_time: '2026-11-23T07:30:00',
      duration: 50,
      settings: { approval_type: isRegistrationOn ? 0 : 2, waiting_room: seed % 2 === 0 },
    },
  })
  const meeting = Object.values(state.meetings)[0]!
  const story = stories[seed % stories.length] ?? null
  if (story !== null) meeting.stories['*'] = story
  const students = school.students.filter((student) => student.section === entry.section)
  const links = new Map<string, string>()
  for (const student of isRegistrationOn ? students.slice(0, -2) : []) {
    const { body } = addRegistrant(world, {
      method: 'POST',
      params: { meetingId: meeting.id },
      query: new URLSearchParams(),
      body: {
        email: `s-${student.number}@sanisidro.example`,
        first_name: student.name.given,
        last_name: [student.name.family, student.name.suffix].filter((part) => part !== '').join(' '),
      },
    })
    links.set((body as { registrant_id: string }).registrant_id, student.number)
  }
  now += 2 * hour
  advance(world)
  const made = classOf(world, meeting, meeting.held[0]!)
  const truth = truthOf(made)
  const linked = new Set(links.values())
  const runs = made.runs.map((run, i) => ({
    runId: run.uuid,
    startedAt: run.startAt,
    endedAt: run.endAt,
    rows: made.stays.filter((stay) => stay.run === i).map(rowOf),
  }))
  const endedAt = Math.max(made.endAt, ...made.runs.map((run) => run.endAt))
  const facts: PeriodFacts = {
    periodId: `seed ${seed}`,
    on: '2026-11-23',
    asOf: endedAt + hour,
    scheduled: { from: made.startAt, to: made.endAt },
    realTimes: null,
    heldDecision: truth.wasHeld ? null : 'notHeld',
    policy: fifteenMinutes,
    runs,
    roster: students.map(({ number }) => ({
      personId: number,
      firstOn: '2026-06-01',
      lastOn: null,
      link: !isRegistrationOn ? 'notNeeded' : linked.has(number) ? 'works' : 'noAddress',
    })),
    school: indexOf(school),
    links,
    hosts: { personIds: [entry.teacherEmail], emails: [], zoomUserIds: [] },
    knownAs: [],
    decisions: [],
    isRegistrationOn,
    acceptsExactNames: null,
    excuses: [],
    overrides: [],
    finality: {
      runs: runs.map(({ runId }) => ({ runId, participantsCount: null })),
      reads: runs.flatMap(({ runId, rows }) =>
        [30, 50].map((minutes) => ({
          readId: `${runId} ${minutes}`,
          runId,
          readAt: endedAt + minutes * minute,
          digest: 'same',
          rowCount: rows.length,
          isComplete: true,
          hasZeroDuration: false,
        })),
      ),
      lastTriedAt: null,
      liveHeadCount: null,
      finalReadIds: null,
      declinedReadIds: [],
      closedAt: null,
      checkedAt: null,
      signedAt: null,
    },
  }
  return { made, truth, facts, keys: identityKeysOf(made.stays.map(rowOf)) }
}

function rowOf(stay: Stay): ParticipantRow {
  return {
    name: stay.displayName,
    email: stay.email || null,
    registrantId: stay.registrantId || null,
    customerKey: stay.customerKey || null,
    zoomUserId: stay.zoomUserId || null,
    place: stay.isWaiting ? 'waitingRoom' : stay.breakoutId === '' ? 'meeting' : 'breakout',
    joinedAt: stay.joinAt,
    leftAt: stay.leaveAt,
  }
}

function indexOf(school: School): SchoolIndex {
  return createSchoolIndex([
    ...school.students.map(({ number, name, email, emailOwner, phone }) => ({
      personId: number,
      kind: 'student' as const,
      name,
      formerNames: [],
      emails: emailOwner === 'none' ? [] : [{ address: email, whose: emailOwner }],
      phones: phone === '' ? [] : [{ number: phone, whose: 'household' as const }],
    })),
    ...school.staff.map(({ email, name }) => ({
      personId: email,
      kind: 'staff' as const,
      name,
      formerNames: [],
      emails: [{ address: email, whose: 'own' as const }],
      phones: [],
    })),
  ])
}

/** Who really sat behind each identity; several sets where two guests of one name came one after the other. */
function sittersOf({ made, keys }: Lived): Map<string, Set<string>> {
  const sitters = new Map<string, Set<string>>()
  made.stays.forEach((stay, i) => {
    const there = sitters.get(keys[i]!) ?? new Set()
    sitters.set(keys[i]!, there.add(stay.studentNumbers.toSorted().join()))
  })
  return sitters
}

describe('the practice school knows the truth', () => {
  const lived = Array.from({ length: classes }, (_, seed) => live(seed + 1))

  it('and nobody was taken for somebody else', () => {
    let matched = 0
    for (const each of lived) {
      const sitters = sittersOf(each)
      for (const who of judgePeriod(each.facts).identified) {
        const real = [...sitters.get(who.participant.identityKey)!]
        if (who.kind === 'staff') expect(real).toEqual([''])
        if (who.kind !== 'matched') continue
        expect([who.participant.name, who.personIds.join()]).toEqual([who.participant.name, real.join(' or ')])
        matched += 1
      }
    }
    expect(matched).toBeGreaterThan(classes * 15)
  })

  it('and every mark is the true one, once the strangers are resolved, or asks for a person', () => {
    const counted = { same: 0, asked: 0 }
    for (const each of lived) {
      const sitters = sittersOf(each)
      const decisions = judgePeriod(each.facts).strangers.map(({ participant: { identityKey } }) => {
        const personIds = [...sitters.get(identityKey)!].flatMap((numbers) =>
          numbers === '' ? [] : numbers.split(','),
        )
        return personIds.length === 0
          ? ({ kind: 'dismissed', identityKey, decidedAt: 1 } as const)
          : ({ kind: 'resolved', identityKey, personIds, decidedAt: 1 } as const)
      })
      // Of two guests of one name who came one after the other nobody can say which stay was whose.
      const unclear = new Set(
        [...sitters.values()].flatMap((sets) => (sets.size > 1 ? [...sets].join().split(',') : [])),
      )
      const { marks, strangers } = judgePeriod({ ...each.facts, decisions })
      expect(strangers).toEqual([])
      const markOf = new Map(marks.map((mark) => [mark.personId, mark]))
      for (const { studentNumber, presence, isLate, hasLeftEarly, seconds } of each.truth.students) {
        const mark = markOf.get(studentNumber)
        if (mark === undefined || unclear.has(studentNumber)) continue
        if (mark.needs.some((need) => need !== 'unconfirmed')) {
          counted.asked += 1
          expect(mark.presence).not.toBe('absent')
          continue
        }
        const flags = [...(isLate ? ['late'] : []), ...(hasLeftEarly ? ['leftEarly'] : [])]
        expect([each.facts.periodId, studentNumber, mark.presence, ...mark.flags]).toEqual([
          each.facts.periodId,
          studentNumber,
          presence,
          ...flags,
        ])
        expect(mark.presentSeconds).toBeCloseTo(seconds, 3)
        counted.same += 1
      }
    }
    expect(counted.same).toBeGreaterThan(classes * 25)
    expect(counted.asked).toBeLessThan(counted.same / 50)
  })
})
