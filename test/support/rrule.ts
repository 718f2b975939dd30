import assert from 'node:assert/strict'
import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { mostDates, planDates, type PlannedDate, type RecurrenceRule } from '../../src/shared/domain/recurrence.ts'
import { wallTimeFit, type WallTime } from '../../src/shared/domain/time.ts'

const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const frequency = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' } as const

/** A rule with the date that it begins on. */
interface Series {
  readonly rule: RecurrenceRule
  readonly first: WallTime
}

/**
 * The first 51 dates of a rule with their instants (epoch ms), as a library of RFC 5545 counts them: written without looking
 * at ours. The first date's wall time must exist.
 */
function datesByRRule(rule: RecurrenceRule, first: WallTime): Pick<PlannedDate, 'on' | 'startInstant'>[] {
  const { every, interval, weekDays, monthDay, monthWeek, monthWeekDay, ends } = rule
  const dtstart = Temporal.PlainDateTime.from(`${first.on}T${first.at}`).toZonedDateTime(first.timeZone)
  const dayName = (iso: number) => dayNames[iso - 1]!
  const by =
    every === 'week'
      ? { byDay: (weekDays ?? [dtstart.dayOfWeek]).map(dayName), wkst: 'SU' }
      : every === 'day'
        ? {}
        : monthWeek === undefined
          ? { byMonthDay: [monthDay ?? dtstart.day] }
          : { byDay: [`${monthWeek}${dayName(monthWeekDay ?? dtstart.dayOfWeek)}`] }
  const end =
    'on' in ends
      ? { until: Temporal.PlainDateTime.from(`${ends.on}T23:59`).toZonedDateTime(first.timeZone) }
      : { count: ends.afterDates }
  const found: Pick<PlannedDate, 'on' | 'startInstant'>[] = []
  new RRuleTemporal({
    freq: frequency[every],
    interval,
    ...by,
    ...end,
    dtstart,
    tzid: first.timeZone,
    temporal: Temporal,
  }).all((date) => {
    found.push({ on: date.toPlainDate().toString(), startInstant: date.epochMilliseconds })
    return found.length < 51
  })
  return found
}

/** Raises where our dates of a rule, their instants or what is said against them are not what the library finds. */
export function compareWithRRule({ rule, first }: Series): void {
  const { dates, issues } = planDates(rule, first, { durationMinutes: 50 })
  const expected = datesByRRule(rule, { ...first, timeZone: 'UTC' })
  assert.deepEqual(
    dates.map(({ on }) => on),
    expected.slice(0, mostDates).map(({ on }) => on),
  )
  assert.deepEqual(
    issues.filter(({ isBlocking }) => isBlocking).map(({ code }) => code),
    expected.length > mostDates ? ['tooManyDates'] : expected.length === 0 ? ['noDates'] : [],
  )
  // RFC 5545 drops a date whose wall time the clocks skip; Zoom has it, and so do we. And the library steps over the month
  // in which Morocco goes back to UTC+0, where zdump agrees with us.
  const isComparable = wallTimeFit(first) !== 'skipped' && dates.every(({ clock }) => clock !== 'skipped')
  if (!isComparable || first.timeZone === 'Africa/Casablanca') return
  assert.deepEqual(
    dates.map(({ on, startInstant }) => ({ on, startInstant })),
    datesByRRule(rule, first).slice(0, mostDates),
  )
}

const isoDay = fc.integer({ min: 1, max: 7 })
const isoDate = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const ends = fc.oneof(
  fc.record({ afterDates: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ days: fc.integer({ min: 0, max: 900 }) }),
)
const pattern = fc.oneof(
  fc.record({ every: fc.constant('day' as const), interval: fc.integer({ min: 1, max: 99 }) }),
  fc.record(
    {
      every: fc.constant('week' as const),
      interval: fc.integer({ min: 1, max: 50 }),
      weekDays: fc.uniqueArray(isoDay, { minLength: 1, maxLength: 7 }),
    },
    { requiredKeys: ['every', 'interval'] },
  ),
  fc.record(
    {
      every: fc.constant('month' as const),
      interval: fc.integer({ min: 1, max: 10 }),
      monthDay: fc.integer({ min: 1, max: 31 }),
    },
    { requiredKeys: ['every', 'interval'] },
  ),
  fc.record(
    {
      every: fc.constant('month' as const),
      interval: fc.integer({ min: 1, max: 10 }),
      monthWeek: fc.constantFrom(-1, 1, 2, 3, 4),
      monthWeekDay: isoDay,
    },
    { requiredKeys: ['every', 'interval', 'monthWeek'] },
  ),
)

/** Rules that Zoom can carry, each with a first date, at hours when clocks change and when schools begin. */
export const anySeries: fc.Arbitrary<Series> = fc
  .record({
    pattern,
    ends,
    on: isoDate,
    at: fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '07:30', '23:45'),
    timeZone: fc.constantFrom(
      'Asia/Manila',
      'America/New_York',
      'Europe/London',
      'Australia/Lord_Howe',
      'America/Santiago',
      'Africa/Casablanca',
      'Pacific/Apia',
      'UTC',
    ),
  })
  .map((one) => ({
    first: { on: one.on, at: one.at, timeZone: one.timeZone },
    rule: {
      ...one.pattern,
      ends:
        'days' in one.ends ? { on: Temporal.PlainDate.from(one.on).add({ days: one.ends.days }).toString() } : one.ends,
    },
  }))
