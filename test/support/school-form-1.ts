import { columnName, workbookOf, type WorkbookCell, type WorkbookRows } from './workbook.ts'

/** A learner as School Form 1 writes one; what is left out is blank. */
export interface FormLearner {
  readonly lrn: WorkbookCell
  readonly name: string
  readonly sex?: string
  readonly birth?: WorkbookCell
  readonly father?: string
  readonly mother?: string
  readonly guardian?: string
  readonly relationship?: string
  readonly contact?: WorkbookCell
  readonly remarks?: string
}

/** One section's form. */
export interface FormSection {
  readonly section: string
  readonly gradeLevel?: string
  readonly schoolYear?: string
  readonly males: readonly FormLearner[]
  readonly females: readonly FormLearner[]
}

/** The columns of the LIS's file `school_form_1_ver2014.2.1.1`: heading, the group above it, first and last of the 46 places. */
const columns = [
  ['LRN', '', 0, 1],
  ['NAME\n(Last Name, First Name, Middle Name)', '', 2, 5],
  ['Sex (M/F)', '', 6, 6],
  ['BIRTH DATE\n(mm/dd/yyyy)', '', 7, 8],
  ['AGE as of 1st Friday June', '', 9, 10],
  ['MOTHER TONGUE (Grade 1 to 3 Only)', '', 11, 12],
  ['IP\n(Ethnic Group)', '', 13, 13],
  ['RELIGION', '', 14, 14],
  ['House #/ Street/ Sitio/ Purok', 'ADDRESS', 15, 16],
  ['Barangay', 'ADDRESS', 17, 19],
  ['Municipality/ City', 'ADDRESS', 20, 21],
  ['Province', 'ADDRESS', 22, 26],
  ["Father's Name (Last Name, First Name, Middle Name)     ", 'PARENTS', 27, 30],
  ["Mother's Maiden Name (Last Name, First Name, Middle Name)", 'PARENTS', 31, 35],
  ['Name', 'GUARDIAN\n(if Not Parent)', 36, 39],
  ['Relationship', 'GUARDIAN\n(if Not Parent)', 40, 40],
  ['Contact Number of Parent or Guardian', '', 41, 42],
  ['Learning Modality', '', 43, 43],
  ['(Please refer to the legend on last page)', 'REMARKS', 44, 45],
] as const

/** School Form 1 as the LIS writes it, but as a workbook of today: two rows of headings, nearly every cell merged. */
export function lisForm({
  section,
  gradeLevel = 'Grade 7 (Year ',
  schoolYear = '2026 - 2027',
  males,
  females,
}: FormSection): WorkbookRows {
  const rows: WorkbookCell[][] = []
  const merged: string[] = []
  const put = (row: number, from: number, to: number, value: WorkbookCell, bottom = row) => {
    while (rows.length <= bottom) rows.push(Array.from({ length: 46 }, () => null))
    rows[row]![from] = value
    if (to > from || bottom > row) merged.push(`${columnName(from)}${row + 1}:${columnName(to)}${bottom + 1}`)
  }
  put(0, 0, 45, 'School Form 1 (SF 1) School Register')
  put(1, 0, 45, '(This replaces  Form 1, Master List & STS Form 2-Family Background and Profile)')
  put(2, 0, 4, 'School ID ')
  put(2, 5, 7, '300123')
  put(2, 8, 9, 'Region')
  put(2, 10, 14, 'Region I')
  put(2, 16, 18, 'Division ')
  put(2, 19, 24, 'Ilocos Norte')
  put(3, 0, 4, 'School Name ')
  put(3, 5, 14, 'San Isidro National High School')
  put(3, 16, 18, 'School Year ')
  put(3, 19, 24, schoolYear)
  put(3, 25, 29, 'Grade Level ')
  put(3, 30, 34, gradeLevel)
  put(3, 35, 37, 'Section ')
  put(3, 38, 43, section)
  headings(put)
  let row = 6
  const learners = (list: readonly FormLearner[], sex: string, total: string) => {
    for (const learner of list) {
      const cells: Record<number, WorkbookCell> = {
        0: learner.lrn,
        2: learner.name,
        6: learner.sex ?? sex,
        7: learner.birth ?? null,
        9: '12 ',
        17: 'TINGUB',
        20: 'LAOAG CITY',
        22: 'ILOCOS NORTE',
        27: learner.father ?? null,
        31: learner.mother ?? null,
        36: learner.guardian ?? null,
        40: learner.relationship ?? null,
        41: learner.contact ?? null,
        43: 'Face to Face',
        44: learner.remarks ?? null,
      }
      for (const [, , from, to] of columns) put(row, from, to, cells[from] ?? null)
      row += 1
    }
    put(row, 0, 1, list.length)
    put(row, 2, 45, total)
    row += 1
  }
  learners(males, 'M', '<=== TOTAL MALE')
  learners(females, 'F', '<=== TOTAL FEMALE')
  put(row, 0, 1, males.length + females.length)
  put(row, 2, 45, '<=== COMBINED')
  legend(put, row + 2)
  return { name: `SF1 ${section}`, rows, merged }
}

type Put = (row: number, from: number, to: number, value: WorkbookCell, bottom?: number) => void

function headings(put: Put): void {
  const groups = new Set<string>()
  for (const [heading, group, from, to] of columns) {
    if (group === '') {
      put(4, from, to, heading, 5)
      continue
    }
    put(5, from, to, heading)
    if (groups.has(group)) continue
    groups.add(group)
    const last = columns.findLast(([, of]) => of === group)!
    put(4, from, last[3], group)
  }
}

/** Below the list stand the legend of the remarks and the signatures: nobody of them is a learner. */
function legend(put: Put, row: number): void {
  put(row, 0, 20, 'List and Code of Indicators under REMARKS column')
  const lines = [
    ['Indicator', 'Code', 'Required Information', 'Prepared by:'],
    ['Transferred Out', 'T/O', 'Name of Public (P) Private (PR) School & Effectivity Date', 'DALISAY, CORAZON B.'],
    [
      'Transferred IN',
      'T/I',
      'Name of Public (P) Private (PR) School & Effectivity Date',
      '(Signature of Adviser over Printed Name)',
    ],
    ['Dropped', 'DRP', 'Reason and Effectivity Date', ''],
    ['Late Enrollment', 'LE', 'Reason (Enrollment beyond 1st Friday of June)', 'Generated thru LIS'],
  ] as const
  lines.forEach(([indicator, code, information, signature], index) => {
    put(row + 1 + index, 0, 1, indicator)
    put(row + 1 + index, 2, 5, code)
    put(row + 1 + index, 6, 20, information)
    put(row + 1 + index, 30, 38, signature)
  })
}

/** The bytes of a workbook with one form a sheet. */
export const schoolForm1 = (...sections: readonly FormSection[]): Uint8Array => workbookOf(sections.map(lisForm))
