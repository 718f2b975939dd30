import { figuresOf, type PeriodFigures } from './figures.ts'
import { judgeFinality, type Finality, type FinalityFacts } from './finality.ts'
import { judgeHeld, type Held, type HeldState } from './held.ts'
import { total, type Interval } from './intervals.ts'
import type { IdentityDecision } from './identity-decision.ts'
import type {
  Mark,
  MarkFlag,
  MarkNeed,
  MarkReason,
  Override,
  OverridePresence,
  PeriodExcuse,
  PresenceKind,
} from './marks.ts'
import { markFlags } from './marks.ts'
import {
  identify,
  type Hosts,
  type Identification,
  type KnownAsName,
  type Match,
  type MatchFlag,
  type Stranger,
} from './matching.ts'
import { groupParticipants, type Run } from './participant.ts'
import type { Policy } from './policy.ts'
import { isEnrolledOn, type ExpectedStudent, type SchoolIndex } from './roster.ts'
import { keptWaiting, restsOnUnconfirmed, ruleTime, type RuledTime } from './ruling.ts'
import { sightingOf, type Sighting } from './sighting.ts'
import type { LocalDate } from './time.ts'

/** Every fact that one period's marks follow from. */
export interface PeriodFacts {
  readonly periodId: string
  readonly on: LocalDate
  /** The instant of judgement, epoch ms. */
  readonly asOf: number
  /** The scheduled window, epoch ms. */
  readonly scheduled: Interval
  /** The real times that somebody accepted for this class. */
  readonly realTimes: Interval | null
  /** A person's answer to "Did this class take place?", or what the calendar says of the day. */
  readonly heldDecision: HeldState | null
  readonly policy: Policy
  /** The runs linked to the period, with the rows of the reads that are judged (`chooseReads`). */
  readonly runs: readonly Run[]
  /** The list of the teaching group; who is not enrolled on `on` gets `notEnrolled`. One entry per person. */
  readonly roster: readonly ExpectedStudent[]
  readonly school: SchoolIndex
  /** Person by registrant id, of all meetings linked to the period. */
  readonly links: ReadonlyMap<string, string>
  readonly hosts: Hosts
  readonly knownAs: readonly KnownAsName[]
  readonly decisions: readonly IdentityDecision[]
  readonly isRegistrationOn: boolean
  /** Setting: an exact unique name needs no confirmation; null for its default, which is: where registration is off. */
  readonly acceptsExactNames: boolean | null
  /** Those that cover this period. */
  readonly excuses: readonly PeriodExcuse[]
  readonly overrides: readonly Override[]
  readonly finality: Omit<FinalityFacts, 'endedAt' | 'isHostSeen' | 'headCount'>
}

/** All that follows from {@link PeriodFacts}. */
export interface Judgement {
  readonly periodId: string
  readonly held: Held
  readonly finality: Finality
  /** One per student of the roster, in its order; then visitors of other sections (`notEnrolled`), by person id. */
  readonly marks: readonly Mark[]
  readonly identified: readonly Identification[]
  /** "Who is this?" */
  readonly strangers: readonly Stranger[]
  readonly figures: PeriodFigures
}

interface Class {
  readonly facts: PeriodFacts
  /** Those of the roster who are enrolled on the day. */
  readonly expectedIds: ReadonlySet<string>
  readonly held: Held
  readonly finality: Finality
  readonly unidentified: number
}

interface Decided {
  readonly presence: PresenceKind
  readonly flags: readonly MarkFlag[]
  readonly needs: readonly MarkNeed[]
  readonly reasons: readonly MarkReason[]
}

/** Judges one class period: rows -> who -> how long -> marks. The same facts in any order give the same judgement. */
export function judgePeriod(facts: PeriodFacts): Judgement {
  const participants = groupParticipants(facts.runs.flatMap(({ rows }) => rows))
  const enrolled = facts.roster.filter((student) => isEnrolledOn(student, facts.on))
  const expectedIds = new Set(enrolled.map(({ personId }) => personId))
  const identified = identify({ ...facts, participants, expectedIds })
  const held = judgeHeld({ ...facts, decided: facts.heldDecision, identified })
  const finality = judgeFinality({
    ...facts.finality,
    endedAt: Math.max(facts.scheduled.to, held.endedAt ?? -Infinity),
    isHostSeen: held.isHostSeen,
    headCount: participants.filter(({ wasInMeeting }) => wasInMeeting).length,
  })
  const strangers = identified.filter((who) => who.kind === 'stranger')
  const the: Class = { facts, expectedIds, held, finality, unidentified: strangers.length }
  const marks = markEverybody(the, identified)
  return {
    periodId: facts.periodId,
    held,
    finality,
    marks,
    identified,
    strangers,
    figures: figuresOf(marks, held, strangers.length),
  }
}

function markEverybody(the: Class, identified: readonly Identification[]): Mark[] {
  const matches = matchesByPerson(identified)
  const overrides = latestOverrides(the.facts.overrides)
  const excuses = new Map(the.facts.excuses.map((excuse) => [excuse.personId, excuse]))
  const mark = (personId: string, student: ExpectedStudent | null): Mark =>
    markOne(the, personId, student, matches.get(personId) ?? [], excuses.get(personId), overrides.get(personId))
  const isVisitor = (personId: string): boolean =>
    !the.expectedIds.has(personId) &&
    !the.facts.school.staffIds.has(personId) &&
    !the.facts.roster.some((student) => student.personId === personId)
  const visitors = [...matches.keys()].filter(isVisitor).sort()
  return [
    ...the.facts.roster.map((student) => mark(student.personId, student)),
    ...visitors.map((personId) => mark(personId, null)),
  ]
}

function markOne(
  the: Class,
  personId: string,
  student: ExpectedStudent | null,
  matches: readonly Match[],
  excuse: PeriodExcuse | undefined,
  override: Override | undefined,
): Mark {
  const { held, facts } = the
  const sighting = sightingOf(matches, held.window)
  const ruled = ruleTime(sighting, held, facts.policy)
  const isUnconfirmed = restsOnUnconfirmed(matches, ruled, held, facts.policy)
  const decided =
    student !== null && the.expectedIds.has(personId)
      ? decide(the, student, sighting, ruled, excuse)
      : notEnrolled(student, sighting)
  const needs = isUnconfirmed ? [...decided.needs, 'unconfirmed' as const] : decided.needs
  const reasons = [...decided.reasons]
  if (isUnconfirmed) reasons.push({ code: 'unconfirmed', evidence: sighting.evidence! })
  for (const code of doubtsOf(matches)) reasons.push({ code })
  if (excuse !== undefined) {
    const code = excuse.isOfficialActivity ? 'officialActivity' : 'excused'
    reasons.push({ code, excuseId: excuse.excuseId, reason: excuse.reason })
  }
  const isOverridden = override !== undefined && isInForce(override, decided.presence, held)
  if (isOverridden) reasons.push({ code: 'override', overrideId: override.overrideId })
  return {
    personId,
    presence: isOverridden ? override.presence : decided.presence,
    flags: isOverridden && mayCountAgainst(held) ? flagsOf(override) : decided.flags,
    excuse: excuse ?? null,
    byRule: { presence: decided.presence, flags: decided.flags },
    overrideId: isOverridden ? override.overrideId : null,
    needs: isOverridden ? [] : needs,
    reasons,
    isUnconfirmed: isUnconfirmed && !isOverridden,
    ...sighting,
  }
}

/** What deserves a second look of who this student was, unless a person has looked already. */
function doubtsOf(matches: readonly Match[]): MatchFlag[] {
  const unseen = matches.filter(({ evidence }) => evidence !== 'decision')
  const flagged = (flag: MatchFlag) => unseen.filter(({ flags }) => flags.includes(flag)).length
  return [
    ...(flagged('sameStudentTwoNames') > 1 ? (['sameStudentTwoNames'] as const) : []),
    ...(flagged('nameFitsElsewhere') > 0 ? (['nameFitsElsewhere'] as const) : []),
  ]
}

/**
 * An override wins over every computation. It does not make a mark where there is none to make: who is not enrolled has
 * none, and a class that did not take place counts against nobody, whatever was marked before that was known.
 */
function isInForce(
  override: Override,
  byRule: PresenceKind,
  held: Held,
): override is Override & { readonly presence: OverridePresence } {
  if (override.presence === null || byRule === 'notEnrolled') return false
  return mayCountAgainst(held) || override.presence === 'present'
}

/** Only a class that was held, or of which nobody has said whether it was, can count against anybody. */
function mayCountAgainst({ state }: Held): boolean {
  return state === 'held' || state === 'unknown'
}

/** From what the rule says to what may be said: only a held class, finally read, makes a student absent. */
function decide(
  the: Class,
  student: ExpectedStudent,
  sighting: Sighting,
  ruled: RuledTime,
  excuse: PeriodExcuse | undefined,
): Decided {
  const { held, facts } = the
  const notHeld = decideUnlessHeld(held, sighting, ruled)
  if (notHeld !== null) return notHeld
  const waiting = keptWaiting(sighting, ruled, held, facts.policy)
  const needs: MarkNeed[] = []
  const reasons: MarkReason[] = [...ruled.reasons]
  if (waiting !== null) {
    needs.push('keptWaiting')
    reasons.push(waiting)
  }
  if (sighting.isSeen) addAllowances(reasons, held)
  if (excuse?.isOfficialActivity) return { presence: 'present', flags: [], needs: [], reasons }
  if (ruled.presence !== 'none') return { presence: ruled.presence, flags: ruled.flags, needs, reasons }
  if (!sighting.isSeen && student.link !== 'works' && student.link !== 'notNeeded') {
    needs.push('noWorkingLink')
    reasons.push({ code: 'noWorkingLink', link: student.link })
  }
  const open = whyNotAbsentYet(the)
  const isAbsent = open.length === 0 && needs.length === 0
  return { presence: isAbsent ? 'absent' : 'notSeenYet', flags: [], needs, reasons: [...reasons, ...open] }
}

function whyNotAbsentYet({ held, finality, unidentified }: Class): MarkReason[] {
  const reasons: MarkReason[] = []
  if (held.state !== 'held') reasons.push({ code: 'held', state: held.state, question: held.question })
  else if (!held.hasReport) reasons.push({ code: 'noReport' })
  if (finality.state === 'collecting') reasons.push({ code: 'notFinal', missing: finality.missing })
  if (unidentified > 0) reasons.push({ code: 'unidentifiedPeople', count: unidentified })
  return reasons
}

/** Null where the rule goes on: a held class, and one of which nobody has said whether it was held. */
function decideUnlessHeld(held: Held, sighting: Sighting, ruled: RuledTime): Decided | null {
  if (mayCountAgainst(held)) return null
  const reasons: MarkReason[] = [{ code: 'held', state: held.state, question: null }]
  // A class kept on a suspended day can count for a student, never against.
  const countsFor = held.state === 'suspended' || held.state === 'asynchronous'
  if (countsFor && ruled.presence === 'present') {
    return { presence: 'present', flags: [], needs: [], reasons: [ruled.reasons[0]!, ...reasons] }
  }
  if (sighting.isSeen) reasons.push(came('cameThoughNotHeld', sighting))
  return { presence: 'notHeld', flags: [], needs: [], reasons }
}

function addAllowances(reasons: MarkReason[], held: Held): void {
  if (held.restartGaps.length > 0) reasons.push({ code: 'restartIgnored', seconds: total(held.restartGaps) / 1000 })
  if (held.closedDoors.length > 0) reasons.push({ code: 'closedDoorIgnored', seconds: total(held.closedDoors) / 1000 })
  if (held.massDrops.length > 0) reasons.push({ code: 'massDropIgnored', seconds: total(held.massDrops) / 1000 })
  if (held.isByRealTimes) reasons.push({ code: 'judgedByRealTimes', from: held.window.from, to: held.window.to })
}

function notEnrolled(student: ExpectedStudent | null, sighting: Sighting): Decided {
  const reasons: MarkReason[] = [
    { code: 'notEnrolled', firstOn: student?.firstOn ?? null, lastOn: student?.lastOn ?? null },
  ]
  if (sighting.isSeen) reasons.push(came('cameThoughNotEnrolled', sighting))
  return { presence: 'notEnrolled', flags: [], needs: [], reasons }
}

function came(code: 'cameThoughNotHeld' | 'cameThoughNotEnrolled', { stays, waitedSeconds }: Sighting): MarkReason {
  return { code, inMeetingSeconds: total(stays) / 1000, waitedSeconds }
}

function matchesByPerson(identified: readonly Identification[]): Map<string, Match[]> {
  const matches = new Map<string, Match[]>()
  for (const who of identified) {
    if (who.kind !== 'matched') continue
    for (const personId of who.personIds) {
      const there = matches.get(personId)
      if (there === undefined) matches.set(personId, [who])
      else there.push(who)
    }
  }
  return matches
}

function latestOverrides(overrides: readonly Override[]): Map<string, Override> {
  const latest = new Map<string, Override>()
  for (const override of overrides) {
    const other = latest.get(override.personId)
    const isLater =
      other === undefined ||
      override.decidedAt > other.decidedAt ||
      (override.decidedAt === other.decidedAt && override.overrideId > other.overrideId)
    if (isLater) latest.set(override.personId, override)
  }
  return latest
}

function flagsOf({ presence, flags }: Override): MarkFlag[] {
  return presence === 'absent' ? [] : markFlags.filter((flag) => flags.includes(flag))
}
