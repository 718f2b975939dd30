import { idNumber, invalidField, invalidFields, ZoomError } from './answer.ts'
import type { Answer, Call, FieldError } from './answer.ts'
import { plannedClasses } from './class-plan.ts'
import { registeredName } from './expected.ts'
import { countRegistrantCall } from './limits.ts'
import { isEmail } from './meeting-fields.ts'
import { alternativeHosts, getMeeting, occurrenceBody } from './meeting-views.ts'
import { pageOf } from './paging.ts'
import { createRandom, createUrlId } from './random.ts'
import type { Json, Meeting, Registrant, RegistrantStatus } from './state.ts'
import { getUser } from './users.ts'
import type { World } from './world.ts'
import { zoomTime } from './zone.ts'

const capacity = 4999

/** The state that somebody is in now. */
export function statusOf(registrant: Registrant): RegistrantStatus {
  return registrant.changes.at(-1)?.status ?? 'pending'
}

/** The meeting, if people can register for it. Raises what Zoom raises where they can't. */
function getRegistrable(world: World, call: Call): Meeting {
  const meeting = getMeeting(world, call.params.meetingId ?? '')
  if (!getUser(world, meeting.hostId).isLicensed) {
    throw new ZoomError(400, 200, `Only available for paid users: ${meeting.hostId}.`)
  }
  if (world.faults.meets('registrationOff', { meetingId: meeting.id })) meeting.settings.approval_type = 2
  if (meeting.settings.approval_type === 2) {
    throw new ZoomError(404, 404, `Registration has not been enabled for this meeting: ${meeting.id}.`)
  }
  return meeting
}

function refuseWhenOver(world: World, meeting: Meeting): void {
  if (meeting.held.length > 0 && plannedClasses(world, meeting).length === 0) {
    const message =
      'Meeting is over, you can not register now. If you have any questions, please contact the Meeting host.'
    throw new ZoomError(400, 3038, message)
  }
}

interface Application {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly details: Record<string, Json>
}

function readApplication(value: unknown, prefix: string, errors: FieldError[]): Application {
  const body = (typeof value === 'object' && value !== null ? value : {}) as Record<string, Json>
  const { email, first_name: firstName, last_name: lastName, auto_approve: _, ...details } = body
  const refuse = (field: string): void => void errors.push({ field: `${prefix}${field}`, message: 'Invalid field.' })
  if (!isEmail(email)) refuse('email')
  if (typeof firstName !== 'string' || firstName.trim() === '' || firstName.length > 64) refuse('first_name')
  if (lastName !== undefined && lastName !== null && (typeof lastName !== 'string' || lastName.length > 64))
    refuse('last_name')
  return {
    email: String(email),
    firstName: String(firstName),
    lastName: typeof lastName === 'string' ? lastName : '',
    details,
  }
}

/** Counts the applications and refuses the meeting's own hosts, before any of them is taken. */
function admit(world: World, meeting: Meeting, applications: readonly Application[]): void {
  const hosts = [getUser(world, meeting.hostId).email.toLowerCase(), ...alternativeHosts(world, meeting)]
  if (applications.some((each) => hosts.includes(each.email.toLowerCase()))) {
    throw new ZoomError(400, 3027, 'Host can not register.')
  }
  for (const each of applications) countRegistrantCall(world, 'add', meeting, each.email)
}

/** Adds a registrant, or returns the one who has the address already: at Zoom the e-mail is the person. */
function register(
  world: World,
  meeting: Meeting,
  application: Application,
  isApprovedAtOnce: boolean,
  occurrenceIds: readonly string[],
): Registrant {
  const email = application.email.toLowerCase()
  const known = meeting.registrants.find((each) => each.email.toLowerCase() === email)
  const status: RegistrantStatus = meeting.settings.approval_type === 0 || isApprovedAtOnce ? 'approved' : 'pending'
  if (known !== undefined) {
    if (statusOf(known) === 'cancelled') known.changes.push({ at: world.now(), status })
    for (const id of occurrenceIds) if (!known.occurrenceIds.includes(id)) known.occurrenceIds.push(id)
    return known
  }
  const count = meeting.registrants.filter((each) => statusOf(each) !== 'cancelled').length
  if (count >= capacity) throw new ZoomError(400, 3043, 'Meeting has reached maximum attendee capacity.')
  const random = createRandom(world.state.seed, 'registrant', meeting.id, email)
  const registrant: Registrant = {
    id: createUrlId(random),
    email: application.email,
    firstName: application.firstName,
    lastName: application.lastName,
    details: application.details,
    pin: random.whole(100_000, 999_999),
    createdAt: world.now(),
    changes: [{ at: world.now(), status }],
    occurrenceIds: [...occurrenceIds],
  }
  meeting.registrants.push(registrant)
  return registrant
}

function joinUrl(world: World, meeting: Meeting, registrant: Registrant): string {
  return `${world.webUrl}/w/${meeting.id}?tk=${registrant.id}.practice`
}

/** `POST /meetings/{id}/registrants`. */
export function addRegistrant(world: World, call: Call): Answer {
  const meeting = getRegistrable(world, call)
  refuseWhenOver(world, meeting)
  const errors: FieldError[] = []
  const application = readApplication(call.body, '', errors)
  if (errors.length > 0) throw invalidFields(errors)
  const wanted = (call.query.get('occurrence_ids') ?? '').split(',').filter((id) => id !== '')
  const isPerDate = meeting.type === 8 && meeting.settings.registration_type !== 1
  const dates = meeting.occurrences.filter(
    (each) => !each.isDeleted && each.startAt + each.minutes * 60_000 > world.now(),
  )
  if (wanted.some((id) => dates.every((each) => each.id !== id))) {
    throw new ZoomError(400, 300, 'Invalid parameter: occurrence_ids.')
  }
  const autoApprove = (call.body as { auto_approve?: unknown }).auto_approve === true
  admit(world, meeting, [application])
  const chosen = isPerDate && wanted.length > 0 ? wanted : []
  const registrant = register(world, meeting, application, autoApprove, chosen)
  const isApproved = statusOf(registrant) === 'approved'
  return {
    status: 201,
    body: {
      id: idNumber(meeting.id),
      registrant_id: registrant.id,
      topic: meeting.topic,
      ...(meeting.startAt === null ? {} : { start_time: zoomTime(meeting.startAt) }),
      ...(isApproved ? { join_url: joinUrl(world, meeting, registrant), participant_pin_code: registrant.pin } : {}),
      ...(meeting.type === 8
        ? { occurrences: dates.filter((each) => chosen.length === 0 || chosen.includes(each.id)).map(occurrenceBody) }
        : {}),
    },
  }
}

/** `POST /meetings/{id}/batch_registrants`: type 2 only, up to 30 at a time. */
export function addRegistrants(world: World, call: Call): Answer {
  const meeting = getMeeting(world, call.params.meetingId ?? '')
  if (meeting.type !== 2) {
    const message =
      'This API can only be used for scheduled meeting(meeting type: 2). Batch registration is not supported for other meeting types.'
    throw new ZoomError(400, 303, message)
  }
  getRegistrable(world, call)
  refuseWhenOver(world, meeting)
  const body = (call.body ?? {}) as { auto_approve?: unknown; registrants?: unknown }
  if (!Array.isArray(body.registrants) || body.registrants.length === 0 || body.registrants.length > 30) {
    throw invalidField('registrants')
  }
  const errors: FieldError[] = []
  const applications = body.registrants.map((each, i) => readApplication(each, `registrants[${i}].`, errors))
  if (errors.length > 0) throw invalidFields(errors)
  admit(world, meeting, applications)
  const registrants = applications.map((each) => register(world, meeting, each, body.auto_approve === true, []))
  return {
    status: 201,
    body: {
      registrants: registrants.map((each) => ({
        email: each.email,
        registrant_id: each.id,
        ...(statusOf(each) === 'approved'
          ? { join_url: joinUrl(world, meeting, each), participant_pin_code: each.pin }
          : {}),
      })),
    },
  }
}

function registrantBody(world: World, meeting: Meeting, registrant: Registrant): Record<string, unknown> {
  const isApproved = statusOf(registrant) === 'approved'
  return {
    ...registrant.details,
    id: registrant.id,
    email: registrant.email,
    first_name: registrant.firstName,
    last_name: registrant.lastName,
    status: statusOf(registrant),
    create_time: zoomTime(registrant.createdAt),
    ...(isApproved ? { join_url: joinUrl(world, meeting, registrant), participant_pin_code: registrant.pin } : {}),
  }
}

/** `GET /meetings/{id}/registrants`: one status at a time, `approved` by default. */
export function answerRegistrants(world: World, call: Call): Answer {
  const meeting = getRegistrable(world, call)
  const status = call.query.get('status') ?? 'approved'
  if (!['approved', 'pending', 'denied'].includes(status)) throw new ZoomError(400, 300, 'Invalid parameter: status.')
  const occurrenceId = call.query.get('occurrence_id') ?? ''
  const rows = meeting.registrants
    .filter((each) => statusOf(each) === status)
    .filter(
      (each) => occurrenceId === '' || each.occurrenceIds.length === 0 || each.occurrenceIds.includes(occurrenceId),
    )
    .toSorted((a, b) => registeredName(a).localeCompare(registeredName(b)))
  const page = pageOf(world, `registrants ${meeting.id} ${status} ${occurrenceId}`, rows, call.query)
  return {
    status: 200,
    body: {
      ...page.fields,
      page_number: 1,
      registrants: page.rows.map((each) => registrantBody(world, meeting, each)),
    },
  }
}

function getRegistrant(meeting: Meeting, call: Call): Registrant {
  const id = call.params.registrantId ?? ''
  const found = meeting.registrants.find((each) => each.id === id && statusOf(each) !== 'cancelled')
  if (found === undefined)
    throw invalidField(
      'registrantId',
      'The value that you entered for the Registrant ID field is invalid. Enter a valid value and try again.',
    )
  return found
}

/** `GET /meetings/{id}/registrants/{registrantId}`. */
export function answerRegistrant(world: World, call: Call): Answer {
  const meeting = getRegistrable(world, call)
  return { status: 200, body: registrantBody(world, meeting, getRegistrant(meeting, call)) }
}

/** `DELETE /meetings/{id}/registrants/{registrantId}`. */
export function deleteRegistrant(world: World, call: Call): Answer {
  const meeting = getRegistrable(world, call)
  getRegistrant(meeting, call).changes.push({ at: world.now(), status: 'cancelled' })
  return { status: 204 }
}

/** `PUT /meetings/{id}/registrants/status`: up to 30; those whom it does not know are passed over in silence. */
export function updateRegistrantStatus(world: World, call: Call): Answer {
  const meeting = getRegistrable(world, call)
  const body = (call.body ?? {}) as { action?: unknown; registrants?: unknown }
  const status = { approve: 'approved', cancel: 'cancelled', deny: 'denied' }[String(body.action)] as
    | RegistrantStatus
    | undefined
  if (status === undefined) throw invalidField('action')
  const named = Array.isArray(body.registrants) ? (body.registrants as { id?: unknown; email?: unknown }[]) : []
  if (named.length > 30) throw invalidField('registrants')
  for (const { id, email } of named) {
    const found = meeting.registrants.find(
      (each) => each.id === id || (id === undefined && each.email.toLowerCase() === String(email).toLowerCase()),
    )
    if (found === undefined) continue
    countRegistrantCall(world, 'status', meeting, found.email)
    found.changes.push({ at: world.now(), status })
  }
  return { status: 204 }
}
