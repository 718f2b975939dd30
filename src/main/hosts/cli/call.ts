import { readFile, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { contract, type InputOf, type OperationName, type OutputOf } from '../../../shared/contract/index.ts'
import type { Row } from '../../../shared/contract/row.ts'
import { ProblemError, type Result } from '../../../shared/problem.ts'
import { replaceFile } from '../../secrets/atomic-file.ts'
import { globalFlags, parseFlags, toHostOptions } from '../shared/global-flags.ts'
import { withApplication, type Session } from '../shared/session.ts'
import { UsageError } from '../shared/usage.ts'
import { parseFileOption, readFileOption, readInput, setField, type CallInput } from './call-input.ts'
import { caller } from './caller.ts'

const flags = {
  ...globalFlags,
  input: { type: 'string' },
  file: { type: 'string', multiple: true },
  out: { type: 'string' },
} as const

const patienceSeconds = 30
/** Operations that make a recovery code: it goes into `--recovery-code-file`, where one is named. */
const makesRecoveryCode: readonly string[] = ['school.setUp', 'vault.renewRecoveryCode']

/**
 * `homeroom call OPERATION`: prints `{ok: true, value}` (exit 0) or `{ok: false, problem}` (exit 1). Waits up to 30 s until
 * what this call put into the outbox has reached Zoom, or needs a person. Raises {@link UsageError}.
 */
export async function call(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, flags)
  const [name, ...more] = positionals
  if (name === undefined) throw new UsageError('Say which operation to call; list them with: homeroom operations')
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one word too many: put the input into --input.`)
  const row = Object.hasOwn(contract, name) ? (contract as Readonly<Record<string, Row>>)[name] : undefined
  if (row === undefined) throw new UsageError(`There is no operation "${name}". List them with: homeroom operations`)
  const out = values.out === undefined ? null : resolve(values.out)
  if (out !== null) await checkOut(out, row)
  const codeFile = values['recovery-code-file']
  const input = await readInput(values.input)
  const fileOptions = (values.file ?? []).map(parseFileOption)
  if (codeFile !== undefined && name === 'vault.recover') input['recoveryCode'] = await readCode(codeFile)
  if (codeFile !== undefined && makesRecoveryCode.includes(name)) await reserve(codeFile)

  let result: Result<unknown>
  let code = 1
  try {
    code = await withApplication(toHostOptions(values), async (session) => {
      for (const option of fileOptions) {
        setField(input, option.field, await session.host.services.files.write(await readFileOption(option)))
      }
      result = await run(session, name, input, row)
      if (result.ok && codeFile !== undefined && makesRecoveryCode.includes(name))
        result = await moveCode(result.value, codeFile)
      if (result.ok) await deliver(session, result.value, out)
      return result.ok ? 0 : 1
    })
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    result = { ok: false, problem: error.problem }
  }
  print(result!, values.json !== true && process.stdout.isTTY)
  return code
}

async function checkOut(out: string, row: Row): Promise<void> {
  const isFolder = await stat(out).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) throw new UsageError('--out names a folder; give the name of a file in it.')
  if (!('file' in (z.toJSONSchema(row.output).properties ?? {}))) {
    throw new UsageError('--out saves a file, but this operation makes none.')
  }
}

/** Runs the operation, and after a command waits for what it put into the outbox. */
async function run({ application }: Session, name: string, input: CallInput, row: Row): Promise<Result<unknown>> {
  const ask = async <Name extends OperationName>(operation: Name, question: InputOf<Name>) => {
    const answer = await application.call(operation, question, caller)
    return answer.ok ? (answer.value as OutputOf<Name>) : null
  }
  const before = row.kind === 'command' ? await ask('outbox.list', {}) : null
  const result = await application.call(name, input, caller)
  if (!result.ok || row.kind === 'query') return result

  const after = await ask('outbox.list', {})
  const known = new Set(before?.entries.map(({ id }) => id))
  const own = after?.entries.filter(({ id, state }) => !known.has(id) && state !== 'refused') ?? []
  if (own.length === 0) return result
  const meetingIds = [...new Set(own.map(({ meetingId }) => meetingId))]
  const end = await ask('outbox.wait', { meetingIds: meetingIds.slice(0, 500), timeoutSeconds: patienceSeconds })
  if (end !== null && end.waiting > 0) {
    process.stderr.write('Some changes have not reached Zoom yet: Homeroom sends them whenever it runs.\n')
  }
  // What was answered before the wait says "creating" of a meeting that Zoom knows by now.
  const madeId = (result.value as { id?: string } | null)?.id
  const made = meetingIds.find((id) => id === madeId)
  const fresh = made === undefined ? null : await ask('meeting.get', { meetingId: made })
  return fresh === null ? result : { ok: true, value: fresh }
}

/** Saves the file that the operation made, whole or not at all. */
async function deliver({ host }: Session, value: unknown, out: string | null): Promise<void> {
  const handle = (value as { file?: { handle?: string } } | null)?.file?.handle
  if (handle === undefined) return
  if (out === null) {
    process.stderr.write('The file was made but not kept: name a place for it with --out PATH.\n')
    return
  }
  const { bytes } = await host.services.files.read(handle)
  await replaceFile(out, bytes, 'the file of --out', 0o600)
}

async function readCode(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    throw new UsageError('The file of --recovery-code-file cannot be read.', { cause: error })
  }
}

/** Makes the file before the code exists: a code that cannot be kept must not be made. */
async function reserve(path: string): Promise<void> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new UsageError('The file of --recovery-code-file must be new, in a folder that you may write to.', {
      cause: error,
    })
  }
}

async function moveCode(value: unknown, path: string): Promise<Result<unknown>> {
  const { recoveryCode, ...rest } = value as { recoveryCode: string }
  await replaceFile(path, `${recoveryCode}\n`, 'the recovery code')
  return { ok: true, value: { ...rest, recoveryCodeFile: path } }
}

function print(result: Result<unknown>, isForPerson: boolean): void {
  process.stdout.write(`${JSON.stringify(result, null, isForPerson ? 2 : undefined)}\n`)
}
