import { describe, expect, it } from 'vitest'
import { createFiles, largestFileBytes } from '../../../../src/main/hosts/shared/files.ts'

const file = (bytes: Uint8Array) => ({ name: 'roster.csv', mediaType: 'text/csv', bytes })

describe('files in transit', () => {
  it('come back under a handle that nobody can guess', async () => {
    const files = createFiles()
    const content = file(Buffer.from('LRN,Apelyido'))
    const [one, two] = [await files.write(content), await files.write(content)]
    expect(one).toMatch(/^[\w-]{32}$/)
    expect(one).not.toBe(two)
    expect(await files.read(one)).toEqual(content)
    await expect(files.read('guessed')).rejects.toMatchObject({ problem: { kind: 'notFound' } })
  })

  it('are gone after an hour', async () => {
    let now = 0
    const files = createFiles(() => now)
    const handle = await files.write(file(Buffer.from('x')))
    now = 3_599_999
    await files.read(handle)
    now = 3_600_000
    await expect(files.read(handle)).rejects.toMatchObject({ problem: { kind: 'notFound' } })
  })

  it('are 64 MB at most, and the oldest make room', async () => {
    const files = createFiles()
    const large = new Uint8Array(largestFileBytes)
    const handles = []
    for (let n = 0; n < 5; n++) handles.push(await files.write(file(large)))
    await expect(files.read(handles[0] ?? '')).rejects.toMatchObject({ problem: { kind: 'notFound' } })
    for (const handle of handles.slice(1)) await files.read(handle)
    await expect(files.write(file(new Uint8Array(largestFileBytes + 1)))).rejects.toMatchObject({
      problem: { kind: 'invalidInput' },
    })
  })
})
