import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { nameKey, plainName } from '../../src/practice/names.ts'
import { createSchool, rosterCsv } from '../../src/practice/school.ts'

describe.each(['usual', 'large'] as const)('the %s school', (size) => {
  const school = createSchool(7, size)

  it('is the same for the same seed and another for another', () => {
    expect(createSchool(7, size)).toEqual(school)
    expect(createSchool(8, size).students).not.toEqual(school.students)
  })

  it('has sections of about 38 or 50 students with numbers and names of their own', () => {
    expect(school.sections).toHaveLength(size === 'large' ? 40 : 4)
    for (const section of school.sections) {
      const count = school.students.filter((student) => student.section === section.name).length
      expect(count).toBeGreaterThanOrEqual(36)
      expect(count).toBeLessThanOrEqual(50)
    }
    if (size === 'large') expect(school.students).toHaveLength(2000)
    const numbers = school.students.map((student) => student.number)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.every((number) => /^\d{12}$/.test(number))).toBe(true)
    // One name that two bear, in different sections, and no other.
    const names = school.students.map((student) => nameKey(plainName(student.name)))
    expect(names.length - new Set(names).size).toBe(1)
  })

  it('has addresses of households, own ones, and some without', () => {
    const own = school.students.filter((student) => student.emailOwner === 'own').map((student) => student.email)
    expect(new Set(own).size).toBe(own.length)
    const shared = school.students.filter((student) => student.emailOwner === 'household')
    expect(shared.length).toBeGreaterThan(5)
    expect(school.students.some((student) => student.email === '')).toBe(true)
    for (const student of school.students) expect(student.email).toMatch(/^$|^[a-z0-9.]+@[a-z.]+\.example$/)
  })

  it('has a timetable without a teacher or a section in two places', () => {
    const places = school.timetable.flatMap((entry) => [
      `${entry.teacherEmail} ${entry.weekday} ${entry.startsAt}`,
      `${entry.section} ${entry.weekday} ${entry.startsAt}`,
    ])
    expect(new Set(places).size).toBe(places.length)
    expect(school.timetable).toHaveLength(school.sections.length * 30)
    const emails = new Set(school.staff.map((member) => member.email))
    expect(school.timetable.every((entry) => emails.has(entry.teacherEmail))).toBe(true)
  })

  it('prints its roster as a file that reads back whole', () => {
    const rows = parse(rosterCsv(school), { columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(school.students.length)
    const names = rows.map((row) => row['Last Name'])
    for (const special of ['Ñuñez', "O'Hara", '김', '田中', 'الهاشمي']) expect(names).toContain(special)
    expect(rows.some((row) => row['Name Extension'] === 'Jr.')).toBe(true)
    const first = rows.filter((row) => row.Section === school.sections[0]?.name)
    expect(first.map((row) => row.Sex).join('')).toMatch(/^M+F+$/)
  })
})
