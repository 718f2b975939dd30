import { tellCycles, type RosterSet } from './roster-set.ts'
import { readDateCell } from './roster-set-people.ts'
import type { LocalDate } from './time.ts'

/** A term, semester or school year of a set; null where its file gives no date that can be read. */
export interface Term {
  readonly firstOn: LocalDate | null
  readonly lastOn: LocalDate | null
}

/** Reads academicSessions.csv of OneRoster and Microsoft School Data Sync. Of a term that ends before it begins only the first day is taken. */
export function readTerms(set: RosterSet): ReadonlyMap<string, Term> {
  const table = set.table('academicSessions.csv')
  const rows = table.byId('sourcedId')
  tellCycles(table, rows, 'parentSourcedId')
  const terms = new Map<string, Term>()
  for (const [ref, row] of rows) {
    const firstOn = readDateCell(table, row, 'startDate')
    const lastOn = readDateCell(table, row, 'endDate')
    const areReversed = firstOn !== null && lastOn !== null && lastOn < firstOn
    if (areReversed) table.tell(row, 'endDate', 'datesReversed')
    terms.set(ref, { firstOn, lastOn: areReversed ? null : lastOn })
  }
  return terms
}

/** From the first day of the first term to the last day of the last. */
export function spanOf(terms: readonly Term[]): Term {
  const firsts = terms.flatMap(({ firstOn }) => firstOn ?? [])
  const lasts = terms.flatMap(({ lastOn }) => lastOn ?? [])
  return { firstOn: firsts.toSorted()[0] ?? null, lastOn: lasts.toSorted().at(-1) ?? null }
}
