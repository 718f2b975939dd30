import { spawn } from 'node:child_process'
import { buildWhenStale } from './build.ts'
import { ensureElectron, whatForbidsElectron } from './electron.ts'
import { isInstalled, root } from './steps.ts'

/** Runs the app in Electron; resolves to its exit code, or to null when Electron could not run on this computer. */
function runElectron(program: string, argv: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, [root, ...argv], { stdio: 'inherit' })
    child.on('error', () => resolve(null))
    // 127: a library of the system is missing. A signal at once: the sandbox was refused.
    const startedAt = Date.now()
    child.on('exit', (code, signal) => {
      const hasCrashed = code === 127 || (signal !== null && signal !== 'SIGINT' && signal !== 'SIGTERM')
      resolve(hasCrashed && Date.now() - startedAt < 5_000 ? null : (code ?? 0))
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
  })
}

async function openInElectron(argv: readonly string[]): Promise<number | string> {
  const forbidden = whatForbidsElectron()
  if (forbidden) return forbidden
  const program = await ensureElectron()
  if (!program) return 'Electron’s runtime is not installed and cannot be fetched'
  return (await runElectron(program, argv)) ?? 'Electron cannot run on this computer'
}

/**
 * `npm start`: opens Homeroom in Electron, or says in one sentence why not and opens it in a browser tab on this computer.
 * `--browser` goes to the browser at once; everything else is passed on.
 */
export async function main(argv: readonly string[]): Promise<number> {
  if (!isInstalled('electron-vite/bin/electron-vite.js')) {
    console.error('Run "npm ci" first: the packages are not installed.')
    return 1
  }
  if (!(await buildWhenStale())) return 1
  const passedOn = argv.filter((argument) => argument !== '--browser')
  if (passedOn.length === argv.length) {
    const ended = await openInElectron(passedOn)
    if (typeof ended === 'number') return ended
    console.log(`${ended}, so Homeroom opens in your browser.`)
  }
  const { main: openInBrowser } = await import('../src/main/hosts/browser/main.ts')
  return openInBrowser(passedOn)
}
