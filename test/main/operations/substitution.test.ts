import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addDays, localDate, weekday } from '../../../src/shared/domain/time.ts'
import type { MeetingId } from '../../../src/shared/ids.ts'
import { clientOf } from '../../support/outbox-world.ts'
import { testFolder } from '../../support/database.ts'
import { connectedSchool, importRoster, pretendZoom, school } from '../faults/support.ts'

const longest = { timeout: 60_000 }

/**
 * A connected school with two licensed teachers and one without a licence, each with a class of the section; the first one's
 * is a series of five dates, from tomorrow on.
 */
async function schoolWithTeachers() {
  const zoom = await pretendZoom()
  const { app } = await connectedSchool(zoom, { folder: join(testFolder(), 'data') })
  const sectionId = await importRoster(app)
  const { hosts } = await app.call('account.listHosts', {})
  const [first, second] = hosts.filter(({ isLicensed }) => isLicensed)
  const basic = hosts.find(({ isLicensed }) => !isLicensed)
  const group = (subject: string, host: typeof first) =>
    app.call('group.make', { sectionIds: [sectionId], subject, teacherEmails: [host!.email] })
  const science = await group('Agham', first)
  const music = await group('Musika', second)
  const sports = await group('MAPEH', basic)
  const on = addDays(localDate(app.ports.clock.now(), school.timeZone), 1)
  const form = { startsAt: '09:00', durationMinutes: 45, on, waitSeconds: 0 }
  const series = await app.call('meeting.schedule', {
    ...form,
    title: '{course} {n}',
    kind: 'series',
    repeat: { every: 'day', ends: { afterDates: 5 } },
    teachingGroupId: science.id,
    host: first!.hostId,
  })
  const settled = async () => {
    expect(await app.call('outbox.wait', { timeoutSeconds: 60 })).toMatchObject({ waiting: 0 })
  }
  await settled()
  const client = clientOf(zoom.address)
  const who = ({ teachers }: typeof science) => {
    const { id, name } = teachers[0]!
    return { id, name }
  }
  return {
    zoom,
    app,
    sectionId,
    on,
    form,
    series,
    hosts: { first: first!, second: second!, basic: basic! },
    teacher: who(science),
    substitute: who(music),
    unlicensed: who(sports),
    music,
    settled,
    get: (meetingId: MeetingId) => app.call('meeting.get', { meetingId }),
    /** Addresses of the alternative hosts that Zoom has for a meeting. */
    atZoom: async (meetingId: MeetingId) => {
      const { zoomMeetingId } = await app.call('meeting.get', { meetingId })
      return (await client.getMeeting(zoomMeetingId!)).settings.alternativeHosts
    },
    client,
  }
}

type World = Awaited<ReturnType<typeof schoolWithTeachers>>

/** Previews and arranges, as the dialog does. */
async function arrange(
  { app, teacher }: World,
  substituteId: World['teacher']['id'],
  days: { readonly firstOn: string; readonly lastOn: string },
) {
  const wanted = { teacherId: teacher.id, substituteId, ...days }
  const { digest, ...preview } = await app.call('substitution.preview', wanted)
  return { preview, substitution: await app.call('substitution.arrange', { ...wanted, digest, reason: 'Seminar' }) }
}

describe('a licensed substitute', () => {
  test('becomes alternative host: no link changes, both names stand on the record, and all of it is taken back', async () => {
    const world = await schoolWithTeachers()
    const { app, on, series, hosts, teacher, substitute, settled, get, atZoom } = world
    const linksOf = async () => (await get(series.id)).registrations.map(({ joinUrl }) => joinUrl)
    const links = await linksOf()

    const days = { firstOn: addDays(on, 1), lastOn: addDays(on, 2) }
    const { preview, substitution } = await arrange(world, substitute.id, days)
    expect(preview).toMatchObject({ newLinkCount: 0, classes: [{ way: 'alternativeHost', conflicts: [] }, {}] })
    expect(substitution).toMatchObject({ teacher, substitute, reason: 'Seminar', undoneAt: null })
    expect(substitution.classes.map(({ time }) => time.on)).toEqual([addDays(on, 1), addDays(on, 2)])
    await settled()

    expect(await atZoom(series.id)).toEqual([hosts.second.email.toLowerCase()])
    expect(await linksOf()).toEqual(links)
    const listed = async (teacherId: typeof teacher.id) =>
      (await app.call('meeting.list', { teacherId, fromOn: on, toOn: addDays(on, 6) })).meetings.map(
        (each) => each.substitute,
      )
    expect(await listed(teacher.id)).toEqual([null, substitute.name, substitute.name, null, null])
    expect(await listed(substitute.id)).toEqual([substitute.name, substitute.name])
    const { periods } = await app.call('period.list', { fromOn: on, toOn: addDays(on, 1) })
    expect(periods.map((each) => [each.teachers, each.substitute])).toEqual([
      [[teacher.name], null],
      [[teacher.name], substitute.name],
    ])
    const { file } = await app.call('calendarFile.export', { teacherId: substitute.id })
    const text = new TextDecoder().decode((await app.ports.files.read(file.handle)).bytes).replaceAll('\r\n ', '')
    expect(text.replaceAll('\\', '')).toContain(`${teacher.name} (substitute: ${substitute.name})`)

    const undone = await app.call('substitution.undo', { substitutionId: substitution.id })
    expect(undone.undoneAt).not.toBeNull()
    await settled()
    expect(await atZoom(series.id)).toEqual([])
    expect(await linksOf()).toEqual(links)
    expect(await listed(teacher.id)).toEqual([null, null, null, null, null])
    expect(await app.attempt('substitution.undo', { substitutionId: substitution.id })).toMatchObject({
      ok: false,
      problem: { kind: 'conflict' },
    })
  })

  test('stays alternative host as long as any of two substitutions needs it, and goes after the last class', async () => {
    const world = await schoolWithTeachers()
    const { zoom, app, on, series, hosts, substitute, settled, atZoom } = world
    const first = await arrange(world, substitute.id, { firstOn: on, lastOn: addDays(on, 1) })
    await arrange(world, substitute.id, { firstOn: addDays(on, 1), lastOn: addDays(on, 2) })
    await app.call('substitution.undo', { substitutionId: first.substitution.id })
    await settled()
    expect(await atZoom(series.id)).toEqual([hosts.second.email.toLowerCase()])

    // The class of the day after tomorrow is over, but not the last one.
    await zoom.jump(Date.parse(`${addDays(on, 1)}T09:00:00+08:00`) + 5 * 3_600_000)
    const { classes } = (await app.call('substitution.list', { fromOn: on, toOn: addDays(on, 9) })).substitutions[0]!
    expect(classes).toHaveLength(2)
    expect((await app.call('meeting.get', { meetingId: series.id })).alternativeHosts).toHaveLength(1)
    await zoom.jump(Date.parse(`${addDays(on, 2)}T09:00:00+08:00`) + 5 * 3_600_000)
    await expect.poll(() => atZoom(series.id), longest).toEqual([])
    // What was held by a substitute stays so on the record.
    const { periods } = await app.call('period.list', { fromOn: addDays(on, 2), toOn: addDays(on, 2) })
    expect(periods.map((each) => each.substitute)).toEqual([substitute.name])
  })

  test('whom a person had chosen before stays, and other classes at that hour are shown', async () => {
    const world = await schoolWithTeachers()
    const { app, on, form, series, hosts, substitute, music, settled, atZoom } = world
    await app.call('meeting.change', {
      meetingId: series.id,
      scope: 'all',
      changes: { alternativeHosts: [hosts.second.hostId] },
    })
    const other = { ...form, on: addDays(on, 1), startsAt: '09:30', title: 'Musika' }
    await app.call('meeting.schedule', { ...other, teachingGroupId: music.id, host: hosts.second.hostId })
    await settled()
    const { preview, substitution } = await arrange(world, substitute.id, { firstOn: on, lastOn: addDays(on, 1) })
    const kinds = preview.classes.map(({ conflicts }) => conflicts.map(({ kind, with: one }) => [kind, one?.title]))
    expect(kinds).toEqual([[], expect.arrayContaining([['teacherBusy', 'Musika']])])
    await app.call('substitution.undo', { substitutionId: substitution.id })
    await settled()
    expect(await atZoom(series.id)).toEqual([hosts.second.email.toLowerCase()])
  })
})

describe('a new meeting', () => {
  test('stands in where the substitute has no licence: its dates leave the first one, and come back with new links', async () => {
    const world = await schoolWithTeachers()
    const { app, on, series, hosts, teacher, unlicensed, settled, get, client } = world
    const days = { firstOn: addDays(on, 1), lastOn: addDays(on, 3) }
    const { preview, substitution } = await arrange(world, unlicensed.id, days)
    expect(preview.newLinkCount).toBe(3)
    expect(preview.classes.map(({ way }) => way)).toEqual(['newMeeting', 'newMeeting', 'newMeeting'])
    const standIn = substitution.classes[0]!.newMeetingId!
    expect(new Set(substitution.classes.map(({ newMeetingId }) => newMeetingId))).toEqual(new Set([standIn]))
    await settled()

    expect((await get(series.id)).dates.map(({ time }) => time.on)).toEqual([on, addDays(on, 4)])
    const made = await get(standIn)
    expect(made).toMatchObject({ host: { hostId: hosts.basic.hostId }, state: 'scheduled', audience: 'students' })
    expect(made.dates.map(({ time, isAtZoom }) => [time.on, isAtZoom])).toEqual(
      [1, 2, 3].map((day) => [addDays(on, day), true]),
    )
    const { occurrences } = await client.getMeeting(made.zoomMeetingId!)
    expect(occurrences.filter(({ isDeleted }) => !isDeleted)).toHaveLength(3)

    await app.call('substitution.undo', { substitutionId: substitution.id })
    await settled()
    const { meetings } = await app.call('meeting.list', { teacherId: teacher.id, fromOn: on, toOn: addDays(on, 6) })
    expect(meetings.map(({ host, substitute, state }) => [host.hostId, substitute, state])).toEqual(
      Array.from({ length: 5 }, () => [hosts.first.hostId, null, 'scheduled']),
    )
    const back = await get(meetings[1]!.id)
    expect(back).toMatchObject({ audience: 'class', registeredCount: 3 })
    expect(await app.attempt('meeting.start', { meetingId: standIn })).toMatchObject({ ok: false })
  })

  test('is made when Zoom refuses the alternative host, and what it refused goes out without it', async () => {
    const world = await schoolWithTeachers()
    const { zoom, app, on, series, hosts, substitute, settled, get } = world
    const list = async () =>
      (await app.call('substitution.list', { fromOn: on, toOn: addDays(on, 9) })).substitutions[0]!
    await zoom.fault('alternativeHostRefused')
    const { substitution } = await arrange(world, substitute.id, { firstOn: on, lastOn: on })
    await expect.poll(async () => (await list()).classes[0]!.isRefused, longest).toBe(true)
    await zoom.mend()

    const { classes } = await app.call('substitution.makeNewMeetings', { substitutionId: substitution.id })
    expect(classes).toMatchObject([{ way: 'newMeeting', isRefused: false }])
    await settled()
    expect(await get(classes[0]!.newMeetingId!)).toMatchObject({
      host: { hostId: hosts.second.hostId },
      audience: 'class',
      registeredCount: 3,
      substitute: substitute.name,
    })
    expect(await get(series.id)).toMatchObject({ state: 'scheduled', alternativeHosts: [], problem: null })
    expect((await app.call('outbox.list', {})).entries).toEqual([])
  })
})

test('what does not go together is refused, and an old preview arranges nothing', async () => {
  const world = await schoolWithTeachers()
  const { app, on, series, teacher, substitute } = world
  const wanted = { teacherId: teacher.id, substituteId: substitute.id, firstOn: on, lastOn: addDays(on, 6) }
  const { digest, classes } = await app.call('substitution.preview', wanted)
  expect(classes).toHaveLength(5)
  expect(classes.every(({ time }) => weekday(time.on) >= 1)).toBe(true)
  const refused = (kind: string, field: string) => ({ ok: false, problem: { kind, field } })
  expect(await app.attempt('substitution.preview', { ...wanted, substituteId: teacher.id })).toMatchObject(
    refused('invalidInput', 'substituteId'),
  )
  expect(await app.attempt('substitution.preview', { ...wanted, lastOn: '2020-01-01' })).toMatchObject(
    refused('invalidInput', 'lastOn'),
  )
  const all = classes.map(({ occurrenceId }) => occurrenceId)
  expect(
    await app.attempt('substitution.arrange', { ...wanted, digest, reason: 'Seminar', skipOccurrenceIds: all }),
  ).toMatchObject(refused('invalidInput', 'skipOccurrenceIds'))
  await app.call('meeting.cancel', { meetingId: series.id, occurrenceId: all[0], scope: 'this' })
  expect(await app.attempt('substitution.arrange', { ...wanted, digest, reason: 'Seminar' })).toMatchObject({
    ok: false,
    problem: { kind: 'stalePreview' },
  })
  expect((await app.call('substitution.list', { fromOn: on, toOn: on })).substitutions).toEqual([])
})
