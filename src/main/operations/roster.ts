import type { Handlers, ParsedOf } from '../../shared/contract/index.ts'
import type { Brake } from '../../shared/domain/roster-brake.ts'
import { sectionTitle } from '../../shared/domain/list-names.ts'
import { planRoster, type PlanIssue } from '../../shared/domain/roster-plan.ts'
import { localDate } from '../../shared/domain/time.ts'
import type { DeedId, FileHandle, ImportId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { writeCsv } from '../files/csv-export.ts'
import type { digestFile } from '../files/digest.ts'
import type { Files, Log } from '../ports.ts'
import type { RosterImportStore } from '../store/roster-import.ts'
import { countsOf, notInFileCountOf } from './roster-counts.ts'
import { followMarks, rosterAuthor, type RosterFollowDeps } from './roster-follow.ts'
import { readRosterFiles, refuseWithoutColumns, type ReadTable, type RosterReaders } from './roster-reading.ts'
import { problemTable, toImported, toPreview, type PreparedRoster } from './roster-view.ts'

type Names = 'roster.preview' | 'roster.exportProblems' | 'roster.import' | 'roster.imports' | 'roster.undo'

/** What the import of rosters needs. */
export interface RosterDeps extends RosterFollowDeps {
  readonly imports: RosterImportStore
  readonly files: Files
  readonly readers: Omit<RosterReaders, 'mappingFor'>
  readonly digest: typeof digestFile
  readonly writeCsv: typeof writeCsv
  readonly timeZone: () => string
  readonly log: Log
}

/** The import of roster files, and taking one back. */
export function createRosterOperations(deps: RosterDeps): Handlers<Names> {
  const { imports, files, digest, log } = deps
  const readers: RosterReaders = { ...deps.readers, mappingFor: imports.mappingFor }

  /** The same reading for preview and import: what was shown is what is done, or `stalePreview`. */
  const prepare = async ({ files: handles, mapping, answers, firstOn }: ParsedOf<'roster.preview'>) => {
    const contents = await Promise.all(handles.map((handle) => files.read(handle)))
    const found = await readRosterFiles(contents, { mapping, answers }, readers)
    const { bundle, issues } = found.read
    const today = localDate(deps.clock.now(), deps.timeZone())
    const days = { today, firstOn: firstOn ?? today }
    const { school, version, firstWeeksUntil } = await imports.snapshot({ source: bundle.source, ...days })
    const plan = planRoster(bundle, school, { ...days, firstWeeksUntil })
    const prepared: PreparedRoster = {
      ...found,
      fileNames: contents.map(({ name }) => name),
      plan,
      issues: [...issues, ...withHeader(plan.issues, found.table)].toSorted(
        (a, b) => compare(a.file, b.file) || a.line - b.line,
      ),
      school,
      digest: digest(
        new Uint8Array(),
        ...contents.map(({ name, bytes }) => digest(bytes, name)),
        JSON.stringify([Object.entries(found.table?.columns ?? {}).toSorted(), answers, days]),
        version,
      ),
    }
    return { prepared, version, firstOn: days.firstOn }
  }

  return {
    'roster.preview': async (input) => toPreview((await prepare(input)).prepared),

    'roster.exportProblems': async (input) => {
      const { fileNames, issues } = (await prepare(input)).prepared
      if (issues.length === 0) throw new ProblemError('notFound', 'Nothing is wrong with these files.')
      const name = `${fileNames[0]!.replace(/\.[^.]*$/, '')} problems.csv`
      const content = { name, mediaType: 'text/csv', bytes: deps.writeCsv(problemTable(issues)) }
      const handle = (await files.write(content)) as FileHandle
      const { mediaType, bytes } = content
      return { file: { handle, name, mediaType, sizeBytes: bytes.byteLength }, problemCount: issues.length }
    },

    'roster.import': async ({ digest: seen, isBrakeReleased, ...input }, caller) => {
      const { prepared, version, firstOn } = await prepare(input)
      const { read, table, plan, issues } = prepared
      refuseWithoutColumns(table?.missing ?? null)
      if (prepared.digest !== seen) {
        throw new ProblemError(
          'stalePreview',
          'The file, the mapping or the roster is not what the preview showed. Nothing was imported.',
          { fix: 'Look at the preview again, then import.' },
        )
      }
      if (plan.brake !== null && !isBrakeReleased) throw braked(plan.brake)
      const counts = countsOf(plan, issues, read.bundle.format)
      const author = await rosterAuthor(deps, caller)
      const { importId, deedId, periodKeys } = await imports.apply({
        bundle: read.bundle,
        plan,
        version,
        firstOn,
        fileName: prepared.fileNames.join(', '),
        digest: seen,
        mapping: table?.columns ?? {},
        headerDigest: table?.headerDigest ?? null,
        counts: counts.students,
        ...author,
      })
      await followMarks(deps, periodKeys)
      log.info('roster.imported', { format: read.bundle.format, ...counts.students })
      return {
        importId: importId as ImportId,
        deedId: deedId as DeedId | null,
        ...counts,
        notInFileCount: notInFileCountOf(plan),
        importedAt: new Date(author.at).toISOString(),
      }
    },

    'roster.imports': async () => ({ imports: (await imports.list()).map(toImported) }),

    'roster.undo': async ({ deedId }, caller) => {
      await followMarks(deps, await imports.undo(deedId, await rosterAuthor(deps, caller)))
      log.info('roster.undone')
      return { done: true }
    },
  }
}

/** A number that is at odds with the school's stands in a column, which a person finds by its header. */
function withHeader(issues: readonly PlanIssue[], table: ReadTable | null): PlanIssue[] {
  const header = Object.entries(table?.columns ?? {}).find(([, field]) => field === 'studentNumber')?.[0] ?? null
  return issues.map((issue) =>
    issue.code === 'otherNameUnderNumber' || issue.code === 'numberTwice' ? { ...issue, column: header } : issue,
  )
}

function braked({ touchedCount, schoolCount, sections }: Brake): ProblemError {
  const [section, ...others] = sections
  const more = others.length === 0 ? '' : `, and ${others.length} more sections`
  const where =
    section === undefined
      ? ''
      : `; of ${sectionTitle(section.gradeLevel, section.name)} ${section.touchedCount} of ${section.studentCount}${more}`
  return new ProblemError(
    'conflict',
    `This would touch ${touchedCount} of ${schoolCount} students${where}. Nothing was imported.`,
    { field: 'isBrakeReleased', fix: 'Look whether it is the right file; if it is, say that it may go on.' },
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
