import { crc32, inflateRawSync } from 'node:zlib'
import type { ProblemError } from '../../shared/problem.ts'
import { unreadable } from './csv-reader.ts'

/** A zip file whose parts are unpacked when they are asked for, never more of them than was allowed. */
export interface ZipFile {
  /** The names of all parts as the directory writes them, doubles included. They are not to be trusted as paths. */
  readonly names: readonly string[]
  /** The content of a part; null when there is none of that name. Raises `fileUnreadable`. */
  read(name: string): Uint8Array | null
}

const endMark = 0x06_05_4b_50
const entryMark = 0x02_01_4b_50
const localMark = 0x04_03_4b_50
const endLength = 22
const entryLength = 46
const localLength = 30
/** A comment stands behind the end mark. */
const longestComment = 0xff_ff
const mostParts = 2000
const isLocked = 1

/** What to say of a zip file that cannot be read, in the words of what it was to be. */
export interface ZipRefusals {
  locked(): ProblemError
  damaged(): ProblemError
  tooLarge(): ProblemError
}

interface Part {
  readonly method: number
  readonly flags: number
  readonly packed: number
  readonly checksum: number
  readonly at: number
}

/**
 * Opens a zip file by its directory (PKWARE's APPNOTE 4.3). All parts that are read hold at most `mostBytes` together,
 * whatever the file claims: a few kilobytes can be packed so that they unpack to gigabytes. Raises `fileUnreadable` in the
 * words of `refusals`, those of a workbook if none are given.
 */
export function openZip(bytes: Uint8Array, mostBytes: number, refusals: ZipRefusals = ofWorkbooks): ZipFile {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = mostBytes
  const { parts, names } = readDirectory(view, refusals)
  return {
    names,
    read(name) {
      const part = parts.get(name)
      if (part === undefined) return null
      const content = unpack(view, part, left, refusals)
      if (crc32(content) !== part.checksum) throw refusals.damaged()
      left -= content.byteLength
      return content
    },
  }
}

function readDirectory(
  view: Buffer,
  { damaged, tooLarge }: ZipRefusals,
): { parts: Map<string, Part>; names: string[] } {
  const end = findEnd(view)
  if (end === null) throw damaged()
  const count = view.readUInt16LE(end + 10)
  let at = view.readUInt32LE(end + 16)
  if (count > mostParts) throw tooLarge()
  const parts = new Map<string, Part>()
  const names: string[] = []
  for (let n = 0; n < count; n += 1) {
    if (at + entryLength > view.length || view.readUInt32LE(at) !== entryMark) throw damaged()
    const nameLength = view.readUInt16LE(at + 28)
    const name = view.toString('utf8', at + entryLength, at + entryLength + nameLength)
    names.push(name)
    parts.set(name, {
      flags: view.readUInt16LE(at + 8),
      method: view.readUInt16LE(at + 10),
      checksum: view.readUInt32LE(at + 16),
      packed: view.readUInt32LE(at + 20),
      at: view.readUInt32LE(at + 42),
    })
    at += entryLength + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32)
  }
  return { parts, names }
}

function findEnd(view: Buffer): number | null {
  const earliest = Math.max(0, view.length - endLength - longestComment)
  for (let at = view.length - endLength; at >= earliest; at -= 1) {
    if (view.readUInt32LE(at) === endMark) return at
  }
  return null
}

function unpack(view: Buffer, { method, flags, packed, at }: Part, most: number, refusals: ZipRefusals): Uint8Array {
  const { locked, damaged, tooLarge } = refusals
  if ((flags & isLocked) !== 0) throw locked()
  if (at + localLength > view.length || view.readUInt32LE(at) !== localMark) throw damaged()
  const from = at + localLength + view.readUInt16LE(at + 26) + view.readUInt16LE(at + 28)
  if (from + packed > view.length) throw damaged()
  const content = view.subarray(from, from + packed)
  if (method === 0) {
    if (content.byteLength > most) throw tooLarge()
    return content
  }
  if (method !== 8) throw damaged()
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged()
  }
}

const ofWorkbooks: ZipRefusals = {
  locked: () =>
    unreadable('This workbook is protected by a password.', 'Save it without a password, then choose it again.'),
  damaged: () =>
    unreadable('This workbook is damaged.', 'Open it in the spreadsheet program and save it again, or save it as CSV.'),
  tooLarge: () =>
    unreadable(
      'This workbook is far larger than a timetable or a class list.',
      'Copy what is to be imported into a workbook of its own, or save that sheet as CSV.',
    ),
}
