import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ProblemError } from '../../../shared/problem.ts'

let asking = 0

/** Whether a passphrase is being typed just now: then nothing else may take the keys. */
export const isAsking = (): boolean => asking > 0

/** Asks for the passphrase at the terminal without showing it. Raises `wrongPassphrase` where nobody can be asked, `cancelled`. */
export async function askPassphrase(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new ProblemError('wrongPassphrase', 'The secrets of this data folder are under a passphrase.', {
      fix: 'Name a file that holds it with --passphrase-file.',
    })
  }
  asking += 1
  process.stderr.write('Passphrase of the secrets file: ')
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: process.stdin, output: silence, terminal: true })
  const leaving = new AbortController()
  // While keys are hidden the terminal leaves Ctrl+C to us.
  prompt.on('SIGINT', () => {
    leaving.abort()
    process.kill(process.pid, 'SIGINT')
  })
  try {
    return await prompt.question('', { signal: leaving.signal })
  } catch (error) {
    const fix = 'Start again and type it, or name its file with --passphrase-file.'
    throw new ProblemError('cancelled', 'No passphrase was given.', { fix }, { cause: error })
  } finally {
    prompt.close()
    process.stderr.write('\n')
    asking -= 1
  }
}
