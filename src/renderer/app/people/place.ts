import type { Person, PersonRow } from '../../../shared/contract/person.ts'
import type { InputOf } from '../../../shared/contract/index.ts'
import { hrefOf, type Route } from '../../route.ts'

/** What the list can be narrowed to beside where people are: what is missing, or the archive. */
export const shows = [
  'all',
  'withoutAddress',
  'sharedAddress',
  'withoutNumber',
  'withoutSection',
  'archived',
] as const satisfies readonly ('all' | PersonRow['issues'][number] | 'archived')[]
export type Show = (typeof shows)[number]

/** Where a person is on the list of people: all of it stands in the address. */
export interface Place {
  readonly kind?: Person['kind'] | undefined
  readonly text?: string | undefined
  readonly section?: string | undefined
  readonly grade?: string | undefined
  readonly show?: Exclude<Show, 'all'> | undefined
}

/** The place that an address names; what fits no filter is left out. */
export function placeOf({ query }: Pick<Route, 'query'>): Place {
  const show = shows.find((each) => each === query['show'])
  return {
    kind: query['kind'] === 'staff' ? 'staff' : undefined,
    text: query['text'],
    section: query['section'],
    grade: query['grade'],
    show: show === 'all' ? undefined : show,
  }
}

/** The address of a place. */
export const hrefOfPlace = (place: Place): string => hrefOf(['people'], { ...place })

/** A place with nothing narrowed. */
export const withoutFilters = {
  text: undefined,
  section: undefined,
  grade: undefined,
  show: undefined,
} satisfies Partial<Place>

/** Whether anything narrows the list. */
export const isFiltered = (place: Place): boolean =>
  (Object.keys(withoutFilters) as (keyof typeof withoutFilters)[]).some((name) => place[name] !== undefined)

/** What a list of people is asked by, without its pages. */
export type PeopleQuery = Omit<InputOf<'person.list'>, 'limit' | 'cursor'>

/** The question that a place with the typed text asks. */
export function queryOf({ kind, section, grade, show }: Place, text: string): PeopleQuery {
  return {
    kind: kind ?? 'student',
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(section === undefined ? {} : { sectionId: section }),
    ...(grade === undefined ? {} : { gradeLevel: grade }),
    ...(show === undefined ? {} : show === 'archived' ? { standing: 'archived' } : { issue: show }),
  }
}

/** Whether everybody of some rows may be moved and withdrawn: students who are in no archive. */
export const areStudents = (rows: readonly PersonRow[]): boolean =>
  rows.every(({ kind, isArchived }) => kind === 'student' && !isArchived)
