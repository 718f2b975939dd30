import { createHash } from 'node:crypto'

/** SHA-256 over the file's bytes and over everything else that decides what an import would do, as hex. */
export function digestFile(bytes: Uint8Array, ...rest: readonly string[]): string {
  const hash = createHash('sha256').update(bytes)
  for (const text of rest) hash.update('\0').update(text)
  return hash.digest('hex')
}
