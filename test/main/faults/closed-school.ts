import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createPassphraseFileSecrets } from '../../../src/main/secrets/passphrase-file.ts'
import { testFolder } from '../../support/database.ts'
import { classTomorrow, connectedSchool, importRoster, personal, type PretendZoom } from './support.ts'

const passphrase = 'mahabang lihim na parirala ng paaralan'

/** A real school in a folder of its own, under a passphrase and connected, with a roster; nobody has it open. */
export async function closedSchool(zoom: PretendZoom) {
  const home = testFolder()
  const data = join(home, 'data')
  const passphraseFile = join(home, 'passphrase')
  writeFileSync(passphraseFile, `${passphrase}\n`)
  const store = () =>
    createPassphraseFileSecrets({ path: join(data, 'secrets.json'), passphrase: async () => passphrase })
  const kept = store()
  const { app, recoveryCode } = await connectedSchool(zoom, { folder: data, secrets: () => kept })
  const form = await classTomorrow(app, await importRoster(app), 'Araling Panlipunan ng Seksyong Mabini')
  await app.handle.close()
  const { apiUrl, oauthUrl } = zoom.zoom
  return {
    home,
    data,
    /** A class of the roster's section tomorrow, as `meeting.schedule` takes it. */
    form,
    /** The folder as a host's options name it, and as a command line does. */
    options: { data, secrets: 'file', passphraseFile, zoomApi: apiUrl, zoomOauth: oauthUrl },
    flags: [
      ...['--data', data, '--secrets', 'file', '--passphrase-file', passphraseFile],
      ...['--zoom-api', apiUrl, '--zoom-oauth', oauthUrl],
    ],
    secrets: store,
    /** Fails when the log, which every process wrote that had the folder open, holds anything that it should not. */
    mustHaveCleanLog() {
      const logs = join(data, 'logs')
      const text = readdirSync(logs)
        .map((name) => readFileSync(join(logs, name), 'utf8'))
        .join('\n')
      expect(text).toContain('"event":"operation.done"')
      for (const each of [...personal, passphrase, recoveryCode, zoom.address.clientSecret, form.title, home]) {
        expect(text).not.toContain(each)
      }
      // Nor any other address, nor a token.
      expect(text).not.toMatch(/[\w.]@[\w.]|eyJ[\w-]+\./)
    },
  }
}

/** How many meetings Zoom made. */
export const meetingsMade = async (zoom: PretendZoom): Promise<number> =>
  (await zoom.calls())['POST /users/{userId}/meetings 201'] ?? 0
