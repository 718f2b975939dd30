/** Names under which the stand-in and its pages talk; only the stand-in's own scripts see them. */
export const channels = { invoke: '__standInInvoke', open: '__standInOpen', hear: '__standInHear' } as const

/**
 * The script that a page runs before its own: the built preload, in a function whose `require` knows Electron and nothing
 * else, as a sandboxed preload's does. It is no world of its own: isolation itself only shows in the real Electron.
 */
export function preloadScript(preloadSource: string): string {
  return `(${hostPreload.toString()})(${JSON.stringify(channels)}, function (require, module, exports, process) {${preloadSource}\n})`
}

type Listener = (event: unknown, ...args: unknown[]) => void
type Preload = (
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: object,
) => void

// Everything inside runs in the page: it may use nothing from outside itself.
function hostPreload(names: typeof channels, preload: Preload): void {
  if (window !== window.top || !location.host.endsWith('.localhost')) return
  const page = window as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  const take = (name: string) => {
    const binding = page[name]
    delete page[name]
    if (!binding) throw new Error(`The stand-in did not provide ${name}.`)
    return binding
  }
  const invoke = take(names.invoke)
  const open = take(names.open)

  const listeners = new Map<string, Set<Listener>>()
  Object.defineProperty(window, names.hear, {
    value: (channel: string, args: unknown[]) => {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: 'ipcRenderer' }, ...args)
    },
  })

  const copy = (value: unknown): unknown => {
    try {
      return structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }
  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]) {
      const sent = args.map(copy)
      const answer = (await invoke(channel, sent)) as { value: unknown } | { error: string }
      if ('error' in answer) throw new Error(`Error invoking remote method '${channel}': ${answer.error}`)
      return answer.value
    },
    on(channel: string, listener: Listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener)
    },
  }

  // What crosses the bridge is copied or wrapped, never shared, and comes out frozen.
  const across = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, undefined, args.map(across))
        return result instanceof Promise ? result.then(across) : across(result)
      }
    }
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(across)
    if (Object.getPrototypeOf(value) !== Object.prototype) return copy(value)
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, across(inner)])))
  }
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      Object.defineProperty(window, name, { value: across(api), enumerable: true })
    },
  }

  // A popup of Playwright's has no frame to ask about, so popups are caught before they open.
  window.open = (url) => {
    void open(String(url ?? 'about:blank'))
    return null
  }
  addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[target="_blank"]') : null
      if (!(link instanceof HTMLAnchorElement)) return
      event.preventDefault()
      void open(link.href)
    },
    true,
  )

  const requireElectron = (name: string) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return { contextBridge, ipcRenderer }
  }
  const module = { exports: {} }
  preload(requireElectron, module, module.exports, { sandboxed: true, type: 'renderer' })
}
