import type { Bridge } from '../shared/bridge.ts'
import type { InputOf, OperationName, OutputOf } from '../shared/contract/index.ts'
import type { ApplicationEvent } from '../shared/handle.ts'
import type { FileHandle } from '../shared/ids.ts'
import { ProblemError, type Problem, type Result } from '../shared/problem.ts'
import { createBrowserDoor } from './browser-door.ts'

declare global {
  interface Window {
    /** Put there by Electron's preload; in an ordinary browser tab our own door takes its place. */
    readonly homeroom?: Bridge
  }
}

let bridge: Bridge | undefined
const door = (): Bridge => (bridge ??= window.homeroom ?? createBrowserDoor())

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  const { kind, message, ...extra } = result.problem
  throw new ProblemError(kind, message, extra)
}

/** Runs one operation of the contract. Raises its {@link ProblemError}. */
export async function call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
  // The application answers by the contract; it was checked there.
  return unwrap(await door().call(name, input)) as OutputOf<Name>
}

/** Hears what the application tells without being asked; returns the unsubscriber. */
export function on(listener: (event: ApplicationEvent) => void): () => void {
  return door().on(listener)
}

/** No list of a school comes near; a browser's host takes no more either. */
const largestFileBytes = 64 * 1024 * 1024

/** Hands a file of the person's over to the application; operations take the handle. Raises its problem. */
export async function putFile(file: File): Promise<FileHandle> {
  // Read into memory it could end the page.
  if (file.size > largestFileBytes) {
    throw new ProblemError('fileUnreadable', 'This file is larger than 64 MB, more than Homeroom takes.', {
      fix: 'Choose the list itself: even that of a large school has a few MB.',
    })
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  return unwrap(await door().putFile({ name: file.name, mediaType: file.type, bytes })) as FileHandle
}

/** Lets the person keep a file that an operation made; false when they chose not to. Raises its problem. */
export async function saveFile(handle: FileHandle): Promise<boolean> {
  return unwrap(await door().saveFile(handle))
}

/** The problem of whatever was thrown: ours as it is, anything else as `unexpected`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return { kind: 'unexpected', message: 'The screen made a mistake. Go to another screen and come back.' }
}
