import { useMemo } from 'react'
import type { InputOf, OutputOf } from '../../../shared/contract/index.ts'
import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import { call } from '../../api.ts'
import { createPages, type Pages, type PagesOptions } from '../../pages.ts'

/** What a list of meetings is asked by, without its pages. */
export type MeetingQuery = Omit<InputOf<'meeting.list'>, 'limit' | 'cursor'>

type Page = OutputOf<'meeting.list'>

const { usePages, askEarly } = createPages<MeetingQuery, Page>('meeting.list', (query, page) =>
  call('meeting.list', { ...query, ...page }),
)
export { askEarly }

/** The meetings of a query, as far as they have been read. */
export interface Meetings extends Omit<Pages<Page>, 'pages'> {
  readonly rows: readonly MeetingSummary[]
}

/** Meetings by pages, as they are read. */
export function useMeetings(query: MeetingQuery | null, options: PagesOptions): Meetings {
  const { pages, ...read } = usePages(query, options)
  const rows = useMemo(() => pages.flatMap(({ meetings }) => meetings), [pages])
  return { ...read, rows }
}
