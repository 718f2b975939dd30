import Pdf from 'pdfkit'
import { runsOf, type Weight } from './pdf-fonts.ts'

/** Papers of school offices: width and height in points. Folio is the long bond paper of the Philippines. */
export const papers = {
  a4: [595.28, 841.89],
  letter: [612, 792],
  folio: [612, 936],
} as const
/** One of them. */
export type Paper = keyof typeof papers

/** How a line is set. Sizes and places are points; places count from the upper left corner. */
export interface LineStyle {
  readonly size: number
  readonly weight?: Weight
  readonly color?: string
  /** A longer line is cut, with an ellipsis. */
  readonly width: number
  readonly align?: 'left' | 'right'
}

/** A document being drawn. */
export interface PdfPage {
  readonly width: number
  readonly height: number
  line(text: string, x: number, y: number, style: LineStyle): void
  /** How wide a line would be. */
  widthOf(text: string, size: number, weight: Weight): number
  rule(x: number, y: number, width: number, isDashed: boolean): void
  /** A square of modules, as QR codes are: `true` is dark. */
  squares(rows: readonly (readonly boolean[])[], x: number, y: number, size: number): void
  newPage(): void
}

/** What a PDF says about itself. */
export interface PdfAbout {
  readonly title: string
  /** Epoch ms. */
  readonly madeAt: number
  readonly paper: Paper
  /** Bytes by file name: every font of `fontsFor(texts)`. */
  readonly fonts: ReadonlyMap<string, Uint8Array>
  /** Stands at the foot of each page. */
  readonly footer: (page: number, of: number) => string
}

const ink = '#111111'
const footerSize = 7.5
/** Points of paper that no printer needs to reach. */
export const margin = 36

/** Draws a document on paper of one size and returns it as PDF, its fonts inside, legible in black and white. */
export async function writePdf(about: PdfAbout, draw: (page: PdfPage) => void): Promise<Uint8Array> {
  const [width, height] = papers[about.paper]
  const document = new Pdf({
    size: [width, height],
    margin: 0,
    bufferPages: true,
    // None of the fonts that a reader is expected to have: they know no ñ beyond Western Europe.
    font: '',
    info: { Title: about.title, Creator: 'Homeroom', CreationDate: new Date(about.madeAt) },
  })
  const chunks: Uint8Array[] = []
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const ended = new Promise<void>((resolve) => document.on('end', resolve))
  for (const [name, bytes] of about.fonts) document.registerFont(name, Buffer.from(bytes))

  // Shaping a line takes a thousand times as long as looking it up, and a sheet writes most of its lines many times.
  const known = new Map<string, number>()
  const widthOf = (text: string, size: number, weight: Weight): number => {
    const key = `${weight} ${text}`
    const perPoint =
      known.get(key) ??
      runsOf(text, weight).reduce((sum, run) => sum + document.font(run.font).fontSize(1).widthOfString(run.text), 0)
    known.set(key, perPoint)
    return perPoint * size
  }
  const line = (text: string, x: number, y: number, style: LineStyle): void => {
    const { size, weight = 400, color = ink, width: room, align = 'left' } = style
    const shown = cutToFit(text, room, (part) => widthOf(part, size, weight))
    let at = align === 'right' ? x + room - widthOf(shown, size, weight) : x
    for (const run of runsOf(shown, weight)) {
      document.font(run.font).fontSize(size).fillColor(color)
      // On one baseline, whatever the heights of the fonts.
      document.text(run.text, at, y + size, { lineBreak: false, baseline: 'alphabetic' })
      at += document.widthOfString(run.text)
    }
  }
  draw({
    width,
    height,
    line,
    widthOf,
    rule: (x, y, length, isDashed) => {
      document
        .lineWidth(0.5)
        .strokeColor('#777777')
        .moveTo(x, y)
        .lineTo(x + length, y)
      if (isDashed) document.dash(3, { space: 3 })
      document.stroke().undash()
    },
    squares: (rows, x, y, size) => {
      const side = size / rows.length
      rows.forEach((row, down) => {
        for (let across = 0; across < row.length; across += 1) {
          if (!row[across]) continue
          const from = across
          while (row[across + 1]) across += 1
          document.rect(x + from * side, y + down * side, (across - from + 1) * side, side)
        }
      })
      document.fill('#000000')
    },
    newPage: () => void document.addPage({ size: [width, height], margin: 0 }),
  })
  const { count } = document.bufferedPageRange()
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page)
    const style = { size: footerSize, color: '#555555', width: width - 2 * margin }
    line(about.footer(page + 1, count), margin, height - margin + 8, style)
  }
  document.end()
  await ended
  return Buffer.concat(chunks)
}

function cutToFit(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text
  const letters = [...text]
  let [fits, tooLong] = [0, letters.length]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (widthOf(`${letters.slice(0, middle).join('').trimEnd()}…`) <= room) fits = middle
    else tooLong = middle
  }
  return `${letters.slice(0, fits).join('').trimEnd()}…`
}
