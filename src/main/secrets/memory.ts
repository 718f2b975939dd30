import type { SecretStore } from '../ports.ts'

/** Secrets that end with the process: for the practice school, tests, and data folders that are deleted at exit. */
export function createMemorySecrets(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    kind: 'memory',
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, secret) => {
      secrets.set(name, secret)
    },
    delete: async (name) => {
      secrets.delete(name)
    },
  }
}
