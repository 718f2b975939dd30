import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { sql } from 'drizzle-orm'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import { tables, type Database, type Db } from '../../src/main/store/database.ts'
import { insertMeeting } from '../../src/main/store/meetings-schedule.ts'
import { ensureGroup } from '../../src/main/store/teaching-groups.ts'
import type { DayOrder } from '../../src/main/store/suspension-classes.ts'
import { addDays, toInstant } from '../../src/shared/domain/time.ts'
import { madeStudents, makeSection } from '../support/section.ts'
import { calibrate, median } from './calibrate.ts'
import { benchDatabase } from './database.ts'
import { figure, type Figure } from './figure.ts'

const sectionCount = 60
const classesEach = 7
/** Of them: planned alone, each a meeting of its own. The others are series of ten dates. */
const aloneEach = 3
const studentsEach = 35
const monday = '2026-08-10'
const timeZone = 'Asia/Manila'
const now = Date.parse('2026-08-07T00:00:00Z')
const afterTheDay = Date.parse('2026-08-10T12:00:00Z')
const rules = { allowedDomains: [], schoolAddressPattern: null }
const part: DayOrder = {
  dates: [monday],
  kind: 'suspended',
  parts: [{ gradeLevel: null, sectionId: null, shift: null }],
  fromTime: null,
  countsAsSchoolDay: false,
  authority: 'The mayor',
  isForNarrower: true,
}

const settings = {
  admission: 'waitingRoom',
  muteOnEntry: true,
  hostVideo: true,
  participantVideo: true,
  joinBeforeHost: false,
  recording: 'none',
} as const

/**
 * A day of 420 classes (2,100 students, everybody registered with each) called off and brought back:
 * the two previews, and the one transaction of each, in milliseconds; undone before and after Zoom has
 * deleted the dates, and after the day, when the marks of all are judged anew.
 */
export async function figures(): Promise<readonly Figure[]> {
  const { database, remove } = await benchDatabase()
  try {
    await fill(database)
    const { suspensions } = createAttendanceStores(database)
    const author = (at: number) => ({ actor: 'office', device: 'bench', at, newId: randomUUID })
    const baseline = calibrate()
    const times = new Map<string, number[]>()
    const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const from = performance.now()
      const result = await work()
      times.set(name, [...(times.get(name) ?? []), performance.now() - from])
      return result
    }
    const round = async (at: number, undo: 'undo' | 'undo, made anew' | 'undo after the day') => {
      const isOver = undo === 'undo after the day'
      const { digest, classes } = await timed('preview', () => suspensions.plan(part, at))
      if (classes.length !== sectionCount * classesEach) throw new Error(`${classes.length} classes are found.`)
      const order = { ...part, digest, keep: [] }
      const { id } = await timed(isOver ? 'order after the day' : 'order', () => suspensions.order(order, author(at)))
      if (undo === 'undo, made anew') await database.write([], (db) => confirmDeleted(db))
      await timed('preview of undoing', () => suspensions.planUndo(id, at + 1))
      const done = await timed(undo, () => suspensions.undo(id, rules, author(at + 2)))
      const wanted = isOver ? 0 : classes.length
      if (done.restoredCount !== wanted) throw new Error(`${done.restoredCount} classes came back.`)
    }
    for (let run = 0; run < 3; run += 1) await round(now + run * 10, 'undo')
    for (let run = 0; run < 3; run += 1) await round(now + 100 + run * 10, 'undo, made anew')
    for (let run = 0; run < 3; run += 1) await round(afterTheDay + run * 10, 'undo after the day')
    return [...times].map(([name, values]) =>
      figure({ name: `suspension.${name}: 420 classes`, value: median(values), unit: 'ms', baseline, target: 1000 }),
    )
  } finally {
    await remove()
  }
}

async function fill(database: Database): Promise<void> {
  for (let section = 0; section < sectionCount; section += 1) {
    const { sectionId: id } = await makeSection(database, {
      name: `Section ${section}`,
      students: madeStudents(studentsEach, `s${section}-`),
    })
    await database.write([], (db) => {
      for (let place = 0; place < classesEach; place += 1) plan(db, id, section, place)
    })
  }
  await database.write([], (db) => {
    db.run(sql`update meetings set state = 'scheduled', zoom_meeting_id = 'zoom ' || key`)
    db.run(sql`update occurrences set zoom_occurrence_id = 'date ' || key,
      confirmed = json_object('zoomOccurrenceId', 'date ' || key, 'isDeleted', json('false'))`)
    db.run(sql`update registrants set state = 'registered', zoom_registrant_id = 'r ' || key`)
    db.run(sql`update outbox set state = 'done', done_at = ${now}`)
  })
}

function plan(db: Db, sectionId: string, section: number, place: number) {
  const host = (section + place * 7) % sectionCount
  const subject = `Subject ${place}`
  const groupKey = ensureGroup(db, {
    sectionIds: [sectionId],
    subject,
    fromOn: '2026-08-03',
    at: now,
    newId: randomUUID,
  })
  const { id: teachingGroupId } = db
    .select({ id: tables.teachingGroups.id })
    .from(tables.teachingGroups)
    .where(sql`key = ${groupKey}`)
    .get()!
  const startsAt = `${String(7 + place).padStart(2, '0')}:00`
  const isAlone = place < aloneEach
  const dates = Array.from({ length: isAlone ? 1 : 10 }, (_, week) => {
    const on = addDays(monday, week * 7)
    const startInstant = toInstant({ on, at: startsAt, timeZone })
    const time = { on, startsAt, durationMinutes: 50, timeZone, startInstant, endInstant: startInstant + 50 * 60_000 }
    return { number: week + 1, time }
  })
  const id = randomUUID()
  insertMeeting(
    db,
    {
      id,
      reference: `r${id.slice(0, 8)}`,
      type: isAlone ? 'scheduled' : 'recurringFixedTime',
      time: dates[0]!.time,
      recurrence: isAlone ? null : { every: 'week', interval: 1, weekDays: [1], ends: { afterDates: 10 } },
      dates,
      host: { hostId: `host ${host}`, name: `Teacher ${host}`, email: `teacher${host}@school.example` },
      alternativeHosts: [],
      title: '{course}',
      description: '',
      audience: 'class',
      settings,
      registration: rules,
      teachingGroupId,
      sectionId: null,
    },
    { now, newId: randomUUID },
  )
}

function confirmDeleted(db: Db) {
  db.run(
    sql`update occurrences set confirmed = json_set(confirmed, '$.isDeleted', json('true')) where state = 'cancelled'`,
  )
  db.run(sql`update meetings set state = 'cancelled' where state = 'cancelling'`)
  db.run(sql`update outbox set state = 'done', done_at = ${now} where state = 'waiting'`)
}
