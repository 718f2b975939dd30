import { headerGuess } from './header-meanings.ts'

/** What a column of a roster file can hold. */
export const rosterColumns = [
  'studentNumber',
  'fullName',
  'familyName',
  'givenName',
  'middleName',
  'suffix',
  'preferredName',
  'sex',
  'birthOn',
  'email',
  'householdEmail',
  'guardianEmail',
  'phone',
  'guardianPhone',
  'fatherName',
  'motherName',
  'guardianName',
  'gradeLevel',
  'section',
  'adviser',
  'ignore',
] as const
/** One such meaning. */
export type RosterColumn = (typeof rosterColumns)[number]

/** Which header means what. Headers are compared without case, accents, spaces and punctuation. */
const known: Readonly<Record<Exclude<RosterColumn, 'ignore'>, readonly string[]>> = {
  studentNumber: [
    'lrn',
    'learnerreferencenumber',
    'learnerreferenceno',
    'studentnumber',
    'studentno',
    'studentid',
    'learnerid',
    'idnumber',
    'schoolid number',
    'number',
    'sisid',
    'studentnum',
    'studentlrn',
    'lrnno',
    'lrnnumber',
    'learnersreferencenumber',
    'learnersreferencenumberlrn',
    'learnerreferencenumberlrn',
    'lrnlearnerreferencenumber',
    'studentidnumber',
    'employeeid',
  ],
  fullName: [
    'name',
    'fullname',
    'studentname',
    'learnersname',
    'learnername',
    'student',
    'learner',
    'namelastnamefirstnamemiddlename',
    'lastnamefirstnamemiddlename',
    'completename',
    'nameoflearner',
    'nameofstudent',
    'pangalan',
    'learnersfullname',
    'studentfullname',
    'namesoflearners',
    'namesofstudents',
    'displayname',
  ],
  familyName: ['lastname', 'familyname', 'surname', 'family', 'last', 'apelyido', 'studentlastname', 'learnerlastname'],
  givenName: [
    'firstname',
    'givenname',
    'forename',
    'given',
    'first',
    'givennames',
    'firstnames',
    'studentfirstname',
    'learnerfirstname',
  ],
  middleName: ['middlename', 'middle', 'middleinitial', 'mi', 'studentmiddlename', 'gitnangpangalan'],
  suffix: ['suffix', 'namesuffix', 'extension', 'nameextension', 'extname', 'extensionname', 'ext'],
  preferredName: ['preferredname', 'nickname', 'preferredfirstname', 'preferredgivenname'],
  sex: ['sex', 'gender', 'mf', 'sexmf', 'kasarian'],
  birthOn: ['birthdate', 'birthday', 'dateofbirth', 'dob', 'birthon', 'bornon', 'birthdatemmddyyyy', 'kaarawan'],
  email: [
    'email',
    'emailaddress',
    'studentemail',
    'learneremail',
    'schoolemail',
    'depedemail',
    'studentemailaddress',
    'mail',
    'emailadress',
    'ownemail',
    'depedemailaddress',
    'primaryemail',
    'userprincipalname',
  ],
  householdEmail: ['householdemail', 'familyemail', 'sharedemail', 'homeemail'],
  guardianEmail: ['guardianemail', 'parentemail', 'parentsemail', 'parentguardianemail', 'motheremail', 'fatheremail'],
  phone: [
    'phone',
    'mobile',
    'mobilenumber',
    'phonenumber',
    'studentphone',
    'cellphone',
    'contactnumber',
    'contactno',
    'mobilephone',
    'homephone',
    'recoveryphone',
  ],
  guardianPhone: [
    'guardianphone',
    'parentphone',
    'guardiancontact',
    'parentcontact',
    'parentmobile',
    'contactnumberofparentorguardian',
    'contactnumberofparentguardian',
    'guardiancontactnumber',
    'parentcontactnumber',
    'parentguardiancontactnumber',
  ],
  fatherName: ['father', 'fathersname', 'fathername', 'nameoffather', 'fathersfullname', 'ama'],
  motherName: ['mother', 'mothersmaidenname', 'mothersname', 'mothername', 'nameofmother', 'mothersfullname', 'ina'],
  guardianName: [
    'guardian',
    'guardianname',
    'guardiansname',
    'nameofguardian',
    'parentguardian',
    'parentguardianname',
    'nameofparentguardian',
    'parentname',
    'tagapangalaga',
  ],
  gradeLevel: ['grade', 'gradelevel', 'yearlevel', 'level', 'gradeyear', 'baitang', 'antas'],
  section: [
    'section',
    'sectionname',
    'class',
    'classname',
    'homeroom',
    'gradeandsection',
    'gradesection',
    'group',
    'pangkat',
    'yearandsection',
    'baitangatpangkat',
    'seksyon',
    // Of Google's users: the last two steps of the path name grade and section.
    'orgunitpath',
  ],
  adviser: [
    'adviser',
    'advisor',
    'classadviser',
    'homeroomteacher',
    'adviseremail',
    'teacheradviser',
    'nameofadviser',
    'advisername',
    'sectionadviser',
    'gurongtagapayo',
    'tagapayo',
  ],
}

const guess = headerGuess(known)

/**
 * What each header most likely means. A field is given once, to the header that says it most plainly ("Section" before
 * "Class", as in our own exports), the first of several alike; the rest are ignored.
 */
export function guessColumns(headers: readonly string[]): Record<string, RosterColumn> {
  const columns: Record<string, RosterColumn> = Object.fromEntries(headers.map((header) => [header, 'ignore']))
  const taken = guess(headers)
  for (const [field, header] of taken) columns[header] = field
  // Name parts say more than a full name; with both, the parts are used.
  if (taken.has('familyName') && taken.has('givenName')) {
    for (const header of headers) if (columns[header] === 'fullName') columns[header] = 'ignore'
  }
  return columns
}

/** What a mapping lacks before rows can become students, or null when nothing is missing. */
export function missingColumn(columns: Readonly<Record<string, RosterColumn>>): 'name' | 'section' | null {
  const fields = new Set(Object.values(columns))
  const hasName = fields.has('fullName') || (fields.has('familyName') && fields.has('givenName'))
  if (!hasName) return 'name'
  return fields.has('section') ? null : 'section'
}
