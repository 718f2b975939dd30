import type { Answer, Call } from './answer.ts'
import type { RateLabel } from './limits.ts'
import { createMeeting, deleteMeeting, updateMeeting, updateMeetingStatus } from './meetings.ts'
import { answerMeeting, answerMeetingList, answerUpcoming } from './meeting-views.ts'
import {
  addRegistrant,
  addRegistrants,
  answerRegistrant,
  answerRegistrants,
  deleteRegistrant,
  updateRegistrantStatus,
} from './registrants.ts'
import {
  answerInstances,
  answerMeetingReport,
  answerParticipantReport,
  answerPastMeeting,
  answerPastParticipants,
} from './reports.ts'
import { answerUser, answerUsers, answerUserSettings, answerUserToken } from './users.ts'
import type { World } from './world.ts'

/** One row of the pretend Zoom's API. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** The path as Zoom's OpenAPI files write it. */
  readonly path: string
  readonly label: RateLabel
  /** Either scope opens it: the classic one or the granular one. */
  readonly scopes: readonly [string, string]
  /** The code of its per-second 429: newer operations declare 4001. */
  readonly rateCode?: 4001
  /** Writes of one host exclude each other while they run. */
  readonly isHostWrite?: true
  readonly run: (world: World, call: Call) => Answer
}

const meetingRead = 'meeting:read:admin'
const meetingWrite = 'meeting:write:admin'
const userRead = 'user:read:admin'
const reportRead = 'report:read:admin'

/** Every call that the pretend Zoom answers; labels and scopes are those of Zoom's OpenAPI files. */
export const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/users',
    label: 'Medium',
    scopes: [userRead, 'user:read:list_users:admin'],
    run: answerUsers,
  },
  {
    method: 'GET',
    path: '/users/{userId}',
    label: 'Light',
    scopes: [userRead, 'user:read:user:admin'],
    run: answerUser,
  },
  {
    method: 'GET',
    path: '/users/{userId}/settings',
    label: 'Medium',
    scopes: [userRead, 'user:read:settings:admin'],
    run: answerUserSettings,
  },
  {
    method: 'GET',
    path: '/users/{userId}/token',
    label: 'Light',
    scopes: [userRead, 'user:read:token:admin'],
    run: answerUserToken,
  },
  {
    method: 'GET',
    path: '/users/{userId}/meetings',
    label: 'Medium',
    scopes: [meetingRead, 'meeting:read:list_meetings:admin'],
    run: answerMeetingList,
  },
  {
    method: 'POST',
    path: '/users/{userId}/meetings',
    label: 'Light',
    scopes: [meetingWrite, 'meeting:write:meeting:admin'],
    isHostWrite: true,
    run: createMeeting,
  },
  {
    method: 'GET',
    path: '/users/{userId}/upcoming_meetings',
    label: 'Medium',
    scopes: [meetingRead, 'meeting:read:list_upcoming_meetings:admin'],
    run: answerUpcoming,
  },
  {
    method: 'GET',
    path: '/meetings/{meetingId}',
    label: 'Light',
    scopes: [meetingRead, 'meeting:read:meeting:admin'],
    run: answerMeeting,
  },
  {
    method: 'PATCH',
    path: '/meetings/{meetingId}',
    label: 'Light',
    scopes: [meetingWrite, 'meeting:update:meeting:admin'],
    rateCode: 4001,
    isHostWrite: true,
    run: updateMeeting,
  },
  {
    method: 'DELETE',
    path: '/meetings/{meetingId}',
    label: 'Light',
    scopes: [meetingWrite, 'meeting:delete:meeting:admin'],
    isHostWrite: true,
    run: deleteMeeting,
  },
  {
    method: 'PUT',
    path: '/meetings/{meetingId}/status',
    label: 'Light',
    scopes: [meetingWrite, 'meeting:update:status:admin'],
    isHostWrite: true,
    run: updateMeetingStatus,
  },
  {
    method: 'POST',
    path: '/meetings/{meetingId}/registrants',
    label: 'Light',
    scopes: [meetingWrite, 'meeting:write:registrant:admin'],
    run: addRegistrant,
  },
  {
    method: 'POST',
    path: '/meetings/{meetingId}/batch_registrants',
    label: 'Heavy',
    scopes: [meetingWrite, 'meeting:write:batch_registrants:admin'],
    run: addRegistrants,
  },
  {
    method: 'GET',
    path: '/meetings/{meetingId}/registrants',
    label: 'Medium',
    scopes: [meetingRead, 'meeting:read:list_registrants:admin'],
    run: answerRegistrants,
  },
  {
    method: 'PUT',
    path: '/meetings/{meetingId}/registrants/status',
    label: 'Medium',
    scopes: [meetingWrite, 'meeting:update:registrant_status:admin'],
    run: updateRegistrantStatus,
  },
  {
    method: 'GET',
    path: '/meetings/{meetingId}/registrants/{registrantId}',
    label: 'Light',
    scopes: [meetingRead, 'meeting:read:registrant:admin'],
    run: answerRegistrant,
  },
  {
    method: 'DELETE',
    path: '/meetings/{meetingId}/registrants/{registrantId}',
    label: 'Light',
    scopes: [meetingWrite, 'meeting:delete:registrant:admin'],
    run: deleteRegistrant,
  },
  {
    method: 'GET',
    path: '/past_meetings/{meetingId}',
    label: 'Light',
    scopes: [meetingRead, 'meeting:read:past_meeting:admin'],
    run: answerPastMeeting,
  },
  {
    method: 'GET',
    path: '/past_meetings/{meetingId}/instances',
    label: 'Medium',
    scopes: [meetingRead, 'meeting:read:list_past_instances:admin'],
    rateCode: 4001,
    run: answerInstances,
  },
  {
    method: 'GET',
    path: '/past_meetings/{meetingId}/participants',
    label: 'Medium',
    scopes: [meetingRead, 'meeting:read:list_past_participants:admin'],
    run: answerPastParticipants,
  },
  {
    method: 'GET',
    path: '/report/meetings/{meetingId}',
    label: 'Heavy',
    scopes: [reportRead, 'report:read:meeting:admin'],
    run: answerMeetingReport,
  },
  {
    method: 'GET',
    path: '/report/meetings/{meetingId}/participants',
    label: 'Heavy',
    scopes: [reportRead, 'report:read:list_meeting_participants:admin'],
    run: answerParticipantReport,
  },
]

/** The granular scopes that a token of the pretend app carries when none is missing. */
export const allScopes: readonly string[] = [...new Set(endpoints.map((endpoint) => endpoint.scopes[1]))]

interface Route {
  readonly endpoint: Endpoint
  readonly segments: readonly string[]
}

const routes: readonly Route[] = endpoints.map((endpoint) => ({
  endpoint,
  segments: endpoint.path.split('/').slice(1),
}))

/** Finds the endpoint of a raw, still encoded path without `/v2`; undefined when Zoom has none there. */
export function routeOf(
  method: string,
  rawPath: string,
): { readonly endpoint: Endpoint; readonly params: Record<string, string> } | undefined {
  const parts = rawPath.split('/').slice(1)
  for (const { endpoint, segments } of routes) {
    if (endpoint.method !== method || segments.length !== parts.length) continue
    const params: Record<string, string> = {}
    const isFit = segments.every((segment, i) => {
      const part = parts[i] ?? ''
      if (!segment.startsWith('{')) return segment === part
      params[segment.slice(1, -1)] = decodeParam(part)
      return part !== ''
    })
    if (isFit) return { endpoint, params }
  }
  return undefined
}

/**
 * Decodes a path value as Zoom's gateway does: once, then slashes that came out at the beginning or doubled are taken
 * for path and lost, then once more. So a uuid with such slashes arrives whole only when it was encoded twice.
 */
function decodeParam(part: string): string {
  const once = decoded(part)
  return decoded(once.replace(/^\/+/u, '').replace(/\/{2,}/gu, '/'))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
