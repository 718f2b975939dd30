import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Bridge } from '../../../src/shared/bridge.ts'
import type { Result } from '../../../src/shared/problem.ts'
import { expect, test } from '../../support/app-fixture.ts'

// The bridge as a page has it, to the built main process and the application in its own process.

const call = (page: Page, name: string, input: unknown) =>
  page.evaluate(([operation, given]) => (window as unknown as { homeroom: Bridge }).homeroom.call(operation, given), [
    name,
    input,
  ] as const)

test('an operation answers, and a refused one says why without a stack', async ({ app }) => {
  expect(await call(app.page, 'app.status', {})).toMatchObject({ ok: true, value: { state: 'empty' } })
  for (const [name, input, kind] of [
    ['app.status', { more: 1 }, 'invalidInput'],
    ['no.such', {}, 'invalidInput'],
    ['__proto__', {}, 'invalidInput'],
    ['meeting.list', {}, 'notSetUp'],
  ] as const) {
    const answer = await call(app.page, name, input)
    expect(answer, name).toMatchObject({ ok: false, problem: { kind: expect.any(String) as unknown } })
    expect(JSON.stringify(answer), name).not.toMatch(/ {2}at |\.ts:|\.js:/)
    if (kind === 'notSetUp') expect(answer).toMatchObject({ problem: { kind } })
  }
})

test('what cannot be copied between processes is a problem, not an exception', async ({ app }) => {
  const answer = await app.page.evaluate(() =>
    (window as unknown as { homeroom: Bridge }).homeroom.call('app.status', { callback: () => 1 }),
  )
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'unexpected' } })
})

test('the practice school lives in processes of the app, and ends with it', async ({ open, dataFolder }) => {
  const app = await open()
  await app.page.evaluate(() => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    ;(window as unknown as { homeroom: Bridge }).homeroom.on((...args) => heard.push(args))
  })
  expect(await call(app.page, 'practice.start', {})).toMatchObject({ ok: true, value: { kind: 'practice' } })

  // The page hears what changed, and gets nothing but the event itself.
  await expect
    .poll(() => app.page.evaluate(() => (window as unknown as { heard: unknown[] }).heard))
    .toContainEqual([{ type: 'changed', nouns: ['school'] }])

  const address = JSON.parse(await readFile(join(dataFolder, 'practice/zoom/address.json'), 'utf8')) as { pid: number }
  expect(isAlive(address.pid)).toBe(true)
  await app.close()
  await expect.poll(() => isAlive(address.pid)).toBe(false)
})

test('a file goes in as bytes and comes out where the person says', async ({ app, dataFolder }) => {
  await call(app.page, 'practice.start', {})
  const made = (await call(app.page, 'practice.roster', {})) as Result<{ file: { handle: string; sizeBytes: number } }>
  if (!made.ok) throw new Error(made.problem.message)
  const { handle, sizeBytes } = made.value.file
  const save = async () => {
    await app.page.evaluate((file) => (window as unknown as { homeroom: Bridge }).homeroom.saveFile(file), handle)
  }
  const bytes = await app.download(save)
  expect(bytes.length).toBe(sizeBytes)

  const put = await app.page.evaluate(
    (content) =>
      (window as unknown as { homeroom: Bridge }).homeroom.putFile({
        name: '../../roster.csv',
        mediaType: 'text/csv',
        bytes: new Uint8Array(content),
      }),
    [...bytes],
  )
  if (!put.ok) throw new Error(put.problem.message)
  expect(put.value).toMatch(/^[\w-]{20,}$/)
  const preview = await call(app.page, 'roster.preview', { files: [put.value] })
  expect(preview).toMatchObject({ ok: true })

  test.skip(app.standIn === null, 'Only the stand-in lets a person cancel.')
  app.standIn?.answerDialog('showSaveDialog', { canceled: true, filePath: '' })
  const cancelled = await app.page.evaluate(
    (file) => (window as unknown as { homeroom: Bridge }).homeroom.saveFile(file),
    handle,
  )
  expect(cancelled).toEqual({ ok: true, value: false })
  app.standIn?.answerDialog('showSaveDialog', { canceled: false, filePath: join(dataFolder, 'no/such/folder/x') })
  const failed = await app.page.evaluate(
    (file) => (window as unknown as { homeroom: Bridge }).homeroom.saveFile(file),
    handle,
  )
  expect(failed).toMatchObject({ ok: false })
})

test('an application that dies under a call fails that call, and the next one starts it again', async ({ app }) => {
  const { standIn } = app
  test.skip(standIn === null, 'Only the stand-in lets a test end a process of the app.')
  if (!standIn) return
  expect(await call(app.page, 'app.status', {})).toMatchObject({ ok: true })
  const [worker] = standIn.processes
  if (!worker) throw new Error('The application runs in no process of its own.')
  const ended = once(worker, 'exit')
  worker.kill('SIGKILL')
  await ended
  expect(await call(app.page, 'app.status', {})).toMatchObject({ ok: true, value: { state: 'empty' } })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
