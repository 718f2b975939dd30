import { deflateRawSync } from 'node:zlib'
import { zipOf } from './zip.ts'

/** What a cell holds: text, a number, or a number shown as a date or with no fewer than 12 digits. */
export type WorkbookCell = string | number | { readonly value: number; readonly format: 'date' | 'twelveDigits' } | null

/** A sheet as its rows, with merged cells by their references. */
export interface WorkbookRows {
  readonly name: string
  readonly rows: readonly (readonly WorkbookCell[])[]
  readonly merged?: readonly string[]
  readonly isHidden?: boolean
}

/** A workbook as spreadsheet programs write one: shared texts, styles, packed parts; empty cells stand where a border is. */
export function workbookOf(sheets: readonly WorkbookRows[]): Uint8Array {
  const texts = new Map<string, number>()
  const placeOf = (text: string) => {
    const place = texts.get(text) ?? texts.size
    texts.set(text, place)
    return place
  }
  const cellXml = (cell: WorkbookCell, reference: string) => {
    if (cell === null || cell === '') return `<c r="${reference}" s="0"/>`
    if (typeof cell === 'string') return `<c r="${reference}" s="0" t="s"><v>${placeOf(cell)}</v></c>`
    if (typeof cell === 'number') return `<c r="${reference}" s="0"><v>${cell}</v></c>`
    return `<c r="${reference}" s="${cell.format === 'date' ? 1 : 2}"><v>${cell.value}</v></c>`
  }
  const parts: Record<string, string> = {}
  sheets.forEach(({ rows, merged = [] }, index) => {
    const lines = rows.map((cells, row) => {
      const inside = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${row + 1}`)).join('')
      return `<row r="${row + 1}">${inside}</row>`
    })
    const ranges = merged.map((reference) => `<mergeCell ref="${reference}"/>`).join('')
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `${head}<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData><mergeCells>${ranges}</mergeCells></worksheet>`
  })
  const listed = sheets.map(
    ({ name, isHidden }, index) =>
      `<sheet name="${escaped(name)}" sheetId="${index + 1}"${isHidden === true ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`
  const relations = [
    ...sheets.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
    relation('rIdS', 'styles', 'styles.xml'),
    relation('rIdT', 'sharedStrings', 'sharedStrings.xml'),
  ]
  const strings = [...texts.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`)
  return zipOf(
    {
      '[Content_Types].xml': `${head}<Types><Default Extension="xml" ContentType="application/xml"/></Types>`,
      'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="r"><sheets>${listed.join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `${head}<Relationships>${relations.join('')}</Relationships>`,
      'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${strings.join('')}</sst>`,
      'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="000000000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
      ...parts,
    },
    deflateRawSync,
  )
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A, B, ... Z, AA: the name of a column by its place. */
export function columnName(place: number): string {
  const rest = Math.floor(place / 26)
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCodePoint(65 + (place % 26))
}

/** The number of a date in a spreadsheet. */
export const dateNumber = (on: string): number => Date.parse(`${on}T00:00:00Z`) / 86_400_000 + 25_569
