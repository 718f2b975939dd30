import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { product } from '../../../shared/product.ts'
import type { DeepLink } from './deep-link.ts'
import { appPage } from './protocol.ts'
import { placeWindow, readPlacement, savePlacement, smallest } from './window-state.ts'

// The ground of `renderer/ui/tokens.css`: what shows until the page has painted.
const ground = () => (nativeTheme.shouldUseDarkColors ? '#141816' : '#f6f5f2')

interface Opening {
  readonly preload: string
  /** Remembers the window's place. */
  readonly folder: string
  readonly link: DeepLink | null
}

/** Opens the one window of the app, where it last stood, at the screen that the link names. */
export function openWindow({ preload, folder, link }: Opening): void {
  const { isMaximized, ...bounds } = placeWindow(
    readPlacement(folder),
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: product.name,
    backgroundColor: ground(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // The spell checker would fetch dictionaries from a server.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => savePlacement(folder, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }))
  const paint = () => window.setBackgroundColor(ground())
  nativeTheme.on('updated', paint)
  window.on('closed', () => nativeTheme.off('updated', paint))
  void window.loadURL(pageOf(link))
}

/** Brings the window to the front, and to the screen that the link names. */
export function showWindow(window: BrowserWindow, link: DeepLink | null): void {
  if (window.isMinimized()) window.restore()
  window.focus()
  if (link) void window.loadURL(pageOf(link))
}

/** Screens are fragments of the one page: going to one reloads nothing. */
const pageOf = (link: DeepLink | null) =>
  link ? `${appPage}#/${[link.screen, link.id].filter(Boolean).join('/')}` : appPage
