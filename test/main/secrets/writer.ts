/** Keeps a counter in a passphrase file as fast as it can, until somebody kills it. */
import { createPassphraseFileSecrets } from '../../../src/main/secrets/passphrase-file.ts'

const [path = '', passphrase = ''] = process.argv.slice(2)
const store = createPassphraseFileSecrets({ path, passphrase: async () => passphrase })
for (let n = 0; ; n++) {
  await store.set('counter', String(n))
  process.send?.(n)
}
