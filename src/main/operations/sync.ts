import type { Handlers } from '../../shared/contract/index.ts'
import type { MeetingChange } from '../../shared/contract/sync.ts'
import { fromIso, toIso } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Handler } from '../../shared/contract/index.ts'
import type { ChangeWriting } from '../store/meetings-change.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import type { SeenMeeting, WatchedMeeting } from '../store/sync.ts'
import type { SyncAdoptStore } from '../store/sync-adopt.ts'
import type { SyncSettleStore } from '../store/sync-settle.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { adoptionOf } from './sync-adopt.ts'
import { changeOf, differenceOf, type Difference } from './sync-compare.ts'
import { hostNames, idsByAddress } from './sync-values.ts'
import { createLooking, type LookDeps, type Looking } from './sync-look.ts'
import { acceptanceOf, anewOf, asConfirmed, type HostAtZoom } from './sync-settle.ts'

type Names = 'sync.now' | 'sync.list' | 'sync.accept' | 'sync.putBack' | 'sync.adopt' | 'sync.ignore'

/** What the operations about changes made in Zoom need. */
export interface SyncDeps extends LookDeps {
  readonly settle: SyncSettleStore
  readonly adoptions: SyncAdoptStore
  readonly hosts: HostsStore
  /** Reads the account's hosts from Zoom into the store. */
  readonly refreshHosts: () => Promise<unknown>
  readonly addressRules: () => Promise<KeptAddressRules>
  /** A meeting as `meeting.get` answers it. */
  readonly meeting: (meetingId: string) => ReturnType<Handler<'meeting.get'>>
  readonly newId: () => string
}

/** Changes that were made in Zoom's own portal: found, shown, accepted or put back. */
export function createSyncOperations(deps: SyncDeps): {
  readonly handlers: Handlers<Names>
  readonly looking: Looking
  /** What was changed at Zoom and waits for a person, urgent first. */
  readonly changes: () => Promise<readonly MeetingChange[]>
} {
  const { sync, settle, adoptions, hosts, clock, newId } = deps
  const looking = createLooking(deps)

  const writing = async (): Promise<ChangeWriting> => {
    const id = newId()
    return { now: clock.now(), newId, rules: await deps.addressRules(), second: { id, reference: referenceOf(id) } }
  }

  /** What waits to be decided of a meeting. Raises `conflict` when nothing does any more. */
  const toDecide = async (
    meetingId: string,
  ): Promise<{ watched: WatchedMeeting; seen: SeenMeeting | null; difference: Difference | null }> => {
    const now = clock.now()
    const watched = await sync.change(meetingId, now)
    const seen = watched === null ? null : seenIn(watched)
    const difference = watched === null || seen === null ? null : differenceOf(watched, seen, now)
    if (watched !== null && !watched.isOnItsWay && (difference !== null || watched.meeting.state === 'missing')) {
      return { watched, seen, difference }
    }
    throw new ProblemError('conflict', 'There is nothing to decide about this meeting any more.', {
      fix: 'Reload the list: it was settled, has begun, or is on its way to Zoom.',
    })
  }

  /** Who hosts it at Zoom, read anew when the account's list does not say. */
  const hostOf = async (hostId: string): Promise<HostAtZoom> => {
    const known = await hosts.find(hostId)
    if (known !== null) return { hostId, name: known.name, email: known.email }
    const { displayName: name, email } = await (await deps.zoom()).getUser(hostId)
    return { hostId, name, email }
  }

  const changesAt = async (now: number): Promise<MeetingChange[]> => {
    const [found, known] = await Promise.all([sync.changes(now), hosts.list()])
    const names = hostNames(known)
    const keys = found.map(({ meeting }) => meeting.key)
    const [counts, uses] = await Promise.all([sync.registeredCounts(keys), sync.lastUses(keys)])
    const changes = found.flatMap(
      (watched) =>
        changeOf(watched, seenIn(watched), {
          hosts: names,
          registeredCount: counts.get(watched.meeting.key) ?? 0,
          lastUsedAt: uses.get(watched.meeting.key) ?? now,
          now,
        }) ?? [],
    )
    return changes.toSorted(urgentFirst)
  }

  return {
    looking,
    changes: () => changesAt(clock.now()),
    handlers: {
      'sync.now': async () => {
        await deps.refreshHosts()
        const readAt = clock.now()
        // The account's users were one more list.
        const { calls, ...looked } = await looking.lookAtAll()
        return { ...looked, calls: calls + 1, readAt: toIso(readAt) }
      },

      'sync.list': async () => {
        const now = clock.now()
        const [changes, foreign, looks] = await Promise.all([changesAt(now), sync.foreign(), sync.hosts(now)])
        const looked = looks.hosts.map(({ lookedAt }) => lookedAt)
        const oldest = looked.reduce(
          (least, at) => (at === null || least === null ? null : Math.min(at, least)),
          looked[0] ?? null,
        )
        return {
          changes,
          foreign: foreign
            .filter(({ startsAt }) => startsAt === null || startsAt > now)
            .map(({ zoomMeetingId, topic, type, hostId, hostName, startsAt, durationMinutes, seenAt, ignoredAt }) => ({
              zoomMeetingId,
              topic,
              host: { hostId, name: hostName ?? '' },
              startsAt: startsAt === null ? null : toIso(startsAt),
              durationMinutes,
              isSeries: type === 'recurringFixedTime',
              seenAt: toIso(seenAt),
              isIgnored: ignoredAt !== null,
            })),
          readAt: oldest === null ? null : toIso(oldest),
        }
      },

      'sync.accept': async ({ meetingId }) => {
        const { watched, seen, difference } = await toDecide(meetingId)
        const before = { meetingId, seen: watched.meeting.seen, state: watched.meeting.state }
        if (seen === null || difference === null) {
          await settle.acceptGone(before, { now: clock.now(), newId })
          return deps.meeting(meetingId)
        }
        const host = await hostOf(seen.hostId)
        const taken = acceptanceOf(watched, seen, difference, host, idsByAddress(await hosts.list()), clock.now())
        await settle.accept(before, taken, await writing())
        return deps.meeting(meetingId)
      },

      'sync.putBack': async ({ meetingId }) => {
        const { watched, seen, difference } = await toDecide(meetingId)
        const { meeting } = watched
        const before = { meetingId, seen: meeting.seen, state: meeting.state }
        const now = clock.now()
        const isOtherHost = seen !== null && seen.hostId !== meeting.hostId
        if (seen === null || difference === null || isOtherHost || difference.isOtherKind) {
          const made = await settle.makeAnew(before, anewOf(watched, now), seen?.hostId ?? null, await writing())
          return deps.meeting(made)
        }
        const isRegistrationAnew =
          difference.fields.includes('registration') && difference.atZoom.registration === 'none'
        await settle.putBack(
          before,
          {
            ...asConfirmed(watched, seen, difference, now),
            isRegistrationAnew,
            clearsDates: difference.dates.some(({ here }) => here === null),
          },
          { now, newId },
        )
        return deps.meeting(meetingId)
      },

      'sync.adopt': async ({ zoomMeetingId, teachingGroupId }) => {
        const client = await deps.zoom()
        const zoom = await client.getMeeting(zoomMeetingId)
        const isOpen = (zoom.settings.registration ?? 'none') !== 'none'
        const registrants = isOpen ? await client.listRegistrants(zoomMeetingId) : []
        const host = await hostOf(zoom.hostId)
        const id = newId()
        const now = clock.now()
        const adoption = adoptionOf({
          id,
          zoom,
          registrants,
          host,
          hostsByAddress: idsByAddress(await hosts.list()),
          teachingGroupId: teachingGroupId ?? null,
          rules: await deps.addressRules(),
          timeZone: deps.timeZone(),
          now,
        })
        const matched = await adoptions.adopt(adoption, { now, newId })
        deps.log.info('sync.adopted', { registrants: registrants.length, matched })
        return deps.meeting(id)
      },

      'sync.ignore': async ({ zoomMeetingId, isIgnored }) => {
        if (await sync.ignore(zoomMeetingId, isIgnored ? clock.now() : null)) return { done: true }
        throw new ProblemError('notFound', 'This meeting is not in the list any more.', { fix: 'Reload the list.' })
      },
    },
  }
}

const seenIn = ({ meeting }: WatchedMeeting): SeenMeeting | null =>
  meeting.state === 'missing' ? null : (meeting.seen as SeenMeeting | null)

const urgentFirst = (a: MeetingChange, b: MeetingChange): number =>
  Number(b.isUrgent) - Number(a.isUrgent) || fromIso(a.time.startInstant) - fromIso(b.time.startInstant)
