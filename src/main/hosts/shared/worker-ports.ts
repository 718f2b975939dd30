import { join } from 'node:path'
import type { Ports, SecretsKind } from '../../ports.ts'
import { createClock } from './clock.ts'
import { createDispatcher } from './dispatcher.ts'
import { createIds } from './ids.ts'
import { createLog } from './log.ts'
import { connectPractice } from './practice-connection.ts'
import { readProvisioningFile, type ProvisioningPlace } from './provisioning-file.ts'
import type { WorkerServices } from './services.ts'

/** What a worker is told at its start; plain values only, for they cross to another thread or process. */
export interface WorkerSettings {
  readonly dataFolder: string
  readonly migrationsFolder: string
  readonly fontsFolder: string
  readonly defaultSecrets: SecretsKind
  readonly provisioning: ProvisioningPlace
  readonly zoom: { readonly apiUrl?: string | undefined; readonly oauthUrl?: string | undefined }
}

/** Which of the two workers: `main` answers the screens and runs the jobs, `long` runs what takes long. */
export type WorkerName = 'main' | 'long'

/** The folder of the pretend Zoom's own state, below the data folder. */
export const practiceFolder = (dataFolder: string): string => join(dataFolder, 'practice', 'zoom')

/** The folder of the log that all processes of a data folder write. */
export const logFolder = (dataFolder: string): string => join(dataFolder, 'logs')

/** The world as a worker's application sees it: its own clock, ids, log and network; the rest from the host. */
export function createWorkerPorts(settings: WorkerSettings, worker: WorkerName, services: WorkerServices): Ports {
  const { dataFolder, migrationsFolder, fontsFolder, defaultSecrets, provisioning, zoom } = settings
  const clock = createClock()
  // The log tells real time, so that it can be held against other logs of this computer.
  const log = createLog({ folder: logFolder(dataFolder), worker, now: Date.now, newId: createIds(Date.now) })

  return {
    dataFolder,
    migrationsFolder,
    fontsFolder,
    clock,
    newId: createIds(clock.now),
    random: Math.random,
    secrets: services.secrets,
    defaultSecrets,
    files: services.files,
    provisioning: () => readProvisioningFile(provisioning),
    log,
    notifier: services.notifier,
    openLink: services.openLink,
    practice: { connect: () => connectPractice(services.practice.ensure) },
    dispatcher: createDispatcher(),
    zoom,
  }
}
