import { ProblemError } from '../../shared/problem.ts'
import type { Log } from '../ports.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { ListedMeeting, ZoomMeeting } from '../zoom/model.ts'

/** What a round reads with, and has read. */
export interface Reading {
  readonly client: ZoomClient
  readonly signal: AbortSignal | undefined
  readonly log: Log
  /** Meetings that are being read or were, by number: one that two hosts have to do with is read once. */
  readonly reading: Map<string, Promise<ZoomMeeting | 'gone' | 'unknown'>>
}

/** Zoom's "meeting does not exist, or has expired". */
const meetingGone = 3001

/** A host's meetings to come; none of a host who is gone, null where Zoom does not give the list. */
export async function listOf(
  { client, signal, log }: Reading,
  hostId: string,
): Promise<readonly ListedMeeting[] | null> {
  try {
    return await client.listMeetings(hostId, 'upcoming', { signal })
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { kind } = error.problem
    if (kind === 'notFound') return []
    if (kind !== 'zoomRefused') throw error
    log.warn('sync.listRefused', { kind, code: client.zoomCode(error) })
    return null
  }
}

/** A meeting, read once a round; `gone` when Zoom has none of that number, `unknown` when it would not say. */
export function readOnce(round: Reading, number: string): Promise<ZoomMeeting | 'gone' | 'unknown'> {
  const reading = round.reading.get(number) ?? readMeeting(round, number)
  round.reading.set(number, reading)
  return reading
}

async function readMeeting(
  { client, signal, log }: Reading,
  number: string,
): Promise<ZoomMeeting | 'gone' | 'unknown'> {
  try {
    return await client.getMeeting(number, { signal })
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { kind } = error.problem
    if (kind === 'notFound' && client.zoomCode(error) === meetingGone) return 'gone'
    if (kind !== 'notFound' && kind !== 'zoomRefused') throw error
    log.warn('sync.meetingRefused', { kind, code: client.zoomCode(error) })
    return 'unknown'
  }
}
