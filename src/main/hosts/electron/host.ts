import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, Notification, shell } from 'electron'
import type { SecretsKind, SecretStore } from '../../ports.ts'
import { createKeychainSecrets } from '../../secrets/keychain.ts'
import { createNodeHost } from '../shared/node-host.ts'
import type { NodeHost, NodeHostOptions } from '../shared/node-host.ts'
import { createPracticeHost } from '../shared/practice.ts'
import { UsageError } from '../shared/usage.ts'
import { practiceFolder } from '../shared/worker-ports.ts'
import { createLinkOpener } from '../shared/zoom-links.ts'
import { launchKeychain, launchPractice } from './processes.ts'
import { withSafeStorage } from './safe-storage.ts'

/** What the command line says about the data folder and Zoom; Chromium's own switches pass by. */
export function readOptions(argv: readonly string[]): NodeHostOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      data: text,
      secrets: text,
      'passphrase-file': text,
      provisioning: text,
      'zoom-api': text,
      'zoom-oauth': text,
    },
  })
  const valueOf = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  return {
    data: valueOf('data'),
    secrets: valueOf('secrets'),
    passphraseFile: valueOf('passphrase-file'),
    provisioning: valueOf('provisioning'),
    zoomApi: valueOf('zoom-api'),
    zoomOauth: valueOf('zoom-oauth'),
  }
}

/** Where Electron keeps what is its own (caches, the window's place), apart from the school's data beside it. */
export const electronFolder = (dataFolder: string): string => join(dataFolder, 'electron')

/**
 * What Electron gives the application: as Node gives it, but with utility processes, and with safeStorage where the computer
 * has no keychain for keytar. Raises `UsageError`.
 */
export function createElectronHost(options: NodeHostOptions): NodeHost {
  if (options.secrets === 'memory') {
    throw new UsageError('--secrets memory is for a terminal or a browser tab: the window keeps what it is told.')
  }
  const { settings, services, log } = createNodeHost(options)
  let keychain: SecretStore | undefined
  const openKeychain = () =>
    (keychain ??= withSafeStorage(
      createKeychainSecrets({ launch: launchKeychain }),
      electronFolder(settings.dataFolder),
    ))
  return {
    log,
    settings: {
      ...settings,
      migrationsFolder: app.isPackaged ? join(process.resourcesPath, 'migrations') : join(app.getAppPath(), 'drizzle'),
      fontsFolder: app.isPackaged ? join(process.resourcesPath, 'fonts') : join(app.getAppPath(), 'resources/fonts'),
    },
    services: {
      ...services,
      secrets: (kind: SecretsKind) => (kind === 'keychain' ? openKeychain() : services.secrets(kind)),
      openLink: createLinkOpener((url) => shell.openExternal(url)),
      practice: createPracticeHost({ folder: practiceFolder(settings.dataFolder), launch: launchPractice }),
    },
  }
}

/** Those in sight: one that nobody holds is collected, and its press leads nowhere. */
const shown = new Set<Notification>()
/** The system forgets older ones, and never says so everywhere. */
const mostShown = 20

/** Shows a notification of the operating system, where it has them; a press on it opens what it is about. */
export function notify(title: string, body: string, open?: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  const forget = () => shown.delete(notification)
  notification.on('click', () => {
    forget()
    open?.()
  })
  notification.on('close', forget)
  shown.add(notification)
  if (shown.size > mostShown) shown.delete(shown.values().next().value!)
  notification.show()
}
