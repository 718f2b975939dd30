import { nameOfSection, studentsOf, teacherOf, type MadeSchool } from './made-school.ts'
import type { RosterTable, RosterTables } from './roster-files.ts'

/** A OneRoster set with homerooms, a class of each whole section (`c-math-1`) and one of every other student (`c-club`). */
export function oneRosterTables(
  version: '1.1' | '1.2',
  school: MadeSchool,
  mode: 'bulk' | 'delta' = 'bulk',
): RosterTables {
  const students = studentsOf(school)
  const stamp = mode === 'delta' || school.isStatusFilled === true ? ['active', '2026-06-01T00:00:00.000Z'] : ['', '']
  const sections = Array.from({ length: school.sections }, (_, index) => index)
  const user = (
    id: string,
    role: string,
    {
      given,
      family,
      email = '',
      number = '',
      agents = '',
      phone = '',
    }: Partial<Record<'given' | 'family' | 'email' | 'number' | 'agents' | 'phone', string>>,
  ) =>
    version === '1.1'
      ? [
          id,
          ...stamp,
          'true',
          'org-1',
          role,
          id,
          '',
          given!,
          family!,
          '',
          number,
          email,
          '',
          phone,
          agents,
          role === 'student' ? '07' : '',
          '',
        ]
      : [
          id,
          ...stamp,
          'true',
          id,
          '',
          given!,
          family!,
          '',
          number,
          email,
          '',
          phone,
          agents,
          role === 'student' ? '07' : '',
          '',
          '',
          '',
          '',
          '',
          '',
          'org-1',
          '',
        ]
  const users = [
    ...sections.map((index) =>
      user(teacherOf(index), 'teacher', {
        given: `Guro ${index + 1}`,
        family: 'Aquino',
        email: `teacher${index + 1}@example.edu.ph`,
      }),
    ),
    ...students.map(({ id, given, family, email, number }, index) =>
      user(id, 'student', { given, family, email, number, agents: index === 0 ? 'g-1' : '' }),
    ),
    user('g-1', 'parent', { given: 'Luz', family: 'Dela Cruz', email: 'luz@example.com', phone: '0917 123 4567' }),
  ]
  const enrolled = (id: string, classId: string, person: string, role: string, primary = '', days = ['', '']) => [
    id,
    ...stamp,
    classId,
    'org-1',
    person,
    role,
    primary,
    ...days,
  ]
  const status = ['sourcedId', 'status', 'dateLastModified']
  const tables: Record<string, RosterTable> = {
    'orgs.csv': [
      [...status, 'name', 'type', 'identifier', 'parentSourcedId'],
      ['org-0', ...stamp, 'Division of Ilocos Norte', 'district', '', ''],
      ['org-1', ...stamp, 'San Isidro NHS', 'school', '300123', 'org-0'],
    ],
    'academicSessions.csv': [
      [...status, 'title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
      ['sy', ...stamp, 'SY 2026-2027', 'schoolYear', '2026-06-08', '2027-03-31', '', '2027'],
    ],
    'courses.csv': [
      [...status, 'schoolYearSourcedId', 'title', 'courseCode', 'grades', 'orgSourcedId', 'subjects', 'subjectCodes'],
      ['co-hr', ...stamp, 'sy', 'Homeroom', 'HR', '07', 'org-1', '', ''],
      ['co-math', ...stamp, 'sy', 'Mathematics 7', 'MATH7', '07', 'org-1', 'Mathematics', ''],
      ['co-club', ...stamp, 'sy', 'Journalism', 'JOURN', '07,08', 'org-1', 'Journalism,English', ''],
    ],
    'classes.csv': [
      [
        ...status,
        'title',
        'grades',
        'courseSourcedId',
        'classCode',
        'classType',
        'location',
        'schoolSourcedId',
        'termSourcedIds',
        'subjects',
        'subjectCodes',
        'periods',
      ],
      ...sections.map((index) => [
        `c-hr-${index + 1}`,
        ...stamp,
        `Grade 7 - ${nameOfSection(index)}`,
        '07',
        'co-hr',
        `HR-${index + 1}`,
        'homeroom',
        '',
        'org-1',
        'sy',
        '',
        '',
        '',
      ]),
      ...sections.map((index) => [
        `c-math-${index + 1}`,
        ...stamp,
        'Math 7',
        '07',
        'co-math',
        `MATH7-${index + 1}`,
        'scheduled',
        '',
        'org-1',
        'sy',
        'Mathematics',
        '',
        '1',
      ]),
      ['c-club', ...stamp, 'Journalism', '07,08', 'co-club', 'J', 'scheduled', '', 'org-1', 'sy', '', '', ''],
    ],
    'users.csv': [
      version === '1.1'
        ? [
            ...status,
            'enabledUser',
            'orgSourcedIds',
            'role',
            'username',
            'userIds',
            'givenName',
            'familyName',
            'middleName',
            'identifier',
            'email',
            'sms',
            'phone',
            'agentSourcedIds',
            'grades',
            'password',
          ]
        : [
            ...status,
            'enabledUser',
            'username',
            'userIds',
            'givenName',
            'familyName',
            'middleName',
            'identifier',
            'email',
            'sms',
            'phone',
            'agentSourcedIds',
            'grades',
            'password',
            'userMasterIdentifier',
            'resourceSourcedIds',
            'preferredGivenName',
            'preferredMiddleName',
            'preferredFamilyName',
            'primaryOrgSourcedId',
            'pronouns',
          ],
      ...users,
    ],
    'enrollments.csv': [
      [...status, 'classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary', 'beginDate', 'endDate'],
      ...sections.flatMap((index) => [
        enrolled(`e-hr-t-${index + 1}`, `c-hr-${index + 1}`, teacherOf(index), 'teacher', 'true'),
        enrolled(
          `e-math-t-${index + 1}`,
          `c-math-${index + 1}`,
          teacherOf((index + 1) % school.sections),
          'teacher',
          'true',
        ),
      ]),
      ...students.flatMap(({ id, section }, index) => [
        enrolled(`e-hr-${id}`, `c-hr-${section + 1}`, id, 'student'),
        enrolled(`e-math-${id}`, `c-math-${section + 1}`, id, 'student'),
        ...(index % 2 === 0 ? [enrolled(`e-club-${id}`, 'c-club', id, 'student')] : []),
      ]),
    ],
    'demographics.csv': [
      [...status, 'birthDate', 'sex', 'americanIndianOrAlaskaNative', 'asian'],
      ...students.map(({ id, birthOn, sex }) => [id, ...stamp, birthOn, sex, '', 'true']),
    ],
  }
  if (version === '1.2')
    tables['roles.csv'] = [
      [...status, 'userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId', 'userProfileSourcedId'],
      ...sections.map((index) => [
        `r-t-${index + 1}`,
        ...stamp,
        teacherOf(index),
        'primary',
        'teacher',
        '',
        '',
        'org-1',
        '',
      ]),
      ...students.map(({ id }) => [`r-${id}`, ...stamp, id, 'primary', 'student', '', '', 'org-1', '']),
      ['r-g-1', ...stamp, 'g-1', 'primary', 'parent', '', '', 'org-1', ''],
    ]
  const all = [
    'academicSessions',
    'categories',
    'classes',
    'classResources',
    'courses',
    'courseResources',
    'demographics',
    'enrollments',
    'lineItems',
    'orgs',
    'resources',
    'results',
    'users',
  ]
  if (version === '1.2') all.push('roles', 'userProfiles')
  tables['manifest.csv'] = [
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', version],
    ...all.map((name) => [`file.${name}`, `${name}.csv` in tables ? mode : 'absent']),
    ['source.systemName', 'Example SIS'],
    ['source.systemCode', 'EX-300123'],
  ]
  return tables
}
