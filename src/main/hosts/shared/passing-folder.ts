import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { errorCode } from '../../secrets/atomic-file.ts'
import type { NodeHostOptions } from './node-host.ts'
import { createPracticeHost } from './practice.ts'
import { UsageError } from './usage.ts'
import { practiceFolder } from './worker-ports.ts'

/** The options with the folder settled, and what to do about it when the command ends. */
export interface SettledOptions {
  readonly options: NodeHostOptions
  /** Removes a folder that was to last no longer than the command; leaves any other. */
  discard(): Promise<void>
}

/**
 * Secrets in memory end with the process, and what they lock with them: `--secrets memory` gets a folder of its own, a new
 * one or the empty one that `--data` names, deleted at the end. Raises {@link UsageError} for a folder that holds something.
 */
export async function settleFolder(options: NodeHostOptions): Promise<SettledOptions> {
  if (options.secrets !== 'memory') return { options, discard: async () => undefined }
  const folder = options.data === undefined ? await mkdtemp(join(tmpdir(), 'homeroom-')) : resolve(options.data)
  const found = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  if (found.length > 0) {
    throw new UsageError(
      '--secrets memory deletes its data folder at the end: name one that is empty or not there yet.',
    )
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return { options: { ...options, data: folder }, discard: () => discardFolder(folder) }
}

/** Ends the practice school that lives in a data folder, if one runs, and deletes the folder. */
export async function discardFolder(folder: string): Promise<void> {
  await createPracticeHost({ folder: practiceFolder(folder) }).stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
