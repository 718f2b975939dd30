import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, dialog, session } from 'electron'
import { ProblemError } from '../shared/problem.ts'
import { product } from '../shared/product.ts'
import { openBridge } from './hosts/electron/bridge.ts'
import { guardContents } from './hosts/electron/contents.ts'
import { deepLinkIn, parseDeepLink } from './hosts/electron/deep-link.ts'
import type { DeepLink } from './hosts/electron/deep-link.ts'
import { createElectronHost, electronFolder, notify, readOptions } from './hosts/electron/host.ts'
import { setMenu } from './hosts/electron/menu.ts'
import { denyPermissions } from './hosts/electron/permissions.ts'
import { launchWorker } from './hosts/electron/processes.ts'
import { registerAppScheme, serveApp } from './hosts/electron/protocol.ts'
import { createUpdateSource, tellOfUpdate } from './hosts/electron/updater.ts'
import { openWindow, showWindow } from './hosts/electron/window.ts'
import type { NodeHost } from './hosts/shared/node-host.ts'
import { startApplication } from './hosts/shared/start-application.ts'
import { UsageError } from './hosts/shared/usage.ts'
import type { Notifier } from './ports.ts'

// Electron's entry: what happens when, and nothing else.

const pageFolder = fileURLToPath(new URL('../../out/renderer', import.meta.url))
const preload = fileURLToPath(new URL('../../out/preload/app.cjs', import.meta.url))

function begin(): NodeHost | null {
  if (app.isPackaged && app.commandLine.hasSwitch('no-sandbox')) {
    return refuse('Homeroom does not run without its sandbox.')
  }
  try {
    return createElectronHost(readOptions(process.argv.slice(1)))
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.message)
    throw error
  }
}

function refuse(sentence: string): null {
  process.stderr.write(`${sentence}\n`)
  app.exit(2)
  return null
}

function run({ settings, services, log }: NodeHost): void {
  const folder = electronFolder(settings.dataFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
  app.setPath('sessionData', folder)
  app.setAppUserModelId(product.appId)

  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  if (app.isPackaged) app.setAsDefaultProtocolClient(product.linkScheme)
  app.enableSandbox()
  registerAppScheme()
  guardContents()

  // macOS may name a link before there is a window.
  let awaited = deepLinkIn(process.argv)
  const open = () => {
    openWindow({ preload, folder, link: awaited })
    awaited = null
  }
  const show = (link: DeepLink | null) => {
    const [window] = BrowserWindow.getAllWindows()
    if (window) return showWindow(window, link)
    awaited = link
    if (app.isReady()) open()
  }
  // Who is told of a class and presses on it wants to see the class.
  const notifier: Notifier = { notify: (title, body, place) => notify(title, body, () => show(place)) }
  app.on('second-instance', (_event, argv) => show(deepLinkIn(argv)))
  app.on('open-url', (event, url) => {
    event.preventDefault()
    show(parseDeepLink(url))
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })

  const application = app
    .whenReady()
    .then(() => startApplication({ settings, services: { ...services, notifier }, log, launch: launchWorker }))
  application.catch(giveUp)
  openBridge(application, services.files)

  let hasClosed = false
  app.on('will-quit', (event) => {
    if (hasClosed) return
    event.preventDefault()
    const leave = () => {
      hasClosed = true
      app.quit()
    }
    application.then((handle) => handle.close()).then(leave, leave)
  })

  void app.whenReady().then(() => {
    denyPermissions(session.defaultSession)
    serveApp(session.defaultSession, pageFolder)
    setMenu()
    open()
    if (app.isPackaged) void createUpdateSource().then((source) => tellOfUpdate(source, tellVersion))
  })
}

/** The application cannot be opened at all: says why, and ends. */
function giveUp(error: unknown): void {
  const problem = error instanceof ProblemError ? error.problem : null
  dialog.showErrorBox(
    `${product.name} cannot start`,
    [problem?.message ?? 'Something went wrong inside Homeroom.', problem?.fix].filter(Boolean).join(' '),
  )
  app.exit(1)
}

function tellVersion(version: string): void {
  notify(`${product.name} ${version} is available`, 'Ask whoever looks after this computer to install it.')
}

const host = begin()
if (host) run(host)
