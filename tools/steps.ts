import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** How a program that we started has ended. */
export interface Ended {
  /** Its exit code; 1 when a signal or its time limit ended it. */
  readonly code: number
  /** What it wrote, stdout and stderr in their order; empty when it wrote straight to the terminal. */
  readonly output: string
}

interface StepOptions {
  readonly env?: NodeJS.ProcessEnv
  /** Lets the program write to our terminal instead of collecting its output. */
  readonly isShown?: boolean
  readonly timeLimitMs?: number
}

/** Runs the script of an installed package (a path below node_modules) on this Node, from the root folder. */
export function runTool(script: string, args: readonly string[], options: StepOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.isShown ? 'inherit' : 'pipe', options.isShown ? 'inherit' : 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    const timer = options.timeLimitMs === undefined ? undefined : setTimeout(() => child.kill(), options.timeLimitMs)
    const end = (code: number) => {
      clearTimeout(timer)
      resolve({ code, output })
    }
    child.on('error', (error) => {
      output += `${error.message}\n`
      end(1)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Whether a package's file is installed (a path below node_modules). */
export function isInstalled(script: string): boolean {
  return existsSync(join(root, 'node_modules', script))
}
