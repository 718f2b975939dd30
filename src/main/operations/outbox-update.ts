import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { ConfirmedMeeting, OutboxConfirmations } from '../store/outbox-confirm.ts'
import type { MeetingChanges, MeetingRef, ZoomMeeting } from '../zoom/model.ts'
import { afterChanges, changesOf, confirmedOf, overrideChanges, replanOf } from './meeting-draft.ts'
import {
  compareDates,
  confirmedDates,
  isAligned,
  isSeries,
  overridesAtZoom,
  ruleOf,
  type Alignment,
  type DateRow,
} from './meeting-series.ts'
import type { Errand } from './outbox-create.ts'

/** What making Zoom's meeting like ours needs. */
export interface UpdateDeps {
  readonly confirmations: OutboxConfirmations
  readonly clock: Clock
  readonly log: Log
}

/** A meeting that is being made like ours, with what Zoom has of it by now. */
interface Update extends Errand {
  readonly ref: MeetingRef
  confirmed: ConfirmedMeeting
}

/** Zoom's "invalid value"; of a date that is not there any more it says nothing else. */
const invalidValue = 300

/**
 * Makes Zoom's meeting like ours as it stood when it was claimed: what changed of the whole, then of a series each date
 * that Zoom has otherwise. Whatever of it was done before a crash is found done and not done again.
 */
export async function sendUpdate(deps: UpdateDeps, errand: Errand): Promise<void> {
  const { confirmations, clock } = deps
  const { claim, client, signal } = errand
  const { meeting } = claim
  const confirmed = confirmedOf(meeting)
  if (meeting.zoomMeetingId === null || confirmed === null) return confirmations.finish(claim, clock.now())
  const ref = { meetingId: meeting.zoomMeetingId, hostId: meeting.hostId }
  const update: Update = { ...errand, ref, confirmed }
  const changes = changesOf(claim, clock.now())
  if (changes !== null) await change(deps, update, changes)
  if (isSeries(meeting)) return align(deps, update, changes)
  if (changes?.settings !== undefined) {
    const read = await client.getMeeting(ref.meetingId, { signal })
    update.confirmed = afterChanges(claim, confirmed, changes, read)
  }
  return confirmations.confirmUpdate(claim, update.confirmed, [], clock.now())
}

/** Sends a change of the whole meeting, and keeps at once that Zoom has it: each counts against the host's hundred a day. */
async function change({ confirmations }: UpdateDeps, update: Update, changes: MeetingChanges): Promise<void> {
  const { claim, client, signal, ref } = update
  await client.updateMeeting(ref, changes, { signal })
  update.confirmed = afterChanges(claim, update.confirmed, changes, null)
  await confirmations.noteConfirmed(claim, update.confirmed)
}

/** Reads the series back and makes its dates like ours. Raises what keeps single dates from it when all others are done. */
async function align(deps: UpdateDeps, update: Update, sent: MeetingChanges | null): Promise<void> {
  const { confirmations, clock, log } = deps
  const { claim, client, signal, ref } = update
  let known = claim.dates
  const read = async (): Promise<readonly [ZoomMeeting, Alignment]> => {
    const zoom = await client.getMeeting(ref.meetingId, { signal })
    return [zoom, compareDates(known, zoom.occurrences, clock.now())]
  }
  let [zoom, alignment] = await read()
  if (sent !== null) update.confirmed = afterChanges(claim, update.confirmed, sent, zoom)
  // A date that was deleted at Zoom comes back only when the whole series is planned anew.
  const replan = alignment.missing.length > 0 && sent?.recurrence === undefined ? replanOf(claim, clock.now()) : null
  if (replan !== null) {
    await change(deps, update, replan)
    ;[zoom, alignment] = await read()
    update.confirmed = afterChanges(claim, update.confirmed, replan, zoom)
  }
  let obstacle: ProblemError | null = null
  if (!isAligned(alignment)) {
    const { toDelete, toChange } = alignment
    log.info('outbox.aligning', { entry: claim.id, deletes: toDelete.length, changes: toChange.length })
    const told = await alignDates(update, alignment)
    obstacle = told.obstacle
    known = claim.dates.map((date) => told.dates.get(date.key) ?? date)
    if (told.stop !== null) {
      await confirmations.noteConfirmed(claim, update.confirmed, [...told.dates.values()])
      throw told.stop.error
    }
    // Of a series without any date left there may be nothing to read any more.
    const isEmpty = alignment.pairs.length === 0
    if (isEmpty) alignment = { ...alignment, toDelete: [] }
    else alignment = (await read())[1]
  }
  const dates = confirmedDates(alignment, known, clock.now())
  if (isAligned(alignment)) {
    // One that was adopted follows our rule from here on, however it came to its dates.
    return confirmations.confirmUpdate(claim, { ...update.confirmed, rule: ruleOf(claim.meeting) }, dates, clock.now())
  }
  await confirmations.noteConfirmed(claim, update.confirmed, dates)
  throw obstacle ?? otherDates(alignment)
}

/** What came of telling Zoom of single dates. */
interface Told {
  /** What Zoom said against one of them. */
  readonly obstacle: ProblemError | null
  /** By their keys those that it took, with what it has been told of them now: no list of dates says that. */
  readonly dates: ReadonlyMap<number, DateRow>
  /** What came before all of them were told. */
  readonly stop: { readonly error: unknown } | null
}

/** Deletes what nobody wants, which is free, then changes what stands otherwise. */
async function alignDates({ claim, client, ref, signal }: Update, { toDelete, toChange }: Alignment): Promise<Told> {
  let obstacle: ProblemError | null = null
  const tryDate = async (work: Promise<unknown>, isHarmless: boolean): Promise<boolean> => {
    try {
      await work
      return true
    } catch (error) {
      if (client.zoomCode(error) !== invalidValue || !(error instanceof ProblemError)) throw error
      // The look afterwards tells whether a date that Zoom did not know is really gone.
      if (!isHarmless) obstacle ??= error
      return false
    }
  }
  const dates = new Map<number, DateRow>()
  const keep = (date: DateRow, zoomOccurrenceId: string, confirmed: NonNullable<DateRow['confirmed']>) =>
    dates.set(date.key, { ...date, zoomOccurrenceId, confirmed })
  try {
    for (const { id: occurrenceId, startsAt, durationMinutes } of toDelete) {
      if (!(await tryDate(client.deleteMeeting({ ...ref, occurrenceId }, { signal }), true))) continue
      const date = claim.dates.find((each) => each.zoomOccurrenceId === occurrenceId && each.state === 'cancelled')
      if (date !== undefined) keep(date, occurrenceId, { startsAt, durationMinutes, isDeleted: true })
    }
    for (const pair of toChange) {
      const { date, occurrence } = pair
      const { startInstant: startsAt, durationMinutes, overrides } = date
      const changes = {
        ...(occurrence.startsAt === startsAt ? {} : { startsAt }),
        ...(occurrence.durationMinutes === durationMinutes ? {} : { durationMinutes }),
        ...overrideChanges(claim.meeting, overridesAtZoom(pair), overrides),
      }
      const of = { ...ref, occurrenceId: occurrence.id }
      if (!(await tryDate(client.updateMeeting(of, changes, { signal }), false))) continue
      const confirmed = { startsAt, durationMinutes, isDeleted: false, ...(overrides === null ? {} : { overrides }) }
      keep(date, occurrence.id, confirmed)
    }
  } catch (error) {
    return { obstacle, dates, stop: { error } }
  }
  return { obstacle, dates, stop: null }
}

function otherDates({ missing, toChange, toDelete }: Alignment): ProblemError {
  const said =
    missing.length > 0
      ? `Zoom cannot have ${missing.length === 1 ? 'one date' : `${missing.length} dates`} of this series.`
      : toChange.length > 0
        ? `Zoom keeps ${toChange.length === 1 ? 'one date' : `${toChange.length} dates`} of this series at another time.`
        : `Zoom keeps ${toDelete.length === 1 ? 'a date' : `${toDelete.length} dates`} that this series does not have.`
  return new ProblemError('zoomRefused', said, {
    field: 'dates',
    fix: 'Look at the dates of the meeting: schedule those that Zoom lacks as meetings of their own, or try to send it again.',
  })
}
