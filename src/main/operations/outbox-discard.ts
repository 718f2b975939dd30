import type { Handlers } from '../../shared/contract/index.ts'
import type { DiscardPreview } from '../../shared/contract/outbox.ts'
import { referenceOf } from '../../shared/domain/meeting.ts'
import { titleOfDate, topicOf } from '../../shared/domain/meeting-title.ts'
import type { MeetingId, OccurrenceId } from '../../shared/ids.ts'
import type { Clock } from '../ports.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { Discarding } from '../store/outbox-discard.ts'
import type { OutboxStore } from '../store/outbox.ts'
import type { KeptAddressRules } from '../store/registrants.ts'
import { isSeries } from './meeting-series.ts'
import { revertOf, type DateBack, type Reverting } from './outbox-revert.ts'
import { dateOf, fieldOf } from './sync-compare.ts'
import { hostNames, idsByAddress } from './sync-values.ts'

/** What giving up a change needs. */
export interface DiscardDeps {
  readonly outbox: OutboxStore
  readonly hosts: HostsStore
  readonly addressRules: () => Promise<KeptAddressRules>
  readonly clock: Clock
  readonly newId: () => string
}

/** Giving up changes that Zoom does not have, after a look at what that means. */
export function createDiscarding(deps: DiscardDeps): Handlers<'outbox.previewDiscard' | 'outbox.discard'> {
  const { outbox, hosts, clock, newId } = deps

  const look = async (id: string) => {
    const discarding = await outbox.toDiscard(id, clock.now())
    const known = await hosts.list()
    const reverting =
      discarding.entry.action === 'update' ? revertOf(discarding, idsByAddress(known), clock.now()) : null
    return { discarding, reverting, names: hostNames(known) }
  }

  return {
    'outbox.previewDiscard': async ({ id }) => {
      const { discarding, reverting, names } = await look(id)
      return previewOf(discarding, reverting, names, clock.now())
    },

    'outbox.discard': async ({ id, digest }) => {
      const { reverting } = await look(id)
      const secondId = newId()
      await outbox.discard(
        id,
        { digest, revert: reverting?.revert ?? null },
        {
          now: clock.now(),
          newId,
          rules: await deps.addressRules(),
          second: { id: secondId, reference: referenceOf(secondId) },
        },
      )
      return { done: true }
    },
  }
}

const outcomes = {
  update: 'asAtZoom',
  delete: 'restored',
  register: 'withoutLinks',
  cancelRegistration: 'linksStay',
} as const

function previewOf(
  { entry, meeting, dates, also, studentCount, digest }: Discarding,
  reverting: Reverting | null,
  names: ReadonlyMap<string, string>,
  now: number,
): DiscardPreview {
  const { action } = entry
  return {
    digest,
    action,
    outcome: action !== 'create' ? outcomes[action] : entry.state === 'refused' ? 'keptWithoutZoom' : 'takenBack',
    meetingId: meeting.id as MeetingId,
    meetingTitle: isSeries(meeting) ? topicOf(meeting.title) : titleOfDate(meeting.title, 1),
    fields: reverting?.fields.map((field) => fieldOf(field, reverting.here, reverting.atZoom, names)) ?? [],
    dates: reverting?.dates.map(shownOf) ?? [],
    dateCount: dates.filter(({ state, startInstant }) => state === 'scheduled' && startInstant > now).length,
    studentCount,
    also: also.map(({ id, action: what }) => ({ id, action: what })),
  }
}

const shownOf = ({ date, atZoom }: DateBack): DiscardPreview['dates'][number] => ({
  ...dateOf({
    here: date.state === 'scheduled' ? date : null,
    atZoom: atZoom && { id: date.zoomOccurrenceId ?? '', ...atZoom },
  }),
  occurrenceId: date.id as OccurrenceId,
})
