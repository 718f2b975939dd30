import { createHash } from 'node:crypto'
import type { ZoomClient } from '../client.ts'
import { defineEndpoints } from '../endpoint.ts'
import type { ParticipantRow, PastInstance } from '../model.ts'
import { readToEnd } from '../paging.ts'
import type { Send } from '../request.ts'
import { utcDay } from '../retry.ts'
import { WireInstances, WireParticipantPage, WirePastMeeting, WireReport, type TimedRow } from '../wire/reports.ts'

const past = defineEndpoints(
  'past',
  { api: 'meetings', tag: 'meetings', classicScopes: ['meeting:read'] },
  {
    instances: {
      method: 'GET',
      path: '/past_meetings/{meetingId}/instances',
      label: 'medium',
      scope: 'meeting:read:list_past_instances',
      feature: 'attendance',
    },
    get: {
      method: 'GET',
      path: '/past_meetings/{uuid}',
      label: 'light',
      scope: 'meeting:read:past_meeting',
      feature: 'attendance',
    },
    participants: {
      method: 'GET',
      path: '/past_meetings/{uuid}/participants',
      label: 'medium',
      scope: 'meeting:read:list_past_participants',
      feature: 'attendance',
    },
  },
)

const report = defineEndpoints(
  'report',
  { api: 'meetings', tag: 'reports', classicScopes: ['report:read'] },
  {
    get: {
      method: 'GET',
      path: '/report/meetings/{uuid}',
      label: 'heavy',
      scope: 'report:read:meeting',
      isAdminOnly: true,
      kinds: ['serverToServer'],
      feature: 'attendance',
    },
    participants: {
      method: 'GET',
      path: '/report/meetings/{uuid}/participants',
      label: 'heavy',
      scope: 'report:read:list_meeting_participants',
      isAdminOnly: true,
      kinds: ['serverToServer'],
      feature: 'attendance',
    },
  },
)

/** The calls about runs that have ended. */
export const reportEndpoints = {
  instances: past.instances,
  pastMeeting: past.get,
  pastParticipants: past.participants,
  report: report.get,
  reportParticipants: report.participants,
} as const

/** Zoom advises a month at most per question; 28 days fit into every month. */
const windowDays = 28
const dayMs = 86_400_000

type ReportCalls = Pick<ZoomClient, 'listPastInstances' | 'getPastMeeting' | 'getReport' | 'readParticipants'>

/** What the client can do about runs that have ended. */
export function createReportCalls(send: Send): ReportCalls {
  return {
    async listPastInstances(meetingId, window, options) {
      const found = new Map<string, PastInstance>()
      for (const query of window === undefined ? [{}] : windowsOf(window.from, window.to)) {
        const { rows } = await send({
          endpoint: reportEndpoints.instances,
          path: { meetingId },
          query,
          answer: WireInstances,
          options,
        })
        for (const instance of rows) found.set(instance.uuid, instance)
      }
      return [...found.values()].toSorted((a, b) => a.startedAt - b.startedAt)
    },
    getPastMeeting: (uuid, options) =>
      send({ endpoint: reportEndpoints.pastMeeting, path: { uuid }, answer: WirePastMeeting, options }),
    getReport: (uuid, options) =>
      send({ endpoint: reportEndpoints.report, path: { uuid }, answer: WireReport, options }),
    async readParticipants(uuid, { source, wantsRegistrantIds }, options) {
      const { rows, pages } = await readToEnd(send, {
        endpoint: source === 'past' ? reportEndpoints.pastParticipants : reportEndpoints.reportParticipants,
        path: { uuid },
        // Zoom's document of the past endpoint has lost the parameter, while its registrant_id still asks for it.
        query: { include_fields: wantsRegistrantIds ? 'registrant_id' : undefined },
        answer: WireParticipantPage,
        options,
      })
      const timed = rows.filter((row): row is ParticipantRow => row.joinedAt !== null)
      return { source, pages, rows: timed, rowsWithoutTimes: rows.length - timed.length, digest: digestOf(rows) }
    },
  }
}

/** The UTC days from one instant to another in pieces that Zoom answers, none of them twice. */
function windowsOf(from: number, to: number): readonly { readonly from: string; readonly to: string }[] {
  const windows = []
  for (let start = Math.floor(from / dayMs); start * dayMs <= to; start += windowDays) {
    const end = Math.min(start + windowDays - 1, Math.floor(to / dayMs))
    windows.push({ from: utcDay(start * dayMs), to: utcDay(end * dayMs) })
  }
  return windows
}

/**
 * SHA-256 over the sorted rows: the same report in another order has the same digest, a changed second another. The
 * fields stand here one by one, so that a field that we add one day does not make old reports look changed.
 */
function digestOf(rows: readonly TimedRow[]): string {
  const lines = rows.map((row) =>
    JSON.stringify([
      row.name,
      row.email,
      row.registrantId,
      row.customerKey,
      row.zoomUserId,
      row.joinedAt,
      row.joinedAt === null ? null : row.leftAt,
      row.durationSeconds,
      row.isWaitingRoom,
      row.isFailover,
      row.breakoutId,
    ]),
  )
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex')
}
