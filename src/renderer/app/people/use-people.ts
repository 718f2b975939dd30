import { useMemo } from 'react'
import type { OutputOf } from '../../../shared/contract/index.ts'
import type { PersonRow } from '../../../shared/contract/person.ts'
import { call } from '../../api.ts'
import { createPages, type Pages, type PagesOptions } from '../../pages.ts'
import type { PeopleQuery } from './place.ts'

type Page = OutputOf<'person.list'>

const { usePages } = createPages<PeopleQuery, Page>('person.list', (query, page) =>
  call('person.list', { ...query, ...page }),
)

/** The people of a query, as far as they have been read. */
export interface People extends Omit<Pages<Page>, 'pages'> {
  readonly rows: readonly PersonRow[]
  /** How many fit in all. */
  readonly totalCount: number
}

/** People by pages, as they are read. */
export function usePeople(query: PeopleQuery, options: PagesOptions): People {
  const { pages, ...read } = usePages(query, options)
  const rows = useMemo(() => pages.flatMap(({ people }) => people), [pages])
  return { ...read, rows, totalCount: pages[0]?.totalCount ?? 0 }
}

const largestPage = 500

/** Everybody who fits, whatever has been read so far. */
export async function readAll(query: PeopleQuery): Promise<readonly PersonRow[]> {
  const people: PersonRow[] = []
  let cursor: string | null = null
  do {
    const page: Page = await call('person.list', {
      ...query,
      limit: largestPage,
      ...(cursor === null ? {} : { cursor }),
    })
    people.push(...page.people)
    cursor = page.nextCursor
  } while (cursor !== null)
  return people
}
