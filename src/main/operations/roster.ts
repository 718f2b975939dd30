import type { Handlers, OutputOf } from '../../shared/contract/index.ts'
import type { Person, RosterPreview } from '../../shared/contract/roster.ts'
import { formatIssue } from '../../shared/domain/roster-issues.ts'
import { guessColumns, missingColumn, type RosterColumn } from '../../shared/domain/roster-columns.ts'
import { planRoster, type PlannedRow, type RosterPlan } from '../../shared/domain/roster-plan.ts'
import { readRosterRows, type RowIssue } from '../../shared/domain/roster-rows.ts'
import { planRegistration, type AddressRules } from '../../shared/domain/registration.ts'
import { localDate } from '../../shared/domain/time.ts'
import type { SectionId } from '../../shared/ids.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { digestRoster, readRosterTable, RosterTable } from '../files/roster-table.ts'
import type { Clock, FileContent, Files, Log } from '../ports.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { KeptPerson, PeopleStore } from '../store/people.ts'
import type { RosterImportStore, RosterSnapshot } from '../store/roster-import.ts'
import type { GroupRow, SectionRow, SectionsStore } from '../store/sections.ts'

type Names =
  | 'roster.preview'
  | 'roster.import'
  | 'section.list'
  | 'section.get'
  | 'person.find'
  | 'person.change'
  | 'group.list'
  | 'group.make'

/** What the operations of people, sections and rosters need. */
export interface RosterDeps {
  readonly people: PeopleStore
  readonly sections: SectionsStore
  readonly imports: RosterImportStore
  readonly hosts: HostsStore
  /** Reads the account's hosts from Zoom into the store: a teacher may be new there. */
  readonly refreshHosts: () => Promise<void>
  readonly files: Files
  readonly readTable: typeof readRosterTable
  readonly digest: typeof digestRoster
  readonly addressRules: () => Promise<AddressRules>
  readonly timeZone: () => string
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Log
}

/** How many rows a preview shows. */
const SHOWN_ROWS = 50
const SHOWN_PROBLEMS = 200

interface Prepared {
  readonly table: RosterTable
  readonly columns: Record<string, RosterColumn>
  readonly plan: RosterPlan
  readonly issues: readonly RowIssue[]
  readonly digest: string
  readonly snapshot: RosterSnapshot
}

/** People, sections, teaching groups, and the import of a roster file. */
export function createRosterOperations(deps: RosterDeps): Handlers<Names> {
  const today = () => localDate(deps.clock.now(), deps.timeZone())

  /** The same reading for preview and import: what was shown is what is done, or `stalePreview`. */
  const prepare = async (file: FileContent, mapping: Record<string, RosterColumn> | undefined): Promise<Prepared> => {
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

  /** Names by address, as Zoom has them. Out of reach, or unknown to Zoom, a teacher is called by the address for now. */
  const hostNames = async (emails: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const kept = async () => new Map((await deps.hosts.list()).map(({ email, name }) => [email.toLowerCase(), name]))
    const names = await kept()
    if (emails.every((email) => names.has(email.toLowerCase()))) return names
    await deps.refreshHosts().catch((error: unknown) => deps.log.warn('hosts.notRead', { kind: kindOf(error) }))
    return kept()
  }

  return {
    'roster.preview': async ({ file, mapping }) => {
      const content = await deps.files.read(file)
      return toPreview(content.name, await prepare(content, mapping))
    },

    'roster.import': async ({ file, mapping, digest, firstOn }, caller) => {
      const content = await deps.files.read(file)
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
      await deps.imports.apply({
        rows: plan.rows,
        version: snapshot.version,
        firstOn: firstOn ?? today(),
        fileName: content.name,
        digest,
        mapping: columns,
        refusedCount: counts.refusedCount,
        actor: caller.role,
        at,
        newId: deps.newId,
      })
      deps.log.info('roster.imported', { ...counts })
      return { ...counts, importedAt: new Date(at).toISOString() }
    },

    'section.list': async () => ({ sections: (await deps.sections.list()).map(toSection) }),

    'section.get': async ({ sectionId }) => {
      const [{ section, students, groups }, rules] = await Promise.all([
        deps.sections.get(sectionId),
        deps.addressRules(),
      ])
      const registration = planRegistration(
        students.map(({ person }) => toCandidate(person)),
        rules,
      )
      const entries = new Map(registration.entries.map(({ personId, email }) => [personId, email]))
      const refusals = new Map(registration.refused.map(({ personId, reason }) => [personId, reason]))
      return {
        section: toSection(section),
        students: students.map(({ person, firstOn, lastOn }) => ({
          person: toPerson(person),
          firstOn,
          lastOn,
          registersWith: entries.get(person.id) ?? null,
          refusal: refusals.get(person.id) ?? null,
        })),
        groups: groups.map(toGroup),
      }
    },

    'person.find': async ({ text, sectionId, personId, limit }) => ({
      people: (await deps.people.find(text, { sectionId, personId, limit })).map(({ person, sections }) => ({
        person: toPerson(person),
        sections: sections.map(({ title }) => title),
        sectionIds: sections.map(({ id }) => id as SectionId),
      })),
    }),

    'person.change': async ({ personId, ...changes }) =>
      toPerson(await deps.people.change(personId, changes, deps.clock.now())),

    'group.list': async ({ sectionId }) => ({
      groups: (await deps.sections.listGroups(sectionId ?? null)).map(toGroup),
    }),

    'group.make': async ({ sectionIds, subject, teacherEmails, fromOn }) => {
      const names = await hostNames(teacherEmails)
      const group = await deps.sections.makeGroup({
        sectionIds,
        subject,
        teachers: teacherEmails.map((email) => ({ email, name: names.get(email.toLowerCase()) ?? email })),
        fromOn: fromOn ?? today(),
        at: deps.clock.now(),
        newId: deps.newId,
      })
      return toGroup(group)
    },
  }
}

const kindOf = (error: unknown): string => (error instanceof ProblemError ? error.problem.kind : 'unexpected')

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

function countsOf(plan: RosterPlan, issues: readonly RowIssue[]) {
  const count = (action: PlannedRow['action']) => plan.rows.filter((row) => row.action === action).length
  return {
    addedCount: count('add'),
    changedCount: count('change'),
    unchangedCount: count('unchanged'),
    refusedCount: new Set(issues.filter(({ isRefused }) => isRefused).map(({ line }) => line)).size,
  }
}

function toPreview(fileName: string, { table, columns, plan, issues, digest, snapshot }: Prepared): RosterPreview {
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
    fileName,
    encoding: table.encoding,
    delimiter: table.delimiter,
    columns: table.header.map((header, index) => ({
      header,
      field: columns[header] ?? 'ignore',
      samples: table.rows.slice(0, 3).map(({ cells }) => cells[index] ?? ''),
    })),
    rowCount: table.rows.length,
    ...countsOf(plan, issues),
    notInFileCount: plan.notInFile.length,
    sections: [...sections].map(([key, rows]) => ({
      name: rows[0]!.row.section,
      gradeLevel: rows[0]!.row.gradeLevel,
      isNew: !known.has(key),
      rowCount: rows.length,
    })),
    rows: shown.map(({ row, action, changes }) => ({
      row: row.line,
      action,
      listName: [row.familyName, [row.givenName, row.middleName, row.suffix].filter((part) => part !== '').join(' ')]
        .filter((part) => part !== '')
        .join(', '),
      studentNumber: row.studentNumber,
      section: row.section,
      email: row.emails[0]?.address ?? null,
      changes: [...changes],
    })),
    problems: issues.slice(0, SHOWN_PROBLEMS).map((issue) => ({
      row: issue.line,
      column: headerOf(columns, issue.column),
      message: formatIssue(issue),
      isRefused: issue.isRefused,
    })),
  }
}

const headerOf = (columns: Record<string, RosterColumn>, column: RosterColumn | null): string | null =>
  Object.entries(columns).find(([, field]) => field === column)?.[0] ?? null

const toCandidate = (person: KeptPerson) => ({
  personId: person.id,
  name: {
    family: person.familyName,
    given: person.givenName,
    middle: person.middleName,
    suffix: person.suffix,
    preferred: person.preferredName,
  },
  emails: person.emails.map(({ address, owner }) => ({ address, whose: owner })),
  studentNumber: person.studentNumber,
})

function toPerson(person: KeptPerson): Person {
  const { id, kind, familyName, givenName, middleName, suffix, preferredName, listName, sex, birthOn, studentNumber } =
    person
  return {
    id: id as Person['id'],
    kind,
    familyName,
    givenName,
    middleName,
    suffix,
    preferredName,
    listName,
    sex,
    birthOn,
    studentNumber,
    emails: person.emails.map((email) => ({ ...email })),
    phones: person.phones.map((phone) => ({ ...phone })),
  }
}

type SectionAnswer = OutputOf<'section.list'>['sections'][number]
const toSection = ({
  id,
  name,
  gradeLevel,
  adviser,
  studentCount,
  withoutAddressCount,
}: SectionRow): SectionAnswer => ({
  id: id as SectionAnswer['id'],
  name,
  gradeLevel,
  adviser,
  studentCount,
  withoutAddressCount,
})

type GroupAnswer = OutputOf<'group.make'>
const toGroup = ({ id, title, subject, sections, teachers, studentCount }: GroupRow): GroupAnswer => ({
  id: id as GroupAnswer['id'],
  title,
  sections: sections.map((section) => ({ id: section.id as SectionAnswer['id'], name: section.name })),
  subject,
  teachers: teachers.map((teacher) => ({ ...teacher, id: teacher.id as Person['id'] })),
  studentCount,
})
