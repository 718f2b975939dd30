import type { HostWrites } from '../../shared/contract/meeting-preview.ts'
import { day, toIso } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { OutboxStore, WaitingWrite } from '../store/outbox.ts'
import type { ZoomClient } from '../zoom/client.ts'
import { confirmedOf } from './meeting-draft.ts'
import { isSeries, ruleOf } from './meeting-series.ts'

/** Zoom's number of creates and updates per host and UTC day, for when no account is there to ask (zoom-facts section 2). */
const usualLimit = 100

/** What telling of the quota needs. */
export interface HostWritesDeps {
  readonly outbox: OutboxStore
  /** The client of the connected account, which remembers what it sent. */
  readonly zoom: () => Promise<ZoomClient>
  readonly clock: Clock
}

/** A host of whom more is asked than waits already: so many creates and updates. */
export interface MoreWrites {
  readonly hostId: string
  readonly name: string
  readonly count: number
}

/**
 * How much of Zoom's daily quota each host has used, and needs for what waits and for `more`, by the host's name. Asks
 * nothing of Zoom: what other apps sent for a host is not known. A host of whom nothing is needed is left out.
 */
export async function forecastWrites(deps: HostWritesDeps, more: readonly MoreWrites[] = []): Promise<HostWrites[]> {
  const now = deps.clock.now()
  const hosts = await weigh(deps, await deps.outbox.waitingWrites(now), more, now)
  return hosts.toSorted((a, b) => a.name.localeCompare(b.name))
}

/** The same for one host alone. */
export async function forecastHost(deps: HostWritesDeps, more: MoreWrites): Promise<HostWrites> {
  const now = deps.clock.now()
  const [host] = await weigh(deps, await deps.outbox.waitingWrites(now, more.hostId), [more], now)
  return host!
}

async function weigh(
  deps: HostWritesDeps,
  waiting: readonly WaitingWrite[],
  more: readonly MoreWrites[],
  now: number,
): Promise<HostWrites[]> {
  const needs = new Map<string, { name: string; needed: number }>()
  const add = (hostId: string, name: string, count: number) =>
    needs.set(hostId, { name, needed: (needs.get(hostId)?.needed ?? 0) + count })
  for (const write of waiting) {
    add(write.meeting.hostId, write.meeting.hostName, callsFor(write))
  }
  for (const { hostId, name, count } of more) add(hostId, name, count)
  const client = await clientOrNull(deps)
  return Promise.all(
    [...needs].map(async ([hostId, { name, needed }]): Promise<HostWrites> => {
      const { count, limit, closedUntil } = (await client?.hostWrites(hostId)) ?? {
        count: 0,
        limit: usualLimit,
        closedUntil: null,
      }
      // Where Zoom itself has said no, whatever was counted here is too little.
      const usedToday = closedUntil === null ? count : Math.max(count, limit)
      const resumesAt = usedToday + needed <= limit ? null : toIso((Math.floor(now / day) + 1) * day)
      return { hostId, name, usedToday, limit, needed, resumesAt }
    }),
  )
}

/** On how many UTC days at the most so much is sent: 1 is today alone. */
export const quotaDays = ({ usedToday, limit, needed }: Pick<HostWrites, 'usedToday' | 'limit' | 'needed'>): number =>
  1 + Math.max(0, Math.ceil((usedToday + needed - limit) / limit))

/**
 * How many calls that Zoom counts one entry takes: the create or the change of the whole, and one for each date that is
 * moved beside it. Deleting a date is free.
 */
function callsFor({ action, meeting, movedCount, otherwiseCount }: WaitingWrite): number {
  if (!isSeries(meeting)) return 1
  const rule = confirmedOf(meeting)?.rule
  const isPlannedAnew = action === 'create' || (rule !== undefined && rule !== ruleOf(meeting))
  return 1 + (isPlannedAnew ? movedCount : otherwiseCount)
}

/** Offline, switched off or not connected, what is needed can be told all the same. */
async function clientOrNull({ zoom }: HostWritesDeps): Promise<ZoomClient | null> {
  try {
    return await zoom()
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}
