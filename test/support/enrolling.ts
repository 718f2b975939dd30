import { randomUUID } from 'node:crypto'
import { createEnrollmentOperations } from '../../src/main/operations/enrollment.ts'
import { createPersonOperations } from '../../src/main/operations/person.ts'
import type { Clock } from '../../src/main/ports.ts'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import type { Database } from '../../src/main/store/database.ts'
import { createEnrollmentsStore } from '../../src/main/store/enrollments.ts'
import { createMissingStudentsStore } from '../../src/main/store/missing-students.ts'
import { createPeopleDeeds } from '../../src/main/store/people-deeds.ts'
import { createPeopleStore } from '../../src/main/store/people.ts'
import type { KeptAddressRules } from '../../src/main/store/registrants.ts'
import { contract } from '../../src/shared/contract/index.ts'
import type { EnrollmentChange } from '../../src/shared/contract/enrollment.ts'
import { PersonId, type SectionId } from '../../src/shared/ids.ts'
import { memoryLog } from './database.ts'
import type { MadeStudent } from './section.ts'

/** What changes of rosters need. */
export interface EnrollingWorld {
  readonly database: Database
  readonly clock: Clock
  readonly rules?: KeptAddressRules
}

/** Changes of rosters by the operations that screens call, with what follows for upcoming classes. */
export function enrolling({
  database,
  clock,
  rules = { allowedDomains: [], schoolAddressPattern: null },
}: EnrollingWorld) {
  const { attendance, periods } = createAttendanceStores(database)
  const deps = {
    registrationRules: async () => rules,
    attendance,
    device: 'this test',
    timeZone: () => 'Asia/Manila',
    clock,
    newId: randomUUID,
  }
  const caller = { role: 'administrator' as const, door: 'test' as const }
  const person = createPersonOperations({
    ...deps,
    people: createPeopleStore(database),
    deeds: createPeopleDeeds(database),
    log: memoryLog(),
  })
  const enrollment = createEnrollmentOperations({
    ...deps,
    enrollments: createEnrollmentsStore(database),
    missing: createMissingStudentsStore(database),
    periods,
  })
  const change = async (wanted: EnrollmentChange) => {
    const { digest } = await enrollment['enrollment.preview']({ change: wanted }, caller)
    return enrollment['enrollment.change']({ change: wanted, digest }, caller)
  }
  return {
    /** Adds a student of the school, into a section from a day on or into none; returns the id. */
    add: async (address: string, sectionId: string | null, firstOn = '2026-06-01'): Promise<string> => {
      const added = await person['person.add'](
        contract['person.add'].input.parse({
          kind: 'student',
          fields: { familyName: 'Zamora', givenName: address.split('@')[0], emails: [{ address, owner: 'own' }] },
          ...(sectionId === null ? {} : { enroll: { sectionId, firstOn, reason: 'late' } }),
        }),
        caller,
      )
      return added.id
    },
    /** Puts a person who is in no section into one from a day on. */
    enroll: (personId: string, sectionId: string, firstOn = '2026-06-01') =>
      change({
        kind: 'enroll',
        personIds: [PersonId.parse(personId)],
        sectionId: sectionId as SectionId,
        firstOn,
        reason: 'late',
        detail: '',
      }),
    /** Takes a person out of the school. */
    leave: (personId: string, lastOn = '2026-06-02') =>
      change({
        kind: 'withdraw',
        personIds: [PersonId.parse(personId)],
        lastOn,
        reason: 'noLongerInSchool',
        detail: '',
      }),
    /** Puts a person into another section from a day on. */
    move: (personId: string, toSectionId: string, firstOn: string) =>
      change({ kind: 'move', personIds: [PersonId.parse(personId)], toSectionId: toSectionId as SectionId, firstOn }),
    /** Gives a person these addresses instead of all others. */
    readdress: (personId: string, emails: MadeStudent['emails']) =>
      person['person.change'](contract['person.change'].input.parse({ personId, changes: { emails } }), caller),
  }
}
