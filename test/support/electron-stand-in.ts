import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import type { RequestOptions } from 'node:http'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from '@playwright/test'
import { StandInSession, StandInWindow } from './electron-pages.ts'
import type { StandInState } from './electron-pages.ts'

/**
 * A stand-in for Electron where its runtime is not to be had: the app's real, built main process runs in this Node, its
 * real preload and page in Playwright's Chromium, and its utility processes as Node processes. What it cannot show
 * (isolation of worlds, fuses, prompts of the system) is left to the real Electron.
 */
export interface StandIn {
  /** Everything that the app asked of Electron, in order. */
  readonly log: StandInState['log']
  /** Requests that went anywhere but to a protocol of the app. */
  readonly leaks: readonly string[]
  readonly session: StandInSession
  /** The utility processes that run, in the order of their start. */
  readonly processes: Iterable<ChildProcess>
  readonly exitCode: number | undefined
  firstWindow(): Promise<Page>
  /** Scripts what the person answers to the next dialog of this kind; an unscripted dialog fails the app. */
  answerDialog(kind: DialogKind, answer: unknown): void
  /** The person presses on the notification that came last. */
  pressNotification(): void
  /** The person starts the app a second time. */
  startAgain(argv: readonly string[]): void
  close(): Promise<void>
}

type DialogKind = 'showSaveDialog' | 'showOpenDialog' | 'showMessageBox'

interface ForkOptions {
  readonly serviceName?: string
  readonly stdio?: 'inherit' | 'ignore'
}

interface Options {
  readonly browser: Browser
  /** The built main process. */
  readonly main: string
  readonly argv: readonly string[]
  /** Stands for the user's application-data folder. */
  readonly appData: string
  /** Another instance holds the lock already. */
  readonly isSecondInstance?: boolean
  /** The app is packaged, with its resources in this folder. */
  readonly resources?: string | undefined
}

const root = join(import.meta.dirname, '../..')
const machines = new Map<string, Record<string, unknown>>()
const registry = Symbol.for('homeroom.electron-stand-in')
Object.defineProperty(globalThis, registry, { value: machines, configurable: true })
let launches = 0

// Each launch gets modules of its own: the query that its entry carries goes on to what that imports.
const launchOf = (url: string | undefined) => (url ? new URL(url).searchParams.get('stand-in') : null)
registerHooks({
  resolve(specifier, context, next) {
    // A `require` does not carry the query of its file; what asks for Electron so is the launch at hand.
    const launch = launchOf(context.parentURL) ?? (specifier === 'electron' ? String(launches) : null)
    if (!launch) return next(specifier, context)
    if (specifier === 'electron') return { url: `stand-in:electron?stand-in=${launch}`, shortCircuit: true }
    const resolved = next(specifier, context)
    const isOurs = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/')
    return isOurs ? { ...resolved, url: `${resolved.url}?stand-in=${launch}` } : resolved
  },
  load(url, context, next) {
    // The built app runs as it is: Playwright would compile it anew for each launch.
    if (url.startsWith('file:') && launchOf(url) && url.includes('.js?')) {
      return { format: 'module', source: readFileSync(new URL(url), 'utf8'), shortCircuit: true }
    }
    if (!url.startsWith('stand-in:')) return next(url, context)
    const launch = launchOf(url) ?? ''
    const source = `globalThis[Symbol.for('homeroom.electron-stand-in')].get('${launch}')`
    if (context.conditions.includes('require')) {
      return { format: 'commonjs', source: `module.exports = ${source}`, shortCircuit: true }
    }
    const names = Object.keys(machines.get(launch) ?? {}).join(', ')
    return {
      format: 'module',
      source: `const electron = ${source}\nexport const { ${names} } = electron\nexport default electron`,
      shortCircuit: true,
    }
  },
})

/** Starts the built app on the stand-in; resolves when its main process has run to the end of its first turn. */
export async function launchStandIn(options: Options): Promise<StandIn> {
  const machine = createMachine(options)
  launches += 1
  const launch = String(launches)
  machines.set(launch, machine.electron)
  const { argv } = process
  if (options.resources !== undefined) Object.assign(process, { resourcesPath: options.resources })
  process.argv = ['electron', root, ...options.argv]
  try {
    await import(`${pathToFileURL(options.main).href}?stand-in=${launch}`)
  } finally {
    process.argv = argv
  }
  machine.becomeReady()
  return machine.standIn
}

function createMachine({ browser, appData, isSecondInstance, resources }: Options) {
  const log: StandInState['log'] = []
  const leaks: string[] = []
  const note = (what: string, detail: unknown = null) => void log.push({ what, detail })
  const invokers: StandInState['invokers'] = new Map()
  const windows = new Set<StandInWindow>()
  const children = new Set<ChildProcess>()
  const answers = new Map<DialogKind, unknown[]>()
  const notifications: EventEmitter[] = []
  const opened = Promise.withResolvers<StandInWindow>()
  const ready = Promise.withResolvers<void>()
  const quit = Promise.withResolvers<void>()
  const paths = new Map([
    ['appData', appData],
    ['downloads', join(appData, 'Downloads')],
    ['userData', join(appData, 'Homeroom')],
    ['sessionData', join(appData, 'Homeroom')],
  ])
  let isReady = false
  let exitCode: number | undefined

  const exit = (code = 0) => {
    exitCode ??= code
    for (const child of children) child.kill()
    quit.resolve()
  }

  const app = Object.assign(new EventEmitter(), {
    name: 'Homeroom',
    isPackaged: resources !== undefined,
    commandLine: { hasSwitch: () => false, appendSwitch: (name: string) => note('commandLine', name) },
    whenReady: () => ready.promise,
    isReady: () => isReady,
    requestSingleInstanceLock: () => !isSecondInstance,
    getPath: (name: string) => {
      const path = paths.get(name)
      if (path === undefined) throw new Error(`The stand-in has no path "${name}".`)
      return path
    },
    setPath: (name: string, path: string) => void paths.set(name, path),
    getAppPath: () => root,
    getVersion: () => '0.0.0',
    getName: () => 'Homeroom',
    setName: (name: string) => note('setName', name),
    setAppUserModelId: (id: string) => note('setAppUserModelId', id),
    setAsDefaultProtocolClient: (scheme: string) => note('setAsDefaultProtocolClient', scheme),
    enableSandbox: () => {
      if (isReady) throw new Error('app.enableSandbox() belongs before ready.')
      note('enableSandbox')
    },
    quit: () => {
      let isPrevented = false
      const event = { preventDefault: () => (isPrevented = true) }
      app.emit('before-quit', event)
      if (isPrevented) return
      for (const window of windows) window.close()
      app.emit('will-quit', event)
      if (!isPrevented) exit(0)
    },
    exit,
  })
  const state: StandInState = { browser, log, leaks, invokers, app, windows }
  const defaultSession = new StandInSession(state)

  class BrowserWindow extends StandInWindow {
    constructor(windowOptions: object) {
      super(state, defaultSession, windowOptions)
      opened.resolve(this)
    }
    static getAllWindows = () => [...windows]
    static fromWebContents = (contents: unknown) =>
      [...windows].find((window) => window.webContents === contents) ?? null
  }

  const onlyWhenReady = <T>(what: string, value: T): T => {
    if (!isReady) throw new Error(`${what} cannot be used before the app is ready.`)
    return value
  }
  const askPerson = (kind: DialogKind) => async (): Promise<unknown> => {
    const scripted = answers.get(kind) ?? []
    if (scripted.length === 0) throw new Error(`The app opened a dialog that no test answers: ${kind}.`)
    note(kind)
    return scripted.shift()
  }

  const electron = {
    app,
    BrowserWindow,
    dialog: {
      showSaveDialog: askPerson('showSaveDialog'),
      showOpenDialog: askPerson('showOpenDialog'),
      showMessageBox: askPerson('showMessageBox'),
      showErrorBox: (title: string, text: string) => note('showErrorBox', { title, text }),
    },
    ipcMain: {
      handle: (channel: string, invoker: Parameters<typeof invokers.set>[1]) => {
        if (invokers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
        invokers.set(channel, invoker)
      },
    },
    Menu: {
      buildFromTemplate: (template: unknown) => ({ template }),
      setApplicationMenu: (menu: unknown) => note('setApplicationMenu', menu),
    },
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' }),
    Notification: class extends EventEmitter {
      readonly #options: unknown
      static isSupported = () => true
      constructor(notification: unknown) {
        super()
        this.#options = notification
      }
      show(): void {
        note('Notification', this.#options)
        notifications.push(this)
      }
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown) => {
        if (isReady) throw new Error('protocol.registerSchemesAsPrivileged belongs before ready.')
        note('registerSchemesAsPrivileged', schemes)
      },
    },
    safeStorage: createSafeStorage(),
    screen: {
      getAllDisplays: () => onlyWhenReady('screen', [{ workArea: { x: 0, y: 0, width: 1600, height: 900 } }]),
    },
    // Only Electron's own modules and the updater speak HTTP in the main process; here Node does it for them.
    net: { request: ({ session: _session, ...target }: RequestOptions & { session?: unknown }) => request(target) },
    session: { defaultSession, fromPartition: () => ({}) },
    shell: { openExternal: async (url: string) => note('openExternal', url) },
    utilityProcess: {
      fork: (path: string, args: string[] = [], forkOptions: ForkOptions = {}) =>
        onlyWhenReady('utilityProcess', startUtility(path, args, forkOptions)),
    },
  }

  function startUtility(path: string, args: string[], { serviceName = '', stdio = 'inherit' }: ForkOptions) {
    note('utilityProcess', { serviceName })
    const child = fork(path, args, {
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
      execArgv: ['--import', pathToFileURL(join(import.meta.dirname, 'electron-utility.ts')).href],
    })
    children.add(child)
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      postMessage: (message: unknown, transfer: unknown[] = []) => {
        if (transfer.length > 0) throw new Error('The stand-in moves no ports between processes.')
        if (child.connected) child.send(message as object, () => undefined)
      },
      kill: () => child.kill(),
    })
    child.on('spawn', () => utility.emit('spawn'))
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code) => {
      children.delete(child)
      utility.emit('exit', code ?? 1)
    })
    return utility
  }

  const standIn: StandIn = {
    log,
    leaks,
    session: defaultSession,
    processes: children,
    get exitCode() {
      return exitCode
    },
    firstWindow: async () => (await opened.promise).webContents.whenOpen(),
    answerDialog: (kind, answer) => void answers.set(kind, [...(answers.get(kind) ?? []), answer]),
    pressNotification: () => void notifications.at(-1)?.emit('click'),
    startAgain: (argv) => void app.emit('second-instance', {}, ['electron', root, ...argv], root, null),
    async close() {
      app.quit()
      await quit.promise
      await defaultSession.close()
    },
  }

  return {
    electron,
    standIn,
    becomeReady() {
      if (exitCode !== undefined) return
      isReady = true
      app.emit('ready')
      ready.resolve()
    },
  }
}

/** Encryption of the system's keychain, made of nothing: enough to see that what is stored is not the plain text. */
function createSafeStorage() {
  const flip = (bytes: Buffer) => bytes.map((byte) => byte ^ 0x5a)
  return {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async (text: string) => flip(Buffer.from(text, 'utf8')),
    decryptStringAsync: async (bytes: Buffer) => ({
      result: Buffer.from(flip(bytes)).toString('utf8'),
      shouldReEncrypt: false,
    }),
  }
}
