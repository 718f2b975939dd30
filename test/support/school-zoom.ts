import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { readPracticeServer } from '../../src/main/hosts/shared/practice.ts'
import { practiceFolder } from '../../src/main/hosts/shared/worker-ports.ts'
import type { MeetingStanding } from '../../src/practice/standing.ts'
import type { Fault, FaultName } from '../../src/practice/state.ts'
import { mulberry32 } from '../soak/random.ts'
import { callIn } from './call.ts'

/** A fault of the pretend Zoom, as its control takes it: `call` is the beginning of `METHOD /path`. */
interface Trouble {
  readonly name: FaultName
  readonly call?: string
  readonly times?: number
  readonly value?: number
}

/** The pretend Zoom of the app under test, from behind: what goes wrong there, and what it really has. */
export interface SchoolZoom {
  /**
   * Has Zoom stumble over calls that the test is about to cause: every kind of passing fault meets one of the calls that it
   * concerns, once, and the seed decides which. `calls` are beginnings of `METHOD /path`, and each must be made.
   */
  stumble(...calls: readonly string[]): Promise<void>
  /** Switches one fault on: for so many calls, or until {@link mend}. */
  fault(trouble: Trouble): Promise<void>
  mend(): Promise<void>
  /** Uses up what a host may write today, as another app of the school might have. */
  useUpDay(hostEmail: string): Promise<void>
  /** The meetings that Zoom really has whose topic holds this text. */
  meetings(topic?: string): Promise<readonly MeetingStanding[]>
  /**
   * Lets the practice school's clock run until everything has reached Zoom: after a fault Homeroom waits before it tries
   * again, and looks twice for what may have arrived.
   */
  everythingSent(): Promise<void>
  /**
   * Fails unless, once everything is sent, Zoom has just the classes that Homeroom has: each meeting once, with its dates,
   * their minutes, and as many people registered.
   */
  mustAgree(): Promise<void>
  /** Fails unless every counted fault has met what it was meant for. */
  mustHaveStumbled(): Promise<void>
  /** What was switched on, for whoever looks for the reason of a failure. */
  told(): string
}

/** Everything that passes by itself: Homeroom tries again, or finds out what became of it. */
const passing: readonly (Trouble & { readonly isForWrites?: true })[] = [
  { name: 'answerLost', isForWrites: true },
  { name: 'concurrentRequests', isForWrites: true },
  { name: 'serverError' },
  { name: 'dropConnection' },
  { name: 'rateLimitPerSecond' },
  { name: 'tokenInvalid' },
  { name: 'slow', value: 400 },
]

interface SchoolOfTest {
  readonly page: Page
  readonly dataFolder: string
  /** Deals the faults. */
  readonly seed: number
}

/** The pretend Zoom behind a page, which runs (or will run) in its data folder. */
export function schoolZoom({ page, dataFolder, seed }: SchoolOfTest): SchoolZoom {
  const random = mulberry32(seed)
  const dealt: string[] = []

  async function control(call: string, body?: object): Promise<unknown> {
    const server = await readPracticeServer(practiceFolder(dataFolder))
    if (server === null) throw new Error('No practice school runs yet.')
    const [method = 'GET', path = ''] = call.split(' ')
    const answer = await fetch(server.controlUrl + path, {
      method,
      headers: { 'x-homeroom-practice': server.controlToken, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${call}: ${answer.status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }

  async function fault(trouble: Trouble): Promise<void> {
    dealt.push(JSON.stringify(trouble))
    await control('POST /faults', trouble)
  }

  async function everythingSent(): Promise<void> {
    const waiting = async () => {
      const { entries } = await callIn(page, 'outbox.list', {})
      const { now } = (await control('GET /clock')) as { readonly now: string }
      const next =
        entries
          .map(({ nextTryAt }) => nextTryAt ?? '')
          .toSorted()
          .at(-1) ?? ''
      if (next > now) await control('POST /jump', { to: new Date(Date.parse(next) + 1000).toISOString() })
      return entries.map(({ action, state, problem }) => `${action} ${state} ${problem?.message ?? ''}`)
    }
    // A week of classes takes its time, at the pace that Zoom allows.
    const patience = { timeout: 90_000, intervals: [50, 100, 250] }
    await expect.poll(waiting, { ...patience, message: 'what waits to be sent' }).toEqual([])
  }

  async function meetings(topic = ''): Promise<readonly MeetingStanding[]> {
    const standing = (await control('GET /meetings')) as { readonly meetings: readonly MeetingStanding[] }
    return standing.meetings.filter((meeting) => meeting.topic.includes(topic))
  }

  return {
    fault,
    meetings,
    everythingSent,
    async mustAgree() {
      await everythingSent()
      const here = (await callIn(page, 'meeting.list', { limit: 500 })).meetings
        .filter(({ state }) => state === 'scheduled')
        .map(({ zoomMeetingId, time: { startInstant, durationMinutes }, registeredCount }) =>
          standingOf(zoomMeetingId, startInstant, durationMinutes, registeredCount),
        )
      const there = (await meetings()).flatMap(({ id, dates, registrants }) =>
        dates.map(({ startAt, minutes }) => standingOf(id, startAt, minutes, registrants.length)),
      )
      expect(there.toSorted(), 'what Zoom has').toEqual(here.toSorted())
    },
    async stumble(...calls) {
      const writes = calls.filter((call) => !call.startsWith('GET'))
      for (const { isForWrites, ...trouble } of passing) {
        const concerned = isForWrites ? writes : calls
        const call = concerned[Math.floor(random() * concerned.length)]
        if (call !== undefined) await fault({ ...trouble, call, times: 1 })
      }
    },
    mend: async () => void (await control('DELETE /faults')),
    useUpDay: async (host) => void (await control('POST /writes', { host, times: 100 })),
    async mustHaveStumbled() {
      if (dealt.length === 0) return
      const { faults } = (await control('GET /faults')) as { readonly faults: readonly Fault[] }
      const left = faults.filter(({ timesLeft }) => timesLeft !== null && timesLeft > 0)
      expect(
        left.map(({ name, call }) => `${name} has met no ${call ?? 'call'}`),
        'faults that met nothing',
      ).toEqual([])
    },
    told: () => (dealt.length === 0 ? '' : `Faults of seed ${seed}:\n${dealt.join('\n')}`),
  }
}

const standingOf = (id: string | null, startAt: string, minutes: number, registered: number) =>
  `${id ?? 'unknown'}: ${startAt}, ${minutes} minutes, ${registered} registered`
