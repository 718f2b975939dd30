import { spawn } from 'node:child_process'

/** Opens a local file in the user's own browser; resolves to false where that is known to have failed. */
export function openInBrowser(path: string): Promise<boolean> {
  const [program, args] = commandFor(path)
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true, windowsHide: true })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
    child.unref()
    // Some openers stay as long as the browser does: no news is good news.
    setTimeout(() => resolve(true), 3_000).unref()
  })
}

function commandFor(path: string): [string, string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', [path]]
    case 'win32':
      return ['rundll32.exe', ['url.dll,FileProtocolHandler', path]]
    default:
      return ['xdg-open', [path]]
  }
}
