import type { PeriodFacts } from '../../shared/domain/attendance.ts'
import { chooseReads } from '../../shared/domain/finality.ts'
import { heldByDay, saidHeld } from '../../shared/domain/held-by-day.ts'
import type { IdentityDecision } from '../../shared/domain/identity-decision.ts'
import { chooseRule } from '../../shared/domain/policy.ts'
import * as query from './attendance-queries.ts'
import type { SchoolDirectory } from './attendance-school.ts'
import { dayTypesBetween } from './calendar.ts'
import type { Db } from './database.ts'
import { readOverrides, standingOverrides } from './overrides-standing.ts'
import { firstRule, readRules, readSettings } from './policies.ts'
import { loadMeetings } from './attendance-meetings.ts'
import { loadReports } from './attendance-reports.ts'

/** One class period with every fact that its marks follow from. */
export interface PeriodCase {
  readonly key: number
  readonly period: query.PeriodRow
  readonly facts: PeriodFacts
  /** The students of the period's own list; the facts' roster may hold those of merged sections as well. */
  readonly ownIds: ReadonlySet<string>
  /** Whether it is held in a Zoom meeting at all: only then there is a report to read. */
  readonly hasMeeting: boolean
  /** Null for the rule that every school starts with. */
  readonly policyKey: number | null
  /** The store's key of each read by its id. */
  readonly readKeyOf: ReadonlyMap<string, number>
  /** Zoom, or a network that is down, asked us not to read before this instant; null for no such thing. */
  readonly notBefore: number | null
  /** The same facts, judged by other reads. */
  readonly judgedBy: (readIds: readonly string[]) => PeriodFacts
}

/** What judging needs besides the period itself. */
export interface JudgingContext {
  readonly asOf: number
  readonly school: SchoolDirectory
}

/** Loads the facts of many periods in a fixed number of queries; unknown keys are left out. */
export function loadCases(db: Db, keys: readonly number[], { asOf, school }: JudgingContext): PeriodCase[] {
  const periods = query.readPeriods(db, keys)
  if (periods.length === 0) return []
  const dates = periods.map(({ on }) => on).toSorted()
  const [fromOn, toOn] = [dates[0]!, dates.at(-1)!]
  const groupKeys = [...new Set(periods.map(({ groupKey }) => groupKey))]
  const siblings = Map.groupBy(query.readSiblings(db, keys), ({ periodKey }) => periodKey)
  const all = [...new Set([...keys, ...[...siblings.values()].flat().map(({ siblingKey }) => siblingKey)])]
  const expected = query.readExpected(db, all)
  const decisions = Map.groupBy(query.readIdentityDecisions(db, all), ({ periodKey }) => periodKey)
  const sections = Map.groupBy(query.readGroupSections(db, groupKeys), ({ groupKey }) => groupKey)
  const teachers = Map.groupBy(query.readTeachers(db, keys), ({ periodKey }) => periodKey)
  const knownAs = Map.groupBy(query.readKnownAs(db, groupKeys), ({ groupKey }) => groupKey)
  const overrides = standingOverrides(readOverrides(db, keys))
  const excuses = query.readExcuses(db, fromOn, toOn)
  const dayWords = Map.groupBy(dayTypesBetween(db, fromOn, toOn), (word) => word.on)
  const meetings = loadMeetings(db, keys)
  const reports = loadReports(db, periods)
  const { rules, keys: policyKeys } = readRules(db)
  const { acceptExactNames } = readSettings(db)

  return periods.map((period) => {
    const { key, id, on } = period
    const own = expected.get(key) ?? []
    const others = (siblings.get(key) ?? []).flatMap(({ siblingKey }) => expected.get(siblingKey) ?? [])
    const ownIds = new Set(own.map(({ personId }) => personId))
    const grades = new Set((sections.get(period.groupKey) ?? []).map(({ gradeLevel }) => gradeLevel))
    const grade = grades.size === 1 ? ([...grades][0] ?? null) : null
    const rule = chooseRule(rules, { on, grade, teachingGroupId: period.groupId }) ?? firstRule
    const standing = [...(overrides.get(key)?.values() ?? [])]
    const { hasMeeting, linkOf, links, isRegistrationOn, hostEmails, hostIds } = meetings(key)
    const staff = teachers.get(key) ?? []
    const report = reports(period)
    const roster = new Map([...others, ...own].map((student) => [student.personId, student]))

    const facts: Omit<PeriodFacts, 'runs' | 'finality'> = {
      periodId: id,
      on,
      asOf,
      scheduled: { from: period.startAt, to: period.endAt },
      realTimes:
        period.judgedFrom === null || period.judgedTo === null
          ? null
          : { from: period.judgedFrom, to: period.judgedTo },
      heldDecision: saidHeld(
        period.heldDecision,
        heldByDay(dayWords.get(on) ?? [], { ...period, parts: sections.get(period.groupKey) ?? [] }),
      ),
      policy: rule.policy,
      // Merged sections sit in one run: who of them is meant by a name is asked of all of them together.
      roster: [...own, ...[...roster.values()].filter(({ personId }) => !ownIds.has(personId))].map((student) => ({
        personId: student.personId,
        firstOn: student.firstOn,
        lastOn: student.lastOn,
        link: linkOf(student.personId),
      })),
      school: school.index,
      links,
      hosts: {
        personIds: [...new Set(staff.map(({ personId }) => personId))],
        emails: [...new Set([...hostEmails, ...staff.flatMap(({ email }) => email ?? [])])],
        zoomUserIds: [...new Set([...hostIds, ...staff.flatMap(({ hostId }) => hostId ?? [])])],
      },
      knownAs: (knownAs.get(period.groupKey) ?? [])
        .filter(({ schoolYearKey }) => schoolYearKey === null || schoolYearKey === period.schoolYearKey)
        .map(({ personId, name }) => ({ personId, name })),
      decisions: [key, ...(siblings.get(key) ?? []).map(({ siblingKey }) => siblingKey)]
        .flatMap((each) => decisions.get(each) ?? [])
        .map((row) => decisionOf(row, school)),
      isRegistrationOn,
      acceptsExactNames: acceptExactNames,
      excuses: [
        ...excuses
          .filter((excuse) => excuse.firstOn <= on && on <= excuse.lastOn)
          .filter(({ periodIds }) => periodIds === null || (JSON.parse(periodIds) as string[]).includes(id))
          .map(({ id: excuseId, personId, reason }) => ({ excuseId, personId, reason })),
        ...standing
          .filter(({ excuse }) => excuse !== null)
          .map(({ id: excuseId, personId, excuse }) => ({ excuseId, personId, reason: excuse! })),
      ].map((excuse) => ({ ...excuse, isOfficialActivity: excuse.reason === 'officialActivity' })),
      overrides: standing.flatMap(({ id: overrideId, personId, presence, isLate, hasLeftEarly, at }) =>
        presence === 'byTheRule'
          ? []
          : [
              {
                overrideId,
                personId,
                presence,
                flags: [...(isLate ? (['late'] as const) : []), ...(hasLeftEarly ? (['leftEarly'] as const) : [])],
                decidedAt: at,
              },
            ],
      ),
    }
    const judgedBy = (readIds: readonly string[], finalReadIds: readonly string[] | null): PeriodFacts => ({
      ...facts,
      runs: report.runsBy(readIds),
      finality: { liveHeadCount: null, ...report.finality, finalReadIds },
    })
    return {
      key,
      period,
      facts: judgedBy(chooseReads(report.finality), report.finality.finalReadIds),
      ownIds,
      hasMeeting,
      policyKey: policyKeys.get(rule.policyId) ?? null,
      readKeyOf: report.readKeyOf,
      notBefore: report.notBefore,
      judgedBy: (readIds) => judgedBy(readIds, readIds),
    }
  })
}

function decisionOf(
  { kind, identity: identityKey, personIds, at: decidedAt }: query.IdentityDecisionRow,
  { whoIs }: SchoolDirectory,
): IdentityDecision {
  if (kind === 'person') {
    const said = JSON.parse(personIds) as string[]
    return { kind: 'resolved', identityKey, personIds: [...new Set(said.map(whoIs))], decidedAt }
  }
  return { kind: kind === 'notAStudent' ? 'dismissed' : 'reopened', identityKey, decidedAt }
}
