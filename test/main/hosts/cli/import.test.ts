import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { answerOf, runHomeroom } from './run-homeroom.ts'

it(
  'shows what files would do, stops where nobody answers, and imports when it is told to',
  { timeout: 240_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'homeroom-import-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'passphrase'), 'a long enough passphrase\n')
    const data = [
      '--data',
      join(folder, 'school'),
      '--secrets',
      'file',
      '--passphrase-file',
      join(folder, 'passphrase'),
    ]
    const homeroom = (...args: string[]) => runHomeroom(folder, [...args, ...data])
    const list = join(folder, 'class.csv')
    const write = (rows: readonly string[]) =>
      writeFile(list, ['LRN,Last Name,First Name,Grade,Section', ...rows, ''].join('\n'))
    const everybody = Array.from({ length: 10 }, (_, at) => `13641200${1000 + at},Reyes,Ana ${at},7,Mabini`)
    await homeroom(
      'call',
      'school.setUp',
      '--input',
      '{"school":{"name":"Paaralan","timeZone":"Asia/Manila","locale":"en-PH"}}',
    )

    await write([...everybody, ',,,7,Mabini'])
    const looked = await homeroom('import', list)
    expect(looked).toMatchObject({ code: 1, err: expect.stringContaining('--yes') })
    expect(looked.out).toContain('Students: 10 new, 0 changed, 0 unchanged, 1 refused')
    expect(looked.out).toMatch(/class\.csv, row 12: No name stands here/)
    const done = await homeroom('import', list, '--yes', '--json')
    expect(answerOf(done)).toMatchObject({ ok: true, value: { students: { addedCount: 10 } } })

    await write(everybody.slice(4))
    const braked = await homeroom('import', list, '--yes')
    expect(braked).toMatchObject({ code: 1, err: expect.stringContaining('--release-brake') })
    expect(braked.out).toContain('STOP: this would touch 4 of 10 students.')
    expect((await homeroom('import', list, '--yes', '--release-brake')).out).toContain('roster.undo')
    expect(await homeroom('import')).toMatchObject({ code: 2 })
  },
)
