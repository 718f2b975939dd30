/**
 * The application's own thread (worker_threads) or process (Electron's utility process): waits for `start`, builds the
 * application from what it is told, and answers its calls. The host's end is {@link ./start-application.ts}.
 */
import { parentPort as threadPort } from 'node:worker_threads'
import type { ApplicationHandle, Caller } from '../../../shared/handle.ts'
import { createChannel, type ChannelPort } from './channel.ts'
import { reachServices } from './services.ts'
import { createWorkerPorts, type WorkerName, type WorkerSettings } from './worker-ports.ts'

/** Electron's own end of a utility process; its messages come wrapped in an event. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

function portToHost(): ChannelPort {
  const utilityPort = (process as { parentPort?: UtilityPort }).parentPort
  if (utilityPort) {
    return {
      post: (message) => utilityPort.postMessage(message),
      onMessage: (listener) => utilityPort.on('message', ({ data }) => listener(data)),
      onClose: () => undefined,
    }
  }
  const port = threadPort
  if (!port) throw new Error('This file runs as a worker of Homeroom only.')
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
  }
}

let application: ApplicationHandle | null = null

const channel = createChannel(portToHost(), {
  async start(settings: WorkerSettings, worker: WorkerName) {
    const { createApplication } = await import('../../application.ts')
    application = await createApplication(createWorkerPorts(settings, worker, reachServices(channel)), worker)
    application.on((event) => channel.tell('event', event))
  },
  call: (name: string, input: unknown, caller: Caller) => running().call(name, input, caller),
  close: async () => {
    await application?.close()
  },
})

function running(): ApplicationHandle {
  if (!application) throw new Error('The application was called before it was started.')
  return application
}
