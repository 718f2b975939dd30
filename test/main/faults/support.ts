import { join } from 'node:path'
import { Agent } from 'undici'
import { expect, onTestFinished } from 'vitest'
import { PracticeServer } from '../../../src/main/hosts/shared/practice.ts'
import { connectPractice } from '../../../src/main/hosts/shared/practice-connection.ts'
import type { Ports } from '../../../src/main/ports.ts'
import { createMemorySecrets } from '../../../src/main/secrets/memory.ts'
import { createPracticeServer, type PracticeOptions } from '../../../src/practice/server.ts'
import type { FaultName } from '../../../src/practice/state.ts'

import type { FileHandle, MeetingId, SectionId } from '../../../src/shared/ids.ts'
import { addDays, localDate } from '../../../src/shared/domain/time.ts'
import { problemKinds, type Problem, type Result } from '../../../src/shared/problem.ts'
import { testApplication, type TestApplication } from '../../support/application.ts'
import { testFolder } from '../../support/database.ts'

/** The name of the school that these tests set up. */
export const school = { name: 'Mababang Paaralan ng Peñafrancia', timeZone: 'Asia/Manila', locale: 'en-PH' }

/** Three students whose names, numbers and addresses must never be met outside of the database. */
export const students = [
  { number: '136000000018', family: 'Macaraeg-Villanueva', given: 'Kristine Mae', email: 'kristine@example.com' },
  { number: '136000000026', family: 'Dela Peña', given: 'María José', email: 'maria.jose@example.com' },
  { number: '136000000034', family: 'Магсайсай', given: 'Анна', email: 'anna.m@example.com' },
] as const

/** A roster file of one section. */
export const rosterCsv = `LRN,Last Name,First Name,Section,Email
${students.map(({ number, family, given, email }) => [number, family, given, 'Mabini', email].join(',')).join('\n')}
`

/** Text that no message and no log may hold: whatever names a person, opens something, or shows where things lie. */
export const personal: readonly string[] = [
  school.name,
  ...students.flatMap(({ number, family, given, email }) => [number, family, given, email]),
]

/**
 * The problem of a result, after it was found to be one that a person can act on: of the closed list, a whole sentence, a
 * fix, and nothing personal, secret or of this computer in either.
 */
export function problemOf(result: Result<unknown>, secret: readonly string[] = []): Problem {
  if (result.ok) throw new Error('It went well, and should not have.')
  mustBeClear(result.problem, secret)
  return result.problem
}

/** Fails unless a person can act on this problem. */
export function mustBeClear(problem: Problem, secret: readonly string[] = []): void {
  const { kind, message, fix } = problem
  expect(problemKinds).toContain(kind)
  expect(message).toMatch(/^\p{Lu}.*\.$/su)
  expect(fix, `No fix for: ${message}`).toMatch(/^\p{Lu}.*\.$/su)
  const said = JSON.stringify(problem)
  for (const each of [...personal, ...secret]) expect(said).not.toContain(each)
  expect(said).not.toMatch(/@|\/tmp\/|\/home\/|[A-Z]:\\|127\.0\.0\.1|node:|\bE[A-Z]{4,}\b|SQLITE/)
}

/** A way to Zoom that gives up on an answer after half a second (Homeroom's own patience is half a minute). */
export function hastyDispatcher() {
  const agent = new Agent()
  onTestFinished(() => agent.destroy())
  return agent.compose((dispatch) => (options, handler) => dispatch({ ...options, headersTimeout: 500 }, handler))
}

/** A pretend Zoom that can lose its network, its manners and its clock. */
export async function pretendZoom(options: PracticeOptions = {}) {
  const folder = testFolder()
  let server = await createPracticeServer({ folder, plan: 'business', ...options })
  let isUp = true
  const { address } = server
  const connection = await connectPractice(async () => PracticeServer.parse(address))
  onTestFinished(async () => {
    await connection.close()
    if (isUp) await server.close()
  })
  return {
    url: server.url,
    address,
    credentials: { accountId: address.accountId, clientId: address.clientId, clientSecret: address.clientSecret },
    /** What `--zoom-api` and `--zoom-oauth` say. */
    zoom: { apiUrl: address.apiUrl, oauthUrl: address.oauthUrl },
    /** The computer's time, which `jump` moves on for the pretend Zoom and the application at once. */
    clock: connection.clock,
    jump: connection.jump,
    fault: (name: FaultName, more: Record<string, unknown> = {}) =>
      server.control('POST /faults', { name, ...more }).then(() => undefined),
    mend: () => server.control('DELETE /faults').then(() => undefined),
    /** Sets what is so of the account, by the pretend Zoom's own control. */
    control: (call: string, input: object) => server.control(call, input),
    /** How many calls were answered, by `METHOD /path status`. */
    calls: () => server.control('GET /calls') as Promise<Record<string, number>>,
    async goDown() {
      isUp = false
      await server.close()
    },
    async comeBack() {
      server = await createPracticeServer({ folder, port: Number(new URL(address.apiUrl).port) })
      isUp = true
    },
  }
}
/** What {@link pretendZoom} made. */
export type PretendZoom = Awaited<ReturnType<typeof pretendZoom>>

interface SchoolOptions {
  readonly folder?: string
  readonly secrets?: Ports['secrets']
  readonly ports?: Partial<Pick<Ports, 'zoom' | 'dispatcher' | 'migrationsFolder' | 'notifier' | 'openLink'>>
}

/** A real school, set up and connected to the pretend Zoom's address as it would be to Zoom's. */
export async function connectedSchool(zoom: PretendZoom, { folder, secrets, ports }: SchoolOptions = {}) {
  const memory = createMemorySecrets()
  const app = await testApplication({
    folder: folder ?? join(testFolder(), 'data'),
    clock: zoom.clock,
    secrets: secrets ?? (() => memory),
    ports: { zoom: zoom.zoom, ...ports },
  })
  const { recoveryCode } = await app.call('school.setUp', { school })
  await app.call('account.connect', zoom.credentials)
  return { app, recoveryCode }
}

/** Imports a roster as a person would: look, then do. */
export async function importRoster(app: TestApplication, csv = rosterCsv): Promise<SectionId> {
  const file = app.ports.files.put('roster.csv', csv) as FileHandle
  const { digest } = await app.call('roster.preview', { files: [file], firstOn: '2020-06-01' })
  await app.call('roster.import', { files: [file], digest, firstOn: '2020-06-01' })
  const { sections } = await app.call('section.list', {})
  return sections[0]!.id
}

/** A class of the section, tomorrow at nine, and what `meeting.schedule` takes for it. */
export async function classTomorrow(app: TestApplication, sectionId: SectionId, title = 'Agham 7') {
  const { hosts } = await app.call('account.listHosts', {})
  return {
    title,
    on: addDays(localDate(app.ports.clock.now(), school.timeZone), 1),
    startsAt: '09:00',
    durationMinutes: 45,
    sectionId,
    host: hosts.find(({ isLicensed }) => isLicensed)!.hostId,
    waitSeconds: 5,
  }
}

/** Schedules a class of the imported section, with every student registered. */
export async function scheduledClass(app: TestApplication): Promise<MeetingId> {
  const sectionId = await importRoster(app)
  const meeting = await app.call('meeting.schedule', await classTomorrow(app, sectionId))
  await app.call('outbox.wait', { meetingIds: [meeting.id], timeoutSeconds: 60 })
  expect(await app.call('meeting.get', { meetingId: meeting.id })).toMatchObject({
    state: 'scheduled',
    registeredCount: students.length,
  })
  return meeting.id
}
