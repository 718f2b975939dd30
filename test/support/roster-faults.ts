import fc from 'fast-check'
import type { RosterContent } from '../../src/main/files/roster-files.ts'
import { cleverTables } from './clever-tables.ts'
import type { MadeSchool } from './made-school.ts'
import { oneRosterTables } from './one-roster-tables.ts'
import { csvBytes, type RosterTable, type RosterTables, type Writing } from './roster-files.ts'
import { sdsTables } from './sds-tables.ts'
import { zipOf } from './zip.ts'

const anySchool: fc.Arbitrary<MadeSchool> = fc.record({
  sections: fc.integer({ min: 1, max: 2 }),
  studentsPerSection: fc.integer({ min: 1, max: 4 }),
  isStatusFilled: fc.boolean(),
})

const anyTables: fc.Arbitrary<RosterTables> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('1.1' as const, '1.2' as const),
      anySchool,
      fc.constantFrom('bulk' as const, 'delta' as const),
    )
    .map((given) => oneRosterTables(...given)),
  anySchool.map(cleverTables),
  anySchool.map(sdsTables),
)

/** A place in something of unknown length: a share of it. */
const share = fc.nat({ max: 9999 }).map((part) => part / 10_000)
const at = (length: number, part: number): number => Math.floor(length * part)

const put = (row: readonly string[], place: number, text: string): readonly string[] =>
  row.map((cell, index) => (index === place ? text : cell))

/** One thing that goes wrong with a table: what people, spreadsheets and producers do to CSV files. */
const anyTableFault: fc.Arbitrary<(table: RosterTable) => RosterTable> = fc.oneof(
  // Two columns swapped, header and all or under their old headers.
  fc.tuple(share, share, fc.boolean()).map(([a, b, isWithHeader]) => (table: RosterTable) => {
    const [x, y] = [at(table[0]!.length, a), at(table[0]!.length, b)]
    return table.map((row, index) =>
      index === 0 && !isWithHeader ? row : put(put(row, x, row[y] ?? ''), y, row[x] ?? ''),
    )
  }),
  // One id for several rows, or another row once more.
  fc.tuple(share, share, fc.nat({ max: 3 })).map(([a, b, column]) => (table: RosterTable) => {
    const [x, y] = [at(table.length, a), at(table.length, b)]
    const place = Math.min(column, table[x]!.length - 1)
    return column === 3 ? [...table, table[x]!] : table.with(x, put(table[x]!, place, table[y]![place] ?? ''))
  }),
  // Something else in a cell: quotes, line breaks, commas, zeros cut off, formulas, other scripts, far too much.
  fc
    .tuple(
      share,
      share,
      fc.oneof(
        fc.constantFrom(
          '',
          '"',
          'a "b" c',
          'two\nlines',
          'a\r\nb',
          'a,b',
          '1.36E+11',
          '=1+1',
          "'=x",
          '../..',
          '{LRN:1}',
          '007',
          'tobedeleted',
          'false',
          '\u0000',
          '\uFEFF',
          'x'.repeat(300),
          '2026-02-30',
          '12/31/2026',
        ),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
    )
    .map(([a, b, text]) => (table: RosterTable) => {
      const row = at(table.length, a)
      return table.with(row, put(table[row]!, at(table[row]!.length, b), text))
    }),
  // A slip in a header.
  fc.tuple(share, share, fc.constantFrom('', 's', ' ')).map(([a, b, letter]) => (table: RosterTable) => {
    const place = at(table[0]!.length, a)
    const name = table[0]![place] ?? ''
    const cut = at(name.length, b)
    return table.with(0, put(table[0]!, place, name.slice(0, cut) + letter + name.slice(cut + 1)))
  }),
  // Rows lost, cells lost or too many of them, rows in another order, zeros in front of everything dropped.
  share.map((a) => (table: RosterTable) => table.filter((_, index) => index === 0 || index !== at(table.length, a))),
  fc.tuple(share, fc.constantFrom(-1, 1)).map(([a, by]) => (table: RosterTable) => {
    const row = at(table.length, a)
    return table.with(row, by < 0 ? table[row]!.slice(0, -1) : [...table[row]!, 'more'])
  }),
  fc.constant((table: RosterTable) => [table[0]!, ...table.slice(1).toReversed()]),
  fc.constant((table: RosterTable) => table.map((row) => row.map((cell) => cell.replace(/^0+(?=\d)/, '')))),
)

const anyWriting: fc.Arbitrary<Writing> = fc.record({
  hasBom: fc.boolean(),
  isCrlf: fc.boolean(),
  isAllQuoted: fc.boolean(),
  encoding: fc.constantFrom('utf-8' as const, 'utf-8' as const, 'utf-16le' as const, 'latin1' as const),
})

type ByteFault = (bytes: Uint8Array) => Uint8Array

/** One thing that goes wrong with bytes on their way. */
const anyByteFault: fc.Arbitrary<ByteFault> = fc.oneof(
  share.map((a) => (bytes: Uint8Array) => bytes.slice(0, at(bytes.length, a))),
  fc.tuple(share, fc.nat({ max: 255 })).map(
    ([a, byte]) =>
      (bytes: Uint8Array) =>
        bytes.length === 0 ? bytes : bytes.with(at(bytes.length, a), byte),
  ),
  fc.tuple(share, fc.uint8Array({ maxLength: 20 })).map(([a, more]) => (bytes: Uint8Array) => {
    const cut = at(bytes.length, a)
    return new Uint8Array([...bytes.subarray(0, cut), ...more, ...bytes.subarray(cut)])
  }),
)

/** Sets of CSV files that are right, or wrong in up to four ways: in tables, in single files' bytes, in the zip around them. */
export const anyRosterSet: fc.Arbitrary<readonly RosterContent[]> = fc
  .record({
    tables: anyTables,
    tableFaults: fc.array(fc.tuple(share, anyTableFault), { maxLength: 3 }),
    writings: fc.array(anyWriting, { minLength: 1, maxLength: 3 }),
    fileFault: fc.option(fc.tuple(share, anyByteFault), { freq: 1 }),

    left: fc.option(share, { freq: 5 }),
    zip: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      {
        weight: 2,
        arbitrary: fc.record({
          folder: fc.constantFrom('', 'roster/', 'a\\b\\'),
          faults: fc.constant<ByteFault[]>([]),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          folder: fc.constantFrom('', '../', '/', 'C:\\'),
          faults: fc.array(anyByteFault, { maxLength: 1 }),
        }),
      },
    ),
  })
  .map(({ tables, tableFaults, writings, fileFault, left, zip }) => {
    let names = Object.keys(tables)
    const written = new Map(Object.entries(tables))
    for (const [part, fault] of tableFaults) {
      const name = names[at(names.length, part)]!
      written.set(name, fault(written.get(name)!))
    }
    if (left !== null) names = names.filter((_, index) => index !== at(names.length, left))
    const files = new Map(
      names.map((name, index) => [name, csvBytes(written.get(name)!, writings[index % writings.length])]),
    )
    if (fileFault !== null) {
      const [part, fault] = fileFault
      const name = names[at(names.length, part)]!
      files.set(name, fault(files.get(name)!))
    }
    if (zip === null) return [...files].map(([name, bytes]) => ({ name, bytes }))
    const archive = zipOf(Object.fromEntries([...files].map(([name, bytes]) => [`${zip.folder}${name}`, bytes])))
    return [{ name: 'roster.zip', bytes: zip.faults.reduce((bytes, fault) => fault(bytes), archive) }]
  })
