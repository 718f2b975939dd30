import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { request } from 'undici'
import { createDispatcher } from '../../../../src/main/hosts/shared/dispatcher.ts'

let proxied: string[]
let servers: Server[]

async function serve(answer: string, log: string[]): Promise<number> {
  const server = createServer((incoming, response) => {
    log.push(incoming.url ?? '')
    response.end(answer)
  })
  server.on('connect', (incoming, socket) => {
    log.push(`CONNECT ${incoming.url ?? ''}`)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

beforeEach(async () => {
  servers = []
  proxied = []
  const proxy = `http://127.0.0.1:${await serve('from the proxy', proxied)}`
  vi.stubEnv('HTTP_PROXY', proxy)
    .stubEnv('http_proxy', proxy)
    .stubEnv('HTTPS_PROXY', proxy)
    .stubEnv('https_proxy', proxy)
  vi.stubEnv('NO_PROXY', 'direct.invalid').stubEnv('no_proxy', 'direct.invalid')
})
afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers) server.close()
})

describe('the way out', () => {
  it('goes through the proxy of the environment, but to this computer directly', async () => {
    const dispatcher = createDispatcher()
    const direct: string[] = []
    const port = await serve('from this computer', direct)
    const get = async (url: string) => (await request(url, { dispatcher })).body.text()
    expect(await get(`http://127.0.0.1:${port}/here`)).toBe('from this computer')
    expect(await get(`http://localhost:${port}/here`)).toBe('from this computer')
    expect(await get('http://api.invalid/v2')).toBe('from the proxy')
    await expect(get('https://api.invalid/v2')).rejects.toThrow()
    await expect(get('http://direct.invalid/')).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    })
    expect(direct).toEqual(['/here', '/here'])
    expect(proxied).toEqual(['http://api.invalid/v2', 'CONNECT api.invalid:443'])
    await dispatcher.close()
  })
})
