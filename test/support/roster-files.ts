import { stringify } from 'csv-stringify/sync'
import type { RosterContent } from '../../src/main/files/roster-files.ts'
import { zipOf } from './zip.ts'

/** A CSV file before it is written: the header, then the rows. */
export type RosterTable = readonly (readonly string[])[]

/** The files of a set by their names. */
export type RosterTables = Readonly<Record<string, RosterTable>>

/** How a made-up school's files are to be. */
export interface MadeSchool {
  readonly sections: number
  readonly studentsPerSection: number
  /** OneRoster's status and dateLastModified: bulk files leave them blank, many producers fill them all the same. */
  readonly isStatusFilled?: boolean
}

const families = [
  'Dela Cruz',
  'Santos',
  'Reyes',
  'Bautista',
  'Ñonuevo',
  'Mangubat',
  '王',
  'Magsaysay-Villanueva de Guzman',
]
const givens = ['Juan', 'Ana Maria', 'Ma. Teresa', 'José', 'Princess', '小明', 'Bartholomew Maximilian', "D'Angelo"]
const sectionNames = ['Mabini', 'Rizal', 'Bonifacio', 'Sampaguita', 'Narra', 'Luna', 'Silang', 'Malvar']

interface MadeStudent {
  readonly id: string
  readonly number: string
  readonly family: string
  readonly given: string
  readonly email: string
  readonly section: number
  readonly sex: 'male' | 'female'
  readonly birthOn: string
}

function studentsOf({ sections, studentsPerSection }: MadeSchool): MadeStudent[] {
  return Array.from({ length: sections * studentsPerSection }, (_, index) => ({
    id: `s-${index + 1}`,
    number: String(136_412_000_001 + index),
    family: families[index % families.length]!,
    given: `${givens[(index * 3) % givens.length]!}${index >= 24 ? ` ${index}` : ''}`,
    email: `student${index + 1}@example.edu.ph`,
    section: Math.floor(index / studentsPerSection),
    sex: index % 2 === 0 ? 'male' : 'female',
    birthOn: `201${3 + (index % 2)}-0${1 + (index % 9)}-1${index % 10}`,
  }))
}

const nameOfSection = (index: number): string =>
  `${sectionNames[index % sectionNames.length]!}${index >= sectionNames.length ? ` ${index}` : ''}`

const teacherOf = (index: number): string => `t-${index + 1}`

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

/** A set of Clever's files: sections whose subject is homeroom/advisory, one class of each, contacts, staff. */
export function cleverTables(school: MadeSchool): RosterTables {
  const students = studentsOf(school)
  const sections = Array.from({ length: school.sections }, (_, index) => index)
  const term = ['SY 2026-2027', '6/8/2026', '3/31/2027']
  return {
    'schools.csv': [
      ['School_id', 'School_name', 'School_number', 'Low_grade', 'High_grade'],
      ['300123', 'San Isidro NHS', '300123', '7', '12'],
    ],
    'students.csv': [
      [
        'School_id',
        'Student_id',
        'Student_number',
        'State_id',
        'Last_name',
        'Middle_name',
        'First_name',
        'Grade',
        'Gender',
        'DOB',
        'Student_email',
        'Contact_relationship',
        'Contact_type',
        'Contact_name',
        'Contact_phone',
        'Contact_email',
      ],
      ...students.flatMap(({ number, family, given, sex, birthOn, email }, index) => {
        const [year, month, day] = birthOn.split('-').map(Number)
        const row = [
          '300123',
          String(1001 + index),
          number,
          '',
          family,
          '',
          given,
          '7',
          sex === 'male' ? 'M' : 'F',
          `${month}/${day}/${year}`,
          email,
        ]
        return index === 0
          ? [
              [...row, 'Mother', 'Primary', 'Luz Dela Cruz', '0917 123 4567', 'luz@example.com'],
              [...row, 'Father', 'Family', 'Pedro Dela Cruz', '0918 123 4567', ''],
            ]
          : [[...row, '', '', '', '', '']]
      }),
    ],
    'teachers.csv': [
      ['School_id', 'Teacher_id', 'Teacher_number', 'Last_name', 'First_name', 'Teacher_email', 'Title'],
      ...sections.map((index) => [
        '300123',
        String(1001 + index),
        '',
        'Aquino',
        `Guro ${index + 1}`,
        `teacher${index + 1}@example.edu.ph`,
        '',
      ]),
    ],
    'sections.csv': [
      [
        'School_id',
        'Section_id',
        'Teacher_id',
        'Teacher_2_id',
        'Name',
        'Section_number',
        'Grade',
        'Course_name',
        'Course_number',
        'Period',
        'Subject',
        'Term_name',
        'Term_start',
        'Term_end',
      ],
      ...sections.map((index) => [
        '300123',
        `hr${index + 1}`,
        String(1001 + index),
        '',
        `Grade 7 - ${nameOfSection(index)}`,
        `HR-${index + 1}`,
        '7',
        'Homeroom',
        'HR',
        '',
        'Homeroom/advisory',
        ...term,
      ]),
      ...sections.map((index) => [
        '300123',
        `m${index + 1}`,
        String(1001 + index),
        '',
        'Math 7',
        `M-${index + 1}`,
        '7',
        'Mathematics 7',
        'MATH7',
        '1',
        'Math',
        ...term,
      ]),
    ],
    'enrollments.csv': [
      ['School_id', 'Section_id', 'Student_id'],
      ...students.flatMap(({ section }, index) => [
        ['300123', `hr${section + 1}`, String(1001 + index)],
        ...(index % 3 === 0 ? [] : [['300123', `m${section + 1}`, String(1001 + index)]]),
      ]),
    ],
    'staff.csv': [
      ['School_id', 'Staff_id', 'Staff_email', 'First_name', 'Last_name', 'Department', 'Title'],
      ['300123', '1', 'principal@example.edu.ph', 'Corazon', 'Reyes', '', 'Principal'],
      ['300123', '2', 'teacher1@example.edu.ph', 'Guro 1', 'Aquino', '', 'Teacher'],
    ],
  }
}

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

/** How a producer writes its CSV files. */
export interface Writing {
  readonly hasBom?: boolean
  readonly isCrlf?: boolean
  readonly isAllQuoted?: boolean
  readonly encoding?: 'utf-8' | 'utf-16le' | 'latin1'
}

/** The bytes of one file. */
export function csvBytes(
  table: RosterTable,
  { hasBom, isCrlf, isAllQuoted, encoding = 'utf-8' }: Writing = {},
): Uint8Array {
  const text = stringify(
    table.map((row) => [...row]),
    {
      record_delimiter: isCrlf === true ? '\r\n' : '\n',
      quoted: isAllQuoted === true,
    },
  )
  const marked = (hasBom === true && encoding !== 'latin1') || encoding === 'utf-16le' ? `\uFEFF${text}` : text
  return new Uint8Array(Buffer.from(marked, encoding === 'latin1' ? 'latin1' : encoding))
}

/** The files as they are chosen in a folder. */
export const looseFiles = (tables: RosterTables, writing?: Writing): RosterContent[] =>
  Object.entries(tables).map(([name, table]) => ({ name, bytes: csvBytes(table, writing) }))

/** The files as one zip file, within a folder if one is given (`roster/`). */
export const zippedFiles = (
  tables: RosterTables,
  folder = '',
  pack?: (bytes: Uint8Array) => Uint8Array,
): RosterContent[] => [
  {
    name: 'roster.zip',
    bytes: zipOf(
      Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${folder}${name}`, csvBytes(table)])),
      pack,
    ),
  },
]

/** The tables with one file changed: its rows as objects by header, as `change` returns them. */
export function changed(
  tables: RosterTables,
  name: string,
  change: (rows: Record<string, string>[]) => Record<string, string>[],
): RosterTables {
  const [header = [], ...rows] = tables[name]!
  const objects = rows.map((row) => Object.fromEntries(header.map((column, index) => [column, row[index] ?? ''])))
  return { ...tables, [name]: [header, ...change(objects).map((row) => header.map((column) => row[column] ?? ''))] }
}
