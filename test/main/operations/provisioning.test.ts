import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeOfProvisioning, readProvisioningFile } from '../../../src/main/hosts/shared/provisioning-file.ts'
import type { Provisioning } from '../../../src/shared/contract/provisioning.ts'
import { testApplication } from '../../support/application.ts'
import { testFolder } from '../../support/database.ts'
import { pretendZoom, problemOf, school } from '../faults/support.ts'

const secret = 'kLq8-secret-of-the-pretend-school'
const complete = {
  school: { name: 'Paaralang Sentral ng Peñafrancia', timeZone: 'Asia/Manila' },
  zoom: {
    accountId: 'aBc_accountIdOfTheSchool',
    clientId: 'clientIdOfTheSchool',
    clientSecret: secret,
    plan: 'business',
  },
  registration: { allowedDomains: ['*.DepEd.gov.ph', 'school.edu.ph '], ownedDomain: 'Students.School.edu.ph' },
  defaults: { durationMinutes: 45, admission: 'registrationLink', recording: 'local' },
}

/** An application on a computer that IT prepared, by a file of the test's own. */
async function preparedComputer(content?: string | Uint8Array | object, ports: object = {}) {
  const path = join(testFolder(), 'homeroom-provisioning.json')
  const write = (next: string | Uint8Array | object, mode = 0o640) => {
    const isRaw = typeof next === 'string' || next instanceof Uint8Array
    writeFileSync(path, isRaw ? next : JSON.stringify(next, null, 2))
    chmodSync(path, mode)
  }
  if (content !== undefined) write(content)
  const app = await testApplication({
    ports: { provisioning: () => readProvisioningFile({ path, isNamed: false }), ...ports },
  })
  return { app, path, write }
}

test('tells before set-up what IT prepared, and never the secret', async () => {
  const { app } = await preparedComputer(complete)
  const answer = await app.call('provisioning.get', {})
  const told: Provisioning = {
    school: complete.school,
    zoom: {
      accountId: complete.zoom.accountId,
      clientId: complete.zoom.clientId,
      plan: 'business',
      hasClientSecret: true,
    },
    registration: { allowedDomains: ['*.deped.gov.ph', 'school.edu.ph'], ownedDomain: 'students.school.edu.ph' },
    defaults: { durationMinutes: 45, admission: 'registrationLink', recording: 'local' },
    warning: null,
  }
  expect(answer).toEqual({ provisioning: told })
  expect(await app.call('app.status', {})).toMatchObject({ state: 'empty' })
  expect(app.ports.log.lines.join('\n')).not.toContain(secret)
  expect(problemOf(await app.attempt('provisioning.connect', {}), [secret]).kind).toBe('notSetUp')
})

test('finds nothing where there is no file, or an empty one', async () => {
  const { app, write } = await preparedComputer()
  expect(await app.call('provisioning.get', {})).toEqual({ provisioning: null })
  write(' \n')
  expect(await app.call('provisioning.get', {})).toEqual({ provisioning: null })
  await app.call('school.setUp', { school })
  expect(problemOf(await app.attempt('provisioning.connect', {}))).toMatchObject({
    kind: 'notFound',
    message: 'There is no provisioning file on this computer.',
  })
})

test('a file that was named has to be there', async () => {
  const place = placeOfProvisioning(join(testFolder(), 'elsewhere.json'))
  const { app } = await preparedComputer(undefined, { provisioning: () => readProvisioningFile(place) })
  expect(problemOf(await app.attempt('provisioning.get', {}))).toMatchObject({
    kind: 'fileUnreadable',
    message: expect.stringContaining('--provisioning'),
  })
})

test('takes a byte-order mark, and the UTF-16 of Windows', async () => {
  const { app, write } = await preparedComputer(`\uFEFF${JSON.stringify(complete)}`)
  const expected = await app.call('provisioning.get', {})
  expect(expected.provisioning?.school.name).toBe(complete.school.name)
  write(Buffer.from(`\uFEFF${JSON.stringify(complete)}`, 'utf16le'))
  expect(await app.call('provisioning.get', {})).toEqual(expected)
})

test('a new school begins as IT prepared it, this once', async () => {
  const { app, write } = await preparedComputer(complete)
  await app.call('school.setUp', { school })
  expect(await app.call('setting.get', {})).toMatchObject({
    allowedDomains: ['*.deped.gov.ph', 'school.edu.ph'],
    ownedDomain: 'students.school.edu.ph',
    defaults: { durationMinutes: 45, admission: 'registrationLink', recording: 'local', muteOnEntry: true },
  })
  await app.call('setting.change', { ownedDomain: null, defaults: { durationMinutes: 50 } })
  write({ ...complete, defaults: { durationMinutes: 30 } })
  expect(await app.call('setting.get', {})).toMatchObject({ ownedDomain: null, defaults: { durationMinutes: 50 } })
})

test('connects with the credentials of the file, and then does without them', async () => {
  const zoom = await pretendZoom()
  const { app, write } = await preparedComputer(undefined, { zoom: zoom.zoom })
  await app.call('school.setUp', { school })
  const wrong = { ...zoom.credentials, clientSecret: secret }

  write({ zoom: wrong })
  const refused = problemOf(await app.attempt('provisioning.connect', {}), Object.values(wrong))
  expect(refused).toMatchObject({ kind: 'wrongCredentials', fix: expect.stringContaining('Ask your IT') })
  write({ zoom: { accountId: zoom.credentials.accountId } })
  expect(problemOf(await app.attempt('provisioning.connect', {})).message).toBe(
    'The provisioning file of this computer is without zoom.clientId, zoom.clientSecret.',
  )
  expect(await app.call('account.get', {})).toMatchObject({ account: null })

  write({ zoom: { ...zoom.credentials, plan: 'pro' } })
  expect(await app.call('provisioning.connect', {})).toMatchObject({ missingScopes: [] })
  const { clientSecret, ...shown } = zoom.credentials
  expect(await app.call('account.get', {})).toMatchObject({ account: shown })

  write({ zoom: { ...shown, clientSecret: '' } })
  expect(await app.call('provisioning.get', {})).toMatchObject({
    provisioning: { zoom: { ...shown, hasClientSecret: false } },
  })
  expect(await app.call('account.test', {})).toMatchObject({ missingScopes: [] })
  const log = app.ports.log.lines.join('\n')
  for (const each of [secret, clientSecret]) expect(log).not.toContain(each)
})

test.each<[string, string | Uint8Array | object, string, string | undefined]>([
  [
    'no JSON',
    `{\n  "zoom": { "clientSecret": "${secret}" "plan": "pro" }\n}`,
    'It is not JSON from line 2 on.',
    undefined,
  ],
  ['a bare word', secret, 'It is not JSON.', undefined],
  ['no object', `["${secret}"]`, 'The whole has to be a group in braces.', undefined],
  ['an unknown field', { zoom: { clientSecert: secret } }, 'There is no field zoom.clientSecert.', 'zoom.clientSecert'],
  ['an unknown group', { [`${secret} as a key`]: 1 }, 'There is no field of that name.', 'of that name'],
  [
    'a number for text',
    { zoom: { clientSecret: 4711 } },
    'zoom.clientSecret has to be text in quotes.',
    'zoom.clientSecret',
  ],
  ['a plan of its own', { zoom: { plan: secret } }, 'zoom.plan has to be one of free, pro, business.', 'zoom.plan'],
  ['an endless secret', { zoom: { clientSecret: secret.repeat(20) } }, '400 characters or fewer.', 'zoom.clientSecret'],
  ['an empty name', { school: { name: ' ' } }, 'school.name is empty.', 'school.name'],
  ['no time zone', { school: { timeZone: 'Makati' } }, 'school.timeZone has to be a time zone', 'school.timeZone'],
  [
    'no domain',
    { registration: { allowedDomains: ['a.ph', secret] } },
    'has to be a domain',
    'registration.allowedDomains.1',
  ],
  [
    'a class of no length',
    { defaults: { durationMinutes: 0 } },
    'defaults.durationMinutes has to be 1 or more.',
    'defaults.durationMinutes',
  ],
  [
    'half a minute',
    { defaults: { durationMinutes: 0.5 } },
    'defaults.durationMinutes has to be a whole number.',
    'defaults.durationMinutes',
  ],
  ['a switch in quotes', { defaults: { muteOnEntry: 'yes' } }, 'has to be true or false.', 'defaults.muteOnEntry'],
  ['too much', `{"school":{}}${' '.repeat(70_000)}`, 'is larger than 64 KB', undefined],
  ['no text', new Uint8Array([0x7b, 0xc3, 0x28]), 'is not text in UTF-8.', undefined],
])('says what is wrong with %s, and nothing of what stands there', async (_what, content, sentence, field) => {
  const { app } = await preparedComputer(content)
  const problem = problemOf(await app.attempt('provisioning.get', {}), [secret, '4711', 'Makati'])
  expect(problem.kind).toBe('fileUnreadable')
  expect(problem.message).toContain(sentence)
  expect(problem.field).toBe(field)
  expect(app.ports.log.lines.join('\n')).not.toContain(secret)
})

test('a file that cannot be used does not stand in the way of the school', async () => {
  const { app } = await preparedComputer(`{ "zoom": { "clientSecret": "${secret}" }`)
  await app.call('school.setUp', { school })
  expect(await app.call('setting.get', {})).toMatchObject({ defaults: { durationMinutes: 60 }, allowedDomains: [] })
  expect(problemOf(await app.attempt('provisioning.connect', {}), [secret]).kind).toBe('fileUnreadable')
  const log = app.ports.log.lines.join('\n')
  expect(log).toContain('provisioning.notUsed')
  expect(log).not.toContain(secret)
})

test('says everything that is wrong at once', async () => {
  const { app } = await preparedComputer({ scool: {}, zoom: { plan: 'gold' }, defaults: { hostVideo: 1 } })
  const { message } = problemOf(await app.attempt('provisioning.get', {}))
  for (const field of ['scool', 'zoom.plan', 'defaults.hostVideo']) expect(message).toContain(field)
})

const hasModes = process.platform !== 'win32'
if (!hasModes) console.log('The rights of files are not tested on Windows: it has no modes.')

test.runIf(hasModes)('warns when everybody can read the secret, and refuses what everybody can change', async () => {
  const { app, write } = await preparedComputer()
  const warning = async () => (await app.call('provisioning.get', {})).provisioning?.warning
  write(complete, 0o644)
  expect(await warning()).toMatch(/^Every user of this computer can read the Zoom client secret/)
  write({ school: complete.school }, 0o644)
  expect(await warning()).toBeNull()
  write(complete, 0o640)
  expect(await warning()).toBeNull()
  write(complete, 0o646)
  expect(problemOf(await app.attempt('provisioning.get', {}), [secret]).message).toContain('does not trust it')
})

test('asks the role: the office may look, only an administrator connects', async () => {
  const { app } = await preparedComputer(complete)
  expect(await app.attempt('provisioning.get', {}, { role: 'office' })).toMatchObject({ ok: true })
  expect(await app.attempt('provisioning.get', {}, { role: 'teacher' })).toMatchObject({
    problem: { kind: 'forbidden' },
  })
  expect(await app.attempt('provisioning.connect', {}, { role: 'registrar' })).toMatchObject({
    problem: { kind: 'forbidden' },
  })
})
