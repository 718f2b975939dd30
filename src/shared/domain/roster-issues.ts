import { assertNever } from '../problem.ts'
import type { BundleIssue } from './roster-bundle.ts'

/**
 * What is wrong with a row and what to do, for screen and terminal. Holds no name and no number of a child; where it stands
 * (file, line and column) is said beside it.
 */
export function formatIssue({
  code,
  otherLine,
  expected = '',
}: Pick<BundleIssue, 'code' | 'otherLine' | 'expected'>): string {
  const other = otherLine === undefined ? 'another row of these files' : `row ${otherLine}`
  switch (code) {
    case 'noName':
      return 'No name stands here. Add the name, or delete the row.'
    case 'noFamilyName':
      return 'It cannot be told which part is the last name. Write it as "Last, First Middle".'
    case 'noSection':
      return 'No section stands here. Add the section.'
    case 'spreadsheetNumber':
      return 'The spreadsheet has cut the number (it reads like 1.36E+11). Format the column as text, type the number again and save.'
    case 'numberTwice':
      return `The same student number stands in ${other}. Mend one of the two; the first one is kept.`
    case 'sameStudentTwice':
      return `This looks like the student of ${other}. Delete one, or give both their student numbers.`
    case 'otherNameUnderNumber':
      return 'Another student has this number in Homeroom. Check the number; nobody was changed.'
    case 'badEmail':
      return 'This is no e-mail address. The student is imported without it.'
    case 'badDate':
      return 'This is no date that can be read (use YYYY-MM-DD or MM/DD/YYYY). The row is imported without it.'
    case 'unclearDate':
      return 'It cannot be told whether the month or the day comes first. Answer the question about dates; until then the student is imported without it.'
    case 'badSex':
      return 'Write M or F. The student is imported without it.'
    case 'badPhone':
      return 'This is no full phone number. The student is imported without it.'
    case 'sharedEmail':
      return `The same address stands in ${other}: it is kept as the household's, and registers neither of the two.`
    case 'tooLong':
      return 'This is too long for a name or a number. Check whether cells have slipped into one.'
    case 'idTwice':
      return `The same id stands in ${other}. Ask for the files again, or delete one; the first one is kept.`
    case 'noId':
      return 'No id stands here, so other files cannot name this row. Ask for the files again.'
    case 'orphanPerson':
      return 'No row of the people’s file has this id. Ask for the files again, all made at the same time.'
    case 'orphanClass':
      return 'No row of the classes’ file has this id. Ask for the files again, all made at the same time.'
    case 'orphanCourse':
      return 'No row of the courses’ file has this id. The class is imported under its own name.'
    case 'orphanOrg':
      return 'No row of the schools’ file has this id. Ask for the files again, all made at the same time.'
    case 'cycle':
      return 'These rows lead back to themselves in a circle. Nothing that is imported hangs on it, but the ids are wrong where the files were made.'
    case 'badStatus':
      return 'This is none of the states that the format knows. Write active or tobedeleted, or leave it empty.'
    case 'badRole':
      return 'The format knows no such role, or the people’s file gives this person another. Mend it, or delete the row.'
    case 'datesReversed':
      return 'The last day is before the first. Mend one of the two; the row is imported without the last day.'
    case 'disabledUser':
      return 'The file says that this account is not in use. Nobody is taken off a list by that alone.'
    case 'unknownRemark':
      return 'This remark is none that the form’s legend knows (T/O, T/I, DRP, LE, CCT, B/A, LWD, ACL). It is kept as a note; enter what it means by hand.'
    case 'lostZeros':
      return 'This number has fewer than 12 digits, as where a spreadsheet drops zeros at the front. Answer the question about zeros; until then the student is imported without it.'
    case 'restoredZeros':
      return 'This LRN had fewer than 12 digits, as where a spreadsheet drops zeros at the front. The zeros were put back: check the number.'
    case 'badNumber':
      return 'An LRN has 12 digits. Check the number; the student is imported without it.'
    case 'noLastDay':
      return 'The remark says that the student has left, but not when. Write the date behind it, or enter the last day by hand.'
    case 'totalDiffers':
      return 'The form counts another number of students than stand above this row. Check whether rows are hidden, merged or missing.'
    case 'cellsSlipped':
      return 'This row has more cells than the header. Put quotation marks around the cell that holds a comma.'
    case 'headerCase':
      return `The format writes this header as ${expected}, to the letter. The column was read all the same.`
    case 'headerNear':
      return `The format calls this column ${expected}. It was read as that: check that it is meant.`
    case 'zerosDiffer':
      return 'The other file writes this id with another number of zeros in front, as where a spreadsheet drops them. It was taken for the same id.'
    case 'enrolledTwice':
      return `The same student is in the same class for the same days in ${other}. The first one is kept.`
    case 'zeroDays':
      return 'This enrollment ends on the day on which it begins, as for a student who never came. It is left out.'
    case 'badClassType':
      return 'The format knows homeroom and scheduled. The class is imported as a class of a subject, not as a section.'
    case 'inFolder':
      return 'The files lie in a folder of the zip; the format wants them at its top. They were read all the same.'
    case 'secondSection':
      return 'The files put this student into two sections at once. Give the older one a last day; until then it is left out.'
    case 'endedHere':
      return 'In Homeroom this student has left since. They stay so: enroll them again by hand if they came back.'
    default:
      return assertNever(code)
  }
}
