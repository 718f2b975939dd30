import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensurePrivateFolder, errorCode, replaceFile } from '../secrets/atomic-file.ts'

/** The folder of calendar files that other programs read. */
export interface FeedFolder {
  /**
   * Puts a file there in one step, unless it is there with the same content; returns whether it was otherwise. Raises
   * `diskFull`, `readOnly`.
   */
  put(name: string, bytes: Uint8Array): Promise<boolean>
  /** Takes away every other calendar file; returns whether there was one. */
  keepOnly(names: readonly string[]): Promise<boolean>
}

/** Opens the folder at a path; it is made, for this user only, with the first file. */
export function createFeedFolder(path: string): FeedFolder {
  return {
    async put(name, bytes) {
      const present = await readFile(join(path, name)).catch(() => null)
      if (present?.equals(bytes) === true) return false
      await ensurePrivateFolder(path)
      await replaceFile(join(path, name), bytes, 'the calendar files')
      return true
    },
    async keepOnly(names) {
      let isChanged = false
      for (const name of await namesIn(path)) {
        if (!name.endsWith('.ics') || names.includes(name)) continue
        await rm(join(path, name), { force: true })
        isChanged = true
      }
      return isChanged
    },
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
