import { idNumber, noSuchMeeting, ZoomError } from './answer.ts'
import type { Answer, Call } from './answer.ts'
import { timesOf } from './class-plan.ts'
import { pageOf } from './paging.ts'
import type { Run, Stay } from './practice-class.ts'
import { createRandom } from './random.ts'
import type { FaultName, HeldClass, Meeting } from './state.ts'
import { classOf } from './stays.ts'
import { getUser } from './users.ts'
import type { World } from './world.ts'
import { zoomTime } from './zone.ts'

const minuteMs = 60_000
const yearMs = 365 * 86_400_000
const fifteenMonthsMs = 456 * 86_400_000

/** One run that is over, with the class and meeting that it belongs to. */
export interface PastRun {
  readonly meeting: Meeting
  readonly held: HeldClass
  readonly place: number
  readonly run: Run
}

/** All runs of a meeting that are over, oldest first. */
export function pastRunsOf(world: World, meeting: Meeting): PastRun[] {
  return meeting.held.flatMap((held) =>
    timesOf(world, meeting, held, held).runs.map((run, place) => ({ meeting, held, place, run })),
  )
}

/** A number means the latest run of that meeting, anything else is a run's uuid. Raises 404/3001. */
function getPastRun(world: World, key: string): PastRun {
  if (/^\d{1,19}$/u.test(key)) {
    const meeting = world.state.meetings[key]
    const found = meeting === undefined ? undefined : pastRunsOf(world, meeting).at(-1)
    if (found !== undefined) return found
  } else {
    for (const meeting of Object.values(world.state.meetings)) {
      const found = pastRunsOf(world, meeting).find((past) => past.run.uuid === key)
      if (found !== undefined) return found
    }
  }
  throw noSuchMeeting(key)
}

function sceneOf(past: PastRun): { readonly meetingId: string; readonly runUuid: string } {
  return { meetingId: past.meeting.id, runUuid: past.run.uuid }
}

/** When Zoom first knows of the run's people at all, and when it knows everything. */
export function readyTimes(world: World, past: PastRun): { readonly firstAt: number; readonly completeAt: number } {
  const random = createRandom(world.state.seed, 'ready', past.run.uuid)
  const late = world.faults.find('reportLate', sceneOf(past))
  const firstAt = past.run.endAt + (late === undefined ? random.whole(55, 110) * 1000 : (late.value ?? 45) * minuteMs)
  return { firstAt, completeAt: firstAt + random.whole(100, 330) * 1000 }
}

function getReadyRun(world: World, call: Call, reach: number): PastRun {
  const key = call.params.meetingId ?? ''
  if (world.state.plan === 'free') {
    throw new ZoomError(400, 200, `Only available for paid account: ${world.state.credentials.accountId}.`)
  }
  const past = getPastRun(world, key)
  if (world.now() - past.run.endAt > reach) throw new ZoomError(400, 12_702, 'Can not access a meeting a year ago.')
  world.faults.use('reportLate', sceneOf(past))
  const isMissing = world.faults.meets('instanceMissing', { meetingId: past.meeting.id })
  if (isMissing || world.now() < readyTimes(world, past).firstAt) throw noSuchMeeting(key)
  return past
}

/** Everybody's stays in the run. */
function staysIn(world: World, past: PastRun): readonly Stay[] {
  return classOf(world, past.meeting, past.held).stays.filter((stay) => stay.run === past.place)
}

/** The rows that Zoom shows at this time; some faults hide or empty them for a while. */
function shownStays(world: World, past: PastRun): { readonly stays: readonly Stay[]; readonly isComplete: boolean } {
  const minutesAfter = (world.now() - past.run.endAt) / minuteMs
  const { completeAt } = readyTimes(world, past)
  /** Whether the fault shows, until so long after the run or from then on: a run on which it does not uses none up. */
  const isOn = (name: FaultName, usualMinutes: number, isUntilThen = true): boolean => {
    const fault = world.faults.find(name, sceneOf(past))
    if (fault === undefined || minutesAfter < (fault.value ?? usualMinutes) !== isUntilThen) return false
    return world.faults.meets(name, sceneOf(past))
  }
  const stays = staysIn(world, past)
  if (isOn('reportEmpty', 20)) return { stays: [], isComplete: true }
  if (isOn('reportPartial', 20))
    return {
      stays: withoutSlow(stays).map((stay, i) => (i % 5 === 3 ? { ...stay, isSlowToAppear: true } : stay)),
      isComplete: false,
    }
  // The correction brings rows that were missing; where all were shown before the fault was on, it takes some away.
  const wasWhole = (world.faults.find('reportCorrected', sceneOf(past))?.sinceAt ?? 0) > completeAt
  if (isOn('reportCorrected', 300, !wasWhole)) return { stays: withoutSlow(stays), isComplete: true }
  return { stays, isComplete: world.now() >= completeAt }
}

/** Leaves out who is slow to appear, or the first student where nobody is: a fault of reports always shows. */
function withoutSlow(stays: readonly Stay[]): readonly Stay[] {
  if (stays.some((stay) => stay.isSlowToAppear)) return stays.filter((stay) => !stay.isSlowToAppear)
  const first = stays.find((stay) => stay.role === 'student')?.studentNumbers.join()
  return stays.filter((stay) => stay.role !== 'student' || stay.studentNumbers.join() !== first)
}

function peopleIn(stays: readonly Stay[]): number {
  return new Set(
    stays.filter((stay) => !stay.isWaiting).map((stay) => stay.registrantId || stay.email || stay.displayName),
  ).size
}

/** `GET /past_meetings/{id}`. */
export function answerPastMeeting(world: World, call: Call): Answer {
  const past = getReadyRun(world, call, yearMs)
  return {
    status: 200,
    body: { ...detailBody(world, past), host_id: past.meeting.hostId, source: 'Zoom', has_meeting_summary: false },
  }
}

/** `GET /report/meetings/{id}`: only for runs with two people or more. */
export function answerMeetingReport(world: World, call: Call): Answer {
  const past = getReadyRun(world, call, yearMs)
  refuseLonely(world, past, call)
  return {
    status: 200,
    body: { ...detailBody(world, past), tracking_fields: past.meeting.trackingFields, custom_keys: [] },
  }
}

function refuseLonely(world: World, past: PastRun, call: Call): void {
  if (peopleIn(staysIn(world, past)) < 2) {
    throw new ZoomError(404, 3001, `Meeting ${call.params.meetingId} not found or has expired.`)
  }
}

function detailBody(world: World, past: PastRun): Record<string, unknown> {
  const host = getUser(world, past.meeting.hostId)
  const { stays } = shownStays(world, past)
  const inside = stays.filter((stay) => !stay.isWaiting)
  return {
    uuid: past.run.uuid,
    id: idNumber(past.meeting.id),
    type: past.meeting.type,
    topic: past.meeting.topic,
    user_name: `${host.firstName} ${host.lastName}`,
    user_email: host.email,
    start_time: zoomTime(past.run.startAt),
    end_time: zoomTime(past.run.endAt),
    duration: Math.ceil((past.run.endAt - past.run.startAt) / minuteMs),
    total_minutes: inside.reduce((sum, stay) => sum + Math.ceil((stay.leaveAt - stay.joinAt) / minuteMs), 0),
    participants_count: peopleIn(stays),
    dept: '',
  }
}

/** `GET /past_meetings/{id}/instances`: by number only; newest first. */
export function answerInstances(world: World, call: Call): Answer {
  const key = call.params.meetingId ?? ''
  const meeting = world.state.meetings[key]
  if (meeting === undefined) throw noSuchMeeting(key)
  const [from, to] = [call.query.get('from'), call.query.get('to')]
  const meetings = pastRunsOf(world, meeting)
    .filter((past) => world.now() - past.run.endAt < fifteenMonthsMs && world.now() >= past.run.endAt + 30_000)
    .map((past) => ({ uuid: past.run.uuid, start_time: zoomTime(past.run.startAt) }))
    .filter(
      (each) =>
        from === null || to === null || (each.start_time.slice(0, 10) >= from && each.start_time.slice(0, 10) <= to),
    )
    .toReversed()
  return { status: 200, body: { meetings } }
}

function participantFields(stay: Stay, isComplete: boolean): Record<string, unknown> {
  const isUnfinished = !isComplete && stay.isSlowToAppear
  return {
    id: stay.zoomUserId,
    user_id: stay.userId,
    name: stay.displayName,
    user_email: stay.email,
    join_time: zoomTime(stay.joinAt),
    leave_time: zoomTime(isUnfinished ? stay.joinAt : stay.leaveAt),
    duration: isUnfinished ? 0 : Math.round((stay.leaveAt - stay.joinAt) / 1000),
    failover: stay.isFailover,
    status: stay.isWaiting ? 'in_waiting_room' : 'in_meeting',
  }
}

/** `GET /past_meetings/{id}/participants`: no registrant ids, no breakout rooms, no customer keys. */
export function answerPastParticipants(world: World, call: Call): Answer {
  const past = getReadyRun(world, call, fifteenMonthsMs)
  refuseLonely(world, past, call)
  const { stays, isComplete } = shownStays(world, past)
  const page = pageOf(world, `past participants ${past.run.uuid}`, stays, call.query)
  return {
    status: 200,
    body: {
      ...page.fields,
      participants: page.rows.map((stay) => ({
        ...participantFields(stay, isComplete),
        internal_user: stay.zoomUserId !== '',
      })),
    },
  }
}

/** `GET /report/meetings/{id}/participants`: registrant ids only with `include_fields=registrant_id`. */
export function answerParticipantReport(world: World, call: Call): Answer {
  const past = getReadyRun(world, call, yearMs)
  refuseLonely(world, past, call)
  const includes = call.query.get('include_fields')
  if (includes !== null && includes !== '' && includes !== 'registrant_id') {
    throw new ZoomError(400, 300, 'Invalid parameter: include_fields.')
  }
  const { stays, isComplete } = shownStays(world, past)
  const page = pageOf(world, `report participants ${past.run.uuid}`, stays, call.query)
  return {
    status: 200,
    body: {
      ...page.fields,
      participants: page.rows.map((stay) => ({
        ...participantFields(stay, isComplete),
        participant_user_id: stay.zoomUserId,
        customer_key: stay.customerKey,
        bo_mtg_id: stay.breakoutId,
        ...(includes === 'registrant_id' ? { registrant_id: stay.registrantId } : {}),
      })),
    },
  }
}
