import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'

/** The gallery of components on an address of its own, until it is closed. */
export interface Gallery {
  readonly address: string
  close(): Promise<void>
}

/** Builds the gallery as for people (React's development build is several times slower) and serves it. */
export async function serveGallery(): Promise<Gallery> {
  const root = fileURLToPath(new URL('../renderer/gallery', import.meta.url))
  const outDir = await mkdtemp(join(tmpdir(), 'homeroom-gallery-'))
  const options = { root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' } as const
  await build({ ...options, build: { outDir } })
  const server = await preview({ ...options, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  return {
    address: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
