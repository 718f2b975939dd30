import { expect, test } from 'vitest'
import { createOutboxStore } from '../../../src/main/store/outbox.ts'
import { parseAgenda } from '../../../src/shared/domain/meeting.ts'
import { testDatabase } from '../../support/database.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore, type SchoolWorld } from '../../support/outbox-world.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

test('ten terminals and two senders on one folder make each meeting exactly once', async () => {
  const practice = await practiceZoom({ latencyMedianMs: 20 })
  const first = await testDatabase({ owner: 'first' })
  const seed = await schedulingSchool({ practice, database: first })
  const { sectionId } = await makeSection(first, { name: 'Mabini', students: madeStudents(3) })
  const schools: SchoolWorld[] = [seed]
  for (let index = 1; index < 10; index += 1) {
    const database = await testDatabase({ folder: first.folder, key: first.key, owner: `terminal ${index}` })
    schools.push(await schedulingSchool({ practice, database, owner: `terminal ${index}` }))
  }
  schools[0]!.start()
  schools[1]!.start()
  const meetings = await Promise.all(
    schools.flatMap((school, index) =>
      [0, 1].map((hour) =>
        school.call('meeting.schedule', { ...school.form(sectionId), startsAt: `0${index % 8}:${hour}0` }),
      ),
    ),
  )
  expect(await seed.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  const made = await seed.zoomMeetings()
  expect(made).toHaveLength(20)
  expect(new Set(made.map(({ agenda }) => parseAgenda(agenda)?.reference)).size).toBe(20)
  const known = await Promise.all(meetings.map(({ id }) => seed.call('meeting.get', { meetingId: id })))
  expect(known.map(({ zoomMeetingId }) => zoomMeetingId).toSorted()).toEqual(made.map(({ id }) => id).toSorted())
  expect(known.every(({ registeredCount }) => registeredCount === 3)).toBe(true)
})

test('a clock that jumps by hours takes no claim from a living sender', async () => {
  const practice = await practiceZoom({ latencyMedianMs: 60 })
  const database = await testDatabase({ owner: 'first' })
  const school = await schedulingSchool({ practice, database })
  const other = await testDatabase({ folder: database.folder, key: database.key, owner: 'other' })
  const second = await schedulingSchool({ practice, database: other, owner: 'other' })
  const { sectionId } = await makeSection(database, { name: 'Mabini', students: madeStudents(2) })
  const form = { ...school.form(sectionId), on: '2040-01-09' }
  school.start()
  second.start()
  const ids = []
  for (let index = 0; index < 6; index += 1) {
    ids.push((await school.call('meeting.schedule', { ...form, startsAt: `1${index}:00` })).id)
    for (const world of [school, second]) world.clock.jump(5 * 3_600_000)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  expect(await school.call('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  expect(await school.zoomMeetings()).toHaveLength(6)
  for (const lines of [school.log.lines, second.log.lines]) {
    expect(lines.filter((line) => /claimLost|madeTwice|answerLost/.test(line))).toEqual([])
  }
})

test('a sender that was taken for dead and answers after all does no harm', async () => {
  const practice = await practiceZoom()
  const toll = await tollBefore(practice.url)
  const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
  const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(2) })
  const form = school.form(sectionId)
  const meeting = await school.call('meeting.schedule', form)
  const outbox = createOutboxStore(school.database)
  const request = { now: school.clock.now(), limit: 1, held: [] }
  const [dead] = await outbox.claim({ ...request, owner: 'slow', realNow: 0, until: 1 })
  const [taken] = await outbox.claim({ ...request, owner: 'heir', realNow: 2, until: 3 })
  expect(taken).toMatchObject({ id: dead!.id, state: 'searching', payload: { isUnsure: true } })
  // The slow one was only slow: it sends now and hears from Zoom.
  await school.sender.send({ ...dead!, owner: 'slow' }, new AbortController().signal)
  expect(await school.call('meeting.get', { meetingId: meeting.id })).toMatchObject({ state: 'scheduled' })
  // The heir goes on with what it claimed, finds nothing to do, and makes nothing.
  await school.sender.send(taken!, new AbortController().signal)
  school.start()
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  expect(toll.calls().filter(({ method, path }) => method === 'POST' && path.endsWith('/meetings'))).toHaveLength(1)
  expect(await school.zoomMeetings()).toHaveLength(1)
})
