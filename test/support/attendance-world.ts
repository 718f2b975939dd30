import { createHash } from 'node:crypto'
import { writeCsv } from '../../src/main/files/csv-export.ts'
import { writeXlsx } from '../../src/main/files/xlsx-export.ts'
import { createIds } from '../../src/main/hosts/shared/ids.ts'
import { createAttendanceOperations } from '../../src/main/operations/attendance.ts'
import { createMatchOperations } from '../../src/main/operations/match.ts'
import { createPeriodOperations } from '../../src/main/operations/period.ts'
import { createSettingOperations } from '../../src/main/operations/setting.ts'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { createPoliciesStore } from '../../src/main/store/policies.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import type { NewRead } from '../../src/main/store/reads.ts'
import type { ZoomClient } from '../../src/main/zoom/client.ts'
import type { School } from '../../src/shared/contract/app.ts'
import {
  contract,
  type Handlers,
  type InputOf,
  type OperationName,
  type OutputOf,
} from '../../src/shared/contract/index.ts'
import type { Clock } from '../../src/main/ports.ts'
import { toInstant } from '../../src/shared/domain/time.ts'
import { ProblemError } from '../../src/shared/problem.ts'
import { handClock } from './clock.ts'
import { memoryLog, testDatabase } from './database.ts'
import { memoryFiles } from './files.ts'

/** Monday 9 March 2026, the day that most classes of these tests are on. */
export const monday = '2026-03-09'
export const manila = 'Asia/Manila'

/** The instant of a wall time in Manila, epoch ms: `at('7:38')`, `at('7:38:20')`, `at('9:00', '2026-03-10')`. */
export function at(wall: string, on = monday): number {
  const [hour = '', minute = '00', second = '0'] = wall.split(':')
  return toInstant({ on, at: `${hour.padStart(2, '0')}:${minute}`, timeZone: manila }) + Number(second) * 1000
}

/** Somebody of the school as a test writes them: "Reyes, Ana Maria". */
export interface MadePerson {
  readonly id: string
  readonly key: number
  readonly family: string
  readonly given: string
  /** As Zoom shows somebody who typed their own name. */
  readonly shown: string
  readonly email: string
  /** The registrant id that the builder gives them in every meeting with registration. */
  readonly registrantId: string
}

/** A class period with its meeting. */
export interface MadePeriod {
  readonly id: string
  readonly key: number
  readonly groupKey: number
  readonly on: string
  readonly startAt: number
  readonly endAt: number
  readonly meeting: MadeMeeting | null
}

export interface MadeMeeting {
  readonly id: string
  readonly key: number
  readonly zoomMeetingId: string
}

/** One stay of a report; `by` somebody (with their link, unless told otherwise) or under a bare name. */
export interface Stay {
  readonly by?: MadePerson
  readonly name?: string
  readonly from: number
  readonly to: number
  readonly email?: string | null
  readonly registrantId?: string | null
  readonly customerKey?: string | null
  readonly zoomUserId?: string | null
  readonly isWaiting?: boolean
  readonly breakoutId?: string | null
  readonly durationSeconds?: number
}

type Handled = Extract<
  OperationName,
  `attendance.${string}` | `period.${string}` | `match.${string}` | `setting.${string}`
>

export type AttendanceWorld = Awaited<ReturnType<typeof attendanceWorld>>

/** An encrypted database with the stores and operations of attendance on top, and hands to fill it with. */
export async function attendanceWorld(
  options: {
    readonly database?: Database
    readonly zoom?: () => Promise<ZoomClient>
    readonly clock?: Clock
    readonly school?: Partial<School>
  } = {},
) {
  const database = options.database ?? (await testDatabase())
  // A test that brings its own clock moves it itself.
  const clock = (options.clock ?? handClock(at('7:00'))) as ReturnType<typeof handClock>
  const log = memoryLog()
  const files = memoryFiles()
  const newId = createIds(() => clock.now())
  const stores = createAttendanceStores(database)
  const policies = createPoliciesStore(database)
  const school: School = {
    name: 'Mabini Central School',
    timeZone: manila,
    locale: 'en-PH',
    kind: 'zoom',
    ...options.school,
  }
  const deps = {
    stores,
    zoom:
      options.zoom ??
      (() => Promise.reject(new ProblemError('notConnected', 'Homeroom is not connected to a Zoom account.'))),
    files,
    writeCsv,
    writeXlsx,
    school: () => school,
    device: 'this computer',
    clock,
    newId,
    log,
  }
  const { handlers: attendance, collecting } = createAttendanceOperations(deps)
  const handlers = {
    ...attendance,
    ...createPeriodOperations(deps),
    ...createMatchOperations(deps),
    ...createSettingOperations({ policies, clock, newId }),
  } as Handlers<Handled>

  /** Calls an operation with the input parsed as at the door; its answer is held against the contract. */
  const call = async <N extends Handled>(name: N, input: InputOf<N>): Promise<OutputOf<N>> => {
    const row = contract[name]
    const handler = handlers[name] as (input: unknown, caller: object) => Promise<unknown>
    const output = await handler(row.input.parse(input), { role: 'administrator', door: 'test' })
    return row.output.parse(output) as OutputOf<N>
  }

  let count = 0
  const next = () => (count += 1)

  const person = (
    listName: string,
    kind: 'student' | 'staff' = 'student',
    email?: string | null,
  ): Promise<MadePerson> =>
    database.write(['people'], (db) => {
      const [family = '', given = ''] = listName.split(', ')
      const n = next()
      const id = newId()
      const address = email === undefined ? `p${n}@school.example` : email
      const { key } = db
        .insert(tables.persons)
        .values({
          id,
          kind,
          familyName: family,
          givenName: given,
          listName,
          searchText: listName.toLowerCase(),
          sex: n % 2 === 0 ? 'female' : 'male',
          studentNumber: kind === 'student' ? String(136_000_000_000 + n).padStart(12, '0') : null,
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: tables.persons.key })
        .get()
      if (address !== null) {
        db.insert(tables.emails).values({ personKey: key, address, typed: address, owner: 'own' }).run()
      }
      return { id, key, family, given, shown: `${given} ${family}`, email: address ?? '', registrantId: `reg-${n}` }
    })

  const enroll = (
    who: MadePerson,
    where: { sectionKey?: number; groupKey?: number },
    days: { firstOn?: string; lastOn?: string; endReason?: 'enteredByMistake' } = {},
  ) =>
    database.write(['people', 'groups'], (db) => {
      db.insert(tables.enrollments)
        .values({
          id: newId(),
          personKey: who.key,
          ...where,
          firstOn: days.firstOn ?? '2025-06-02',
          lastOn: days.lastOn ?? null,
          endReason: days.endReason ?? null,
          createdAt: 0,
        })
        .run()
    })

  const section = (name: string, gradeLevel = '7') =>
    database.write(['groups'], (db) => {
      const id = newId()
      const { key } = db
        .insert(tables.sections)
        .values({ id, schoolYearKey: ensureSchoolYear(db, monday, newId), name, gradeLevel })
        .returning({ key: tables.sections.key })
        .get()
      return { id, key, name }
    })

  const group = (subject: string, sections: readonly { key: number }[], teachers: readonly MadePerson[] = []) =>
    database.write(['groups'], (db) => {
      const id = newId()
      const there = db
        .select()
        .from(tables.subjects)
        .all()
        .find(({ name }) => name === subject)
      const subjectKey =
        there?.key ??
        db.insert(tables.subjects).values({ id: newId(), name: subject }).returning({ key: tables.subjects.key }).get()
          .key
      const { key } = db
        .insert(tables.teachingGroups)
        .values({ id, schoolYearKey: ensureSchoolYear(db, monday, newId), subjectKey, createdAt: 0 })
        .returning({ key: tables.teachingGroups.key })
        .get()
      for (const { key: sectionKey } of sections)
        db.insert(tables.teachingGroupSections).values({ groupKey: key, sectionKey }).run()
      for (const teacher of teachers)
        db.insert(tables.assignments).values({ groupKey: key, personKey: teacher.key, firstOn: '2025-06-02' }).run()
      return { id, key }
    })

  /** A meeting that Zoom knows; with registration, everybody of `registered` has a link of their own. */
  const meeting = (
    host: MadePerson,
    registered: readonly MadePerson[] | null,
    time: { on?: string; startsAt?: string; minutes?: number } = {},
  ): Promise<MadeMeeting> =>
    database.write(['meetings'], (db) => {
      const id = newId()
      const n = next()
      const on = time.on ?? monday
      const startsAt = time.startsAt ?? '07:30'
      const startInstant = at(startsAt, on)
      const durationMinutes = time.minutes ?? 60
      const zoomMeetingId = String(81_000_000_000 + n)
      const { key } = db
        .insert(tables.meetings)
        .values({
          id,
          on,
          startsAt,
          durationMinutes,
          timeZone: manila,
          startInstant,
          endInstant: startInstant + durationMinutes * 60_000,
          reference: `HR-${n}`,
          zoomMeetingId,
          hostId: `host-${host.key}`,
          hostName: host.shown,
          hostEmail: host.email,
          title: 'Class',
          type: 'scheduled',
          audience: 'class',
          settings: {
            admission: 'waitingRoom',
            muteOnEntry: true,
            hostVideo: true,
            participantVideo: true,
            joinBeforeHost: false,
            recording: 'none',
          },
          state: 'scheduled',
          registrationUrl: registered === null ? null : 'https://zoom.us/meeting/register/x',
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: tables.meetings.key })
        .get()
      for (const who of registered ?? []) {
        db.insert(tables.registrants)
          .values({
            id: newId(),
            meetingKey: key,
            personKey: who.key,
            address: who.email,
            zoomRegistrantId: who.registrantId,
            state: 'registered',
            changedAt: 0,
          })
          .run()
      }
      return { id, key, zoomMeetingId }
    })

  const period = (
    groupKey: number,
    held: MadeMeeting | null,
    time: { on?: string; startsAt?: string; minutes?: number } = {},
  ): Promise<MadePeriod> =>
    database.write(['periods'], (db) => {
      const id = newId()
      const on = time.on ?? monday
      const startsAt = time.startsAt ?? '07:30'
      const durationMinutes = time.minutes ?? 60
      const startAt = at(startsAt, on)
      const endAt = startAt + durationMinutes * 60_000
      const { key } = db
        .insert(tables.classPeriods)
        .values({
          id,
          on,
          startsAt,
          durationMinutes,
          timeZone: manila,
          startInstant: startAt,
          endInstant: endAt,
          groupKey,
          createdAt: 0,
        })
        .returning({ key: tables.classPeriods.key })
        .get()
      if (held !== null) db.insert(tables.periodMeetings).values({ periodKey: key, meetingKey: held.key }).run()
      return { id, key, groupKey, on, startAt, endAt, meeting: held }
    })

  /** What Zoom would say of a run, put into the store by the way that collecting takes, at the present instant. */
  const report = async (
    of: MadePeriod,
    uuid: string,
    stays: readonly Stay[],
    run: { from?: number; to?: number; participantCount?: number; digest?: string } = {},
  ): Promise<void> => {
    const from = run.from ?? Math.min(...stays.map((stay) => stay.from))
    const to = run.to ?? Math.max(...stays.map((stay) => stay.to))
    const found = { uuid, startedAt: from, endedAt: to, participantCount: run.participantCount ?? null }
    const [linked] = await stores.reads.keepRuns(of.meeting!.key, [found], clock.now(), newId)
    if (linked !== undefined) {
      await stores.reads.keepRead(linked.instanceKey, readOf(stays, run.digest), clock.now(), newId)
    }
    await stores.reads.endTry([of.key], { at: clock.now(), failure: null })
  }

  return {
    database,
    stores,
    policies,
    clock,
    log,
    files,
    newId,
    school,
    collecting,
    handlers,
    call,
    person,
    enroll,
    section,
    group,
    meeting,
    period,
    report,

    /** What the calendar says of the Monday. */
    dayType: (kind: 'suspended' | 'holiday' | 'asynchronous', of: { sectionId?: string; fromTime?: string } = {}) =>
      database.write(['settings'], (db) => {
        const found = db
          .select()
          .from(tables.sections)
          .all()
          .find(({ id }) => id === of.sectionId)
        db.insert(tables.dayTypes)
          .values({
            id: newId(),
            on: monday,
            kind,
            sectionKey: found?.key ?? null,
            fromTime: of.fromTime ?? null,
            countsAsSchoolDay: false,
            createdAt: 0,
          })
          .run()
      }),

    /** An excuse for the whole of March, for some periods or for all. */
    excuse: (who: MadePerson, reason: string, periodIds: string[] | null = null) =>
      database.write(['attendance'], (db) => {
        db.insert(tables.excuses)
          .values({
            id: newId(),
            personKey: who.key,
            firstOn: '2026-03-01',
            lastOn: '2026-03-31',
            periodIds,
            reason,
            receivedBy: 'Office',
            createdAt: 0,
          })
          .run()
      }),

    /** A section with students of these names, enrolled all year. */
    async classOf(sectionName: string, listNames: readonly string[]) {
      const made = await section(sectionName)
      const students: MadePerson[] = []
      for (const listName of listNames) {
        const who = await person(listName)
        await enroll(who, { sectionKey: made.key })
        students.push(who)
      }
      return { section: made, students }
    },

    /** One class as most tests need it: a section, a teacher, a meeting with registration and its period, 7:30 to 8:30. */
    async lesson(
      listNames: readonly string[],
      more: { isRegistrationOn?: boolean; startsAt?: string; minutes?: number } = {},
    ) {
      const made = await section(`Mabini ${next()}`)
      const students: MadePerson[] = []
      for (const listName of listNames) {
        const who = await person(listName)
        await enroll(who, { sectionKey: made.key })
        students.push(who)
      }
      const teacher = await person(`Santos, Liza ${next()}`, 'staff')
      const { key: groupKey, id: groupId } = await group('Mathematics', [made], [teacher])
      const held = await meeting(teacher, more.isRegistrationOn === false ? null : students, more)
      return {
        section: made,
        students,
        teacher,
        groupId,
        groupKey,
        meeting: held,
        period: await period(groupKey, held, more),
      }
    },

    /** The whole report at +2, +10, +31 and +52 minutes: by the last two of them it is final. */
    async reportToTheEnd(of: MadePeriod, uuid: string, stays: readonly Stay[]) {
      for (const minutes of [2, 10, 31, 52]) {
        clock.set(of.endAt + minutes * 60_000)
        await report(of, uuid, stays)
      }
    },
  }
}

/** A complete read as Zoom's client would give it. */
export function readOf(stays: readonly Stay[], digest?: string): NewRead {
  const rows = stays.map((stay) => ({
    name: stay.name ?? stay.by?.shown ?? '',
    email: stay.email ?? null,
    registrantId: stay.registrantId === undefined ? (stay.by?.registrantId ?? null) : stay.registrantId,
    customerKey: stay.customerKey ?? null,
    zoomUserId: stay.zoomUserId ?? null,
    joinedAt: stay.from,
    leftAt: stay.to,
    durationSeconds: stay.durationSeconds ?? Math.round((stay.to - stay.from) / 1000),
    isWaitingRoom: stay.isWaiting ?? false,
    isFailover: false,
    breakoutId: stay.breakoutId ?? null,
  }))
  return {
    source: 'report',
    pages: 1,
    rowCount: rows.length,
    digest:
      digest ??
      createHash('sha256')
        .update(
          rows
            .map((row) => JSON.stringify(row))
            .toSorted()
            .join(),
        )
        .digest('hex'),
    rows,
  }
}

/** The stay of a teacher who is in the meeting as its host. */
export const hostStay = (teacher: MadePerson, from: number, to: number): Stay => ({
  name: teacher.shown,
  email: teacher.email,
  registrantId: null,
  zoomUserId: `host-${teacher.key}`,
  from,
  to,
})
