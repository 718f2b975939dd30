import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How long a link's file is of use, in milliseconds: a browser that opens at all has read it by then. */
const linkFileLifeMs = 60_000

/** Files that open a page in a browser. The address in them would be seen by every user in a list of processes. */
export interface LinkFiles {
  /** Writes a file for one address, readable by this user only; returns its path. */
  write(address: string): Promise<string>
  /** Removes one of them; one that is gone already is no error. */
  remove(path: string): Promise<void>
}

/** Keeps links' files in a private folder below the data folder, and clears away what a killed host left there. */
export function createLinkFiles(dataFolder: string): LinkFiles {
  const folder = join(dataFolder, 'links')

  async function sweep(): Promise<void> {
    for (const name of await readdir(folder)) {
      const written = await stat(join(folder, name)).catch(() => null)
      if (written && Date.now() - written.mtimeMs > linkFileLifeMs) await rm(join(folder, name), { force: true })
    }
  }

  return {
    async write(address) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await sweep()
      const path = join(folder, `${randomBytes(12).toString('hex')}.html`)
      const href = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
      const page = `<!doctype html><meta charset="utf-8"><title>Homeroom</title><meta http-equiv="refresh" content="0; url=${href}">`
      await writeFile(path, page, { mode: 0o600, flag: 'wx' })
      return path
    },
    remove: (path) => rm(path, { force: true }),
  }
}
