import type { ListedStay } from './list-bundle.ts'
import { plainStay } from './list-bundle.ts'
import type { BundleIssueCode } from './roster-bundle.ts'
import { noMiddle } from './roster-cells.ts'
import { readWrittenDate } from './roster-dates.ts'
import type { LocalDate } from './time.ts'

/** What a remark says of a student's stay, and what is wrong with it. */
export interface ReadRemark {
  readonly stay: ListedStay
  readonly doubts: readonly BundleIssueCode[]
}

type Meaning = 'transferredOut' | 'transferredIn' | 'noLongerInSchool' | 'late' | 'note'

/** The legend of the form (DepEd Order 4, s. 2014), as advisers write it. NLS took the place of DRP, SNED that of LWD. */
const codes: readonly (readonly [Meaning, RegExp])[] = [
  ['transferredOut', /\bT ?[/.-] ?O\b\.?|\btrans(?:fer|\.)?(?:red)? ?out\b/gi],
  ['transferredIn', /\bT ?[/.-] ?I\b\.?|\btrans(?:fer|\.)?(?:red)? ?in\b/gi],
  ['noLongerInSchool', /\bDRPD?\b|\bNLS\b|\bNLPA\b|\bdropped(?: out)?\b|\bno longer in school\b/gi],
  // In capitals only: Le is a name.
  ['late', /\bLE\b|\b[Ll]ate [Ee]nroll?(?:ment|ee)\b|\bLATE ENROLL?(?:MENT|EE)\b/g],
  ['note', /\bCCT\b|\b4 ?P'?s\b|\bB ?\/ ?A\b|\bbalik[ -]?aral\b|\bLWDE?\b|\bSNED\b|\bACL\b|\baccelerated\b/gi],
]

const datePattern =
  /\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\b[A-Za-z]{3,9}[. ]{1,2}\d{1,2},? \d{4}|\d{1,2} [A-Za-z]{3,9}[. ]{1,2}\d{4}/g

/**
 * Reads the remarks of School Form 1: codes with a date behind each, "T/I DATE:2026-06-08" as the LIS writes it. A date
 * behind T/O or DRP is the last day, one behind T/I or LE the first; months stand before days, as everywhere on the form.
 */
export function readRemark(written: string): ReadRemark {
  const remark = noMiddle(written)
  if (remark === '') return { stay: plainStay, doubts: [] }
  const found = codes
    .flatMap(([meaning, pattern]) => [...remark.matchAll(pattern)].map(({ index }) => ({ meaning, index })))
    .toSorted((a, b) => a.index - b.index)
  if (found.length === 0) return { stay: { ...plainStay, remark }, doubts: ['unknownRemark'] }

  const doubts = new Set<BundleIssueCode>()
  let stay: ListedStay = { ...plainStay, remark }
  for (const [at, { meaning, index }] of found.entries()) {
    if (meaning === 'note') continue
    const dates = datesIn(remark.slice(index, found[at + 1]?.index))
    const on = dates.find((date) => date !== null) ?? null
    if (on === null && dates.length > 0) doubts.add('badDate')
    if (meaning === 'late' || meaning === 'transferredIn') {
      stay = { ...stay, startReason: meaning, firstOn: on ?? stay.firstOn }
    } else {
      if (on === null) doubts.add('noLastDay')
      stay = { ...stay, endReason: meaning, lastOn: on ?? stay.lastOn }
    }
  }
  if (stay.firstOn !== null && stay.lastOn !== null && stay.lastOn < stay.firstOn) {
    // Who left and came back is here, and whose dates are mixed up is better kept than taken off.
    doubts.add('datesReversed')
    stay = { ...stay, lastOn: null, endReason: null }
  }
  return { stay, doubts: [...doubts] }
}

/** All that looks like a date; null for what is none of the calendar. */
const datesIn = (text: string): (LocalDate | null)[] =>
  [...text.matchAll(datePattern)].map(([date]) => readWrittenDate(date, 'monthFirst').on)
