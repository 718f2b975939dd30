import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ProblemError } from '../../../shared/problem.ts'

/** Asks for the passphrase at the terminal without showing it. Raises `wrongPassphrase` where nobody can be asked. */
export async function askPassphrase(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new ProblemError('wrongPassphrase', 'The secrets of this data folder are under a passphrase.', {
      fix: 'Name a file that holds it with --passphrase-file.',
    })
  }
  process.stderr.write('Passphrase of the secrets file: ')
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: process.stdin, output: silence, terminal: true })
  try {
    return await prompt.question('')
  } finally {
    prompt.close()
    process.stderr.write('\n')
  }
}
