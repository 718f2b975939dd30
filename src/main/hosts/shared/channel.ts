import { ProblemError, type Problem } from '../../../shared/problem.ts'

/** One end of a pipe between threads or processes: worker_threads, Electron's utility process and MessagePorts all fit. */
export interface ChannelPort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the other end is gone; with what ended it, where that is known. */
  onClose(listener: (reason?: unknown) => void): void
}

/** What one end does for the other. Each returns structured-cloneable values, or throws. */
export type ChannelHandlers = Readonly<Record<string, (...inputs: never[]) => unknown>>

/** Calls in both directions over one pipe. */
export interface Channel {
  /**
   * Runs a handler of the other end. A ProblemError arrives as one; anything else thrown there as an Error with its
   * stack; a pipe that closes meanwhile as `unexpected`.
   */
  call(method: string, ...inputs: unknown[]): Promise<unknown>
  /** Runs a handler of the other end without waiting for an answer. */
  tell(method: string, ...inputs: unknown[]): void
}

type Message =
  | { readonly type: 'call'; readonly id: number | null; readonly method: string; readonly inputs: readonly unknown[] }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'problem'; readonly id: number; readonly problem: Problem }
  | {
      readonly type: 'error'
      readonly id: number
      readonly name: string
      readonly message: string
      readonly stack?: string | undefined
    }

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** Opens a channel over a pipe; the other end must do the same. */
export function createChannel(port: ChannelPort, handlers: ChannelHandlers): Channel {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let isClosed = false

  async function serve(id: number | null, method: string, inputs: readonly unknown[]): Promise<void> {
    try {
      const handler = handlers[method] as ((...inputs: readonly unknown[]) => unknown) | undefined
      if (!handler) throw new TypeError(`Nothing answers to ${method}.`)
      const value = await handler(...inputs)
      if (id !== null) port.post({ type: 'answer', id, value } satisfies Message)
    } catch (error) {
      if (id !== null && !isClosed) port.post(toMessage(id, error))
    }
  }

  function settle(id: number): Waiting | undefined {
    const found = waiting.get(id)
    waiting.delete(id)
    return found
  }

  port.onMessage((raw) => {
    const message = raw as Message
    switch (message.type) {
      case 'call':
        return void serve(message.id, message.method, message.inputs)
      case 'answer':
        return settle(message.id)?.resolve(message.value)
      case 'problem': {
        const { kind, message: sentence, ...extra } = message.problem
        return settle(message.id)?.reject(new ProblemError(kind, sentence, extra))
      }
      case 'error': {
        const error = new Error(message.message)
        error.name = message.name
        if (message.stack !== undefined) error.stack = message.stack
        return settle(message.id)?.reject(error)
      }
    }
  })
  port.onClose(() => {
    isClosed = true
    for (const { reject } of waiting.values()) reject(gone())
    waiting.clear()
  })

  return {
    call: (method, ...inputs) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(gone())
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        try {
          port.post({ type: 'call', id, method, inputs } satisfies Message)
        } catch (error) {
          waiting.delete(id)
          reject(error)
        }
      }),
    tell(method, ...inputs) {
      if (!isClosed) port.post({ type: 'call', id: null, method, inputs } satisfies Message)
    },
  }
}

function gone(): ProblemError {
  return new ProblemError('unexpected', 'A part of Homeroom stopped while it was working on this.', {
    fix: 'Look whether it was done, and try again if not.',
  })
}

function toMessage(id: number, error: unknown): Message {
  if (error instanceof ProblemError) return { type: 'problem', id, problem: error.problem }
  if (!(error instanceof Error))
    return { type: 'error', id, name: 'Error', message: 'Something was thrown that is no error.' }
  return { type: 'error', id, name: error.name, message: error.message, stack: error.stack }
}
