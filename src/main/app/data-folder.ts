import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import { readVaultKind } from '../secrets/vault.ts'
import { ensurePrivateFolder, errorCode, renameOver, replaceFile, withFileLock } from '../secrets/atomic-file.ts'

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
  /**
   * Lets `work` make the folder of the real school in a place aside, puts it in place in one step and makes it current.
   * When anything fails, or the computer stops on the way, there is no school and it can be made again. Raises `conflict`.
   */
  make<T>(work: (aside: string) => Promise<T>): Promise<T>
}

/** What a set-up that was killed left behind is swept away when it is this old. */
const leftBehindMs = 86_400_000
const asideSuffix = '.making'

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

  const has = async (kind: SchoolKind) => (await readVaultKind(join(path, kind))) !== null

  return {
    device,
    current: async () => (await read())?.current ?? null,
    makeCurrent: (current) => write({ format: 'homeroom', version: 1, device, current }),
    of: (kind) => join(path, kind),
    has,
    async make(work) {
      const place = join(path, 'school')
      if (await has('school')) throw alreadyThere()
      await sweepAside(path)
      const aside = `${place}-${newId()}${asideSuffix}`
      const before = (await read())?.current ?? null
      try {
        const value = await work(aside)
        await write({ format: 'homeroom', version: 1, device, current: 'school' })
        await renameOver(aside, place).catch((error: unknown) => {
          throw ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errorCode(error) ?? '') ? alreadyThere(error) : error
        })
        return value
      } catch (error) {
        await rm(aside, { recursive: true, force: true })
        if (before !== 'school')
          await write({ format: 'homeroom', version: 1, device, current: before }).catch(() => undefined)
        throw error
      }
    },
  }
}

function alreadyThere(cause?: unknown): ProblemError {
  return new ProblemError(
    'conflict',
    'This data folder is set up already.',
    { fix: 'Open the school that is there, or choose another data folder.' },
    { cause },
  )
}

async function sweepAside(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (!name.endsWith(asideSuffix)) continue
    const found = await stat(join(path, name)).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > leftBehindMs)
      await rm(join(path, name), { recursive: true, force: true })
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
