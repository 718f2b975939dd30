import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bin } from '../cli/run-homeroom.ts'

const page = fileURLToPath(new URL('../../../../out/renderer/index.html', import.meta.url))
const isBuilt = existsSync(page)
if (!isBuilt) console.log('Skipping the start of the browser host: the screens are not built (npm run build).')

interface Offer {
  readonly address: string
  readonly linkFile: string
  readonly expiresAt: string
}

let data: string

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'homeroom-start-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

async function start(...more: readonly string[]) {
  const child = spawn(process.execPath, [bin, 'start', '--no-open', '--json', '--data', data, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, offer: JSON.parse(line) as Offer }
}

describe.skipIf(!isBuilt)('homeroom start', () => {
  it('opens by a file that only this user can read, and goes without a trace', async () => {
    const { child, offer } = await start()
    expect(offer.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const left = Date.parse(offer.expiresAt) - Date.now()
    expect(left).toBeGreaterThan(50_000)
    expect(left).toBeLessThanOrEqual(60_000)
    if (process.platform !== 'win32') {
      expect((await stat(offer.linkFile)).mode & 0o777).toBe(0o600)
      expect((await stat(dirname(offer.linkFile))).mode & 0o777).toBe(0o700)
    }
    const link = /url=(http:[^"]+)"/.exec(await readFile(offer.linkFile, 'utf8'))?.[1] ?? ''
    expect(new URL(link).origin).toBe(offer.address)
    expect((await fetch(link)).status).toBe(200)
    expect((await fetch(link)).status).toBe(403)

    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await readdir(dirname(offer.linkFile))).toEqual([])
    await expect(fetch(offer.address)).rejects.toThrow()
  })

  it('says that a port is taken, and deletes a folder that was to last no longer', async () => {
    const { child, offer } = await start()
    const port = new URL(offer.address).port
    const other = spawn(process.execPath, [bin, 'start', '--no-open', '--secrets', 'memory', '--port', port], {
      env: { ...process.env, TMPDIR: data },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [sentence] = (await once(createInterface({ input: other.stderr }), 'line')) as [string]
    expect(sentence).toContain(`Port ${port} is taken`)
    expect(await once(other, 'exit')).toEqual([2, null])
    expect((await readdir(data)).filter((name) => name.startsWith('homeroom-'))).toEqual([])
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
