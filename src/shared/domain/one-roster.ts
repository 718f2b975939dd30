import { ProblemError } from '../problem.ts'
import { readOneRosterClasses } from './one-roster-classes.ts'
import { readOneRosterPeople } from './one-roster-people.ts'
import type { ReadRoster } from './roster-bundle.ts'
import {
  createRefs,
  inOrder,
  openSet,
  schoolOf,
  tellCycles,
  type RosterSet,
  type SetColumns,
  type SetFile,
  type SetRefs,
} from './roster-set.ts'
import { bundleClasses } from './roster-set-classes.ts'

/**
 * The files and columns that are read, by 1EdTech's OneRoster 1.1 (CSV Tables 1.1.1) and 1.2 (CSV Binding 1.2.1). Any
 * other column (`metadata.*`) and file is passed over.
 */
export const oneRosterColumns: Readonly<Record<string, SetColumns>> = {
  'manifest.csv': { required: ['propertyName', 'value'], others: [] },
  'orgs.csv': { required: ['sourcedId'], others: ['status', 'name', 'type', 'parentSourcedId'] },
  'academicSessions.csv': { required: ['sourcedId', 'startDate', 'endDate'], others: ['status', 'parentSourcedId'] },
  'courses.csv': { required: ['sourcedId', 'title'], others: ['status', 'grades', 'subjects'] },
  'classes.csv': {
    required: ['sourcedId', 'title', 'classType'],
    others: [
      'status',
      'grades',
      'courseSourcedId',
      'classCode',
      'schoolSourcedId',
      'termSourcedIds',
      'subjects',
      'periods',
    ],
  },
  'users.csv': {
    required: ['sourcedId', 'givenName', 'familyName'],
    others: [
      'status',
      'enabledUser',
      'orgSourcedIds',
      'primaryOrgSourcedId',
      'role',
      'username',
      'userIds',
      'middleName',
      'preferredGivenName',
      'identifier',
      'email',
      'sms',
      'phone',
      'agentSourcedIds',
      'grades',
    ],
  },
  'roles.csv': { required: ['userSourcedId', 'role'], others: ['sourcedId', 'status', 'roleType'] },
  'enrollments.csv': {
    required: ['sourcedId', 'classSourcedId', 'userSourcedId', 'role'],
    others: ['status', 'schoolSourcedId', 'primary', 'beginDate', 'endDate'],
  },
  'demographics.csv': { required: ['sourcedId'], others: ['status', 'birthDate', 'sex'] },
}

/**
 * Reads a set of OneRoster 1.1 or 1.2, bulk or delta. Raises `fileUnreadable` where files or columns are missing that it
 * cannot be read without; everything else that is wrong is told row by row. O(n).
 */
export function readOneRoster(files: readonly SetFile[]): ReadRoster {
  const set = openSet(files, oneRosterColumns)
  if (!set.has('users.csv'))
    throw new ProblemError('fileUnreadable', 'These files have no users.csv, so there are no people in them.', {
      fix: 'Choose the zip file, or all its CSV files together.',
    })
  const manifest = readManifest(set)
  const isDelta = manifest?.isDelta ?? (!isComplete(set) || hasDeletions(set))
  const orgs = readOrgs(set)
  const people = readOneRosterPeople(set, orgs, isDelta)
  const classes = readOneRosterClasses(set, people, orgs, isDelta)
  const version = manifest?.version ?? (set.has('roles.csv') ? '1.2' : '1.1')
  const system = manifest?.systemName ?? ''
  return {
    bundle: {
      format: 'oneRoster',
      source: ['OneRoster', manifest?.systemCode || system || schoolOf(set, schoolColumns)]
        .filter((part) => part !== '')
        .join(':'),
      isDelta,
      people: people.people,
      ...bundleClasses({ ...classes, gradeOf: (ref) => people.grades.get(ref) ?? '', isDelta }),
    },
    issues: inOrder(set.issues),
    sourceTitle: `OneRoster ${version}, ${isDelta ? 'changes only' : 'everything'}${system && `, from ${system}`}`,
    rowCount: set.rowCount,
  }
}

const schoolColumns = [
  ['classes.csv', 'schoolSourcedId'],
  ['enrollments.csv', 'schoolSourcedId'],
] as const

/** A set without classes or enrollments says nothing of those that are not named. */
const isComplete = (set: RosterSet): boolean => set.has('classes.csv') && set.has('enrollments.csv')

/** Loose files without a manifest that take records out are a delta. */
const hasDeletions = (set: RosterSet): boolean =>
  ['users.csv', 'classes.csv', 'enrollments.csv'].some((name) => {
    const table = set.table(name)
    return table.rows.some((row) => table.cell(row, 'status').toLowerCase() === 'tobedeleted')
  })

interface Manifest {
  readonly isDelta: boolean
  readonly version: string | null
  readonly systemName: string
  readonly systemCode: string
}

/** What the manifest says of the set; null where there is none. Raises `fileUnreadable` where a file that it names is not there. */
function readManifest(set: RosterSet): Manifest | null {
  if (!set.has('manifest.csv')) return null
  const table = set.table('manifest.csv')
  const values = new Map(
    table.rows.map((row) => [table.cell(row, 'propertyName').toLowerCase(), table.cell(row, 'value')] as const),
  )
  const value = (property: string) => values.get(property) ?? ''
  const modes = Object.keys(oneRosterColumns).map((file) => ({
    file,
    mode: value(`file.${file.replace(/\.csv$/, '').toLowerCase()}`).toLowerCase(),
  }))
  const missing = modes.filter(({ file, mode }) => (mode === 'bulk' || mode === 'delta') && !set.has(file))
  if (missing.length > 0) {
    const names = missing.map(({ file }) => file).join(', ')
    throw new ProblemError('fileUnreadable', `By its manifest.csv this set has files that are not here: ${names}.`, {
      fix: 'Choose the zip file as it came, or all its CSV files together.',
    })
  }
  return {
    isDelta: !isComplete(set) || modes.some(({ mode }) => mode === 'delta'),
    version: /^1\.[0-2]\b/.exec(value('oneroster.version'))?.[0] ?? null,
    systemName: value('source.systemname').slice(0, longestSystem),
    systemCode: value('source.systemcode').slice(0, longestSystem),
  }
}

const longestSystem = 100

/** The organisations of a set. */
export interface OneRosterOrgs {
  /** Names by id. */
  readonly names: ReadonlyMap<string, string>
  readonly refs: SetRefs
  /** Whether the set says which there are, so that an id among none of them is at fault. */
  readonly areGiven: boolean
}

function readOrgs(set: RosterSet): OneRosterOrgs {
  const table = set.table('orgs.csv')
  const rows = table.byId('sourcedId')
  tellCycles(table, rows, 'parentSourcedId')
  const names = new Map([...rows].map(([id, row]) => [id, table.cell(row, 'name')]))
  return { names, refs: createRefs(names.keys()), areGiven: set.has('orgs.csv') }
}
