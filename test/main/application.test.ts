import { describe, expect, test } from 'vitest'
import { createMemorySecrets } from '../../src/main/secrets/memory.ts'
import { testApplication } from '../support/application.ts'
import { testFolder } from '../support/database.ts'

const school = { name: 'Mabini Central School', timeZone: 'Asia/Manila', locale: 'en-PH' }

describe('first run', () => {
  test('is empty until a school is set up, and then answers', async () => {
    const app = await testApplication()
    expect(await app.call('app.status', {})).toMatchObject({ state: 'empty', school: null, isConnected: false })
    expect(await app.attempt('section.list', {})).toMatchObject({ ok: false, problem: { kind: 'notSetUp' } })
    const { recoveryCode } = await app.call('school.setUp', { school })
    expect(recoveryCode).toMatch(/^[0-9A-Z]{4,}(-[0-9A-Z]+)+$/)
    expect(await app.call('app.status', {})).toMatchObject({
      state: 'ready',
      school: { ...school, kind: 'zoom' },
      holdsLease: true,
    })
    expect(await app.call('section.list', {})).toEqual({ sections: [] })
    expect(await app.attempt('school.setUp', { school })).toMatchObject({ ok: false, problem: { kind: 'conflict' } })
  })

  test('comes back after a restart, and through the second worker', async () => {
    const folder = testFolder()
    const memory = createMemorySecrets()
    const first = await testApplication({ folder, secrets: () => memory })
    await first.call('school.setUp', { school })
    const long = await testApplication({ folder, secrets: () => memory, part: 'long' })
    expect(await long.call('section.list', {})).toEqual({ sections: [] })
    await first.handle.close()
    const second = await testApplication({ folder, secrets: () => memory })
    expect(await second.call('section.list', {})).toEqual({ sections: [] })
  })

  test('a lost keychain locks the school, and the recovery code opens it', async () => {
    const folder = testFolder()
    const lost = createMemorySecrets()
    const first = await testApplication({ folder, secrets: () => lost })
    const { recoveryCode } = await first.call('school.setUp', { school })
    await first.handle.close()
    const empty = createMemorySecrets()
    const second = await testApplication({ folder, secrets: () => empty })
    expect(await second.attempt('section.list', {})).toMatchObject({ ok: false, problem: { kind: 'locked' } })
    expect(await second.call('app.status', {})).toMatchObject({ state: 'locked' })
    expect(await second.call('vault.recover', { recoveryCode })).toMatchObject({ state: 'ready' })
    expect(await second.call('section.list', {})).toEqual({ sections: [] })
  })
})

describe('dispatch', () => {
  test('answers a wrong name, a wrong field and a wrong role with a problem', async () => {
    const app = await testApplication()
    await app.call('school.setUp', { school })
    expect(await app.attempt('section.lost', {})).toMatchObject({ ok: false, problem: { kind: 'invalidInput' } })
    expect(await app.attempt('toString', {})).toMatchObject({ ok: false, problem: { kind: 'invalidInput' } })
    expect(await app.attempt('section.get', { sectionId: 'x' })).toMatchObject({
      ok: false,
      problem: { kind: 'invalidInput', field: 'sectionId' },
    })
    expect(await app.attempt('section.list', { extra: 1 })).toMatchObject({
      ok: false,
      problem: { kind: 'invalidInput', field: 'extra' },
    })
    expect(await app.attempt('school.change', { name: 'X' }, { role: 'teacher' })).toMatchObject({
      ok: false,
      problem: { kind: 'forbidden' },
    })
  })

  test('never logs what was typed', async () => {
    const app = await testApplication()
    await app.call('school.setUp', { school })
    await app.attempt('account.connect', { accountId: 'A1', clientId: 'C1', clientSecret: { secret: 'hunter2' } })
    await app.attempt('person.find', { text: 'Émile Ocampo', limit: 'many' })
    expect(app.ports.log.lines.join('\n')).not.toMatch(/hunter2|Ocampo/)
  })
})

test('only one of two processes runs the background work, and the other follows when it ends', async () => {
  const folder = testFolder()
  const memory = createMemorySecrets()
  const first = await testApplication({ folder, secrets: () => memory })
  await first.call('school.setUp', { school })
  const second = await testApplication({ folder, secrets: () => memory })
  await second.call('section.list', {})
  expect(await first.call('app.status', {})).toMatchObject({ holdsLease: true })
  expect(await second.call('app.status', {})).toMatchObject({ holdsLease: false })
  await first.handle.close()
  await expect.poll(async () => (await second.call('app.status', {})).holdsLease).toBe(true)
})

test('a change by another process raises the same event', async () => {
  const folder = testFolder()
  const memory = createMemorySecrets()
  const first = await testApplication({ folder, secrets: () => memory })
  await first.call('school.setUp', { school })
  const second = await testApplication({ folder, secrets: () => memory })
  await second.call('section.list', {})
  const heard: string[] = []
  second.handle.on((event) => {
    if (event.type === 'changed') heard.push(...event.nouns)
  })
  await first.call('school.change', { name: 'Rizal High School' })
  await expect.poll(() => heard).toContain('school')
})
