import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The `homeroom` command as it stands in this clone. */
export const bin = fileURLToPath(new URL('../../../../bin/homeroom.mjs', import.meta.url))

/** What a command came to. */
export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command as a person would, with a home of its own. */
export function runHomeroom(home: string, args: readonly string[], stdin?: string): Promise<Run> {
  return new Promise((resolve) => {
    const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'share'), APPDATA: home }
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { env, timeout: 220_000, maxBuffer: 64 * 1024 ** 2 },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, out, err })
      },
    )
    child.stdin?.end(stdin)
  })
}

/** The answer that `homeroom call` printed. */
export const answerOf = ({ out }: Run) =>
  JSON.parse(out) as { ok: boolean; value?: unknown; problem?: { kind: string } }
