import type { ReadRoster } from '../../shared/domain/roster-bundle.ts'
import { isSchoolForm1, schoolForm1Roster } from '../../shared/domain/school-form-1.ts'
import { unreadable } from './csv-reader.ts'
import { rosterSheets, type RosterFile } from './roster-sheet.ts'

/**
 * Reads DepEd's School Form 1, the school register: each sheet of the workbook that is one is a section; a form saved as CSV
 * is read as well. Raises `fileUnreadable`.
 */
export function readSchoolForm1(file: RosterFile): ReadRoster {
  const forms = [...rosterSheets(file).sheets()].filter(isSchoolForm1)
  const read = schoolForm1Roster(forms, file.name)
  if (read.rowCount === 0) {
    throw unreadable(
      forms.length === 0 ? 'This is no School Form 1.' : 'The School Form 1 names no learners.',
      'Choose the School Form 1 (school register) of a section, as an Excel workbook (.xlsx).',
    )
  }
  return read
}
