import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../../src/main/ports.ts'
import { openAndMigrate } from '../../src/main/store/open.ts'
import { migrationsFolder } from '../support/database.ts'

/** A log that costs nothing. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => '' }

/** A migrated, encrypted database in a folder of its own; the folder goes with `remove`. */
export async function benchDatabase() {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-bench-'))
  const [file, key] = [join(folder, 'homeroom.db'), randomBytes(32)]
  const database = await openAndMigrate({
    file,
    key,
    owner: 'bench',
    log: silent,
    migrationsFolder,
    backupsFolder: join(folder, 'backups'),
    now: 0,
  })
  return {
    database,
    file,
    key,
    async remove() {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
