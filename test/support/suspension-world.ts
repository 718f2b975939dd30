import { and, eq } from 'drizzle-orm'
import { createCalendarDaysOperations } from '../../src/main/operations/calendar-days.ts'
import { createSuspensionOperations } from '../../src/main/operations/suspension.ts'
import type { Clock } from '../../src/main/ports.ts'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import { createCalendarStore, type DaysToSay } from '../../src/main/store/calendar.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { contract, type InputOf, type OperationName, type OutputOf } from '../../src/shared/contract/index.ts'
import { attendanceWorld, monday, type AttendanceWorld } from './attendance-world.ts'
import { memoryLog } from './database.ts'

type Suspending =
  | Extract<OperationName, `suspension.${string}`>
  | 'calendar.previewDays'
  | 'calendar.setDays'
  | 'calendar.revokeDays'

/** The operations of suspensions and of what is said of days, on a database, called as dispatch does. */
export function suspending({ database, clock, newId }: { database: Database; clock: Clock; newId: () => string }) {
  const deps = {
    suspensions: createAttendanceStores(database).suspensions,
    calendar: createCalendarStore(database),
    addressRules: async () => ({ allowedDomains: [], schoolAddressPattern: null }),
    ...{ device: 'this computer', clock, newId, log: memoryLog() },
  }
  const handlers = { ...createSuspensionOperations(deps), ...createCalendarDaysOperations(deps) }
  return async <Name extends Suspending>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> => {
    const handler = handlers[name] as (input: unknown, caller: object) => Promise<unknown>
    const output = await handler(contract[name].input.parse(input), { role: 'office', door: 'test' })
    return contract[name].output.parse(output) as OutputOf<Name>
  }
}

type Lesson = Awaited<ReturnType<AttendanceWorld['lesson']>>

/** The date on which a lesson's meeting is planned. */
export function planDate(
  world: AttendanceWorld,
  { groupKey, meeting, period }: Omit<Lesson, 'section' | 'students' | 'teacher' | 'groupId'>,
) {
  return world.database.write(['meetings'], (db) => {
    db.update(tables.meetings).set({ groupKey }).where(eq(tables.meetings.key, meeting.key)).run()
    const { on, startsAt, durationMinutes, timeZone, startInstant, endInstant } = db
      .select()
      .from(tables.classPeriods)
      .where(eq(tables.classPeriods.key, period.key))
      .get()!
    const { id, key } = db
      .insert(tables.occurrences)
      .values({
        id: world.newId(),
        meetingKey: meeting.key,
        ...{ on, startsAt, durationMinutes, timeZone, startInstant, endInstant },
        state: 'scheduled',
      })
      .returning()
      .get()
    db.update(tables.periodMeetings)
      .set({ occurrenceKey: key })
      .where(and(eq(tables.periodMeetings.periodKey, period.key), eq(tables.periodMeetings.meetingKey, meeting.key)))
      .run()
    return { id, key }
  })
}

/** A Monday with classes of two grades: 7:30 (7), 11:30 (7), 13:00 (8). */
export async function schoolDay() {
  const world = await attendanceWorld()
  const call = suspending(world)
  const lessons = [
    await world.lesson(['Aquino, Bituin', 'Reyes, Ana', 'Cruz, Ben']),
    await world.lesson(['Diaz, Eva', 'Santos, Mario'], { startsAt: '11:30' }),
    await world.lesson(['Peña, José'], { startsAt: '13:00' }),
  ] as const
  await world.database.write([], (db) =>
    db.update(tables.sections).set({ gradeLevel: '8' }).where(eq(tables.sections.key, lessons[2].section.key)).run(),
  )
  const dates = []
  for (const lesson of lessons) dates.push(await planDate(world, lesson))
  const meetings = () =>
    world.database.read((db) =>
      db
        .select({ state: tables.meetings.state })
        .from(tables.meetings)
        .orderBy(tables.meetings.startInstant)
        .all()
        .map(({ state }) => state),
    )
  const entries = () =>
    world.database.read((db) =>
      db
        .select({ action: tables.outbox.action, state: tables.outbox.state })
        .from(tables.outbox)
        .all()
        .map(({ action, state }) => `${action} ${state}`),
    )
  const marksOf = async (lesson: Lesson) => {
    const { period, rows } = await world.call('attendance.get', { periodId: lesson.period.id })
    return [period.held, ...rows.map(({ presence, isLate }) => (isLate ? `${presence} late` : presence))]
  }
  const order = async (input: Partial<InputOf<'suspension.order'>> = {}) => {
    const { authority = 'The mayor', keepOccurrenceIds, digest, ...part } = { on: monday, ...input }
    const preview = await call('suspension.preview', part)
    return call('suspension.order', {
      ...part,
      authority,
      digest: digest ?? preview.digest,
      ...(keepOccurrenceIds === undefined ? {} : { keepOccurrenceIds }),
    })
  }
  /** What a person says of parts of that Monday. */
  const say = (word: Partial<DaysToSay>) =>
    createCalendarStore(world.database).say(
      {
        dates: [monday],
        kind: 'online',
        gradeLevel: null,
        sectionId: null,
        shift: null,
        fromTime: null,
        countsAsSchoolDay: true,
        authority: '',
        ...word,
      },
      { actor: 'office', device: 'this computer', at: world.clock.now(), newId: world.newId },
    )
  return { world, call, lessons, dates, meetings, entries, marksOf, order, say }
}
