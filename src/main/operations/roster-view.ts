import type { RosterImported, RosterPreview } from '../../shared/contract/roster.ts'
import type { RosterColumn } from '../../shared/domain/roster-columns.ts'
import { listNameOf } from '../../shared/domain/list-names.ts'
import { formatIssue } from '../../shared/domain/roster-issues.ts'
import type { PlannedRow, RosterPlan } from '../../shared/domain/roster-plan.ts'
import type { RowIssue } from '../../shared/domain/roster-rows.ts'
import type { RosterTable } from '../files/roster-table.ts'
import type { KeptImport, RosterSnapshot } from '../store/roster-import.ts'

/** How many rows a preview shows. */
const SHOWN_ROWS = 50
const SHOWN_PROBLEMS = 200

/** A roster file, read and held against the school: what a preview shows and an import does. */
export interface PreparedRoster {
  readonly table: RosterTable
  readonly columns: Record<string, RosterColumn>
  readonly plan: RosterPlan
  readonly issues: readonly RowIssue[]
  readonly digest: string
  readonly snapshot: RosterSnapshot
}

const none = { addedCount: 0, changedCount: 0, unchangedCount: 0, refusedCount: 0 }

/** How much of what would be done; a refused row counts once, however much is wrong with it. */
export function countsOf(plan: RosterPlan, issues: readonly RowIssue[]) {
  const count = (action: PlannedRow['action']) => plan.rows.filter((row) => row.action === action).length
  const moved = plan.rows.filter(({ movesFrom }) => movesFrom !== null).length
  const enrolled = plan.rows.filter(({ action, changes }) => action === 'add' || changes.includes('section')).length
  const refusedCount = new Set(issues.filter(({ isRefused }) => isRefused).map(({ line }) => line)).size
  return {
    students: {
      addedCount: count('add'),
      changedCount: count('change'),
      unchangedCount: count('unchanged'),
      refusedCount,
    },
    staff: none,
    sections: none,
    groups: none,
    enrollments: {
      addedCount: enrolled - moved,
      movedCount: moved,
      endedCount: 0,
      unchangedCount: plan.rows.length - enrolled,
      refusedCount,
    },
  }
}

/** The preview as the contract has it: what a person must look at first comes first. */
export function toPreview(
  fileName: string,
  { table, columns, plan, issues, digest, snapshot }: PreparedRoster,
): RosterPreview {
  const known = new Set(
    snapshot.students.flatMap(({ section }) => (section === null ? [] : [`${section.gradeLevel}|${section.name}`])),
  )
  const sections = Map.groupBy(plan.rows, ({ row }) => `${row.gradeLevel}|${row.section}`)
  // What a person must look at comes first: changes, then additions, then what stays.
  const shown = (['change', 'add', 'unchanged'] as const)
    .flatMap((action) => plan.rows.filter((row) => row.action === action))
    .slice(0, SHOWN_ROWS)
  return {
    digest,
    fileNames: [fileName],
    format: 'table',
    source: null,
    isDelta: false,
    encoding: table.encoding,
    delimiter: table.delimiter,
    columns: table.header.map((header, index) => ({
      header,
      field: columns[header] ?? 'ignore',
      samples: table.rows.slice(0, 3).map(({ cells }) => cells[index] ?? ''),
    })),
    mappingFrom: 'headers',
    questions: [],
    rowCount: table.rows.length,
    ...countsOf(plan, issues),
    notInFileCount: plan.notInFile.length,
    brake: null,
    sectionRows: [...sections].map(([key, rows]) => ({
      name: rows[0]!.row.section,
      gradeLevel: rows[0]!.row.gradeLevel,
      isNew: !known.has(key),
      rowCount: rows.length,
    })),
    rows: shown.map(({ row, action, changes, movesFrom }) => ({
      file: fileName,
      row: row.line,
      kind: 'student',
      action,
      listName: listNameOf(row),
      studentNumber: row.studentNumber,
      section: row.section,
      movesFrom,
      email: row.emails[0]?.address ?? null,
      changes: [...changes],
    })),
    problems: issues.slice(0, SHOWN_PROBLEMS).map((issue) => ({
      file: fileName,
      row: issue.line,
      column: headerOf(columns, issue.column),
      message: formatIssue(issue),
      isRefused: issue.isRefused,
    })),
    problemCount: issues.length,
  }
}

/** An import that was done, as the contract has it. */
export const toImported = ({
  importId,
  deedId,
  importedAt,
  undoneAt,
  counts,
  ...rest
}: KeptImport): RosterImported => ({
  importId: importId as RosterImported['importId'],
  deedId: deedId as RosterImported['deedId'],
  ...rest,
  students: counts,
  importedAt: new Date(importedAt).toISOString(),
  undoneAt: undoneAt === null ? null : new Date(undoneAt).toISOString(),
})

const headerOf = (columns: Record<string, RosterColumn>, column: RosterColumn | null): string | null =>
  Object.entries(columns).find(([, field]) => field === column)?.[0] ?? null
