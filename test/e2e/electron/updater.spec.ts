import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron } from '../../../tools/electron.ts'
import { expect, test } from '../../support/app-fixture.ts'
import { openApp } from '../../support/open-app.ts'

// electron-updater as it is bundled, asking a real server: it tells, and takes nothing.

test.skip(process.platform !== 'linux' || findElectron() !== null, 'The updater of deb packages, on the stand-in.')

for (const [offered, told] of [
  ['9.9.9', ['Homeroom 9.9.9 is available']],
  ['0.0.0', []],
] as const) {
  test(`version ${offered} on offer: ${told.length} notification, no download`, async ({ browser, dataFolder }) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      const file = `homeroom-${offered}-linux-x64.deb`
      response.end(
        `version: ${offered}\nfiles:\n  - url: ${file}\n    sha512: c2hh\n    size: 1\npath: ${file}\nsha512: c2hh\n`,
      )
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const resources = await mkdtemp(join(tmpdir(), 'homeroom-resources-'))
    await cp(join(import.meta.dirname, '../../../drizzle'), join(resources, 'migrations'), { recursive: true })
    await writeFile(join(resources, 'package-type'), 'deb')
    await writeFile(
      join(resources, 'app-update.yml'),
      `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: homeroom-updater\n`,
    )
    const app = await openApp({ door: 'electron', browser, dataFolder, argv: ['--secrets', 'file'], resources })
    const notifications = () =>
      app.standIn?.log
        .filter(({ what }) => what === 'Notification')
        .map(({ detail }) => (detail as { title: string }).title)

    await expect.poll(() => asked.length).toBe(1)
    await expect.poll(notifications).toEqual(told)
    await app.page.reload()
    expect(notifications()).toEqual(told)
    expect(asked.map((url) => url.split('?')[0])).toEqual([expect.stringMatching(/^\/latest-linux(-\w+)?\.yml$/)])

    await app.close()
    server.close()
    await rm(resources, { recursive: true })
  })
}
