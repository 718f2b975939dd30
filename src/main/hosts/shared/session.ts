import type { ApplicationHandle } from '../../../shared/handle.ts'
import { createNodeHost, type NodeHost, type NodeHostOptions } from './node-host.ts'
import { settleFolder } from './passing-folder.ts'
import { startApplication } from './start-application.ts'

/** The application as a command has it. */
export interface Session {
  readonly application: ApplicationHandle
  readonly host: NodeHost
  /** Aborts at Ctrl+C or a polite request to end. */
  readonly interrupted: AbortSignal
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs `work` with the application open, closes it whatever happens, and returns the exit code. Ctrl+C closes it early: the
 * call in flight answers `cancelled`, and work that did not end well then counts as 130. A second Ctrl+C ends at once.
 */
export async function withApplication(
  options: NodeHostOptions,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const { options: settled, discard } = await settleFolder(options)
  const interruption = new AbortController()
  const interrupted = interruption.signal
  let application: ApplicationHandle | null = null
  const interrupt = () => {
    interruption.abort()
    void application?.close()
  }
  for (const signal of signals) process.once(signal, interrupt)
  try {
    const host = createNodeHost(settled)
    application = await startApplication(host)
    if (interrupted.aborted) return 130
    const code = await work({ application, host, interrupted })
    return interrupted.aborted && code !== 0 ? 130 : code
  } catch (error) {
    if (interrupted.aborted) return 130
    throw error
  } finally {
    await application?.close()
    await discard()
    for (const signal of signals) process.removeListener(signal, interrupt)
  }
}
