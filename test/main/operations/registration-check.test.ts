import { expect, test } from 'vitest'
import type { OutputOf } from '../../../src/shared/contract/index.ts'
import { addDays } from '../../../src/shared/domain/time.ts'
import { clientOf, practiceZoom, schedulingSchool, tollBefore } from '../../support/outbox-world.ts'
import { enrolling } from '../../support/enrolling.ts'
import { problemOf } from '../../support/problem-of.ts'
import { madeStudents, makeSection } from '../../support/section.ts'

type Check = OutputOf<'registration.check'>

const codes = ({ findings }: Check) => findings.map(({ code, level }) => `${level}: ${code}`)

async function classOf(count: number) {
  const practice = await practiceZoom()
  const toll = await tollBefore(practice.url)
  const school = await schedulingSchool({ practice, client: clientOf(practice.address, toll.url) })
  const section = await makeSection(school.database, { name: 'Mabini', students: madeStudents(count) })
  const end = school.start()
  const meeting = await school.call('meeting.schedule', { ...school.form(section.sectionId), waitSeconds: 20 })
  const meetingId = meeting.id
  return {
    school,
    toll,
    end,
    ...section,
    meetingId,
    zoomId: meeting.zoomMeetingId!,
    rosters: enrolling(school),
    check: () => school.call('registration.check', { meetingId }),
    /** Does what a finding offers, and waits until Zoom has it. */
    async mend(check: Check, code: Check['findings'][number]['code']) {
      const { operation, input } = check.findings.find((finding) => finding.code === code)!.fix!
      await school.call(operation as 'meeting.registerAgain', input as never)
      await school.call('outbox.wait', { timeoutSeconds: 60 })
    },
  }
}

test('all is well: everybody has a link, read at Zoom just now, and who waits before class is said', async () => {
  const { school, check, mend } = await classOf(3)
  const before = await check()
  expect(codes(before)).toEqual(['note: waitingRoom', 'good: allWell'])
  expect(before).toMatchObject({ isReady: true, counts: { total: 3, registered: 3 } })
  expect(Math.abs(Date.parse(before.readAt!) - school.clock.now())).toBeLessThan(60_000)
  expect(before.findings.at(-1)?.message).toBe('All 3 students have a link that works.')
  await mend(before, 'waitingRoom')
  expect(codes(await check())).toEqual(['note: linkIsTheKey', 'good: allWell'])
})

test('registration that was switched off at Zoom, and links that are gone there, are found and mended', async () => {
  const { school, zoomId, check, mend } = await classOf(3)
  const [first] = await school.client.listRegistrants(zoomId)
  await school.client.setRegistrantStatus(zoomId, 'cancel', [first!])
  const gone = await check()
  expect(codes(gone)).toEqual(['problem: linkGone', 'note: waitingRoom'])
  expect(gone.isReady).toBe(false)
  expect(gone.findings[0]?.people).toHaveLength(1)
  await mend(gone, 'linkGone')
  expect(codes(await check())).toEqual(['note: waitingRoom', 'good: allWell'])

  await school.practice.control('POST /portal', { deed: 'set', meetingId: zoomId, settings: { approval_type: 2 } })
  const off = await check()
  expect(codes(off)[0]).toBe('problem: registrationOff')
  await mend(off, 'registrationOff')
  expect(codes(await check())).toEqual(['note: waitingRoom', 'good: allWell'])
})

test('who cannot be registered is named with reason and fix; who belongs to the class and was forgotten, too', async () => {
  const { school, rosters, personIds, sectionId, check, mend } = await classOf(2)
  await rosters.readdress(personIds[0]!, [])
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  const refused = await check()
  expect(refused.findings[0]).toMatchObject({
    code: 'refused',
    mendIn: 'students',
    people: [{ personId: personIds[0], reason: expect.any(String), fix: expect.any(String) }],
  })
  const late = await makeSection(school.database, { name: 'Rizal', students: madeStudents(1, 'late') })
  // Written behind the back of everything that would have told registration.
  await school.database.write([], (db) =>
    db.run(`
      update enrollments set section_key = (select key from sections where id = '${sectionId}')
      where person_key = (select key from persons where id = '${late.personIds[0]}')`),
  )
  const forgotten = await check()
  expect(codes(forgotten)).toContain('problem: notPlanned')
  await mend(forgotten, 'notPlanned')
  expect(await check()).toMatchObject({ counts: { total: 3, registered: 2, refused: 1 } })
})

test('offline it tells what is known and that Zoom was not read; what waits to be sent can be sent', async () => {
  const { toll, end, rosters, check, sectionId } = await classOf(1)
  await end()
  await rosters.add('late0@school.example', sectionId)
  await toll.close()
  const offline = await check()
  expect(codes(offline)).toEqual(['warning: waiting', 'warning: notRead', 'note: waitingRoom'])
  expect(offline.isReady).toBe(true)
})

test('a class that is stopped, signed in only, or over says so; a meeting of no class has nothing to check', async () => {
  const { school, end, meetingId, sectionId, check } = await classOf(1)
  await end()
  await school.call('meeting.change', { meetingId, changes: { settings: { signedInOnly: true } } })
  await enrolling(school).add('late0@school.example', sectionId)
  await school.call('registration.stop', { meetingId })
  school.start()
  await school.call('outbox.wait', { timeoutSeconds: 60 })
  expect(codes(await check())).toEqual(['problem: stopped', 'warning: signInNeeded', 'note: waitingRoom'])
  school.clock.jump(5 * 86_400_000)
  expect(codes(await check())).toContain('problem: isOver')
  const talk = await school.call('meeting.schedule', {
    title: 'Talk',
    audience: 'all',
    on: addDays(school.on, 10),
    startsAt: '09:00',
    host: school.host.email,
    waitSeconds: 0,
  })
  expect(await problemOf(school.call('registration.check', { meetingId: talk.id }))).toMatchObject({ kind: 'conflict' })
})
