import { day, hour, minute } from './time.ts'

/** How far a period's attendance has come. */
export const periodStates = ['collecting', 'final', 'checked', 'signed'] as const
/** One state of a period's attendance. */
export type PeriodState = (typeof periodStates)[number]

/** What may still keep a report from being final. */
export const missingForFinalKinds = [
  'thirtyMinutesAfterEnd',
  'twoEqualReads',
  'rows',
  'durations',
  'allPages',
  'host',
  'headCount',
] as const
/** One thing that is missing. */
export type MissingForFinal = (typeof missingForFinalKinds)[number]

/** One attempt to read the report of one run. */
export interface ReadSummary {
  readonly readId: string
  readonly runId: string
  /** Epoch ms. */
  readonly readAt: number
  /** Same digest, same rows, whatever their order. */
  readonly digest: string
  readonly rowCount: number
  /** Read to its last page. */
  readonly isComplete: boolean
  /** A row whose join and leave are the same: Zoom is still at work (zoom-facts section 4). */
  readonly hasZeroDuration: boolean
}

/** A run whose report the marks depend on. */
export interface RunToRead {
  readonly runId: string
  /** How many people Zoom counts in it; null when it did not say. Zoom gives no report of one person alone. */
  readonly participantsCount: number | null
}

/** What finality depends on. */
export interface FinalityFacts {
  /** The later of the scheduled end and the last run's end, epoch ms. */
  readonly endedAt: number
  /** All runs linked to the period. */
  readonly runs: readonly RunToRead[]
  /** Of these runs, in any order. */
  readonly reads: readonly ReadSummary[]
  /** When Zoom was last asked, even if there was nothing to read; null for never. Epoch ms. */
  readonly lastTriedAt: number | null
  /** A host, alternative host or teacher was in the meeting, by the latest reads. */
  readonly isHostSeen: boolean
  /** Distinct participants in the meeting by the latest reads. */
  readonly headCount: number
  /** Distinct participants by live events; null when none were heard. */
  readonly liveHeadCount: number | null
  /** The reads that the final marks rest on; null while collecting. */
  readonly finalReadIds: readonly string[] | null
  /** Later reads whose change a person did not take; the same content is not proposed again. */
  readonly declinedReadIds: readonly string[]
  /** A person closed the period, with a reason. Epoch ms. */
  readonly closedAt: number | null
  readonly checkedAt: number | null
  readonly signedAt: number | null
}

/** Where a period stands. */
export interface Finality {
  readonly state: PeriodState
  /** Final by a person's word and not by the reports. */
  readonly isClosedByPerson: boolean
  /** What final waits for, or what was missing when a person closed the period. */
  readonly missing: readonly MissingForFinal[]
  /** When Zoom should be asked again, epoch ms (in the past: now); null when no more reads are planned. */
  readonly nextReadAt: number | null
  /** The reads that the marks are judged by, one per run that has a complete one. */
  readonly judgedReadIds: readonly string[]
  /** Later sound reads that say something else than the final ones: to be proposed, never applied silently. */
  readonly changedReadIds: readonly string[]
}

const equalReadsApart = 20 * minute
const finalAfterEnd = 30 * minute
const retryIncompleteAfter = 30 * minute
// A report that still changes long after the class is asked for rarely, else an unstable one is asked for for ever.
const retryChangedAfter = 6 * hour
// The first two are for the screen; the last three look for what Zoom corrects later, and happen in any case.
const readsWhileOpen = [2, 10, 30, 50, 80, 120, 180].map((minutes) => minutes * minute)
const readsInAnyCase = [6 * hour, 24 * hour, 14 * day]
const allReads = [...readsWhileOpen, ...readsInAnyCase]

/** Judges how final a period's attendance is (domain section 3). */
export function judgeFinality(facts: FinalityFacts): Finality {
  const missing = missingForFinal(facts)
  const isFinal = facts.finalReadIds !== null || missing.length === 0
  const isClosedByPerson = facts.closedAt !== null && !isFinal
  const judged = chooseReads(facts)
  return {
    state: stateOf(facts, isFinal),
    isClosedByPerson,
    missing: facts.finalReadIds !== null ? [] : missing,
    nextReadAt: nextRead(facts, isFinal || isClosedByPerson, missing),
    judgedReadIds: judged,
    changedReadIds: changedReads(facts, judged),
  }
}

/**
 * The reads that the marks are judged by: those they were made final with; else the latest complete one of each run
 * (of those that a person saw, once they closed the period).
 */
export function chooseReads(facts: Pick<FinalityFacts, 'reads' | 'finalReadIds' | 'closedAt'>): string[] {
  if (facts.finalReadIds !== null) return [...facts.finalReadIds]
  const until = facts.closedAt ?? Infinity
  const chosen = latestPerRun(facts.reads.filter(({ isComplete, readAt }) => isComplete && readAt <= until))
  return [...chosen.values()].map(({ readId }) => readId).sort()
}

/** When the first read of a period is due: 2 minutes after its end. Epoch ms. */
export function firstReadAt(endedAt: number): number {
  return endedAt + readsWhileOpen[0]!
}

function stateOf({ signedAt, checkedAt, closedAt }: FinalityFacts, isFinal: boolean): PeriodState {
  if (signedAt !== null) return 'signed'
  if (checkedAt !== null) return 'checked'
  return isFinal || closedAt !== null ? 'final' : 'collecting'
}

function missingForFinal(facts: FinalityFacts): MissingForFinal[] {
  const perRun = facts.runs.map((run) => {
    const reads = completeReadsOf(facts, run.runId)
    return { run, latest: reads.at(-1), equalSince: equalSince(reads) }
  })
  const isAlone = ({ participantsCount }: RunToRead): boolean => participantsCount !== null && participantsCount <= 1
  const checks: Record<MissingForFinal, boolean> = {
    thirtyMinutesAfterEnd: perRun.every(({ latest }) => (latest?.readAt ?? -Infinity) >= facts.endedAt + finalAfterEnd),
    twoEqualReads: perRun.every((each) => (each.latest?.readAt ?? 0) - (each.equalSince ?? 0) >= equalReadsApart),
    rows:
      perRun.some(({ latest }) => (latest?.rowCount ?? 0) > 0) &&
      perRun.every(({ run, latest }) => (latest?.rowCount ?? 0) > 0 || isAlone(run)),
    durations: perRun.every(({ latest }) => latest !== undefined && !latest.hasZeroDuration),
    allPages: perRun.every(({ latest }) => latest !== undefined),
    host: facts.isHostSeen,
    headCount: facts.liveHeadCount === null || facts.headCount >= facts.liveHeadCount,
  }
  // Without a run every "every" holds, and nothing was read.
  const isNothingRead = facts.runs.length === 0
  return missingForFinalKinds.filter(
    (kind) => !checks[kind] || (isNothingRead && kind !== 'host' && kind !== 'headCount'),
  )
}

// A read that broke off says nothing, neither for nor against.
function completeReadsOf(facts: FinalityFacts, runId: string): ReadSummary[] {
  return facts.reads.filter((read) => read.runId === runId && read.isComplete).sort(byReadAt)
}

// Since when one run's reads, without another in between, have said the same as the latest; null without a read.
function equalSince(sorted: readonly ReadSummary[]): number | null {
  const latest = sorted.at(-1)
  if (latest === undefined) return null
  const lastOther = sorted.findLastIndex(({ digest }) => digest !== latest.digest)
  return sorted[lastOther + 1]!.readAt
}

function nextRead(facts: FinalityFacts, isSettled: boolean, missing: readonly MissingForFinal[]): number | null {
  const last = Math.max(facts.lastTriedAt ?? -Infinity, ...facts.reads.map(({ readAt }) => readAt))
  const plan = isSettled ? readsInAnyCase : allReads
  const candidates = plan.map((after) => facts.endedAt + after).filter((at) => at > last)
  if ([...latestPerRun(facts.reads).values()].some(({ isComplete }) => !isComplete)) {
    candidates.push(last + retryIncompleteAfter)
  }
  // An app that was closed reads late: the second, equal read need not wait for the plan's next day.
  const isOnlyTimeMissing = missing.every((kind) => kind === 'twoEqualReads' || kind === 'thirtyMinutesAfterEnd')
  if (!isSettled && isOnlyTimeMissing) {
    const wait = facts.runs.some(({ runId }) => hasJustChanged(completeReadsOf(facts, runId)))
      ? retryChangedAfter
      : equalReadsApart
    candidates.push(Math.max(last + wait, facts.endedAt + finalAfterEnd))
  }
  return candidates.length === 0 ? null : Math.min(...candidates)
}

function hasJustChanged(sorted: readonly ReadSummary[]): boolean {
  return sorted.length > 1 && sorted.at(-1)!.digest !== sorted.at(-2)!.digest
}

function changedReads(facts: FinalityFacts, judgedReadIds: readonly string[]): string[] {
  if (facts.finalReadIds === null && facts.closedAt === null) return []
  const judged = new Map<string, ReadSummary>()
  const declined = new Set<string>()
  for (const read of facts.reads) {
    if (judgedReadIds.includes(read.readId)) judged.set(read.runId, read)
    if (facts.declinedReadIds.includes(read.readId)) declined.add(contentOf(read))
  }
  return [...latestPerRun(facts.reads.filter(isSound)).values()]
    .filter((later) => {
      const before = judged.get(later.runId)
      if (declined.has(contentOf(later))) return false
      return before === undefined || (later.readAt > before.readAt && later.digest !== before.digest)
    })
    .map(({ readId }) => readId)
    .sort()
}

function contentOf({ runId, digest }: ReadSummary): string {
  return `${runId} ${digest}`
}

// An outage returns empty or half-made reports for days (zoom-facts section 4): such a read proposes nothing.
function isSound(read: ReadSummary): boolean {
  return read.isComplete && read.rowCount > 0 && !read.hasZeroDuration
}

function latestPerRun(reads: readonly ReadSummary[]): Map<string, ReadSummary> {
  const latest = new Map<string, ReadSummary>()
  for (const read of [...reads].sort(byReadAt)) latest.set(read.runId, read)
  return latest
}

function byReadAt(a: ReadSummary, b: ReadSummary): number {
  return a.readAt - b.readAt || (a.readId < b.readId ? -1 : 1)
}
