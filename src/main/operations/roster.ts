import type { Handlers } from '../../shared/contract/index.ts'
import { guessColumns, missingColumn, type RosterColumn } from '../../shared/domain/roster-columns.ts'
import { planRoster } from '../../shared/domain/roster-plan.ts'
import { readRosterRows } from '../../shared/domain/roster-rows.ts'
import { localDate } from '../../shared/domain/time.ts'
import type { DeedId, ImportId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { digestRoster, readRosterTable } from '../files/roster-table.ts'
import type { Clock, FileContent, Files, Log } from '../ports.ts'
import type { RosterImportStore } from '../store/roster-import.ts'
import { countsOf, toImported, toPreview, type PreparedRoster } from './roster-view.ts'

type Names = 'roster.preview' | 'roster.import' | 'roster.imports' | 'roster.undo'

/** What the import of rosters needs. */
export interface RosterDeps {
  readonly imports: RosterImportStore
  readonly files: Files
  readonly readTable: typeof readRosterTable
  readonly digest: typeof digestRoster
  readonly timeZone: () => string
  readonly device: string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** The import of roster files, and taking one back. */
export function createRosterOperations(deps: RosterDeps): Handlers<Names> {
  const today = () => localDate(deps.clock.now(), deps.timeZone())

  /** The same reading for preview and import: what was shown is what is done, or `stalePreview`. */
  const prepare = async (
    file: FileContent,
    mapping: Record<string, RosterColumn> | undefined,
  ): Promise<PreparedRoster> => {
    const table = deps.readTable(file.bytes)
    const columns = mapping === undefined ? guessColumns(table.header) : { ...ignoreAll(table.header), ...mapping }
    const unknown = Object.keys(columns).find((header) => !table.header.includes(header))
    if (unknown !== undefined) {
      throw new ProblemError('invalidInput', 'The mapping names a column that the file does not have.', {
        field: 'mapping',
        fix: 'Map the columns of this file again.',
      })
    }
    refuseWithoutColumns(columns)
    const read = readRosterRows(table.header, table.rows, columns)
    const snapshot = await deps.imports.snapshot()
    const plan = planRoster(read.rows, snapshot.students)
    const issues = [...read.issues, ...plan.issues].toSorted((a, b) => a.line - b.line)
    const digest = deps.digest(file.bytes, JSON.stringify(Object.entries(columns).toSorted()), snapshot.version)
    return { table, columns, plan, issues, digest, snapshot }
  }

  return {
    'roster.preview': async ({ files, mapping }) => {
      const content = await readOne(deps.files, files)
      return toPreview(content.name, await prepare(content, mapping))
    },

    'roster.import': async ({ files, mapping, digest, firstOn }, caller) => {
      const content = await readOne(deps.files, files)
      const { columns, plan, issues, digest: present, snapshot } = await prepare(content, mapping)
      if (present !== digest) {
        throw new ProblemError(
          'stalePreview',
          'The file, the mapping or the roster is not what the preview showed. Nothing was imported.',
          {
            fix: 'Look at the preview again, then import.',
          },
        )
      }
      const counts = countsOf(plan, issues)
      const at = deps.clock.now()
      const done = await deps.imports.apply({
        rows: plan.rows,
        version: snapshot.version,
        firstOn: firstOn ?? today(),
        fileName: content.name,
        digest,
        mapping: columns,
        refusedCount: counts.students.refusedCount,
        actor: caller.role,
        device: deps.device,
        at,
        newId: deps.newId,
      })
      deps.log.info('roster.imported', { ...counts.students })
      return {
        importId: done.importId as ImportId,
        deedId: done.deedId as DeedId | null,
        ...counts,
        notInFileCount: plan.notInFile.length,
        importedAt: new Date(at).toISOString(),
      }
    },

    'roster.imports': async () => ({ imports: (await deps.imports.list()).map(toImported) }),

    'roster.undo': async ({ deedId }, caller) => {
      await deps.imports.undo(deedId, {
        actor: caller.role,
        device: deps.device,
        at: deps.clock.now(),
        newId: deps.newId,
      })
      return { done: true }
    },
  }
}

async function readOne(files: Files, handles: readonly string[]): Promise<FileContent> {
  const [handle, another] = handles
  if (handle !== undefined && another === undefined) return files.read(handle)
  throw new ProblemError('fileUnreadable', 'Homeroom takes one class list at a time.', {
    field: 'files',
    fix: 'Choose one file.',
  })
}

const ignoreAll = (header: readonly string[]): Record<string, RosterColumn> =>
  Object.fromEntries(header.map((name) => [name, 'ignore' as const]))

function refuseWithoutColumns(columns: Record<string, RosterColumn>): void {
  const missing = missingColumn(columns)
  if (missing === null) return
  throw missing === 'name'
    ? new ProblemError('fileUnreadable', 'No column of the file looks like the students’ names.', {
        fix: 'Say which columns hold the last name and the first name (or one with "Last, First"), or name them so in the first row.',
        field: 'mapping',
      })
    : new ProblemError('fileUnreadable', 'No column of the file looks like the section.', {
        fix: 'Say which column holds the section, or add one named "Section".',
        field: 'mapping',
      })
}
