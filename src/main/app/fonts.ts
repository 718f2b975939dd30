import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadFonts } from '../files/link-sheet-pdf.ts'

/** Reads fonts out of a folder, each when a file first needs it. */
export function createFontReader(folder: string): ReadFonts {
  const read = new Map<string, Promise<Uint8Array>>()
  const bytesOf = (name: string): Promise<Uint8Array> => {
    const bytes = read.get(name) ?? readFile(join(folder, name))
    read.set(name, bytes)
    return bytes
  }
  return async (names) => new Map(await Promise.all(names.map(async (name) => [name, await bytesOf(name)] as const)))
}
