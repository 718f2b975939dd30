import { useCallback, useEffect, useRef, useState } from 'react'
import type { InputOf } from '../../../shared/contract/index.ts'
import type { MeetingSummary } from '../../../shared/contract/meeting.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call, problemOf } from '../../api.ts'
import { useChanges } from '../../live.ts'

/** What a list of meetings is asked by, without its pages. */
export type MeetingQuery = Omit<InputOf<'meeting.list'>, 'limit' | 'cursor'>

/** The meetings of a query, as far as they have been read. */
export interface Meetings {
  readonly rows: readonly MeetingSummary[]
  /** Of which query the rows are: while it is not the asked one, an answer is on its way. */
  readonly query: string
  /** Nothing is there yet. */
  readonly isLoading: boolean
  /** What is there is not what was asked for last. */
  readonly isStale: boolean
  readonly hasMore: boolean
  readonly problem: Problem | null
  /** Reads the next page, when there is one. */
  readonly more: () => void
  readonly reload: () => void
}

interface Read {
  readonly query: string
  readonly pages: readonly (readonly MeetingSummary[])[]
  readonly nextCursor: string | null
  readonly problem: Problem | null
}

const nothing: Read = { query: '', pages: [], nextCursor: null, problem: null }
/** The last lists, so that a screen that is come back to shows at once what it had. */
const kept = new Map<string, Read>()
const keptLists = 6

function keep(read: Read): void {
  kept.delete(read.query)
  kept.set(read.query, read)
  const [oldest] = kept.keys()
  if (kept.size > keptLists && oldest !== undefined) kept.delete(oldest)
}

interface Options {
  readonly pageSize: number
  /** Reads every page at once: for calendars, which show all of their days. */
  readonly isAll?: boolean
}

/**
 * Meetings by pages. A new question is asked at once; while an answer is on its way only the latest one waits, so that
 * typing never queues. What was shown stays until the answer is there, and is read anew when something changes.
 */
export function useMeetings(query: MeetingQuery | null, { pageSize, isAll = false }: Options): Meetings {
  const wanted = query === null ? '' : JSON.stringify(query)
  const [read, setRead] = useState<Read>(() => kept.get(wanted) ?? nothing)
  const latest = useRef({ wanted, read, isBusy: false, isDirty: true, wantsMore: false, isGone: false })
  latest.current.wanted = wanted

  const run = useCallback(async () => {
    const state = latest.current
    if (state.isBusy) return
    state.isBusy = true
    while (
      !state.isGone &&
      state.wanted !== '' &&
      (state.isDirty || state.wantsMore || state.read.query !== state.wanted)
    ) {
      const asked = state.wanted
      const isNew = state.read.query !== asked
      const isNext = !isNew && !state.isDirty
      state.isDirty = false
      state.wantsMore = false
      if (isNext && state.read.nextCursor === null) continue
      const known = isNext ? state.read.pages : []
      const pageCount = isNext ? known.length + 1 : isNew ? 1 : Math.max(1, state.read.pages.length)
      const answer = await readPages(asked, known, isNext ? state.read.nextCursor : null, {
        pageSize,
        pageCount: isAll ? Infinity : pageCount,
      })
      // A failed reading leaves what was there; the next change or press asks again.
      state.read = answer.problem && !isNew ? { ...state.read, problem: answer.problem } : answer
      if (state.isGone) break
      setRead(state.read)
      if (answer.problem === null) keep(state.read)
    }
    state.isBusy = false
  }, [pageSize, isAll])

  useEffect(() => {
    const state = latest.current
    state.isGone = false
    const known = kept.get(wanted)
    if (known && state.read.query !== wanted) {
      state.read = known
      setRead(known)
    }
    state.isDirty = true
    void run()
    return () => {
      state.isGone = true
    }
  }, [wanted, run])

  const reload = useCallback(() => {
    latest.current.isDirty = true
    void run()
  }, [run])
  useChanges('meeting.list', reload)
  const more = useCallback(() => {
    const state = latest.current
    if (state.read.nextCursor === null || state.wantsMore) return
    state.wantsMore = true
    void run()
  }, [run])

  const rows = useFlat(read.pages)
  return {
    rows,
    query: read.query,
    isLoading: wanted !== '' && read.query === '',
    isStale: read.query !== wanted,
    hasMore: read.nextCursor !== null,
    problem: read.problem,
    more,
    reload,
  }
}

async function readPages(
  query: string,
  known: Read['pages'],
  cursor: string | null,
  { pageSize, pageCount }: { readonly pageSize: number; readonly pageCount: number },
): Promise<Read> {
  const pages = [...known]
  let next = cursor
  try {
    do {
      const input = { ...(JSON.parse(query) as MeetingQuery), limit: pageSize }
      const page = await call('meeting.list', next === null ? input : { ...input, cursor: next })
      pages.push(page.meetings)
      next = page.nextCursor
    } while (next !== null && pages.length < pageCount)
    return { query, pages, nextCursor: next, problem: null }
  } catch (error) {
    return { query, pages, nextCursor: next, problem: problemOf(error) }
  }
}

/** The pages as one list, that stays the same list while no page changes. */
function useFlat(pages: Read['pages']): readonly MeetingSummary[] {
  const last = useRef<{ readonly pages: Read['pages']; readonly rows: readonly MeetingSummary[] } | null>(null)
  if (last.current?.pages !== pages) last.current = { pages, rows: pages.flat() }
  return last.current.rows
}
