import { Worker } from 'node:worker_threads'
import { contract } from '../../../shared/contract/index.ts'
import type { Row } from '../../../shared/contract/row.ts'
import type { ApplicationEvent, ApplicationHandle, Caller } from '../../../shared/handle.ts'
import { ProblemError, type Problem, type Result } from '../../../shared/problem.ts'
import type { Log } from '../../ports.ts'
import { createChannel, type Channel, type ChannelPort } from './channel.ts'
import { serveServices, type HostServices } from './services.ts'
import type { WorkerName, WorkerSettings } from './worker-ports.ts'

/** A started thread or process that runs `application-worker`. */
export interface LaunchedWorker {
  readonly port: ChannelPort
  /** Ends it at once, whatever it does. */
  end(): Promise<void>
}

interface Options {
  readonly settings: WorkerSettings
  readonly services: HostServices
  readonly log: Log
  /** A worker thread here; Electron hands in a utility process. */
  readonly launch?: (name: WorkerName) => LaunchedWorker
}

interface RunningWorker {
  readonly channel: Channel
  readonly isStarted: Promise<void>
  end(): Promise<void>
}

const closePatienceMs = 10_000
const cancelled: Problem = {
  kind: 'cancelled',
  message: 'Homeroom was closed before this was done.',
  fix: 'Open Homeroom and try again.',
}

/**
 * Starts the application off this thread: one worker for the screens and jobs, and on first use a second one for the
 * operations whose row says `isLong`. A worker that crashes fails the calls that it was at with `unexpected`; the next call
 * starts a fresh one. Rejects with the problem when the application cannot be opened at all.
 */
export async function startApplication({
  settings,
  services,
  log,
  launch = launchThread,
}: Options): Promise<ApplicationHandle> {
  const workers = new Map<WorkerName, RunningWorker>()
  const listeners = new Set<(event: ApplicationEvent) => void>()
  let closing: Promise<void> | null = null

  function startWorker(name: WorkerName): RunningWorker {
    const { port, end } = launch(name)
    const channel = createChannel(port, {
      ...serveServices(services),
      event: (event: ApplicationEvent) => {
        for (const listener of listeners) listener(event)
      },
    })
    const worker: RunningWorker = { channel, end, isStarted: begin() }
    async function begin(): Promise<void> {
      try {
        await channel.call('start', settings, name)
      } catch (error) {
        forget()
        await end()
        throw error
      }
    }
    function forget(): void {
      if (workers.get(name) === worker) workers.delete(name)
    }
    port.onClose((reason) => {
      if (workers.get(name) === worker && !closing) log.error('worker.stopped', reason, { worker: name })
      forget()
    })
    worker.isStarted.catch(() => undefined)
    workers.set(name, worker)
    return worker
  }

  async function run(name: string, input: unknown, caller: Caller, row: Row | undefined): Promise<Result<unknown>> {
    const which: WorkerName = row?.isLong === true ? 'long' : 'main'
    const worker = workers.get(which) ?? startWorker(which)
    await worker.isStarted
    return worker.channel.call('call', name, input, caller) as Promise<Result<unknown>>
  }

  async function closeWorker({ channel, isStarted, end }: RunningWorker): Promise<void> {
    const hasClosed = isStarted.then(() => channel.call('close')).catch(() => undefined)
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, closePatienceMs)))
    await Promise.race([hasClosed, patience])
    clearTimeout(timer)
    await end()
  }

  function toProblem(error: unknown, name: string): Problem {
    if (error instanceof ProblemError && error.problem.kind !== 'unexpected') return error.problem
    const logId = log.error('worker.failed', error, { operation: name })
    const known = error instanceof ProblemError ? error.problem : null
    return {
      kind: 'unexpected',
      message: 'Something went wrong inside Homeroom.',
      fix: 'Try again. If it happens again, send the log to support and name this id.',
      ...known,
      logId,
    }
  }

  await startWorker('main').isStarted

  return {
    async call(name, input, caller) {
      if (closing) return { ok: false, problem: cancelled }
      const row = Object.hasOwn(contract, name) ? (contract as Readonly<Record<string, Row>>)[name] : undefined
      try {
        return await run(name, input, caller, row)
      } catch (error) {
        return { ok: false, problem: closing ? cancelled : toProblem(error, name) }
      }
    },
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closing ??= Promise.all(Array.from(workers.values(), closeWorker)).then(() => listeners.clear())
      return closing
    },
  }
}

function launchThread(name: WorkerName): LaunchedWorker {
  const worker = new Worker(new URL('./application-worker.ts', import.meta.url), { name: `homeroom-${name}` })
  let reason: unknown
  // Heard here so that it ends the worker only; `exit` follows.
  worker.on('error', (error) => (reason = error))
  return {
    port: {
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => void worker.on('message', listener),
      onClose: (listener) => void worker.once('exit', () => listener(reason)),
    },
    end: async () => {
      await worker.terminate()
    },
  }
}
