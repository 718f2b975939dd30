import type { PasscodeRule } from '../zoom/model.ts'

const lower = 'abcdefghjkmnpqrstuvwxyz'
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const digits = '23456789'
/** Zoom takes at most ten characters (zoom-facts section 2). */
const length = 10

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
