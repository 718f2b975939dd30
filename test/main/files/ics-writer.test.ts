import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { readIcs } from '../../../src/main/files/ics-reader.ts'
import { writeIcs, type CalendarEntry } from '../../../src/main/files/ics-writer.ts'
import { minute, toInstant } from '../../../src/shared/domain/time.ts'

const entry = (more: Partial<CalendarEntry> = {}): CalendarEntry => {
  const startInstant = toInstant({ on: '2026-11-23', at: '07:30', timeZone: 'Asia/Manila' })
  return {
    uid: '0190a5c4-7e1b-7c3d-9f00-123456789abc@homeroom',
    sequence: 3,
    changedAt: Date.parse('2026-11-20T08:00:01.500Z'),
    startInstant,
    endInstant: startInstant + 60 * minute,
    timeZone: 'Asia/Manila',
    title: 'Araling Panlipunan',
    description: '',
    location: 'Zoom',
    url: null,
    isCancelled: false,
    ...more,
  }
}

const write = (entries: readonly CalendarEntry[], remindMinutes: number | null = null) =>
  new TextDecoder('utf-8', { fatal: true }).decode(writeIcs({ name: 'Grade 7 Mabini', entries, remindMinutes }))

/** The entries as Thunderbird's parser reads them, each zone by the file's own VTIMEZONE. */
function readByOther(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    const instantOf = (time: ICAL.Time) => time.toUnixTime() * 1000
    return { event, startInstant: instantOf(event.startDate), endInstant: instantOf(event.endDate) }
  })
}

test('one date, line by line', () => {
  expect(write([entry({ url: 'https://zoom.us/j/1?pwd=x' })], 10).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Homeroom//Homeroom//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'X-WR-CALNAME:Grade 7 Mabini',
    'BEGIN:VTIMEZONE',
    'TZID:Asia/Manila',
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    'TZOFFSETFROM:+0800',
    'TZOFFSETTO:+0800',
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'UID:0190a5c4-7e1b-7c3d-9f00-123456789abc@homeroom',
    'DTSTAMP:20261120T080001Z',
    'LAST-MODIFIED:20261120T080001Z',
    'SEQUENCE:3',
    'DTSTART;TZID=Asia/Manila:20261123T073000',
    'DTEND;TZID=Asia/Manila:20261123T083000',
    'SUMMARY:Araling Panlipunan',
    'LOCATION:Zoom',
    'URL:https://zoom.us/j/1?pwd=x',
    'STATUS:CONFIRMED',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Araling Panlipunan',
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ])
})

test('a cancelled date says so and reminds nobody; our own reader takes it so', () => {
  const text = write([entry({ isCancelled: true }), entry({ uid: 'b@homeroom' })], 10)
  expect(text.match(/BEGIN:VALARM/g)).toHaveLength(1)
  const range = { fromOn: '2026-11-01', toOn: '2026-11-30', timeZone: 'Asia/Manila' }
  const { entries, problems } = readIcs(new TextEncoder().encode(text), range)
  expect(problems).toEqual([])
  expect(entries.map(({ firstOn, fromTime, isCancelled }) => ({ firstOn, fromTime, isCancelled }))).toEqual([
    { firstOn: '2026-11-23', fromTime: '07:30', isCancelled: true },
    { firstOn: '2026-11-23', fromTime: '07:30', isCancelled: false },
  ])
})

/** Zones with summer time on both halves of the earth, half and quarter hours, and one that changed its mind of late. */
const zones = [
  'Asia/Manila',
  'America/New_York',
  'Europe/Dublin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Mexico_City',
  'Africa/Casablanca',
  'Pacific/Apia',
]

describe('another parser', () => {
  test('reads back every text, and each instant by our VTIMEZONE', () => {
    // Line breaks are the same in every spelling; other control characters are no text (RFC 5545, 3.3.11).
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.constantFrom('\\', ';', ',', '\n', ':', '"', 'ñ', '陳', '👩‍🏫', ' '),
        ),
        {
          maxLength: 60,
        },
      )
      .map((parts) => parts.join('').replaceAll(/(?!\n)\p{Cc}/gu, ''))
    const start = fc.integer({ min: Date.UTC(2020, 0, 1) / minute, max: Date.UTC(2036, 0, 1) / minute })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, start, fc.integer({ min: 1, max: 1440 }), fc.constantFrom(...zones)), {
          minLength: 1,
          maxLength: 4,
        }),
        (wanted) => {
          const entries = wanted.map(([title, description, at, minutes, timeZone], index) =>
            entry({
              uid: `${index}@homeroom`,
              title,
              description,
              timeZone,
              startInstant: at * minute,
              endInstant: (at + minutes) * minute,
            }),
          )
          const written = write(entries)
          for (const line of written.split('\r\n')) {
            expect(new TextEncoder().encode(line).byteLength).toBeLessThanOrEqual(75)
            expect(line).not.toMatch(/[\r\n]/)
          }
          const read = readByOther(written)
          expect(read).toHaveLength(entries.length)
          for (const [index, { event, startInstant, endInstant }] of read.entries()) {
            const own = entries[index]!
            expect(event.summary ?? '').toBe(own.title)
            expect(event.description ?? '').toBe(own.description)
            // Of an hour that the clocks show twice a wall time means the first; the writer is given derived instants only.
            if (isPlain(own.startInstant, own.timeZone)) expect(startInstant).toBe(own.startInstant)
            if (isPlain(own.endInstant, own.timeZone)) expect(endInstant).toBe(own.endInstant)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

function isPlain(instant: number, timeZone: string): boolean {
  const near = [-120, -60, -30, 0, 30, 60, 120].map((minutes) => instant + minutes * minute)
  return new Set(near.map((at) => offsetOf(at, timeZone))).size === 1
}

const offsetOf = (instant: number, timeZone: string) =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')!.value
