import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumFlags, chromiumMissing, findChromium } from '../test/support/chromium.ts'
import { root } from './steps.ts'

const resources = join(root, 'resources')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

interface Picture {
  readonly size: number
  readonly png: Buffer
}

/** The largest picture that is drawn from the drawing on the grid of 16 pixels. */
const largestSmall = 24

async function draw(executablePath: string): Promise<readonly Picture[]> {
  const large = await readFile(join(resources, 'icon.svg'), 'utf8')
  const small = await readFile(join(resources, 'icon-small.svg'), 'utf8')
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
  try {
    const page = await browser.newPage()
    const pictures: Picture[] = []
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(
        `<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${size <= largestSmall ? small : large}`,
      )
      pictures.push({ size, png: await page.screenshot({ omitBackground: true }) })
    }
    return pictures
  } finally {
    await browser.close()
  }
}

/** Windows' icon file: a directory of 16 bytes per picture, then the PNGs as they are (since Vista). */
function icoOf(pictures: readonly Picture[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    // One byte per side; 256 is written as 0.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

const icnsTypes = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const

/** Apple's icon file: type, length and PNG, one after the other. */
function icnsOf(pictures: readonly Picture[]): Buffer {
  const parts = icnsTypes.flatMap(([type, size]) => {
    const png = pictures.find((picture) => picture.size === size)?.png
    return png ? [chunk(type, png)] : []
  })
  return chunk('icns', Buffer.concat(parts))
}

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}

/** Draws resources/icon.svg (and icon-small.svg) anew in all sizes and formats that the installers take: node tools/run.mjs icons */
export async function main(): Promise<number> {
  const executablePath = findChromium()
  if (!executablePath) {
    console.error(chromiumMissing)
    return 1
  }
  const pictures = await draw(executablePath)
  await mkdir(join(resources, 'icons'), { recursive: true })
  for (const { size, png } of pictures) await writeFile(join(resources, 'icons', `${size}x${size}.png`), png)
  await writeFile(join(resources, 'icon.ico'), icoOf(pictures.filter(({ size }) => size <= 256)))
  await writeFile(join(resources, 'icon.icns'), icnsOf(pictures))
  return 0
}
