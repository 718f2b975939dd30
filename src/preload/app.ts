import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge, BridgeChannel } from '../shared/bridge.ts'
import type { ApplicationEvent } from '../shared/handle.ts'
import type { Result } from '../shared/problem.ts'

const eventChannel: BridgeChannel = 'bridge:event'

async function ask<T>(channel: BridgeChannel, ...args: readonly unknown[]): Promise<Result<T>> {
  try {
    return (await ipcRenderer.invoke(channel, ...args)) as Result<T>
  } catch {
    // Either the input cannot be copied between processes, or the main process is going away.
    return {
      ok: false,
      problem: { kind: 'unexpected', message: 'Homeroom did not answer. Close it and open it again.' },
    }
  }
}

const bridge: Bridge = {
  door: 'electron',
  call: (name, input) => ask('bridge:call', name, input),
  on(listener) {
    // The page gets what was sent and never Electron's event, which would hand it the sender.
    const hear = (_event: unknown, event: ApplicationEvent) => listener(event)
    ipcRenderer.on(eventChannel, hear)
    return () => {
      ipcRenderer.off(eventChannel, hear)
    }
  },
  putFile: ({ name, mediaType, bytes }) => ask('bridge:putFile', { name, mediaType, bytes }),
  saveFile: (handle) => ask('bridge:saveFile', handle),
}

contextBridge.exposeInMainWorld('homeroom', bridge)
