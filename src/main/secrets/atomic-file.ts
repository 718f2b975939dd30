import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError } from '../../shared/problem.ts'

const temporarySuffix = '.tmp'
const lockPatienceMs = 10_000
/** Nobody holds a lock for so long: the work under it is one small write. */
const lockAbandonedMs = 60_000

/** The code of a system error, such as `ENOSPC`; undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Turns a failed write into `diskFull` or `readOnly` (naming `what` was being kept); anything else comes back as it is. */
export function writeProblem(error: unknown, what: string): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ProblemError(
        'diskFull',
        `The disk is full, so ${what} could not be kept. Nothing was changed.`,
        { fix: 'Free some space on the disk and try again.' },
        { cause: error },
      )
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new ProblemError(
        'readOnly',
        `Homeroom may not write there, so ${what} could not be kept. Nothing was changed.`,
        { fix: 'Give your user account the right to write to this folder, or choose another one.' },
        { cause: error },
      )
    default:
      return error
  }
}

/** Makes the folder (and those above it) for this user only, or leaves an existing one as it is. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/**
 * Replaces the file in one step: whoever reads it, even after a power cut, finds the old content or the new one.
 * Raises `diskFull` or `readOnly` naming `what`.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  what: string,
  mode = 0o600,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}${temporarySuffix}`
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await renameOver(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw writeProblem(error, what)
  }
}

/** Renames, and tries again for a while: Windows refuses while somebody (a virus scanner) has the file open. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (process.platform !== 'win32' || attempt === 10) throw error
      await delay(attempt * 20)
    }
  }
}

/** Makes the new name itself survive a power cut; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Runs `work` while no other process does so for the same path, and sweeps what a killed writer left beside it.
 * A lock whose holder died is taken over. Raises `inUse` after ten seconds of waiting.
 */
export async function withFileLock<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  const token = randomUUID()
  const deadline = Date.now() + lockPatienceMs
  while (!(await take(lock, token, what))) {
    if (Date.now() > deadline) {
      throw new ProblemError('inUse', `Another Homeroom is busy with ${what}.`, { fix: 'Try again in a moment.' })
    }
    if (!(await removeAbandoned(lock))) await delay(10 + Math.random() * 30)
  }
  try {
    await sweep(path)
    return await work()
  } finally {
    await rm(join(lock, token), { force: true })
    await removeEmpty(lock)
  }
}

/**
 * A lock is a folder with one file, which is named by a token and says who holds it. It is made aside and renamed in one
 * step, which fails where a folder with anything in it stands: nobody ever sees a lock that does not say whose it is,
 * wherever its writer is killed.
 */
async function take(lock: string, token: string, what: string): Promise<boolean> {
  if ((await holdersOf(lock)).length > 0) return false
  const aside = `${lock}.${randomUUID()}${temporarySuffix}`
  try {
    await mkdir(aside, { mode: 0o700 })
  } catch (error) {
    throw writeProblem(error, what)
  }
  try {
    await writeFile(join(aside, token), JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 })
    await rename(aside, lock)
    return true
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    // ENOENT: the holder swept ours away. EPERM, EACCES: what Windows says where a folder stands already.
    if (['EEXIST', 'ENOTEMPTY', 'ENOENT', 'EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')) return false
    throw writeProblem(error, what)
  }
}

/**
 * Removes the lock if its holder died; true when it is worth another try at once. Two who see the same dead holder both
 * remove it by its token, and cannot touch a third one who has come in since: its folder is not empty.
 */
async function removeAbandoned(lock: string): Promise<boolean> {
  for (const token of await holdersOf(lock)) {
    if (!(await isAbandoned(join(lock, token)))) return false
    await rm(join(lock, token), { force: true })
  }
  await removeEmpty(lock)
  return true
}

async function holdersOf(lock: string): Promise<readonly string[]> {
  return readdir(lock).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
}

async function removeEmpty(lock: string): Promise<void> {
  // It stands when somebody else has taken it, and is gone when somebody else has removed it.
  await rmdir(lock).catch(() => undefined)
}

async function isAbandoned(holder: string): Promise<boolean> {
  const info = await stat(holder).catch(() => null)
  if (info === null || Date.now() - info.mtimeMs > lockAbandonedMs) return true
  const known = parseHolder(await readFile(holder, 'utf8').catch(() => ''))
  return known !== null && known.host === hostname() && !isAlive(known.pid)
}

function parseHolder(text: string): { pid: number; host: string } | null {
  try {
    return JSON.parse(text) as { pid: number; host: string }
  } catch {
    return null
  }
}

/** Whether a process with this id runs on this computer. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
  return !isDefunct(pid)
}

/** Linux keeps a process that has ended until its parent asks for it; in a container nobody may, for long or for ever. */
function isDefunct(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The program's name, in brackets, may hold brackets itself.
    return status.charAt(status.lastIndexOf(') ') + 2) === 'Z'
  } catch {
    // Not Linux, or it has just gone.
    return false
  }
}

async function sweep(path: string): Promise<void> {
  const folder = dirname(path)
  const stem = `${basename(path)}.`
  for (const name of await readdir(folder)) {
    if (!name.startsWith(stem) || !name.endsWith(temporarySuffix)) continue
    // Another one's lock that is being made aside may refuse; what stays is swept the next time.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}
