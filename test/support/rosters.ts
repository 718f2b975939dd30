import { createRosters, type RostersDeps } from '../../src/main/app/rosters.ts'
import type { Clock, Files, Log } from '../../src/main/ports.ts'
import { createAttendanceStores } from '../../src/main/store/attendance.ts'
import type { Database } from '../../src/main/store/database.ts'
import { createHostsStore } from '../../src/main/store/hosts.ts'
import { createPoliciesStore } from '../../src/main/store/policies.ts'

/** What rosters stand on. */
export interface RosterWorld extends Partial<Pick<RostersDeps, 'stores' | 'refreshHosts'>> {
  readonly database: Database
  readonly files: Files
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** The operations of people, sections, enrollments and roster files on one database, wired as in the application. */
export function wireRosters(world: RosterWorld) {
  const { person, section, enrollment, roster } = createRosters({
    stores: createAttendanceStores(world.database),
    refreshHosts: async () => undefined,
    ...world,
    policies: createPoliciesStore(world.database),
    hosts: createHostsStore(world.database),
    device: 'test',
    timeZone: () => 'Asia/Manila',
  })
  return { ...person, ...section, ...enrollment, ...roster }
}
