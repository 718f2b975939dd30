import { writeCsv } from '../files/csv-export.ts'
import { digestFile } from '../files/digest.ts'
import { detectRosterFormat, readRosterSet } from '../files/roster-files.ts'
import { headerDigest, readRosterSheet } from '../files/roster-sheet.ts'
import { readSchoolForm1 } from '../files/school-form-1.ts'
import { createEnrollmentOperations } from '../operations/enrollment.ts'
import { createPersonOperations } from '../operations/person.ts'
import { createRosterOperations } from '../operations/roster.ts'
import { createSectionOperations } from '../operations/section.ts'
import type { Clock, Files, Log } from '../ports.ts'
import type { AttendanceStores } from '../store/attendance.ts'
import type { Database } from '../store/database.ts'
import { createEnrollmentsStore } from '../store/enrollments.ts'
import type { HostsStore } from '../store/hosts.ts'
import { createMissingStudentsStore } from '../store/missing-students.ts'
import { createPeopleDeeds } from '../store/people-deeds.ts'
import { createPeopleStore } from '../store/people.ts'
import type { PoliciesStore } from '../store/policies.ts'
import { createRosterImportStore } from '../store/roster-import.ts'
import { createSectionDeeds } from '../store/sections-deeds.ts'
import { createSectionsStore } from '../store/sections.ts'

/** What rosters stand on. */
export interface RostersDeps {
  readonly database: Database
  readonly stores: Pick<AttendanceStores, 'attendance' | 'periods'>
  readonly policies: Pick<PoliciesStore, 'addressRules'>
  readonly hosts: Pick<HostsStore, 'list'>
  /** Reads the account's hosts from Zoom into the store. */
  readonly refreshHosts: () => Promise<void>
  readonly files: Files
  readonly device: string
  readonly timeZone: () => string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** The operations of people, sections, enrollments and roster files on one database. */
export function createRosters(deps: RostersDeps) {
  const { database, stores, policies, hosts, refreshHosts, files, device, timeZone, clock, newId, log } = deps
  const { addressRules } = policies
  const people = createPeopleStore(database)
  const following = { registrationRules: addressRules, attendance: stores.attendance, device, clock, newId, timeZone }
  return {
    person: createPersonOperations({ ...following, people, deeds: createPeopleDeeds(database), log }),
    section: createSectionOperations({
      ...following,
      sections: createSectionsStore(database),
      deeds: createSectionDeeds(database),
      hosts,
      refreshHosts,
      addressRules: async () => ({
        ...(await addressRules()),
        sharedAddresses: await people.sharedAddresses(),
        hostAddresses: [],
      }),
      log,
    }),
    enrollment: createEnrollmentOperations({
      ...following,
      enrollments: createEnrollmentsStore(database),
      missing: createMissingStudentsStore(database),
      periods: stores.periods,
    }),
    roster: createRosterOperations({
      ...following,
      imports: createRosterImportStore(database),
      files,
      readers: {
        detect: detectRosterFormat,
        readSet: readRosterSet,
        readSheet: readRosterSheet,
        readForm: readSchoolForm1,
        headerDigest,
      },
      digest: digestFile,
      writeCsv,
      log,
    }),
  }
}
