import { ProblemError } from '../../shared/problem.ts'
import type { Clock, Log } from '../ports.ts'
import type { MeetingRow } from '../store/outbox-queue.ts'
import type { ZoomClient } from '../zoom/client.ts'
import type { PasscodeRule } from '../zoom/model.ts'

const lower = 'abcdefghjkmnpqrstuvwxyz'
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const digits = '23456789'
/** Zoom takes at most ten characters (zoom-facts section 2). */
const length = 10

/** A host's rule is read again after this long: an import of hundreds of meetings reads it once. */
const ruleHoldsMs = 10 * 60_000

/** What making passcodes needs. */
export interface PasscodeDeps {
  readonly realClock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** Finds the passcode of a meeting that is to be made: the one that it has, else a new one by the host's own rule. */
export type Passcodes = (meeting: MeetingRow, client: ZoomClient, signal: AbortSignal) => Promise<string | null>

/**
 * Passcodes by the rules of the account. Where these cannot be read Zoom makes one if it must (null), unless nobody waits
 * to be admitted: without a passcode Zoom would turn the waiting room on (zoom-facts section 2).
 */
export function createPasscodes({ realClock, newId, log }: PasscodeDeps): Passcodes {
  const rules = new Map<string, { readonly rule: PasscodeRule | null; readonly until: number }>()

  const ruleOf = async (hostId: string, client: ZoomClient, signal: AbortSignal): Promise<PasscodeRule | null> => {
    const known = rules.get(hostId)
    if (known !== undefined && known.until > realClock.now()) return known.rule
    let rule: PasscodeRule | null = null
    try {
      rule = (await client.getUserSettings(hostId, { signal })).passcodeRule
    } catch (error) {
      const isRefused = error instanceof ProblemError && ['missingScope', 'zoomRefused'].includes(error.problem.kind)
      if (!isRefused) throw error
      log.warn('outbox.passcodeRuleUnknown', { kind: error.problem.kind })
    }
    rules.set(hostId, { rule, until: realClock.now() + ruleHoldsMs })
    return rule
  }

  return async ({ passcode, hostId, settings }, client, signal) => {
    if (passcode !== null) return passcode
    const rule = await ruleOf(hostId, client, signal)
    return rule === null && settings.admission === 'waitingRoom' ? null : makePasscode(rule, newId)
  }
}

/**
 * A passcode that meets a host's rule, or the strictest common one when the rule is not known: ten characters without
 * look-alikes. `newId` gives UUIDv7s, of which only the random last 48 bits are used.
 */
export function makePasscode(rule: PasscodeRule | null, newId: () => string): string {
  for (;;) {
    const drawn = drawer(newId)
    const isDigitsOnly = rule?.isDigitsOnly ?? false
    const pools = isDigitsOnly ? [digits] : [lower, upper, digits, '_-@*', lower + upper + digits]
    const signs = Array.from({ length }, (_, index) => pick(pools[Math.min(index, pools.length - 1)] ?? digits, drawn))
    const passcode = shuffle(signs, drawn).join('')
    if (!hasRun(passcode, Math.max(3, rule?.refusedRunLength ?? 0))) return passcode
  }
}

/** Whole numbers below a bound, drawn from ids; twelve hex digits of each. */
function drawer(newId: () => string): (bound: number) => number {
  let pool = ''
  return (bound) => {
    if (pool.length < 4) pool = newId().replaceAll('-', '').slice(-12)
    const number = Number.parseInt(pool.slice(0, 4), 16)
    pool = pool.slice(4)
    return number % bound
  }
}

const pick = (signs: string, drawn: (bound: number) => number): string => signs.charAt(drawn(signs.length))

function shuffle(signs: readonly string[], drawn: (bound: number) => number): string[] {
  const shuffled = [...signs]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = drawn(last + 1)
    ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
  }
  return shuffled
}

/** Whether as many neighbours stand in a row as "1234", "dcba" or "aaaa" do. */
function hasRun(text: string, runLength: number): boolean {
  for (const step of [-1, 0, 1]) {
    let run = 1
    for (let index = 1; index < text.length; index++) {
      run = text.charCodeAt(index) - text.charCodeAt(index - 1) === step ? run + 1 : 1
      if (run >= runLength) return true
    }
  }
  return false
}
