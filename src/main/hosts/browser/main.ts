import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ApplicationHandle } from '../../../shared/handle.ts'
import { globalFlags, parseFlags, toHostOptions } from '../shared/global-flags.ts'
import { createLinkFiles } from '../shared/link-file.ts'
import type { NodeHost } from '../shared/node-host.ts'
import { openInBrowser } from '../shared/open-browser.ts'
import { isAsking } from '../shared/passphrase-prompt.ts'
import { runCommand } from '../shared/run-command.ts'
import { withApplication, type Session } from '../shared/session.ts'
import { UsageError } from '../shared/usage.ts'
import { caller, startBrowserServer, type BrowserServer } from './server.ts'
import { ticketLifeMs } from './sessions.ts'

const flags = {
  ...globalFlags,
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
} as const

const usage = `Usage: homeroom start [--port N] [--no-open] [--json] [--data DIR] [--secrets keychain|file|memory]
Opens Homeroom in a tab of your browser, on this computer only. Ctrl+C ends it.
--no-open only writes the file that opens it, and prints where; --json prints {address, linkFile, expiresAt}.`

/**
 * The browser host: Homeroom in a tab on this computer, until Ctrl+C. Returns the exit code: 0 after a clean end, 1 when
 * it could not start, 2 for a command line that cannot be obeyed. Never throws.
 */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(() => serve(argv))
}

async function serve(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, flags)
  if (values.help) {
    console.log(usage)
    return 0
  }
  if (positionals.length > 0) throw new UsageError(`There is nothing to start called "${positionals[0]}".`)
  const port = parsePort(values.port)
  const pageFolder = fileURLToPath(new URL('../../../../out/renderer', import.meta.url))
  if (!existsSync(join(pageFolder, 'index.html'))) await buildPage()

  return withApplication(toHostOptions(values), (session) =>
    run(session, { pageFolder, port, isOpened: !values['no-open'], isForPrograms: values.json === true }),
  )
}

interface Wanted {
  readonly pageFolder: string
  readonly port: number
  readonly isOpened: boolean
  readonly isForPrograms: boolean
}

async function run({ application, host, interrupted }: Session, wanted: Wanted): Promise<number> {
  const server = await listen(application, host, wanted)
  const links = createLinkFiles(host.settings.dataFolder)
  let linkFile = ''

  /** A new one-time link, opened or only written; its file goes when the link has ended. */
  async function offer(): Promise<string> {
    const address = server.newLink()
    const path = await links.write(address)
    linkFile = path
    setTimeout(() => void links.remove(path), ticketLifeMs).unref()
    if (wanted.isForPrograms) {
      const expiresAt = new Date(Date.now() + ticketLifeMs).toISOString()
      console.log(JSON.stringify({ address: server.origin, linkFile, expiresAt }))
    } else if (!wanted.isOpened) {
      console.log(`Homeroom runs at ${server.origin}. Within a minute, open this file in your browser:\n${linkFile}`)
    }
    if (wanted.isOpened && !(await openInBrowser(linkFile))) {
      console.error(`No browser could be opened. Within a minute, open this file in one:\n${linkFile}`)
    }
    return address
  }

  // Opens the school now: a passphrase is asked for before anything else is said here, and the first screen is there sooner.
  await application.call('app.status', {}, caller)
  await offer()
  const keys = process.stdin.isTTY && !wanted.isForPrograms ? createInterface({ input: process.stdin }) : null
  if (keys) {
    console.log('Homeroom is open in your browser. Enter opens it again, Ctrl+C ends it.')
    keys.on('line', () => {
      if (isAsking()) return
      // A browser in a sandbox of its own may not read our folder: then the address itself helps.
      void offer().then((address) => console.log(`If no tab opens, go to ${address} within a minute.`))
    })
  }
  if (!interrupted.aborted) await once(interrupted, 'abort')
  keys?.close()
  await links.remove(linkFile)
  await server.close()
  return 0
}

async function listen(
  application: ApplicationHandle,
  host: NodeHost,
  { pageFolder, port }: Wanted,
): Promise<BrowserServer> {
  try {
    return await startBrowserServer({ application, files: host.services.files, pageFolder, port })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new UsageError(`Port ${port} is taken by another program: choose another one, or leave out --port.`)
  }
}

/** In a clone the screens are built on first use; an installed package holds them. */
async function buildPage(): Promise<void> {
  const tool = fileURLToPath(new URL('../../../../tools/run.mjs', import.meta.url))
  if (!existsSync(tool)) throw new UsageError('The screens of Homeroom are missing from this installation.')
  console.error('Building the screens, this once ...')
  const child = spawn(process.execPath, [tool, 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new UsageError('The screens could not be built; "npm run build" says why.')
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return 0
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new UsageError('--port takes a number from 1 to 65535.')
}
