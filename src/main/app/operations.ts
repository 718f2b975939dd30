import type { School } from '../../shared/contract/app.ts'
import type { Handlers, OperationName } from '../../shared/contract/index.ts'
import type { AnyHandler } from '../dispatch.ts'
import { digestRoster, readRosterTable } from '../files/roster-table.ts'
import { createAccountOperations } from '../operations/account.ts'
import { createRosterOperations } from '../operations/roster.ts'
import type { Clock, Ports, PracticeConnection, SecretStore } from '../ports.ts'
import type { Database } from '../store/database.ts'
import { createHostsStore } from '../store/hosts.ts'
import { createPeopleStore } from '../store/people.ts'
import { createRosterImportStore } from '../store/roster-import.ts'
import { createSectionsStore } from '../store/sections.ts'
import type { SystemStore } from '../store/system.ts'
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
}

/** Every operation of an open school by its name, and the background work that runs under the lease. */
export interface Operations {
  readonly handlers: Partial<Record<OperationName, AnyHandler>>
  readonly work: (signal: AbortSignal) => Promise<void>
}

/** Wires stores, Zoom and operations: the table of contents of an open school. */
export function createOperations(deps: OperationsDeps): Operations {
  const { ports, clock, database, system, secrets, zoom, practice, timeZone } = deps
  const { newId, log, files } = ports
  const hosts = createHostsStore(database)
  const people = createPeopleStore(database)

  const account = createAccountOperations({
    store: system,
    hosts,
    secrets,
    clock,
    newId,
    isPractice: practice !== null,
    tryClient: zoom.tryClient,
    zoom: zoom.client,
  })
  const roster = createRosterOperations({
    people,
    sections: createSectionsStore(database),
    imports: createRosterImportStore(database),
    hosts,
    files,
    readTable: readRosterTable,
    digest: digestRoster,
    addressRules: async () => ({
      allowedDomains: [],
      schoolAddressPattern: null,
      sharedAddresses: await people.sharedAddresses(),
      hostAddresses: [],
    }),
    timeZone,
    clock,
    newId,
    log,
  })

  return {
    handlers: byName({ ...account, ...roster }),
    work: async () => undefined,
  }
}

/** Dispatch parses each input with the row of its name before the handler of that name gets it. */
function byName(handlers: Partial<Handlers<OperationName>>): Partial<Record<OperationName, AnyHandler>> {
  return handlers as Partial<Record<OperationName, AnyHandler>>
}
