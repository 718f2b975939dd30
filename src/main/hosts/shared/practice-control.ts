import { request, type Dispatcher } from 'undici'
import { z } from 'zod'

const Face = z.object({ now: z.iso.datetime(), offsetMs: z.number(), version: z.int() })
/** The practice clock's face: how far it is ahead of the computer's, and how often it has jumped. */
type PracticeFace = z.infer<typeof Face>

const NextEvent = z.object({
  next: z.object({ at: z.iso.datetime(), what: z.enum(['classStarts', 'classEnds']) }).nullable(),
})

/** What the contract calls a fault, as the pretend Zoom calls it. */
const faultNames: Readonly<Record<string, string>> = {
  lateReport: 'reportLate',
  partialReport: 'reportPartial',
  emptyReport: 'reportEmpty',
  correctedReport: 'reportCorrected',
  rateLimit: 'rateLimitPerSecond',
  tokenLost: 'tokenInvalid',
  serverError: 'serverError',
  timeout: 'hang',
  connectionDropped: 'dropConnection',
  answerLost: 'answerLost',
}

/** What the contract calls a deed in the portal, as the pretend Zoom calls it. */
const portalWishes: Readonly<Record<string, object>> = {
  move: { deed: 'move', minutes: 60 },
  delete: { deed: 'delete' },
  giveAway: { deed: 'give' },
  registrationOff: { deed: 'set', settings: { approval_type: 2 } },
  waitingRoomOff: { deed: 'set', settings: { waiting_room: false } },
  makeAnother: { deed: 'create', fields: { topic: 'Made in Zoom itself', type: 2 } },
}

const Truth = z.object({
  wasHeld: z.boolean(),
  students: z.array(
    z.object({
      studentNumber: z.string(),
      presence: z.enum(['present', 'partial', 'absent', 'notHeld']),
      isLate: z.boolean(),
      hasLeftEarly: z.boolean(),
      seconds: z.number(),
    }),
  ),
  people: z.array(
    z.object({
      displayName: z.string(),
      joinAt: z.iso.datetime(),
      leaveAt: z.iso.datetime(),
      status: z.enum(['in_meeting', 'in_waiting_room']),
      studentNumbers: z.array(z.string()),
    }),
  ),
})
/** The whole truth about one class: each student's mark, and who sat behind each row of the report. */
export type PracticeTruth = z.infer<typeof Truth>

/** The control side of the pretend Zoom: what a real Zoom does not have. */
export interface PracticeControl {
  /** Reads the clock; with `after`, waits until it has jumped beyond that version or the server has waited enough. */
  clock(options?: { readonly after?: number | undefined; readonly signal?: AbortSignal }): Promise<PracticeFace>
  jump(to: number): Promise<void>
  school(): Promise<unknown>
  roster(size: 'small' | 'large'): Promise<Uint8Array>
  nextEvent(): Promise<{ readonly at: number; readonly what: 'classStarts' | 'classEnds' } | null>
  setFault(fault: string, times: number): Promise<void>
  changeInPortal(deed: string, zoomMeetingId: string | null): Promise<void>
  /** What really happened in the latest class of a meeting: for comparing marks with, never for making them. */
  truth(meetingId: string): Promise<PracticeTruth>
}

/** Speaks to the control side at `controlUrl`; every call needs the token that only this user can read. */
export function createPracticeControl(server: {
  readonly controlUrl: string
  readonly controlToken: string
}): PracticeControl {
  async function send(
    method: Dispatcher.HttpMethod,
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const response = await request(server.controlUrl + path, {
      method,
      headers: { 'x-homeroom-practice': server.controlToken, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
      headersTimeout: 120_000,
    })
    const bytes = Buffer.from(await response.body.arrayBuffer())
    if (response.statusCode >= 300) throw new Error(`The practice school answered ${response.statusCode} to ${path}.`)
    return bytes
  }
  const read = async (path: string, signal?: AbortSignal): Promise<unknown> =>
    JSON.parse((await send('GET', path, undefined, signal)).toString()) as unknown

  return {
    clock: async ({ after, signal } = {}) =>
      Face.parse(await read(after === undefined ? '/clock' : `/clock?after=${after}`, signal)),
    jump: async (to) => void (await send('POST', '/jump', { to: new Date(to).toISOString() })),
    school: () => read('/school'),
    roster: (size) => send('GET', `/roster.csv?size=${size}`),
    async nextEvent() {
      const { next } = NextEvent.parse(await read('/next'))
      return next && { at: Date.parse(next.at), what: next.what }
    },
    async setFault(fault, times) {
      if (fault === 'none') await send('DELETE', '/faults')
      else await send('POST', '/faults', { name: faultNames[fault], times })
    },
    async changeInPortal(deed, zoomMeetingId) {
      await send('POST', '/portal', { ...portalWishes[deed], ...(zoomMeetingId && { meetingId: zoomMeetingId }) })
    },
    truth: async (meetingId) => Truth.parse(await read(`/truth?meetingId=${encodeURIComponent(meetingId)}`)),
  }
}
