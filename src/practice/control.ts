import type { Answer } from './answer.ts'
import { overAt, plannedClasses } from './class-plan.ts'
import type { PracticeClock } from './clock.ts'
import { spendHostWrites } from './limits.ts'
import { doInPortal, portalDeeds, type PortalWish } from './portal.ts'
import { createSchool, rosterCsv } from './school.ts'
import { standingMeetings } from './standing.ts'
import { faultNames } from './state.ts'
import type { ClassStory, Fault, FaultName, HeldClass, Json, Meeting, Plan, ScriptedPerson } from './state.ts'
import { classOf } from './stays.ts'
import { truthOf } from './truth.ts'
import { listUsers, passcodeRuleOf } from './users.ts'
import type { World } from './world.ts'
import { instantOf, plusDays, wallTimeAt, weekdayOf } from './zone.ts'

/** Counts of answered calls, by `METHOD /path status`. */
export type CallCounts = Map<string, number>

/** What the control API works with. */
export interface Controls {
  readonly world: World
  readonly clock: PracticeClock
  readonly counts: CallCounts
}

const plans: readonly Plan[] = ['free', 'pro', 'business']
const stories: readonly ClassStory[] = [
  'onTime',
  'hostLate',
  'restart',
  'massDrop',
  'offSchedule',
  'neverCame',
  'alone',
]

class BadRequest extends Error {}

/** Answers one call under `/practice/`. Errors are `{error}` with 400 or 404; these are ours, not Zoom's. */
export async function answerControl(
  controls: Controls,
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
): Promise<Answer> {
  const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  try {
    return await route(controls, `${method} ${path}`, query, input)
  } catch (error) {
    if (error instanceof BadRequest || error instanceof RangeError)
      return { status: 400, body: { error: error.message } }
    throw error
  }
}

async function route(
  controls: Controls,
  call: string,
  query: URLSearchParams,
  input: Record<string, unknown>,
): Promise<Answer> {
  const { world, clock, counts } = controls
  switch (call) {
    case 'GET /practice/clock':
      if (query.has('after')) await clock.afterVersion(Number(query.get('after')), 25_000)
      return { status: 200, body: clock.face() }
    case 'POST /practice/jump':
      clock.jumpTo(destination(world, input.to))
      return { status: 200, body: clock.face() }
    case 'GET /practice/school':
      return { status: 200, body: schoolBody(world) }
    case 'GET /practice/next':
      return { status: 200, body: { next: nextClassEvent(world) } }
    case 'GET /practice/roster':
    case 'GET /practice/roster.csv': {
      const school = query.get('size') === 'large' ? createSchool(world.state.seed, 'large') : world.school
      return { status: 200, body: rosterCsv(school), headers: { 'content-type': 'text/csv; charset=utf-8' } }
    }
    case 'GET /practice/faults':
      return { status: 200, body: { names: faultNames, faults: world.faults.list() } }
    case 'POST /practice/faults':
      return { status: 201, body: world.faults.add(readFault(world, input)) }
    case 'DELETE /practice/faults':
      world.faults.clear(readWhich(query))
      return { status: 204 }
    case 'POST /practice/plan':
      world.state.plan = oneOf(plans, input.plan, 'plan')
      return { status: 200, body: { plan: world.state.plan } }
    case 'POST /practice/locked':
      world.state.lockedSettings = input as Record<string, Json>
      return { status: 200, body: world.state.lockedSettings }
    case 'POST /practice/owner':
      world.state.isOwnerUnlicensed = input.isLicensed === false
      return { status: 200, body: { isLicensed: !world.state.isOwnerUnlicensed } }
    case 'POST /practice/passcode':
      world.state.passcodeRule = input as Record<string, Json>
      return { status: 200, body: passcodeRuleOf(world) }
    case 'POST /practice/writes': {
      const host = listUsers(world).find((user) => user.email === input.host || user.id === input.host)
      if (host === undefined) throw new BadRequest('There is no user of that address or id.')
      return { status: 200, body: { used: spendHostWrites(world, host.id, numberOrNull(input.times) ?? 1) } }
    }
    case 'POST /practice/portal':
      return { status: 200, body: doInPortal(world, readPortalWish(world, input)) }
    case 'POST /practice/stories': {
      const meeting = meetingOf(world, input.meetingId)
      meeting.stories[textOr(input.occurrence, '*')] = oneOf(stories, input.story, 'story')
      return { status: 200, body: { stories: meeting.stories } }
    }
    case 'POST /practice/people': {
      const meeting = meetingOf(world, input.meetingId)
      meeting.scripted.push(readScripted(input))
      return { status: 201, body: { people: meeting.scripted.length } }
    }
    case 'GET /practice/truth':
      return { status: 200, body: truthBody(world, query) }
    case 'GET /practice/meetings':
      return { status: 200, body: { meetings: standingMeetings(world) } }
    case 'GET /practice/calls':
      return { status: 200, body: Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b))) }
    case 'DELETE /practice/calls':
      counts.clear()
      return { status: 204 }
    default:
      return { status: 404, body: { error: `Nothing answers ${call}.` } }
  }
}

function oneOf<T extends string>(options: readonly T[], value: unknown, name: string): T {
  const found = options.find((option) => option === value)
  if (found === undefined) throw new BadRequest(`${name} must be one of ${options.join(', ')}.`)
  return found
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function meetingOf(world: World, meetingId: unknown): Meeting {
  const meeting = world.state.meetings[String(meetingId)]
  if (meeting === undefined) throw new BadRequest('There is no meeting of that id.')
  world.touched.add(meeting.id)
  return meeting
}

function readPortalWish(world: World, input: Record<string, unknown>): PortalWish {
  const { meetingId } = input
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  const record = <T>(value: unknown): Record<string, T> | undefined =>
    typeof value === 'object' && value !== null ? (value as Record<string, T>) : undefined
  return {
    deed: oneOf(portalDeeds, input.deed, 'deed'),
    meeting: meetingId === undefined ? undefined : meetingOf(world, meetingId),
    occurrence: text(input.occurrence),
    minutes: numberOrNull(input.minutes) ?? undefined,
    text: text(input.text),
    host: text(input.host),
    settings: record<Json>(input.settings),
    count: numberOrNull(input.count) ?? undefined,
    fields: record<unknown>(input.fields),
  }
}

function readFault(world: World, input: Record<string, unknown>): Omit<Fault, 'id' | 'runs'> {
  const minutes = numberOrNull(input.minutes)
  return {
    name: oneOf(faultNames, input.name, 'name'),
    timesLeft: numberOrNull(input.times),
    untilAt: minutes === null ? null : world.now() + minutes * 60_000,
    meetingId: input.meetingId === undefined || input.meetingId === null ? null : String(input.meetingId),
    call: typeof input.call === 'string' ? input.call : null,
    value: numberOrNull(input.value),
    scopes: Array.isArray(input.scopes) ? input.scopes.map(String) : [],
  }
}

function readWhich(query: URLSearchParams): number | FaultName | undefined {
  if (query.has('id')) return Number(query.get('id'))
  return query.has('name') ? oneOf(faultNames, query.get('name'), 'name') : undefined
}

function readScripted(input: Record<string, unknown>): ScriptedPerson {
  return {
    key: typeof input.occurrence === 'string' ? input.occurrence : null,
    displayName: textOr(input.displayName, 'Guest'),
    joinSecond: numberOrNull(input.joinSecond) ?? 0,
    leaveSecond: numberOrNull(input.leaveSecond) ?? 3600,
    linkEmail: textOr(input.linkEmail, ''),
    customerKey: textOr(input.customerKey, '').slice(0, 35),
    studentNumbers: Array.isArray(input.studentNumbers) ? input.studentNumbers.map(String) : [],
  }
}

function destination(world: World, to: unknown): number {
  if (to === 'nextClassEvent') {
    const next = nextClassEvent(world)
    if (next === null) throw new BadRequest('No class is planned.')
    return Date.parse(next.at)
  }
  const instant = typeof to === 'string' ? Date.parse(to) : Number.NaN
  if (Number.isNaN(instant)) throw new BadRequest('to must be an ISO instant or "nextClassEvent".')
  return instant
}

interface ClassEvent {
  readonly at: string
  readonly what: 'classStarts' | 'classEnds'
}

/** The next time at which a class should begin, or at which one is really over. */
function nextClassEvent(world: World): ClassEvent | null {
  const now = world.now()
  const events = Object.values(world.state.meetings).flatMap((meeting) =>
    plannedClasses(world, meeting).flatMap((planned) => [
      { at: planned.startAt, what: 'classStarts' as const },
      { at: overAt(world, meeting, planned), what: 'classEnds' as const },
    ]),
  )
  const next = events.filter((event) => event.at > now).toSorted((a, b) => a.at - b.at)[0]
  return next === undefined ? null : { at: new Date(next.at).toISOString(), what: next.what }
}

function schoolBody(world: World): Record<string, unknown> {
  const { name, schoolId, timeZone, sections, subjects, students, timetable, staff } = world.school
  const users = listUsers(world)
  return {
    name,
    schoolId,
    timeZone,
    startAt: new Date(firstMonday(world)).toISOString(),
    sections: sections.map((section) => ({
      ...section,
      students: students.filter((student) => student.section === section.name).length,
    })),
    subjects,
    teachers: staff.map((member) => ({
      email: member.email,
      givenName: member.name.given,
      familyName: member.name.family,
      role: member.role,
      zoomUserId: users.find((user) => user.email === member.email)?.id,
      isLicensed: users.find((user) => user.email === member.email)?.isLicensed,
    })),
    timetable,
  }
}

/** 07:00 of the first Monday after the school was made: where a practice week begins. */
function firstMonday(world: World): number {
  const zone = world.school.timeZone
  const made = wallTimeAt(zone, world.state.createdAt + world.state.offsetMs)
  const monday = plusDays({ ...made, hour: 7, minute: 0, second: 0 }, 8 - weekdayOf(made))
  return instantOf(zone, monday)
}

/**
 * The truth about one meeting's class (the one asked for by `occurrence`, or the latest that is over), or, without a
 * meeting id, about all classes that are over.
 */
function truthBody(world: World, query: URLSearchParams): unknown {
  if (!query.has('meetingId')) {
    const classes = Object.values(world.state.meetings).flatMap((meeting) =>
      meeting.held.map((held) => truthOf(classOf(world, meeting, held))),
    )
    return { classes }
  }
  const meeting = meetingOf(world, query.get('meetingId'))
  const wanted = query.get('occurrence')
  const held: HeldClass | undefined =
    wanted === null ? meeting.held.at(-1) : meeting.held.find((each) => each.key === wanted)
  if (held === undefined) throw new BadRequest('No class of that meeting is over.')
  return { ...truthOf(classOf(world, meeting, held)), occurrences: meeting.held.map((each) => each.key) }
}
