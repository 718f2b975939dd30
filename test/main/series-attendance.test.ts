import { expect, test } from 'vitest'
import { testApplication } from '../support/application.ts'
import { testPractice } from '../support/practice.ts'

test('each run of a series belongs to the class of its own day, and a cancelled day is never asked about', async () => {
  const { connect } = await testPractice({ startAt: '2026-11-22T20:00:00Z', latencyMedianMs: 0 })
  const app = await testApplication({ practice: connect })
  await app.call('practice.start', {})
  const { file } = await app.call('practice.roster', { size: 'small' })
  const { digest } = await app.call('roster.preview', { files: [file.handle] })
  await app.call('roster.import', { files: [file.handle], digest })
  const { sections } = await app.call('section.list', {})
  const { hosts } = await app.call('account.listHosts', {})
  const meeting = await app.call('meeting.schedule', {
    title: 'Homeroom {n}',
    kind: 'series',
    on: '2026-11-23',
    repeat: { every: 'day', ends: { afterDates: 4 } },
    startsAt: '07:30',
    durationMinutes: 50,
    sectionId: sections[0]!.id,
    host: hosts.find(({ isLicensed }) => isLicensed)!.hostId,
    waitSeconds: 30,
  })
  expect(meeting).toMatchObject({ state: 'scheduled', dates: [{}, {}, {}, {}] })
  const dates = await Promise.all(
    meeting.dates.map(({ occurrenceId }) => app.call('meeting.get', { meetingId: meeting.id, occurrenceId })),
  )
  const [first, second, third, fourth] = dates
  await app.call('meeting.cancel', { meetingId: meeting.id, occurrenceId: second!.occurrenceId!, scope: 'this' })
  await app.call('outbox.wait', { timeoutSeconds: 30 })

  const periodOf = async (date: typeof first) => app.call('attendance.get', { periodId: date!.periodIds[0]! })
  const liveThrough = async (date: typeof first) => {
    let to = new Date(Date.parse(date!.time.endInstant) + 180_000).toISOString()
    for (let jump = 0; jump < 12; jump++) {
      await app.call('practice.jump', { to })
      // While another read runs there is nothing to do: the next jump reads again.
      await app.attempt('attendance.collect', { periodId: date!.periodIds[0]! })
      const { state, nextReadAt } = (await periodOf(date)).period
      if (state === 'final') return
      const now = Date.parse((await app.call('practice.state', {})).now)
      to = new Date(Math.max(now + 60_000, Date.parse(nextReadAt ?? to))).toISOString()
    }
    expect.unreachable('The record never became final.')
  }
  await liveThrough(first)
  await app.call('practice.jump', { to: third!.time.startInstant })
  await liveThrough(third)

  const [one, three] = [await periodOf(first), await periodOf(third)]
  for (const [attendance, date] of [
    [one, first!],
    [three, third!],
  ] as const) {
    expect(attendance.period).toMatchObject({ held: 'held', time: { on: date.time.on } })
    expect(attendance.period.figures.came).toBeGreaterThan(0)
    const stays = attendance.rows.flatMap(({ intervals }) => intervals)
    expect(stays.length).toBeGreaterThan(0)
    const [from, to] = [Date.parse(date.time.startInstant) - 3_600_000, Date.parse(date.time.endInstant) + 3_600_000]
    expect(stays.every(({ joinedAt }) => Date.parse(joinedAt) > from && Date.parse(joinedAt) < to)).toBe(true)
  }

  expect((await periodOf(second)).reads).toEqual([])
  const { periods } = await app.call('period.list', { fromOn: '2026-11-23', toOn: '2026-11-26' })
  expect(periods.map(({ id }) => id)).toEqual([first, third, fourth].map((date) => date!.periodIds[0]))
  expect(periods[2]).toMatchObject({ state: 'planned' })

  const { meetings } = await app.call('meeting.list', { fromOn: '2026-11-23', toOn: '2026-11-26' })
  expect(meetings.map(({ title, state, phase, cameCount }) => [title, state, phase, cameCount])).toEqual([
    ['Homeroom 1', 'scheduled', 'past', one.period.figures.came],
    ['Homeroom 2', 'cancelled', 'past', null],
    ['Homeroom 3', 'scheduled', 'past', three.period.figures.came],
    ['Homeroom 4', 'scheduled', 'upcoming', null],
  ])
})
