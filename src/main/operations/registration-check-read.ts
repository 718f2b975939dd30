import { ProblemError } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { Registrant, UserSettings, ZoomMeeting } from '../zoom/model.ts'

/** Zoom is waited for this long, in real time: a check before a class must not take longer than the class can wait. */
const readForMs = 6_000

/** What a check reads at Zoom; null for what it would not tell. */
export interface AtZoom {
  readonly meeting: ZoomMeeting
  readonly registrants: readonly Registrant[] | null
  readonly host: UserSettings | null
}

/** What reading Zoom needs. */
interface ReadDeps {
  readonly zoom: () => Promise<ZoomClient>
  readonly realClock: Clock
}

/** The meeting, its registrants and the host's rules as Zoom has them now; null where Zoom is out of reach or was never told. */
export async function readAtZoom(
  { zoom, realClock }: ReadDeps,
  { zoomMeetingId, hostId }: MeetingRow,
): Promise<AtZoom | 'gone' | null> {
  if (zoomMeetingId === null) return null
  const limit = new AbortController()
  const timeUp = realClock.sleepUntil(realClock.now() + readForMs, limit.signal).then(
    () => limit.abort(),
    () => undefined,
  )
  const { signal } = limit
  try {
    const client = await zoom()
    const [meeting, registrants, host] = await Promise.all([
      client.getMeeting(zoomMeetingId, { signal }),
      client.listRegistrants(zoomMeetingId, { signal }).catch(orNull),
      client.getUserSettings(hostId, { signal }).catch(orNull),
    ])
    return { meeting, registrants, host }
  } catch (error) {
    return error instanceof ProblemError && error.problem.kind === 'notFound' ? 'gone' : orNull(error)
  } finally {
    limit.abort()
    await timeUp
  }
}

/** Whatever Zoom says against being read is no reason not to check the rest. */
function orNull(error: unknown): null {
  if (error instanceof ProblemError) return null
  throw error
}
