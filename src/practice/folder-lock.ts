import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Who holds a folder: its process, and, where the system tells, when that process began (process ids are used again). */
export interface Holder {
  readonly number: number
  readonly pid: number
  readonly startedAt: string
  /** False when the process is gone; a lock that is just being written counts as living. */
  readonly isAlive: boolean
  readonly ageMs: number
  /** When it was told to end (epoch ms); 0 for one that was not. */
  readonly endedAt: number
}

/** A folder that is ours until we give it up or somebody who took us for dead takes it. */
export interface FolderLock {
  isStillOurs(): boolean
  /** Notes that we were told to end, for those who were started before that and have not come to look yet. */
  noteEnd(): void
}

const writingMs = 3000

/**
 * Takes the folder for this process, or says who has it. Locks are numbered files; the highest is the one that
 * counts and is never removed, so that of many who find its holder dead exactly one can create the next.
 * `isGivenUp` may declare a living holder dead (its process id now belongs to another program). Whoever was started
 * before the last holder was told to end is meant too, and gets that holder instead of the folder.
 */
export function takeFolder(folder: string, isGivenUp: (holder: Holder) => boolean): FolderLock | Holder {
  // One level only: a whole data folder that was deleted meanwhile must not come back.
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  for (;;) {
    const holder = highest(folder)
    if (holder !== undefined && (wasMeantToo(holder) || (holder.isAlive && !isGivenUp(holder)))) return holder
    const number = (holder?.number ?? 0) + 1
    if (!create(folder, number)) continue
    if ((highest(folder)?.number ?? 0) > number) {
      // An old listing led us to a number that had been passed long ago.
      rmSync(fileOf(folder, number), { force: true })
      continue
    }
    for (const lower of numbers(folder).filter((each) => each < number)) rmSync(fileOf(folder, lower), { force: true })
    const isStillOurs = (): boolean => Math.max(0, ...numbers(folder)) === number
    return {
      isStillOurs,
      noteEnd() {
        if (isStillOurs()) writeFileSync(fileOf(folder, number), ownLines(Date.now()))
      },
    }
  }
}

/** Whether the holder was told to end after this process was started. */
export function wasMeantToo(holder: Holder): boolean {
  return !holder.isAlive && holder.endedAt > performance.timeOrigin
}

function ownLines(endedAt: number): string {
  return `${process.pid}\n${processStart(process.pid)}\n${endedAt}\n`
}

function fileOf(folder: string, number: number): string {
  return path.join(folder, `lock.${number}`)
}

/** A folder that is gone has no locks: whoever held it holds nothing any more. */
function numbers(folder: string): number[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => /^lock\.(?<number>\d+)$/u.exec(name)?.groups?.number)
    .flatMap((number) => (number === undefined ? [] : [Number(number)]))
}

function highest(folder: string): Holder | undefined {
  const number = Math.max(0, ...numbers(folder))
  if (number === 0) return undefined
  const file = fileOf(folder, number)
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs
    const [pidText = '', startedAt = '', ended = '0'] = readFileSync(file, 'utf8').split('\n')
    const pid = Number(pidText)
    const isAlive = pidText === '' ? ageMs < writingMs : isRunning(pid) && isSame(pid, startedAt)
    return { number, pid, startedAt, isAlive, ageMs, endedAt: Number(ended) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return highest(folder)
    throw error
  }
}

function create(folder: string, number: number): boolean {
  try {
    writeFileSync(fileOf(folder, number), ownLines(0), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether the process with this id is the one that began then, and has not ended without its parent's notice. */
function isSame(pid: number, startedAt: string): boolean {
  return processStart(pid) === startedAt && statusOf(pid)[0] !== 'Z'
}

/** When the process began, in the system's own ticks; empty where the system does not tell (anything but Linux). */
function processStart(pid: number): string {
  return statusOf(pid)[19] ?? ''
}

/** What Linux tells of a process, from its state on; nothing elsewhere. */
function statusOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  } catch {
    return []
  }
}
