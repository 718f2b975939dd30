import type { ApplicationHandle, Caller } from '../../../shared/handle.ts'
import { createNodeHost, type NodeHost, type NodeHostOptions } from '../shared/node-host.ts'
import { settleFolder } from '../shared/passing-folder.ts'
import { startApplication } from '../shared/start-application.ts'

/** The application as a terminal command has it. */
export interface Session {
  readonly application: ApplicationHandle
  readonly host: NodeHost
}

/** Until people can sign in, whoever may open the data folder acts as the administrator. */
export const caller: Caller = { role: 'administrator', door: 'cli' }

/**
 * Runs `work` with the application open, and closes it whatever happens. Ctrl+C closes it early: the call in flight answers
 * with a problem, and the command ends with 130.
 */
export async function withApplication(
  options: NodeHostOptions,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const settled = await settleFolder(options)
  let application: ApplicationHandle | null = null
  let wasInterrupted = false
  const interrupt = () => {
    wasInterrupted = true
    void application?.close()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, interrupt)
  try {
    const host = createNodeHost(settled.options)
    application = await startApplication(host)
    if (wasInterrupted) return 130
    const code = await work({ application, host })
    return wasInterrupted ? 130 : code
  } finally {
    await application?.close()
    await settled.discard()
    for (const signal of signals) process.removeListener(signal, interrupt)
  }
}
