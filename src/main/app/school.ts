import type { AppStatus, School } from '../../shared/contract/app.ts'
import type { OperationName } from '../../shared/contract/index.ts'
import { isTimeZone } from '../../shared/domain/time.ts'
import type { ApplicationEvent } from '../../shared/handle.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { AnyHandler } from '../dispatch.ts'
import { startLease, type Lease } from '../jobs/lease.ts'
import type { Clock, Ports, PracticeConnection, SecretStore } from '../ports.ts'
import { createVault, openPracticeKey, readVaultKind } from '../secrets/vault.ts'
import type { Database } from '../store/database.ts'
import { openAndMigrate } from '../store/open.ts'
import { createSystemStore } from '../store/system.ts'
import type { DataFolder, SchoolKind } from './data-folder.ts'
import { beginAsPrepared } from './prepared.ts'
import { createOperations } from './operations.ts'
import { createZoomConnection } from './zoom-connection.ts'
import { join } from 'node:path'

/** Which of the two workers: `main` answers screens and runs jobs, `long` runs what would hold a screen up. */
export type Part = 'main' | 'long'

/** A school whose database is open, with everything that answers for it. */
export interface OpenSchool {
  readonly kind: SchoolKind
  readonly school: School
  readonly clock: Clock
  readonly handlers: Partial<Record<OperationName, AnyHandler>>
  status(): Promise<Omit<AppStatus, 'role' | 'version' | 'state' | 'problem' | 'now'>>
  changeSchool(changes: Partial<Omit<School, 'kind'>>): Promise<School>
  renewRecoveryCode(): Promise<string>
  close(): Promise<void>
}

/** What {@link openSchool} needs. */
export interface OpenSchoolOptions {
  readonly kind: SchoolKind
  readonly folder: DataFolder
  readonly ports: Ports
  readonly part: Part
  readonly tell: (event: ApplicationEvent) => void
}

type KeptSchool = Omit<School, 'kind'>
const SETTING = 'school'

/**
 * Makes the encrypted database of a real school, keeps its name and zone, and makes it the current one; returns the proven
 * recovery code. All of it or nothing: a school whose recovery code nobody was shown must not stay.
 */
export function setUpSchool(folder: DataFolder, ports: Ports, wanted: KeptSchool): Promise<string> {
  checkZone(wanted.timeZone)
  return folder.make(async (aside) => {
    const vault = createVault(aside, ports.secrets(ports.defaultSecrets))
    try {
      const { key, recoveryCode } = await vault.create()
      const database = await openDatabaseIn(aside, ports, key)
      try {
        await createSystemStore(database).keepSetting(SETTING, wanted, ports.clock.now())
        await beginAsPrepared(database, ports)
      } finally {
        await database.close()
      }
      return recoveryCode
    } catch (error) {
      await vault.discard().catch(() => undefined)
      throw error
    }
  })
}

/**
 * Opens a school: key, database brought up to date, pretend or real Zoom, stores, operations, and in the main worker the
 * background work, which runs while this process holds the lease. Raises `locked`, `keychainUnavailable`,
 * `newerDatabase`, `inUse`, `diskFull`, `readOnly`.
 */
export async function openSchool({ kind, folder, ports, part, tell }: OpenSchoolOptions): Promise<OpenSchool> {
  const closers: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const step of closers.splice(0).toReversed()) await step()
  }
  try {
    const secrets = await secretsOf(kind, folder, ports)
    const key =
      kind === 'practice'
        ? await openPracticeKey(folder.of(kind))
        : await createVault(folder.of(kind), secrets).unlock()
    const practice = kind === 'practice' ? await ports.practice.connect() : null
    if (practice !== null) closers.push(() => practice.close())
    const database = await openDatabaseIn(folder.of(kind), ports, key)
    closers.push(() => database.close())

    const clock = practice?.clock ?? ports.clock
    const system = createSystemStore(database)
    let school = await readSchool(system, kind, practice, clock)
    const zoom = createZoomConnection({ ports, clock, system, secrets, practice })
    closers.push(() => zoom.close())

    const { handlers, work } = createOperations({
      ports,
      clock,
      database,
      system,
      secrets,
      zoom,
      practice,
      device: folder.device,
      timeZone: () => school.timeZone,
      school: () => school,
      tell,
    })

    closers.push(database.onChange((nouns) => tell({ type: 'changed', nouns })))
    if (practice !== null)
      closers.push(clock.onJump(() => tell({ type: 'clock', now: new Date(clock.now()).toISOString() })))
    const lease = part === 'main' ? await leaseFor(database, ports, work) : null
    if (lease !== null) closers.push(() => lease.close())

    return {
      kind,
      get school() {
        return school
      },
      clock,
      handlers,
      async status() {
        const [counts, account, isZoomEnabled] = await Promise.all([
          system.counts(clock.now()),
          system.findAccount(),
          system.isZoomEnabled(),
        ])
        return {
          school,
          secrets: kind === 'practice' ? 'memory' : secrets.kind,
          isConnected: practice !== null || account !== null,
          isZoomEnabled,
          holdsLease: lease?.isHeld() ?? false,
          ...counts,
          lastZoomContactAt:
            counts.lastZoomContactAt === null ? null : new Date(counts.lastZoomContactAt).toISOString(),
        }
      },
      async changeSchool(changes) {
        if (changes.timeZone !== undefined) checkZone(changes.timeZone)
        const { kind: kindOfSchool, ...kept } = { ...school, ...defined(changes) }
        await system.keepSetting(SETTING, kept, clock.now())
        school = { ...kept, kind: kindOfSchool }
        return school
      },
      async renewRecoveryCode() {
        if (kind === 'practice')
          throw new ProblemError('conflict', 'The practice school has no recovery code: nothing in it is secret.', {
            fix: 'Leave the practice school first.',
          })
        return createVault(folder.of(kind), secrets).rotateRecoveryCode()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** An existing folder keeps using the secret store that it was made with. */
async function secretsOf(kind: SchoolKind, folder: DataFolder, ports: Ports): Promise<SecretStore> {
  if (kind === 'practice') return ports.secrets('memory')
  const recorded = await readVaultKind(folder.of(kind))
  return ports.secrets(recorded === null || recorded === 'practice' ? ports.defaultSecrets : recorded)
}

function openDatabaseIn(folder: string, ports: Ports, key: Uint8Array): Promise<Database> {
  return openAndMigrate({
    file: join(folder, 'homeroom.db'),
    key,
    owner: ports.newId(),
    log: ports.log,
    migrationsFolder: ports.migrationsFolder,
    backupsFolder: join(folder, 'backups'),
    now: ports.clock.now(),
  })
}

async function readSchool(
  system: ReturnType<typeof createSystemStore>,
  kind: SchoolKind,
  practice: PracticeConnection | null,
  clock: Clock,
): Promise<School> {
  const kept = await system.findSetting<KeptSchool>(SETTING)
  if (kept !== null) return { ...kept, kind: kind === 'practice' ? 'practice' : 'zoom' }
  if (practice === null) throw new Error('The database of this school does not say which school it is.')
  const { name, timeZone } = (await practice.school()) as { name: string; timeZone: string }
  const made: KeptSchool = { name, timeZone, locale: 'en-PH' }
  await system.keepSetting(SETTING, made, clock.now())
  return { ...made, kind: 'practice' }
}

function leaseFor(database: Database, ports: Ports, work: (signal: AbortSignal) => Promise<void>): Promise<Lease> {
  const system = createSystemStore(database)
  const owner = ports.newId()
  return startLease(
    {
      realClock: ports.clock,
      hold: (now, expiresAt) => system.holdLease('background', owner, now, expiresAt),
      release: () => system.releaseLease('background', owner),
      log: ports.log,
    },
    work,
  )
}

function checkZone(timeZone: string): void {
  if (isTimeZone(timeZone)) return
  throw new ProblemError('invalidInput', 'This computer does not know that time zone.', {
    field: 'timeZone',
    fix: 'Name it like Asia/Manila.',
  })
}

const defined = <T extends object>(changes: T): Partial<T> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>
