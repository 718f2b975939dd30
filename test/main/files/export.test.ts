import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import readXlsx from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { writeCsv, type ExportTable } from '../../../src/main/files/csv-export.ts'
import { maxXlsxRows, writeXlsx } from '../../../src/main/files/xlsx-export.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

const table = (rows: ExportTable['rows']): ExportTable => ({
  columns: (rows[0] ?? ['']).map((_, index) => ({ title: `Column ${index}`, width: 12 })),
  rows,
})

test('CSV is UTF-8 with a mark that Excel knows, commas, CRLF and quoted text', () => {
  const bytes = writeCsv(table([['Dela Peña, María José', '小明', 47, null, '', 'a "b"\nc']]))
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(textOf(bytes)).toBe(
    '\uFEFF"Column 0","Column 1","Column 2","Column 3","Column 4","Column 5"\r\n' +
      '"Dela Peña, María José","小明",47,,"","a ""b""\nc"\r\n',
  )
})

test.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])(
  'CSV keeps %j from becoming a formula, and readable',
  (cell) => {
    const [, row] = parse(textOf(writeCsv(table([[cell]]))), { bom: true, relax_quotes: false })
    expect(row).toEqual([`'${cell}`])
  },
)

test('CSV leaves numbers alone, and any text can be read back', () => {
  expect(textOf(writeCsv(table([[-5, 0]])))).toContain('\r\n-5,0\r\n')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (cell) => {
      const [, row] = parse(textOf(writeCsv(table([[cell, 'end']]))), { bom: true })
      expect(row![0]!.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '')).toBe(cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, ''))
    }),
  )
})

test('XLSX holds text as text: student numbers keep their zeros, nothing is a formula', async () => {
  const rows = [
    ['001360000018', '=cmd()', 47],
    ['136000000019', '+63 917 555 0100', 0.5],
    ['', '-3', null],
  ]
  const bytes = await writeXlsx([
    { name: 'Attendance', ...table(rows) },
    { name: 'Classes', ...table([['Science']]) },
  ])
  const sheets = await readXlsx(Buffer.from(bytes))
  expect(sheets).toEqual([
    {
      sheet: 'Attendance',
      data: [
        ['Column 0', 'Column 1', 'Column 2'],
        ['001360000018', '=cmd()', 47],
        ['136000000019', '+63 917 555 0100', 0.5],
        [null, '-3', null],
      ],
    },
    { sheet: 'Classes', data: [['Column 0'], ['Science']] },
  ])
})

test('XLSX says how many rows it holds, and what to do with more', async () => {
  const rows = Array.from({ length: maxXlsxRows + 1 }, () => ['x'])
  await expect(writeXlsx([{ name: 'Attendance', ...table(rows) }])).rejects.toMatchObject({
    problem: { kind: 'invalidInput', fix: 'Choose fewer days, one section, or CSV.' },
  })
})
