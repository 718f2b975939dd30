import { randomUUID } from 'node:crypto'
import { createMeetingPreviewOperations } from '../../src/main/operations/meeting-preview.ts'
import { tables, type Database } from '../../src/main/store/database.ts'
import { createHostsStore } from '../../src/main/store/hosts.ts'
import { createOutboxStore } from '../../src/main/store/outbox.ts'
import { createPlanningStore } from '../../src/main/store/planning.ts'
import { assign, ensureGroup } from '../../src/main/store/teaching-groups.ts'
import type { ZoomClient } from '../../src/main/zoom/client.ts'
import { contract, type InputOf } from '../../src/shared/contract/index.ts'
import { fromIso, minute, toInstant } from '../../src/shared/domain/time.ts'
import type { TeachingGroupId } from '../../src/shared/ids.ts'
import { ProblemError } from '../../src/shared/problem.ts'
import { handClock } from './clock.ts'
import { testDatabase } from './database.ts'
import { makeSection } from './section.ts'

const manila = 'Asia/Manila'

/** A planned meeting to be written straight into the tables. */
export interface PlannedRow {
  readonly hostId: string
  readonly groupId?: string
  readonly title?: string
  readonly on: string
  readonly at: string
  readonly minutes?: number
  readonly state?: 'creating' | 'scheduled' | 'cancelling' | 'cancelled' | 'refused' | 'missing'
  readonly dateState?: 'scheduled' | 'cancelled'
  /** Without one there is a class without Zoom. */
  readonly isWithMeeting?: boolean
}

/** A school with hosts, classes and a calendar, in which plans are made; Zoom is not connected unless a client is given. */
export async function planningSchool(options: { now?: string; client?: Pick<ZoomClient, 'hostWrites'> } = {}) {
  const database = await testDatabase()
  const clock = handClock(fromIso(options.now ?? '2026-03-02T00:00:00Z'))
  const hosts = createHostsStore(database)
  const host = (hostId: string, name: string, isLicensed = true) => ({
    hostId,
    name,
    email: `${hostId}@school.example`,
    isLicensed,
    timeZone: manila,
  })
  await hosts.replaceAll(
    [host('reyes', 'Reyes, Lorna'), host('santos', 'Santos, Ñiño'), host('basic', 'Aguilar, Basic', false)],
    0,
  )
  const handlers = createMeetingPreviewOperations({
    planning: createPlanningStore(database),
    hosts,
    outbox: createOutboxStore(database),
    zoom: () =>
      options.client === undefined
        ? Promise.reject(new ProblemError('notConnected', 'Homeroom is not connected to a Zoom account.'))
        : Promise.resolve(options.client as ZoomClient),
    timeZone: () => manila,
    clock,
  })
  return {
    database,
    clock,
    hosts,
    section: (name: string) => makeSection(database, { name, students: [] }).then(({ sectionId }) => sectionId),
    group: (sectionIds: readonly string[], subject: string, hostId: string) =>
      makeGroup(database, sectionIds, subject, `${hostId}@school.example`),
    plan: (row: PlannedRow) => writePlanned(database, row),
    /** Says what kind of day a date is, for the whole school or a part of it. */
    say: (
      day: Pick<typeof tables.dayTypes.$inferInsert, 'on' | 'kind'> & Partial<typeof tables.dayTypes.$inferInsert>,
    ) =>
      database.write([], (db) => {
        db.insert(tables.dayTypes)
          .values({ id: randomUUID(), countsAsSchoolDay: true, createdAt: 0, ...day })
          .run()
      }),
    clashes: async (fromOn: string, toOn: string) => {
      const { input: row, output } = contract['meeting.listClashes']
      const asked = row.parse({ fromOn, toOn })
      return output.parse(await handlers['meeting.listClashes'](asked, { role: 'teacher', door: 'test' })).dates
    },
    preview: async (input: InputOf<'meeting.preview'>) => {
      const { input: row, output } = contract['meeting.preview']
      return output.parse(await handlers['meeting.preview'](row.parse(input), { role: 'office', door: 'test' }))
    },
  }
}

function makeGroup(database: Database, sectionIds: readonly string[], subject: string, teacher: string) {
  return database.write([], (db) => {
    const groupKey = ensureGroup(db, {
      sectionIds: [...sectionIds],
      subject,
      fromOn: '2026-01-05',
      at: 0,
      newId: randomUUID,
    })
    const known = db
      .select()
      .from(tables.emails)
      .all()
      .find(({ address }) => address === teacher)
    const personKey =
      known?.personKey ??
      db
        .insert(tables.persons)
        .values({
          id: randomUUID(),
          kind: 'staff',
          familyName: teacher,
          givenName: '',
          listName: teacher,
          searchText: teacher,
          createdAt: 0,
          changedAt: 0,
        })
        .returning({ key: tables.persons.key })
        .get().key
    if (known === undefined) {
      db.insert(tables.emails).values({ personKey, address: teacher, typed: teacher, owner: 'own' }).run()
    }
    assign(db, groupKey, personKey, '2026-01-05')
    const group = db
      .select()
      .from(tables.teachingGroups)
      .all()
      .find(({ key }) => key === groupKey)!
    return group.id as TeachingGroupId
  })
}

function writePlanned(database: Database, row: PlannedRow): Promise<{ meetingId: string; dateKey: number }> {
  const { on, at, minutes = 60, hostId, title = 'Araling Panlipunan', isWithMeeting = true } = row
  const startInstant = toInstant({ on, at, timeZone: manila })
  const time = {
    on,
    startsAt: at,
    durationMinutes: minutes,
    timeZone: manila,
    startInstant,
    endInstant: startInstant + minutes * minute,
  }
  return database.write([], (db) => {
    const group = db
      .select()
      .from(tables.teachingGroups)
      .all()
      .find(({ id }) => id === row.groupId)
    const period =
      group === undefined
        ? null
        : db
            .insert(tables.classPeriods)
            .values({ id: randomUUID(), ...time, groupKey: group.key, createdAt: 0 })
            .returning()
            .get()
    const meetingId = randomUUID()
    if (!isWithMeeting) return { meetingId, dateKey: 0 }
    const meeting = db
      .insert(tables.meetings)
      .values({
        id: meetingId,
        ...time,
        reference: meetingId,
        hostId,
        hostName: hostId,
        hostEmail: `${hostId}@school.example`,
        title,
        type: 'scheduled',
        audience: group === undefined ? 'all' : 'class',
        groupKey: group?.key ?? null,
        settings: {
          admission: 'waitingRoom',
          muteOnEntry: true,
          hostVideo: true,
          participantVideo: true,
          joinBeforeHost: false,
          recording: 'none',
        },
        state: row.state ?? 'scheduled',
        createdAt: 0,
        changedAt: 0,
      })
      .returning()
      .get()
    const date = db
      .insert(tables.occurrences)
      .values({ id: randomUUID(), ...time, meetingKey: meeting.key, state: row.dateState ?? 'scheduled' })
      .returning()
      .get()
    if (period !== null) {
      db.insert(tables.periodMeetings)
        .values({ periodKey: period.key, meetingKey: meeting.key, occurrenceKey: date.key })
        .run()
    }
    return { meetingId, dateKey: date.key }
  })
}
