import { unreadable } from './csv-reader.ts'
import { isZip } from './xlsx-reader.ts'
import { openZip, type ZipRefusals } from './zip-reader.ts'

/** A file of a roster as it was chosen. */
export type RosterContent = { readonly name: string; readonly bytes: Uint8Array }

/** Files under the names that the formats give them, out of a zip file or as they were chosen. */
export interface RosterFileSet {
  /** Content by name; a part of a zip file is unpacked when it is asked for. Raises `fileUnreadable`. */
  readonly contents: ReadonlyMap<string, () => Uint8Array>
  /** Name of the zip file; null for loose files. */
  readonly archive: string | null
  /** The folder of the zip file that all of them lie in; '' for none. */
  readonly folder: string
}

/** All files of a set, unpacked. A school of 5,000 has some 5 MB. */
const mostBytes = 64 * 1024 * 1024

/**
 * Finds the files with known names (in any capitals); null for a workbook. Raises `fileUnreadable` for a zip file that is
 * damaged, protected, too large unpacked or holds paths that lead out of it, and where one name stands twice.
 */
export function openRosterFiles(
  files: readonly RosterContent[],
  knownNames: ReadonlyMap<string, string>,
): RosterFileSet | null {
  if (files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) > mostBytes) throw refusals.tooLarge()
  const [first] = files
  if (first !== undefined && files.length === 1 && isZip(first.bytes)) return openArchive(first, knownNames)
  const contents = new Map<string, () => Uint8Array>()
  for (const { name, bytes } of files) {
    if (isZip(bytes) && !name.toLowerCase().endsWith('.xlsx'))
      throw unreadable(
        'A zip file was chosen together with other files.',
        'Choose one zip file, or loose CSV files only.',
      )
    keep(contents, knownNames.get(pathOf(name).at(-1)!.toLowerCase()), () => bytes)
  }
  return { contents, archive: null, folder: '' }
}

function openArchive(file: RosterContent, knownNames: ReadonlyMap<string, string>): RosterFileSet | null {
  const zip = openZip(file.bytes, mostBytes, refusals)
  if (zip.names.includes('[Content_Types].xml')) return null
  const contents = new Map<string, () => Uint8Array>()
  const folders = new Set<string>()
  for (const name of zip.names) {
    const path = pathOf(name)
    if (name.includes('\0') || /^(?:[/\\]|[a-z]:)/i.test(name) || path.includes('..')) throw leadsOut()
    const known = knownNames.get(path.at(-1)!.toLowerCase())
    // What a Mac packs beside each file.
    if (known === undefined || path[0] === '__MACOSX') continue
    folders.add(path.slice(0, -1).join('/'))
    keep(contents, known, () => zip.read(name) ?? new Uint8Array())
  }
  if (folders.size > 1)
    throw unreadable(
      'The files in this zip file lie in several folders.',
      'Pack the CSV files of one set, without folders.',
    )
  return { contents, archive: file.name, folder: [...folders][0] ?? '' }
}

/** Windows' zip programs once wrote backslashes. */
const pathOf = (name: string): string[] => name.split(/[/\\]/)

function keep(contents: Map<string, () => Uint8Array>, name: string | undefined, content: () => Uint8Array): void {
  if (name === undefined) return
  if (contents.has(name)) throw unreadable(`There are two files ${name}.`, 'Choose the files of one set.')
  contents.set(name, content)
}

const leadsOut = () =>
  unreadable(
    'This zip file holds names that lead out of it, as no roster does. Nothing was read.',
    'Ask whoever made it for a new one, and do not unpack this one.',
  )

const refusals: ZipRefusals = {
  locked: () =>
    unreadable('This zip file is protected by a password.', 'Unpack it and choose the CSV files in it together.'),
  damaged: () => unreadable('This zip file is damaged.', 'Get it again; a download or a copy may have broken off.'),
  tooLarge: () =>
    unreadable(
      'These files are larger than 64 MB, unpacked: far more than any school has.',
      'Export the files of one school and one school year.',
    ),
}
