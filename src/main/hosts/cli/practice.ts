import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../shared/usage.ts'

/** `homeroom practice serve`: runs the pretend Zoom in the foreground until Ctrl+C. Its own options go on to it. */
export async function practice([what, ...argv]: readonly string[]): Promise<number> {
  if (what !== 'serve') throw new UsageError('Only "homeroom practice serve" can be said. See: homeroom help')
  const program = fileURLToPath(new URL('../../../practice/serve.ts', import.meta.url))
  const child = spawn(process.execPath, [program, ...argv], { stdio: 'inherit' })
  // Ctrl+C reaches the child by itself; a request to end that was meant for us is passed on.
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', pass)
  process.on('SIGHUP', pass)
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return code ?? (signal === 'SIGINT' ? 130 : 1)
}
