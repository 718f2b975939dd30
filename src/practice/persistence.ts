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
import type { Meeting, State } from './state.ts'

/** Where the state lives between processes: `zoom.json`, and a file for each meeting, so that a change writes little. */
export interface StateFile {
  /**
   * Resolves when the state, with every meeting named in `touched`, is on the disk as it was at the time of the call or
   * later. Calls that come meanwhile share one more write. Raises an Error when the disk or the folder's new owner refuses.
   */
  save(): Promise<void>
}

const meetingsFolder = 'meetings'

/** Reads the state of the folder; undefined when there is none. An unreadable file is an error: nothing is overwritten. */
export function loadState(folder: string): State | undefined {
  let text: string
  try {
    text = readFileSync(path.join(folder, 'zoom.json'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const meetings = readdirSync(path.join(folder, meetingsFolder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, meetingsFolder, name), 'utf8')) as Meeting)
    .toSorted((a, b) => a.place - b.place)
  return { ...(JSON.parse(text) as State), meetings: Object.fromEntries(meetings.map((each) => [each.id, each])) }
}

/** Keeps the state in the folder. Each file is written whole beside the old one and put in its place. */
export function createStateFile(
  folder: string,
  state: State,
  touched: Set<string>,
  isStillOurs: () => boolean,
): StateFile {
  mkdirSync(path.join(folder, meetingsFolder), { recursive: true, mode: 0o700 })
  for (const place of [folder, path.join(folder, meetingsFolder)]) {
    // What a killed process left half written.
    for (const name of readdirSync(place)) if (name.endsWith('.new')) rmSync(path.join(place, name), { force: true })
  }
  let writing: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function replace(name: string, text: string): Promise<void> {
    const file = path.join(folder, name)
    const handle = await open(`${file}.new`, 'w', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(`${file}.new`, file)
  }

  async function write(): Promise<void> {
    if (!isStillOurs()) throw new Error('Another practice school has taken over this folder.')
    const ids = [...touched]
    touched.clear()
    const texts = ids.flatMap((id) => {
      const meeting = state.meetings[id]
      return meeting === undefined
        ? []
        : [{ name: path.join(meetingsFolder, `${id}.json`), text: JSON.stringify(meeting) }]
    })
    const rest = JSON.stringify({ ...state, meetings: {} })
    try {
      for (const { name, text } of texts) await replace(name, text)
      await replace('zoom.json', rest)
    } catch (error) {
      for (const id of ids) touched.add(id)
      throw error
    }
  }

  function save(): Promise<void> {
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
