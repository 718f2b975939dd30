import type { RosterImported, RosterPreview } from '../../shared/contract/roster.ts'
import type { BundleIssue } from '../../shared/domain/roster-bundle.ts'
import { formatIssue } from '../../shared/domain/roster-issues.ts'
import type { ExportTable } from '../files/csv-export.ts'
import { listNameOf } from '../../shared/domain/list-names.ts'
import type { PlanIssue, RosterPlan } from '../../shared/domain/roster-plan.ts'
import type { PlannedPerson } from '../../shared/domain/roster-plan-people.ts'
import { targetKey, type KnownSchool } from '../../shared/domain/roster-school.ts'
import type { KeptImport } from '../store/roster-import.ts'
import { countsOf, notInFileCountOf } from './roster-counts.ts'
import type { ReadFiles, ReadTable } from './roster-reading.ts'

/** How much a preview shows. */
const shownRows = 5000
const shownProblems = 2000
const shownSamples = 3

/** Roster files, read and held against the school: what a preview shows and an import does. */
export interface PreparedRoster extends ReadFiles {
  readonly fileNames: readonly string[]
  readonly plan: RosterPlan
  readonly issues: readonly (BundleIssue | PlanIssue)[]
  readonly school: KnownSchool
  readonly digest: string
}

/** The preview as the contract has it: what a person must look at first comes first. */
export function toPreview(prepared: PreparedRoster): RosterPreview {
  const { read, table, plan, issues, school, digest, questions, fileNames } = prepared
  const { bundle } = read
  return {
    digest,
    fileNames: [...fileNames],
    format: bundle.format,
    source: read.sourceTitle,
    isDelta: bundle.isDelta,
    encoding: table?.sheet.encoding ?? null,
    delimiter: table?.sheet.delimiter ?? null,
    sheetName: table?.sheet.sheetName ?? null,
    headerRow: table?.sheet.headerLine ?? null,
    columns: table === null ? [] : columnsOf(table),
    mappingFrom: table?.mappingFrom ?? null,
    missingColumn: table?.missing ?? null,
    questions: questions.map((question) => ({ ...question })),
    rowCount: read.rowCount,
    ...countsOf(plan, issues, bundle.format),
    notInFileCount: notInFileCountOf(plan),
    brake:
      plan.brake === null ? null : { ...plan.brake, sections: plan.brake.sections.map((section) => ({ ...section })) },
    sectionRows: sectionRowsOf(prepared),
    rows: rowsOf(plan, school, bundle.enrollments),
    problems: issues.slice(0, shownProblems).map(problemOf),
    problemCount: issues.length,
    problemKinds: kindsOf(issues),
  }
}

const problemOf = (issue: BundleIssue): RosterPreview['problems'][number] => ({
  file: issue.file,
  row: issue.line,
  column: issue.column,
  code: issue.code,
  message: formatIssue(issue),
  isRefused: issue.isRefused,
})

const kindsOf = (issues: readonly BundleIssue[]): RosterPreview['problemKinds'] =>
  [...Map.groupBy(issues, ({ code }) => code)]
    .map(([code, alike]) => ({
      code,
      count: alike.length,
      refusedCount: alike.filter(({ isRefused }) => isRefused).length,
    }))
    .toSorted((a, b) => b.count - a.count)

/** What is wrong with the files, as a table for whoever made them: it names rows and columns, never a person. */
export const problemTable = (issues: readonly BundleIssue[]): ExportTable => ({
  columns: [
    { title: 'File', width: 24 },
    { title: 'Row', width: 8 },
    { title: 'Column', width: 20 },
    { title: 'What is wrong and what to do', width: 90 },
    { title: 'What happens', width: 22 },
  ],
  rows: issues
    .map(problemOf)
    .map(({ file, row, column, message, isRefused }) => [
      file,
      row,
      column,
      message,
      isRefused ? 'Row is left out' : 'Row is imported',
    ]),
})

const columnsOf = ({ sheet, columns }: ReadTable): RosterPreview['columns'] =>
  sheet.header.map((header, index) => ({
    header,
    field: columns[header] ?? 'ignore',
    samples: sheet.rows.slice(0, shownSamples).map(({ cells }) => cells[index] ?? ''),
  }))

function sectionRowsOf({ read, plan }: PreparedRoster): RosterPreview['sectionRows'] {
  const counts = new Map<string, number>()
  for (const { sectionRef } of read.bundle.enrollments) {
    const target = sectionRef === null ? null : plan.sectionOf(sectionRef)
    if (target !== null) counts.set(targetKey(target), (counts.get(targetKey(target)) ?? 0) + 1)
  }
  return plan.sections.map(({ known, name, gradeLevel }, fresh) => ({
    name,
    gradeLevel,
    isNew: known === null,
    rowCount: counts.get(targetKey(known === null ? { fresh } : { key: known.key })) ?? 0,
  }))
}

function rowsOf(
  plan: RosterPlan,
  school: KnownSchool,
  enrollments: PreparedRoster['read']['bundle']['enrollments'],
): RosterPreview['rows'] {
  const rank = ({ known, changes }: PlannedPerson) => (known === null ? 1 : changes.length > 0 ? 0 : 2)
  // What a person must look at comes first: changes, then additions, then what stays; students before staff.
  const shown = plan.people
    .toSorted((a, b) => rank(a) - rank(b) || Number(a.person.kind === 'staff') - Number(b.person.kind === 'staff'))
    .slice(0, shownRows)
  const names = new Map([
    ...school.sections.map(({ key, name }) => [targetKey({ key }), name] as const),
    ...plan.sections.map(
      ({ known, name }, fresh) => [targetKey(known === null ? { fresh } : { key: known.key }), name] as const,
    ),
  ])
  const isShown = new Set(shown.map(({ person }) => person.ref))
  const sectionsOf = new Map<string, string[]>()
  for (const { personRef, sectionRef } of enrollments) {
    const target = sectionRef === null || !isShown.has(personRef) ? null : plan.sectionOf(sectionRef)
    if (target !== null)
      sectionsOf.set(personRef, [...(sectionsOf.get(personRef) ?? []), names.get(targetKey(target)) ?? ''])
  }
  const leftBy = new Map(
    plan.enrollments.added.flatMap(({ person, leaves }) =>
      leaves === null
        ? []
        : [[targetKey(person), names.get(targetKey({ key: leaves.enrollment.sectionKey! })) ?? ''] as const],
    ),
  )
  return shown.map(({ person, known, changes }) => ({
    file: person.origin.file,
    row: person.origin.line,
    kind: person.kind,
    action: known === null ? ('add' as const) : changes.length > 0 ? ('change' as const) : ('unchanged' as const),
    listName: listNameOf({ ...(known ?? person), ...named(person) }),
    studentNumber: person.studentNumber ?? known?.studentNumber ?? null,
    section: (sectionsOf.get(person.ref) ?? []).join(', '),
    movesFrom: known === null ? null : (leftBy.get(targetKey({ key: known.key })) ?? null),
    email: person.emails[0]?.address ?? null,
    changes: [...changes],
  }))
}

/** The parts of a name that the file says; an empty one says nothing. */
const named = ({ familyName, givenName, middleName, suffix }: PlannedPerson['person']) =>
  Object.fromEntries(Object.entries({ familyName, givenName, middleName, suffix }).filter(([, part]) => part !== ''))

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
