import type { z } from 'zod'
import { contract, type OperationName } from '../shared/contract/index.ts'
import type { Row } from '../shared/contract/row.ts'
import type { Caller } from '../shared/handle.ts'
import { ProblemError, type Problem, type Result } from '../shared/problem.ts'
import type { Log } from './ports.ts'
import { toProblem } from './store/problems.ts'

/** A handler as dispatch calls it: parsed input in, answer out. */
export type AnyHandler = (input: unknown, caller: Caller) => Promise<unknown>

/** Finds the handler of an operation, or raises why there is none now (`notSetUp`, `locked`). */
export type FindHandler = (name: OperationName, row: Row) => Promise<AnyHandler>

/** Name, unknown input, caller -> row of the contract -> who may -> parse -> run -> {@link Result}. Never rejects. */
export type Dispatch = (name: string, input: unknown, caller: Caller) => Promise<Result<unknown>>

/** Makes the one way in. It is the only catch-all of the application: whatever is thrown below ends here as a problem. */
export function createDispatch(find: FindHandler, log: Log): Dispatch {
  return async (name, input, caller) => {
    const startedAt = performance.now()
    try {
      const row = rowOf(name)
      if (!row.roles.includes(caller.role)) {
        throw new ProblemError('forbidden', 'Your role may not do this.', {
          fix: 'Ask the administrator of Homeroom at your school.',
        })
      }
      const handler = await find(name as OperationName, row)
      const value = await handler(parse(row, name, input, log), caller)
      log.info('operation.done', { name, door: caller.door, ms: Math.round(performance.now() - startedAt) })
      return { ok: true, value }
    } catch (error) {
      return { ok: false, problem: problemOf(error, name, log) }
    }
  }
}

function rowOf(name: string): Row {
  const row = Object.hasOwn(contract, name) ? (contract as Record<string, Row>)[name] : undefined
  if (row === undefined) {
    throw new ProblemError('invalidInput', 'There is no operation of that name.', {
      fix: 'List them with: homeroom operations',
    })
  }
  return row
}

/** A refused input is logged by the names of its fields only: its values may be somebody's. */
function parse(row: Row, name: string, input: unknown, log: Log): unknown {
  const parsed = row.input.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : '')
  log.warn('operation.refusedInput', { name, fields: parsed.error.issues.map(({ path }) => path.join('.')).join(' ') })
  const message = issue ? sentence(issue) : 'The input does not fit.'
  const fix = 'Correct it and try again.'
  throw new ProblemError('invalidInput', field === '' ? message : `${field}: ${message}`, {
    fix,
    ...(field === '' ? {} : { field }),
  })
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'There is no such field.'
  if (issue.code === 'invalid_type' && issue.message.includes('undefined')) return 'This is needed.'
  return issue.message.endsWith('.') ? issue.message : `${issue.message}.`
}

function problemOf(thrown: unknown, name: string, log: Log): Problem {
  const error = toProblem(thrown)
  if (error instanceof ProblemError) {
    log.warn('operation.problem', { name, kind: error.problem.kind })
    if (error.problem.kind !== 'unexpected' || error.problem.logId !== undefined) return error.problem
    return { ...error.problem, logId: log.error('operation.failed', error, { name }) }
  }
  const logId = log.error('operation.failed', error, { name })
  return {
    kind: 'unexpected',
    message: 'Something went wrong inside Homeroom. Nothing was half done.',
    fix: 'Try again. If it happens again, send the log to support and name this id.',
    logId,
  }
}
