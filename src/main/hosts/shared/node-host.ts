import { accessSync, constants, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ProblemError } from '../../../shared/problem.ts'
import { product } from '../../../shared/product.ts'
import type { Log, SecretsKind, SecretStore } from '../../ports.ts'
import { errorCode, writeProblem } from '../../secrets/atomic-file.ts'
import { createKeychainSecrets } from '../../secrets/keychain.ts'
import { createMemorySecrets } from '../../secrets/memory.ts'
import { createPassphraseFileSecrets } from '../../secrets/passphrase-file.ts'
import { createFiles } from './files.ts'
import { createIds } from './ids.ts'
import { createLinkFiles } from './link-file.ts'
import { createLog } from './log.ts'
import { openInBrowser } from './open-browser.ts'
import { askPassphrase } from './passphrase-prompt.ts'
import { createPracticeHost } from './practice.ts'
import { placeOfProvisioning } from './provisioning-file.ts'
import type { HostServices } from './services.ts'
import { parseZoomUrl, UsageError } from './usage.ts'
import { logFolder, practiceFolder, type WorkerSettings } from './worker-ports.ts'
import { createLinkOpener } from './zoom-links.ts'

/** What the command line may say about every door that Node runs. */
export interface NodeHostOptions {
  readonly data?: string | undefined
  readonly secrets?: string | undefined
  readonly passphraseFile?: string | undefined
  readonly provisioning?: string | undefined
  readonly zoomApi?: string | undefined
  readonly zoomOauth?: string | undefined
}

/** Everything that `startApplication` needs in a Node host. */
export interface NodeHost {
  readonly settings: WorkerSettings
  readonly services: HostServices
  readonly log: Log
}

const kinds: readonly SecretsKind[] = ['keychain', 'file', 'memory']

/** The folder of this user's data by the convention of the operating system. */
function defaultDataFolder(): string {
  const fromVariable = (name: string, otherwise: string) => {
    const folder = process.env[name]
    return folder !== undefined && isAbsolute(folder) ? folder : join(homedir(), otherwise)
  }
  switch (process.platform) {
    case 'win32':
      return join(fromVariable('APPDATA', 'AppData/Roaming'), product.dataFolderName)
    case 'darwin':
      return join(homedir(), 'Library/Application Support', product.dataFolderName)
    default:
      return join(fromVariable('XDG_DATA_HOME', '.local/share'), product.dataFolderName)
  }
}

/** Builds what a Node host gives the application. Raises {@link UsageError} for options that cannot be obeyed. */
export function createNodeHost(options: NodeHostOptions): NodeHost {
  const dataFolder = resolve(options.data ?? defaultDataFolder())
  const defaultSecrets = parseSecretsKind(options)
  const zoom = {
    apiUrl: options.zoomApi === undefined ? undefined : parseZoomUrl(options.zoomApi, '--zoom-api'),
    oauthUrl: options.zoomOauth === undefined ? undefined : parseZoomUrl(options.zoomOauth, '--zoom-oauth'),
  }
  const stores = new Map<SecretsKind, SecretStore>()
  const open = (kind: SecretsKind): SecretStore => {
    switch (kind) {
      case 'keychain':
        return createKeychainSecrets()
      case 'memory':
        return createMemorySecrets()
      case 'file':
        return createPassphraseFileSecrets({
          path: join(dataFolder, 'secrets.json'),
          passphrase: () => readPassphrase(options.passphraseFile),
        })
    }
  }
  makeDataFolder(dataFolder)

  return {
    settings: {
      dataFolder,
      migrationsFolder: fileURLToPath(new URL('../../../../drizzle', import.meta.url)),
      fontsFolder: fileURLToPath(new URL('../../../../resources/fonts', import.meta.url)),
      defaultSecrets,
      provisioning: placeOfProvisioning(options.provisioning),
      zoom,
    },
    services: {
      files: createFiles(),
      secrets(kind) {
        const store = stores.get(kind) ?? open(kind)
        stores.set(kind, store)
        return store
      },
      // A terminal and a browser tab say what they have to say on their own page.
      notifier: { notify: () => undefined },
      openLink: createLinkOpener((url) => openByFile(dataFolder, url)),
      practice: createPracticeHost({ folder: practiceFolder(dataFolder) }),
    },
    log: createLog({ folder: logFolder(dataFolder), worker: 'host', now: Date.now, newId: createIds(Date.now) }),
  }
}

/** A browser that has to be started first has read a file by then. */
const openedAfterMs = 10_000

/**
 * Opens a link in the person's browser by a file of this user's, since whoever has a start link is the host, and a list of
 * processes is everybody's. A command ends only when the file is gone.
 */
async function openByFile(dataFolder: string, url: string): Promise<void> {
  const links = createLinkFiles(dataFolder)
  const path = await links.write(url)
  const isOpened = await openInBrowser(path)
  if (isOpened) return void setTimeout(() => void links.remove(path), openedAfterMs)
  await links.remove(path)
  throw new ProblemError('conflict', 'No browser could be opened on this computer.', {
    fix: 'Open the class in Zoom instead.',
  })
}

function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
    mkdirSync(logFolder(folder), { recursive: true, mode: 0o700 })
  } catch (error) {
    if (['EEXIST', 'ENOTDIR'].includes(errorCode(error) ?? ''))
      throw new UsageError('The data folder is a file, not a folder.')
    throw writeProblem(error, 'the data folder')
  }
}

function parseSecretsKind({ secrets, passphraseFile }: NodeHostOptions): SecretsKind {
  if (secrets === undefined) return passphraseFile === undefined ? 'keychain' : 'file'
  const kind = kinds.find((known) => known === secrets)
  if (kind === undefined) throw new UsageError('--secrets takes keychain, file or memory.')
  if (passphraseFile !== undefined && kind !== 'file') {
    throw new UsageError('--passphrase-file goes with --secrets file only.')
  }
  return kind
}

/** From the file named on the command line (its first line), or from the person at the terminal. */
async function readPassphrase(file: string | undefined): Promise<string> {
  if (file === undefined) return askPassphrase()
  try {
    const [line = ''] = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/)
    return line
  } catch (error) {
    const fix = 'Look whether it is there, and whether you may read it.'
    throw new ProblemError('fileUnreadable', 'The file of --passphrase-file cannot be read.', { fix }, { cause: error })
  }
}
