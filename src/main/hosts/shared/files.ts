import { randomBytes } from 'node:crypto'
import { ProblemError } from '../../../shared/problem.ts'
import type { FileContent, Files } from '../../ports.ts'

/** The largest file that goes in or out, in bytes. */
export const largestFileBytes = 64 * 2 ** 20
/** All files in transit together; beyond it the oldest are dropped. */
const roomBytes = 4 * largestFileBytes
const lifetimeMs = 60 * 60 * 1000

/**
 * Files in transit, in this process's memory: random handles, 64 MB each, gone after an hour or when the process ends.
 * `write` raises `invalidInput` for a larger file, `read` `notFound`.
 */
export function createFiles(now: () => number = Date.now): Files {
  const held = new Map<string, { readonly file: FileContent; readonly until: number }>()

  function sweep(incoming: number): void {
    let bytes = incoming
    for (const { file } of held.values()) bytes += file.bytes.byteLength
    for (const [handle, { file, until }] of held) {
      if (until > now() && bytes <= roomBytes) return
      held.delete(handle)
      bytes -= file.bytes.byteLength
    }
  }

  return {
    async read(handle) {
      sweep(0)
      const found = held.get(handle)
      if (found) return found.file
      throw new ProblemError('notFound', 'This file is no longer there: files in transit are kept for an hour.', {
        fix: 'Choose or make the file again.',
      })
    },
    async write(file) {
      if (file.bytes.byteLength > largestFileBytes) {
        throw new ProblemError('invalidInput', 'This file is larger than 64 MB, more than Homeroom takes.', {
          fix: 'Split the file, or remove what it need not hold.',
        })
      }
      sweep(file.bytes.byteLength)
      const handle = randomBytes(24).toString('base64url')
      held.set(handle, { file, until: now() + lifetimeMs })
      return handle
    },
  }
}
