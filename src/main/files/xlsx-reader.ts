import { timeOfDay } from '../../shared/domain/time.ts'
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

/** One sheet of a workbook that is read when it is asked for. */
export interface WorkbookSheet {
  readonly name: string
  /** Raises `fileUnreadable`. */
  read(): CsvRecords['records']
}

/** What a workbook is to be, for messages, and what counts of a date that has a time. */
export interface WorkbookUse {
  readonly noun: string
  readonly ofInstants: 'date' | 'time'
}

/** Unpacked, all parts that are read: some 200,000 rows of a usual sheet. */
const mostBytes = 64 * 1024 * 1024
const mostRows = 20_000
const mostColumns = 200
const mostMerged = 20_000

/** Whether the bytes look like a workbook (or any zip file). */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4

/**
 * The first sheet of a timetable's workbook that is to be seen, as {@link openXlsx} reads it, with times rather than dates.
 */
export function readXlsx(bytes: Uint8Array): SheetText {
  const sheets = openXlsx(bytes, { noun: 'timetable', ofInstants: 'time' })
  return { name: sheets[0].name, otherSheets: sheets.length - 1, records: sheets[0].read() }
}

/**
 * The sheets that are to be seen, as text (ECMA-376 part 1, 18): times as HH:MM, dates as YYYY-MM-DD, numbers with the zeros
 * that their format shows, formulas by their last value, a merged cell's text in each of its cells. Raises
 * `fileUnreadable`; what is beyond 20,000 rows or 200 columns refuses the sheet.
 */
export function openXlsx(bytes: Uint8Array, use: WorkbookUse): readonly [WorkbookSheet, ...WorkbookSheet[]] {
  return sound(() => {
    const zip = openZip(bytes, mostBytes)
    const { sheets, isFrom1904 } = readWorkbook(zip)
    let reading: Reading | null = null
    const [first, ...others] = sheets.map(({ name, path }) => {
      let records: CsvRecords['records'] | null = null
      const read = () => {
        reading ??= {
          use,
          isFrom1904,
          strings: readStrings(textOf(zip, 'xl/sharedStrings.xml') ?? ''),
          formats: readStyles(textOf(zip, 'xl/styles.xml') ?? ''),
        }
        const content = textOf(zip, path)
        if (content === null) throw damaged()
        return readSheet(content, reading)
      }
      return { name, read: () => (records ??= sound(read)) }
    })
    if (first === undefined) throw damaged()
    return [first, ...others]
  })
}

/** Broken XML is a damaged workbook. */
function sound<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw damaged()
    throw error
  }
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

/** What a cell format makes of a number: a date or a time, or no fewer than so many digits. */
interface NumberFormat {
  readonly isDate: boolean
  readonly digits: number
}

/** The cell formats by their number. */
function readStyles(content: string): NumberFormat[] {
  const custom = new Map<string, string>()
  const styles: NumberFormat[] = []
  let isOfCells = false
  for (const event of readXml(content)) {
    if (event.kind === 'text') continue
    if (event.name === 'cellXfs') isOfCells = event.kind === 'open'
    if (event.kind === 'close') continue
    if (event.name === 'numFmt') custom.set(event.attributes('numFmtId') ?? '', event.attributes('formatCode') ?? '')
    if (event.name !== 'xf' || !isOfCells) continue
    const id = event.attributes('numFmtId') ?? '0'
    const code = custom.get(id) ?? ''
    styles.push({
      isDate: usualDates.has(Number(id)) || isDateFormat(code),
      digits: /^0{2,40}$/.test(code) ? code.length : 0,
    })
  }
  return styles
}

/** The numbers of the formats that every spreadsheet program knows (ECMA-376 part 1, 18.8.30). */
const usualDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57])

const isDateFormat = (code: string): boolean => /[dhmsy]/i.test(code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''))

interface Reading {
  readonly use: WorkbookUse
  readonly strings: readonly string[]
  readonly formats: readonly NumberFormat[]
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
        const text = shownText(cell, reading)
        if (text === '') continue
        if (line > mostRows || cell.column >= mostColumns) throw tooLong(reading.use.noun)
        const cells = rows.get(line) ?? []
        rows.set(line, cells)
        cells[cell.column] = text
      }
    }
  }
  if (merged.length > mostMerged || !spread(rows, merged)) throw tooLong(reading.use.noun)
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

function shownText({ type, style, text }: OpenCell, { strings, formats, isFrom1904, use }: Reading): string {
  if (type === 's') return (strings[Number(text)] ?? '').trim()
  if (type === 'str' || type === 'inlineStr') return text.trim()
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE'
  // What a formula could not reckon, "#N/A", says nothing.
  if (type === 'e' || text === '') return ''
  if (type === 'd') {
    const [date = '', time] = text.split('T')
    return time !== undefined && use.ofInstants === 'time' ? time.slice(0, 5) : date
  }
  const value = Number(text)
  if (!Number.isFinite(value)) return text.trim()
  const { isDate, digits } = formats[style] ?? plainFormat
  if (isDate) return dateOrTime(use.ofInstants === 'date' && value >= 1 ? Math.floor(value) : value, isFrom1904)
  const shown = String(Number(value.toPrecision(15)))
  return /^\d+$/.test(shown) ? shown.padStart(digits, '0') : shown
}

const plainFormat: NumberFormat = { isDate: false, digits: 0 }

const minutesOfDay = 24 * 60

/** Days since the end of 1899, or of 1903: a part of a day is a time, which is all that counts of it here. */
function dateOrTime(value: number, isFrom1904: boolean): string {
  const minutes = Math.round((value - Math.floor(value)) * minutesOfDay) % minutesOfDay
  if (!Number.isInteger(value) || value < 1) return timeOfDay(minutes)
  const start = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const date = new Date(start + value * minutesOfDay * 60_000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}

/** A merged cell says the same in each of its cells. False where merged cells claim more cells than a sheet has. */
function spread(rows: Map<number, string[]>, merged: readonly string[]): boolean {
  const lines = [...rows.keys()].sort((a, b) => a - b)
  let left = mostRows * mostColumns
  for (const reference of merged) {
    const [, from, top, to, bottom] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
    if (from === undefined || top === undefined || to === undefined || bottom === undefined) continue
    const [firstColumn, lastColumn] = [columnOf(from), Math.min(columnOf(to), mostColumns - 1)]
    const text = rows.get(Number(top))?.[firstColumn] ?? ''
    if (text === '') continue
    // Only where there are rows anyway: a cell may be merged down to the end of the sheet.
    for (let at = placeIn(lines, Number(top)); at < lines.length && lines[at]! <= Number(bottom); at += 1) {
      left -= lastColumn - firstColumn + 1
      if (left < 0) return false
      const cells = rows.get(lines[at]!)!
      for (let column = firstColumn; column <= lastColumn; column += 1) cells[column] ??= text
    }
  }
  return true
}

/** The place of the first number that is no less, in ascending ones. */
function placeIn(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** The place before a numbered row; the one after the last where it has no number. */
const placeOf = (number: string | undefined, before: number): number =>
  number !== undefined && /^\d{1,7}$/.test(number) ? Number(number) - 1 : before

function textOf(zip: ZipFile, name: string): string | null {
  const bytes = zip.read(name)
  return bytes === null ? null : new TextDecoder().decode(bytes)
}

const damaged = () =>
  unreadable(
    'This workbook cannot be read.',
    'Open it in the spreadsheet program and save it again, or save it as CSV.',
  )

const tooLong = (noun: string) =>
  unreadable(
    `A ${noun} has at most ${mostRows} rows and ${mostColumns} columns.`,
    `Copy the ${noun} into a workbook of its own.`,
  )
