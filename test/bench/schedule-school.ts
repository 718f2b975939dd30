import { randomUUID } from 'node:crypto'
import { summaryOf } from '../../src/main/operations/meeting-view.ts'
import { tables, type Database, type Db } from '../../src/main/store/database.ts'
import { createMeetingsStore } from '../../src/main/store/meetings.ts'
import { ensureSchoolYear } from '../../src/main/store/school-years.ts'
import { ensureGroup } from '../../src/main/store/teaching-groups.ts'
import type { OutputOf, ParsedOf } from '../../src/shared/contract/index.ts'
import type { SectionId } from '../../src/shared/ids.ts'
import { benchDatabase } from './database.ts'

/** Monday, the first day of the plan; each grade has ten sections, each section eight classes a day. */
const firstOn = Date.UTC(2026, 7, 3)
const grades = ['7', '8', '9', '10']
const names = ['Mabini', 'Rizal', 'Luna', 'Bonifacio', 'Jacinto', 'Silang', 'Del Pilar', 'Aguinaldo', 'Narra', 'Ñuñez']
const subjects = ['Mathematics', 'Science', 'English', 'Filipino', 'Araling Panlipunan', 'MAPEH', 'Computer', 'Values']
const weeks = 13
const hourMs = 3_600_000
const zoneMs = 8 * hourMs

/** The middle of a class in the middle of the plan. */
export const benchNow = firstOn + (6 * 7 + 2) * 24 * hourMs + 9 * hourMs - zoneMs
/** A week that lies ahead of it. */
export const benchMonday = new Date(firstOn + 8 * 7 * 24 * hourMs).toISOString().slice(0, 10)

/** A school of 40 sections with 20,800 planned classes, 1,600 a week, on the real store; removed when it is closed. */
export async function scheduleSchool() {
  const { database, remove } = await benchDatabase()
  const sections = await fill(database)
  const store = createMeetingsStore(database)
  return {
    sections,
    /** `meeting.list` as the application answers it. */
    async list(input: ParsedOf<'meeting.list'>): Promise<OutputOf<'meeting.list'>> {
      const { meetings, nextCursor } = await store.list(input, benchNow)
      return { meetings: meetings.map((view) => summaryOf(view, benchNow)), nextCursor }
    },
    close: remove,
  }
}

function fill(database: Database): Promise<OutputOf<'section.list'>['sections']> {
  return database.write([], (db) => {
    const schoolYearKey = ensureSchoolYear(db, '2026-08-03', randomUUID)
    const sections = grades.flatMap((gradeLevel) =>
      names.map((name) => {
        const id = randomUUID()
        db.insert(tables.sections).values({ id, schoolYearKey, name, gradeLevel }).run()
        const of = { sectionIds: [id], fromOn: '2026-08-03', at: 0, newId: randomUUID }
        const groups = subjects.map((subject) => ensureGroup(db, { ...of, subject }))
        return { id: id as SectionId, name, gradeLevel, groups }
      }),
    )
    for (const [index, section] of sections.entries()) plan(db, index, section)
    return sections.map(({ id, name, gradeLevel }) => ({
      id,
      name,
      gradeLevel,
      shift: '',
      adviser: null,
      adviserId: null,
      adviserSince: null,
      isArchived: false,
      studentCount: 50,
      withoutAddressCount: 0,
      missingCount: 0,
      allowedDomains: null,
      linkKind: 'personal' as const,
    }))
  })
}

interface Planned {
  readonly name: string
  readonly gradeLevel: string
  readonly groups: readonly number[]
}

/** Eight classes a day, 55 minutes each from 7:00 on, for all weeks. */
function plan(db: Db, index: number, { name, gradeLevel, groups }: Planned): void {
  for (const [place, groupKey] of groups.entries()) {
    const at = String(7 + place).padStart(2, '0')
    const title = `Grade ${gradeLevel} ${name}, ${subjects[place]}`
    const day = `(n.i / 5) * 7 + n.i % 5`
    const start = `${firstOn - zoneMs} + (${day}) * ${24 * hourMs} + ${(7 + place) * hourMs}`
    db.run(`
      insert into meetings
        (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, reference, zoom_meeting_id,
         host_id, host_name, host_email, title, type, audience, group_key, settings, state, created_at, changed_at)
      with recursive n (i) as (select 0 union all select i + 1 from n where i < ${weeks * 5 - 1})
      select 'm-${index}-${place}-' || i, strftime('%Y-%m-%d', (${start} + ${zoneMs}) / 1000, 'unixepoch'), '${at}:00', 55, 'Asia/Manila',
        ${start}, ${start} + ${55 * 60_000}, 'r-${index}-${place}-' || i, null, 'host ${(index + place * 7) % 60}',
        'Teacher ${(index + place * 7) % 60}', 'teacher@school.example', '${title}', 'scheduled', 'class', ${groupKey},
        '{"admission":"waitingRoom","muteOnEntry":true}', iif(i % 41 = 7, 'creating', 'scheduled'), 0, 0
      from n`)
  }
  if (index + 1 < grades.length * names.length) return
  db.run(`
    insert into occurrences
      (id, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, meeting_key, state)
    select 'date ' || key, on_date, starts_at, duration_minutes, time_zone, start_instant, end_instant, key, 'scheduled'
    from meetings`)
}
