import { expect } from 'vitest'
import type { InputOf, OutputOf } from '../../src/shared/contract/index.ts'
import { addDays, localDate, weekDates } from '../../src/shared/domain/time.ts'
import type { MeetingId } from '../../src/shared/ids.ts'
import type { PracticeOptions } from '../../src/practice/server.ts'
import { testApplication } from './application.ts'
import { testPractice } from './practice.ts'

/** What Zoom tells of a meeting, as far as tests look. */
interface AtZoom {
  readonly topic: string
  readonly host_id: string
  readonly start_time: string
  readonly duration: number
  readonly agenda: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly occurrences?: readonly { occurrence_id: string; start_time: string; duration: number; status: string }[]
}

/** A practice school with its small roster, whose Zoom has a portal that somebody uses behind Homeroom's back. */
export async function portalSchool(options: PracticeOptions = {}) {
  const practice = await testPractice({ plan: 'business', ...options })
  const app = await testApplication({ practice: practice.connect })
  await app.call('practice.start', {})
  const { file } = await app.call('practice.roster', {})
  const { digest } = await app.call('roster.preview', { files: [file.handle] })
  await app.call('roster.import', { files: [file.handle], digest })
  const { sections } = await app.call('section.list', {})
  const licensed = (await app.call('account.listHosts', {})).hosts.filter(({ isLicensed }) => isLicensed)
  const [host, otherHost] = [licensed[0]!, licensed[1]!]
  const group = await app.call('group.make', {
    sectionIds: [sections[0]!.id],
    subject: 'Mathematics',
    teacherEmails: [host.email],
  })
  /** A Monday a few weeks ahead. */
  const monday = addDays(weekDates(localDate(Date.now(), 'Asia/Manila'))[0]!, 21)
  const token = async (): Promise<string> => {
    const { oauthUrl, accountId, clientId, clientSecret } = practice.server.address
    const answer = await fetch(`${oauthUrl}?grant_type=account_credentials&account_id=${accountId}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    })
    return ((await answer.json()) as { access_token: string }).access_token
  }

  /** Asks Zoom itself. */
  const zoom = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${practice.server.address.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (answer.status === 204 ? undefined : await answer.json()) as T
  }

  return {
    app,
    practice,
    sections,
    group,
    host,
    otherHost,
    monday,
    zoom,
    /** A meeting that Zoom has, with its students registered. */
    async scheduled(form: Partial<InputOf<'meeting.schedule'>> = {}): Promise<OutputOf<'meeting.get'>> {
      const { id } = await app.call('meeting.schedule', {
        title: 'Mathematics 7',
        on: monday,
        startsAt: '09:00',
        teachingGroupId: group.id,
        host: host.hostId,
        waitSeconds: 0,
        ...form,
      })
      expect(await app.call('outbox.wait', { meetingIds: [id], timeoutSeconds: 100 })).toEqual({
        waiting: 0,
        refused: 0,
      })
      const meeting = await app.call('meeting.get', { meetingId: id })
      expect(meeting).toMatchObject({ state: 'scheduled', problem: null })
      return meeting
    },
    /** Does something in the portal; returns the number of the meeting. */
    async portal(
      meeting: { readonly zoomMeetingId: string | null } | null,
      deed: string,
      more: object = {},
    ): Promise<string> {
      const meetingId = meeting?.zoomMeetingId ?? undefined
      const done = await practice.server.control('POST /portal', { deed, meetingId, ...more })
      return (done as { id: string }).id
    },
    /** Looks at Zoom, and tells what waits for a person. */
    async look() {
      await app.call('sync.now', {})
      return app.call('sync.list', {})
    },
    /** Waits until all has reached Zoom. */
    settled: async (meetingIds?: MeetingId[]) =>
      expect(await app.call('outbox.wait', { meetingIds, timeoutSeconds: 100 })).toEqual({ waiting: 0, refused: 0 }),
    /** How often Zoom answered calls whose name holds this. */
    async calls(part: string): Promise<number> {
      const counts = (await practice.server.control('GET /calls')) as Record<string, number>
      return Object.entries(counts).reduce((sum, [name, count]) => sum + (name.includes(part) ? count : 0), 0)
    },
    forgetCalls: () => practice.server.control('DELETE /calls'),
    atZoom: (zoomMeetingId: string | null) => zoom<AtZoom>('GET', `/meetings/${zoomMeetingId}`),
  }
}

/** What {@link portalSchool} hands out. */
export type PortalSchool = Awaited<ReturnType<typeof portalSchool>>
