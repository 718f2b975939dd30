import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { NodeHostOptions } from './node-host.ts'
import { UsageError } from './usage.ts'

/** The flags that every command takes, for `util.parseArgs`. */
export const globalFlags = {
  data: { type: 'string' },
  secrets: { type: 'string' },
  'passphrase-file': { type: 'string' },
  provisioning: { type: 'string' },
  'zoom-api': { type: 'string' },
  'zoom-oauth': { type: 'string' },
  'recovery-code-file': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options']

type Flags = NonNullable<ParseArgsConfig['options']>
type Values<F extends Flags> = ReturnType<typeof parseArgs<{ options: F; allowPositionals: true }>>['values']

/** Reads a command line strictly: `flags` and what stands free. Raises {@link UsageError} in our words. */
export function parseFlags<const F extends Flags>(
  argv: readonly string[],
  flags: F,
): { readonly values: Values<F>; readonly positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(explain(error), { cause: error })
  }
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? 'One of the options'
  switch ((error as { code?: string }).code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `There is no option ${option} here. See: homeroom help`
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take/.test(message) ? `${option} takes no value.` : `${option} needs a value.`
    default:
      return 'These options cannot be understood. See: homeroom help'
  }
}

/** The part of the flags that says which data and which Zoom. */
export function toHostOptions(values: Values<typeof globalFlags>): NodeHostOptions {
  return {
    data: values.data,
    secrets: values.secrets,
    passphraseFile: values['passphrase-file'],
    provisioning: values.provisioning,
    zoomApi: values['zoom-api'],
    zoomOauth: values['zoom-oauth'],
  }
}
