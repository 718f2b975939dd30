import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { _electron } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { findElectron } from '../../tools/electron.ts'
import { launchStandIn } from './electron-stand-in.ts'
import type { StandIn } from './electron-stand-in.ts'

const root = join(import.meta.dirname, '../..')

/** The two doors with a screen. */
export type Door = 'electron' | 'browser'

/** One running Homeroom with its page, whichever door it came through. */
export interface OpenedApp {
  readonly door: Door
  readonly page: Page
  /** Addresses that the page asked which are not ours: a spec asserts that there are none. */
  readonly leaks: readonly string[]
  /** The stand-in, where it plays Electron; null in the browser and in the real Electron. */
  readonly standIn: StandIn | null
  /** Runs `trigger`, which makes the app hand out a file, and keeps it as a person would; resolves to its bytes. */
  download(trigger: () => Promise<void>): Promise<Buffer>
  close(): Promise<void>
}

interface Opening {
  readonly door: Door
  readonly browser: Browser
  readonly dataFolder: string
  /** Further arguments, as on a command line. */
  readonly argv?: readonly string[]
  /** For the stand-in: the app is packaged, with its resources in this folder. */
  readonly resources?: string
}

/** Opens the built app through a door, on a data folder. */
export function openApp(opening: Opening): Promise<OpenedApp> {
  if (opening.door === 'browser') return openInBrowser(opening)
  const runtime = findElectron()
  return runtime ? openInElectron(opening, runtime) : openOnStandIn(opening)
}

const argvOf = ({ dataFolder, argv = [] }: Opening) => ['--data', dataFolder, ...argv]
let saved = 0
const newSavePath = ({ dataFolder }: Opening) => join(dataFolder, `saved-by-the-person-${++saved}`)

async function openOnStandIn(opening: Opening): Promise<OpenedApp> {
  const standIn = await launchStandIn({
    browser: opening.browser,
    main: join(root, 'out/main/index.js'),
    argv: argvOf(opening),
    appData: opening.dataFolder,
    resources: opening.resources,
  })
  const page = await standIn.firstWindow()
  await page.waitForURL(/main\.app\.localhost/)
  return {
    door: 'electron',
    page,
    leaks: standIn.leaks,
    standIn,
    async download(trigger) {
      const filePath = newSavePath(opening)
      standIn.answerDialog('showSaveDialog', { canceled: false, filePath })
      await trigger()
      return readWritten(filePath)
    },
    close: () => standIn.close(),
  }
}

async function openInElectron(opening: Opening, executablePath: string): Promise<OpenedApp> {
  const isRoot = process.getuid?.() === 0
  const app = await _electron.launch({
    executablePath,
    args: [root, ...argvOf(opening), ...(isRoot ? ['--no-sandbox'] : [])],
  })
  const page = await app.firstWindow()
  const leaks: string[] = []
  app.context().on('request', (request) => {
    if (!/^(app|data|blob):/.test(request.url())) leaks.push(request.url())
  })
  return {
    door: 'electron',
    page,
    leaks,
    standIn: null,
    async download(trigger) {
      const filePath = newSavePath(opening)
      await app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
      }, filePath)
      await trigger()
      return readWritten(filePath)
    },
    close: () => app.close(),
  }
}

async function openInBrowser(opening: Opening): Promise<OpenedApp> {
  const host = spawn(
    process.execPath,
    [join(root, 'bin/homeroom.mjs'), 'start', '--no-open', '--json', ...argvOf(opening)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(host, 'exit')
  const [line] = (await Promise.race([
    once(createInterface({ input: host.stdout }), 'line'),
    ended.then(() => Promise.reject(new Error('The browser host ended before it listened.'))),
  ])) as [string]
  const { address, linkFile } = JSON.parse(line) as { address: string; linkFile: string }

  const context = await opening.browser.newContext({ viewport: { width: 1280, height: 800 } })
  const leaks: string[] = []
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${address}/`) && !/^(file|data|blob):/.test(url)) leaks.push(url)
  })
  const page = await context.newPage()
  await page.goto(pathToFileURL(linkFile).href)
  await page.waitForURL(`${address}/**`)
  return {
    door: 'browser',
    page,
    leaks,
    standIn: null,
    async download(trigger) {
      const offered = page.waitForEvent('download')
      await trigger()
      return readFile(await (await offered).path())
    },
    async close() {
      await context.close()
      host.kill('SIGTERM')
      await ended
    },
  }
}

/** A file that is being written by another process: waits until it has been there, whole, for a moment. */
async function readWritten(path: string): Promise<Buffer> {
  const deadline = Date.now() + 10_000
  let before = -1
  while (Date.now() < deadline) {
    const bytes = await readFile(path).catch(() => null)
    if (bytes && bytes.length === before) return bytes
    before = bytes?.length ?? -1
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('The app has not written the file.')
}
