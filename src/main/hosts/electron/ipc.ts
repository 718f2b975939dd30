import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import type { BridgeChannel } from '../../../shared/bridge.ts'
import type { ApplicationEvent } from '../../../shared/handle.ts'
import type { Result } from '../../../shared/problem.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { appOrigin, originOf } from './protocol.ts'

/** Whether a call comes from our own page: the top frame of a window that shows our origin right now. */
export function isTrusted(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && originOf(frame.url) === appOrigin
}

/**
 * Answers one channel, for our own page only; the one place that touches `ipcMain`. `run` gets what was sent, unparsed.
 * Whatever it throws becomes a problem without a stack.
 */
export function handle<T>(
  channel: BridgeChannel,
  run: (sender: WebContents, ...args: readonly unknown[]) => Promise<Result<T>>,
): void {
  ipcMain.handle(channel, async (event, ...args: readonly unknown[]): Promise<Result<T>> => {
    if (!isTrusted(event)) {
      return { ok: false, problem: { kind: 'forbidden', message: 'Only Homeroom’s own page may ask this.' } }
    }
    try {
      return await run(event.sender, ...args)
    } catch (error) {
      if (error instanceof ProblemError) return { ok: false, problem: error.problem }
      return { ok: false, problem: { kind: 'unexpected', message: 'Homeroom did not manage that. Try again.' } }
    }
  })
}

/** Tells a window's page what the application said. */
export function sendEvent(contents: WebContents, event: ApplicationEvent): void {
  const channel: BridgeChannel = 'bridge:event'
  if (!contents.isDestroyed()) contents.send(channel, event)
}
