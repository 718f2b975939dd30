import fc from 'fast-check'
import { readRosterSheet } from '../../src/main/files/roster-sheet.ts'
import { readSchoolForm1 } from '../../src/main/files/school-form-1.ts'
import { guessColumns, rosterColumns } from '../../src/shared/domain/roster-columns.ts'
import { tableBundle } from '../../src/shared/domain/table-bundle.ts'
import { outcomeOf, type Outcome } from './roster-reading.ts'
import { lisForm } from './school-form-1.ts'
import { columnName, workbookOf, type WorkbookCell } from './workbook.ts'
import { zipOf } from './zip.ts'

/** A roster file as nobody should write one, and what a person answers to its questions. */
export interface HostileTable {
  readonly bytes: Uint8Array
  /** Columns are mapped at random, not by their names. */
  readonly isMapped: boolean
  readonly leadingZeros: 'restore' | 'asIs' | undefined
  readonly dates: 'monthFirst' | 'dayFirst' | undefined
}

const words = [
  ...[
    'LRN',
    'Last Name',
    'First Name',
    'Name',
    'NAME (Last Name, First Name, Middle Name)',
    'Section',
    'Grade',
    'Sex',
    'Email',
  ],
  ...[
    'Birth Date',
    'Birth Date (mm/dd/yyyy)',
    'REMARKS',
    'Adviser',
    'Guardian',
    'Contact Number',
    "Father's Name",
    'Relationship',
  ],
  ...[
    'School Form 1 (SF 1) School Register',
    'School ID',
    'Grade Level',
    'Section:',
    'School Year',
    '<=== TOTAL MALE',
    'MALE',
  ],
  ...[
    'FEMALE | TOTAL',
    'COMBINED',
    'Prepared by:',
    'constructor',
    '__proto__',
    'toString',
    'Orgunitpath',
    'Password [Required]',
  ],
  ...[
    '136000000018',
    '36000000018',
    '1.36E+11',
    '="0136"',
    '12/13/2013',
    '05/06/2013',
    '2013-02-30',
    '41411',
    '99/99/99',
  ],
  ...[
    'Reyes, Ana',
    'Dela Peña, José, Jr. Cruz',
    ',,,',
    '李, 小龍',
    '-',
    'T/O',
    'T/I 06/08/2026',
    'T/O 1/1/1 T/I DRP LE',
    'Mabini',
    '7-Mabini',
  ],
  ...[
    '/',
    '///',
    '/Students/Grade 7/Mabini',
    'a@b.co',
    'a@b@c',
    '0917 123 4567 / x',
    '=1+1',
    "'=1+1",
    'Mrs. Dr. Sir Cruz, LPT',
  ],
] as const
const anyCell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string>(...words) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  fc.constantFrom(
    '"',
    '""',
    'a"b',
    '\r\n',
    'a\nb',
    '\t',
    ';',
    '\uFEFF',
    '\u202E',
    '(((((((',
    '[[[[',
    'x'.repeat(3000),
    '('.repeat(3000),
    ' '.repeat(3000),
  ),
)
const anyRows = fc.array(fc.array(anyCell, { maxLength: 12 }), { maxLength: 12 })

const anyText = fc
  .tuple(anyRows, fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .map(([rows, delimiter, end, isQuoted]) =>
    rows
      .map((cells) => cells.map((cell) => (isQuoted ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter))
      .join(end),
  )
  .chain((text) =>
    fc.constantFrom(
      new Uint8Array(Buffer.from(text)),
      new Uint8Array(Buffer.from(`\uFEFF${text}`)),
      new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')),
      new Uint8Array(Buffer.from(text, 'latin1')),
    ),
  )

const anyPlace = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 40 }))
const anyMerged = fc
  .tuple(anyPlace, anyPlace)
  .map(
    ([[fromColumn, fromRow], [toColumn, toRow]]) =>
      `${columnName(fromColumn)}${fromRow}:${columnName(toColumn)}${toRow}`,
  )
const anyValue: fc.Arbitrary<WorkbookCell> = fc.oneof(
  anyCell.map((cell) => cell.replaceAll(/[\u0000-\u001F]/g, ' ')),
  fc.double(),
  fc.double({ min: -1, max: 90_000 }).map((value) => ({ value, format: 'date' as const })),
  fc.integer().map((value) => ({ value, format: 'twelveDigits' as const })),
  fc.constant(null),
)
const anyWorkbook = fc
  .array(
    fc.record({
      name: fc.constantFrom('A', 'SF1', '<&"'),
      rows: fc.array(fc.array(anyValue, { maxLength: 12 }), { maxLength: 12 }),
      merged: fc.array(anyMerged, { maxLength: 5 }),
      isHidden: fc.boolean(),
    }),
    { maxLength: 3 },
  )
  .map(workbookOf)

/** The LIS's form with cells changed, rows gone or swapped, and columns swapped. */
const anyForm = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(16), fc.nat(45), anyValue), { maxLength: 8 }),
    fc.nat(16),
    fc.nat(16),
    fc.tuple(fc.nat(45), fc.nat(45)),
    fc.boolean(),
  )
  .map(([changes, gone, other, [left, right], isMerged]) => {
    const learner = (n: number) => ({
      lrn: `12001919001${n}`,
      name: `REYES,ANA ${'ABCD'[n]},-`,
      birth: '03-26-2014',
      remarks: 'LE',
    })
    const form = lisForm({ section: 'FAITH', males: [learner(0), learner(1)], females: [learner(2), learner(3)] })
    const rows = form.rows.map((cells) => [...cells])
    for (const [row, column, value] of changes) rows[row]?.splice(column, 1, value)
    for (const cells of rows) [cells[left], cells[right]] = [cells[right] ?? null, cells[left] ?? null]
    const [moved] = rows.splice(gone, 1)
    if (moved !== undefined && other % 2 === 0) rows.splice(other, 0, moved)
    return workbookOf([{ ...form, rows, merged: isMerged ? (form.merged ?? []) : [] }])
  })

/** A zip that is no workbook. */
const anyZip = fc.oneof(
  fc.constantFrom(zipOf({ '../../xl/workbook.xml': 'x' }), zipOf({ 'xl/workbook.xml': '<!DOCTYPE a><workbook/>' })),
  fc.string({ unit: 'binary' }).map((content) => zipOf({ 'xl/workbook.xml': content })),
)

const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

/** Whole files, and the same cut off at any byte and with any byte changed. */
export const hostileTable: fc.Arbitrary<HostileTable> = fc.record({
  bytes: fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: anyText },
        { weight: 3, arbitrary: anyForm },
        { weight: 2, arbitrary: anyWorkbook },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
        { weight: 1, arbitrary: anyZip },
      ),
      seldom(fc.double({ min: 0, max: 1, noNaN: true })),
      seldom(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255))),
    )
    .map(([whole, cutAt, change]) => {
      const bytes = whole.slice(0, cutAt === null ? undefined : Math.floor(cutAt * whole.length))
      if (change !== null && bytes.length > 0) bytes[Math.floor(change[0] * (bytes.length - 1))] = change[1]
      return bytes
    }),
  isMapped: fc.boolean(),
  leadingZeros: fc.constantFrom('restore', 'asIs', undefined),
  dates: fc.constantFrom('monthFirst', 'dayFirst', undefined),
})

/** Reads the file as an import does, with the columns as they are guessed or as nobody would map them. */
export function readAnyTable({ bytes, isMapped, leadingZeros, dates }: HostileTable): Outcome {
  const file = { name: 'class.csv', bytes }
  return outcomeOf(() => {
    const sheet = readRosterSheet(file)
    if (sheet.kind === 'schoolForm1') return readSchoolForm1(file)
    const columns = isMapped
      ? Object.fromEntries(sheet.header.map((name, at) => [name, rosterColumns[at % rosterColumns.length]!]))
      : guessColumns(sheet.header)
    const choices = { ...(leadingZeros && { leadingZeros }), ...(dates && { dates }) }
    return tableBundle(sheet, columns, choices, file.name)
  })
}
