import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { sql } from 'drizzle-orm'
import { attendanceOf } from '../../src/main/operations/attendance-view.ts'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import { createJudging } from '../../src/main/store/attendance-judging.ts'
import { tables, type Database, type Db } from '../../src/main/store/database.ts'
import { addDays, hour, minute, toInstant } from '../../src/shared/domain/time.ts'
import { calibrate, median } from './calibrate.ts'
import { benchDatabase } from './database.ts'
import { figure, type Figure } from './figure.ts'

const timeZone = 'Asia/Manila'
const firstDay = '2026-03-09'
const classes = 200
const studentsPerClass = 40
const rowsPerClass = 60
const intervalsInAll = 1_000_000
const readsPerClass = 5

/** What it takes to judge and keep 200 classes, to open one class among a million intervals, and to list a day of 240. */
export async function figures(): Promise<Figure[]> {
  const { database, remove } = await benchDatabase()
  try {
    const school = await database.write([], makeSchool)
    return [...(await judgedAndKept(database, school)), ...(await openedAndListed(database, school))]
  } finally {
    await remove()
  }
}

async function judgedAndKept(database: Database, school: MadeSchool): Promise<Figure[]> {
  const keys = await database.write([], (db) => makeDay(db, school, firstDay, classes))
  const asOf = toInstant({ on: firstDay, at: '20:00', timeZone })
  const judging = createJudging(database)
  // The index of the school's names is made once, not per class.
  await database.read((db) => judging.directory(db))
  const baseline = calibrate()
  const times: number[] = []
  for (let round = 0; round < 7; round += 1) {
    await database.write([], (db) => {
      for (const table of ['marks', 'matches', 'strangers', 'period_states']) db.run(sql.raw(`delete from ${table}`))
    })
    const startedAt = performance.now()
    await database.write(['attendance'], (db) => judging.judgeAndKeep(db, keys, asOf))
    times.push(performance.now() - startedAt)
  }
  const kept = await database.read((db) => db.$count(tables.marks))
  if (kept !== classes * studentsPerClass) throw new Error(`${kept} marks were kept.`)
  return [
    figure({
      name: 'attendance.store: 200 classes x 60 rows loaded, judged and kept',
      // What the code costs, not what else the computer was doing.
      value: Math.min(...times),
      unit: 'ms',
      baseline,
      target: 300,
    }),
  ]
}

async function openedAndListed(database: Database, school: MadeSchool): Promise<Figure[]> {
  const days = Math.ceil(intervalsInAll / (rowsPerClass * readsPerClass * 240))
  const perDay: number[][] = []
  for (let day = 1; day <= days; day += 1) {
    perDay.push(await database.write([], (db) => makeDay(db, school, addDays(firstDay, day), 240)))
  }
  await database.write([], repeatReads)
  const count = await database.read((db) => db.$count(tables.intervals))
  if (count < intervalsInAll) throw new Error(`Only ${count} intervals.`)
  const asOf = toInstant({ on: addDays(firstDay, days + 1), at: '20:00', timeZone })
  const { attendance, periods } = createAttendanceStores(database)
  const keys = perDay.flat()
  const ids = (await periods.list(keys, asOf)).map(({ id }) => id)
  // As collecting leaves them: judged, and in nobody's cache.
  await attendance.refresh(keys, asOf)
  await attendance.get(ids[0]!, asOf)

  const baseline = calibrate()
  const opened: number[] = []
  for (let n = 0; n < 200; n += 1) {
    const startedAt = performance.now()
    const view = attendanceOf(await attendance.get(ids[(n * 7919) % ids.length]!, asOf), asOf)
    if (view.rows.length !== studentsPerClass) throw new Error('A class lacks students.')
    opened.push(performance.now() - startedAt)
  }
  const listed: number[] = []
  for (let n = 0; n < 20; n += 1) {
    const startedAt = performance.now()
    const rows = await periods.keysOf({ fromOn: addDays(firstDay, days), toOn: addDays(firstDay, days) })
    await attendance.refresh(
      rows.map(({ key }) => key),
      asOf,
    )
    await periods.list(
      rows.map(({ key }) => key),
      asOf,
    )
    listed.push(performance.now() - startedAt)
  }
  const p99 = opened.toSorted((a, b) => a - b)[Math.floor(opened.length * 0.99)]!
  return [
    figure({
      name: 'attendance.open: one class among 1,000,000 intervals, p99',
      value: p99,
      unit: 'ms',
      baseline,
      target: 50,
    }),
    figure({
      name: 'attendance.day: 240 classes of a day listed',
      value: median(listed),
      unit: 'ms',
      baseline,
      target: 50,
    }),
  ]
}

interface MadeSchool {
  readonly groups: readonly { readonly groupKey: number; readonly teacher: Made; readonly students: readonly Made[] }[]
}

interface Made {
  readonly key: number
  readonly name: string
  readonly email: string
}

const givens = 'Ana Ben Carla Dino Elena Felipe Gloria Hector Ines Jomar Karina Luis Maricel Nestor Olivia'.split(' ')
const families = 'Aquino Bautista Cruz Estrada Flores Garcia Hernandez Ignacio Jimenez Lim Mendoza Navarro'.split(' ')

/** 240 sections of 40 students, each with a teacher and a class. */
function makeSchool(db: Db): MadeSchool {
  const { key: schoolYearKey } = db
    .insert(tables.schoolYears)
    .values({ id: randomUUID(), title: '2025–2026', firstOn: '2025-06-01', lastOn: '2026-05-31' })
    .returning({ key: tables.schoolYears.key })
    .get()
  const { key: subjectKey } = db
    .insert(tables.subjects)
    .values({ id: randomUUID(), name: 'Science' })
    .returning({ key: tables.subjects.key })
    .get()
  let count = 0
  const person = (kind: 'student' | 'staff'): Made => {
    const n = (count += 1)
    const [given, family] = [`${givens[n % givens.length]} ${n}`, families[n % families.length]!]
    const email = `p${n}@school.example`
    const { key } = db
      .insert(tables.persons)
      .values({
        id: randomUUID(),
        kind,
        familyName: family,
        givenName: given,
        listName: `${family}, ${given}`,
        searchText: '',
        createdAt: 0,
        changedAt: 0,
      })
      .returning({ key: tables.persons.key })
      .get()
    db.insert(tables.emails).values({ personKey: key, address: email, typed: email, owner: 'own' }).run()
    return { key, name: `${given} ${family}`, email }
  }
  const groups = Array.from({ length: 240 }, (_, n) => {
    const { key: sectionKey } = db
      .insert(tables.sections)
      .values({ id: randomUUID(), schoolYearKey, name: `Section ${n}`, gradeLevel: String(7 + (n % 6)) })
      .returning({ key: tables.sections.key })
      .get()
    const { key: groupKey } = db
      .insert(tables.teachingGroups)
      .values({ id: randomUUID(), schoolYearKey, subjectKey, createdAt: 0 })
      .returning({ key: tables.teachingGroups.key })
      .get()
    db.insert(tables.teachingGroupSections).values({ groupKey, sectionKey }).run()
    const teacher = person('staff')
    db.insert(tables.assignments).values({ groupKey, personKey: teacher.key, firstOn: '2025-06-02' }).run()
    const students = Array.from({ length: studentsPerClass }, () => person('student'))
    db.insert(tables.enrollments)
      .values(
        students.map(({ key }) => ({
          id: randomUUID(),
          personKey: key,
          sectionKey,
          firstOn: '2025-06-02',
          createdAt: 0,
        })),
      )
      .run()
    return { groupKey, teacher, students }
  })
  return { groups }
}

/** A day of classes, each with a meeting, a run and one read of 60 rows; returns the periods' keys. */
function makeDay(db: Db, { groups }: MadeSchool, on: string, count: number): number[] {
  return groups.slice(0, count).map(({ groupKey, teacher, students }) => {
    const from = toInstant({ on, at: '07:30', timeZone })
    const time = {
      on,
      startsAt: '07:30',
      durationMinutes: 60,
      timeZone,
      startInstant: from,
      endInstant: from + hour,
    }
    const { key: meetingKey } = db
      .insert(tables.meetings)
      .values({
        id: randomUUID(),
        ...time,
        reference: randomUUID(),
        zoomMeetingId: `${on}-${groupKey}`,
        hostId: `host-${teacher.key}`,
        hostName: teacher.name,
        hostEmail: teacher.email,
        title: 'Science',
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
        registrationUrl: 'https://zoom.us/meeting/register/x',
        createdAt: 0,
        changedAt: 0,
      })
      .returning({ key: tables.meetings.key })
      .get()
    db.insert(tables.registrants)
      .values(
        students.map(({ key, email }) => ({
          id: randomUUID(),
          meetingKey,
          personKey: key,
          address: email,
          zoomRegistrantId: `${meetingKey}-${key}`,
          state: 'registered' as const,
          changedAt: 0,
        })),
      )
      .run()
    const { key } = db
      .insert(tables.classPeriods)
      .values({ id: randomUUID(), ...time, groupKey, createdAt: 0 })
      .returning({ key: tables.classPeriods.key })
      .get()
    const { key: instanceKey } = db
      .insert(tables.instances)
      .values({
        id: randomUUID(),
        meetingKey,
        uuid: randomUUID(),
        startedAt: from - 5 * minute,
        endedAt: from + hour,
        foundAt: from + hour,
      })
      .returning({ key: tables.instances.key })
      .get()
    db.insert(tables.periodMeetings).values({ periodKey: key, meetingKey }).run()
    db.insert(tables.periodInstances).values({ periodKey: key, instanceKey }).run()
    keepRead(db, instanceKey, from, meetingKey, teacher, students)
    return key
  })
}

function keepRead(
  db: Db,
  instanceKey: number,
  from: number,
  meetingKey: number,
  teacher: Made,
  students: readonly Made[],
) {
  const { key: readKey } = db
    .insert(tables.reads)
    .values({
      id: randomUUID(),
      instanceKey,
      source: 'report',
      readAt: from + hour + 2 * minute,
      pages: 1,
      rowCount: rowsPerClass,
      digest: 'the same',
      isComplete: true,
    })
    .returning({ key: tables.reads.key })
    .get()
  db.insert(tables.intervals)
    .values(
      Array.from({ length: rowsPerClass }, (_, row) => {
        const isHost = row === 0
        const student = students[(row * 7) % (studentsPerClass - 2)]!
        const joinedAt = isHost ? from - 5 * minute : from + ((row * 37) % 40) * minute
        return {
          readKey,
          row,
          displayName: isHost ? teacher.name : row % 20 === 19 ? 'Mama' : student.name,
          email: isHost ? teacher.email : '',
          registrantId: isHost || row % 20 === 19 ? '' : `${meetingKey}-${student.key}`,
          customerKey: '',
          zoomUserId: isHost ? `host-${teacher.key}` : '',
          joinedAt,
          leftAt: isHost ? from + hour : joinedAt + 19 * minute,
          durationSeconds: 19 * 60,
          isWaitingRoom: false,
          isFailover: false,
          breakoutId: '',
        }
      }),
    )
    .run()
}

/** Every run has been read five times: the older reads stay as evidence. */
function repeatReads(db: Db): void {
  for (let n = 1; n < readsPerClass; n += 1) {
    db.run(sql`
      insert into reads (id, instance_key, source, read_at, pages, row_count, digest, is_complete)
      select id || ${`-${n}`}, instance_key, source, read_at + ${n * 10 * minute}, pages, row_count, digest, is_complete
      from reads where length(id) = 36`)
    db.run(sql`
      insert into intervals
      select r.key, i.row, i.display_name, i.email, i.registrant_id, i.customer_key, i.zoom_user_id, i.joined_at,
        i.left_at, i.duration_seconds, i.is_waiting_room, i.is_failover, i.breakout_id
      from reads r join reads o on o.id = substr(r.id, 1, 36) join intervals i on i.read_key = o.key
      where r.id like ${`%-${n}`} and length(r.id) > 36`)
  }
}
