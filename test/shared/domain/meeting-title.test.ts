import { expect, it } from 'vitest'
import { fillCourse, titleOfDate, topicOf } from '../../../src/shared/domain/meeting-title.ts'

const course = 'Grade 7 Mabini, Mathematics'

it.each([
  ['{course} - Session {n}', 'Grade 7 Mabini, Mathematics - Session 3', course],
  ['{course}', course, course],
  ['Session {n}: {course}', `Session 3: ${course}`, course],
  ['{course} (Session {n})', `${course} (Session 3)`, course],
  ['{course} [{n}]', `${course} [3]`, course],
  ['Week {n} of {course}', `Week 3 of ${course}`, 'Mathematics'],
  ['Session {n}', 'Session 3', 'Session'],
  ['{n}', '3', 'Class'],
  ['Review - {course} - {n} - last', `Review - ${course} - 3 - last`, `Review - ${course} - last`],
  ['Mother-tongue {n}', 'Mother-tongue 3', 'Mother-tongue'],
  ['Agham  ng   Lupa', 'Agham ng Lupa', 'Agham ng Lupa'],
  ['{teacher} - {n}', '{teacher} - 3', '{teacher}'],
  ['物理 · {n}', '物理 · 3', '物理'],
])('"%s" reads "%s" on a date, and "%s" at Zoom', (typed, ofDate, atZoom) => {
  const pattern = fillCourse(typed, course)
  expect(titleOfDate(pattern, 3)).toBe(ofDate)
  expect(topicOf(pattern)).toBe(atZoom)
})

it.each([
  ['{course} - Session {n}', 'Session {n}'],
  ['Homeroom: {course}', 'Homeroom'],
  ['Orientation ({course})', 'Orientation'],
  ['{course}', ''],
  ['Welcome to {course}', 'Welcome to'],
])('where the meeting is for no class, "%s" becomes "%s"', (typed, title) => {
  expect(fillCourse(typed, '')).toBe(title)
})

it('takes a course by its letters, whatever signs are in it', () => {
  expect(fillCourse('{course} - {n}', "K-10 $& $1 'Sampaguita'")).toBe("K-10 $& $1 'Sampaguita' - {n}")
})
