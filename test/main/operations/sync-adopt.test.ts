import { describe, expect, test } from 'vitest'
import { portalSchool } from '../../support/portal-school.ts'

const dayMs = 86_400_000
const inDays = (days: number) =>
  new Date(Math.ceil((Date.now() + days * dayMs) / 3_600_000) * 3_600_000).toISOString().replace('.000', '')

describe('a meeting that was made elsewhere', () => {
  test('is adopted for a class with its registrants, and is ours from then on', async () => {
    const school = await portalSchool()
    const { app, host, sections } = school
    const { students } = await app.call('section.get', { sectionId: sections[0]!.id })
    const known = students.filter(({ registersWith }) => registersWith !== null).slice(0, 3)
    expect(known).toHaveLength(3)
    const number = await school.portal(null, 'create', {
      host: host.email,
      fields: {
        topic: 'Remedial class',
        agenda: 'Bring your notebooks.',
        type: 2,
        start_time: inDays(5),
        duration: 40,
        settings: { approval_type: 0, waiting_room: true, registrants_email_notification: false },
      },
    })
    const registered = []
    for (const { registersWith: email } of [...known, { registersWith: 'nobody.knows@school.example' }]) {
      registered.push(
        await school.zoom<{ join_url: string }>('POST', `/meetings/${number}/registrants`, {
          email,
          first_name: 'Somebody',
        }),
      )
    }
    const { foreign } = await school.look()
    expect(foreign).toMatchObject([
      {
        zoomMeetingId: number,
        topic: 'Remedial class',
        host: { name: host.name },
        durationMinutes: 40,
        isSeries: false,
        isIgnored: false,
      },
    ])

    const adopted = await app.call('sync.adopt', { zoomMeetingId: number, teachingGroupId: school.group.id })
    expect(adopted).toMatchObject({
      title: 'Remedial class',
      description: 'Bring your notebooks.',
      audience: 'class',
      zoomMeetingId: number,
      time: { startInstant: inDays(5).replace('Z', '.000Z'), durationMinutes: 40 },
      group: { id: school.group.id },
      settings: { admission: 'waitingRoom' },
    })
    expect(adopted.periodIds).toHaveLength(1)
    await school.settled()
    const now = await app.call('meeting.get', { meetingId: adopted.id })
    const linkOf = new Map(now.registrations.map(({ personId, joinUrl }) => [personId, joinUrl]))
    expect(known.map(({ person }) => linkOf.get(person.id))).toEqual(
      registered.slice(0, 3).map(({ join_url: link }) => link),
    )
    expect(new Set(linkOf.values()).size).toBeGreaterThan(3)
    // Those of the class who were not registered are now; nobody is registered twice.
    expect(now.registeredCount).toBeGreaterThan(30)
    expect((await school.atZoom(number)).agenda).toMatch(/^HR-[0-9a-f]{12} Bring your notebooks\.$/)
    expect(await school.look()).toMatchObject({ changes: [], foreign: [] })
    expect(await app.attempt('sync.adopt', { zoomMeetingId: number })).toMatchObject({
      ok: false,
      problem: { kind: 'conflict' },
    })
  })

  test('that repeats is adopted with every date to come, and can be changed here', async () => {
    const school = await portalSchool()
    const { app, otherHost } = school
    const number = await school.portal(null, 'create', {
      host: otherHost.email,
      fields: {
        topic: 'Choir',
        type: 8,
        start_time: inDays(2),
        timezone: 'Asia/Manila',
        duration: 30,
        recurrence: { type: 1, repeat_interval: 2, end_times: 5 },
        settings: { approval_type: 2, waiting_room: true },
      },
    })
    expect((await school.look()).foreign).toMatchObject([{ topic: 'Choir', isSeries: true }])
    const adopted = await app.call('sync.adopt', { zoomMeetingId: number })
    expect(adopted).toMatchObject({
      kind: 'series',
      audience: 'all',
      recurrence: { every: 'day', interval: 2 },
      registrations: [],
    })
    await school.settled()
    const { occurrences = [] } = await school.atZoom(number)
    expect(adopted.dates.map(({ time }) => time.startInstant)).toEqual(
      occurrences.map((each) => each.start_time.replace('Z', '.000Z')),
    )
    await app.call('meeting.change', {
      meetingId: adopted.id,
      occurrenceId: adopted.dates[1]!.occurrenceId,
      scope: 'this',
      changes: { durationMinutes: 50 },
    })
    await school.settled()
    expect((await school.atZoom(number)).occurrences!.map(({ duration }) => duration)).toEqual([30, 50, 30, 30, 30])
    expect(await school.look()).toMatchObject({ changes: [], foreign: [] })
  })

  test('is ignored for as long as a person wants, and gone with its meeting', async () => {
    const school = await portalSchool()
    const { app, host } = school
    const create = (topic: string) =>
      school.portal(null, 'create', { host: host.email, fields: { topic, type: 2, start_time: inDays(3) } })
    const [ignored, other] = [await create('Parents'), await create('Staff')]
    await school.look()
    await app.call('sync.ignore', { zoomMeetingId: ignored, isIgnored: true })
    const listed = async () => (await school.look()).foreign.map(({ topic, isIgnored }) => [topic, isIgnored])
    expect(await listed()).toEqual(
      expect.arrayContaining([
        ['Parents', true],
        ['Staff', false],
      ]),
    )
    await app.call('sync.ignore', { zoomMeetingId: ignored, isIgnored: false })
    await school.portal({ zoomMeetingId: other }, 'delete')
    expect(await listed()).toEqual([['Parents', false]])
    // One of a kind that Homeroom does not schedule stays where it is.
    expect(await app.attempt('sync.adopt', { zoomMeetingId: ignored, teachingGroupId: school.group.id })).toMatchObject(
      { ok: true },
    )
    expect(await listed()).toEqual([])
  })
})
