import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { ProblemError } from '../../../shared/problem.ts'
import { product } from '../../../shared/product.ts'
import type { ProvisioningFile } from '../../ports.ts'
import { errorCode } from '../../secrets/atomic-file.ts'

/** Where the provisioning file is looked for. */
export interface ProvisioningPlace {
  readonly path: string
  /** Whether somebody named it (`--provisioning`): then it has to be there. */
  readonly isNamed: boolean
}

/** No school needs more; a file that is larger is another one. */
const largestBytes = 64 * 1024

/** The file that was named on the command line, or the one at the place for all users of this computer. */
export function placeOfProvisioning(named: string | undefined): ProvisioningPlace {
  if (named !== undefined) return { path: resolve(named), isNamed: true }
  return { path: join(machineFolder(), product.provisioningFile), isNamed: false }
}

/** The folder for all users by the convention of the operating system; only administrators write there. */
function machineFolder(): string {
  const programData = process.env['ProgramData']
  switch (process.platform) {
    case 'win32':
      return join(
        programData !== undefined && isAbsolute(programData) ? programData : 'C:\\ProgramData',
        product.dataFolderName,
      )
    case 'darwin':
      return join('/Library/Application Support', product.dataFolderName)
    default:
      return product.linuxMachineFolder
  }
}

/**
 * The provisioning file as it lies there; null where there is none, or an empty one. Raises `fileUnreadable` for a named
 * file that is not there, and for one that is no text, too large, out of reach, or open to changes by everybody.
 */
export async function readProvisioningFile({ path, isNamed }: ProvisioningPlace): Promise<ProvisioningFile | null> {
  let file: FileHandle
  try {
    // Not to wait for a writer, should it be a pipe.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')
    if (isMissing && !isNamed) return null
    if (isMissing) throw unusable('is not at the place that --provisioning names.', 'Look whether it is there.')
    throw unusable('may not be read by this user.', 'Ask your IT to let the users of Homeroom read it.')
  }
  try {
    const found = await file.stat()
    if (!found.isFile()) throw unusable('is not a file.')
    if (found.size > largestBytes) throw unusable('is larger than 64 KB, so it is another file.')
    const mode = process.platform === 'win32' ? 0 : found.mode
    if ((mode & 0o002) !== 0) {
      throw unusable(
        'can be changed by every user of this computer, so Homeroom does not trust it.',
        'Ask your IT to let only administrators change it (chmod o-w).',
      )
    }
    const text = decode(await file.readFile())
    return text.trim() === '' ? null : { text, isReadableByAll: (mode & 0o004) !== 0 }
  } finally {
    await file.close()
  }
}

/** UTF-8 with or without a byte-order mark, and the UTF-16 that Windows' own tools like to write. */
function decode(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw unusable('is not text in UTF-8.')
  }
}

// Without a cause: what the system says names the path, and a decoder may name the content.
function unusable(
  why: string,
  fix = `Ask your IT to correct ${product.provisioningFile}; Homeroom goes on without it.`,
): ProblemError {
  return new ProblemError('fileUnreadable', `The provisioning file of this computer ${why}`, { fix })
}
