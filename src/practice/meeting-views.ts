import { createHash } from 'node:crypto'
import { idNumber, noSuchMeeting, ZoomError } from './answer.ts'
import type { Answer, Call } from './answer.ts'
import { liveRunOf, plannedClasses } from './class-plan.ts'
import { pageOf } from './paging.ts'
import type { Meeting, Occurrence } from './state.ts'
import { getUser, listUsers } from './users.ts'
import type { World } from './world.ts'
import { zoomTime } from './zone.ts'

const dayMs = 86_400_000

/** The meeting by its number. Raises 404/3001 when it never was, was deleted, or has expired; 400/300 for no number. */
export function getMeeting(world: World, meetingId: string): Meeting {
  if (!/^\d{1,19}$/u.test(meetingId)) throw new ZoomError(400, 300, 'Invalid meeting id.')
  const meeting = world.state.meetings[meetingId]
  if (meeting === undefined || meeting.deletedAt !== null || hasExpired(world, meeting)) throw noSuchMeeting(meetingId)
  return meeting
}

/** Meeting numbers die 30 days after a single date, and a year after the last date of a series. */
function hasExpired(world: World, meeting: Meeting): boolean {
  if (meeting.type === 1) return world.now() > meeting.createdAt + 30 * dayMs
  if (meeting.type === 2) return world.now() > (meeting.startAt ?? meeting.createdAt) + 30 * dayMs
  const last = meeting.occurrences.at(-1)?.startAt ?? meeting.held.at(-1)?.startAt ?? meeting.createdAt
  return world.now() > last + 365 * dayMs
}

/** `GET /meetings/{id}`. */
export function answerMeeting(world: World, call: Call): Answer {
  const meeting = getMeeting(world, call.params.meetingId ?? '')
  const occurrenceId = call.query.get('occurrence_id')
  if (occurrenceId === null || occurrenceId === '') {
    return { status: 200, body: meetingBody(world, meeting, call.query.get('show_previous_occurrences') === 'true') }
  }
  const occurrence = meeting.occurrences.find((each) => each.id === occurrenceId)
  if (occurrence === undefined) throw new ZoomError(400, 300, 'Invalid parameter: occurrence_id.')
  const { occurrences: _all, recurrence: _rule, ...single } = meetingBody(world, meeting, false)
  return {
    status: 200,
    body: {
      ...single,
      agenda: occurrence.agenda ?? meeting.agenda,
      start_time: zoomTime(occurrence.startAt),
      duration: occurrence.minutes,
      settings: { ...meeting.settings, ...occurrence.settings },
    },
  }
}

/** The whole meeting as create and get print it. */
export function meetingBody(world: World, meeting: Meeting, withPast: boolean): Record<string, unknown> {
  const host = getUser(world, meeting.hostId)
  const live = liveRunOf(world, meeting)
  const seal = createHash('sha256').update(`${meeting.id} ${meeting.password}`).digest('base64url').slice(0, 32)
  const hasRegistration = meeting.settings.approval_type !== 2
  const start = meeting.startAt
  return {
    uuid: live?.uuid ?? meeting.uuid,
    id: idNumber(meeting.id),
    host_id: meeting.hostId,
    host_email: host.email,
    assistant_id: '',
    topic: meeting.topic,
    type: meeting.type,
    status: live === undefined ? 'waiting' : 'started',
    ...(start === null || meeting.type === 3 ? {} : { start_time: zoomTime(start) }),
    duration: meeting.minutes,
    timezone: meeting.timezone,
    agenda: meeting.agenda,
    created_at: zoomTime(meeting.createdAt),
    start_url: `${world.webUrl}/s/${meeting.id}?zak=practice.${seal}`,
    join_url: `${world.webUrl}/j/${meeting.id}?pwd=${seal}.1`,
    ...(hasRegistration ? { registration_url: `${world.webUrl}/meeting/register/${seal}` } : {}),
    password: meeting.password,
    h323_password: meeting.password,
    pstn_password: meeting.password.replaceAll(/\D/gu, '').padStart(6, '0').slice(0, 6),
    encrypted_password: `${seal}.1`,
    ...(meeting.type === 8
      ? { occurrences: shownOccurrences(world, meeting, withPast), recurrence: meeting.recurrence ?? {} }
      : {}),
    settings: { ...meeting.settings, global_dial_in_numbers: dialInNumbers },
    ...(meeting.trackingFields.length === 0 ? {} : { tracking_fields: meeting.trackingFields }),
    creation_source: 'open_api',
    pre_schedule: false,
  }
}

function shownOccurrences(world: World, meeting: Meeting, withPast: boolean): Record<string, unknown>[] {
  return meeting.occurrences
    .filter((each) => withPast || each.startAt + each.minutes * 60_000 > world.now())
    .map((each) => occurrenceBody(each))
}

/** Numbers that nobody has. */
const dialInNumbers = [
  { country: 'PH', country_name: 'Philippines', number: '+63 2 5550 0100', type: 'toll' },
  { country: 'US', country_name: 'US', number: '+1 212 555 0100', type: 'toll' },
] as const

/** One occurrence as Zoom prints it. */
export function occurrenceBody(occurrence: Occurrence): Record<string, unknown> {
  return {
    occurrence_id: occurrence.id,
    start_time: zoomTime(occurrence.startAt),
    duration: occurrence.minutes,
    status: occurrence.isDeleted ? 'deleted' : 'available',
  }
}

const listTypes = ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings']

/** `GET /users/{id}/meetings`: agendas cut at 250; no instant meetings; a series gives a row per occurrence when upcoming. */
export function answerMeetingList(world: World, call: Call): Answer {
  const host = getUser(world, call.params.userId ?? '')
  const type = call.query.get('type') ?? 'scheduled'
  if (!listTypes.includes(type)) throw new ZoomError(400, 300, 'Invalid parameter: type.')
  const from = dateOf(call.query.get('from'), 0)
  const to = dateOf(call.query.get('to'), dayMs)
  const rows = Object.values(world.state.meetings)
    .filter((each) => each.hostId === host.id && each.deletedAt === null && !hasExpired(world, each))
    .flatMap((each) => listRows(world, each, type))
    .filter((row) =>
      row.at === null ? from === null : (from === null || row.at >= from) && (to === null || row.at < to),
    )
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
  const page = pageOf(world, `meetings ${host.id} ${type} ${from} ${to}`, rows, call.query)
  return {
    status: 200,
    body: { ...page.fields, page_number: 1, meetings: page.rows.map((row) => listBody(world, row)) },
  }
}

interface ListRow {
  readonly meeting: Meeting
  readonly at: number | null
  readonly minutes: number
}

function listRows(world: World, meeting: Meeting, type: string): ListRow[] {
  const now = world.now()
  const isLive = liveRunOf(world, meeting) !== undefined
  if (type === 'live') return isLive ? [{ meeting, at: meeting.startAt, minutes: meeting.minutes }] : []
  if (meeting.type === 1) return []
  const whole: ListRow = { meeting, at: meeting.startAt, minutes: meeting.minutes }
  if (type === 'scheduled') return [whole]
  const dates =
    meeting.type === 8
      ? meeting.occurrences
          .filter((each) => !each.isDeleted)
          .map((each): ListRow => ({ meeting, at: each.startAt, minutes: each.minutes }))
      : [whole]
  const isOver = (row: ListRow): boolean => row.at !== null && row.at + row.minutes * 60_000 <= now
  return type === 'previous_meetings' ? dates.filter(isOver) : dates.filter((row) => !isOver(row))
}

function listBody(world: World, row: ListRow): Record<string, unknown> {
  const body = meetingBody(world, row.meeting, false)
  return {
    uuid: body.uuid,
    id: body.id,
    host_id: body.host_id,
    topic: body.topic,
    type: body.type,
    ...(row.at === null ? {} : { start_time: zoomTime(row.at) }),
    duration: row.minutes,
    timezone: body.timezone,
    agenda: row.meeting.agenda.slice(0, 250),
    created_at: body.created_at,
    join_url: body.join_url,
  }
}

function dateOf(text: string | null, plus: number): number | null {
  if (text === null || text === '') return null
  const at = Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(at)) throw new ZoomError(400, 300, 'Invalid date format.')
  return at + plus
}

/** `GET /users/{id}/upcoming_meetings`: the next 24 hours, including meetings where the user is an alternative host. */
export function answerUpcoming(world: World, call: Call): Answer {
  const user = getUser(world, call.params.userId ?? '')
  const now = world.now()
  const meetings = Object.values(world.state.meetings)
    .filter(
      (each) =>
        each.deletedAt === null && (each.hostId === user.id || alternativeHosts(world, each).includes(user.email)),
    )
    .flatMap((meeting) => plannedClasses(world, meeting).map((planned) => ({ meeting, planned })))
    .filter(({ planned }) => planned.startAt + planned.minutes * 60_000 > now && planned.startAt < now + dayMs)
    .map(({ meeting, planned }) => ({
      id: idNumber(meeting.id),
      topic: meeting.topic,
      type: meeting.type === 10 ? 2 : meeting.type,
      start_time: zoomTime(planned.startAt),
      duration: planned.minutes,
      timezone: meeting.timezone,
      created_at: zoomTime(meeting.createdAt),
      join_url: meetingBody(world, meeting, false).join_url,
      passcode: meeting.password,
      use_pmi: false,
      is_host: meeting.hostId === user.id,
      is_all_day: false,
    }))
  return { status: 200, body: { total_records: meetings.length, meetings } }
}

/** E-mail addresses of the meeting's alternative hosts, in lower case. */
export function alternativeHosts(world: World, meeting: Meeting): string[] {
  const users = listUsers(world)
  return String(meeting.settings.alternative_hosts ?? '')
    .split(/[;,]/u)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '')
    .map((each) => users.find((user) => user.id.toLowerCase() === each)?.email.toLowerCase() ?? each)
}
