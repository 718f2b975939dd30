import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // The package itself would try to download Electron as soon as somebody imports it.
    alias: { electron: fileURLToPath(new URL('test/support/electron-absent.ts', import.meta.url)) },
  },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**'],
    // On two cores: many tests wait for processes, keychains and clocks, and leave room for a third.
    maxWorkers: 3,
    // Files share a worker's modules: reading them anew for each file was a quarter of the time. No module of ours holds state.
    isolate: false,
    // Ends for what hangs, not measures of speed: a busy computer with a slow disk passes too.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
