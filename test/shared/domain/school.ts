import type { PeriodFacts } from '../../../src/shared/domain/attendance.ts'
import type { ReadSummary } from '../../../src/shared/domain/finality.ts'
import type { NameParts } from '../../../src/shared/domain/names.ts'
import type { ParticipantRow, Run } from '../../../src/shared/domain/participant.ts'
import { fifteenMinutes } from '../../../src/shared/domain/policy.ts'
import { createSchoolIndex, type ExpectedStudent, type SchoolPerson } from '../../../src/shared/domain/roster.ts'
import { minute, toInstant } from '../../../src/shared/domain/time.ts'

/** A synthetic person; "Reyes, Ana M." reads as family, given, middle. */
export function person(personId: string, listName: string, more: Partial<SchoolPerson> = {}): SchoolPerson {
  const [family = '', rest = ''] = listName.split(', ')
  return {
    personId,
    kind: 'student',
    name: { family, given: rest },
    formerNames: [],
    emails: [{ address: `${personId}@students.school.example`, whose: 'own' }],
    phones: [],
    ...more,
  }
}

/** Name parts as the roster holds them. */
export function name(family: string, given: string, more: Partial<NameParts> = {}): NameParts {
  return { family, given, ...more }
}

/** The class of all tests: Monday 9 March 2026, 7:30 to 8:30 in Manila. */
export const start = toInstant({ on: '2026-03-09', at: '07:30', timeZone: 'Asia/Manila' })
/** Its scheduled end. */
export const end = start + 60 * minute
/** The instant of a time of day in the class's zone, HH:MM or HH:MM:SS. */
export function at(time: string): number {
  const [hours = '', minutes = '', seconds = '00'] = time.split(':')
  const wall = toInstant({ on: '2026-03-09', at: `${hours}:${minutes}`, timeZone: 'Asia/Manila' })
  return wall + Number(seconds) * 1000
}

/** One row of a report. `who` is how they came: by registrant link `link:ID`, by address, or by name alone. */
export function row(displayName: string, from: string, to: string, more: Partial<ParticipantRow> = {}): ParticipantRow {
  return {
    name: displayName,
    email: null,
    registrantId: null,
    customerKey: null,
    zoomUserId: null,
    place: 'meeting',
    joinedAt: at(from),
    leftAt: at(to),
    ...more,
  }
}

/** The teacher's row. */
export function hostRow(from = '07:25', to = '08:31'): ParticipantRow {
  return row('Liza Santos', from, to, { email: 'liza.santos@school.example', zoomUserId: 'zoom-liza' })
}

/** One run with Zoom's own times of it, by default from its rows. */
export function run(rows: readonly ParticipantRow[], runId = 'run-1'): Run {
  const inside = rows.filter(({ place }) => place !== 'waitingRoom')
  return {
    runId,
    startedAt: inside.length === 0 ? null : Math.min(...inside.map(({ joinedAt }) => joinedAt)),
    endedAt: inside.length === 0 ? null : Math.max(...inside.map(({ leftAt }) => leftAt)),
    rows,
  }
}

/** The students of the class. Two Reyes, two of one name in the school, a Peña, a dela Cruz, a name in Han script. */
export const students: readonly SchoolPerson[] = [
  person('ana', 'Reyes, Ana', { name: name('Reyes', 'Ana', { middle: 'Mendoza' }) }),
  person('ben', 'Reyes, Ben'),
  person('jm', 'Reyes, Juan Miguel'),
  person('cora', 'dela Cruz, Corazon'),
  person('jose', 'Peña, José', { name: name('Peña', 'José', { suffix: 'Jr.' }) }),
  person('haruna', '陳, 陽菜'),
  person('mario', 'Santos, Mario'),
  person('dakila', 'Villanueva, Dakila'),
]

/** Others of the school: a namesake of Mario's in another section, the teacher, a student elsewhere. */
export const others: readonly SchoolPerson[] = [
  person('mario2', 'Santos, Mario'),
  person('carlo', 'Diaz, Carlo'),
  person('liza', 'Santos, Liza', {
    kind: 'staff',
    emails: [{ address: 'liza.santos@school.example', whose: 'own' }],
  }),
]

/** The whole school. */
export const school = createSchoolIndex([...students, ...others])

/** Everybody's link: `link-ana` is Ana's. */
export const links: ReadonlyMap<string, string> = new Map(
  [...students, ...others].map(({ personId }) => [`link-${personId}`, personId]),
)

/** The class list, enrolled for the whole year. */
export const roster: readonly ExpectedStudent[] = students.map(({ personId }) => ({
  personId,
  firstOn: '2025-06-16',
  lastOn: null,
  link: 'works',
}))

/** Two equal complete reads at +30 and +50 minutes. */
export function finalReads(runIds: readonly string[] = ['run-1'], endedAt = end): ReadSummary[] {
  return runIds.flatMap((runId) =>
    [30, 50].map((minutes) => ({
      readId: `${runId}+${minutes}`,
      runId,
      readAt: endedAt + minutes * minute,
      digest: 'same',
      rowCount: 9,
      isComplete: true,
      hasZeroDuration: false,
    })),
  )
}

/** A held class, finally read, by the policy "15 minutes": what a test says otherwise comes on top. */
export function facts(rows: readonly ParticipantRow[], more: Partial<PeriodFacts> = {}): PeriodFacts {
  return factsOfRuns([run(rows)], more)
}

/** The same for a class of several runs. */
export function factsOfRuns(runs: readonly Run[], more: Partial<PeriodFacts> = {}): PeriodFacts {
  const endedAt = Math.max(end, ...runs.map((each) => each.endedAt ?? end))
  const runIds = runs.map(({ runId }) => runId)
  return {
    periodId: 'period-1',
    on: '2026-03-09',
    asOf: endedAt + 50 * minute,
    scheduled: { from: start, to: end },
    realTimes: null,
    heldDecision: null,
    policy: fifteenMinutes,
    runs,
    roster,
    school,
    links,
    hosts: { personIds: ['liza'], emails: [], zoomUserIds: ['zoom-liza'] },
    knownAs: [],
    decisions: [],
    isRegistrationOn: true,
    acceptsExactNames: null,
    excuses: [],
    overrides: [],
    finality: {
      runs: runIds.map((runId) => ({ runId, participantsCount: null })),
      reads: finalReads(runIds, endedAt),
      lastTriedAt: endedAt + 50 * minute,
      liveHeadCount: null,
      finalReadIds: null,
      declinedReadIds: [],
      closedAt: null,
      checkedAt: null,
      signedAt: null,
    },
    ...more,
  }
}
