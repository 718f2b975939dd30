import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SecretStore } from '../../../src/main/ports.ts'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { createPassphraseFileSecrets } from '../../../src/main/secrets/passphrase-file.ts'
import { newRecoveryCode } from '../../../src/main/secrets/recovery-code.ts'
import { ProblemError } from '../../../src/shared/problem.ts'
import { testApplication } from '../../support/application.ts'
import { migrationsFolder, testFolder } from '../../support/database.ts'
import { classTomorrow, connectedSchool, importRoster, pretendZoom, problemOf, school, students } from './support.ts'

/** Our migrations and one more, as the next Homeroom might bring them. */
function nextMigrations(): string {
  const folder = testFolder()
  cpSync(migrationsFolder, folder, { recursive: true })
  const file = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: object[] }
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, { tag: '9999_next' }] }))
  writeFileSync(join(folder, '9999_next.sql'), 'create table next_things (a text);')
  return folder
}

describe('the data stay whole and shut', () => {
  test('when a newer Homeroom made them, until it is installed again', async () => {
    const folder = testFolder()
    const memory = createMemorySecrets()
    const newer = { folder, secrets: () => memory, ports: { migrationsFolder: nextMigrations() } }
    const first = await testApplication(newer)
    await first.call('school.setUp', { school })
    await importRoster(first)
    await first.handle.close()

    const old = await testApplication({ folder, secrets: () => memory })
    expect(problemOf(await old.attempt('section.list', {})).kind).toBe('newerDatabase')
    expect(problemOf(await old.attempt('school.setUp', { school })).kind).toBe('conflict')
    expect(await old.call('app.status', {})).toMatchObject({ state: 'locked', problem: { kind: 'newerDatabase' } })
    await old.handle.close()

    const again = await testApplication(newer)
    expect((await again.call('section.list', {})).sections).toMatchObject([{ studentCount: students.length }])
  })

  test('under a wrong passphrase, and open under the right one without a new start', async () => {
    const folder = testFolder()
    let typed = 'mahabang lihim na parirala'
    const store = () =>
      createPassphraseFileSecrets({ path: join(folder, 'secrets.json'), passphrase: async () => typed })
    const kept = store()
    const first = await testApplication({ folder, secrets: () => kept })
    await first.call('school.setUp', { school })
    await first.handle.close()

    const right = typed
    typed = 'mahabang lihim na paririla'
    const fresh = store()
    const app = await testApplication({ folder, secrets: () => fresh })
    expect(problemOf(await app.attempt('section.list', {}), [right, typed]).kind).toBe('wrongPassphrase')
    expect(await app.call('app.status', {})).toMatchObject({ state: 'locked', problem: { kind: 'wrongPassphrase' } })
    typed = right
    expect(await app.call('section.list', {})).toEqual({ sections: [] })
    expect(await app.call('app.status', {})).toMatchObject({ state: 'ready', problem: null })
  })

  test('while the keychain cannot be used, and open when it can', async () => {
    const folder = testFolder()
    const memory = createMemorySecrets()
    let isShut = false
    const keychain: SecretStore = {
      ...memory,
      async get(name) {
        if (!isShut) return memory.get(name)
        throw new ProblemError('keychainUnavailable', "The computer's keychain cannot be used: it is locked.")
      },
    }
    const first = await testApplication({ folder, secrets: () => keychain })
    await first.call('school.setUp', { school })
    await first.handle.close()
    isShut = true
    const app = await testApplication({ folder, secrets: () => keychain })
    const problem = problemOf(await app.attempt('section.list', {}))
    expect(problem).toMatchObject({ kind: 'keychainUnavailable', fix: expect.stringContaining('recovery code') })
    isShut = false
    expect(await app.call('section.list', {})).toEqual({ sections: [] })
  })
})

test('a lost keychain costs nothing: the recovery code opens the data, and a new connection sends what waited', async () => {
  const zoom = await pretendZoom()
  const folder = testFolder()
  const { app: first, recoveryCode } = await connectedSchool(zoom, { folder })
  const form = await classTomorrow(first, await importRoster(first))
  await zoom.fault('appDisabled')
  const { id } = await first.call('meeting.schedule', form)
  await first.handle.close()
  await zoom.mend()

  const empty = createMemorySecrets()
  const app = await testApplication({
    folder,
    clock: zoom.clock,
    secrets: () => empty,
    ports: { zoom: zoom.zoom },
  })
  expect(problemOf(await app.attempt('section.list', {}), [recoveryCode]).kind).toBe('locked')
  expect(problemOf(await app.attempt('vault.recover', { recoveryCode: 'AAAA' })).kind).toBe('invalidInput')
  const another = newRecoveryCode()
  const refused = problemOf(await app.attempt('vault.recover', { recoveryCode: another }), [another])
  expect(refused.kind).toBe('wrongPassphrase')
  expect(await app.call('vault.recover', { recoveryCode })).toMatchObject({ state: 'ready', problem: null })
  expect((await app.call('section.list', {})).sections).toMatchObject([{ studentCount: students.length }])

  const problem = problemOf(await app.attempt('account.test', {}))
  expect(problem).toMatchObject({ kind: 'notConnected', message: expect.stringContaining('client secret') })
  await app.call('account.connect', zoom.credentials)
  expect(await app.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  expect(await app.call('meeting.get', { meetingId: id })).toMatchObject({
    state: 'scheduled',
    registeredCount: students.length,
  })
  expect(app.ports.log.lines.join('\n')).not.toContain(recoveryCode)
})
