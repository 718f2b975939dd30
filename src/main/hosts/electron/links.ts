import { dialog, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { isZoomHost, webLink } from '../shared/zoom-links.ts'

/** How a link may leave the app: `open` by itself, `ask` the person first, or `refuse`. */
export function judgeLink(url: string): 'open' | 'ask' | 'refuse' {
  const link = webLink(url)
  if (!link) return 'refuse'
  return isZoomHost(link.hostname) ? 'open' : 'ask'
}

/** Opens a web link in the person's browser, asking first when the host is not Zoom's; anything but https is dropped. */
export async function openLink(url: string, window: BrowserWindow | null): Promise<void> {
  const verdict = judgeLink(url)
  if (verdict === 'refuse') return
  if (verdict === 'ask') {
    const question = {
      type: 'question' as const,
      message: 'Open this page in your browser?',
      detail: url,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    }
    const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question))
    if (response !== 0) return
  }
  await shell.openExternal(new URL(url).href)
}
