/** Runs the calls named on the command line against this session's keychain; prints one JSON line per call. */
import { createKeychainSecrets } from '../../../src/main/secrets/keychain.ts'

const store = createKeychainSecrets({ timeLimitMs: 60_000 })
for (const call of process.argv.slice(2)) {
  const [operation, name = '', secret = ''] = call.split(':')
  try {
    const value =
      operation === 'set'
        ? await store.set(name, secret)
        : await (operation === 'get' ? store.get(name) : store.delete(name))
    console.log(JSON.stringify({ call, value: value ?? null }))
  } catch (error) {
    console.log(JSON.stringify({ call, kind: (error as { problem: { kind: string } }).problem.kind }))
  }
}
