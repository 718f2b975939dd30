import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../shared/usage.ts'

/** Somebody is looking at it, so it does not end for want of requests. */
const neverIdle = ['--idle-seconds', '999999999']

/**
 * `homeroom practice serve`: runs the pretend Zoom in the foreground until Ctrl+C. Its own options go on to it; without
 * `--folder` it is a school for this once.
 */
export async function practice([what, ...argv]: readonly string[]): Promise<number> {
  if (what !== 'serve') throw new UsageError('Only "homeroom practice serve" can be said. See: homeroom help')
  const isNamed = argv.some((word) => /^--(folder|help)(=|$)/.test(word))
  const passing = isNamed ? null : await mkdtemp(join(tmpdir(), 'homeroom-zoom-'))
  const program = fileURLToPath(new URL('../../../practice/serve.ts', import.meta.url))
  const folder = passing === null ? [] : ['--folder', passing]
  const child = spawn(process.execPath, [program, ...neverIdle, ...folder, ...argv], { stdio: 'inherit' })
  // Ctrl+C reaches the child by itself; a request to end that was meant for us is passed on.
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', pass)
  process.on('SIGHUP', pass)
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  if (passing !== null) await rm(passing, { recursive: true, force: true })
  return code ?? (signal === 'SIGINT' ? 130 : 1)
}
