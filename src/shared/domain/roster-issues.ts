import { assertNever } from '../problem.ts'
import type { RowIssue } from './roster-rows.ts'

/** What is wrong with a row and what to do, as one sentence for screen and terminal. Holds no name and no number of a child. */
export function formatIssue({ code, otherLine }: RowIssue): string {
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
      return `The same student number stands in row ${otherLine}. Mend one of the two; the first one is kept.`
    case 'sameStudentTwice':
      return `This looks like the student of row ${otherLine}. Delete one, or give both their student numbers.`
    case 'otherNameUnderNumber':
      return 'Another student has this number in Homeroom. Check the number; nobody was changed.'
    case 'badEmail':
      return 'This is no e-mail address. The student is imported without it.'
    case 'badDate':
      return 'This is no date that can be read (use YYYY-MM-DD or MM/DD/YYYY). The student is imported without it.'
    case 'badSex':
      return 'Write M or F. The student is imported without it.'
    case 'badPhone':
      return 'This is no full phone number. The student is imported without it.'
    case 'sharedEmail':
      return `The same address stands in row ${otherLine}: it is kept as the household's, and registers neither of the two.`
    case 'tooLong':
      return 'This is too long for a name or a number. Check whether cells have slipped into one.'
    default:
      return assertNever(code)
  }
}
