import { invalidField, ZoomError } from './answer.ts'
import type { Answer, Call } from './answer.ts'
import { freezeClass, liveClassOf } from './class-plan.ts'
import { countHostWrite } from './limits.ts'
import { readMeetingFields } from './meeting-fields.ts'
import type { MeetingFields } from './meeting-fields.ts'
import { getMeeting, meetingBody } from './meeting-views.ts'
import { planOccurrences } from './occurrences.ts'
import { createRandom, createUuid } from './random.ts'
import type { Json, Meeting } from './state.ts'
import { getUser, listUsers, passcodeRuleOf } from './users.ts'
import type { ZoomUser } from './users.ts'
import type { World } from './world.ts'

const settingDefaults: Record<string, Json> = {
  host_video: false,
  participant_video: false,
  cn_meeting: false,
  in_meeting: false,
  join_before_host: false,
  jbh_time: 0,
  mute_upon_entry: false,
  watermark: false,
  use_pmi: false,
  approval_type: 2,
  audio: 'both',
  auto_recording: 'none',
  enforce_login: false,
  enforce_login_domains: '',
  alternative_hosts: '',
  alternative_host_update_polls: false,
  alternative_hosts_email_notification: true,
  close_registration: false,
  show_share_button: false,
  allow_multiple_devices: false,
  registrants_confirmation_email: true,
  registrants_email_notification: true,
  waiting_room: false,
  request_permission_to_unmute_participants: false,
  meeting_authentication: false,
  encryption_type: 'enhanced_encryption',
  approved_or_denied_countries_or_regions: { enable: false },
  breakout_room: { enable: false },
  internal_meeting: false,
  host_save_video_order: false,
  email_in_attendee_report: false,
  email_notification: true,
  focus_mode: false,
  private_meeting: false,
  device_testing: false,
}

/** `POST /users/{id}/meetings`; `count` is told whose write it is, for the day's limit. */
export function createMeeting(world: World, call: Call, count = countHostWrite): Answer {
  const inPath = getUser(world, call.params.userId ?? '')
  const fields = readMeetingFields(call.body, world.school.timeZone, passcodeRuleOf(world))
  const host = hostFor(world, inPath, fields)
  refuseUnfitHost(world, host)
  count(world, inPath.id)
  const type = fields.type ?? 2
  if (type === 10) throw new ZoomError(400, 3000, 'Screen share only meetings are not available for this account.')
  if (type === 8 && fields.recurrence === undefined) throw invalidField('recurrence')
  const now = Math.floor(world.now() / 1000) * 1000
  const timezone = fields.timezone ?? world.school.timeZone
  const startAt = fields.startAt === undefined || fields.startAt < now ? now : fields.startAt
  const minutes = fields.minutes ?? 60
  world.state.meetingCount += 1
  const random = createRandom(world.state.seed, 'meeting', world.state.meetingCount)
  const plan = { startAt, minutes, timezone, recurrence: fields.recurrence ?? {}, replans: 0 }
  const occurrences = type === 8 ? planOccurrences({ ...plan, isShifted: isSeriesShifted(world) }) : []
  const meeting: Meeting = {
    id: newMeetingId(world, random),
    place: world.state.meetingCount,
    uuid: createUuid(random),
    hostId: host.id,
    topic: fields.topic ?? 'Zoom Meeting',
    agenda: fields.agenda ?? '',
    type,
    startAt: type === 3 ? null : (occurrences[0]?.startAt ?? startAt),
    timezone,
    minutes,
    password: fields.password ?? (fields.hasDefaultPassword === false ? '' : `${random.whole(100_000, 999_999)}`),
    createdAt: now,
    plannedAt: now,
    recurrence: type === 8 ? (fields.recurrence ?? null) : null,
    occurrences,
    settings: {},
    trackingFields: fields.trackingFields ?? [],
    deletedAt: null,
    registrants: [],
    held: [],
    stops: {},
    stories: {},
    scripted: [],
    quota: { day: '', counts: {} },
  }
  meeting.settings = settle(host, meeting, { ...settingDefaults, ...fields.settings }, world)
  world.state.meetings[meeting.id] = meeting
  world.touched.add(meeting.id)
  return { status: 201, body: meetingBody(world, meeting, true) }
}

function hostFor(world: World, inPath: ZoomUser, fields: MeetingFields): ZoomUser {
  if (fields.scheduleFor === undefined || fields.scheduleFor === '') return inPath
  if (fields.type === 1) throw new ZoomError(400, 3000, 'Instant meetings do not support the schedule_for parameter.')
  const key = fields.scheduleFor.toLowerCase()
  const found = listUsers(world).find((user) => user.email.toLowerCase() === key || user.id === fields.scheduleFor)
  if (found === undefined) throw invalidField('schedule_for')
  return found
}

/** Somebody without the right to schedule at all; switched on as a fault, since everybody of this school has it. */
function refuseUnfitHost(world: World, host: ZoomUser, meetingId?: string): void {
  if (!world.faults.meets('hostMayNotSchedule', { meetingId, call: host.email })) return
  throw new ZoomError(400, 3161, 'Your user account is not allowed meeting hosting and scheduling capabilities.')
}

const isSeriesShifted = (world: World, meetingId?: string): boolean =>
  world.faults.meets('seriesShiftedByClockChange', { meetingId })

function newMeetingId(world: World, random: ReturnType<typeof createRandom>): string {
  const digits = (count: number): string => Array.from({ length: count }, () => random.whole(0, 9)).join('')
  for (;;) {
    const id = world.state.areIdsLong ? `1${digits(16)}1` : `8${digits(10)}`
    if (world.state.meetings[id] === undefined) return id
  }
}

/** What Zoom makes of the wishes: some exclude each other, some need a licence, and a meeting is never wide open. */
function settle(host: ZoomUser, meeting: Meeting, wishes: Record<string, Json>, world: World): Record<string, Json> {
  const settings = { ...wishes, ...world.state.lockedSettings }
  const mayRegister = host.isLicensed && (meeting.type === 2 || meeting.type === 8)
  if (!mayRegister) settings.approval_type = 2
  if (meeting.type === 8 && settings.approval_type !== 2) settings.registration_type ??= 1
  else delete settings.registration_type
  if (settings.registrants_email_notification === false) settings.registrants_confirmation_email = false
  if (meeting.password === '' && settings.meeting_authentication !== true) settings.waiting_room = true
  if (settings.waiting_room === true) settings.join_before_host = false
  const licensed = new Set(
    listUsers(world).flatMap((user) => (user.isLicensed ? [user.email.toLowerCase(), user.id.toLowerCase()] : [])),
  )
  for (const each of String(settings.alternative_hosts ?? '').split(/[;,]/u)) {
    const who = each.trim().toLowerCase()
    const isRefused = who !== '' && world.faults.meets('alternativeHostRefused')
    if (isRefused || (who !== '' && !licensed.has(who))) throw new ZoomError(400, 1114, 'Invalid alternative host.')
  }
  return settings
}

/** `PATCH /meetings/{id}`, whole or one occurrence. A new rule, start or zone plans the series anew. */
export function updateMeeting(world: World, call: Call): Answer {
  const meeting = getMeeting(world, call.params.meetingId ?? '')
  const fields = readMeetingFields(call.body, meeting.timezone, passcodeRuleOf(world))
  const host = getUser(world, meeting.hostId)
  refuseUnfitHost(world, host, meeting.id)
  const occurrenceId = call.query.get('occurrence_id')
  if (occurrenceId !== null && occurrenceId !== '') return updateOccurrence(world, meeting, occurrenceId, fields)
  countHostWrite(world, meeting.hostId)
  const draft: Meeting = { ...meeting }
  if (fields.topic !== undefined) draft.topic = fields.topic
  if (fields.agenda !== undefined) draft.agenda = fields.agenda
  if (fields.type !== undefined) draft.type = fields.type
  if (fields.timezone !== undefined) draft.timezone = fields.timezone
  if (fields.minutes !== undefined) draft.minutes = fields.minutes
  if (fields.password !== undefined) draft.password = fields.password
  if (fields.trackingFields !== undefined) draft.trackingFields = fields.trackingFields
  if (fields.startAt !== undefined && fields.startAt > world.now() && draft.type !== 3) draft.startAt = fields.startAt
  if (fields.recurrence !== undefined) draft.recurrence = fields.recurrence
  const isPlannedAnew =
    fields.recurrence !== undefined || draft.startAt !== meeting.startAt || draft.timezone !== meeting.timezone
  if (draft.type === 8 && draft.startAt !== null && draft.recurrence !== null && isPlannedAnew) {
    draft.replans = (meeting.replans ?? 0) + 1
    draft.occurrences = plannedAnew(world, meeting, draft, fields.startAt !== undefined)
  } else if (fields.minutes !== undefined) {
    draft.occurrences = meeting.occurrences.map((each) =>
      each.startAt > world.now() ? { ...each, minutes: draft.minutes } : each,
    )
  }
  if (isPlannedAnew) draft.plannedAt = Math.floor(world.now() / 1000) * 1000
  draft.settings = settle(host, draft, { ...meeting.settings, ...fields.settings }, world)
  Object.assign(meeting, draft)
  return { status: 204 }
}

/**
 * The past dates as they were, and those to come by the new rule, under new ids; a deleted date comes back. Without a
 * start Zoom begins at the last date that it knew (github.com/MacsiDigital/laravel-zoom, issue 39).
 */
function plannedAnew(world: World, before: Meeting, draft: Meeting, hasStart: boolean): Meeting['occurrences'] {
  const last = before.occurrences.at(-1)?.startAt
  const planned = planOccurrences({
    startAt: (hasStart || draft.timezone !== before.timezone ? draft.startAt : last) ?? draft.startAt ?? 0,
    minutes: draft.minutes,
    timezone: draft.timezone,
    recurrence: draft.recurrence ?? {},
    replans: draft.replans ?? 0,
    isShifted: isSeriesShifted(world, draft.id),
  })
  const isPast = (each: { readonly startAt: number }): boolean => each.startAt <= world.now()
  return [...before.occurrences.filter(isPast), ...planned.filter((each) => !isPast(each))]
}

const occurrenceSettings = [
  'host_video',
  'participant_video',
  'join_before_host',
  'mute_upon_entry',
  'waiting_room',
  'watermark',
  'auto_recording',
]

function updateOccurrence(world: World, meeting: Meeting, occurrenceId: string, fields: MeetingFields): Answer {
  const occurrence = meeting.occurrences.find((each) => each.id === occurrenceId && !each.isDeleted)
  if (occurrence === undefined) throw new ZoomError(400, 300, 'Invalid parameter: occurrence_id.')
  countHostWrite(world, meeting.hostId)
  if (fields.agenda !== undefined) occurrence.agenda = fields.agenda
  if (fields.minutes !== undefined) occurrence.minutes = fields.minutes
  if (fields.startAt !== undefined && fields.startAt > world.now()) {
    occurrence.startAt = fields.startAt
    meeting.plannedAt = Math.floor(world.now() / 1000) * 1000
  }
  const allowed = Object.entries(fields.settings ?? {}).filter(([name]) => occurrenceSettings.includes(name))
  if (allowed.length > 0) occurrence.settings = { ...occurrence.settings, ...Object.fromEntries(allowed) }
  return { status: 204 }
}

/** `DELETE /meetings/{id}`, whole or one occurrence. A running class ends with it. */
export function deleteMeeting(world: World, call: Call): Answer {
  const meeting = getMeeting(world, call.params.meetingId ?? '')
  const occurrenceId = call.query.get('occurrence_id')
  if (occurrenceId !== null && occurrenceId !== '') {
    const occurrence = meeting.occurrences.find((each) => each.id === occurrenceId && !each.isDeleted)
    if (occurrence === undefined) throw new ZoomError(400, 300, 'Invalid parameter: occurrence_id.')
    occurrence.isDeleted = true
    return { status: 204 }
  }
  endNow(world, meeting)
  meeting.deletedAt = world.now()
  return { status: 204 }
}

/** `PUT /meetings/{id}/status`: `end` a running meeting, or `recover` one deleted within seven days. */
export function updateMeetingStatus(world: World, call: Call): Answer {
  const action = (call.body as { action?: unknown } | null | undefined)?.action
  const meetingId = call.params.meetingId ?? ''
  if (action === 'recover') {
    const meeting = world.state.meetings[meetingId]
    if (meeting?.deletedAt == null || world.now() - meeting.deletedAt > 7 * 86_400_000) {
      throw new ZoomError(404, 3001, `Meeting does not exist: ${meetingId}.`)
    }
    meeting.deletedAt = null
    return { status: 204 }
  }
  if (action !== 'end') throw invalidField('action')
  const meeting = getMeeting(world, meetingId)
  if (!endNow(world, meeting)) throw new ZoomError(404, 3001, `Meeting does not exist: ${meetingId}.`)
  return { status: 204 }
}

function endNow(world: World, meeting: Meeting): boolean {
  const live = liveClassOf(world, meeting)
  if (live === undefined) return false
  meeting.stops[live.key] = Math.floor(world.now() / 1000) * 1000
  freezeClass(world, meeting, live)
  return true
}
