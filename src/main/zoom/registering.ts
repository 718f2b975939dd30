import { ProblemError } from '../../shared/problem.ts'
import type { NewRegistrant, Registrant, RegistrantOutcome } from './model.ts'
import { isAnswerUnknown, zoomCode, ZoomError } from './zoom-error.ts'

/** Zoom takes this many registrants in one batch and in one change of status. */
export const registrantsPerBatch = 30
/** Enough to use up the rate on a slow line, few enough that another call never waits long behind them. */
const singlesAtOnce = 16
const batchesAtOnce = 8

/** Refusals that every other row of the meeting would meet too: no permission, registration off, over, full, no licence. */
const meetingWide: ReadonlySet<number> = new Set([200, 404, 3038, 3043, 3161])

/** What Zoom answered about one row. */
export interface Added {
  readonly registrantId: string
  /** Null while approval is pending. */
  readonly joinUrl: string | null
}

/** The three calls that a registration is made of, and who hears of them. */
export interface RegisteringCalls extends RegisteringHooks {
  readonly add: (registrant: NewRegistrant) => Promise<Added>
  /** Null where the meeting's type takes no batches. */
  readonly addBatch:
    | ((registrants: readonly NewRegistrant[]) => Promise<readonly (Added & { readonly email: string })[]>)
    | null
  readonly list: () => Promise<readonly Registrant[]>
}

/** What a caller can have done while a registration of many goes on. */
export interface RegisteringHooks {
  /** Awaited before rows leave, each time that they do; what it raises stops the rows that have not left. */
  readonly beforeSending?: ((rows: readonly NewRegistrant[]) => Promise<void>) | undefined
  /** Told of each row as soon as Zoom has answered it. */
  readonly onOutcome?: ((outcome: RegistrantOutcome) => void) | undefined
}

/** The outcome of a row that Zoom took. */
export function outcomeOf(key: string, { registrantId, joinUrl }: Added): RegistrantOutcome {
  return joinUrl === null
    ? { key, status: 'pending', registrantId }
    : { key, status: 'registered', registrantId, joinUrl }
}

/** The outcome of a row that Zoom did not take. */
export function refusedOutcome(key: string, error: ProblemError): RegistrantOutcome {
  return { key, status: 'refused', code: zoomCode(error), problem: error.problem }
}

/** Whether a failure is about this one person and says nothing about the next. */
export function isRowsOwn(error: unknown): error is ZoomError {
  if (!(error instanceof ZoomError) || error.zoom.isAnswerUnknown) return false
  const { code, limitOwner } = error.zoom
  return (
    limitOwner === 'registrant' || (error.problem.kind === 'zoomRefused' && code !== null && !meetingWide.has(code))
  )
}

/**
 * Registers everybody: in batches where there are some, one by one where a batch was refused or left somebody out.
 * Rows without a readable answer are looked up in the list and sent once more if they are not in it. Raises the
 * Problem that stopped everything only if no row got anywhere; otherwise each row tells its own outcome.
 */
export async function registerAll(
  registrants: readonly NewRegistrant[],
  calls: RegisteringCalls,
): Promise<readonly RegistrantOutcome[]> {
  const outcomes = new Map<NewRegistrant, RegistrantOutcome>()
  const unknown = new Map<NewRegistrant, ProblemError>()
  let stop: ProblemError | null = null

  const note = (row: NewRegistrant, outcome: RegistrantOutcome) => {
    outcomes.set(row, outcome)
    calls.onOutcome?.(outcome)
  }
  const settle = (row: NewRegistrant, added: Added) => note(row, outcomeOf(row.key, added))
  const fail = (rows: readonly NewRegistrant[], error: unknown) => {
    if (!(error instanceof ProblemError)) throw error
    if (isAnswerUnknown(error)) for (const row of rows) unknown.set(row, error)
    else if (isRowsOwn(error)) for (const row of rows) note(row, refusedOutcome(row.key, error))
    else stop ??= error
  }
  const addSingly = (rows: readonly NewRegistrant[]) =>
    inParallel(rows, singlesAtOnce, async (row) => {
      if (stop !== null) return
      try {
        await calls.beforeSending?.([row])
        if (stop !== null) return
        settle(row, await calls.add(row))
      } catch (error) {
        fail([row], error)
      }
    })

  const distinct = withoutSameAddress(registrants, outcomes)
  await addSingly(await addInBatches(distinct, calls, { settle, fail, isStopped: () => stop !== null }))
  if (unknown.size > 0 && stop === null) {
    const missing = await lookUp(unknown, calls.list, settle)
    await addSingly(missing)
  }
  if (stop !== null && outcomes.size === 0 && unknown.size === 0) throw stop
  return registrants.map((row) => outcomes.get(row) ?? leftOver(row, unknown.get(row), stop))
}

interface Batching {
  readonly settle: (row: NewRegistrant, added: Added) => void
  readonly fail: (rows: readonly NewRegistrant[], error: unknown) => void
  readonly isStopped: () => boolean
}

/** Sends what can go in batches; returns the rows that have to be sent one by one. */
async function addInBatches(
  rows: readonly NewRegistrant[],
  { addBatch, beforeSending }: RegisteringCalls,
  { settle, fail, isStopped }: Batching,
): Promise<readonly NewRegistrant[]> {
  if (addBatch === null || rows.length < 2) return rows
  const left: NewRegistrant[] = []
  let isOff = false
  const batches = Array.from({ length: Math.ceil(rows.length / registrantsPerBatch) }, (_, index) =>
    rows.slice(index * registrantsPerBatch, (index + 1) * registrantsPerBatch),
  )
  await inParallel(batches, batchesAtOnce, async (batch) => {
    if (isStopped()) return
    if (isOff) return void left.push(...batch)
    try {
      await beforeSending?.(batch)
      if (isStopped()) return
      const added = new Map((await addBatch(batch)).map((one) => [addressOf(one), one]))
      for (const row of batch) {
        const one = added.get(addressOf(row))
        if (one) settle(row, one)
        else left.push(row)
      }
    } catch (error) {
      if (!mayGoSingly(error)) return fail(batch, error)
      isOff ||= zoomCode(error) === 303 || zoomCode(error) === 4711
      left.push(...batch)
    }
  })
  return left
}

/** One bad row fails its whole batch, a batch may not fit where a few still do, and batches need a scope of their own. */
function mayGoSingly(error: unknown): boolean {
  return isRowsOwn(error) || (!isAnswerUnknown(error) && [303, 3043, 4711].includes(zoomCode(error) ?? -1))
}

/** Zoom makes one registrant of two people with one address, so the second is not even sent. */
function withoutSameAddress(
  registrants: readonly NewRegistrant[],
  outcomes: Map<NewRegistrant, RegistrantOutcome>,
): readonly NewRegistrant[] {
  const seen = new Set<string>()
  return registrants.filter((row) => {
    if (!seen.has(addressOf(row))) return seen.add(addressOf(row))
    const error = new ProblemError('conflict', 'Somebody else in this registration has the same e-mail address.', {
      field: 'email',
      fix: 'Give each student an address of their own.',
    })
    outcomes.set(row, refusedOutcome(row.key, error))
    return false
  })
}

/** Finds in Zoom's own list who of the unknown was registered after all; returns those who were not. */
async function lookUp(
  unknown: Map<NewRegistrant, ProblemError>,
  list: RegisteringCalls['list'],
  settle: (row: NewRegistrant, added: Added) => void,
): Promise<readonly NewRegistrant[]> {
  const listed = await list().catch(() => null)
  if (listed === null) return []
  const byAddress = new Map(listed.filter(({ status }) => status !== 'denied').map((one) => [addressOf(one), one]))
  const rows = [...unknown.keys()]
  unknown.clear()
  return rows.filter((row) => {
    const found = byAddress.get(addressOf(row))
    if (found) settle(row, { registrantId: found.id, joinUrl: found.joinUrl })
    return found === undefined
  })
}

function leftOver(row: NewRegistrant, doubt: ProblemError | undefined, stop: ProblemError | null): RegistrantOutcome {
  if (doubt) return { key: row.key, status: 'unknown', problem: doubt.problem }
  if (stop === null) throw new TypeError('A registrant was left without an outcome.')
  const isRefusal = ['zoomRefused', 'notFound', 'planTooSmall'].includes(stop.problem.kind)
  return isRefusal ? refusedOutcome(row.key, stop) : { key: row.key, status: 'notSent', problem: stop.problem }
}

async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

const addressOf = ({ email }: { readonly email: string }) => email.trim().toLowerCase()
