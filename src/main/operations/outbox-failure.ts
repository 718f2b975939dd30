import { assertNever, ProblemError, type Problem, type ProblemKind } from '../../shared/problem.ts'

/** What becomes of an entry that could not be sent. */
export type Failure =
  | { readonly next: 'again'; readonly waitMs: number; readonly problem: Problem | null }
  | { readonly next: 'person'; readonly problem: Problem }

const second = 1000
const minute = 60 * second
/** A failure that we did not foresee is tried this often before a person is asked. */
const surprisesAllowed = 5

/**
 * Tells failures that pass by themselves from those that need a person. `attempts` counts the tries so far, from 1;
 * pauses double from two seconds and carry up to a quarter of jitter, so that many meetings do not come back at once.
 */
export function judge(problem: Problem, attempts: number, now: number, random: () => number): Failure {
  // Instants are whole milliseconds, wherever they are kept and shown.
  const pause = (longestMs: number) =>
    Math.round(Math.min(2 * second * 2 ** Math.min(attempts - 1, 20), longestMs) * (1 + random() / 4))
  const again = (waitMs: number, said: Problem | null = problem): Failure => ({ next: 'again', waitMs, problem: said })
  const kind: ProblemKind = problem.kind
  switch (kind) {
    case 'offline':
      return again(pause(minute))
    case 'zoomUnavailable':
    case 'inUse':
    case 'diskFull':
    case 'readOnly':
      return again(pause(5 * minute))
    case 'rateLimited':
      return again(problem.retryAt === undefined ? pause(minute) : Math.max(second, Date.parse(problem.retryAt) - now))
    // Nothing is claimed before it is switched on again, so it need not wait for anything else.
    case 'notEnabled':
    case 'cancelled':
      return again(0, null)
    case 'unexpected':
      return attempts < surprisesAllowed ? again(pause(minute)) : person(problem)
    case 'notFound':
    case 'invalidInput':
    case 'conflict':
    case 'forbidden':
    case 'notSetUp':
    case 'locked':
    case 'notConnected':
    case 'wrongCredentials':
    case 'missingScope':
    case 'appDisabled':
    case 'planTooSmall':
    case 'zoomRefused':
    case 'clockWrong':
    case 'fileUnreadable':
    case 'stalePreview':
    case 'newerDatabase':
    case 'wrongPassphrase':
    case 'keychainUnavailable':
      return person(problem)
    default:
      return assertNever(kind)
  }
}

/** What was thrown, as a Problem; what is none of ours is logged and becomes `unexpected`. */
export function problemOf(error: unknown, logged: (error: unknown) => string): Problem {
  if (error instanceof ProblemError) return error.problem
  return {
    kind: 'unexpected',
    message: 'Something went wrong inside Homeroom while it was sending this to Zoom.',
    fix: 'Send the log to support and name this id.',
    logId: logged(error),
  }
}

const person = (problem: Problem): Failure => ({ next: 'person', problem })
