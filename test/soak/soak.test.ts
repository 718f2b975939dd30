import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Soak } from './soak.ts'

// The specs of the screens are run by themselves, each once.
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.soak.ts') && file !== 'screens.soak.ts')
const fixedSeed = 20_261_120

// A small fixed sample of what `npm run soak` runs long.
test.each(files)('%s, on a fixed seed', async (file) => {
  const { soak } = (await import(new URL(file, import.meta.url).href)) as { soak: Soak }
  const said: string[] = []
  expect(await soak({ seed: fixedSeed, isLong: false, say: (line) => said.push(line) })).toBeGreaterThan(0)
})
