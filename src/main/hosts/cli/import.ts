import { createInterface } from 'node:readline/promises'
import type { InputOf, OperationName, OutputOf } from '../../../shared/contract/index.ts'
import type { RosterPreview } from '../../../shared/contract/roster.ts'
import { sectionTitle } from '../../../shared/domain/list-names.ts'
import type { FileHandle } from '../../../shared/ids.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { globalFlags, parseFlags, toHostOptions } from '../shared/global-flags.ts'
import { withApplication, type Session } from '../shared/session.ts'
import { UsageError } from '../shared/usage.ts'
import { readFileOption } from './call-input.ts'
import { caller } from './caller.ts'

const flags = {
  ...globalFlags,
  preview: { type: 'boolean' },
  yes: { type: 'boolean' },
  'release-brake': { type: 'boolean' },
  'first-on': { type: 'string' },
} as const

type Imported = OutputOf<'roster.import'>

/**
 * `homeroom import FILE...`: prints what the files would do, asks whether to do it (and again where it would touch too much of
 * the school), and imports. Where nobody can be asked, `--yes` and `--release-brake` say it. Exit 0 when it was imported.
 */
export async function importFiles(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, flags)
  if (positionals.length === 0) throw new UsageError('Say which files to import: homeroom import FILE...')
  const isJson = values.json === true
  const say = (line: string) => void (isJson || process.stdout.write(`${line}\n`))
  try {
    return await withApplication(toHostOptions(values), async (session) => {
      const input = {
        files: await putFiles(session, positionals),
        ...(values['first-on'] === undefined ? {} : { firstOn: values['first-on'] }),
      }
      const preview = await ask(session, 'roster.preview', input)
      for (const line of previewLines(preview)) say(line)
      if (values.preview === true) return print(isJson, { ok: true, value: preview })
      const isWanted = values.yes === true || (await isAgreed('Import it?'))
      if (!isWanted) return refuse(isJson, 'Nothing was imported.', 'Say --yes to import without being asked.')
      const isBrakeReleased =
        preview.brake === null ||
        values['release-brake'] === true ||
        (await isAgreed('Is it the right file? Import it all the same?'))
      if (!isBrakeReleased) {
        return refuse(
          isJson,
          'This would touch too much of the school. Nothing was imported.',
          'Say --release-brake when it is the right file.',
        )
      }
      const done = await ask(session, 'roster.import', { ...input, digest: preview.digest, isBrakeReleased })
      for (const line of doneLines(done)) say(line)
      return print(isJson, { ok: true, value: done })
    })
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (isJson) process.stdout.write(`${JSON.stringify({ ok: false, problem: error.problem })}\n`)
    else process.stderr.write(`${[error.problem.message, error.problem.fix].filter(Boolean).join(' ')}\n`)
    return 1
  }
}

async function putFiles({ host }: Session, paths: readonly string[]): Promise<FileHandle[]> {
  const handles: FileHandle[] = []
  for (const [at, path] of paths.entries()) {
    const content = await readFileOption({ field: `files.${at}`, path })
    handles.push((await host.services.files.write(content)) as FileHandle)
  }
  return handles
}

async function ask<Name extends OperationName>(
  { application }: Session,
  name: Name,
  input: InputOf<Name>,
): Promise<OutputOf<Name>> {
  const result = await application.call(name, input, caller)
  if (result.ok) return result.value as OutputOf<Name>
  const { kind, message, ...more } = result.problem
  throw new ProblemError(kind, message, more)
}

/** Asks at the terminal; where nobody can be asked the answer is no. */
async function isAgreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(?:es)?$/i.test((await prompt.question(`${question} (y/N) `)).trim())
  } finally {
    prompt.close()
  }
}

function refuse(isJson: boolean, message: string, fix: string): number {
  if (isJson) process.stdout.write(`${JSON.stringify({ ok: false, problem: { kind: 'cancelled', message, fix } })}\n`)
  else process.stderr.write(`${message} ${fix}\n`)
  return 1
}

function print(isJson: boolean, result: unknown): number {
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`)
  return 0
}

const shownProblems = 20

function previewLines(preview: RosterPreview): string[] {
  const { fileNames, source, rowCount, brake, missingColumn, notInFileCount, problems, problemCount } = preview
  return [
    `${fileNames.join(', ')}: ${[source, `${rowCount} rows`].filter(Boolean).join(', ')}`,
    ...countLines(preview),
    ...(notInFileCount > 0 ? [`Not in these files: ${notInFileCount}. Nobody is withdrawn by that.`] : []),
    ...(missingColumn === null
      ? []
      : [`No column looks like the ${missingColumn}: import it once on the screen, which remembers the columns.`]),
    ...preview.questions.map(
      ({ id, count, sample }) => `To be answered on the screen (${id}): ${count} cells, such as ${sample}`,
    ),
    ...problems
      .slice(0, shownProblems)
      .map(
        ({ file, row, column, message }) => `${file}, row ${row}${column === null ? '' : `, ${column}`}: ${message}`,
      ),
    ...(problemCount > shownProblems ? [`... and ${problemCount - shownProblems} more problems.`] : []),
    ...(brake === null
      ? []
      : [
          `STOP: this would touch ${brake.touchedCount} of ${brake.schoolCount} students.`,
          ...brake.sections.map(
            ({ gradeLevel, name, touchedCount, studentCount }) =>
              `  ${sectionTitle(gradeLevel, name)}: ${touchedCount} of ${studentCount}`,
          ),
        ]),
  ]
}

function doneLines(done: Imported): string[] {
  const undo =
    done.deedId === null
      ? 'Nothing was changed.'
      : `To take it back: homeroom call roster.undo --input '{"deedId":"${done.deedId}"}'`
  return ['Imported.', ...countLines(done), undo]
}

function countLines(
  counts: Pick<RosterPreview, 'students' | 'staff' | 'sections' | 'groups' | 'enrollments'>,
): string[] {
  const kinds = [
    ['Students', counts.students],
    ['Staff', counts.staff],
    ['Sections', counts.sections],
    ['Groups', counts.groups],
  ] as const
  const { addedCount, movedCount, endedCount, unchangedCount, refusedCount } = counts.enrollments
  return [
    ...kinds
      .filter(
        ([, { addedCount: added, changedCount, unchangedCount: same, refusedCount: refused }]) =>
          added + changedCount + same + refused > 0,
      )
      .map(
        ([kind, { addedCount: added, changedCount, unchangedCount: same, refusedCount: refused }]) =>
          `${kind}: ${added} new, ${changedCount} changed, ${same} unchanged, ${refused} refused`,
      ),
    `Enrollments: ${addedCount} new, ${movedCount} moved, ${endedCount} ended, ${unchangedCount} unchanged, ${refusedCount} refused`,
  ]
}
