import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { open, rename } from 'node:fs/promises'
import path from 'node:path'
import type { State } from './state.ts'

/** Where the state lives between processes. */
export interface StateFile {
  /** Resolves when everything that the state held at the time of the call is on the disk. Calls meanwhile share one write. */
  save(): Promise<void>
}

/** Reads the state of the folder; undefined when there is none. An unreadable file is an error: nothing is overwritten. */
export function loadState(folder: string): State | undefined {
  let text: string
  try {
    text = readFileSync(path.join(folder, 'zoom.json'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return JSON.parse(text) as State
}

/** Keeps the state in `zoom.json` of the folder, written whole beside the old one and put in its place. */
export function createStateFile(folder: string, state: State, isStillOurs: () => boolean): StateFile {
  const file = path.join(folder, 'zoom.json')
  const draft = `${file}.${process.pid}.new`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What a killed process left half written.
  for (const name of readdirSync(folder)) {
    if (/^zoom\.json\.\d+\.new$/u.test(name)) rmSync(path.join(folder, name), { force: true })
  }
  let writing: Promise<void> | null = null
  let next: Promise<void> | null = null
  const write = async (): Promise<void> => {
    if (!isStillOurs()) throw new Error('Another practice school has taken over this folder.')
    const handle = await open(draft, 'w', 0o600)
    try {
      await handle.writeFile(JSON.stringify(state))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  }
  const save = (): Promise<void> => {
    if (writing === null) {
      writing = write().finally(() => {
        writing = null
      })
      return writing
    }
    // What is being written may have been taken before this change: one more write, shared by all who wait for it.
    next ??= writing.then(noop, noop).then(() => {
      next = null
      return save()
    })
    return next
  }
  return { save }
}

function noop(): void {
  // The failure of the write before was told to those who waited for it.
}

/** Writes a small file for this user only, whole or not at all. */
export function writePrivateFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.new`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}
