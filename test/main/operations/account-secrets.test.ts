import { describe, expect, test } from 'vitest'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import type { SecretStore } from '../../../src/main/ports.ts'
import { ProblemError } from '../../../src/shared/problem.ts'
import { testApplication } from '../../support/application.ts'
import { testFolder } from '../../support/database.ts'
import { testPractice } from '../../support/practice.ts'
import { connectedSchool, pretendZoom, problemOf } from '../faults/support.ts'

const sdk = { use: 'meetingSdk', clientId: 'sdk-client-1', clientSecret: 'sdk-secret-hunter2' } as const
const webhook = { use: 'webhook', secretToken: 'webhook-token-hunter3' } as const

/** A secret store that tells which names it holds, and can refuse to delete. */
function watchedSecrets() {
  const memory = createMemorySecrets()
  const names = new Set<string>()
  let isStuck = false
  const store: SecretStore = {
    ...memory,
    async set(name, secret) {
      names.add(name)
      await memory.set(name, secret)
    },
    async delete(name) {
      if (isStuck) {
        throw new ProblemError('keychainUnavailable', 'The keychain does not answer.', { fix: 'Unlock it.' })
      }
      names.delete(name)
      await memory.delete(name)
    },
  }
  return {
    store,
    stick: (stuck: boolean) => void (isStuck = stuck),
    /** What lies there for Zoom, by kind. */
    ofZoom: () =>
      [...names]
        .filter((name) => name.startsWith('zoom-'))
        .map((name) => name.split('/')[0])
        .toSorted(),
  }
}

describe('the optional secrets of the account', () => {
  test('are kept in the secret store only, replaced, and forgotten', async () => {
    const zoom = await pretendZoom()
    const secrets = watchedSecrets()
    const { app } = await connectedSchool(zoom, { secrets: () => secrets.store })
    expect(await app.call('account.get', {})).toMatchObject({ meetingSdk: null, webhook: null })
    await app.call('account.keepSecret', sdk)
    await app.call('account.keepSecret', webhook)
    expect(secrets.ofZoom()).toEqual(['zoom-client-secret', 'zoom-meeting-sdk-secret', 'zoom-webhook-token'])
    const standing = await app.call('account.get', {})
    expect(standing).toMatchObject({
      meetingSdk: { clientId: 'sdk-client-1', isEnabled: true },
      webhook: { keptAt: expect.any(String) },
    })
    expect(JSON.stringify(standing)).not.toMatch(/hunter/)

    await app.call('account.setMeetingSdkEnabled', { isEnabled: false })
    await app.call('account.keepSecret', { ...sdk, clientId: 'sdk-client-2' })
    expect((await app.call('account.get', {})).meetingSdk).toMatchObject({ clientId: 'sdk-client-2', isEnabled: false })
    expect(secrets.ofZoom()).toHaveLength(3)

    await app.call('account.forgetSecret', { use: 'meetingSdk' })
    await app.call('account.forgetSecret', { use: 'meetingSdk' })
    expect(await app.call('account.get', {})).toMatchObject({
      meetingSdk: null,
      webhook: { keptAt: expect.any(String) },
    })
    expect(secrets.ofZoom()).toEqual(['zoom-client-secret', 'zoom-webhook-token'])
    expect(problemOf(await app.attempt('account.setMeetingSdkEnabled', { isEnabled: true })).kind).toBe('notFound')
    expect(app.ports.log.lines.join('\n')).not.toMatch(/hunter|sdk-client/)
  })

  test('stay with the same account, and go when it is left', async () => {
    const zoom = await pretendZoom()
    const secrets = watchedSecrets()
    const { app } = await connectedSchool(zoom, { secrets: () => secrets.store })
    await app.call('account.keepSecret', sdk)
    await app.call('account.connect', zoom.credentials)
    expect((await app.call('account.get', {})).meetingSdk).toMatchObject({ clientId: 'sdk-client-1' })
    expect(secrets.ofZoom()).toEqual(['zoom-client-secret', 'zoom-meeting-sdk-secret'])

    await app.call('account.keepSecret', webhook)
    await app.call('account.disconnect', {})
    expect(secrets.ofZoom()).toEqual([])
    expect(await app.call('account.get', {})).toMatchObject({ account: null, meetingSdk: null, webhook: null })
    expect(problemOf(await app.attempt('account.keepSecret', sdk), [sdk.clientSecret]).kind).toBe('notConnected')
    expect(secrets.ofZoom()).toEqual([])
  })

  test('come back after a restart, and go when another account takes the place', async () => {
    const zoom = await pretendZoom()
    const other = await pretendZoom()
    const folder = testFolder()
    const secrets = watchedSecrets()
    const { app } = await connectedSchool(zoom, { folder, secrets: () => secrets.store })
    await app.call('account.keepSecret', webhook)
    await app.handle.close()
    const next = await testApplication({
      folder,
      secrets: () => secrets.store,
      clock: other.clock,
      ports: { zoom: other.zoom },
    })
    expect((await next.call('account.get', {})).webhook).not.toBeNull()
    expect(other.credentials.accountId).not.toBe(zoom.credentials.accountId)
    await next.call('account.connect', other.credentials)
    expect((await next.call('account.get', {})).webhook).toBeNull()
    expect(secrets.ofZoom()).toEqual(['zoom-client-secret'])
  })

  test('are no longer told of when the secret store does not let go of them', async () => {
    const zoom = await pretendZoom()
    const secrets = watchedSecrets()
    const { app } = await connectedSchool(zoom, { secrets: () => secrets.store })
    await app.call('account.keepSecret', sdk)
    secrets.stick(true)
    expect(problemOf(await app.attempt('account.forgetSecret', { use: 'meetingSdk' })).kind).toBe('keychainUnavailable')
    expect((await app.call('account.get', {})).meetingSdk).toBeNull()
    secrets.stick(false)
    await app.call('account.keepSecret', sdk)
    expect((await app.call('account.get', {})).meetingSdk).toMatchObject({ clientId: 'sdk-client-1' })
  })

  test('are refused without a use, for other roles, and in the practice school', async () => {
    const zoom = await pretendZoom()
    const { app } = await connectedSchool(zoom)
    expect(await app.attempt('account.keepSecret', { use: 'videoSdk', secretToken: 'x' })).toMatchObject({
      problem: { kind: 'invalidInput', field: 'use' },
    })
    expect(problemOf(await app.attempt('account.keepSecret', webhook, { role: 'office' })).kind).toBe('forbidden')

    const { connect } = await testPractice()
    const practice = await testApplication({ practice: connect })
    await practice.call('practice.start', {})
    for (const [name, input] of [
      ['account.keepSecret', sdk],
      ['account.forgetSecret', { use: 'webhook' }],
      ['account.setMeetingSdkEnabled', { isEnabled: true }],
    ] as const) {
      const problem = problemOf(await practice.attempt(name, input))
      expect(problem).toMatchObject({ kind: 'conflict', message: expect.stringContaining('practice school') })
    }
  })
})
