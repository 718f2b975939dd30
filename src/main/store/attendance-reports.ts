import { chooseReads, type ReadSummary } from '../../shared/domain/finality.ts'
import type { ParticipantRow, Run } from '../../shared/domain/participant.ts'
import * as query from './attendance-queries.ts'
import type { Db } from './database.ts'
import { collectCursor, declinedCursor, runCursor, type CollectCursor, type RunCursor } from './reads-cursors.ts'

/** The runs of each period and what was read of them; the stays of the chosen reads come in one query. */
export function loadReports(db: Db, periods: readonly query.PeriodRow[]) {
  const runs = query.readRuns(
    db,
    periods.map(({ key }) => key),
  )
  const instanceKeys = [...new Set(runs.map(({ instanceKey }) => instanceKey))]
  const reads = Map.groupBy(query.readReads(db, instanceKeys), ({ instanceKey }) => instanceKey)
  // Equal digests are equal rows: one of them tells whether Zoom was still at work.
  const firstOfDigest = [...reads.values()].flatMap((all) => [
    ...new Map(all.toReversed().map((read) => [read.digest, read])).values(),
  ])
  const unready = new Set(
    query.readUnready(
      db,
      firstOfDigest.map(({ key }) => key),
    ),
  )
  const isUnready = new Set(
    firstOfDigest.filter(({ key }) => unready.has(key)).map(({ instanceKey, digest }) => `${instanceKey} ${digest}`),
  )
  const cursors = query.readCursors<unknown>(db, [
    ...runs.map(({ instanceId }) => runCursor(instanceId)),
    ...periods.flatMap(({ id }) => [collectCursor(id), declinedCursor(id)]),
  ])
  const runsOf = Map.groupBy(runs, ({ periodKey }) => periodKey)
  const stays = new Map<number, readonly ParticipantRow[]>()
  const loadStays = (readKeys: readonly number[]) => {
    const wanted = readKeys.filter((key) => !stays.has(key))
    if (wanted.length === 0) return
    const found = Map.groupBy(query.readStays(db, wanted), ({ readKey }) => readKey)
    for (const key of wanted) stays.set(key, (found.get(key) ?? []).map(participantOf))
  }

  const reports = new Map(
    periods.map((period) => {
      const own = runsOf.get(period.key) ?? []
      const ownReads = own.flatMap(({ instanceKey, instanceId }) =>
        (reads.get(instanceKey) ?? []).map((read) => ({ read, instanceId })),
      )
      const readKeyOf = new Map(ownReads.map(({ read }) => [read.id, read.key]))
      const idOf = new Map(ownReads.map(({ read }) => [read.key, read.id]))
      const finalKeys = JSON.parse(period.finalReadKeys ?? '[]') as number[]
      const isFinal = period.state !== null && period.state !== 'collecting'
      const collected = cursors.get(collectCursor(period.id)) as CollectCursor | undefined
      const finality = {
        runs: own.map(({ instanceId }) => ({
          runId: instanceId,
          participantsCount: (cursors.get(runCursor(instanceId)) as RunCursor | undefined)?.participantCount ?? null,
        })),
        reads: ownReads.map(({ read, instanceId }) => summaryOf(read, instanceId, isUnready)),
        lastTriedAt: collected?.lastTriedAt ?? null,
        // A period that a person closed rests on no reads until Zoom's own reports make it final.
        finalReadIds: isFinal && finalKeys.length > 0 ? finalKeys.flatMap((key) => idOf.get(key) ?? []) : null,
        declinedReadIds: (cursors.get(declinedCursor(period.id)) as string[] | undefined) ?? [],
        closedAt: period.closedAt,
        checkedAt: period.state === 'checked' ? period.computedAt : null,
        signedAt: period.state === 'signed' ? period.computedAt : null,
      }
      return [period.key, { own, readKeyOf, finality, notBefore: collected?.notBefore ?? null }] as const
    }),
  )
  // All periods' chosen reads at once.
  loadStays([...reports.values()].flatMap(({ finality, readKeyOf }) => keysOf(chooseReads(finality), readKeyOf)))

  return (period: query.PeriodRow) => {
    const { own, ...report } = reports.get(period.key)!
    return {
      ...report,
      runsBy: (readIds: readonly string[]): Run[] => {
        const chosen = keysOf(readIds, report.readKeyOf)
        loadStays(chosen)
        return own.map(({ instanceKey, instanceId, startedAt, endedAt }) => ({
          runId: instanceId,
          startedAt,
          endedAt,
          rows: (reads.get(instanceKey) ?? [])
            .filter(({ key }) => chosen.includes(key))
            .flatMap(({ key }) => stays.get(key) ?? []),
        }))
      },
    }
  }
}

const keysOf = (ids: readonly string[], keyOf: ReadonlyMap<string, number>) => ids.flatMap((id) => keyOf.get(id) ?? [])

function summaryOf(read: query.ReadRow, runId: string, isUnready: ReadonlySet<string>): ReadSummary {
  return {
    readId: read.id,
    runId,
    readAt: read.readAt,
    digest: read.digest,
    rowCount: read.rowCount,
    isComplete: true,
    hasZeroDuration: isUnready.has(`${read.instanceKey} ${read.digest}`),
  }
}

/** A stay as the domain takes it: what Zoom left out is null. */
export function participantOf(stay: query.StayRow): ParticipantRow {
  return {
    name: stay.displayName,
    email: stay.email === '' ? null : stay.email,
    registrantId: stay.registrantId === '' ? null : stay.registrantId,
    customerKey: stay.customerKey === '' ? null : stay.customerKey,
    zoomUserId: stay.zoomUserId === '' ? null : stay.zoomUserId,
    place: stay.isWaitingRoom === 1 ? 'waitingRoom' : stay.breakoutId === '' ? 'meeting' : 'breakout',
    joinedAt: stay.joinedAt,
    leftAt: stay.leftAt,
  }
}
