import type { Bridge, OfferedFile } from '../shared/bridge.ts'
import { browserWire } from '../shared/browser-wire.ts'
import type { ApplicationEvent } from '../shared/handle.ts'
import type { Problem, Result } from '../shared/problem.ts'
import { setDoor } from './door.ts'

const firstPauseMs = 400
const longestPauseMs = 5000

const ended: Problem = {
  kind: 'forbidden',
  message: 'This tab’s session has ended.',
  fix: 'Open Homeroom again from the terminal or the start menu.',
}
const lost: Problem = {
  kind: 'unexpected',
  message: 'Homeroom on this computer does not answer.',
  fix: 'See that it still runs; this tab goes on by itself.',
}

const failed = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({ ok: false, problem })

/** The token of this tab: fetched once, kept in memory only, fetched anew when the host does not know it any more. */
function createTabToken() {
  let token: Promise<string | null> | null = null
  let known: string | null = null

  /** Null when this tab may not have one; rejects when the host does not answer. */
  async function fetchToken(): Promise<string | null> {
    const key = localStorage.getItem(browserWire.keyItem) ?? ''
    const answer = await fetch('/tab', { method: 'POST', headers: { [browserWire.keyHeader]: key } })
    if (!answer.ok) return null
    const body = (await answer.json()) as { readonly token: string }
    known = body.token
    return known
  }

  return {
    /** The token, once it is there: a call that has it goes out at once, before the screen that asks is drawn. */
    known: () => known,
    get(): Promise<string | null> {
      token ??= fetchToken().catch((error: unknown) => {
        token = null
        throw error
      })
      return token
    },
    forget(): void {
      token = null
      known = null
    },
  }
}

/**
 * The door of a tab in an ordinary browser, to the host on this computer: fetch for calls and files, one socket for
 * events. No call rejects. A refusal (403) is tried once with a fresh token: it was refused before anything ran.
 */
export function createBrowserDoor(): Bridge {
  const tab = createTabToken()
  const listeners = new Set<(event: ApplicationEvent) => void>()

  /** The host's answer; null when this tab has ended. Rejects when the host does not answer. */
  async function ask(path: string, init: RequestInit, isAgain = false): Promise<Response | null> {
    const token = tab.known() ?? (await tab.get())
    const answer =
      token === null
        ? null
        : await fetch(path, { ...init, headers: { ...init.headers, [browserWire.tabHeader]: token } })
    if (answer && answer.status !== 403) {
      setDoor('open')
      return answer
    }
    tab.forget()
    if (!isAgain && answer) return ask(path, init, true)
    setDoor('ended')
    return null
  }

  async function attempt<T>(
    path: string,
    init: RequestInit,
    take: (answer: Response) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    try {
      const answer = await ask(path, init)
      return answer ? await take(answer) : failed(ended)
    } catch {
      setDoor('lost')
      return failed(lost)
    }
  }

  async function listen(pauseMs: number): Promise<void> {
    const again = (pause: number) => {
      // A little chance in the pause: many tabs do not come back in the same instant.
      setTimeout(() => void listen(Math.min(longestPauseMs, pause * 2)), pause * (0.75 + Math.random() / 2))
    }
    let token: string | null
    try {
      token = await tab.get()
    } catch {
      setDoor('lost')
      return again(pauseMs)
    }
    if (token === null) return setDoor('ended')

    const address = new URL('/events', window.location.href)
    address.protocol = 'ws:'
    const socket = new WebSocket(address, [browserWire.socketProtocol, `${browserWire.socketTabPrefix}${token}`])
    let hasOpened = false
    socket.addEventListener('open', () => {
      hasOpened = true
      setDoor('open')
    })
    socket.addEventListener('message', ({ data }) => {
      const event = JSON.parse(String(data)) as ApplicationEvent
      for (const listener of listeners) listener(event)
    })
    socket.addEventListener('close', () => {
      // A socket that never opened may have been refused for its token; the next one has a fresh token.
      if (!hasOpened) tab.forget()
      setDoor('lost')
      again(hasOpened ? firstPauseMs : pauseMs)
    })
  }
  void listen(firstPauseMs)

  return {
    door: 'browser',
    call: (name, input) =>
      attempt(
        '/call',
        { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name, input }) },
        async (answer) => (await answer.json()) as Result<unknown>,
      ),
    on(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    putFile: ({ name, mediaType, bytes }: OfferedFile) =>
      attempt<string>(
        '/file',
        {
          method: 'POST',
          headers: {
            'Content-Type': mediaType || 'application/octet-stream',
            [browserWire.nameHeader]: encodeURIComponent(name.toWellFormed()),
          },
          body: new Blob([Uint8Array.from(bytes)]),
        },
        async (answer) => {
          const body = (await answer.json()) as
            | { readonly handle: string }
            | { readonly ok: false; readonly problem: Problem }
          return 'handle' in body ? { ok: true, value: body.handle } : body
        },
      ),
    saveFile: (handle) =>
      attempt<boolean>(`/file/${encodeURIComponent(handle)}`, {}, async (answer) => {
        if (!answer.ok) return (await answer.json()) as Result<boolean>
        keep(await answer.blob(), fileNameIn(answer))
        return { ok: true, value: true }
      }),
  }
}

/** The name in `Content-Disposition: attachment; filename*=UTF-8''...` (RFC 6266), which our host always writes. */
function fileNameIn(answer: Response): string {
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
  return name === undefined ? 'homeroom' : decodeURIComponent(name)
}

/** Hands a file to the browser's own downloads. */
function keep(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has begun by the next turn; until then the address must hold.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
