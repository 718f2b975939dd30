import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createNodeHost } from '../../../src/main/hosts/shared/node-host.ts'
import { startApplication } from '../../../src/main/hosts/shared/start-application.ts'
import type { InputOf, OperationName, OutputOf } from '../../../src/shared/contract/index.ts'
import type { Problem, Result } from '../../../src/shared/problem.ts'
import { answerOf, runHomeroom } from '../hosts/cli/run-homeroom.ts'
import { closedSchool, meetingsMade } from './closed-school.ts'
import { mustBeClear, pretendZoom, students } from './support.ts'

test('the app and ten terminal calls at once: all succeed, and nothing is doubled', async () => {
  const zoom = await pretendZoom()
  const school = await closedSchool(zoom)
  const app = await startApplication(createNodeHost(school.options))
  onTestFinished(() => app.close())
  const ask = async <Name extends OperationName>(name: Name, input: InputOf<Name>) => {
    const result = (await app.call(name, input, { role: 'administrator', door: 'test' })) as Result<OutputOf<Name>>
    if (!result.ok) throw new Error(result.problem.message)
    return result.value
  }
  const call = (name: string, input: unknown = {}, ...more: readonly string[]) =>
    runHomeroom(school.home, ['call', name, '--input', JSON.stringify(input), ...more, ...school.flags])
  const group = { sectionIds: [school.form.sectionId], subject: 'Agham' }
  const roster = join(school.home, 'more.csv')
  writeFileSync(roster, 'LRN,Last Name,First Name,Section\n136000000042,Bautista,Ligaya,Rizal\n')

  const [own, ...runs] = await Promise.all([
    ask('meeting.schedule', { ...school.form, startsAt: '06:00' }),
    ...['07:00', '08:00', '09:00', '10:00'].map((startsAt) => call('meeting.schedule', { ...school.form, startsAt })),
    call('group.make', group),
    call('group.make', group),
    call('roster.preview', {}, '--file', `files.0=${roster}`),
    call('account.test'),
    call('outbox.retry'),
    call('section.list'),
  ])
  expect(own.title).toBe(school.form.title)
  expect(runs).toHaveLength(10)
  for (const run of runs)
    expect({ ...answerOf(run), value: null, code: run.code }).toEqual({ ok: true, value: null, code: 0 })

  expect(await ask('outbox.wait', { timeoutSeconds: 60 })).toEqual({ waiting: 0, refused: 0 })
  const { meetings } = await ask('meeting.list', {})
  expect(meetings.map(({ time }) => time.startsAt).toSorted()).toEqual(['06:00', '07:00', '08:00', '09:00', '10:00'])
  expect(new Set(meetings.map(({ zoomMeetingId }) => zoomMeetingId)).size).toBe(5)
  for (const meeting of meetings)
    expect(meeting).toMatchObject({ state: 'scheduled', registeredCount: students.length })
  expect(await meetingsMade(zoom)).toBe(5)
  const { groups } = await ask('group.list', {})
  expect(groups.filter(({ subject }) => subject === 'Agham')).toHaveLength(1)

  // What cannot be done is a problem that a person can act on, in a terminal as well.
  const wrong = await call('account.connect', { accountId: 'A', clientId: 'B', clientSecret: 'very-secret-4711' })
  expect(wrong.code).toBe(1)
  const { problem } = JSON.parse(wrong.out) as { readonly problem: Problem }
  expect(problem.kind).toBe('wrongCredentials')
  mustBeClear(problem, ['very-secret-4711'])
  expect(wrong.err).toBe('')
  school.mustHaveCleanLog()
})
