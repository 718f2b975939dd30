/** What a change of a person's records can be about: the closed list of the history on their page. */
export const historyWords = [
  'added',
  'familyName',
  'givenName',
  'middleName',
  'suffix',
  'preferredName',
  'sex',
  'birthOn',
  'studentNumber',
  'email',
  'phone',
  'guardian',
  'household',
  'section',
  'firstDay',
  'lastDay',
  'reason',
  'knownAs',
  'archived',
  'merged',
  'teaches',
  'advises',
] as const

/** One thing that changed: values as they were written, null for nothing. */
export interface HistoryChange {
  readonly what: (typeof historyWords)[number]
  readonly before: string | null
  readonly after: string | null
}

/** A row as a deed wrote it: SQL table, and column to raw value before and after. */
export interface WrittenRow {
  readonly table: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** How rows that others point to are called now. */
export interface RowNames {
  readonly section: (key: number) => string
  readonly group: (key: number) => string
  readonly person: (key: number) => string
  readonly household: (key: number) => string
}

type Row = NonNullable<WrittenRow['before']>

const nameFields: readonly (readonly [string, HistoryChange['what']])[] = [
  ['family_name', 'familyName'],
  ['given_name', 'givenName'],
  ['middle_name', 'middleName'],
  ['suffix', 'suffix'],
  ['preferred_name', 'preferredName'],
  ['sex', 'sex'],
  ['birth_on', 'birthOn'],
  ['student_number', 'studentNumber'],
]

/** What one deed's rows changed of a person, in the words of {@link historyWords}; rows that say nothing to a reader are left out. */
export function historyChanges(rows: readonly WrittenRow[], names: RowNames): HistoryChange[] {
  return rows.flatMap(({ table, before, after }) => {
    // A row that came over from a double is new to whoever was kept.
    const isTakenOver = before !== null && after !== null && before['person_key'] !== after['person_key']
    return changesOf(table, isTakenOver ? null : before, after, names)
  })
}

function changesOf(table: string, before: Row | null, after: Row | null, names: RowNames): HistoryChange[] {
  switch (table) {
    case 'persons':
      return personChanges(before, after, names)
    case 'emails':
    case 'phones':
      return differing(table === 'emails' ? 'email' : 'phone', contactText(before), contactText(after))
    case 'guardians':
      return differing('guardian', guardianText(before), guardianText(after))
    case 'known_as_names':
      return differing('knownAs', standing(before), standing(after))
    case 'enrollments':
      return stayChanges('section', placeText(before, names), placeText(after, names), before, after)
    case 'advisers':
      return stayChanges('advises', sectionText(before, names), sectionText(after, names), before, after)
    case 'assignments':
      return stayChanges('teaches', groupText(before, names), groupText(after, names), before, after)
    default:
      return []
  }
}

function personChanges(before: Row | null, after: Row | null, names: RowNames): HistoryChange[] {
  if (before === null || after === null) return after === null ? [] : differing('added', null, text(after['list_name']))
  const keyed = (row: Row, column: string, name: (key: number) => string) =>
    typeof row[column] === 'number' ? name(row[column]) : null
  return [
    ...nameFields.flatMap(([column, what]) => differing(what, text(before[column]), text(after[column]))),
    ...differing(
      'household',
      keyed(before, 'household_key', names.household),
      keyed(after, 'household_key', names.household),
    ),
    ...differing('archived', instant(before['archived_at']), instant(after['archived_at'])),
    ...differing(
      'merged',
      keyed(before, 'merged_into_key', names.person),
      keyed(after, 'merged_into_key', names.person),
    ),
  ]
}

function stayChanges(
  what: HistoryChange['what'],
  placeBefore: string | null,
  placeAfter: string | null,
  before: Row | null,
  after: Row | null,
): HistoryChange[] {
  const of = (row: Row | null, column: string) => (row === null ? null : text(row[column]))
  const days = (['first_on', 'last_on', 'end_reason'] as const).flatMap((column) =>
    differing(
      column === 'first_on' ? 'firstDay' : column === 'last_on' ? 'lastDay' : 'reason',
      of(before, column),
      of(after, column),
    ),
  )
  const moved = differing(what, placeBefore, placeAfter)
  // Days that are said anew of the same place are said with the place.
  if (moved.length === 0 && days.length > 0) return [{ what, before: placeBefore, after: placeAfter }, ...days]
  return after === null ? moved : [...moved, ...days]
}

const differing = (what: HistoryChange['what'], before: string | null, after: string | null): HistoryChange[] =>
  before === after ? [] : [{ what, before, after }]

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const instant = (value: unknown): string | null => (typeof value === 'number' ? new Date(value).toISOString() : null)

const contactText = (row: Row | null): string | null =>
  row === null ? null : row['owner'] === 'own' ? text(row['typed']) : `${text(row['typed'])} (${text(row['owner'])})`
const guardianText = (row: Row | null): string | null =>
  row === null ? null : `${text(row['name'])} (${text(row['relation'])})`
const standing = (row: Row | null): string | null =>
  row === null || row['ended_at'] !== null ? null : text(row['name'])

const sectionText = (row: Row | null, names: RowNames): string | null =>
  typeof row?.['section_key'] === 'number' ? names.section(row['section_key']) : null
const groupText = (row: Row | null, names: RowNames): string | null =>
  typeof row?.['group_key'] === 'number' ? names.group(row['group_key']) : null
const placeText = (row: Row | null, names: RowNames): string | null => sectionText(row, names) ?? groupText(row, names)
