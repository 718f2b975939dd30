import type { Files, Notifier, Ports, SecretsKind, SecretStore } from '../../ports.ts'
import type { ChannelHandlers, Channel } from './channel.ts'
import type { PracticeHost, PracticeServer } from './practice.ts'

/** What the application asks of the process around its worker: all that needs the host itself, or one of a kind. */
export interface HostServices {
  readonly files: Files
  readonly secrets: (kind: SecretsKind) => SecretStore
  readonly notifier: Notifier
  readonly openLink: Ports['openLink']
  readonly practice: PracticeHost
}

/** The host's end of the services: what a worker may call. */
export function serveServices({ files, secrets, notifier, openLink, practice }: HostServices): ChannelHandlers {
  return {
    'files.read': files.read,
    'files.write': files.write,
    'secrets.get': (kind: SecretsKind, name: string) => secrets(kind).get(name),
    'secrets.set': (kind: SecretsKind, name: string, secret: string) => secrets(kind).set(name, secret),
    'secrets.delete': (kind: SecretsKind, name: string) => secrets(kind).delete(name),
    'notifier.notify': notifier.notify,
    'link.open': openLink,
    'practice.ensure': practice.ensure,
  }
}

/** The same services as a worker reaches them. */
export interface WorkerServices extends Omit<HostServices, 'practice'> {
  readonly practice: Pick<PracticeHost, 'ensure'>
}

/** The worker's end: each service as a call over the channel. */
export function reachServices(channel: Channel): WorkerServices {
  return {
    files: {
      read: (handle) => channel.call('files.read', handle) as ReturnType<Files['read']>,
      write: (file) => channel.call('files.write', file) as ReturnType<Files['write']>,
    },
    secrets: (kind) => ({
      kind,
      get: (name) => channel.call('secrets.get', kind, name) as Promise<string | null>,
      set: (name, secret) => channel.call('secrets.set', kind, name, secret) as Promise<void>,
      delete: (name) => channel.call('secrets.delete', kind, name) as Promise<void>,
    }),
    notifier: { notify: (title, body, place) => channel.tell('notifier.notify', title, body, place) },
    openLink: (url) => channel.call('link.open', url) as Promise<void>,
    practice: { ensure: () => channel.call('practice.ensure') as Promise<PracticeServer> },
  }
}
