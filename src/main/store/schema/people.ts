import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
  type AnySQLiteColumn,
} from 'drizzle-orm/sqlite-core'
import { schoolYears } from './calendar.ts'
import { flag, identity, instant, json, localDate } from './columns.ts'
import { imports } from './rosters.ts'

/** People who share an address, a phone or a device. */
export const households = sqliteTable('households', { ...identity(), createdAt: instant('created_at').notNull() })

/** Students and staff. */
export const persons = sqliteTable(
  'persons',
  {
    ...identity(),
    kind: text('kind', { enum: ['student', 'staff'] }).notNull(),
    familyName: text('family_name').notNull(),
    givenName: text('given_name').notNull(),
    middleName: text('middle_name').notNull().default(''),
    suffix: text('suffix').notNull().default(''),
    preferredName: text('preferred_name').notNull().default(''),
    /** "Family, Given Middle Suffix". */
    listName: text('list_name').notNull(),
    /** Name parts and number without case and accents, for finding. */
    searchText: text('search_text').notNull(),
    sex: text('sex', { enum: ['male', 'female'] }),
    birthOn: localDate('birth_on'),
    studentNumber: text('student_number'),
    householdKey: integer('household_key').references(() => households.key),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    archivedAt: instant('archived_at'),
    /** Set on a double that was merged: who it was all along. It is archived, and its facts stand under the other. */
    mergedIntoKey: integer('merged_into_key').references((): AnySQLiteColumn => persons.key),
  },
  (t) => [
    uniqueIndex('persons_student_number')
      .on(t.studentNumber)
      .where(sql`student_number is not null`),
    index('persons_list_name').on(t.listName),
    index('persons_household')
      .on(t.householdKey)
      .where(sql`household_key is not null`),
    index('persons_merged')
      .on(t.mergedIntoKey)
      .where(sql`merged_into_key is not null`),
  ],
)

/** Who answers for a student at home; their numbers and addresses are the student's own rows with the owner `guardian`. */
export const guardians = sqliteTable(
  'guardians',
  {
    key: integer('key').primaryKey({ autoIncrement: true }),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    name: text('name').notNull(),
    relation: text('relation', { enum: ['mother', 'father', 'guardian'] }).notNull(),
  },
  (t) => [uniqueIndex('guardians_person_name').on(t.personKey, t.relation, t.name)],
)

/** E-mail addresses, each with whose it is. */
export const emails = sqliteTable(
  'emails',
  {
    key: integer('key').primaryKey({ autoIncrement: true }),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    /** Lower case, for comparing. */
    address: text('address').notNull(),
    /** As it was typed. */
    typed: text('typed').notNull(),
    owner: text('owner', { enum: ['own', 'household', 'guardian'] }).notNull(),
    position: integer('position').notNull().default(0),
  },
  (t) => [uniqueIndex('emails_person_address').on(t.personKey, t.address), index('emails_address').on(t.address)],
)

/** Phone numbers, each with whose it is. */
export const phones = sqliteTable(
  'phones',
  {
    key: integer('key').primaryKey({ autoIncrement: true }),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    /** Digits with country code, for comparing: 0917... and +63917... are one. */
    number: text('number').notNull(),
    typed: text('typed').notNull(),
    owner: text('owner', { enum: ['own', 'household', 'guardian'] }).notNull(),
  },
  (t) => [uniqueIndex('phones_person_number').on(t.personKey, t.number), index('phones_number').on(t.number)],
)

/** Homeroom groups. */
export const sections = sqliteTable(
  'sections',
  {
    ...identity(),
    schoolYearKey: integer('school_year_key')
      .notNull()
      .references(() => schoolYears.key),
    name: text('name').notNull(),
    gradeLevel: text('grade_level').notNull().default(''),
    shift: text('shift').notNull().default(''),
    archivedAt: instant('archived_at'),
    /** Domains that its students may be registered with instead of the school's; null takes the school's. */
    allowedDomains: json<string[]>('allowed_domains'),
    /** Whether each student has a link of their own, or the class has one that everybody may know. */
    linkKind: text('link_kind', { enum: ['personal', 'class'] })
      .notNull()
      .default('personal'),
  },
  (t) => [uniqueIndex('sections_year_grade_name').on(t.schoolYearKey, t.gradeLevel, t.name)],
)

/** Who advises a section, from and to. */
export const advisers = sqliteTable(
  'advisers',
  {
    key: integer('key').primaryKey({ autoIncrement: true }),
    sectionKey: integer('section_key')
      .notNull()
      .references(() => sections.key),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    firstOn: localDate('first_on').notNull(),
    lastOn: localDate('last_on'),
  },
  (t) => [index('advisers_section').on(t.sectionKey)],
)

/** Subjects. */
export const subjects = sqliteTable('subjects', {
  ...identity(),
  name: text('name').notNull().unique(),
  code: text('code').notNull().default(''),
})

/** Section(s) x subject x teacher(s). */
export const teachingGroups = sqliteTable('teaching_groups', {
  ...identity(),
  schoolYearKey: integer('school_year_key')
    .notNull()
    .references(() => schoolYears.key),
  subjectKey: integer('subject_key')
    .notNull()
    .references(() => subjects.key),
  /** As another system calls it; empty where sections and subject say it all. */
  name: text('name').notNull().default(''),
  createdAt: instant('created_at').notNull(),
  archivedAt: instant('archived_at'),
})

/** Which sections a teaching group is made of. */
export const teachingGroupSections = sqliteTable(
  'teaching_group_sections',
  {
    groupKey: integer('group_key')
      .notNull()
      .references(() => teachingGroups.key),
    sectionKey: integer('section_key')
      .notNull()
      .references(() => sections.key),
  },
  (t) => [
    primaryKey({ columns: [t.groupKey, t.sectionKey] }),
    index('teaching_group_sections_section').on(t.sectionKey),
  ],
)

/** Which teacher teaches a group, from and to. */
export const assignments = sqliteTable(
  'assignments',
  {
    key: integer('key').primaryKey({ autoIncrement: true }),
    groupKey: integer('group_key')
      .notNull()
      .references(() => teachingGroups.key),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    firstOn: localDate('first_on').notNull(),
    lastOn: localDate('last_on'),
  },
  (t) => [index('assignments_group').on(t.groupKey), index('assignments_person').on(t.personKey)],
)

/** A person in a section or in a teaching group, first and last day both inclusive. */
export const enrollments = sqliteTable(
  'enrollments',
  {
    ...identity(),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    sectionKey: integer('section_key').references(() => sections.key),
    groupKey: integer('group_key').references(() => teachingGroups.key),
    firstOn: localDate('first_on').notNull(),
    lastOn: localDate('last_on'),
    endReason: text('end_reason', { enum: ['movedSection', 'transferredOut', 'noLongerInSchool', 'enteredByMistake'] }),
    /** Where to, or the form's code. */
    endDetail: text('end_detail'),
    /** Null: from the beginning of the year, as far as anybody has said. */
    startReason: text('start_reason', { enum: ['late', 'transferredIn', 'movedSection'] }),
    /** Where from. */
    startDetail: text('start_detail'),
    importKey: integer('import_key').references(() => imports.key),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('enrollments_section').on(t.sectionKey, t.firstOn),
    index('enrollments_group').on(t.groupKey, t.firstOn),
    index('enrollments_person').on(t.personKey),
  ],
)

/** A name under which somebody was recognised, or used to be called; never a device's name. */
export const knownAsNames = sqliteTable(
  'known_as_names',
  {
    ...identity(),
    personKey: integer('person_key')
      .notNull()
      .references(() => persons.key),
    /** Null: a former name, known everywhere. */
    groupKey: integer('group_key').references(() => teachingGroups.key),
    schoolYearKey: integer('school_year_key').references(() => schoolYears.key),
    name: text('name').notNull(),
    normalised: text('normalised').notNull(),
    isFormerName: flag('is_former_name').notNull().default(false),
    actor: text('actor').notNull(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [index('known_as_names_group').on(t.groupKey), index('known_as_names_person').on(t.personKey)],
)
