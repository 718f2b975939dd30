import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import { readVaultKind } from '../secrets/vault.ts'
import { ensurePrivateFolder, errorCode, replaceFile, withFileLock } from '../secrets/atomic-file.ts'

const FolderRecord = z.object({
  format: z.literal('homeroom'),
  version: z.literal(1),
  /** This computer's id in decisions and leases; says nothing about the computer or its user. */
  device: z.uuid(),
  current: z.enum(['school', 'practice']).nullable(),
})
type FolderRecord = z.infer<typeof FolderRecord>

/** Which of the two schools of a data folder: the real one, or the practice school. Neither can become the other. */
export type SchoolKind = 'school' | 'practice'

/** The data folder: which school is open, and where each keeps its things. */
export interface DataFolder {
  readonly device: string
  /** Which school was opened last by whatever door, or null on first run. */
  current(): Promise<SchoolKind | null>
  makeCurrent(kind: SchoolKind | null): Promise<void>
  /** The folder of one school: its database, keys and backups. */
  of(kind: SchoolKind): string
  /** Whether that school has been set up here. */
  has(kind: SchoolKind): Promise<boolean>
}

/** Opens the data folder, making it (for this user only) when it is not there. Raises `readOnly`, `diskFull`, `fileUnreadable`. */
export async function openDataFolder(path: string, newId: () => string): Promise<DataFolder> {
  const file = join(path, 'homeroom.json')
  const what = 'the settings of the data folder'
  const read = async (): Promise<FolderRecord | null> => {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null
      throw error
    }
    const parsed = FolderRecord.safeParse(safeJson(text))
    if (parsed.success) return parsed.data
    throw new ProblemError('fileUnreadable', 'The file homeroom.json of the data folder cannot be read.', {
      fix: 'Restore it from a backup of the data folder, or delete it: Homeroom then asks again which school to open.',
    })
  }
  const write = (record: FolderRecord) => replaceFile(file, `${JSON.stringify(record, null, 2)}\n`, what)

  await ensurePrivateFolder(path)
  // Ten terminal commands may meet on a new folder: the first one names the device.
  const device = await withFileLock(file, what, async () => {
    const found = await read()
    if (found !== null) return found.device
    const fresh = newId()
    await write({ format: 'homeroom', version: 1, device: fresh, current: null })
    return fresh
  })

  return {
    device,
    current: async () => (await read())?.current ?? null,
    makeCurrent: (current) => write({ format: 'homeroom', version: 1, device, current }),
    of: (kind) => join(path, kind),
    has: async (kind) => (await readVaultKind(join(path, kind))) !== null,
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
