import { connectPractice } from '../../src/main/hosts/shared/practice-connection.ts'
import { PracticeServer } from '../../src/main/hosts/shared/practice.ts'
import { createClock } from '../../src/main/hosts/shared/clock.ts'
import type { Database } from '../../src/main/store/database.ts'
import { createZoomClient } from '../../src/main/zoom/client.ts'
import { createPracticeServer } from '../../src/practice/server.ts'
import type { Attendance, Stranger } from '../../src/shared/contract/attendance.ts'
import { contract } from '../../src/shared/contract/index.ts'
import type { ClassPeriodId, FileHandle, MeetingId, PersonId } from '../../src/shared/ids.ts'
import { attendanceWorld } from './attendance-world.ts'
import { memoryLog } from './database.ts'
import { wireRosters } from './rosters.ts'
import { wireScheduling } from './scheduling.ts'

/** What the practice school says really was with one student. */
interface StudentTruth {
  readonly studentNumber: string
  readonly presence: string
  readonly isLate: boolean
  readonly hasLeftEarly: boolean
  readonly seconds: number
  readonly isKeptWaiting: boolean
  readonly presenceIfWaitCounted: string
}

interface PersonTruth {
  readonly displayName: string
  readonly joinAt: string
  readonly studentNumbers: readonly string[]
}

interface ClassTruth {
  readonly wasHeld: boolean
  readonly students: readonly StudentTruth[]
  readonly people: readonly PersonTruth[]
}

interface School {
  readonly timetable: readonly {
    readonly section: string
    readonly subject: string
    readonly teacherEmail: string
    readonly weekday: number
    readonly startsAt: string
    readonly durationMinutes: number
  }[]
}

/** Where a practice week begins: Monday 07:00 in Manila. */
const startAt = '2026-11-22T23:00:00.000Z'
const on = '2026-11-23'

/**
 * One Monday of the practice school, lived through with the real client and operations: roster, classes, registration,
 * reports, strangers named and marks corrected by the truth. `classes` is how many of the day's lessons are scheduled.
 */
export async function practiceMonday(database: Database, seed: number, classes: number) {
  const server = await createPracticeServer({ seed, startAt, plan: 'business', latencyMedianMs: 0 })
  const connection = await connectPractice(async () => PracticeServer.parse(server.address))
  const { clock } = connection
  const log = memoryLog()
  const client = createZoomClient({
    account: server.address,
    clock,
    random: () => 0.5,
    log,
    zoom: { apiUrl: server.address.apiUrl, oauthUrl: server.address.oauthUrl },
    plan: 'business',
  })
  const world = await attendanceWorld({ database, zoom: async () => client, clock, school: { kind: 'practice' } })
  const realClock = createClock()
  const scheduling = wireScheduling({
    database,
    client,
    clock,
    realClock,
    newId: world.newId,
    owner: 'practice',
    log,
  })
  await scheduling.readHosts()
  const roster = wireRosters({
    database,
    files: world.files,
    clock,
    newId: world.newId,
    log,
    stores: world.stores,
    refreshHosts: scheduling.readHosts,
  })
  const caller = { role: 'administrator', door: 'test' } as const
  const stop = new AbortController()
  const sending = scheduling.run(stop.signal)
  const close = async () => {
    stop.abort()
    await sending
    await connection.close()
    await client.close()
    await server.close()
  }

  try {
    const file = world.files.put('roster.csv', await connection.roster('small')) as FileHandle
    const { digest } = await roster['roster.preview']({ files: [file], answers: {}, firstOn: '2026-06-01' }, caller)
    await roster['roster.import'](
      { files: [file], answers: {}, digest, isBrakeReleased: true, firstOn: '2026-06-01' },
      caller,
    )
    const { sections } = await roster['section.list']({ isArchived: false }, caller)
    const { timetable } = (await connection.school()) as School
    const lessons = timetable.filter(({ weekday }) => weekday === 1).slice(0, classes)
    const meetings: { meetingId: MeetingId; zoomMeetingId: string }[] = []
    for (const lesson of lessons) {
      const section = sections.find(({ name }) => name === lesson.section)!
      const group = await roster['group.make'](
        contract['group.make'].input.parse({
          sectionIds: [section.id],
          subject: lesson.subject,
          teacherEmails: [lesson.teacherEmail],
          fromOn: '2026-06-01',
        }),
        caller,
      )
      const { id } = await scheduling.call('meeting.schedule', {
        title: `${lesson.section}, ${lesson.subject}`,
        on,
        startsAt: lesson.startsAt,
        durationMinutes: lesson.durationMinutes,
        teachingGroupId: group.id,
        host: lesson.teacherEmail,
        waitSeconds: 0,
      })
      meetings.push({ meetingId: id, zoomMeetingId: '' })
    }
    await scheduling.call('outbox.wait', { timeoutSeconds: 60 })
    for (const meeting of meetings) {
      meeting.zoomMeetingId =
        (await scheduling.call('meeting.get', { meetingId: meeting.meetingId })).zoomMeetingId ?? ''
    }
    /** The pretend Zoom closes idle connections, and one that is used again may just be closing. */
    const truthOf = async (zoomMeetingId: string): Promise<ClassTruth> => {
      for (let tries = 1; ; tries += 1) {
        try {
          return (await server.control(`GET /truth?meetingId=${zoomMeetingId}`)) as ClassTruth
        } catch (error) {
          if (tries === 3 || !(error instanceof TypeError)) throw error
        }
      }
    }
    return {
      world,
      server,
      connection,
      /** Reads on until every class is final or has asked its question, at most a day. */
      async collectAll() {
        const until = clock.now() + 30 * 3_600_000
        for (;;) {
          const dueAt = await world.collecting.nextDueAt()
          if (dueAt === null || dueAt > until) return
          await connection.jump(dueAt)
          await world.collecting.collectDue(new AbortController().signal)
        }
      },
      async classes(): Promise<{ attendance: Attendance; truth: ClassTruth }[]> {
        const found = []
        for (const { meetingId, zoomMeetingId } of meetings) {
          found.push({
            attendance: await world.call('attendance.get', { meetingId }),
            truth: await truthOf(zoomMeetingId),
          })
        }
        return found
      },
      strangers: async (periodId: ClassPeriodId): Promise<Stranger[]> =>
        (await world.call('match.list', { periodId })).strangers,
      /** Who of the school has this student number. */
      async personOf(studentNumber: string): Promise<PersonId | null> {
        const [found] = await database.read((db) =>
          db.all<{ id: PersonId }>(
            `select id from persons where student_number = '${studentNumber.replace(/\D/g, '')}'`,
          ),
        )
        return found?.id ?? null
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Says of every stranger who it was, as the truth has it; the ones kept waiting are left to a correction by hand. */
export async function nameStrangers(monday: Awaited<ReturnType<typeof practiceMonday>>): Promise<number> {
  let named = 0
  for (const { attendance, truth } of await monday.classes()) {
    const periodId = attendance.period.id
    // An answer can raise another question (two people on one link), so the list is read anew after each.
    for (;;) {
      const stranger = (await monday.strangers(periodId)).find(({ why }) => why !== 'keptWaiting')
      if (stranger === undefined) break
      if (named >= 2000) throw new Error('The questions do not end.')
      const starts = new Set(stranger.intervals.map(({ joinedAt }) => Date.parse(joinedAt)))
      const behind = truth.people.filter(
        ({ displayName, joinAt }) => displayName === stranger.displayName && starts.has(Date.parse(joinAt)),
      )
      const numbers = [...new Set(behind.flatMap(({ studentNumbers }) => studentNumbers))]
      const personIds = (await Promise.all(numbers.map((number) => monday.personOf(number)))).filter(
        (id) => id !== null,
      )
      if (personIds.length === 0) await monday.world.call('match.dismiss', { periodId, key: stranger.key })
      else await monday.world.call('match.resolve', { periodId, key: stranger.key, personIds })
      named += 1
    }
  }
  return named
}

/**
 * Holds every mark against the truth. Two kinds wait for a person's word and are set by hand as it was: who never had a
 * working link, and whose wait before the door decides the mark. Returns what differs, without names, and how many marks
 * were compared; nothing shall differ.
 */
export async function compareWithTruth(monday: Awaited<ReturnType<typeof practiceMonday>>) {
  const differences: string[] = []
  let marks = 0
  for (const { attendance, truth } of await monday.classes()) {
    const { id: periodId } = attendance.period
    if (!truth.wasHeld) {
      const accused = attendance.rows.filter(({ presence }) => presence === 'absent').length
      if (accused > 0) differences.push(`${accused} absent from a class that was not held`)
      continue
    }
    for (const student of truth.students) {
      const personId = await monday.personOf(student.studentNumber)
      const row = attendance.rows.find((each) => each.personId === personId)
      marks += 1
      if (row === undefined || personId === null) {
        differences.push(`${student.studentNumber} has no row`)
        continue
      }
      const needsWord = row.reasons.some(({ code }) => code === 'keptWaiting' || code === 'noWorkingLink')
      if (row.presence === 'notSeenYet' && needsWord && student.presence === 'absent') {
        await monday.world.call('attendance.override', {
          periodId,
          personIds: [personId],
          presence: 'absent',
          reason: 'The office called the home',
        })
        continue
      }
      const found = [row.presence, row.isLate, row.hasLeftEarly].join()
      const wanted = [student.presence, student.isLate, student.hasLeftEarly].join()
      const isSameTime = Math.abs(row.seconds - student.seconds) <= 1
      if (found !== wanted || !isSameTime) {
        differences.push(`${student.studentNumber}: ${found} ${row.seconds} s, and was ${wanted} ${student.seconds} s`)
      }
    }
  }
  return { differences, marks }
}
