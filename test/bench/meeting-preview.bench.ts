import { randomUUID } from 'node:crypto'
import { createMeetingPreviewOperations } from '../../src/main/operations/meeting-preview.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { createHostsStore } from '../../src/main/store/hosts.ts'
import { createOutboxStore } from '../../src/main/store/outbox.ts'
import { createPlanningStore } from '../../src/main/store/planning.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import { assign, ensureGroup } from '../../src/main/store/teaching-groups.ts'
import { contract } from '../../src/shared/contract/index.ts'
import { day, hour } from '../../src/shared/domain/time.ts'
import { ProblemError } from '../../src/shared/problem.ts'
import { handClock } from '../support/clock.ts'
import { calibrate } from './calibrate.ts'
import { benchDatabase } from './database.ts'
import { figure, type Figure } from './figure.ts'

const meetings = 20_000
const meetingsPerDay = 100
const sections = 100
const hostCount = 400
const calls = 200
const targetMs = 100
/** A Monday. */
const firstStart = Date.UTC(2026, 7, 3)

/** `meeting.preview` of a series of 50 weeks in a school with 20,000 meetings and 400 hosts: the 95th percentile, in ms. */
export async function figures(): Promise<readonly Figure[]> {
  const { database, remove } = await benchDatabase()
  try {
    const groupId = await fill(database)
    const hosts = createHostsStore(database)
    await hosts.replaceAll(
      Array.from({ length: hostCount }, (_, index) => ({
        hostId: `host${index}`,
        name: `Host ${index}`,
        email: `host${index}@school.example`,
        isLicensed: index % 2 === 0,
        timeZone: null,
      })),
      0,
    )
    const handlers = createMeetingPreviewOperations({
      planning: createPlanningStore(database),
      hosts,
      outbox: createOutboxStore(database),
      zoom: () => Promise.reject(new ProblemError('notConnected', 'Homeroom is not connected to a Zoom account.')),
      timeZone: () => 'UTC',
      clock: handClock(firstStart - day),
    })
    const { input, output } = contract['meeting.preview']
    const ask = async () => {
      const form = input.parse({
        title: '{course} - Session {n}',
        kind: 'series',
        on: '2026-08-03',
        startsAt: '03:00',
        teachingGroupId: groupId,
        host: 'host4',
        repeat: { every: 'week', ends: { afterDates: 50 } },
      })
      return output.parse(await handlers['meeting.preview'](form, { role: 'office', door: 'cli' }))
    }
    const { dates } = await ask()
    if (dates.filter(({ conflicts }) => conflicts.length > 0).length < 40) throw new Error('No conflicts were met.')
    const baseline = calibrate()
    const times: number[] = []
    for (let call = 0; call < calls; call++) {
      const from = performance.now()
      await ask()
      times.push(performance.now() - from)
    }
    return [
      figure({
        name: 'meeting.preview: p95 of 50 dates with 20,000 meetings',
        value: times.toSorted((a, b) => a - b)[Math.floor(calls * 0.95)]!,
        unit: 'ms',
        baseline,
        target: targetMs,
      }),
    ]
  } finally {
    await remove()
  }
}

/** 200 school days of 100 classes, ten at once. Returns the group of one section. */
function fill(database: Database): Promise<string> {
  return database.write([], (db) => {
    const schoolYearKey = ensureSchoolYear(db, '2026-08-03', randomUUID)
    for (let index = 0; index < sections; index++) {
      const id = randomUUID()
      db.insert(tables.sections)
        .values({ id, schoolYearKey, name: `Section ${index}`, gradeLevel: String((index % 6) + 7) })
        .run()
      const { key } = db
        .insert(tables.persons)
        .values({
          id: randomUUID(),
          kind: 'staff',
          familyName: 'Reyes',
          givenName: String(index),
          listName: `Reyes, ${index}`,
          searchText: `reyes ${index}`,
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: tables.persons.key })
        .get()
      const group = { sectionIds: [id], subject: 'Science', fromOn: '2026-08-03', at: 0, newId: randomUUID }
      assign(db, ensureGroup(db, group), key, '2026-06-01')
    }
    const dayOf = `i / ${meetingsPerDay}`
    const start = `${firstStart} + (${dayOf} / 5 * 7 + ${dayOf} % 5) * ${day} + i % ${meetingsPerDay} / 10 * ${hour}`
    const time = `strftime('%Y-%m-%d', (${start}) / 1000, 'unixepoch'), strftime('%H:%M', (${start}) / 1000, 'unixepoch'),
      60, 'UTC', ${start}, ${start} + ${hour}`
    const counted = `with recursive n (i) as (select 0 union all select i + 1 from n where i < ${meetings - 1})`
    // Keys of a fresh table count from 1.
    const groupOf = `1 + i % ${sections}`
    db.run(`
      insert into meetings
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, reference, zoom_meeting_id,
         host_id, host_name, host_email, title, type, audience, group_key, settings, state, created_at, changed_at)
      ${counted}
      select 'meeting-' || i, ${time}, 'reference-' || i, 80000000000 + i, 'host' || i % 40, 'Teacher',
        'teacher@school.example', 'Science {n}', 'scheduled', 'class', ${groupOf}, '{}', 'scheduled', 0, 0
      from n`)
    db.run(`
      insert into class_periods
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, group_key, created_at)
      ${counted} select 'period-' || i, ${time}, ${groupOf}, 0 from n`)
    db.run(`
      insert into occurrences
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, meeting_key, state)
      select 'date-' || key, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, key, 'scheduled'
      from meetings`)
    db.run(`
      insert into period_meetings (period_key, meeting_key, occurrence_key)
      select p.key, m.key, o.key from meetings m
      join class_periods p on p.id = replace(m.id, 'meeting-', 'period-') join occurrences o on o.meeting_key = m.key`)
    return db.select().from(tables.teachingGroups).get()!.id
  })
}
