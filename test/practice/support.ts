import { parse } from 'csv-parse/sync'
import { afterEach, expect } from 'vitest'
import { routeOf } from '../../src/practice/endpoints.ts'
import { createPracticeServer } from '../../src/practice/server.ts'
import type { PracticeOptions, PracticeServer } from '../../src/practice/server.ts'
import type { ClassTruth } from '../../src/practice/truth.ts'
import { faultsBySpec, hasZoomSpec } from './zoom-spec.ts'

if (!hasZoomSpec)
  process.stdout.write("Skipped: bodies are not held against Zoom's OpenAPI files, which are not here.\n")

/** The fields that our tests read out of answers, whichever answer has them. */
export interface ZoomBody {
  readonly id: number
  readonly uuid: string
  readonly code: number
  readonly message: string
  readonly errors: readonly { readonly field: string }[]
  readonly status: string
  readonly topic: string
  readonly agenda: string
  readonly email: string
  readonly token: string
  readonly access_token: string
  readonly scope: string
  readonly start_time: string
  readonly end_time: string
  readonly duration: number
  readonly registration_url: string
  readonly registrant_id: string
  readonly join_url: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly participants_count: number
  readonly total_records: number
  readonly next_page_token: string
  readonly users: readonly {
    readonly id: string
    readonly email: string
    readonly type: number
    readonly dept: string
  }[]
  readonly meetings: readonly ZoomBody[]
  readonly occurrences: readonly {
    readonly occurrence_id: string
    readonly start_time: string
    readonly status: string
    readonly duration: number
  }[]
  readonly registrants: readonly ZoomRegistrant[]
  readonly participants: readonly ZoomParticipant[]
  readonly is_host: boolean
}

/** One registrant of a list. */
export interface ZoomRegistrant {
  readonly id: string
  readonly registrant_id: string
  readonly email: string
  readonly status: string
  readonly join_url: string
}

/** One row of a report. */
export interface ZoomParticipant {
  readonly name: string
  readonly user_id: string
  readonly user_email: string
  readonly registrant_id: string
  readonly join_time: string
  readonly leave_time: string
  readonly duration: number
  readonly failover: boolean
  readonly status: string
  readonly bo_mtg_id: string
  readonly customer_key: string
  readonly id: string
}

/** An answer of the pretend Zoom. */
export interface ZoomAnswer {
  readonly status: number
  /** Parsed; an empty object for an empty body. */
  readonly body: ZoomBody
  readonly text: string
  readonly headers: Headers
}

/** One row of the practice school's roster file. */
export interface RosterRow {
  readonly number: string
  readonly family: string
  readonly given: string
  readonly suffix: string
  readonly section: string
  readonly email: string
}

/** A pretend Zoom with somebody who calls it. */
export interface Practice {
  readonly server: PracticeServer
  /** Calls the API with a token of its own; what goes and comes is held against Zoom's published files. */
  api(call: string, body?: unknown): Promise<ZoomAnswer>
  /** As `api`, without a look at the published files. */
  raw(call: string, body?: unknown, headers?: Record<string, string>): Promise<ZoomAnswer>
  newToken(): Promise<ZoomAnswer>
  jump(to: string): Promise<void>
  roster(): Promise<RosterRow[]>
  truth(meetingId: string | number, occurrence?: string): Promise<ClassTruth>
}

const open = new Set<PracticeServer>()

afterEach(async () => {
  await Promise.all([...open].map((server) => server.close().catch(() => undefined)))
  open.clear()
})

/** Monday 07:00 in Manila. */
export const mondayAt7 = '2026-11-22T23:00:00.000Z'

/** Starts a pretend Zoom that ends with the test, at 07:00 on a Monday. */
export async function startPractice(options: PracticeOptions = {}): Promise<Practice> {
  const server = await createPracticeServer({ startAt: mondayAt7, plan: 'business', ...options })
  open.add(server)
  const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = server.address
  let token: string | undefined

  async function send(url: string, init: RequestInit): Promise<ZoomAnswer> {
    const answer = await fetch(url, init)
    const text = await answer.text()
    const body = (text === '' ? {} : JSON.parse(text)) as ZoomBody
    return { status: answer.status, text, body, headers: answer.headers }
  }
  const newToken = async (): Promise<ZoomAnswer> => {
    const answer = await send(oauthUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
    })
    token = answer.body.access_token
    return answer
  }
  const raw = async (call: string, body?: unknown, headers: Record<string, string> = {}): Promise<ZoomAnswer> => {
    if (token === undefined) await newToken()
    const [method = 'GET', path = ''] = call.split(' ')
    return send(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  return {
    server,
    raw,
    newToken,
    async api(call, body) {
      let answer = await raw(call, body)
      if (answer.status === 401) {
        await newToken()
        answer = await raw(call, body)
      }
      const [method = 'GET', path = ''] = call.split(' ')
      const route = routeOf(method, path.split('?')[0] ?? '')
      if (route !== undefined && answer.status < 300) {
        if (body !== undefined) expect(faultsBySpec(route.endpoint.path, method, 'request', body)).toEqual([])
        const sent = answer.text === '' ? undefined : answer.body
        expect(faultsBySpec(route.endpoint.path, method, answer.status, sent)).toEqual([])
      }
      return answer
    },
    async jump(to) {
      await server.control('POST /jump', { to })
      token = undefined
    },
    async roster() {
      const rows = parse(String(await server.control('GET /roster.csv')), { columns: true }) as Record<string, string>[]
      return rows.map((row) => ({
        number: row.LRN ?? '',
        family: row['Last Name'] ?? '',
        given: row['First Name'] ?? '',
        suffix: row['Name Extension'] ?? '',
        section: row.Section ?? '',
        email: row.Email ?? '',
      }))
    },
    async truth(meetingId, occurrence) {
      const query = new URLSearchParams({
        meetingId: String(meetingId),
        ...(occurrence === undefined ? {} : { occurrence }),
      })
      return (await server.control(`GET /truth?${query}`)) as ClassTruth
    },
  }
}

/** Schedules a class of the first section's timetable for this Monday, 07:30 in Manila, and registers the section. */
export async function scheduleClass(
  practice: Practice,
  options: { settings?: object; section?: string; registers?: boolean; story?: string; minutes?: number } = {},
): Promise<{ id: string; teacher: string; rows: RosterRow[] }> {
  const school = (await practice.server.control('GET /school')) as {
    timetable: { section: string; teacherEmail: string; subject: string }[]
    sections: { name: string }[]
  }
  const section = options.section ?? school.sections[0]?.name ?? ''
  const entry = school.timetable.find((each) => each.section === section)
  const teacher = entry?.teacherEmail ?? ''
  const made = await practice.api(`POST /users/${teacher}/meetings`, {
    topic: `${section}, ${entry?.subject}`,
    type: 2,
    start_time: '2026-11-23T07:30:00',
    timezone: 'Asia/Manila',
    duration: options.minutes ?? 50,
    settings: { approval_type: 0, registrants_email_notification: false, ...options.settings },
  })
  expect(made.status).toBe(201)
  const id = String(made.body.id)
  if (options.story !== undefined)
    await practice.server.control('POST /stories', { meetingId: id, story: options.story })
  const rows = (await practice.roster()).filter((row) => row.section === section)
  if (options.registers !== false) {
    for (let i = 0; i < rows.length; i += 30) {
      const added = await practice.api(`POST /meetings/${id}/batch_registrants`, {
        registrants: rows.slice(i, i + 30).map((row) => ({
          email: `s-${row.number}@sanisidro.example`,
          first_name: row.given,
          last_name: [row.family, row.suffix].filter((part) => part !== '').join(' '),
        })),
      })
      expect(added.status).toBe(201)
    }
  }
  return { id, teacher, rows }
}
