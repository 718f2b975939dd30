import { encode } from 'uqr'
import { fontsFor } from './pdf-fonts.ts'
import { margin, papers, writePdf, type Paper, type PdfPage } from './pdf-page.ts'

/** One link with all that it takes to come into a class, in the words that stand on paper. */
export interface SheetLink {
  readonly title: string
  /** "Mondays and Wednesdays, 7:30 AM"; empty for a class without a fixed time. */
  readonly when: string
  /** Null where there is none; `note` says why then. */
  readonly url: string | null
  /** Meeting ID, passcode, numbers to dial: a line each. */
  readonly lines: readonly string[]
  readonly note: string
}

/** What one person, or one section, gets: never cut apart, and nothing of anybody else on it. */
export interface LinkSlip {
  readonly name: string
  /** Section, or nothing. */
  readonly place: string
  readonly links: readonly SheetLink[]
  /** What to do, and what not to: a line each. */
  readonly advice: readonly string[]
}

/** A sheet of slips. */
export interface LinkSheet {
  readonly title: string
  readonly paper: Paper
  /** Epoch ms. */
  readonly madeAt: number
  readonly slips: readonly LinkSlip[]
  readonly footer: (page: number, of: number) => string
}

/** Reads fonts by their file names. */
export type ReadFonts = (names: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>

const qrSide = 68
const cellHeight = 82
const nameHeight = 26
const adviceHeight = 10
const gap = 14
const columnGap = 14
const nameSize = 13
const placeSize = 9.5
const urlSize = 5.5
const noteSize = 7.5

/** Slips to cut apart, as many as fit on a page, each with a QR code for every link. */
export async function writeLinkSheetPdf(sheet: LinkSheet, readFonts: ReadFonts): Promise<Uint8Array> {
  const fonts = await readFonts(fontsFor([sheet.title, sheet.footer(1, 1), ...sheet.slips.flatMap(textsOf)]))
  const { title, madeAt, paper, footer } = sheet
  return writePdf({ title, madeAt, paper, fonts, footer }, (page) => {
    const bottom = papers[paper][1] - margin - 6
    let y: number = margin
    for (const slip of sheet.slips) {
      if (y > margin && y + heightOf(slip) > bottom) {
        page.newPage()
        y = margin
      }
      y = drawSlip(page, slip, y, bottom)
    }
  })
}

const textsOf = ({ name, place, links, advice }: LinkSlip): string[] => [
  name,
  place,
  ...advice,
  ...links.flatMap(({ title, when, lines, note, url }) => [title, when, note, ...lines, url ?? '']),
]

const heightOf = ({ links, advice }: LinkSlip): number =>
  nameHeight + Math.ceil(links.length / 2) * cellHeight + advice.length * adviceHeight + gap

function drawSlip(page: PdfPage, slip: LinkSlip, from: number, bottom: number): number {
  const width = page.width - 2 * margin
  const drawHead = (y: number) => {
    const placeWidth = Math.min(page.widthOf(slip.place, placeSize, 400), width * 0.4)
    const room = width - placeWidth - columnGap
    // A long name is set smaller before it is cut.
    const size = Math.max(
      9,
      Math.min(nameSize, (nameSize * room) / Math.max(1, page.widthOf(slip.name, nameSize, 700))),
    )
    page.line(slip.name, margin, y + nameSize - size, { size, weight: 700, width: room })
    page.line(slip.place, margin, y + nameSize - placeSize, { size: placeSize, width, align: 'right' })
    return y + nameHeight
  }
  let y = drawHead(from)
  const column = (width - columnGap) / 2
  for (let at = 0; at < slip.links.length; at += 2) {
    // More classes than a page holds: the name stands on each of its pages.
    if (y + cellHeight > bottom) {
      page.newPage()
      y = drawHead(margin)
    }
    drawLink(page, slip.links[at]!, margin, y, column)
    if (at + 1 < slip.links.length) drawLink(page, slip.links[at + 1]!, margin + column + columnGap, y, column)
    y += cellHeight
  }
  for (const line of slip.advice) {
    page.line(line, margin, y, { size: 7.5, width, color: '#333333' })
    y += adviceHeight
  }
  y += gap / 2
  if (y + gap / 2 < bottom) page.rule(margin, y, width, true)
  return y + gap / 2
}

function drawLink(page: PdfPage, link: SheetLink, x: number, y: number, width: number): void {
  const side = link.url === null ? 0 : qrSide + 8
  if (link.url !== null) page.squares(encode(link.url, { ecc: 'M', border: 0 }).data, x, y, qrSide)
  const room = width - side
  let at = y - 1
  const write = (text: string, size: number, style: { weight?: 400 | 700; color?: string } = {}) => {
    if (text === '') return
    page.line(text, x + side, at, { size, width: room, ...style })
    at += size * 1.28
  }
  write(link.title, 9.5, { weight: 700 })
  write(link.when, 8)
  for (const line of link.lines) write(line, 7.5)
  for (const line of wordsOf(page, link.note, room)) write(line, noteSize, { weight: 700 })
  for (const line of linesOf(page, link.url ?? '', room).slice(0, 4)) write(line, urlSize, { color: '#333333' })
}

/** A link has no spaces: it is broken where the room ends, so that it can be typed off in full. */
function linesOf(page: PdfPage, url: string, room: number): string[] {
  const lines = ['']
  let taken = 0
  for (const letter of url) {
    const wide = page.widthOf(letter, urlSize, 400)
    if (taken + wide > room) {
      lines.push('')
      taken = 0
    }
    lines[lines.length - 1] += letter
    taken += wide
  }
  return lines
}

/** A reason may take several lines: it is of no use when it is cut. */
function wordsOf(page: PdfPage, text: string, room: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ').filter((each) => each !== '')) {
    const longer = [...lines.slice(-1), word].join(' ')
    if (lines.length > 0 && page.widthOf(longer, noteSize, 700) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
