import { nameOfSection, studentsOf, type MadeSchool } from './made-school.ts'
import type { RosterTables } from './roster-files.ts'

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
