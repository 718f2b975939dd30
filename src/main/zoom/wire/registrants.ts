import { z } from 'zod'
import type { NewRegistrant, Registrant } from '../model.ts'
import { idText, optionalInstant, optionalText, pageOf } from './parts.ts'

/**
 * The 201 of `POST /meetings/{meetingId}/registrants`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/post/meetings/{meetingId}/registrants); scope
 * meeting:write:registrant:admin. Its `id` is the meeting's; there is no `join_url` while approval is pending.
 */
export const WireAdded = z
  .object({ registrant_id: idText, join_url: optionalText })
  .transform((wire) => ({ registrantId: wire.registrant_id, joinUrl: wire.join_url }))

/**
 * The answer of `POST /meetings/{meetingId}/batch_registrants`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/post/meetings/{meetingId}/batch_registrants); scope
 * meeting:write:batch_registrants:admin.
 */
export const WireBatch = z
  .object({
    registrants: z.array(
      z
        .object({ email: z.string(), registrant_id: idText, join_url: optionalText })
        .transform((wire) => ({ email: wire.email, registrantId: wire.registrant_id, joinUrl: wire.join_url })),
    ),
  })
  .transform(({ registrants }) => registrants)

/**
 * `GET /meetings/{meetingId}/registrants`
 * (https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}/registrants); scope
 * meeting:read:list_registrants:admin.
 */
export const WireRegistrantPage = pageOf(
  'registrants',
  z
    .object({
      id: idText,
      email: z.string(),
      first_name: z.string().catch(''),
      last_name: z.string().catch(''),
      status: z.enum(['approved', 'pending', 'denied']).optional().catch(undefined),
      join_url: optionalText,
      create_time: optionalInstant,
    })
    .transform((wire): Omit<Registrant, 'status'> & { readonly status: Registrant['status'] | undefined } => ({
      id: wire.id,
      email: wire.email,
      firstName: wire.first_name,
      lastName: wire.last_name,
      status: wire.status,
      joinUrl: wire.join_url,
      registeredAt: wire.create_time,
    })),
)

/** One registrant of a request. Zoom takes 64 characters of each name. */
export function wireRegistrant({ email, firstName, lastName }: NewRegistrant): Record<string, string> {
  const [first, last] = [firstName, lastName].map(cut)
  return { email, first_name: first ?? '', ...(last ? { last_name: last } : {}) }
}

/** By characters as people count them, so that no accent or emoji is cut in two. */
function cut(name: string): string {
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(name.trim())) {
    if (kept.length + segment.length > 64) break
    kept += segment
  }
  return kept
}
