import type { Clock, Log } from '../../src/main/ports.ts'
import { runOutbox } from '../../src/main/jobs/outbox.ts'
import { createMeetingOperations } from '../../src/main/operations/meeting.ts'
import { createMeetingPreviewOperations } from '../../src/main/operations/meeting-preview.ts'
import { createOutboxOperations } from '../../src/main/operations/outbox.ts'
import { createOutboxSender } from '../../src/main/operations/outbox-send.ts'
import type { Database } from '../../src/main/store/database.ts'
import { createRegistrationOperations } from '../../src/main/operations/registration.ts'
import { createHostsStore } from '../../src/main/store/hosts.ts'
import { createMeetingsStore } from '../../src/main/store/meetings.ts'
import { createOutboxConfirmations } from '../../src/main/store/outbox-confirm.ts'
import { createOutboxStore } from '../../src/main/store/outbox.ts'
import { createPlanningStore } from '../../src/main/store/planning.ts'
import { createRegistrantsStore, type KeptAddressRules } from '../../src/main/store/registrants.ts'
import { createRegistrationCourses } from '../../src/main/store/registrants-progress.ts'
import type { ZoomClient } from '../../src/main/zoom/client.ts'
import {
  contract,
  type Handlers,
  type InputOf,
  type OperationName,
  type OutputOf,
} from '../../src/shared/contract/index.ts'

/** What scheduling is wired to. */
export interface SchedulingWorld {
  readonly database: Database
  readonly client: ZoomClient
  /** The school's clock. */
  readonly clock: Clock
  readonly realClock: Clock
  readonly newId: () => string
  readonly owner: string
  readonly log: Log
  readonly rules?: KeptAddressRules
  readonly isConnected?: boolean
}

/** Scheduling as the application wires it, with its stores in reach. */
export function wireScheduling(world: SchedulingWorld) {
  const { database, client, clock, realClock, newId, owner, log } = world
  const meetings = createMeetingsStore(database)
  const registrants = createRegistrantsStore(database)
  const outbox = createOutboxStore(database)
  const confirmations = createOutboxConfirmations(database)
  const hosts = createHostsStore(database)
  const zoom = async () => client
  const planning = createPlanningStore(database)
  const timeZone = () => 'Asia/Manila'
  const onChange = (listener: () => void) => database.onChange(listener)
  const readHosts = async () => {
    const users = await client.listUsers()
    await hosts.replaceAll(
      users.map((user) => ({
        hostId: user.id,
        name: user.displayName,
        email: user.email,
        isLicensed: user.type === 'licensed',
        timeZone: user.timeZone,
      })),
      clock.now(),
    )
  }
  const addressRules = async () => world.rules ?? { allowedDomains: [], schoolAddressPattern: null }
  const handlers = {
    ...createMeetingOperations({
      meetings,
      planning,
      registrants,
      outbox,
      hosts,
      refreshHosts: readHosts,
      addressRules,
      zoom,
      timeZone,
      clock,
      realClock,
      onChange,
      newId,
      log,
    }),
    ...createRegistrationOperations({
      meetings,
      registrants,
      courses: createRegistrationCourses(database),
      hosts,
      outbox,
      addressRules,
      zoom,
      timeZone,
      clock,
      realClock,
      onChange,
      newId,
    }),
    ...createMeetingPreviewOperations({ planning, hosts, outbox, zoom, timeZone, clock }),
    ...createOutboxOperations({ outbox, hosts, addressRules, zoom, clock, realClock, onChange, newId }),
  }
  const sender = createOutboxSender({
    outbox,
    confirmations,
    registrants,
    zoom,
    clock,
    realClock,
    owner,
    newId,
    random: () => 0.5,
    log,
  })
  return {
    meetings,
    registrants,
    outbox,
    hosts,
    sender,
    readHosts,
    /** Calls an operation as dispatch does: input parsed by its row. */
    call: <Name extends keyof typeof handlers & OperationName>(name: Name, input: InputOf<Name>) => {
      const handler = (handlers as Handlers<Name>)[name]
      return handler(contract[name].input.parse(input) as never, { role: 'administrator', door: 'test' }) as Promise<
        OutputOf<Name>
      >
    },
    /** Runs the outbox until the signal aborts. */
    run: (signal: AbortSignal) => runOutbox({ ...sender, onChange, clock, realClock, log }, signal),
  }
}
export type Scheduling = ReturnType<typeof wireScheduling>
