import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import readXlsxFile from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { readTimetableTable } from '../../../src/main/files/timetable-table.ts'
import { readXlsx } from '../../../src/main/files/xlsx-reader.ts'
import { writeXlsx } from '../../../src/main/files/xlsx-export.ts'
import { guessTimetableColumns } from '../../../src/shared/domain/timetable-columns.ts'
import { zipOf } from '../../support/zip.ts'

const known = (cells: readonly string[]) =>
  Object.values(guessTimetableColumns(cells)).filter((field) => field !== 'ignored').length
const read = (content: string | Uint8Array) =>
  readTimetableTable(typeof content === 'string' ? new TextEncoder().encode(content) : content, known)
const problem = (content: string | Uint8Array) => {
  try {
    read(content)
  } catch (error) {
    return (error as { problem?: { kind: string; message: string } }).problem
  }
  return undefined
}

const workbook = (sheet: string, extra: Record<string, string> = {}) =>
  zipOf({
    'xl/workbook.xml': `<?xml version="1.0"?><x:workbook xmlns:x="a" xmlns:r="b"><x:sheets><x:sheet name="Grade 7 &amp; 8" sheetId="1" r:id="rId1"/><x:sheet name="Old" sheetId="2" state="hidden" r:id="rId2"/><x:sheet name="More" sheetId="3" r:id="rId3"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Target="/xl/worksheets/sheet3.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    'xl/worksheets/sheet2.xml': '<worksheet/>',
    'xl/worksheets/sheet3.xml': '<worksheet/>',
    ...extra,
  })

describe('CSV', () => {
  test('the header is found below the school’s name, and lines keep their numbers', () => {
    const table = read('San Isidro NHS;;\nClass Program;;\n\nSection;Days;Time\n7-Mabini;MWF;7:30-8:30\n')
    expect(table.header).toEqual(['Section', 'Days', 'Time'])
    expect(table.rows).toEqual([{ line: 5, cells: ['7-Mabini', 'MWF', '7:30-8:30'] }])
    expect(table.sheet).toBeNull()
  })

  test.each<[string, string]>([
    ['', 'The file is empty.'],
    [' \n\n', 'The file is empty.'],
    ['Section,Days,Time\n', 'The file has a header row but no classes.'],
    [`Section,Days\n${'a,b\n'.repeat(5001)}`, 'A timetable file holds at most 5000 rows.'],
  ])('%#', (text, message) => expect(problem(text)).toMatchObject({ kind: 'fileUnreadable', message }))
})

describe('XLSX', () => {
  test('reads what our own writer writes, as an independent reader does', async () => {
    const rows = [
      ['7-Mabini', 'Edukasyon sa Pagpapakatao & <Values>', 'Ñuñez, José "Pepe"', 'MWF', '7:30-8:30'],
      ['7-Rizal', '=HYPERLINK("http://x")', '李 小龍', 'TTh', '0730'],
      ['8-Luna', '', 'Cruz', 'Daily', '13.30'],
    ]
    const bytes = await writeXlsx([
      {
        name: 'Classes',
        columns: ['Section', 'Subject', 'Teacher', 'Days', 'Time'].map((title) => ({ title, width: 10 })),
        rows,
      },
    ])
    const table = read(bytes)
    expect(table.rows.map(({ cells }) => cells)).toEqual(rows)
    const [sheet] = await readXlsxFile(Buffer.from(bytes))
    expect([table.header, ...table.rows.map(({ cells }) => cells)]).toEqual(
      sheet!.data.map((cells) => cells.map((cell) => cell ?? '')),
    )
  })

  test('times, dates, merged cells, formulas, numbers, rich text, errors and hidden sheets', () => {
    const sheet = `<worksheet><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Days</t></is></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>Minutes</t></is></c></row>
      <row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" t="str"><f>B1</f><v>MWF</v></c><c r="C3" s="1"><v>0.3125</v></c><c r="D3"><v>50</v></c></row>
      <row><c><v/></c><c t="str"><v>TTh</v></c><c s="2"><v>45873.5625</v></c><c t="e"><v>#N/A</v></c></row>
      <row r="5"><c r="B5" t="str"><v>F</v></c><c r="C5" s="2"><v>46237</v></c><c r="D5"><v>0.30000000000000004</v></c></row>
    </sheetData><mergeCells><mergeCell ref="A3:A1048576"/><mergeCell ref="A1:A1"/></mergeCells></worksheet>`
    const table = readXlsx(
      workbook(sheet, {
        'xl/sharedStrings.xml': `<sst><si><t>Section</t></si><si><r><t>Ti</t></r><r><t xml:space="preserve">me</t></r></si><si><t>7–Mabini</t><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>`,
        'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;day&quot; yyyy\\-mm\\-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="20"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
      }),
    )
    expect(table).toMatchObject({ name: 'Grade 7 & 8', otherSheets: 1 })
    expect(table.records).toEqual([
      { line: 1, cells: ['Section', 'Days', 'Time', 'Minutes'] },
      { line: 3, cells: ['7–Mabini', 'MWF', '07:30', '50'] },
      { line: 4, cells: ['7–Mabini', 'TTh', '13:30'] },
      { line: 5, cells: ['7–Mabini', 'F', '2026-08-03', '0.3'] },
    ])
  })

  test('a zip bomb, a huge sheet, a password, a document type and damaged bytes are refused at once', async () => {
    const bomb = zipOf({ 'xl/workbook.xml': Buffer.alloc(200 * 1024 * 1024) }, deflateRawSync)
    expect(bomb.byteLength).toBeLessThan(300_000)
    expect(problem(bomb)).toMatchObject({ kind: 'fileUnreadable', message: expect.stringContaining('far larger') })

    const far = workbook(
      '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    )
    expect(problem(far)).toMatchObject({ message: expect.stringContaining('at most') })

    expect(problem(zipOf({ 'xl/workbook.xml': 'x' }, undefined, 1))).toMatchObject({
      message: expect.stringContaining('password'),
    })
    expect(problem(zipOf({ 'a.txt': 'x' }))).toMatchObject({ message: expect.stringContaining('not a workbook') })
    const laughs = workbook('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>')
    expect(problem(laughs)).toMatchObject({ kind: 'fileUnreadable' })
    expect(problem(workbook('<worksheet/>'))).toMatchObject({ message: 'The file is empty.' })

    const whole = await writeXlsx([{ name: 'A', columns: [{ title: 'Section', width: 9 }], rows: [['7-Mabini']] }])
    fc.assert(
      fc.property(fc.nat(whole.byteLength - 1), fc.nat(255), fc.nat(whole.byteLength), (at, byte, length) => {
        const broken = whole.slice(0, length)
        if (at < broken.length) broken[at] = byte
        const found = problem(broken)
        return found === undefined || found.kind === 'fileUnreadable'
      }),
    )
  })
})
