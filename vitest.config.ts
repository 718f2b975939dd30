import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**'],
    // Two cores: more workers only make each test slower and the timing ones lie.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
