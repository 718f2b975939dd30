import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from '../../support/app-fixture.ts'
import { callIn } from '../../support/call.ts'

// A tab whose host goes away, comes back, or forgets it.

// Each test starts two hosts.
test.slow()

const hosts = new Set<ChildProcess>()
test.afterEach(async () => {
  for (const host of hosts) {
    if (host.exitCode === null && host.signalCode === null) {
      host.kill('SIGTERM')
      await once(host, 'exit')
    }
  }
  hosts.clear()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function startHost(dataFolder: string, port: number) {
  const program = join(import.meta.dirname, '../../support/browser-host.ts')
  const argv = ['--no-open', '--json', '--secrets', 'memory', '--data', dataFolder, '--port', String(port)]
  const host = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] })
  hosts.add(host)
  const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string]
  const { linkFile } = JSON.parse(line) as { linkFile: string }
  return { host, enter: (page: Page) => page.goto(pathToFileURL(linkFile).href) }
}

test('a tab says that its host is gone, and that its session has ended when another host answers', async ({
  page,
  dataFolder,
}) => {
  const port = await freePort()
  const { host, enter } = await startHost(dataFolder, port)
  await enter(page)
  await page.waitForURL(`http://127.0.0.1:${port}/**`)
  await callIn(page, 'practice.start', {})
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible()

  host.kill('SIGTERM')
  await once(host, 'exit')
  await expect(page.getByRole('status').filter({ hasText: 'Homeroom does not answer' })).toBeVisible()
  // What was shown stays.
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible()

  await startHost(dataFolder, port)
  await expect(page.getByRole('alert').filter({ hasText: 'This tab’s session has ended' })).toBeVisible()
  await expect(page.getByText('Open Homeroom again from the terminal or the start menu.')).toBeVisible()
})

test('a new link opens the same tab again', async ({ page, dataFolder }) => {
  const port = await freePort()
  const first = await startHost(dataFolder, port)
  await first.enter(page)
  await page.waitForURL(`http://127.0.0.1:${port}/**`)
  first.host.kill('SIGTERM')
  await once(first.host, 'exit')

  const second = await startHost(dataFolder, port)
  await second.enter(page)
  await page.waitForURL(`http://127.0.0.1:${port}/#**`)
  expect(await callIn(page, 'app.status', {})).toHaveProperty('version')
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.getByText('This tab’s session has ended')).toBeHidden()
})
