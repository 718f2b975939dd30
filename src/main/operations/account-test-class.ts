import type { TestClass } from '../../shared/contract/account.ts'
import { buildAgenda, parseAgenda, referenceOf } from '../../shared/domain/meeting.ts'
import { hour, minute, toIso } from '../../shared/domain/time.ts'
import { ProblemError, type Problem } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { SystemStore } from '../store/system.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { MeetingDraft, ZoomMeeting } from '../zoom/model.ts'
import { searchGapMs } from './outbox-create.ts'

const topic = 'Homeroom test class'
const durationMinutes = 30
/** The test class begins on a full five minutes, at least an hour from now: nobody meets it by accident. */
const startStep = 5 * minute
const lease = 'testClass'
/** How long a run is thought to go on after its last sign of life, in real time. */
const leaseMs = minute

/** What sending a test class needs. */
export interface TestClassDeps {
  readonly store: SystemStore
  readonly hosts: HostsStore
  /** The client of the connected account. Raises `notConnected`, `notEnabled`. */
  readonly zoom: () => Promise<ZoomClient>
  readonly timeZone: () => string
  readonly clock: Clock
  /** Never the practice school's: a jump must not end the lease of a living run. */
  readonly realClock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** A test class that was sent and is not known to be gone: kept from before the create until after the delete. */
interface Left {
  /** The first token of its agenda, by which it is found when its number is not known. */
  readonly reference: string
  readonly hostId: string
  readonly sentAt: number
  /** Null until Zoom's answer told it. */
  readonly zoomMeetingId: string | null
  /** When a search first found nothing, or null. Lists may lag, so one search alone proves nothing. */
  readonly missedAt: number | null
}

/** Sending test classes, and what may be left of them. */
export interface TestClasses {
  readonly send: (input: { readonly hostId?: string | undefined }) => Promise<TestClass>
  /** Test classes that may still be at Zoom. */
  readonly left: () => Promise<readonly Pick<Left, 'zoomMeetingId' | 'sentAt'>[]>
}

/** One meeting made at Zoom, read back and deleted; whatever happens in between, the next run knows what to look for. */
export function createTestClasses(deps: TestClassDeps): TestClasses {
  const { store, clock, realClock, newId, log } = deps

  /** What is left belongs to one Zoom account: in another one there is nothing to look for. */
  const nameOfLeft = async () => `test-classes/${(await store.findAccount())?.accountId ?? 'practice'}`
  const listLeft = async () => (await store.findCursor<readonly Left[]>(await nameOfLeft())) ?? []
  const keep = async (left: Left) => {
    const others = (await listLeft()).filter(({ reference }) => reference !== left.reference)
    await store.keepCursor(await nameOfLeft(), [...others, left], clock.now())
  }
  const forget = async ({ reference }: Left) => {
    const others = (await listLeft()).filter((left) => left.reference !== reference)
    await store.keepCursor(await nameOfLeft(), others, clock.now())
  }

  /** One run at a time on this data folder: two would take each other's class for a leftover. */
  const alone = async <T>(run: (goOn: () => Promise<void>) => Promise<T>): Promise<T> => {
    const owner = newId()
    const hold = () => store.holdLease(lease, owner, realClock.now(), realClock.now() + leaseMs)
    if (!(await hold())) {
      throw new ProblemError('inUse', 'Another test class is on its way.', {
        fix: 'Wait a minute, then send it again.',
      })
    }
    try {
      return await run(async () => void (await hold()))
    } finally {
      await store.releaseLease(lease, owner)
    }
  }

  const idsOf = async (client: ZoomClient, { hostId, reference }: Left): Promise<string[]> => {
    const listed = await listOf(client, hostId)
    return [...new Set(listed.filter(({ agenda }) => parseAgenda(agenda)?.reference === reference).map(({ id }) => id))]
  }

  /** Deletes what earlier runs left; returns how many there were. Raises what kept Zoom from it, with the meeting's number. */
  const sweep = async (client: ZoomClient, goOn: () => Promise<void>): Promise<number> => {
    let deleted = 0
    for (const left of await listLeft()) {
      await goOn()
      const ids = left.zoomMeetingId === null ? await idsOf(client, left) : [left.zoomMeetingId]
      for (const meetingId of ids) {
        const { value, problem } = await attempt(client.deleteMeeting({ meetingId, hostId: left.hostId }))
        if (problem !== null) throw raise(notDeleted(meetingId, problem))
        if (value === 'deleted') deleted += 1
      }
      const now = clock.now()
      if (ids.length > 0 || (left.missedAt !== null && now - left.missedAt >= searchGapMs)) await forget(left)
      else if (left.missedAt === null) await keep({ ...left, missedAt: now })
    }
    if (deleted > 0) log.info('testClass.leftoversDeleted', { count: deleted })
    return deleted
  }

  /** The number of the meeting that Zoom made. Raises what Zoom said when it made none, and `zoomUnavailable` when nobody knows. */
  const make = async (client: ZoomClient, left: Left, draft: MeetingDraft): Promise<string> => {
    try {
      return (await client.createMeeting(left.hostId, draft)).id
    } catch (error) {
      if (error instanceof ProblemError && !client.isAnswerUnknown(error)) {
        await forget(left)
        throw error
      }
      log.warn('testClass.answerLost')
      const { value } = await attempt(idsOf(client, left))
      const [found] = value ?? []
      if (found !== undefined) return found
      if (value !== null) await keep({ ...left, missedAt: clock.now() })
      throw unknownOutcome(error)
    }
  }

  const hostOf = async (client: ZoomClient, hostId: string | undefined): Promise<string> => {
    if (hostId === undefined) return (await client.me()).id
    const host = await deps.hosts.find(hostId)
    if (host !== null) return host.hostId
    throw new ProblemError('notFound', 'This host is not in the list of the Zoom account.', {
      field: 'hostId',
      fix: 'Read the list of hosts again and choose another.',
    })
  }

  const send: TestClasses['send'] = async ({ hostId }) => {
    const client = await deps.zoom()
    return alone(async (goOn) => {
      const leftoversDeleted = await sweep(client, goOn)
      const host = await hostOf(client, hostId)
      await goOn()
      const startsAt = Math.ceil((clock.now() + hour) / startStep) * startStep
      const left: Left = {
        reference: referenceOf(newId()),
        hostId: host,
        sentAt: clock.now(),
        zoomMeetingId: null,
        missedAt: null,
      }
      const asked = { topic, startsAt, durationMinutes, timeZone: deps.timeZone() }
      await keep(left)
      const meetingId = await make(client, left, {
        ...asked,
        agenda: buildAgenda(left.reference, 'Homeroom made this to try the connection, and deletes it at once.'),
        type: 'scheduled',
        settings: { waitingRoom: true, joinBeforeHost: false, registration: 'none' },
      })
      await keep({ ...left, zoomMeetingId: meetingId })
      await goOn()
      const readBack = await attempt(client.getMeeting(meetingId))
      await goOn()
      const deletion = await attempt(client.deleteMeeting({ meetingId, hostId: host }))
      if (deletion.problem === null) await forget(left)
      return {
        ...asked,
        zoomMeetingId: meetingId,
        startsAt: toIso(startsAt),
        steps: [
          { step: 'create', problem: null },
          { step: 'readBack', problem: readBack.problem },
          { step: 'delete', problem: deletion.problem && notDeleted(meetingId, deletion.problem) },
        ],
        changes: readBack.value === null ? [] : changesOf(asked, readBack.value),
        leftoversDeleted,
      }
    })
  }

  return { send, left: listLeft }
}

type Asked = Pick<MeetingDraft, 'topic' | 'durationMinutes' | 'timeZone'> & { readonly startsAt: number }

/** What Zoom keeps otherwise than it was asked to. */
function changesOf(asked: Asked, kept: ZoomMeeting): TestClass['changes'] {
  const iso = (instant: number | null) => (instant === null ? null : toIso(instant))
  const minutes = (value: number | null) => (value === null ? null : String(value))
  const all: TestClass['changes'] = [
    { field: 'topic', asked: asked.topic, kept: kept.topic },
    { field: 'startsAt', asked: toIso(asked.startsAt), kept: iso(kept.startsAt) },
    { field: 'durationMinutes', asked: String(asked.durationMinutes), kept: minutes(kept.durationMinutes) },
    { field: 'timeZone', asked: asked.timeZone, kept: kept.timeZone },
  ]
  return all.filter((each) => each.asked !== each.kept)
}

/** A host who has left the account has taken their meetings along. */
async function listOf(client: ZoomClient, hostId: string): Promise<Awaited<ReturnType<ZoomClient['listMeetings']>>> {
  const { value, problem } = await attempt(client.listMeetings(hostId, 'scheduled'))
  if (problem === null) return value
  if (problem.kind === 'notFound') return []
  throw raise(problem)
}

/** What came of a call to Zoom: its answer, or the problem that took its place. */
async function attempt<T>(
  call: Promise<T>,
): Promise<{ readonly value: T; readonly problem: null } | { readonly value: null; readonly problem: Problem }> {
  try {
    return { value: await call, problem: null }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { value: null, problem: error.problem }
  }
}

const notDeleted = (meetingId: string, problem: Problem): Problem => ({
  ...problem,
  message: `Meeting ${meetingId}, a test class, could not be deleted. ${problem.message}`,
  fix: `${problem.fix ?? ''} Then send a test class again, which deletes it first, or delete meeting ${meetingId} in Zoom's portal.`.trim(),
})

const raise = ({ kind, message, ...extra }: Problem) => new ProblemError(kind, message, extra)

const unknownOutcome = (cause: unknown) =>
  new ProblemError(
    'zoomUnavailable',
    "Zoom's answer was lost, so Homeroom does not know yet whether Zoom made the test class.",
    { fix: 'Send a test class again in a minute: Homeroom first looks for this one and deletes it.' },
    { cause },
  )
