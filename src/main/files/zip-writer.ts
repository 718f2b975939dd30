import { zipSync } from 'fflate'

/** Files as one zip file, names in UTF-8. The same files give the same bytes. */
export function writeZip(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Uint8Array {
  // The earliest date that a zip file can tell: its entries have none of their own.
  const mtime = new Date(1980, 0, 1)
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, [bytes, { mtime }] as const])))
}
