import { z } from 'zod'
import type { MeetingReport, ParticipantRow, PastInstance, PastMeeting } from '../model.ts'
import { idText, instant, optionalInstant, optionalText, pageOf } from './parts.ts'

/**
 * `GET /past_meetings/{meetingId}/instances`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId}/instances); scope
 * meeting:read:list_past_instances:admin.
 */
export const WireInstances = pageOf(
  'meetings',
  z
    .object({ uuid: z.string().min(1), start_time: instant })
    .transform((wire): PastInstance => ({ uuid: wire.uuid, startedAt: wire.start_time })),
)

const run = z.object({
  id: idText,
  uuid: z.string().min(1),
  topic: z.string().catch(''),
  start_time: instant,
  end_time: instant,
  participants_count: z.number().catch(0),
  total_minutes: z.number().catch(0),
})

const runOf = (wire: z.infer<typeof run>): MeetingReport => ({
  meetingId: wire.id,
  uuid: wire.uuid,
  topic: wire.topic,
  startedAt: wire.start_time,
  endedAt: wire.end_time,
  participantCount: wire.participants_count,
  totalMinutes: wire.total_minutes,
})

/**
 * `GET /past_meetings/{meetingId}`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId}); scope
 * meeting:read:past_meeting:admin.
 */
export const WirePastMeeting: z.ZodType<PastMeeting> = run
  .extend({ host_id: optionalText })
  .transform((wire) => ({ ...runOf(wire), hostId: wire.host_id }))

/**
 * `GET /report/meetings/{meetingId}`
 * (https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}); scope
 * report:read:meeting:admin.
 */
export const WireReport: z.ZodType<MeetingReport> = run.transform(runOf)

/** One participant row, or the fact that Zoom has no time of it. */
export type TimedRow = ParticipantRow | (Omit<ParticipantRow, 'joinedAt' | 'leftAt'> & { readonly joinedAt: null })

/**
 * `GET /report/meetings/{meetingId}/participants` and `GET /past_meetings/{meetingId}/participants`
 * (https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}/participants); scopes
 * report:read:list_meeting_participants:admin and meeting:read:list_past_participants:admin. An `ip_address`, should
 * Zoom ever send one, is not in here and so goes no further.
 */
export const WireParticipantPage = pageOf(
  'participants',
  z
    .object({
      name: z.string().nullish(),
      user_email: optionalText,
      registrant_id: optionalText,
      customer_key: optionalText,
      participant_user_id: optionalText,
      id: z.union([z.literal(''), idText]).nullish(),
      join_time: optionalInstant,
      leave_time: optionalInstant,
      duration: z.number().nonnegative().nullish(),
      status: z.enum(['in_meeting', 'in_waiting_room']).nullish(),
      failover: z.boolean().nullish(),
      bo_mtg_id: optionalText,
    })
    .transform((wire): TimedRow => {
      const row = {
        name: wire.name ?? '',
        email: wire.user_email,
        registrantId: wire.registrant_id,
        customerKey: wire.customer_key,
        zoomUserId: wire.participant_user_id ?? (wire.id || null),
        durationSeconds: wire.duration ?? 0,
        isWaitingRoom: wire.status === 'in_waiting_room',
        isFailover: wire.failover ?? false,
        breakoutId: wire.bo_mtg_id,
      }
      const spanMs = row.durationSeconds * 1000
      const joinedAt = wire.join_time ?? (wire.leave_time === null ? null : wire.leave_time - spanMs)
      if (joinedAt === null) return { ...row, joinedAt }
      return { ...row, joinedAt, leftAt: wire.leave_time ?? joinedAt + spanMs }
    }),
)
