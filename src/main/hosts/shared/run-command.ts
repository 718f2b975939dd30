import { ProblemError } from '../../../shared/problem.ts'
import { UsageError } from './usage.ts'

/** One problem as a person at a terminal reads it: what happened and what to do. */
function sentenceOf({ problem }: ProblemError): string {
  return [problem.message, problem.fix].filter(Boolean).join(' ')
}

/**
 * Runs a command to its exit code and turns what it throws into one sentence on standard error: 2 for a command line that
 * cannot be obeyed, 1 for anything else. Never throws, never prints a stack.
 */
export async function runCommand(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`)
      return 2
    }
    process.stderr.write(`${error instanceof ProblemError ? sentenceOf(error) : unknownSentence(error)}\n`)
    return 1
  }
}

function unknownSentence(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  const name = error instanceof Error ? error.name : typeof error
  return `Something went wrong inside Homeroom (${typeof code === 'string' ? code : name}). The log in the data folder says more.`
}
