import { writeCsv } from '../../src/main/files/csv-export.ts'
import { detectRosterFormat, readRosterSet } from '../../src/main/files/roster-files.ts'
import { headerDigest, readRosterSheet } from '../../src/main/files/roster-sheet.ts'
import { digestRoster } from '../../src/main/files/roster-table.ts'
import { readSchoolForm1 } from '../../src/main/files/school-form-1.ts'
import { createEnrollmentOperations } from '../../src/main/operations/enrollment.ts'
import { createPersonOperations } from '../../src/main/operations/person.ts'
import { createRosterOperations } from '../../src/main/operations/roster.ts'
import { createSectionOperations } from '../../src/main/operations/section.ts'
import type { Clock, Files, Log } from '../../src/main/ports.ts'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import type { Database } from '../../src/main/store/database.ts'
import { createEnrollmentsStore } from '../../src/main/store/enrollments.ts'
import { createHostsStore } from '../../src/main/store/hosts.ts'
import { createMissingStudentsStore } from '../../src/main/store/missing-students.ts'
import { createPeopleDeeds } from '../../src/main/store/people-deeds.ts'
import { createPeopleStore } from '../../src/main/store/people.ts'
import { createPoliciesStore } from '../../src/main/store/policies.ts'
import { createRosterImportStore } from '../../src/main/store/roster-import.ts'
import { createSectionDeeds } from '../../src/main/store/sections-deeds.ts'
import { createSectionsStore } from '../../src/main/store/sections.ts'

/** What rosters stand on. */
export interface RosterWorld {
  readonly database: Database
  readonly files: Files
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
  readonly stores?: ReturnType<typeof createAttendanceStores>
  readonly refreshHosts?: () => Promise<void>
}

/** The operations of people, sections, enrollments and roster files on one database, wired as in the application. */
export function wireRosters({ database, files, clock, newId, log, ...more }: RosterWorld) {
  const { attendance, periods } = more.stores ?? createAttendanceStores(database)
  const people = createPeopleStore(database)
  const { addressRules } = createPoliciesStore(database)
  const timeZone = () => 'Asia/Manila'
  const following = { registrationRules: addressRules, attendance, device: 'test', clock, newId, timeZone }
  return {
    ...createPersonOperations({ ...following, people, deeds: createPeopleDeeds(database), log }),
    ...createSectionOperations({
      ...following,
      sections: createSectionsStore(database),
      deeds: createSectionDeeds(database),
      hosts: createHostsStore(database),
      refreshHosts: more.refreshHosts ?? (async () => undefined),
      addressRules: async () => ({
        ...(await addressRules()),
        sharedAddresses: await people.sharedAddresses(),
        hostAddresses: [],
      }),
      log,
    }),
    ...createEnrollmentOperations({
      ...following,
      enrollments: createEnrollmentsStore(database),
      missing: createMissingStudentsStore(database),
      periods,
    }),
    ...createRosterOperations({
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
      digest: digestRoster,
      writeCsv,
      log,
    }),
  }
}
