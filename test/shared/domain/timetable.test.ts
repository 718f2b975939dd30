import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DayWord } from '../../../src/shared/domain/class-days.ts'
import { addDays, timeOfDay, weekday } from '../../../src/shared/domain/time.ts'
import { guessTimetableColumns, missingTimetableColumn } from '../../../src/shared/domain/timetable-columns.ts'
import { termPlanner } from '../../../src/shared/domain/timetable-dates.ts'
import { hostFinder, sectionFinder, subjectFinder, teachersIn } from '../../../src/shared/domain/timetable-names.ts'
import { claimsOf, clashesOf, planTimetable, type TimetableSchool } from '../../../src/shared/domain/timetable-plan.ts'
import { readLessons } from '../../../src/shared/domain/timetable-rows.ts'
import { minutesBetween, readTime, readTimes, readWeekDays } from '../../../src/shared/domain/timetable-times.ts'

test('headers are known in the words that schools use', () => {
  const headers = [
    'Grade & Section',
    'Learning Area',
    'Time',
    'Lunes',
    'MARTES',
    'Wed',
    'Th',
    'F',
    'Subject Teacher',
    'Room',
  ]
  expect(guessTimetableColumns(headers)).toEqual({
    'Grade & Section': 'section',
    'Learning Area': 'subject',
    Time: 'startsAt',
    Lunes: 'monday',
    MARTES: 'tuesday',
    Wed: 'wednesday',
    Th: 'thursday',
    F: 'friday',
    'Subject Teacher': 'teacher',
    Room: 'ignored',
  })
  expect(missingTimetableColumn(guessTimetableColumns(headers))).toBeNull()
  expect(missingTimetableColumn(guessTimetableColumns(['Section', 'Subject', 'Time']))).toBe('days')
  expect(missingTimetableColumn(guessTimetableColumns(['Section', 'Days', 'Time']))).toBe('subject')
})

describe('days of the week', () => {
  test.each<[string, ReturnType<typeof readWeekDays>]>([
    ['Monday', [1]],
    ['mon', [1]],
    ['MWF', [1, 3, 5]],
    ['TTh', [2, 4]],
    ['TTH', [2, 4]],
    ['T/Th', [2, 4]],
    ['TuTh', [2, 4]],
    ['TR', [2, 4]],
    ['MTWThF', [1, 2, 3, 4, 5]],
    ['MTWTF', [1, 2, 3, 4, 5]],
    ['MTWTHFS', [1, 2, 3, 4, 5, 6]],
    ['M W F', [1, 3, 5]],
    ['M-W-F', [1, 3, 5]],
    ['M-F', [1, 2, 3, 4, 5]],
    ['M - S', [1, 2, 3, 4, 5, 6]],
    ['Mon-Fri', [1, 2, 3, 4, 5]],
    ['Mon–Wed', [1, 2, 3]],
    ['Monday to Friday', [1, 2, 3, 4, 5]],
    ['Tue thru Thu', [2, 3, 4]],
    ['Daily', [1, 2, 3, 4, 5]],
    ['ARAW-ARAW', [1, 2, 3, 4, 5]],
    ['Lunes', [1]],
    ['Lunes, Miyerkules at Biyernes', [1, 3, 5]],
    ['Lunes hanggang Huwebes', [1, 2, 3, 4]],
    ['Mierkoles', [3]],
    ['Miércoles', [3]],
    ['Sab & Linggo', [6, 7]],
    ['Sat', [6]],
    ['Friday, Monday', [1, 5]],
    // Two days or three?
    ['T-Th', 'ambiguous'],
    ['M-W', 'ambiguous'],
    ['W-F', 'ambiguous'],
    ['', null],
    ['1,3,5', null],
    ['Day 1', null],
    ['TBA', null],
    ['MM', null],
    ['online', null],
  ])('%j', (text, days) => expect(readWeekDays(text)).toEqual(days))

  test('no text breaks the reader, and what it answers are days in order', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'mtwhfsu-/ ,at') })), (text) => {
        const days = readWeekDays(text)
        if (days === null || days === 'ambiguous') return true
        return days.every((day, index) => day >= 1 && day <= 7 && (index === 0 || days[index - 1]! < day))
      }),
    )
  })
})

describe('times', () => {
  test.each<[string, string | null]>([
    ['7:30', '07:30'],
    ['07:30', '07:30'],
    ['7.30', '07:30'],
    ['7.3', '07:30'],
    ['7h30', '07:30'],
    ['0730', '07:30'],
    ['0730H', '07:30'],
    ['730', '07:30'],
    ['13.30', '13:30'],
    ['1330', '13:30'],
    ['7:30:00', '07:30'],
    ['7', '07:00'],
    ['7 AM', '07:00'],
    ['7:30am', '07:30'],
    ['7:30 a.m.', '07:30'],
    ['1:05 P.M.', '13:05'],
    ['1:05 p m', '13:05'],
    ['12:00 NN', '12:00'],
    ['12 noon', '12:00'],
    ['12:00 MN', '00:00'],
    ['12:15 AM', '00:15'],
    ['12:15 PM', '12:15'],
    ['7:30 n.u.', '07:30'],
    ['1:00 n.h.', '13:00'],
    ['1:00 ng hapon', '13:00'],
    ['0.3125', '07:30'],
    ['24:00', '00:00'],
    ['7:60', null],
    ['25:00', null],
    ['13:30 AM', null],
    ['', null],
    ['TBA', null],
    ['7:30-', null],
  ])('%j', (text, wall) => {
    const time = readTime(text)
    expect(time === null ? null : timeOfDay(time.minutes)).toBe(wall)
  })

  test.each<[string, string, number | null]>([
    ['7:30-8:30', '07:30', 60],
    ['7:30 – 8:20', '07:30', 50],
    ['7:30 AM to 8:30 AM', '07:30', 60],
    ['1:00-2:00 PM', '13:00', 60],
    ['11:30-12:30 PM', '11:30', 60],
    ['12:30-1:30', '12:30', 60],
    ['0730-0830', '07:30', 60],
    ['10:00 hanggang 11:00', '10:00', 60],
    ['8:30 AM-8:30 AM', '08:30', null],
    ['9:00 AM - 8:00 AM', '09:00', null],
  ])('%j', (text, from, minutes) => {
    const times = readTimes(text)!
    expect(timeOfDay(times.from.minutes)).toBe(from)
    expect(minutesBetween(times.from.minutes, times.to!)).toBe(minutes)
  })

  test('every time of the day is read back in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minutes) => {
        const wall = timeOfDay(minutes)
        const [hours, rest] = [Math.floor(minutes / 60), wall.slice(3)]
        const twelve = `${hours % 12 || 12}:${rest} ${hours < 12 ? 'AM' : 'PM'}`
        for (const text of [wall, twelve, wall.replace(':', '.'), wall.replace(':', ''), `${wall}:00`]) {
          expect(readTime(text)?.minutes).toBe(minutes)
        }
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => (readTimes(text)?.from.minutes ?? 0) < 1440))
  })
})

const read = (text: string, options: Partial<Parameters<typeof readLessons>[3]> = {}) => {
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('\\n', '\n')))
  const lines = rows.map((cells, index) => ({ line: index + 2, cells }))
  return readLessons(header, lines, guessTimetableColumns(header), { periodTimes: [], defaultMinutes: 60, ...options })
}
const short = ({ lessons }: ReturnType<typeof read>) =>
  lessons.map(
    ({ line, section, subject, teacher, weekDays, startMinutes, durationMinutes }) =>
      `${line}: ${section}, ${subject}, ${teacher || 'nobody'}, ${weekDays.join('')} ${timeOfDay(startMinutes)}+${durationMinutes}`,
  )

describe('rows', () => {
  test('a row a day, with start and end', () => {
    expect(
      short(
        read(`
Section | Subject | Teacher | Day | Start | End
7-Mabini | Math | J. Cruz | Mon | 7:30 | 8:30
7-Mabini | Math | J. Cruz | W | 0730 | 0830`),
      ),
    ).toEqual(['2: 7-Mabini, Math, J. Cruz, 1 07:30+60', '3: 7-Mabini, Math, J. Cruz, 3 07:30+60'])
  })

  test('ticks, times and subjects in the columns of the days', () => {
    const grid = read(`
Section | Time | Monday | Tuesday | Wednesday | Thursday | Friday
7-Mabini | 7:30-8:30 | Math - J. Cruz | Science (M. Santos) | Math - J. Cruz | – | English\\nA. Reyes
7-Mabini | 9:30-9:50 | RECESS | RECESS | RECESS | RECESS | RECESS`)
    expect(short(grid)).toEqual([
      '2: 7-Mabini, Math, J. Cruz, 1 07:30+60',
      '2: 7-Mabini, Science, M. Santos, 2 07:30+60',
      '2: 7-Mabini, Math, J. Cruz, 3 07:30+60',
      '2: 7-Mabini, English, A. Reyes, 5 07:30+60',
    ])
    expect(
      short(
        read(`
Section | Subject | Time | M | T | W | Th | F
7-Mabini | Math | 7:30-8:30 | ✓ | x |  | Th | 10:00-11:00`),
      ),
    ).toEqual(['2: 7-Mabini, Math, nobody, 5 10:00+60', '2: 7-Mabini, Math, nobody, 124 07:30+60'])
  })

  test('days and times in one cell', () => {
    expect(
      short(
        read(`
Section | Subject | Schedule
7-Mabini | Math | MWF 7:30-8:30; T 9:00-10:30`),
      ),
    ).toEqual(['2: 7-Mabini, Math, nobody, 135 07:30+60', '2: 7-Mabini, Math, nobody, 2 09:00+90'])
  })

  test('periods whose time stands in another row, or was typed by a person', () => {
    const file = `
Section | Subject | Days | Period | Time
7-Mabini | Math | Daily | 1 | 7:30-8:30
7-Rizal | Math | Daily | 1 |
7-Rizal | Science | Daily | 2 |`
    expect(short(read(file))).toHaveLength(2)
    expect(read(file).periodsWithoutTime).toEqual(['2'])
    const told = read(file, { periodTimes: [{ period: '2', startsAt: '01:30', endsAt: '02:30' }] })
    expect(short(told)[2]).toBe('4: 7-Rizal, Science, nobody, 12345 01:30+60')
    expect(told.issues).toEqual([])
  })

  test('a morning school that writes 1:00 means the afternoon, and that is said; where one time says 13:00, it is not', () => {
    const file =
      'Section | Subject | Days | Time\n7 | Math | M | 7:30-8:30\n7 | Art | M | 12:30-1:30\n7 | PE | M | 1:30-2:30'
    expect(read(file).afternoonCount).toBe(2)
    expect(short(read(file))).toEqual([
      '2: 7, Math, nobody, 1 07:30+60',
      '3: 7, Art, nobody, 1 12:30+60',
      '4: 7, PE, nobody, 1 13:30+60',
    ])
    const long = read(`${file}\n7 | Music | M | 14:30-15:30`)
    expect(long.afternoonCount).toBe(0)
    expect(short(long)[2]).toBe('4: 7, PE, nobody, 1 01:30+60')
  })

  test('a section that is not repeated is that of the row above, and that is said', () => {
    const { lessons, filledCount } = read(
      'Section | Subject | Days | Time\n7-Mabini | Math | M | 7:30-8:30\n | Art | T | 7:30-8:30',
    )
    expect(lessons.map(({ section }) => section)).toEqual(['7-Mabini', '7-Mabini'])
    expect(filledCount).toBe(1)
  })

  test.each<[string, string]>([
    ['| Math | M | 7:30-8:30', 'noSection'],
    ['7 |  | M | 7:30-8:30', 'noSubject'],
    ['7 | Math |  | 7:30-8:30', 'noDays'],
    ['7 | Math | TBA | 7:30-8:30', 'unreadableDays'],
    ['7 | Math | T-Th | 7:30-8:30', 'ambiguousDays'],
    ['7 | Math | M | ', 'noTime'],
    ['7 | Math | M | soon', 'unreadableTime'],
    ['7 | Math | M | 9:00 AM-8:00 AM', 'endBeforeStart'],
    ['7 | Lunch Break | M | 11:30-12:30', 'breakTime'],
    [`${'x'.repeat(201)} | Math | M | 7:30-8:30`, 'tooLong'],
  ])('%j is refused with its reason', (row, code) => {
    const { lessons, issues } = read(`Section | Subject | Days | Time\n${row}`)
    expect(lessons).toEqual([])
    expect(issues).toEqual([{ line: 2, code }])
  })

  test('no cells break the reader', () => {
    const header = ['Section', 'Subject', 'Days', 'Time', 'Monday', 'End', 'Minutes', 'Period']
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), { maxLength: 5 }), (rows) => {
        const lines = rows.map((cells, index) => ({ line: index + 2, cells }))
        const { lessons } = readLessons(header, lines, guessTimetableColumns(header), {
          periodTimes: [],
          defaultMinutes: 60,
        })
        return lessons.every(
          ({ startMinutes, durationMinutes, weekDays }) =>
            startMinutes >= 0 && startMinutes < 1440 && durationMinutes > 0 && weekDays.length > 0,
        )
      }),
    )
  })
})

const sections = [
  { id: 'a', name: 'Mabini', gradeLevel: '7', shift: '' },
  { id: 'b', name: 'Rizal', gradeLevel: '7', shift: '' },
  { id: 'c', name: 'Rizal', gradeLevel: '8', shift: '' },
  { id: 'd', name: 'Peñaranda', gradeLevel: 'Grade 9', shift: '' },
  { id: 'e', name: 'Del Pilar', gradeLevel: 'Kinder', shift: '' },
]
const hosts = [
  { hostId: 'h1', name: 'Juan Dela Cruz', email: 'juan.delacruz@school.example', isLicensed: true },
  { hostId: 'h2', name: 'Maria Santos', email: 'maria.santos@school.example', isLicensed: true },
  { hostId: 'h3', name: 'Maria Santos', email: 'maria.santos2@school.example', isLicensed: true },
  { hostId: 'h4', name: 'Ana Reyes', email: 'ana.reyes@school.example', isLicensed: false },
  { hostId: 'h5', name: '李 小龍', email: 'lee@school.example', isLicensed: true },
]
const staff = [
  {
    id: 'p1',
    name: { family: 'Dela Cruz', given: 'Juan Miguel', middle: 'Reyes' },
    addresses: ['juan.delacruz@school.example', 'jdc@private.example'],
  },
]

describe('names', () => {
  test.each<[string, string, string | null]>([
    ['7-Mabini', '', 'a'],
    ['Grade 7 Mabini', '', 'a'],
    ['G7 MABINI', '', 'a'],
    ['VII - Mabini', '', 'a'],
    ['Mabini', '', 'a'],
    ['Mabini', '7', 'a'],
    ['Rizal', '8', 'c'],
    ['Rizal', 'Grade 8', 'c'],
    ['8 Rizal', '', 'c'],
    ['penaranda', '', 'd'],
    ['9-Peñaranda', '', 'd'],
    ['Kinder Del Pilar', '', 'e'],
    ['7-Mabini + 7-Rizal', '', 'a b'],
    ['Mabini/Rizal', '7', 'a b'],
    // Two sections are called so, and one is nearly so.
    ['Rizal', '', null],
    ['Mabiny', '', null],
    ['Mabini', '8', null],
    ['★', '', null],
    ['9-Luna', '', null],
  ])('the section %j in grade %j is %s', (typed, grade, ids) => {
    const found = sectionFinder(sections)(typed, grade).found
    expect(found?.map(({ id }) => id).join(' ') ?? null).toBe(ids)
  })

  test('a guess at a section is only suggested', () => {
    expect(sectionFinder(sections)('7-Mabiny', '')).toMatchObject({
      found: null,
      suggestions: [{ id: 'a', name: 'Grade 7 Mabini' }],
    })
  })

  test.each<[string, string | null]>([
    ['juan.delacruz@school.example', 'h1'],
    ['Juan de la Cruz <JDC@private.example>', 'h1'],
    ['DELA CRUZ, Juan', 'h1'],
    ['Mr. Juan Dela Cruz', 'h1'],
    ['Dela Cruz, Juan Miguel R.', 'h1'],
    ['小龍 李', 'h5'],
    ['Maria Santos', null],
    ['J. Dela Cruz', null],
    ['Juan Cruz', null],
    ['nobody@school.example', null],
  ])('the teacher %j is %s', (typed, hostId) => {
    expect(hostFinder(hosts, staff)(typed).found?.hostId ?? null).toBe(hostId)
  })

  test('two hosts of one name, and one who is nearly called so, are suggested', () => {
    const find = hostFinder(hosts, staff)
    expect(find('Maria Santos')).toMatchObject({ suggestions: [{ id: 'h2' }, { id: 'h3' }] })
    expect(find('J. Dela Cruz')).toMatchObject({ suggestions: [{ id: 'h1' }] })
  })

  test('subjects are the same whatever the case and accents', () => {
    const find = subjectFinder(['Mathematics', 'Edukasyon sa Pagpapakatao'])
    expect(find('MATHEMATICS')).toEqual({ found: 'Mathematics' })
    expect(find('Mathematic')).toMatchObject({ found: null, suggestions: [{ name: 'Mathematics' }] })
    expect(find('Music')).toEqual({ found: null, suggestions: [] })
    expect(subjectFinder(['C'])('C++').found).toBeNull()
  })

  test('a comma does not part teachers', () => {
    expect(teachersIn('Dela Cruz, Juan / Santos, Maria')).toEqual(['Dela Cruz, Juan', 'Santos, Maria'])
  })
})

const zone = 'Asia/Manila'
const holiday = (on: string): DayWord => ({
  on,
  kind: 'holiday',
  gradeLevel: null,
  sectionId: null,
  shift: null,
  fromTime: null,
  countsAsSchoolDay: false,
  authority: 'Holiday',
})

describe('the dates of a term', () => {
  const plan = (
    term: { firstOn: string; lastOn: string },
    weekDays: readonly number[],
    options: { words?: DayWord[]; now?: string; isThere?: (on: string) => boolean } = {},
  ) =>
    termPlanner({
      term: { ...term, timeZone: zone },
      words: options.words ?? [],
      now: Date.parse(options.now ?? '2026-01-01T00:00:00Z'),
    })({ weekDays, startsAt: '07:30', durationMinutes: 60, parts: [] }, options.isThere)

  test('holidays are left out, dates that have begun do not count', () => {
    const { meetings, ...counts } = plan({ firstOn: '2026-08-03', lastOn: '2026-08-31' }, [1], {
      words: [holiday('2026-08-31'), holiday('2026-08-17')],
      now: '2026-08-03T02:00:00Z',
    })
    expect(counts).toEqual({ dateCount: 2, pastCount: 1, noClassCount: 2, thereCount: 0 })
    expect(meetings.map(({ dates, ruleCount }) => [dates.map(({ on }) => on), ruleCount])).toEqual([
      [['2026-08-10', '2026-08-24'], 3],
    ])
  })

  test('what Zoom cannot carry in one meeting is carried by several in a row, cut at the end of a week', () => {
    const { meetings, dateCount } = plan({ firstOn: '2026-06-01', lastOn: '2027-03-31' }, [1, 3, 5])
    expect(meetings.length).toBe(3)
    expect(meetings.flatMap(({ dates }) => dates.map(({ number }) => number))).toEqual(
      Array.from({ length: dateCount }, (_, index) => index + 1),
    )
    for (const { dates } of meetings.slice(1)) expect(weekday(dates[0]!.on)).toBe(1)
  })

  test('a single date is no series', () => {
    expect(plan({ firstOn: '2026-08-03', lastOn: '2026-08-07' }, [3]).meetings).toMatchObject([{ ruleCount: 1 }])
  })

  test('the dates are those of the weekdays, each once, however they are cut, and no meeting carries more than 50', () => {
    const on = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-05', days))
    fc.assert(
      fc.property(
        on,
        fc.integer({ min: 0, max: 380 }),
        fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        fc.array(on),
        (firstOn, length, weekDays, off) => {
          const lastOn = addDays(firstOn, length)
          const { meetings, dateCount } = plan({ firstOn, lastOn }, weekDays, { words: off.map(holiday) })
          const expected = Array.from({ length: length + 1 }, (_, index) => addDays(firstOn, index)).filter(
            (day) => weekDays.includes(weekday(day)) && !off.includes(day),
          )
          expect(meetings.flatMap(({ dates }) => dates.map((date) => date.on))).toEqual(expected)
          expect(dateCount).toBe(expected.length)
          for (const { ruleCount, dates } of meetings) {
            expect(dates.length).toBeGreaterThan(0)
            expect(ruleCount).toBeLessThanOrEqual(50)
            const first = dates[0]!.on
            // The rule, counted from the first date, ends on the last.
            const byRule: string[] = []
            for (let day = first; byRule.length < ruleCount; day = addDays(day, 1)) {
              if (weekDays.includes(weekday(day))) byRule.push(day)
            }
            expect(byRule.at(-1)).toBe(dates.at(-1)!.on)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

const school: TimetableSchool = {
  sections,
  subjects: ['Mathematics'],
  hosts,
  staff,
  groups: [],
  classes: [],
  words: [],
}
const term = { firstOn: '2026-08-03', lastOn: '2026-10-30', timeZone: zone }
const plan = (text: string, with_: Partial<TimetableSchool> = {}, choices = {}) =>
  planTimetable(
    read(`Section | Subject | Teacher | Days | Time\n${text}`).lessons,
    { ...school, ...with_ },
    {
      term,
      choices: { sections: {}, subjects: {}, teachers: {}, ...choices },
      now: Date.parse('2026-08-01T00:00:00Z'),
    },
  )

describe('series', () => {
  test('the rows of one class at one hour are one series, whatever the spelling', () => {
    const { series, repeated } = plan(
      `
7-Mabini | Mathematics | Juan Dela Cruz | Mon | 7:30-8:30
Grade 7 Mabini | MATHEMATICS | Dela Cruz, Juan | W | 0730-0830
7-Mabini | Mathematics | juan.delacruz@school.example | Fri | 7:30 AM-8:30 AM
7-Mabini | Mathematics | Juan Dela Cruz | Mon | 7:30-8:30
7-Mabini | Mathematics | Juan Dela Cruz | Thu | 9:00-10:00`.trim(),
    )
    expect(series.map(({ rows, weekDays, action, host }) => ({ rows, weekDays, action, host: host?.hostId }))).toEqual([
      { rows: [2, 3, 4], weekDays: [1, 3, 5], action: 'add', host: 'h1' },
      { rows: [6], weekDays: [4], action: 'add', host: 'h1' },
    ])
    expect(repeated).toEqual([{ line: 5, otherLine: 2 }])
  })

  test('what is not exactly a name of the school is asked about, and a person’s word is taken', () => {
    const text =
      '7-Mabiny | Maths | J. Dela Cruz | Mon | 7:30-8:30\n7-Rizal | Maths | Ana Reyes | Mon | 7:30-8:30\n7-Rizal | Music |  | Tue | 7:30-8:30'
    const asked = plan(text)
    expect(asked.series.map(({ problem }) => problem)).toEqual(['unknownSection', 'noLicence', 'noTeacher'])
    expect(asked.unsure.map(({ kind, typed, rowCount }) => [kind, typed, rowCount])).toEqual([
      ['section', '7-Mabiny', 1],
      ['subject', 'Maths', 2],
      ['teacher', 'J. Dela Cruz', 1],
      ['subject', 'Music', 1],
    ])
    const told = plan(
      text,
      { groups: [{ sectionIds: ['b'], subject: 'Music', hostId: 'h1' }] },
      { sections: { '7 mabiny': 'a' }, subjects: { maths: 'Mathematics' }, teachers: { 'j dela cruz': 'h1' } },
    )
    expect(told.series.map(({ action, subject }) => [action, subject])).toEqual([
      ['add', 'Mathematics'],
      ['refuse', 'Mathematics'],
      ['add', 'Music'],
    ])
  })

  test('what is there is left out: by its rule, date by date, and what a person cancelled', () => {
    const row = '7-Mabini | Mathematics | Juan Dela Cruz | MW | 7:30-8:30'
    const standing = {
      sectionIds: ['a'],
      subject: 'mathematics',
      startsAt: '07:30',
      firstOn: '2026-08-03',
      lastOn: '2026-09-30',
    }
    const whole = plan(row, { classes: [{ ...standing, lastOn: '2026-12-18', weekDays: [1, 3], dates: [] }] })
    expect(whole.series).toMatchObject([{ action: 'isThere', plan: { dateCount: 0, thereCount: 26 } }])
    const longer = plan(row, { classes: [{ ...standing, weekDays: [1, 3], dates: [] }] })
    expect(longer.series[0]!.plan.meetings[0]!.dates[0]!.on).toBe('2026-10-05')
    const otherHour = plan(row, { classes: [{ ...standing, startsAt: '09:30', weekDays: [1, 3], dates: [] }] })
    expect(otherHour.series[0]!.plan.thereCount).toBe(0)
    const single = plan(row, {
      classes: [{ ...standing, weekDays: null, dates: [{ on: '2026-08-05', startsAt: '07:30' }] }],
    })
    expect(single.series[0]!.plan).toMatchObject({ thereCount: 1, dateCount: 25 })
  })

  test('two places at once are told once for each other class, with how often', () => {
    const { series } = plan(
      `
7-Mabini | Mathematics | Juan Dela Cruz | Mon | 7:30-8:30
7-Rizal | Mathematics | Juan Dela Cruz | Mon | 8:00-9:00
7-Mabini | Music | maria.santos@school.example | Mon | 8:00-9:00`.trim(),
    )
    const clashes = clashesOf(claimsOf(series, staff, hosts), [])
    expect(
      [...clashes].map(([id, found]) => [
        id,
        found.map(({ kind, with: other, dateCount }) => [kind, other.owner, dateCount]),
      ]),
    ).toEqual([
      [
        's1',
        [
          ['hostBusy', 's2', 13],
          ['sectionBusy', 's3', 13],
        ],
      ],
      ['s2', [['hostBusy', 's1', 13]]],
      ['s3', [['sectionBusy', 's1', 13]]],
    ])
  })
})
