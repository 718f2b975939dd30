import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Log } from '../../src/main/ports.ts'
import type { Database } from '../../src/main/store/database.ts'
import { openAndMigrate } from '../../src/main/store/open.ts'

/** The project's generated migrations. */
export const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
/** The fonts of PDF files, as they are. */
export const fontsFolder = fileURLToPath(new URL('../../resources/fonts', import.meta.url))

/** A log that keeps its lines, so that a test can read what was and was not said. */
export function memoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const keep =
    (level: string) =>
    (event: string, fields: object = {}) => {
      lines.push(JSON.stringify({ level, event, ...fields }))
    }
  return {
    lines,
    info: keep('info'),
    warn: keep('warn'),
    error(event, error, fields = {}) {
      lines.push(
        JSON.stringify({
          level: 'error',
          event,
          ...fields,
          stack: String(error instanceof Error ? error.stack : error),
        }),
      )
      return `log-${lines.length}`
    },
  }
}

/** A folder of one test's own, deleted when it is over. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A migrated, encrypted database of one test's own; closed and deleted when it is over. */
export async function testDatabase(
  options: { folder?: string; key?: Uint8Array; owner?: string } = {},
): Promise<Database & { folder: string; key: Uint8Array }> {
  const folder = options.folder ?? testFolder()
  const key = options.key ?? randomBytes(32)
  const database = await openAndMigrate({
    file: join(folder, 'homeroom.db'),
    key,
    owner: options.owner ?? 'test',
    log: memoryLog(),
    migrationsFolder,
    backupsFolder: join(folder, 'backups'),
    now: 0,
  })
  onTestFinished(() => database.close())
  return Object.assign(database, { folder, key })
}
