import { parseArgs } from 'node:util'
import { globalFlags } from '../shared/global-flags.ts'
import { runCommand } from '../shared/run-command.ts'
import { UsageError } from '../shared/usage.ts'

const usage = `Homeroom in a terminal: the same school, the same operations.

Usage: homeroom COMMAND [OPTIONS]
  operations [--json]           lists every operation; with --json their inputs and outputs as JSON Schemas
  call OPERATION                runs one operation and prints {ok, value} or {ok, problem}
      --input JSON|@FILE|-      its input: JSON, a file that holds it, or standard input
      --file FIELD=PATH         hands a file over in that field of the input; may be repeated
      --out PATH                saves the file that the operation makes
  import FILE... [--preview] [--yes] [--release-brake] [--first-on DATE]
                                shows what roster files would do, asks, and imports them; --yes answers,
                                --release-brake lets go on what touches much of the school
  demo [--out DIR] [--keep]     lives a class through against the practice school, from roster to export
  practice serve [--folder DIR] [--port N]
                                runs the pretend Zoom alone
  start [--port N] [--no-open]  opens Homeroom in a tab of your browser
  help, --version

Options of every command:
  --data DIR                    the data folder, instead of this user's own
  --secrets keychain|file|memory
                                where a new data folder keeps its key (memory: the folder is deleted at the end)
  --passphrase-file FILE        the file whose first line is the passphrase of the secrets file
  --recovery-code-file FILE     where vault.recover finds the recovery code, and school.setUp puts it
  --provisioning FILE           the file by which IT prepared this computer, instead of the one at its usual place
  --zoom-api URL, --zoom-oauth URL
                                another Zoom: https, or http on this computer
  --json                        output for programs

Exit codes: 0 done, 1 a problem, 2 a command line that cannot be obeyed.`

type Command = (argv: readonly string[]) => Promise<number>

/** Each command loads its own parts: listing the operations opens no database. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  operations: async () => (await import('./operations.ts')).operations,
  call: async () => (await import('./call.ts')).call,
  import: async () => (await import('./import.ts')).importFiles,
  demo: async () => (await import('./demo.ts')).demo,
  practice: async () => (await import('./practice.ts')).practice,
  start: async () => (await import('../browser/main.ts')).main,
}

/**
 * The `homeroom` command. Returns the exit code: 0 done, 1 a problem, 2 a command line that cannot be obeyed, 130 after
 * Ctrl+C. Never throws and never prints a stack.
 */
export function main(argv: readonly string[]): Promise<number> {
  // Whoever reads us may have seen enough (`| head`): that is no error.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return runCommand(() => run(argv))
}

async function run(argv: readonly string[]): Promise<number> {
  const at = positionOfCommand(argv)
  const name = at === null ? undefined : argv[at]
  if (argv.includes('--version') && name === undefined) {
    const { version } = await import('../../app/version.ts')
    process.stdout.write(`${version}\n`)
    return 0
  }
  const asksForHelp = name === 'help' || argv.includes('--help') || argv.includes('-h')
  if (asksForHelp && name !== 'start' && name !== 'practice') {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  if (name === undefined) throw new UsageError('Say what to do, for example: homeroom operations. See: homeroom help')
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined) throw new UsageError(`There is no command "${name}". See: homeroom help`)
  const command = await load()
  return command(argv.toSpliced(at ?? 0, 1))
}

/** Where the command's word stands: options of every command may stand before it, with their values. */
function positionOfCommand(argv: readonly string[]): number | null {
  const { tokens } = parseArgs({ args: [...argv], options: globalFlags, strict: false, tokens: true })
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? null
}
