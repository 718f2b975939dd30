import { nameOfSection, studentsOf, teacherOf, type MadeSchool } from './made-school.ts'
import type { RosterTables } from './roster-files.ts'

/** A set of School Data Sync V2.1, with dates and roles as Microsoft's own samples write them. */
export function sdsTables(school: MadeSchool): RosterTables {
  const students = studentsOf(school)
  const sections = Array.from({ length: school.sections }, (_, index) => index)
  const us = (on: string) => on.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$2/$3/$1')
  const year = ['8/24/2026', '6/11/2027']
  return {
    'orgs.csv': [
      ['sourcedId', 'name', 'type', 'parentSourcedId'],
      ['110003', 'San Isidro NHS', 'school', '110004'],
      ['110004', 'Ministry of Examples', 'ministryOfEducation', ''],
    ],
    'users.csv': [
      [
        'sourcedId',
        'username',
        'givenName',
        'familyName',
        'password',
        'activeDirectoryMatchId',
        'email',
        'phone',
        'sms',
      ],
      ...sections.map((index) => [
        teacherOf(index),
        `teacher${index + 1}@example.edu.ph`,
        `Guro ${index + 1}`,
        'Aquino',
        '',
        '',
        '',
        '',
        '',
      ]),
      ...students.map(({ id, email, given, family }) => [id, email, given, family, '', email, '', '', '']),
      ['g-1', 'luz@example.com', 'Luz', 'Dela Cruz', '', '', 'luz@example.com', '+639171234567', ''],
    ],
    'roles.csv': [
      [
        'userSourcedId',
        'orgSourcedId',
        'role',
        'sessionSourcedId',
        'grade',
        'isPrimary',
        'roleStartDate',
        'roleEndDate',
      ],
      ...sections.map((index) => [teacherOf(index), '110003', 'teacher', 'SY', '', 'TRUE', ...year]),
      ...students.map(({ id }) => [id, '110003', 'student', 'SY', '7', 'TRUE', ...year]),
    ],
    'academicSessions.csv': [
      ['sourcedId', 'title', 'type', 'schoolYear', 'startDate', 'endDate'],
      ['SY', '2026 School Year', 'schoolYear', '2026', ...year],
    ],
    'courses.csv': [
      ['sourcedId', 'orgSourcedId', 'title', 'code', 'schoolYearSourcedId', 'subject', 'grade'],
      ['co-1', '110003', 'Biology', 'B10', 'SY', '14', '7'],
    ],
    'classes.csv': [
      ['sourcedId', 'orgSourcedId', 'title', 'sessionSourcedIds', 'courseSourcedId'],
      ...sections.map((index) => [`hr-${index + 1}`, '110003', `Homeroom ${nameOfSection(index)}`, 'SY', '']),
      ['bio', '110003', 'Biology 7', 'SY', 'co-1'],
    ],
    'enrollments.csv': [
      ['classSourcedId', 'userSourcedId', 'role'],
      ...sections.map((index) => [`hr-${index + 1}`, teacherOf(index), 'teacher']),
      ['bio', teacherOf(0), 'professor'],
      ...students.flatMap(({ id, section }, index) => [
        [`hr-${section + 1}`, id, 'student'],
        ...(index % 2 === 0 ? [['bio', id, 'student']] : []),
      ]),
    ],
    'demographics.csv': [
      ['userSourcedId', 'sex', 'birthDate', 'birthCity'],
      ...students.map(({ id, sex, birthOn }) => [id, sex, us(birthOn), 'Laoag']),
    ],
    'relationships.csv': [
      ['userSourcedId', 'relationshipUserSourcedId', 'relationshipRole'],
      ['s-1', 'g-1', 'guardian'],
    ],
  }
}
