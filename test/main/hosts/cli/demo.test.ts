import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runHomeroom } from './run-homeroom.ts'

interface Outcome {
  readonly students: number
  readonly strangers: number
  readonly differences: readonly string[]
  readonly files: readonly string[]
}

describe('homeroom demo', () => {
  it('lives the main job through: every mark is what really happened', async () => {
    const home = await mkdtemp(join(tmpdir(), 'homeroom-demo-test-'))
    const before = await readdir(tmpdir())
    try {
      const out = join(home, 'exports')
      const run = await runHomeroom(home, ['demo', '--json', '--out', out])
      expect(run.err).toBe('')
      const outcome = JSON.parse(run.out) as Outcome
      expect(outcome.differences).toEqual([])
      expect(run.code).toBe(0)
      expect(outcome.students).toBeGreaterThan(30)
      expect(outcome.strangers).toBeGreaterThan(0)

      expect(outcome.files.map((path) => path.slice(path.lastIndexOf('.')))).toEqual(['.csv', '.xlsx'])
      const [csv = '', xlsx = ''] = outcome.files
      const lines = (await readFile(csv, 'utf8')).trim().split('\n')
      expect(lines.length).toBeGreaterThanOrEqual(outcome.students + 1)
      expect((await readFile(xlsx)).subarray(0, 2).toString()).toBe('PK')

      const left = (await readdir(tmpdir())).filter(
        (name) => name.startsWith('homeroom-demo-') && !before.includes(name),
      )
      expect(left).toEqual([])
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  })
})
