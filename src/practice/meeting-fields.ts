import { invalidFields } from './answer.ts'
import type { FieldError } from './answer.ts'
import type { Json } from './state.ts'
import { instantOf, isZone } from './zone.ts'

/** The fields of a create or update request that were there and fit. */
export interface MeetingFields {
  topic?: string
  agenda?: string
  type?: 1 | 2 | 3 | 8 | 10
  startAt?: number
  timezone?: string
  minutes?: number
  password?: string
  hasDefaultPassword?: boolean
  scheduleFor?: string
  recurrence?: Record<string, Json>
  settings?: Record<string, Json>
  trackingFields?: Json[]
}

type Check = (value: unknown) => boolean

const isText =
  (most: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= most
const isFlag: Check = (value) => typeof value === 'boolean'
const isOneOf =
  (...options: readonly (string | number)[]): Check =>
  (value) =>
    options.includes(value as string | number)
const isWhole =
  (low: number, high: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= low && Number(value) <= high
const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const hasEmail: Check = (value) => isRecord(value) && isEmail(value.email)

/** Whether Zoom would take the text for an e-mail address. */
export function isEmail(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128 && /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/u.test(value)
}

const settingFlags = [
  'allow_multiple_devices',
  'alternative_hosts_email_notification',
  'close_registration',
  'cn_meeting',
  'email_notification',
  'focus_mode',
  'host_video',
  'in_meeting',
  'internal_meeting',
  'join_before_host',
  'meeting_authentication',
  'mute_upon_entry',
  'participant_video',
  'private_meeting',
  'registrants_confirmation_email',
  'registrants_email_notification',
  'show_share_button',
  'show_join_info',
  'use_pmi',
  'waiting_room',
  'watermark',
  'host_save_video_order',
  'alternative_host_update_polls',
  'alternative_host_manage_meeting_summary',
  'alternative_host_manage_cloud_recording',
  'host_pause_stop_recording',
  'participant_focused_meeting',
  'push_change_to_calendar',
  'auto_start_meeting_summary',
  'auto_start_ai_companion_questions',
  'device_testing',
  'request_permission_to_unmute_participants',
  'allow_host_control_participant_mute_state',
  'disable_participant_video',
  'email_in_attendee_report',
  'auto_start_deepfake_detection',
] as const

const settingChecks: Record<string, Check> = {
  ...Object.fromEntries(settingFlags.map((flag) => [flag, isFlag])),
  approval_type: isOneOf(0, 1, 2),
  registration_type: isOneOf(1, 2, 3),
  jbh_time: isOneOf(0, 5, 10, 15),
  auto_recording: isOneOf('local', 'cloud', 'none'),
  audio: isOneOf('both', 'telephony', 'voip', 'thirdParty'),
  encryption_type: isOneOf('enhanced_encryption', 'e2ee'),
  alternative_hosts: isText(2048),
  contact_email: isText(128),
  contact_name: isText(128),
  authentication_option: isText(128),
  authentication_domains: isText(2048),
  authentication_exception: isListOf(hasEmail),
  meeting_invitees: isListOf(hasEmail),
  global_dial_in_countries: isListOf(isText(8)),
  breakout_room: (value) => isRecord(value) && (value.rooms === undefined || isListOf(isRecord)(value.rooms)),
  waiting_room_options: (value) =>
    isRecord(value) &&
    (value.mode === 'follow_setting' || (value.mode === 'custom' && waitingRoomModes(value.who_goes_to_waiting_room))),
}

const waitingRoomModes = isOneOf(
  'everyone',
  'users_not_in_account',
  'users_not_in_account_or_whitelisted_domains',
  'users_not_on_invite',
  'users_not_in_org',
)

const recurrenceChecks: Record<string, Check> = {
  type: isOneOf(1, 2, 3),
  repeat_interval: isWhole(1, 99),
  weekly_days: (value) => typeof value === 'string' && /^\s*[1-7](?:\s*,\s*[1-7])*\s*$/u.test(value),
  monthly_day: isWhole(1, 31),
  monthly_week: isOneOf(-1, 1, 2, 3, 4),
  monthly_week_day: isWhole(1, 7),
  end_times: isWhole(0, 60),
  end_date_time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(value),
}

/**
 * Reads the body of a create or update request as Zoom does: unknown fields are ignored, wrong ones are all named
 * in one 300. A start without `Z` is wall time in `timezone`, or in the meeting's or account's zone.
 */
export function readMeetingFields(
  body: unknown,
  zoneOtherwise: string,
  passcodeRule: Readonly<Record<string, Json>>,
): MeetingFields {
  const errors: FieldError[] = []
  const fields: MeetingFields = {}
  if (!isRecord(body)) throw invalidFields([{ field: 'body', message: 'Request body is invalid.' }])
  const take = <T>(name: string, check: Check, keep: (value: T) => void): void => {
    const value = body[name]
    if (value === undefined || value === null) return
    if (check(value)) keep(value as T)
    else errors.push({ field: name, message: 'Invalid field.' })
  }
  take<string>('topic', isText(200), (topic) => (fields.topic = topic))
  take<string>('agenda', isText(2000), (agenda) => (fields.agenda = agenda))
  take<1 | 2 | 3 | 8 | 10>('type', isOneOf(1, 2, 3, 8, 10), (type) => (fields.type = type))
  take<number>('duration', isWhole(1, 1440), (minutes) => (fields.minutes = minutes))
  take<string>(
    'timezone',
    (value) => typeof value === 'string' && isZone(value),
    (zone) => (fields.timezone = zone),
  )
  take<string>(
    'password',
    (value) => isPassword(value, passcodeRule),
    (password) => (fields.password = password),
  )
  take<boolean>('default_password', isFlag, (flag) => (fields.hasDefaultPassword = flag))
  take<string>('schedule_for', isText(128), (who) => (fields.scheduleFor = who))
  take<Json[]>('tracking_fields', isListOf(isRecord), (list) => (fields.trackingFields = list))
  const zone = fields.timezone ?? zoneOtherwise
  take<string>('start_time', isStartTime, (text) => (fields.startAt = startOf(text, zone)))
  take<Record<string, Json>>('recurrence', isRecord, (value) => {
    fields.recurrence = checked(value, recurrenceChecks, 'recurrence', errors)
    errors.push(...recurrenceErrors(value))
  })
  take<Record<string, Json>>('settings', isRecord, (value) => {
    fields.settings = checked(value, settingChecks, 'settings', errors)
  })
  if (errors.length > 0) throw invalidFields(errors)
  return fields
}

function checked(
  value: Record<string, Json>,
  checks: Readonly<Record<string, Check>>,
  prefix: string,
  errors: FieldError[],
): Record<string, Json> {
  const kept: Record<string, Json> = {}
  for (const [name, part] of Object.entries(value)) {
    const check = checks[name]
    if (check === undefined || part === null) continue
    if (check(part)) kept[name] = part
    else errors.push({ field: `${prefix}.${name}`, message: 'Invalid field.' })
  }
  return kept
}

function recurrenceErrors(value: Record<string, Json>): FieldError[] {
  const errors: FieldError[] = []
  if (value.type === undefined) errors.push({ field: 'recurrence.type', message: 'Invalid field.' })
  const mostInterval = { 1: 99, 2: 50, 3: 10 }[Number(value.type)]
  if (mostInterval !== undefined && Number(value.repeat_interval ?? 1) > mostInterval) {
    errors.push({ field: 'recurrence.repeat_interval', message: 'Invalid field.' })
  }
  if (value.end_times !== undefined && value.end_date_time !== undefined) {
    errors.push({ field: 'recurrence.end_times', message: 'end_times and end_date_time cannot be used together.' })
  }
  return errors
}

/** Empty for none, or what the account's rule asks for; ten characters at most. */
function isPassword(value: unknown, rule: Readonly<Record<string, Json>>): boolean {
  if (value === '') return true
  if (typeof value !== 'string' || !/^[A-Za-z0-9@_*-]{1,10}$/u.test(value)) return false
  const needs: readonly (readonly [string, RegExp])[] = [
    ['have_letter', /[A-Za-z]/u],
    ['have_number', /\d/u],
    ['have_special_character', /[@_*-]/u],
    ['have_upper_and_lower_characters', /[a-z].*[A-Z]|[A-Z].*[a-z]/u],
    ['only_allow_numeric', /^\d+$/u],
  ]
  const longestRun = Number(rule.consecutive_characters_length ?? 0) - 1
  return (
    value.length >= Number(rule.length ?? 0) &&
    needs.every(([name, pattern]) => rule[name] !== true || pattern.test(value)) &&
    (longestRun < 0 || runIn(value) <= longestRun)
  )
}

/** The length of the longest stretch such as "abcd", "4321" or "aaaa". */
function runIn(text: string): number {
  let longest = 0
  for (const step of [-1, 0, 1]) {
    let run = 1
    for (let i = 1; i < text.length; i += 1) {
      run = text.charCodeAt(i) - text.charCodeAt(i - 1) === step ? run + 1 : 1
      longest = Math.max(longest, run)
    }
  }
  return longest
}

const startPattern =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d+)?)?(?<utc>Z)?$/u
const isStartTime: Check = (value) =>
  typeof value === 'string' &&
  startPattern.test(value) &&
  !Number.isNaN(Date.parse(value.endsWith('Z') ? value : `${value}Z`))

function startOf(text: string, zone: string): number {
  const parts = startPattern.exec(text)?.groups ?? {}
  const read = (name: string): number => Number(parts[name] ?? 0)
  const wall = {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  }
  return instantOf(parts.utc === 'Z' ? 'UTC' : zone, wall)
}
