import type { OperationName } from '../shared/contract/index.ts'
import type { AppStatus, School } from '../shared/contract/app.ts'
import type { ApplicationEvent, ApplicationHandle } from '../shared/handle.ts'
import { ProblemError } from '../shared/problem.ts'
import { openDataFolder, type SchoolKind } from './app/data-folder.ts'
import { openSchool, setUpSchool, type OpenSchool, type Part } from './app/school.ts'
import { version } from './app/version.ts'
import { createDispatch, type AnyHandler } from './dispatch.ts'
import { createAppOperations, type Desk } from './operations/app.ts'
import { createProvisioningQuery } from './operations/provisioning.ts'
import type { Ports } from './ports.ts'
import { createVault } from './secrets/vault.ts'

/**
 * The whole application without Electron, a window or a terminal. `part` is `main` in the first worker, which runs the
 * background work when it holds the data folder's lease; `long` in the second one, which has a connection of its own.
 * Raises `readOnly` and `diskFull` when the data folder cannot be used at all.
 */
export async function createApplication(ports: Ports, part: Part): Promise<ApplicationHandle> {
  const listeners = new Set<(event: ApplicationEvent) => void>()
  const tell = (event: ApplicationEvent) => {
    for (const listener of listeners) listener(event)
  }
  const folder = await openDataFolder(ports.dataFolder, ports.newId)

  let school: OpenSchool | null = null
  /** Why the current school cannot be opened: `locked` and its like, shown until it is mended. */
  let obstacle: ProblemError | null = null
  /** Opening and closing happen one after the other, whoever asks. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = turn.then(run, run)
    turn = next.catch(() => undefined)
    return next
  }

  const open = async (kind: SchoolKind): Promise<OpenSchool> => {
    await closeSchool()
    school = await openSchool({ kind, folder, ports, part, tell })
    obstacle = null
    return school
  }
  const closeSchool = async () => {
    const present = school
    school = null
    await present?.close()
  }

  /** Opens what is current when it is not open: after the start, after set-up by another door, after an obstacle. */
  const follow = (): Promise<void> =>
    inTurn(async () => {
      const current = await folder.current()
      if (current === school?.kind) return
      if (current === null) return closeSchool()
      try {
        await open(current)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        obstacle = error
      }
    })

  const change = async (kind: SchoolKind | null) => {
    await folder.makeCurrent(kind)
    tell({ type: 'changed', nouns: ['school'] })
  }

  const desk: Desk = {
    async status(): Promise<Omit<AppStatus, 'role'>> {
      const now = new Date(school?.clock.now() ?? ports.clock.now()).toISOString()
      if (school !== null) return { version, state: 'ready', problem: null, now, ...(await school.status()) }
      const kind = await folder.current()
      const isThere = kind !== null && (await folder.has(kind).catch(() => true))
      const state = isThere ? 'locked' : 'empty'
      return { version, state, problem: isThere ? (obstacle?.problem ?? null) : null, now, ...nothingOpen }
    },

    setUp: (wanted) =>
      inTurn(async () => {
        const recoveryCode = await setUpSchool(folder, ports, wanted)
        tell({ type: 'changed', nouns: ['school'] })
        try {
          await open('school')
        } catch (error) {
          // The code is shown only now: what keeps the school from opening is told by whatever is asked next.
          ports.log.error('school.notOpened', error)
        }
        return { recoveryCode, school: school?.school ?? { ...wanted, kind: 'zoom' } }
      }),

    changeSchool: (changes) => theSchool().changeSchool(changes),

    recover: (code) =>
      inTurn(async () => {
        await createVault(folder.of('school'), ports.secrets(ports.defaultSecrets)).recover(code)
        await change('school')
        await open('school')
      }),

    renewRecoveryCode: () => theSchool().renewRecoveryCode(),

    startPractice: () =>
      inTurn(async (): Promise<School> => {
        const opened = school?.kind === 'practice' ? school : await open('practice')
        await change('practice')
        return opened.school
      }),

    leavePractice: () =>
      inTurn(async () => {
        await closeSchool()
        const hasSchool = await folder.has('school')
        await change(hasSchool ? 'school' : null)
        if (hasSchool) await open('school')
      }),
  }

  const theSchool = (): OpenSchool => {
    if (school !== null) return school
    if (obstacle !== null) throw obstacle
    throw new ProblemError('notSetUp', 'Homeroom is not set up on this computer yet.', {
      fix: 'Set up your school, or start the practice school.',
    })
  }

  const appHandlers = {
    ...createAppOperations(desk),
    ...createProvisioningQuery(ports.provisioning),
  } as unknown as Record<string, AnyHandler>

  const dispatch = createDispatch(async (name: OperationName, row) => {
    if (school === null || part === 'long') await follow()
    const handler = appHandlers[name]
    if (row.worksLocked && handler !== undefined) return handler
    const opened = theSchool()
    const found = handler ?? opened.handlers[name]
    if (found === undefined) throw new Error(`The contract has ${name}, but nothing handles it.`)
    return found
  }, ports.log)

  return {
    call: dispatch,
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => inTurn(closeSchool),
  }
}

/** What a status says while no school is open. */
const nothingOpen = {
  school: null,
  secrets: null,
  isConnected: false,
  isZoomEnabled: true,
  lastZoomContactAt: null,
  waitingToSend: 0,
  refusedBySend: 0,
  unidentified: 0,
  changedInZoom: 0,
  holdsLease: false,
} as const
