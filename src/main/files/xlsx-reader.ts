import { unreadable, type CsvRecords } from './csv-reader.ts'
import { readXml, type XmlEvent } from './xml-reader.ts'
import { openZip, type ZipFile } from './zip-reader.ts'

/** One sheet of a workbook as text, rows by their number in the sheet. */
export interface SheetText {
  readonly name: string
  /** How many other sheets hold something to see. */
  readonly otherSheets: number
  readonly records: CsvRecords['records']
}

/** Unpacked, all parts that are read: some 100,000 rows of a usual sheet. */
const mostBytes = 32 * 1024 * 1024
const mostRows = 20_000
const mostColumns = 200
const mostMerged = 20_000

/** Whether the bytes look like a workbook (or any zip file). */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/**
 * The first sheet that is to be seen, as text (ECMA-376 part 1, 18): times as HH:MM, dates as YYYY-MM-DD, formulas by their
 * last value, a merged cell's text in each of its cells. Raises `fileUnreadable`; what is beyond 20,000 rows or 200
 * columns refuses the file.
 */
export function readXlsx(bytes: Uint8Array): SheetText {
  const zip = openZip(bytes, mostBytes)
  try {
    return readFirstSheet(zip)
  } catch (error) {
    if (error instanceof RangeError) throw damaged()
    throw error
  }
}

function readFirstSheet(zip: ZipFile): SheetText {
  const { sheets, isFrom1904 } = readWorkbook(zip)
  const [first] = sheets
  if (first === undefined) throw damaged()
  const content = textOf(zip, first.path)
  if (content === null) throw damaged()
  const strings = readStrings(textOf(zip, 'xl/sharedStrings.xml') ?? '')
  const styles = readStyles(textOf(zip, 'xl/styles.xml') ?? '')
  const records = readSheet(content, { strings, isDate: (style) => styles[style] === true, isFrom1904 })
  return { name: first.name, otherSheets: sheets.length - 1, records }
}

function readWorkbook(zip: ZipFile): {
  readonly sheets: readonly { readonly name: string; readonly path: string }[]
  readonly isFrom1904: boolean
} {
  const workbook = textOf(zip, 'xl/workbook.xml')
  if (workbook === null) {
    throw unreadable('This is a zip file, not a workbook.', 'Choose a workbook (.xlsx) or a CSV file.')
  }
  const targets = new Map<string, string>()
  for (const event of readXml(textOf(zip, 'xl/_rels/workbook.xml.rels') ?? '')) {
    if (event.kind !== 'open' || event.name !== 'Relationship') continue
    const target = event.attributes('Target') ?? ''
    targets.set(event.attributes('Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  const sheets: { name: string; path: string }[] = []
  let isFrom1904 = false
  for (const event of readXml(workbook)) {
    if (event.kind !== 'open') continue
    if (event.name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(event.attributes('date1904') ?? '')
    if (event.name !== 'sheet' || (event.attributes('state') ?? 'visible') !== 'visible') continue
    const path = targets.get(event.attributes('id') ?? '')
    if (path?.startsWith('xl/worksheets/')) sheets.push({ name: event.attributes('name') ?? '', path })
  }
  return { sheets, isFrom1904 }
}

/** Shared texts, without the readings of Asian letters beside them. */
function readStrings(content: string): string[] {
  const strings: string[] = []
  let [text, isText, isReading] = ['', false, false]
  for (const event of readXml(content)) {
    if (event.kind === 'text') {
      if (isText && !isReading) text += event.text
    } else if (event.name === 't') isText = event.kind === 'open'
    else if (event.name === 'rPh') isReading = event.kind === 'open'
    else if (event.name === 'si') {
      if (event.kind === 'open') text = ''
      else strings.push(text)
    }
  }
  return strings
}

/** Which cell formats show a date or a time, by their number. */
function readStyles(content: string): boolean[] {
  const custom = new Map<string, string>()
  const styles: boolean[] = []
  let isOfCells = false
  for (const event of readXml(content)) {
    if (event.kind === 'text') continue
    if (event.name === 'cellXfs') isOfCells = event.kind === 'open'
    if (event.kind === 'close') continue
    if (event.name === 'numFmt') custom.set(event.attributes('numFmtId') ?? '', event.attributes('formatCode') ?? '')
    if (event.name !== 'xf' || !isOfCells) continue
    const id = event.attributes('numFmtId') ?? '0'
    styles.push(usualDates.has(Number(id)) || isDateFormat(custom.get(id) ?? ''))
  }
  return styles
}

/** The numbers of the formats that every spreadsheet program knows (ECMA-376 part 1, 18.8.30). */
const usualDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57])

const isDateFormat = (code: string): boolean => /[dhmsy]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))

interface Reading {
  readonly strings: readonly string[]
  readonly isDate: (style: number) => boolean
  readonly isFrom1904: boolean
}

function readSheet(content: string, reading: Reading): { line: number; cells: string[] }[] {
  const rows = new Map<number, string[]>()
  const merged: string[] = []
  let line = 0
  let cell: OpenCell | null = null
  for (const event of readXml(content)) {
    if (event.kind === 'open' && event.name === 'row') line = placeOf(event.attributes('r'), line) + 1
    else if (event.kind === 'open' && event.name === 'mergeCell') merged.push(event.attributes('ref') ?? '')
    else if (event.kind === 'open' && event.name === 'c') cell = openCell(event, cell)
    else if (event.kind === 'close' && event.name === 'row') cell = null
    else if (cell !== null) {
      if (event.kind === 'text') {
        if (cell.isText) cell.text += event.text
      } else if (event.name === 'v' || event.name === 't') cell.isText = event.kind === 'open'
      else if (event.name === 'c') {
        if (line > mostRows || cell.column >= mostColumns) throw tooLong()
        const text = shownText(cell, reading)
        if (text === '') continue
        const cells = rows.get(line) ?? []
        rows.set(line, cells)
        cells[cell.column] = text
      }
    }
  }
  if (merged.length > mostMerged) throw tooLong()
  for (const reference of merged) spread(rows, reference)
  return [...rows]
    .toSorted(([a], [b]) => a - b)
    .map(([number, cells]) => ({ line: number, cells: Array.from(cells, (text) => text ?? '') }))
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  text: string
  isText: boolean
}

/** A cell without a reference stands after the one before it. */
function openCell(event: Extract<XmlEvent, { kind: 'open' }>, before: OpenCell | null): OpenCell {
  const reference = /^[A-Z]{1,3}/.exec(event.attributes('r') ?? '')?.[0]
  return {
    column: reference === undefined ? (before?.column ?? -1) + 1 : columnOf(reference),
    type: event.attributes('t') ?? 'n',
    style: Number(event.attributes('s') ?? 0),
    text: '',
    isText: false,
  }
}

function shownText({ type, style, text }: OpenCell, { strings, isDate, isFrom1904 }: Reading): string {
  if (type === 's') return (strings[Number(text)] ?? '').trim()
  if (type === 'str' || type === 'inlineStr') return text.trim()
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  // What a formula could not reckon, "#N/A", says nothing.
  if (type === 'e' || text === '') return ''
  if (type === 'd') return text.includes('T') ? text.slice(text.indexOf('T') + 1, text.indexOf('T') + 6) : text
  const value = Number(text)
  if (!Number.isFinite(value)) return text.trim()
  return isDate(style) ? dateOrTime(value, isFrom1904) : String(Number(value.toPrecision(15)))
}

const minutesOfDay = 24 * 60

/** Days since the end of 1899, or of 1903: a part of a day is a time, which is all that counts of it here. */
function dateOrTime(value: number, isFrom1904: boolean): string {
  const minutes = Math.round((value - Math.floor(value)) * minutesOfDay) % minutesOfDay
  if (!Number.isInteger(value) || value < 1) {
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  }
  const start = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const date = new Date(start + value * minutesOfDay * 60_000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}

/** A merged cell says the same in each of its cells. */
function spread(rows: Map<number, string[]>, reference: string): void {
  const [, left, top, right, bottom] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return
  const [firstColumn, lastColumn] = [columnOf(left), columnOf(right)]
  const text = rows.get(Number(top))?.[firstColumn] ?? ''
  if (text === '') return
  // Only where there are rows anyway: a cell may be merged down to the end of the sheet.
  for (const [line, cells] of rows) {
    if (line < Number(top) || line > Number(bottom)) continue
    for (let column = firstColumn; column <= lastColumn && column < mostColumns; column += 1) cells[column] ??= text
  }
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** The place before a numbered row; the one after the last where it has no number. */
const placeOf = (number: string | undefined, before: number): number =>
  number === undefined ? before : Number(number) - 1

function textOf(zip: ZipFile, name: string): string | null {
  const bytes = zip.read(name)
  return bytes === null ? null : new TextDecoder().decode(bytes)
}

const damaged = () =>
  unreadable(
    'This workbook cannot be read.',
    'Open it in the spreadsheet program and save it again, or save it as CSV.',
  )

const tooLong = () =>
  unreadable(
    `A timetable has at most ${mostRows} rows and ${mostColumns} columns.`,
    'Copy the timetable into a workbook of its own.',
  )
