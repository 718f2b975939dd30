import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createNodeHost } from '../../../../src/main/hosts/shared/node-host.ts'
import { testFolder } from '../../../support/database.ts'

/** A host on a computer whose browser is a script that keeps what it was given. */
function hostWithBrowser(exitCode: number) {
  const folder = testFolder()
  const seen = join(folder, 'seen')
  const opener = join(folder, 'xdg-open')
  writeFileSync(opener, `#!/bin/sh\necho "$1" > '${seen}.path'\ncp "$1" '${seen}'\nexit ${exitCode}\n`)
  chmodSync(opener, 0o700)
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  const data = join(folder, 'data')
  return { data, seen, host: createNodeHost({ data, secrets: 'memory' }) }
}

const isLinux = process.platform === 'linux'
if (!isLinux)
  console.info('Skipped: the browser of this system is not opened by a program that a test can stand in for.')

test.runIf(isLinux)('a start link reaches the browser by a file of this user’s, and no list of processes', async () => {
  const { seen, host } = hostWithBrowser(0)
  await host.services.openLink('https://us02web.zoom.us/s/1?zak=SECRET&pwd=x')
  expect(readFileSync(seen, 'utf8')).toContain('url=https://us02web.zoom.us/s/1?zak=SECRET&amp;pwd=x"')
  const path = readFileSync(`${seen}.path`, 'utf8').trim()
  expect(path).not.toContain('SECRET')
  expect(statSync(path).mode & 0o077).toBe(0)
})

test.runIf(isLinux)('where no browser can be opened the file goes at once, and the person is told', async () => {
  const { data, host } = hostWithBrowser(1)
  await expect(host.services.openLink('https://zoom.us/s/1?zak=SECRET')).rejects.toMatchObject({
    problem: { kind: 'conflict' },
  })
  expect(readdirSync(join(data, 'links'))).toEqual([])
})
