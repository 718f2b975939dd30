import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { tables, type Database, type Db } from '../../src/main/store/database.ts'
import { createMeetingsStore } from '../../src/main/store/meetings.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import { assign, ensureGroup } from '../../src/main/store/teaching-groups.ts'
import { calibrate } from './calibrate.ts'
import { benchDatabase } from './database.ts'
import { figure, type Figure } from './figure.ts'

const meetings = 20_000
const sections = 100
const studentsPerSection = 12
const targetMs = 50
const calls = 400
const quarterMs = 900_000
const firstStart = Date.UTC(2026, 7, 3)

/**
 * `meeting.list` in a school of 20,000 meetings and 216,000 registrations, page by page and by every filter, while another
 * thread imports 20,000 rows again and again: the 99th percentile of one call, in ms.
 */
export async function figures(): Promise<readonly Figure[]> {
  const { database, file, key, remove } = await benchDatabase()
  try {
    const sectionIds = await fill(database)
    const store = createMeetingsStore(database)
    const now = firstStart + (meetings / 2) * quarterMs
    const asked = [
      { phase: 'upcoming' as const },
      { phase: 'past' as const },
      { phase: 'live' as const },
      { fromOn: '2026-09-01', toOn: '2026-09-30' },
      { sectionId: sectionIds[7]! },
      { gradeLevel: '8', phase: 'upcoming' as const },
      { subject: 'Science' },
      { hostId: 'host 7' },
      { hostId: 'host 7', phase: 'past' as const },
      { teacherId: 'teacher 7', phase: 'upcoming' as const },
      { states: ['creating' as const, 'refused' as const] },
      { states: ['cancelled' as const], phase: 'past' as const },
      { needsAttention: true },
      { text: 'science 199' },
      { text: 'not there at all' },
    ]
    // A list is read many times a day: the first reading of each kind is not what is measured.
    for (let round = 0; round < 5; round++) for (const filter of asked) await store.list({ ...filter, limit: 200 }, now)
    const baseline = calibrate()
    const worker = new Worker(new URL('outbox-import.ts', import.meta.url), { workerData: { file, key, rows: 20_000 } })
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    let imported = 0
    worker.on('message', (rows: number) => {
      imported += rows
    })
    await new Promise((resolve) => worker.once('message', resolve))
    const times: number[] = []
    let cursor: string | undefined
    for (let call = 0; call < calls; call++) {
      const filter = { ...asked[call % asked.length]!, limit: 200 }
      const isPaging = call % asked.length === 0
      const from = performance.now()
      const page = await store.list(isPaging ? { ...filter, cursor } : filter, now)
      times.push(performance.now() - from)
      if (isPaging) cursor = page.nextCursor ?? undefined
      await new Promise((resolve) => setImmediate(resolve))
    }
    worker.postMessage('stop')
    await ended
    console.log(`${imported} rows were imported meanwhile.`)
    const value = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!
    return [
      figure({
        name: 'outbox.list: p99 of meeting.list with 20,000 meetings during an import',
        value,
        unit: 'ms',
        baseline,
        target: targetMs,
      }),
    ]
  } finally {
    await remove()
  }
}

function makeTeacher(db: Db, id: string): number {
  return db
    .insert(tables.persons)
    .values({
      id,
      kind: 'staff',
      familyName: 'Santos',
      givenName: id,
      listName: `Santos, ${id}`,
      searchText: id,
      createdAt: 0,
      changedAt: 0,
    })
    .returning({ key: tables.persons.key })
    .get().key
}

/** A year of classes, a quarter of an hour apart, each with its registrations. Returns the sections' ids. */
function fill(database: Database): Promise<string[]> {
  return database.write([], (db) => {
    const schoolYearKey = ensureSchoolYear(db, '2026-08-03', randomUUID)
    const sectionIds = Array.from({ length: sections }, (_, index) => {
      const id = randomUUID()
      const { key: sectionKey } = db
        .insert(tables.sections)
        .values({ id, schoolYearKey, name: `Section ${index}`, gradeLevel: String((index % 6) + 7) })
        .returning({ key: tables.sections.key })
        .get()
      const rows = db
        .insert(tables.persons)
        .values(
          Array.from({ length: studentsPerSection }, (__, student) => ({
            id: randomUUID(),
            kind: 'student' as const,
            familyName: 'Reyes',
            givenName: `${index} ${student}`,
            listName: `Reyes, ${index} ${student}`,
            searchText: `reyes ${index} ${student}`,
            createdAt: 0,
            changedAt: 0,
          })),
        )
        .returning({ key: tables.persons.key })
        .all()
      db.insert(tables.enrollments)
        .values(
          rows.map(({ key: personKey }) => ({
            id: randomUUID(),
            personKey,
            sectionKey,
            firstOn: '2026-06-01',
            createdAt: 0,
          })),
        )
        .run()
      const of = { sectionIds: [id], subject: 'Science', fromOn: '2026-08-03', at: 0, newId: randomUUID }
      assign(db, ensureGroup(db, of), makeTeacher(db, `teacher ${index}`), '2026-06-01')
      return id
    })
    const start = `${firstStart} + i * ${quarterMs}`
    const time = `strftime('%Y-%m-%d', (${start}) / 1000, 'unixepoch'), strftime('%H:%M', (${start}) / 1000, 'unixepoch'),
      60, 'UTC', ${start}, ${start} + 3600000`
    const counted = `with recursive n (i) as (select 0 union all select i + 1 from n where i < ${meetings - 1})`
    // Keys of a fresh table count from 1.
    const groupOf = `1 + i % ${sections}`
    // Every tenth registers nobody, so that its students are counted from the enrollments.
    db.run(`
      insert into meetings
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, reference, zoom_meeting_id,
         host_id, host_name, host_email, title, type, audience, group_key, settings, state, created_at, changed_at)
      ${counted}
      select 'meeting-' || i, ${time}, 'reference-' || i, 80000000000 + i, 'host ' || (i % ${sections}), 'Teacher', 'teacher@school.example',
        'Science ' || i, 'scheduled', iif(i % 10 = 0, 'students', 'class'), ${groupOf},
        '{"admission":"waitingRoom","muteOnEntry":true}', iif(i % 500 = 1, 'refused', 'scheduled'), 0, 0
      from n`)
    db.run(`
      insert into occurrences
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, meeting_key, state)
      select 'date ' || key, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, key,
        iif(key % 100 = 7, 'cancelled', 'scheduled')
      from meetings`)
    db.run(`
      insert into class_periods
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, group_key, created_at)
      ${counted} select 'period-' || i, ${time}, ${groupOf}, 0 from n`)
    db.run(`
      insert into period_meetings (period_key, meeting_key, occurrence_key)
      select p.key, m.key, o.key from meetings m join class_periods p on p.id = replace(m.id, 'meeting-', 'period-')
      join occurrences o on o.meeting_key = m.key`)
    db.run(`
      insert into registrants
        (id, meeting_key, person_key, address, zoom_registrant_id, join_url, state, tries_that_day, changed_at)
      select hex(randomblob(16)), m.key, e.person_key, 's-' || e.person_key || '@school.example', hex(randomblob(11)),
        'https://zoom.example/w/' || m.key || '?tk=' || e.person_key, iif(e.person_key % 400 = 3, 'refused', 'registered'), 0, 0
      from meetings m
      join teaching_group_sections gs on gs.group_key = m.group_key
      join enrollments e on e.section_key = gs.section_key
      where m.audience = 'class'
      order by m.key`)
    return sectionIds
  })
}
