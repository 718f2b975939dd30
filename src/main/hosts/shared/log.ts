import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ProblemError } from '../../../shared/problem.ts'
import type { Log, LogFields } from '../../ports.ts'

const fileName = 'homeroom.log'
const largestBytes = 2 * 2 ** 20
const olderFiles = 3

/** Keys whose text is an id or a word of a closed list. Text under any other key is not written. */
const textKeys =
  /^(action|code|door|endpoint|job|kind|limit|method|noun|operation|outcome|phase|platform|reason|role|scope|source|state|version|worker)$|(^i|I)d$/
/** What an id or such a word looks like: no spaces, no @, so neither a name nor an address gets through by mistake. */
const plainWord = /^[\w.:+=/-]{1,100}$/
/** The name of an operation or event says what it is by its shape. */
const nounAndVerb = /^[a-z]+\.[a-z][A-Za-z]*$/
/** Errors of the engine and of SQLite name code and columns, never a value outside quotes. */
const speakingErrors = new Set(['TypeError', 'ReferenceError', 'SqliteError'])

interface Options {
  readonly folder: string
  /** Which part of Homeroom writes: `host`, `main`, `long`. */
  readonly worker: string
  readonly now: () => number
  readonly newId: () => string
}

/**
 * A log of JSON lines, `homeroom.log` in the folder, rotated by size. Nothing personal gets into it: numbers and booleans
 * pass, text only under known keys and in the shape of an id; of unknown errors only the name, the code and our frames.
 */
export function createLog({ folder, worker, now, newId }: Options): Log {
  const path = join(folder, fileName)
  mkdirSync(folder, { recursive: true, mode: 0o700 })

  function write(level: 'info' | 'warn' | 'error', event: string, fields: LogFields, rest: object = {}): void {
    const line = JSON.stringify({ at: new Date(now()).toISOString(), level, worker, event, ...safe(fields), ...rest })
    try {
      rotate(path)
      // One append per line and no handle kept: several processes write here, and each may rotate.
      appendFileSync(path, `${line}\n`, { mode: 0o600 })
    } catch {
      // A full disk must not take the application down for the sake of its log.
    }
  }

  return {
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    error(event, error, fields = {}) {
      const logId = newId()
      write('error', event, fields, { logId, error: describe(error) })
      return logId
    },
  }
}

function safe(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (typeof value !== 'string' || nounAndVerb.test(value)) return [key, value]
      if (textKeys.test(key) && plainWord.test(value)) return [key, value]
      return [key, '[text]']
    }),
  )
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' && plainWord.test(error.code) ? error.code : undefined
  const stack = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    code,
    message: messageOf(error),
    stack: stack
      ?.slice(0, 20)
      .map((line) => line.trim().replace(/(file:\/\/)?[^\s(]*\/(?=(src|out|node_modules)\/)/, '')),
    cause: error.cause === undefined ? undefined : describe(error.cause),
  }
}

function messageOf(error: Error): string | undefined {
  if (error instanceof ProblemError) return `${error.problem.kind}: ${error.message}`
  if (!speakingErrors.has(error.name)) return undefined
  return error.message
    .replace(/(["'`]).*\1/gs, '"..."')
    .replace(/\S*@\S*/g, '...')
    .slice(0, 200)
}

function rotate(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < largestBytes) return
  for (let n = olderFiles; n >= 1; n--) {
    const from = n === 1 ? path : `${path}.${n - 1}`
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${path}.${n}`)
  }
}
