import type { Fault, FaultName, State } from './state.ts'

/** What a fault can be matched against. */
export interface FaultScene {
  readonly meetingId?: string | undefined
  /** `METHOD /path`. */
  readonly call?: string | undefined
  /** The run whose report is read. A fault that met a run once stays with it, and the run counts once. */
  readonly runUuid?: string | undefined
}

/** The faults that are switched on. */
export interface FaultBoard {
  /** Switches a fault on and returns it. */
  add(fault: Omit<Fault, 'id' | 'runs'>): Fault
  /** Switches off one fault, those of one name, or all. */
  clear(which?: number | FaultName): void
  list(): readonly Fault[]
  /** The fault of that name that is on in this scene, without using it up. */
  find(name: FaultName, scene?: FaultScene): Fault | undefined
  /** Finds the fault and counts one use. */
  use(name: FaultName, scene?: FaultScene): Fault | undefined
  /** As `use`, for those who need a yes or no. */
  meets(name: FaultName, scene?: FaultScene): boolean
}

/** A board on the state's faults; timed ones end by the practice clock. */
export function createFaultBoard(state: State, now: () => number): FaultBoard {
  const find = (name: FaultName, scene: FaultScene = {}): Fault | undefined =>
    state.faults.find(
      (fault) =>
        fault.name === name &&
        (fault.timesLeft !== 0 || (scene.runUuid !== undefined && fault.runs.includes(scene.runUuid))) &&
        (fault.untilAt === null || now() < fault.untilAt) &&
        (fault.meetingId === null || fault.meetingId === scene.meetingId) &&
        (fault.call === null || (scene.call ?? '').startsWith(fault.call)),
    )
  const use = (name: FaultName, scene?: FaultScene): Fault | undefined => {
    const fault = find(name, scene)
    const runUuid = scene?.runUuid
    if (fault === undefined || (runUuid !== undefined && fault.runs.includes(runUuid))) return fault
    if (runUuid !== undefined) fault.runs.push(runUuid)
    if (fault.timesLeft !== null) fault.timesLeft -= 1
    return fault
  }
  return {
    add(fault) {
      state.faultCount += 1
      const added: Fault = { ...fault, id: state.faultCount, runs: [], sinceAt: now() }
      state.faults.push(added)
      return added
    },
    clear(which) {
      state.faults =
        which === undefined ? [] : state.faults.filter((fault) => fault.id !== which && fault.name !== which)
    },
    list: () => state.faults,
    find,
    use,
    meets: (name, scene) => use(name, scene) !== undefined,
  }
}
