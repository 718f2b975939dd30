import { judgePeriod, type Judgement } from '../../shared/domain/attendance.ts'
import { figuresOf } from '../../shared/domain/figures.ts'
import { compareMarks, type Mark, type MarkReason } from '../../shared/domain/marks.ts'
import type { PeriodFigures } from '../../shared/contract/attendance.ts'
import type { PeriodCase } from './attendance-facts.ts'
import type { SchoolDirectory } from './attendance-school.ts'
import { bit, strangersOf, type KeptStranger, type StrangerRecord } from './attendance-strangers.ts'

/*
 * From a judgement to the rows that are kept of it. Rows are compared as they are stored, so everything here is plain
 * text and numbers in a fixed order.
 */

/** A row of `marks` but for its period and when it was computed. */
export interface MarkRecord {
  readonly personKey: number
  readonly presence: string
  readonly isLate: 0 | 1
  readonly hasLeftEarly: 0 | 1
  readonly excuse: string | null
  readonly seconds: number
  readonly firstInAt: number | null
  readonly lastOutAt: number | null
  readonly evidence: string | null
  readonly isUnconfirmed: 0 | 1
  readonly hadNoWorkingLink: 0 | 1
  readonly reasons: string
  readonly ruled: string | null
  readonly proposed: string | null
}

/** A row of `matches` but for its period. */
export interface MatchRecord {
  readonly identity: string
  readonly personKey: number
  readonly evidence: string
  readonly isUnconfirmed: 0 | 1
}

/** A row of `period_states` but for its period, who closed it and when it was computed. */
export interface StateRecord {
  readonly state: string
  readonly held: string
  readonly finalAt: number | null
  readonly finalReadKeys: string
  readonly nextReadAt: number | null
  readonly waitsFor: string
  readonly figures: string
  readonly heldFrom: number | null
  readonly heldTo: number | null
  readonly realFrom: number | null
  readonly realTo: number | null
  readonly proposedChanges: number
  readonly policyKey: number | null
}

/** All that is kept of one judged period. */
export interface PeriodRecords {
  readonly state: StateRecord
  readonly marks: readonly MarkRecord[]
  readonly matches: readonly MatchRecord[]
  readonly strangers: readonly StrangerRecord[]
}

/** Judges one period and writes the judgement down. `keptStrangers` are the rows kept until now: a decided one keeps its reason. */
export function recordsOf(
  each: PeriodCase,
  { keyOf }: SchoolDirectory,
  keptStrangers: ReadonlyMap<string, KeptStranger>,
): PeriodRecords {
  const judgement = judgePeriod(each.facts)
  const marks = ownMarks(each, judgement)
  const changes = changesOf(each, judgement, marks)
  const proposed = new Map(changes.map(({ personId, after }) => [personId, after]))
  const noLink = new Set(
    each.facts.roster.filter(({ link }) => link !== 'works' && link !== 'notNeeded').map(({ personId }) => personId),
  )
  const isMarked = new Set(marks.map(({ personId }) => personId))
  return {
    state: stateOf(each, judgement, marks, changes.length),
    marks: marks.flatMap((mark) => {
      const personKey = keyOf.get(mark.personId)
      return personKey === undefined
        ? []
        : [markRecord(mark, personKey, noLink.has(mark.personId), proposed.get(mark.personId) ?? null)]
    }),
    matches: judgement.identified.flatMap((who) =>
      who.kind === 'matched'
        ? who.personIds
            .filter((personId) => isMarked.has(personId))
            .map((personId) => ({
              identity: who.participant.identityKey,
              personKey: keyOf.get(personId)!,
              evidence: who.evidence,
              isUnconfirmed: bit(who.isUnconfirmed),
            }))
        : [],
    ),
    strangers: strangersOf(judgement, marks, keptStrangers),
  }
}

/** Of merged sections each period keeps its own students; guests of neither are shown in both. */
function ownMarks({ ownIds, facts }: PeriodCase, { marks }: Judgement): readonly Mark[] {
  if (facts.roster.length === ownIds.size) return marks
  const others = new Set(facts.roster.map(({ personId }) => personId).filter((personId) => !ownIds.has(personId)))
  return marks.filter(({ personId }) => !others.has(personId))
}

/** What the marks would become by the reads that came after the final ones. */
function changesOf(each: PeriodCase, { finality }: Judgement, marks: readonly Mark[]) {
  if (finality.changedReadIds.length === 0) return []
  return compareMarks(marks, ownMarks(each, judgePeriod(each.judgedBy(readsWithChanges(each, finality))))).filter(
    ({ before, after }) => before !== null && after !== null,
  )
}

/** The judged reads, each replaced by the changed one of its run where there is one. */
export function readsWithChanges(
  { facts }: PeriodCase,
  { judgedReadIds, changedReadIds }: Pick<Judgement['finality'], 'judgedReadIds' | 'changedReadIds'>,
): string[] {
  const runOf = new Map(facts.finality.reads.map(({ readId, runId }) => [readId, runId]))
  const byRun = new Map([...judgedReadIds, ...changedReadIds].map((readId) => [runOf.get(readId), readId]))
  return [...byRun.values()].toSorted()
}

function stateOf(each: PeriodCase, judgement: Judgement, marks: readonly Mark[], proposedChanges: number): StateRecord {
  const { held, finality } = judgement
  const { period, facts } = each
  const isFinal = finality.state !== 'collecting'
  const restsOnReads = isFinal && !finality.isClosedByPerson
  const finalReadKeys = restsOnReads ? finality.judgedReadIds.map((id) => each.readKeyOf.get(id)!) : []
  const planned = finality.nextReadAt
  return {
    state: finality.state,
    held: held.state,
    finalAt: isFinal ? (period.finalAt ?? period.closedAt ?? facts.asOf) : null,
    finalReadKeys: JSON.stringify(finalReadKeys.toSorted((a, b) => a - b)),
    nextReadAt: !each.hasMeeting || planned === null ? null : Math.max(planned, each.notBefore ?? planned),
    waitsFor: JSON.stringify([
      ...(held.question === null ? [] : [held.question]),
      ...(isFinal ? [] : finality.missing),
    ]),
    figures: JSON.stringify(figuresOfOwn(judgement, marks)),
    heldFrom: held.heldTime[0]?.from ?? null,
    heldTo: held.heldTime.at(-1)?.to ?? null,
    realFrom: held.offSchedule?.realWindow.from ?? null,
    realTo: held.offSchedule?.realWindow.to ?? null,
    proposedChanges,
    policyKey: each.policyKey,
  }
}

/** The figures of the period's own students, in the contract's words. */
function figuresOfOwn(judgement: Judgement, marks: readonly Mark[]): PeriodFigures {
  const { held, strangers, figures } = judgement
  const all = marks === judgement.marks ? figures : figuresOf(marks, held, strangers.length)
  const { expected, came, present, late, leftEarly, partial, absent, notSeenYet, excused } = all
  return {
    expected,
    came,
    present,
    late,
    leftEarly,
    partial,
    absent,
    notSeenYet,
    excused,
    attendanceRate: all.attendanceRate,
    averageSeconds: all.averageSeconds,
    totalSeconds: all.totalSeconds,
    unidentified: all.unidentified,
  }
}

function markRecord(mark: Mark, personKey: number, hadNoWorkingLink: boolean, proposed: Mark | null): MarkRecord {
  return {
    personKey,
    presence: mark.presence,
    isLate: bit(mark.flags.includes('late')),
    hasLeftEarly: bit(mark.flags.includes('leftEarly')),
    excuse: mark.excuse?.reason ?? null,
    seconds: mark.presentSeconds,
    firstInAt: mark.firstInAt,
    lastOutAt: mark.lastOutAt,
    evidence: mark.evidence,
    isUnconfirmed: bit(mark.isUnconfirmed && mark.overrideId === null),
    hadNoWorkingLink: bit(hadNoWorkingLink),
    reasons: JSON.stringify(mark.reasons.map(reasonOf)),
    ruled: mark.overrideId === null ? null : JSON.stringify(threeFacts(mark.byRule)),
    proposed: proposed === null ? null : JSON.stringify(threeFacts(proposed)),
  }
}

const threeFacts = ({ presence, flags }: Pick<Mark, 'presence' | 'flags'>) => ({
  presence,
  isLate: flags.includes('late'),
  hasLeftEarly: flags.includes('leftEarly'),
})

/** A reason as the contract has it: the code, its numbers, and words of closed lists. Ids stay behind. */
function reasonOf({ code, ...rest }: MarkReason): { code: string; numbers: Record<string, number>; words: object } {
  const numbers: Record<string, number> = {}
  const words: Record<string, string> = {}
  for (const [name, value] of Object.entries(rest) as [string, unknown][]) {
    if (typeof value === 'number') numbers[name] = value
    else if (typeof value === 'string' && !name.endsWith('Id')) words[name] = value
    else if (Array.isArray(value)) words[name] = value.join(' ')
  }
  return { code, numbers, words }
}
