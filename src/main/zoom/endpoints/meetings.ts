import { ProblemError } from '../../../shared/problem.ts'
import type { ZoomClient } from '../client.ts'
import { defineEndpoints } from '../endpoint.ts'
import type { MeetingChanges, MeetingList, MeetingSettings } from '../model.ts'
import { readToEnd } from '../paging.ts'
import type { Send } from '../request.ts'
import { wireDraft } from '../wire/meeting-draft.ts'
import { WireMeeting, WireMeetingPage, WireStartLink } from '../wire/meetings.ts'
import { nothing } from '../wire/parts.ts'
import { ZoomError } from '../zoom-error.ts'

/** The calls about planned meetings. */
export const meetingEndpoints = defineEndpoints(
  'meetings',
  { api: 'meetings', tag: 'meetings', classicScopes: ['meeting:read'] },
  {
    create: {
      method: 'POST',
      path: '/users/{userId}/meetings',
      label: 'light',
      scope: 'meeting:write:meeting',
      feature: 'scheduling',
    },
    get: {
      method: 'GET',
      path: '/meetings/{meetingId}',
      label: 'light',
      scope: 'meeting:read:meeting',
      feature: 'scheduling',
    },
    list: {
      method: 'GET',
      path: '/users/{userId}/meetings',
      label: 'medium',
      scope: 'meeting:read:list_meetings',
      feature: 'scheduling',
    },
    update: {
      method: 'PATCH',
      path: '/meetings/{meetingId}',
      label: 'light',
      scope: 'meeting:update:meeting',
      feature: 'scheduling',
    },
    delete: {
      method: 'DELETE',
      path: '/meetings/{meetingId}',
      label: 'light',
      scope: 'meeting:delete:meeting',
      feature: 'scheduling',
    },
    end: {
      method: 'PUT',
      path: '/meetings/{meetingId}/status',
      label: 'light',
      scope: 'meeting:update:status',
      feature: 'ending',
    },
  },
)

const lists: Readonly<Record<MeetingList, string>> = {
  scheduled: 'scheduled',
  live: 'live',
  upcoming: 'upcoming',
  previous: 'previous_meetings',
}

/** What one occurrence of a series takes (`PATCH ...?occurrence_id=`); Zoom ignores or refuses the rest. */
const perOccurrence: readonly (keyof MeetingChanges)[] = ['agenda', 'startsAt', 'durationMinutes', 'settings']
const settingsPerOccurrence: readonly (keyof MeetingSettings)[] = [
  'hostVideo',
  'participantVideo',
  'joinBeforeHost',
  'muteUponEntry',
  'waitingRoom',
  'autoRecording',
]

type MeetingCalls = Pick<
  ZoomClient,
  'createMeeting' | 'getMeeting' | 'getStartLink' | 'listMeetings' | 'updateMeeting' | 'deleteMeeting' | 'endMeeting'
>

/** What the client can do about planned meetings. Writes go one after the other per host. */
export function createMeetingCalls(send: Send): MeetingCalls {
  return {
    createMeeting: (hostId, draft, options) =>
      send({
        endpoint: meetingEndpoints.create,
        path: { userId: hostId },
        body: wireDraft(draft),
        answer: WireMeeting,
        writesFor: hostId,
        options,
      }),
    getMeeting: (meetingId, options) =>
      send({ endpoint: meetingEndpoints.get, path: { meetingId }, answer: WireMeeting, options }),
    getStartLink: (meetingId, options) =>
      send({ endpoint: meetingEndpoints.get, path: { meetingId }, answer: WireStartLink, options }),
    async listMeetings(hostId, list, options) {
      const read = await readToEnd(send, {
        endpoint: meetingEndpoints.list,
        path: { userId: hostId },
        query: { type: lists[list] },
        answer: WireMeetingPage,
        options,
      })
      return read.rows
    },
    async updateMeeting({ meetingId, hostId, occurrenceId }, changes, options) {
      if (occurrenceId !== undefined) refuseBeyondOccurrence(changes)
      const body = wireDraft(changes)
      if (!hasValue(body)) return
      await send({
        endpoint: meetingEndpoints.update,
        path: { meetingId },
        query: { occurrence_id: occurrenceId },
        body,
        answer: nothing,
        writesFor: hostId,
        options,
      })
    },
    async deleteMeeting({ meetingId, hostId, occurrenceId }, options) {
      const isGone = await orMissing(
        send({
          endpoint: meetingEndpoints.delete,
          path: { meetingId },
          query: { occurrence_id: occurrenceId },
          answer: nothing,
          writesFor: hostId,
          options,
        }),
      )
      return isGone ? 'alreadyGone' : 'deleted'
    },
    async endMeeting({ meetingId, hostId }, options) {
      const isOver = await orMissing(
        send({
          endpoint: meetingEndpoints.end,
          path: { meetingId },
          body: { action: 'end' },
          answer: nothing,
          writesFor: hostId,
          options,
        }),
      )
      return isOver ? 'notRunning' : 'ended'
    },
  }
}

/** Whether Zoom said that there is no such meeting (any more), which is what the caller wanted. */
async function orMissing(call: Promise<undefined>): Promise<boolean> {
  try {
    await call
    return false
  } catch (error) {
    if (error instanceof ZoomError && error.problem.kind === 'notFound' && error.zoom.status !== null) return true
    throw error
  }
}

function refuseBeyondOccurrence(changes: MeetingChanges): void {
  const given = (object: object) => Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  const field =
    given(changes).find((key) => !perOccurrence.some((allowed) => allowed === key)) ??
    given(changes.settings ?? {}).find((key) => !settingsPerOccurrence.some((allowed) => allowed === key))
  if (field === undefined) return
  throw new ProblemError('invalidInput', `Zoom changes "${field}" for a whole series only.`, {
    field,
    fix: 'Change it for the whole series, or leave it as it is.',
  })
}

function hasValue(body: object): boolean {
  return Object.values(body).some((value) =>
    typeof value === 'object' && value !== null ? hasValue(value) : value !== undefined,
  )
}
