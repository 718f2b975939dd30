import { z } from 'zod'
import type { PasscodeRule, UserSettings, ZoomUser } from '../model.ts'
import { idText, optionalText, pageOf } from './parts.ts'

const userTypes: Readonly<Record<number, ZoomUser['type']>> = { 1: 'basic', 2: 'licensed' }

/**
 * `GET /users/{userId}`, and the rows of `GET /users`
 * (https://developers.zoom.us/docs/api/users/#tag/users/get/users/{userId}); scope user:read:user:admin.
 */
export const WireUser: z.ZodType<ZoomUser> = z
  .object({
    id: idText,
    email: z.string().min(1),
    type: z.number(),
    display_name: optionalText,
    first_name: optionalText,
    last_name: optionalText,
    timezone: optionalText,
    status: z.enum(['active', 'inactive', 'pending']).catch('active'),
    account_id: optionalText,
  })
  .transform((user) => ({
    id: user.id,
    email: user.email,
    displayName: user.display_name ?? ([user.first_name, user.last_name].filter(Boolean).join(' ') || user.email),
    type: userTypes[user.type] ?? 'none',
    timeZone: user.timezone,
    status: user.status,
    accountId: user.account_id,
  }))

/** `GET /users` (https://developers.zoom.us/docs/api/users/#tag/users/get/users); scope user:read:list_users:admin. */
export const WireUserPage = pageOf('users', WireUser)

const flag = z.boolean().nullish().transform(Boolean)
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0)

const WirePasscodeRule = z
  .object({
    length: count,
    have_letter: flag,
    have_number: flag,
    have_special_character: flag,
    have_upper_and_lower_characters: flag,
    only_allow_numeric: flag,
    consecutive_characters_length: count,
    weak_enhance_detection: flag,
  })
  .transform((rule): PasscodeRule => ({
    minimumLength: rule.length,
    needsLetter: rule.have_letter,
    needsDigit: rule.have_number,
    needsSpecial: rule.have_special_character,
    needsUpperAndLower: rule.have_upper_and_lower_characters,
    isDigitsOnly: rule.only_allow_numeric,
    refusedRunLength: rule.consecutive_characters_length,
    refusesWeak: rule.weak_enhance_detection,
  }))

const whoWaits: Readonly<Record<number, UserSettings['whoWaits']>> = {
  0: 'everyone',
  1: 'outsideAccount',
  2: 'outsideAccountAndDomains',
}

/**
 * `GET /users/{userId}/settings?option=meeting_security`
 * (https://developers.zoom.us/docs/api/users/#tag/users/get/users/{userId}/settings); scope user:read:settings:admin.
 */
export const WireMeetingSecurity: z.ZodType<UserSettings> = z
  .object({
    meeting_security: z.object({
      meeting_password: flag,
      require_password_for_scheduled_meeting: flag,
      meeting_password_requirement: WirePasscodeRule.prefault({}),
      waiting_room: flag,
      waiting_room_settings: z.object({ participants_to_place_in_waiting_room: z.number().nullish() }).nullish(),
      end_to_end_encrypted_meetings: flag,
    }),
  })
  .transform(({ meeting_security: security }) => ({
    passcodeRule: security.meeting_password_requirement,
    isPasscodeRequired: security.meeting_password || security.require_password_for_scheduled_meeting,
    isWaitingRoomOn: security.waiting_room,
    whoWaits: whoWaits[security.waiting_room_settings?.participants_to_place_in_waiting_room ?? -1] ?? null,
    isEndToEndEncrypted: security.end_to_end_encrypted_meetings,
  }))
