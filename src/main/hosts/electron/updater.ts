/** Where news of newer versions comes from. */
export interface UpdateSource {
  /** The version on offer when it is newer than ours, else null; rejects when nobody could be asked. */
  newerVersion(): Promise<string | null>
}

/** Asks electron-updater, and only asks: nothing is downloaded or installed, and an older version is never news. */
export async function createUpdateSource(): Promise<UpdateSource> {
  const { autoUpdater } = await import('electron-updater')
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.disableWebInstaller = true
  autoUpdater.channel = 'latest'
  // Naming a channel switches this on, so it comes after.
  autoUpdater.allowDowngrade = false
  autoUpdater.logger = null
  return {
    async newerVersion() {
      const result = await autoUpdater.checkForUpdates()
      return result?.isUpdateAvailable ? result.updateInfo.version : null
    },
  }
}

/** Tells the person once when a newer version is on offer. That nobody could be asked is no news. */
export async function tellOfUpdate(source: UpdateSource, tell: (version: string) => void): Promise<void> {
  const version = await source.newerVersion().catch(() => null)
  if (version !== null) tell(version)
}
