import { createZoomClient, type ZoomClient } from '../../src/main/zoom/client.ts'
import type { NewRegistrant } from '../../src/main/zoom/model.ts'
import type { Log } from '../../src/main/ports.ts'
import { createPracticeServer, type PracticeOptions, type PracticeServer } from '../../src/practice/server.ts'
import { realClock } from '../main/zoom/support.ts'

/** A pretend Zoom at Pro limits, a client of it, and a host who may hold classes. */
export interface BenchZoom {
  readonly server: PracticeServer
  readonly client: ZoomClient
  readonly hostId: string
  /** How many answers had this status, over all endpoints whose name holds `part`. */
  answered(part: string, status: number): Promise<number>
  close(): Promise<void>
}

const silent: Log = { info: () => {}, warn: () => {}, error: () => '' }

/** Starts both; the practice clock begins at 07:00 on a Monday in Manila. */
export async function startBenchZoom(options: PracticeOptions): Promise<BenchZoom> {
  const server = await createPracticeServer({ plan: 'pro', startAt: '2026-11-22T23:00:00Z', ...options })
  const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = server.address
  const client = createZoomClient({
    account: { accountId, clientId, clientSecret },
    clock: realClock,
    random: Math.random,
    log: silent,
    zoom: { apiUrl, oauthUrl },
    plan: 'pro',
  })
  const { teachers } = (await server.control('GET /school')) as {
    teachers: { zoomUserId: string; isLicensed: boolean; role: string }[]
  }
  const host = teachers.find(({ isLicensed, role }) => isLicensed && role === 'teacher')
  if (!host) throw new Error('The practice school has no licensed teacher.')
  return {
    server,
    client,
    hostId: host.zoomUserId,
    async answered(part, status) {
      const calls = (await server.control('GET /calls')) as Record<string, number>
      return Object.entries(calls).reduce(
        (sum, [name, count]) => sum + (name.includes(part) && name.endsWith(` ${status}`) ? count : 0),
        0,
      )
    },
    async close() {
      await client.close()
      await server.close()
    },
  }
}

/** The way of the first school system: ten registrations at a time, then a pause of 100 ms. */
export async function registerTenAtATime(
  { server, answered }: BenchZoom,
  meetingId: string,
  students: readonly Pick<NewRegistrant, 'email' | 'firstName' | 'lastName'>[],
): Promise<void> {
  const { apiUrl, oauthUrl, accountId, clientId, clientSecret } = server.address
  const answer = await fetch(oauthUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'account_credentials', account_id: accountId }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  for (let start = 0; start < students.length; start += 10) {
    await Promise.all(
      students.slice(start, start + 10).map(async ({ email, firstName, lastName }) => {
        const added = await fetch(`${apiUrl}/meetings/${meetingId}/registrants`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ email, first_name: firstName, last_name: lastName }),
        })
        await added.text()
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  // What it lost to limits it never sent again, and would not have noticed.
  const refused = await answered('/registrants', 429)
  if (refused > 0) console.error(`The baseline met ${refused} refusals.`)
}
