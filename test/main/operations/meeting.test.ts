import { expect, test } from 'vitest'
import { parseAgenda } from '../../../src/shared/domain/meeting.ts'
import { schedulingSchool } from '../../support/outbox-world.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

test('a scheduled class is made at Zoom, and its students are registered with a link each', async () => {
  const school = await schedulingSchool()
  const { sectionId } = await makeSection(school.database, { name: 'Mabini', students: madeStudents(35) })
  school.start()

  const meeting = await school.call('meeting.schedule', { ...school.form(sectionId), waitSeconds: 10 })

  expect(meeting).toMatchObject({
    state: 'scheduled',
    phase: 'upcoming',
    problem: null,
    expectedCount: 35,
    registeredCount: 35,
  })
  const [made, ...others] = await school.zoomMeetings()
  expect(others).toEqual([])
  expect(made).toMatchObject({ id: meeting.zoomMeetingId, topic: 'Science 7' })
  expect(parseAgenda(made!.agenda)?.reference).toHaveLength(12)
  expect(new Set(meeting.registrations.map(({ joinUrl }) => joinUrl)).size).toBe(35)
})
