import { join } from 'node:path'
import type { School } from '../../shared/contract/app.ts'
import {
  contract,
  type Handlers,
  type InputOf,
  type OperationName,
  type OutputOf,
  type ParsedOf,
} from '../../shared/contract/index.ts'
import type { ApplicationEvent } from '../../shared/handle.ts'
import { MeetingId } from '../../shared/ids.ts'
import type { AnyHandler } from '../dispatch.ts'
import { digestFile } from '../files/digest.ts'
import { writeCsv } from '../files/csv-export.ts'
import { readIcs } from '../files/ics-reader.ts'
import { writeIcs } from '../files/ics-writer.ts'
import { writeLinkSheetPdf } from '../files/link-sheet-pdf.ts'
import { writeZip } from '../files/zip-writer.ts'
import { readTimetableTable } from '../files/timetable-table.ts'
import { writeXlsx } from '../files/xlsx-export.ts'
import { runOutbox } from '../jobs/outbox.ts'
import { runPoller } from '../jobs/poller.ts'
import { createAccountOperations } from '../operations/account.ts'
import { createAttendanceOperations } from '../operations/attendance.ts'
import { createCalendarFileOperations } from '../operations/calendar-file.ts'
import { createCalendarOperations } from '../operations/calendar.ts'
import { createCalendarDaysOperations } from '../operations/calendar-days.ts'
import { createLinkOperations } from '../operations/link.ts'
import { createMatchOperations } from '../operations/match.ts'
import { createMeetingOperations } from '../operations/meeting.ts'
import { createMeetingOpenOperations } from '../operations/meeting-open.ts'
import { createMeetingPreviewOperations } from '../operations/meeting-preview.ts'
import { createOutboxSender } from '../operations/outbox-send.ts'
import { createOutboxOperations } from '../operations/outbox.ts'
import { createPeriodOperations } from '../operations/period.ts'
import { createPracticeOperations } from '../operations/practice.ts'
import { createProvisioningOperations } from '../operations/provisioning.ts'
import { createRegistrationKeeper } from '../operations/registration-keep.ts'
import { createRegistrationOperations } from '../operations/registration.ts'
import { createReminders } from '../operations/reminder.ts'
import { createSettingOperations } from '../operations/setting.ts'
import { createTimetableOperations } from '../operations/timetable.ts'
import { createSubstitutionOperations } from '../operations/substitution.ts'
import { createSuspensionOperations } from '../operations/suspension.ts'
import { createSyncOperations } from '../operations/sync.ts'
import type { Clock, Ports, PracticeConnection, SecretStore } from '../ports.ts'
import { createAttendanceStores } from '../store/attendance.ts'
import { createCalendarStore } from '../store/calendar.ts'
import type { Database } from '../store/database.ts'
import { createHostsStore } from '../store/hosts.ts'
import { createLinksStore } from '../store/links.ts'
import { createMeetingsStore } from '../store/meetings.ts'
import { createOutboxConfirmations } from '../store/outbox-confirm.ts'
import { createOutboxStore } from '../store/outbox.ts'
import { createPlannedDatesStore } from '../store/planned-dates.ts'
import { createPlanningStore } from '../store/planning.ts'
import { createPoliciesStore } from '../store/policies.ts'
import { createRegistrantsStore } from '../store/registrants.ts'
import { createRegistrationCourses } from '../store/registrants-progress.ts'
import { createRemindersStore } from '../store/reminders.ts'
import { createSubstitutionsStore } from '../store/substitutions.ts'
import { createSyncAdoptStore } from '../store/sync-adopt.ts'
import { createSyncSettleStore } from '../store/sync-settle.ts'
import { createSyncStore } from '../store/sync.ts'
import type { SystemStore } from '../store/system.ts'
import { createTimetablesStore } from '../store/timetables.ts'
import { callsPerSecond } from '../zoom/limiter.ts'
import { createFeedFolder } from './feed-folder.ts'
import { createFontReader } from './fonts.ts'
import { createRosters } from './rosters.ts'
import type { ZoomConnection } from './zoom-connection.ts'

/** What the operations of one open school are made of. */
export interface OperationsDeps {
  readonly ports: Ports
  readonly clock: Clock
  readonly database: Database
  readonly system: SystemStore
  readonly secrets: SecretStore
  readonly zoom: ZoomConnection
  readonly practice: PracticeConnection | null
  readonly device: string
  readonly timeZone: () => string
  readonly school: () => School
  readonly tell: (event: ApplicationEvent) => void
}

/** Every operation of an open school by its name, and the background work that runs under the lease. */
export interface Operations {
  readonly handlers: Partial<Record<OperationName, AnyHandler>>
  readonly work: (signal: AbortSignal) => Promise<void>
}

/** Wires stores, Zoom and operations: the table of contents of an open school. */
export function createOperations(deps: OperationsDeps): Operations {
  const { ports, clock, database, system, secrets, zoom, practice, device, timeZone, school, tell } = deps
  const { newId, log, files } = ports
  const hosts = createHostsStore(database)
  const planning = createPlanningStore(database)
  const planned = createPlannedDatesStore(database)

  const registrants = createRegistrantsStore(database)
  const outbox = createOutboxStore(database)
  const policies = createPoliciesStore(database)
  const onChange = (listener: () => void) => database.onChange(listener)
  const realClock = ports.clock

  const { addressRules } = policies

  const sender = createOutboxSender({
    outbox,
    confirmations: createOutboxConfirmations(database),
    registrants,
    zoom: zoom.client,
    clock,
    realClock,
    owner: newId(),
    newId,
    random: ports.random,
    log,
  })
  const account = createAccountOperations({
    store: system,
    hosts,
    secrets,
    clock,
    newId,
    isPractice: practice !== null,
    tryClient: zoom.tryClient,
    zoom: zoom.client,
    zoomForTest: zoom.clientForTest,
    callsPerSecond,
    timeZone,
    realClock,
    log,
    onWorking: sender.wakeAfterConnecting,
  })
  const provisioning = createProvisioningOperations({
    provisioning: ports.provisioning,
    connect: (input) => call(account.handlers, 'account.connect', input),
  })
  const setting = createSettingOperations({ policies, clock, newId })
  const stores = createAttendanceStores(database)
  const decide = { stores, device, clock, newId }
  const { person, section, enrollment, roster } = createRosters({
    database,
    stores,
    policies,
    hosts,
    refreshHosts: account.readHosts,
    files,
    device,
    timeZone,
    clock,
    newId,
    log,
  })
  const meetings = createMeetingsStore(database)
  const meeting = createMeetingOperations({
    meetings,
    planning,
    registrants,
    outbox,
    hosts,
    refreshHosts: account.readHosts,
    addressRules,
    zoom: zoom.client,
    timeZone,
    clock,
    realClock,
    onChange,
    newId,
    log,
  })
  const courses = createRegistrationCourses(database)
  const registration = createRegistrationOperations({
    meetings,
    registrants,
    courses,
    hosts,
    outbox,
    addressRules,
    zoom: zoom.client,
    timeZone,
    clock,
    realClock,
    onChange,
    newId,
  })
  const registrationKeeper = createRegistrationKeeper({ courses, addressRules, timeZone, clock, newId })
  const preview = createMeetingPreviewOperations({
    planning,
    hosts,
    outbox,
    zoom: zoom.client,
    timeZone,
    clock,
  })
  const waiting = createOutboxOperations({
    outbox,
    hosts,
    addressRules,
    zoom: zoom.client,
    clock,
    realClock,
    onChange,
    newId,
  })
  const attendance = createAttendanceOperations({
    ...decide,
    zoom: zoom.client,
    files,
    writeCsv,
    writeXlsx,
    school,
    log,
  })
  const timetable = createTimetableOperations({
    timetables: createTimetablesStore(database),
    planning,
    outbox,
    files,
    readTable: readTimetableTable,
    digest: digestFile,
    refreshHosts: account.readHosts,
    addressRules,
    zoom: zoom.client,
    usualMinutes: async () => (await policies.settings()).defaults.durationMinutes,
    timeZone,
    device,
    clock,
    newId,
    log,
  })
  const calendarStore = createCalendarStore(database)
  const calendar = createCalendarOperations({
    calendar: calendarStore,
    suspensions: stores.suspensions,
    files,
    readIcs,
    digest: digestFile,
    timeZone,
    device,
    clock,
    newId,
  })
  const substitution = createSubstitutionOperations({
    ...decide,
    substitutions: createSubstitutionsStore(database),
    planning,
    addressRules,
    log,
  })
  const calendarFiles = createCalendarFileOperations({
    planned,
    system,
    files,
    folder: createFeedFolder(join(ports.dataFolder, ...(practice === null ? [] : ['practice']), 'feeds')),
    writeIcs,
    school,
    onChange: (listener) => database.onChange(listener),
    clock,
  })
  const sync = createSyncOperations({
    sync: createSyncStore(database),
    settle: createSyncSettleStore(database),
    adoptions: createSyncAdoptStore(database),
    hosts,
    refreshHosts: account.readHosts,
    addressRules,
    meeting: (meetingId) => call(meeting, 'meeting.get', { meetingId: MeetingId.parse(meetingId) }),
    zoom: zoom.client,
    schoolHours: async () => (await policies.settings()).schoolHours,
    timeZone,
    clock,
    newId,
    log,
  })
  const reminders = createReminders({
    reminders: createRemindersStore(database),
    system,
    settings: policies.settings,
    changes: sync.changes,
    notifier: ports.notifier,
    tell: (title, detail, place) => tell({ type: 'notice', title, detail, place }),
    school,
    clock,
  })
  const training = createPracticeOperations({
    connection: practice,
    files,
    nextReadAt: attendance.collecting.nextDueAt,
    preview: (input) => call(roster, 'roster.preview', input),
    importRoster: (input) => call(roster, 'roster.import', input),
    sections: () => call(section, 'section.list', {}),
    makeGroup: (input) => call(section, 'group.make', input),
    schedule: (input) => call(meeting, 'meeting.schedule', input),
    meetings: (input) => call(meeting, 'meeting.list', input),
  })

  return {
    handlers: byName({
      ...account.handlers,
      ...provisioning,
      ...setting,
      ...person,
      ...section,
      ...enrollment,
      ...roster,
      ...calendar,
      ...calendarFiles.handlers,
      ...substitution.handlers,
      ...timetable,
      ...meeting,
      ...registration,
      ...preview,
      ...createMeetingOpenOperations({
        meetings,
        zoom: zoom.client,
        openLink: ports.openLink,
        isPractice: practice !== null,
        clock,
      }),
      ...createLinkOperations({
        links: createLinksStore(database),
        registrants,
        planned,
        files,
        writePdf: writeLinkSheetPdf,
        writeCsv,
        writeIcs,
        writeZip,
        readFonts: createFontReader(ports.fontsFolder),
        school,
        clock,
      }),
      ...waiting,
      ...sync.handlers,
      ...attendance.handlers,
      ...createPeriodOperations(decide),
      ...createSuspensionOperations({ ...decide, suspensions: stores.suspensions, addressRules, log }),
      ...createCalendarDaysOperations({ ...decide, suspensions: stores.suspensions, calendar: calendarStore, log }),
      ...createMatchOperations(decide),
      ...training,
    }),
    work: async (signal) => {
      await Promise.all([
        runOutbox({ ...sender, onChange, clock, realClock, log }, signal),
        runPoller({ ...reminders, onChange, clock, realClock, log }, signal),
        runPoller({ ...substitution.releasing, onChange, clock, realClock, log }, signal),
        runPoller({ ...registrationKeeper, onChange, clock, realClock, log }, signal),
        runPoller({ ...calendarFiles.keeping, clock, realClock, log }, signal),
        runPoller({ ...attendance.collecting, onChange, clock, realClock, log }, signal),
        runPoller(
          { collectDue: sync.looking.lookDue, nextDueAt: sync.looking.nextDueAt, onChange, clock, realClock, log },
          signal,
        ),
      ])
    },
  }
}

/** Calls one operation from within another's use case, with the same parsing as at the door. */
function call<Name extends OperationName>(
  handlers: Handlers<Name>,
  name: Name,
  input: InputOf<Name>,
): Promise<OutputOf<Name>> {
  return handlers[name](contract[name].input.parse(input) as ParsedOf<Name>, { role: 'administrator', door: 'cli' })
}

/** Dispatch parses each input with the row of its name before the handler of that name gets it. */
function byName(handlers: Partial<Handlers<OperationName>>): Partial<Record<OperationName, AnyHandler>> {
  return handlers as Partial<Record<OperationName, AnyHandler>>
}
