import { app, BrowserWindow } from 'electron'
import type { WebContents } from 'electron'
import { openLink } from './links.ts'
import { appOrigin, originOf } from './protocol.ts'

const isOurs = (url: string) => originOf(url) === appOrigin

/** Keeps everything that the app ever shows on our own pages: no other origin, no new window, no web view. */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents))
}

function guard(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void openLink(url, BrowserWindow.fromWebContents(contents))
    return { action: 'deny' }
  })
}
