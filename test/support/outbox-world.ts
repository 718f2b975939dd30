import { onTestFinished } from 'vitest'
import { createIds } from '../../src/main/hosts/shared/ids.ts'
import { createClock } from '../../src/main/hosts/shared/clock.ts'
import { createZoomClient, type ZoomClient } from '../../src/main/zoom/client.ts'
import { createPracticeServer, type PracticeOptions, type PracticeServer } from '../../src/practice/server.ts'
import { addDays, localDate } from '../../src/shared/domain/time.ts'
import type { SectionId } from '../../src/shared/ids.ts'
import { memoryLog, testDatabase } from './database.ts'
import { openToll, type Toll } from './toll.ts'
import { wireScheduling, type Scheduling, type SchedulingWorld } from './scheduling.ts'

/** A clock ahead of real time by an offset that a test moves, as the practice school's is. */
export function jumpingClock() {
  const clock = createClock()
  let offset = 0
  return Object.assign(clock, {
    jump(ms: number) {
      offset += ms
      clock.adjust(offset)
    },
  })
}

/** A client of the pretend Zoom, closed when the test is over. */
export function clientOf(address: PracticeServer['address'], url?: string, clock = createClock()): ZoomClient {
  const client = createZoomClient({
    account: address,
    clock,
    random: Math.random,
    log: memoryLog(),
    zoom: { apiUrl: url === undefined ? address.apiUrl : `${url}/v2`, oauthUrl: address.oauthUrl },
    timeouts: { connect: 20_000, headers: 20_000, body: 20_000, total: 20_000 },
  })
  onTestFinished(() => client.close())
  return client
}

/** A pretend Zoom of one test's own. */
export async function practiceZoom(options: PracticeOptions = {}): Promise<PracticeServer> {
  const practice = await createPracticeServer({ plan: 'business', ...options })
  onTestFinished(() => practice.close())
  return practice
}

/** A gate on the way to Zoom for one test, closed when it is over. */
export async function tollBefore(target: string): Promise<Toll> {
  const toll = await openToll(target)
  onTestFinished(() => toll.close())
  return toll
}

/** A school with a pretend Zoom whose hosts are known, and an outbox that runs when it is told to. */
export async function schedulingSchool(
  options: { practice?: PracticeServer } & Partial<SchedulingWorld> = {},
): Promise<SchoolWorld> {
  const practice = options.practice ?? (await practiceZoom())
  const database = options.database ?? (await testDatabase())
  const clock = jumpingClock()
  const client = options.client ?? clientOf(practice.address)
  const log = memoryLog()
  const scheduling = wireScheduling({
    database,
    client,
    clock,
    realClock: createClock(),
    newId: createIds(() => Date.now()),
    owner: 'this test',
    log,
    ...options,
  })
  if ((await scheduling.hosts.list()).length === 0) await scheduling.readHosts()
  const hosts = await scheduling.hosts.list()
  const host = hosts.find(({ isLicensed }) => isLicensed)!
  const on = addDays(localDate(clock.now(), 'Asia/Manila'), 3)
  return {
    ...scheduling,
    database,
    practice,
    client,
    clock,
    log,
    host,
    basicHost: hosts.find(({ isLicensed }) => !isLicensed),
    on,
    form: (sectionId) => ({
      title: 'Science 7',
      on,
      startsAt: '09:00',
      sectionId: sectionId as SectionId,
      host: host.email,
      waitSeconds: 0,
    }),
    start() {
      const stop = new AbortController()
      const ended = scheduling.run(stop.signal)
      const end = async () => {
        stop.abort()
        await ended
      }
      onTestFinished(end)
      return end
    },
    async zoomMeetings() {
      const listed = await client.listMeetings(host.hostId, 'scheduled')
      return [...new Map(listed.map((meeting) => [meeting.id, meeting])).values()]
    },
  }
}

/** What {@link schedulingSchool} hands out. */
export interface SchoolWorld extends Scheduling {
  readonly database: SchedulingWorld['database']
  readonly practice: PracticeServer
  readonly client: ZoomClient
  readonly clock: ReturnType<typeof jumpingClock>
  readonly log: ReturnType<typeof memoryLog>
  /** A licensed host. */
  readonly host: { readonly hostId: string; readonly email: string }
  readonly basicHost: { readonly hostId: string; readonly email: string } | undefined
  /** A date in three days, in Manila. */
  readonly on: string
  /** A form for a section that waits for nothing. */
  form(sectionId: string): {
    title: string
    on: string
    startsAt: string
    sectionId: SectionId
    host: string
    waitSeconds: number
  }
  /** Runs the outbox; returns the function that stops it. It stops by itself when the test is over. */
  start(): () => Promise<void>
  /** The licensed host's meetings at Zoom, each once. */
  zoomMeetings(): ReturnType<ZoomClient['listMeetings']>
}
