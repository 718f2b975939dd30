import type { ApplicationEvent } from './handle.ts'
import type { Result } from './problem.ts'

/** A file on its way into the application: bytes and a name, never a path. */
export interface OfferedFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/**
 * What a page gets from its door, as `window.homeroom`: in Electron the preload puts it there, in a browser tab our own
 * script does. No call rejects: each failure is a {@link Result} with a problem.
 */
export interface Bridge {
  readonly door: 'electron' | 'browser'
  /** Runs one operation of the contract by its name. */
  call(name: string, input: unknown): Promise<Result<unknown>>
  /** Hears every event of the application from now on; returns the unsubscriber. */
  on(listener: (event: ApplicationEvent) => void): () => void
  /** Hands a file over; the value is the handle that operations take. */
  putFile(file: OfferedFile): Promise<Result<string>>
  /** Lets the person keep a file that an operation made, where they choose; the value is false when they chose not to. */
  saveFile(handle: string): Promise<Result<boolean>>
}

/** The only channels between a page and Electron's main process. */
export type BridgeChannel = 'bridge:call' | 'bridge:putFile' | 'bridge:saveFile' | 'bridge:event'
