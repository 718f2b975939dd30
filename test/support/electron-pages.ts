import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Frame, Page, Route } from '@playwright/test'
import { channels, preloadScript } from './electron-preload.ts'

type Answer = (request: Request) => Response | Promise<Response>
type Invoke = (event: { sender: StandInContents; senderFrame: FrameOf }, ...args: unknown[]) => unknown

/** What a window's frame is to the main process. */
export interface FrameOf {
  readonly url: string
}

/** The pages' address of a URL of ours, and back: Chromium under Playwright knows no scheme of ours. */
const toPageUrl = (url: string): string => url.replace(/^app:\/\/([^/]+)/, 'http://$1.app.localhost')
const fromPageUrl = (url: string): string => url.replace(/^http:\/\/([^/]+)\.app\.localhost/, 'app://$1')

/** What all parts of one stand-in share. */
export interface StandInState {
  readonly browser: Browser
  /** Everything that the app asked of Electron, in order. */
  readonly log: { readonly what: string; readonly detail: unknown }[]
  /** Requests that no protocol of the app answered: a test asserts that there were none. */
  readonly leaks: string[]
  readonly invokers: Map<string, Invoke>
  readonly app: EventEmitter
  readonly windows: Set<StandInWindow>
}

/** A session: its own browser context, its own protocols and permission handlers. */
export class StandInSession {
  readonly #state: StandInState
  readonly #protocols = new Map<string, Answer>()
  readonly handlers = new Map<string, (...args: never[]) => unknown>()
  #context: Promise<BrowserContext> | undefined

  constructor(state: StandInState) {
    this.#state = state
  }

  readonly protocol = {
    handle: (scheme: string, answer: Answer) => {
      this.#protocols.set(scheme, answer)
    },
  }

  setPermissionRequestHandler(handler: (...args: never[]) => unknown): void {
    this.handlers.set('permissionRequest', handler)
  }

  setPermissionCheckHandler(handler: (...args: never[]) => unknown): void {
    this.handlers.set('permissionCheck', handler)
  }

  setDevicePermissionHandler(handler: (...args: never[]) => unknown): void {
    this.handlers.set('devicePermission', handler)
  }

  setDisplayMediaRequestHandler(handler: (...args: never[]) => unknown): void {
    this.handlers.set('displayMedia', handler)
  }

  context(): Promise<BrowserContext> {
    this.#context ??= this.#open()
    return this.#context
  }

  async #open(): Promise<BrowserContext> {
    const context = await this.#state.browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.route('**/*', (route) => this.#answer(route))
    await context.routeWebSocket('**/*', (socket) => {
      this.#state.leaks.push(socket.url())
      void socket.close()
    })
    return context
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const url = fromPageUrl(request.url())
    const frame = request.isNavigationRequest() ? request.frame() : null
    const window = frame && [...this.#state.windows].find(({ page }) => page === frame.page())
    if (frame && window && !window.webContents.mayNavigate(url, frame)) return route.abort('aborted')

    const answer = this.#protocols.get(new URL(url).protocol.slice(0, -1))
    if (!answer) {
      this.#state.leaks.push(url)
      return route.abort('blockedbyclient')
    }
    const response = await answer(new Request(url, { method: request.method(), headers: request.headers() }))
    const body = Buffer.from(await response.arrayBuffer())
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
  }

  async close(): Promise<void> {
    await (await this.#context)?.close()
  }
}

/** A window's contents: Electron's events on one side, a page of Chromium on the other. */
export class StandInContents extends EventEmitter {
  readonly #state: StandInState
  readonly session: StandInSession
  readonly #awaited = new Set<string>()
  #page: Page | undefined
  #ready: Promise<Page>
  #openHandler: ((details: { url: string }) => { action: string }) | undefined
  readonly mainFrame: FrameOf

  constructor(state: StandInState, session: StandInSession, preload: string) {
    super()
    this.#state = state
    this.session = session
    const page = () => this.#page
    this.mainFrame = {
      get url() {
        return fromPageUrl(page()?.mainFrame().url() ?? '')
      },
    }
    this.#ready = this.#open(preload)
    this.#ready.catch(() => undefined)
  }

  async #open(preload: string): Promise<Page> {
    const context = await this.session.context()
    const page = await context.newPage()
    this.#page = page
    await page.exposeBinding(channels.invoke, ({ frame }, channel: string, args: unknown[]) =>
      this.#invoke(frame, channel, args),
    )
    await page.exposeBinding(channels.open, (_source, url: string) => {
      const verdict = this.#openHandler?.({ url: fromPageUrl(url) })
      this.#state.log.push({ what: 'window.open', detail: { url, action: verdict?.action ?? 'allow' } })
    })
    await page.addInitScript({ content: preloadScript(readFileSync(preload, 'utf8')) })
    return page
  }

  async #invoke(frame: Frame, channel: string, args: unknown[]): Promise<{ value: unknown } | { error: string }> {
    const invoker = this.#state.invokers.get(channel)
    if (!invoker) return { error: `No handler registered for '${channel}'` }
    const isMain = frame === this.#page?.mainFrame()
    const senderFrame = isMain ? this.mainFrame : { url: fromPageUrl(frame.url()) }
    try {
      return { value: structuredClone(await invoker({ sender: this, senderFrame }, ...args)) }
    } catch (error) {
      return { error: String(error) }
    }
  }

  get page(): Page | undefined {
    return this.#page
  }

  whenOpen(): Promise<Page> {
    return this.#ready
  }

  async loadURL(url: string): Promise<void> {
    this.#awaited.add(url)
    const page = await this.#ready
    await page.goto(toPageUrl(url))
    this.emit('did-finish-load')
  }

  /** Emits what Electron emits before a page goes elsewhere by itself; false when the app prevented it. */
  mayNavigate(url: string, frame: Frame): boolean {
    if (this.#awaited.delete(url)) return true
    const isMainFrame = frame === this.#page?.mainFrame()
    let isPrevented = false
    const event = { url, isMainFrame, preventDefault: () => (isPrevented = true) }
    this.emit('will-frame-navigate', event)
    if (isMainFrame && !isPrevented) this.emit('will-navigate', event)
    if (isPrevented) this.#state.log.push({ what: 'navigation prevented', detail: url })
    return !isPrevented
  }

  send(channel: string, ...args: unknown[]): void {
    const copies = structuredClone(args)
    const hear = async () => {
      const page = await this.#ready
      await page.evaluate(
        ([name, on, sent]) => {
          const listen = (window as unknown as Record<string, ((on: string, sent: unknown[]) => void) | undefined>)[
            name
          ]
          listen?.(on, sent)
        },
        [channels.hear, channel, copies] as const,
      )
    }
    // A page that is being left hears nothing, as in Electron.
    hear().catch(() => undefined)
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#openHandler = handler
  }

  getURL(): string {
    return this.mainFrame.url
  }

  isDestroyed(): boolean {
    return this.#page?.isClosed() ?? false
  }
}

interface WindowOptions {
  readonly webPreferences?: Readonly<Record<string, unknown>>
}

const required = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false }

/** A window: refuses to open with preferences that are not safe. */
export class StandInWindow extends EventEmitter {
  readonly #state: StandInState
  readonly webContents: StandInContents
  #isMaximized = false

  constructor(state: StandInState, session: StandInSession, options: WindowOptions) {
    super()
    this.#state = state
    const preferences = options.webPreferences ?? {}
    for (const [name, value] of Object.entries(required)) {
      if (preferences[name] !== value) throw new Error(`A window needs ${name}: ${value}.`)
    }
    state.log.push({ what: 'BrowserWindow', detail: options })
    this.webContents = new StandInContents(state, session, String(preferences['preload']))
    state.windows.add(this)
    state.app.emit('web-contents-created', {}, this.webContents)
    void this.webContents.whenOpen().then(
      () => this.emit('ready-to-show'),
      () => undefined,
    )
  }

  get page(): Page | undefined {
    return this.webContents.page
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.#state.log.push({ what: 'window.show', detail: null })
  }

  focus(): void {
    this.#state.log.push({ what: 'window.focus', detail: null })
  }

  isMinimized(): boolean {
    return false
  }

  restore(): void {
    this.#state.log.push({ what: 'window.restore', detail: null })
  }

  maximize(): void {
    this.#isMaximized = true
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  getNormalBounds(): object {
    return { x: 20, y: 20, width: 1280, height: 800 }
  }

  setBackgroundColor(color: string): void {
    this.#state.log.push({ what: 'window.setBackgroundColor', detail: color })
  }

  isDestroyed(): boolean {
    return !this.#state.windows.has(this)
  }

  close(): void {
    if (this.isDestroyed()) return
    this.emit('close', { preventDefault: () => undefined })
    this.#state.windows.delete(this)
    void this.webContents.whenOpen().then(
      (page) => page.close(),
      () => undefined,
    )
    this.emit('closed')
    if (this.#state.windows.size === 0) this.#state.app.emit('window-all-closed')
  }
}
