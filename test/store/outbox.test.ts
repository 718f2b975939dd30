import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { NewMeeting } from '../../src/main/store/meetings-schedule.ts'
import { createMeetingsStore } from '../../src/main/store/meetings.ts'
import { createOutboxConfirmations } from '../../src/main/store/outbox-confirm.ts'
import type { Claim } from '../../src/main/store/outbox-claim.ts'
import { createOutboxStore } from '../../src/main/store/outbox.ts'
import { createRegistrantsStore } from '../../src/main/store/registrants.ts'
import type { Problem } from '../../src/shared/problem.ts'
import { testDatabase } from '../support/database.ts'
import { madeStudents, makeSection } from '../support/section.ts'

const hour = 3_600_000
const gap = 30_000
const offline: Problem = { kind: 'offline', message: 'Zoom cannot be reached.' }
const refusal: Problem = { kind: 'zoomRefused', message: 'Zoom does not want that.' }
const rules = { allowedDomains: [], schoolAddressPattern: null }

/** An outbox at the instant 1000 with meetings of one section of three. */
/** Of whom nobody is registered. */
const forAnybody = { audience: 'students' as const, registration: null }

async function desk() {
  const database = await testDatabase()
  const { sectionId } = await makeSection(database, { name: 'Mabini', students: madeStudents(3) })
  const meetings = createMeetingsStore(database)
  const outbox = createOutboxStore(database)
  const confirmations = createOutboxConfirmations(database)
  const schedule = async (change: Partial<NewMeeting> = {}) => {
    const id = randomUUID()
    const time = {
      on: '2026-11-23',
      startsAt: '09:00',
      durationMinutes: 60,
      timeZone: 'UTC',
      startInstant: Date.UTC(2026, 10, 23, 9),
      endInstant: Date.UTC(2026, 10, 23, 10),
    }
    const wanted = {
      id,
      reference: id.slice(-12),
      type: 'scheduled' as const,
      time,
      recurrence: null,
      dates: [{ number: 1, time }],
      alternativeHosts: [],
      host: { hostId: 'host', name: 'Teacher', email: 'teacher@school.example' },
      title: 'Science',
      description: '',
      audience: 'class' as const,
      settings: {
        admission: 'waitingRoom' as const,
        muteOnEntry: true,
        hostVideo: true,
        participantVideo: true,
        joinBeforeHost: false,
        recording: 'none' as const,
      },
      teachingGroupId: null,
      sectionId,
      registration: rules,
      ...change,
    }
    await meetings.schedule(wanted, { now: 1000, newId: randomUUID })
    return id
  }
  const claim = (owner = 'me', at: { now?: number; realNow?: number; limit?: number; held?: number[] } = {}) =>
    outbox.claim({
      owner,
      now: at.now ?? 1000,
      realNow: at.realNow ?? 0,
      until: (at.realNow ?? 0) + 30_000,
      limit: at.limit ?? 10,
      held: at.held ?? [],
    })
  const confirm = (create: Claim, zoomMeetingId: string, lookAgainAt: number | null = null) =>
    confirmations.confirmCreate(
      create,
      {
        zoomMeetingId,
        joinUrl: `https://zoom.example/j/${zoomMeetingId}`,
        passcode: null,
        registrationUrl: null,
        confirmed: { topic: 'Science', agenda: '', startsAt: 0, timeZone: 'UTC', durationMinutes: 60, settings: {} },
      },
      { needsUpdate: false, clearsDates: false, lookAgainAt, dates: [] },
      2000,
      randomUUID,
    )
  /** A meeting that Zoom has, with its students still to be registered. */
  const scheduled = async (zoomMeetingId: string, change: Partial<NewMeeting> = {}) => {
    const id = await schedule(change)
    const [create] = await claim()
    await confirm(create!, zoomMeetingId)
    return id
  }
  const move = async (meetingId: string, title: string) => {
    const { meeting } = await meetings.toChange(meetingId, 0)
    const plan = { meetingId, basedOn: meeting.changedAt, isSplit: false, mustBeUnsent: false, dates: [] }
    const second = { id: randomUUID(), reference: randomUUID() }
    await meetings.change(
      { ...plan, values: { ...meeting, title, time: meeting } },
      { now: 1000, newId: randomUUID, rules, second },
    )
  }
  /** Gives up a change that is none of a meeting's values. */
  const giveUp = async (id: string) => {
    const { digest } = await outbox.toDiscard(id, 9000)
    const second = { id: randomUUID(), reference: randomUUID() }
    await outbox.discard(id, { digest, revert: null }, { now: 9000, newId: randomUUID, rules, second })
  }
  const stateOf = async (id: string) => (await meetings.get(id, 0)).meeting
  return { database, meetings, outbox, confirmations, schedule, scheduled, claim, confirm, move, giveUp, stateOf }
}

const actions = (claims: readonly Claim[]) => claims.map(({ action, state }) => `${action} ${state}`)

test('entries of one meeting go in order, those of others beside them, and no entry twice', async () => {
  const { schedule, claim, confirm } = await desk()
  await schedule()
  await schedule()
  const [first, ...rest] = await claim()
  expect(actions([first!, ...rest])).toEqual(['create sending', 'create sending'])
  expect(await claim('another')).toEqual([])
  await confirm(first!, '81')
  expect(actions(await claim('another'))).toEqual(['register sending'])
  expect(await claim()).toEqual([])
})

test('no more is claimed than wanted, nor before it is due, nor what the caller holds', async () => {
  const { schedule, claim, outbox } = await desk()
  await schedule()
  await schedule()
  expect(await claim('me', { now: 999 })).toEqual([])
  const [only, ...others] = await claim('me', { limit: 1 })
  expect(others).toEqual([])
  expect(await claim('me', { realNow: 60_000, held: [only!.key] })).toHaveLength(1)
  await outbox.putOff(only!, 5000, offline)
  expect(await outbox.nextDue()).toEqual({ dueAt: 5000, takeOverAt: 90_000 })
})

test('what a dead sender left is taken over: a create is searched for, the rest is sent again', async () => {
  const { schedule, scheduled, claim, outbox, move } = await desk()
  await schedule()
  const [dead] = await claim('dead')
  expect(await outbox.renew(dead!, 40_000)).toBe(true)
  expect(await claim('heir', { realNow: 39_999 })).toEqual([])
  const [taken] = await claim('heir', { realNow: 40_000 })
  expect(taken).toMatchObject({
    id: dead!.id,
    state: 'searching',
    searches: 0,
    attempts: 1,
    payload: { isUnsure: true },
  })
  expect(await outbox.renew(dead!, 99_000)).toBe(false)
  expect(await outbox.putOff(dead!, 0, null)).toBe(false)

  const meetingId = await scheduled('82')
  await claim('dead') // its registration, which is not looked at here
  await move(meetingId, 'Moved')
  expect(actions(await claim('heir', { realNow: 31_000 }))).toEqual(['register sending'])
})

test('a refused create holds up its meeting; any other refusal holds up nothing', async () => {
  const { schedule, scheduled, claim, outbox, meetings, stateOf } = await desk()
  const refused = await schedule()
  const [create] = await claim()
  await outbox.refuse(create!, refusal, false)
  expect(await stateOf(refused)).toMatchObject({ state: 'refused', problem: refusal })
  expect(await claim()).toEqual([])
  expect(await outbox.count([refused])).toEqual({ waiting: 1, refused: 1, moving: 0, putOff: 0 })

  const other = await scheduled('83')
  const [register] = await claim()
  await outbox.refuse(register!, refusal, false)
  await meetings.cancel({ meetingId: other, occurrenceIds: null, now: 3000, newId: randomUUID })
  expect(actions(await claim('me', { now: 3000 }))).toEqual(['delete sending'])
})

test('a meeting that is gone at Zoom is missing, and cancelling it asks Zoom for nothing', async () => {
  const { scheduled, claim, outbox, meetings, stateOf } = await desk()
  const id = await scheduled('84')
  const [register] = await claim()
  await outbox.refuse(register!, { kind: 'notFound', message: 'Gone.' }, true)
  expect(await stateOf(id)).toMatchObject({ state: 'missing' })
  await meetings.cancel({ meetingId: id, occurrenceIds: null, now: 3000, newId: randomUUID })
  expect(await stateOf(id)).toMatchObject({ state: 'cancelled' })
  expect(await claim('me', { now: 9 * hour })).toEqual([])
})

test('when the network is back everything that waited for it goes at once, but searches keep their distance', async () => {
  const { schedule, claim, outbox } = await desk()
  await schedule()
  await schedule()
  const [first, second] = await claim()
  await outbox.putOff(first!, 9 * hour, offline)
  await outbox.startSearch(second!, 1000, offline)
  const [search] = await claim()
  await outbox.noteSearch(search!, 2000, 2000 + gap)
  await outbox.hurry(3000, gap)
  expect(actions(await claim('me', { now: 3000 }))).toEqual(['create sending'])
  expect(await claim('me', { now: 2000 + gap - 1 })).toEqual([])
  await outbox.retry(null, 4000, gap)
  expect(await claim('me', { now: 2000 + gap - 1 })).toEqual([])
  expect(actions(await claim('me', { now: 2000 + gap }))).toEqual(['create searching'])
})

test('a create whose answer was lost is never sent again before a search, whoever retries it', async () => {
  const { schedule, claim, outbox } = await desk()
  await schedule()
  const [create] = await claim()
  await outbox.startSearch(create!, 1000, offline)
  const [search] = await claim()
  await outbox.refuse(search!, { kind: 'missingScope', message: 'Not allowed to list.' }, false)
  await outbox.retry(create!.id, 3000, gap)
  expect(actions(await claim('me', { now: 3000 }))).toEqual(['create searching'])
})

test('a look for a second meeting holds nothing up, is counted nowhere, and is never sent as a create', async () => {
  const { schedule, claim, confirm, outbox, confirmations } = await desk()
  const id = await schedule()
  const [create] = await claim()
  await confirm(create!, '85', 2000 + gap)
  const [register] = await claim()
  expect(register).toMatchObject({ action: 'register' })
  await confirmations.finish(register!, 2000)
  expect(await outbox.count([id])).toEqual({ waiting: 0, refused: 0, moving: 0, putOff: 0 })
  expect(await outbox.list()).toEqual([])
  await outbox.retry(null, 3000, gap)
  const [look] = await claim('me', { now: 2000 + gap })
  expect(look).toMatchObject({ action: 'create', state: 'searching', meeting: { zoomMeetingId: '85' } })
})

test('a second number for one meeting is not taken, and is looked for at once', async () => {
  const { schedule, claim, confirm, stateOf } = await desk()
  const id = await schedule()
  const [create] = await claim()
  expect(await confirm(create!, '86')).toBe(true)
  expect(await confirm(create!, '87')).toBe(false)
  expect(await stateOf(id)).toMatchObject({ zoomMeetingId: '86', state: 'scheduled' })
  expect(actions(await claim('me', { now: 2000 }))).toContain('create searching')
})

test('what is given up shows on the meeting', async () => {
  const { database, scheduled, claim, outbox, giveUp, stateOf } = await desk()
  const id = await scheduled('88')
  const refuseNext = async (action: string) => {
    const claimed = (await claim('me', { now: 9000 })).find((one) => one.action === action)!
    await outbox.refuse(claimed, refusal, false)
    await giveUp(claimed.id)
  }
  await refuseNext('register')
  const rows = await createRegistrantsStore(database).ofMeeting(id)
  expect(rows.map(({ state, refusal: why }) => `${state} ${why}`)).toEqual(Array(3).fill('refused givenUp'))
  expect(await outbox.list()).toEqual([])
  expect(await stateOf(id)).toMatchObject({ state: 'scheduled' })
  await expect(outbox.toDiscard(randomUUID(), 0)).rejects.toMatchObject({ problem: { kind: 'notFound' } })
})

test('what a sender holds, or died with, or has no answer to, is not given up', async () => {
  const { scheduled, schedule, claim, move, outbox } = await desk()
  const conflict = { problem: { kind: 'conflict' } }
  const waiting = async (action: string) => (await outbox.list()).find((entry) => entry.action === action)!
  const id = await scheduled('91', forAnybody)
  await move(id, 'Moved')
  expect(await waiting('update')).toMatchObject({ isDiscardable: true })
  const [update] = await claim('dead')
  expect(await waiting('update')).toMatchObject({ isDiscardable: false })
  await expect(outbox.toDiscard(update!.id, 1000)).rejects.toMatchObject(conflict)
  // Whoever takes it over does not know either how far the dead one came.
  const [taken] = await claim('heir', { realNow: 31_000 })
  expect(taken).toMatchObject({ id: update!.id, state: 'sending', payload: { isUnsure: true } })
  await outbox.putOff(taken!, 5000, offline)
  expect(await waiting('update')).toMatchObject({ state: 'waiting', isDiscardable: false })
  await expect(outbox.toDiscard(update!.id, 1000)).rejects.toMatchObject(conflict)
  // Tried again it is sent, not searched for: only a create is.
  await outbox.retry(update!.id, 6000, gap)
  expect(actions(await claim('me', { now: 6000, realNow: 31_000 }))).toEqual(['update sending'])

  await schedule()
  const [create] = await claim('me', { realNow: 31_000 })
  await outbox.startSearch(create!, 1000, offline)
  await expect(outbox.toDiscard(create!.id, 1000)).rejects.toMatchObject(conflict)
  const [search] = await claim('me', { realNow: 31_000 })
  await outbox.refuse(search!, refusal, false)
  await expect(outbox.toDiscard(create!.id, 1000)).rejects.toMatchObject(conflict)
})

test('an answer that was lost is remembered until Zoom has answered', async () => {
  const { scheduled, claim, move, outbox } = await desk()
  const id = await scheduled('92', forAnybody)
  await move(id, 'Moved')
  const [first] = await claim()
  await outbox.putOff(first!, 2000, offline)
  expect((await outbox.list()).find(({ action }) => action === 'update')).toMatchObject({ isDiscardable: true })
  const [second] = await claim('me', { now: 2000 })
  await outbox.putOff(second!, 3000, { kind: 'zoomUnavailable', message: 'No answer.' }, true)
  const [third] = await claim('me', { now: 3000 })
  await outbox.putOff(third!, 4000, offline)
  await expect(outbox.toDiscard(third!.id, 3000)).rejects.toMatchObject({ problem: { kind: 'conflict' } })
})

test('two changes of one meeting that wait become one', async () => {
  const { scheduled, claim, move, outbox } = await desk()
  const id = await scheduled('89', forAnybody)
  await move(id, 'Once')
  await claim() // the first is on its way
  await move(id, 'Twice')
  await move(id, 'Thrice')
  expect((await outbox.list()).map(({ action, state }) => `${action} ${state}`)).toEqual([
    'update sending',
    'update waiting',
  ])
})

test('an entry that is put off holds up no other of its meeting', async () => {
  const { scheduled, claim, outbox, move } = await desk()
  const id = await scheduled('90')
  const [register] = await claim()
  await move(id, 'Moved')
  expect(await claim()).toEqual([])
  await outbox.putOff(register!, 9 * hour, { kind: 'rateLimited', message: 'Tomorrow.' })
  expect(actions(await claim())).toEqual(['update sending'])
})
