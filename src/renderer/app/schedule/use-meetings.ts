import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { InputOf, OutputOf } from '../../../shared/contract/index.ts'
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

type Page = OutputOf<'meeting.list'>

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

const messageOf = (query: string, limit: number, cursor: string | null): InputOf<'meeting.list'> => ({
  ...(JSON.parse(query) as MeetingQuery),
  limit,
  ...(cursor === null ? {} : { cursor }),
})

/** The first page of a question that was asked before what shows it was drawn; whoever asks it next takes it. */
let early: { readonly query: string; readonly limit: number; readonly answer: Promise<Page> } | null = null

function takeEarly(query: string, limit: number): Promise<Page> | null {
  const found = early?.query === query && early.limit === limit ? early.answer : null
  early = null
  return found
}

/**
 * Asks a question for a view that is about to be drawn, as {@link useMeetings} in it will: to draw a screen takes as
 * long as to answer, so both go on at once.
 */
export function askEarly(query: MeetingQuery, pageSize: number): void {
  const wanted = JSON.stringify(query)
  const answer = call('meeting.list', messageOf(wanted, pageSize, null))
  early = { query: wanted, limit: pageSize, answer }
  // The view takes it as soon as it is drawn; what nobody took grows old. Whoever took it says what went wrong.
  const forget = () => {
    if (early?.answer === answer) early = null
  }
  answer.then(forget, forget)
}

interface Options {
  readonly pageSize: number
  /** What is read first, where less fills the window sooner; `pageSize` when left out. */
  readonly firstPageSize?: number
  /** Reads every page at once: for calendars, which show all of their days. */
  readonly isAll?: boolean
}

/**
 * Meetings by pages. A new question is asked at once; while an answer is on its way only the latest one waits, so that
 * typing never queues, and for a further page of an old question none waits at all. What was shown stays until the answer is there, and is read anew when something changes.
 */
export function useMeetings(query: MeetingQuery | null, options: Options): Meetings {
  const { pageSize, firstPageSize = pageSize, isAll = false } = options
  const wanted = query === null ? '' : JSON.stringify(query)
  const [read, setRead] = useState<Read>(() => kept.get(wanted) ?? nothing)
  const latest = useRef({
    wanted,
    read,
    busyWith: null as 'first' | 'next' | null,
    turn: 0,
    isDirty: true,
    wantsMore: false,
    isGone: false,
  })
  latest.current.wanted = wanted

  const run = useCallback(async () => {
    const state = latest.current
    if (state.busyWith === 'first' || (state.busyWith === 'next' && state.read.query === state.wanted)) return
    const turn = ++state.turn
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
      state.busyWith = isNext ? 'next' : 'first'
      const known = isNext ? state.read.pages : []
      const pageCount = isNext ? known.length + 1 : isNew ? 1 : Math.max(1, state.read.pages.length)
      const answer = await readPages(asked, known, isNext ? state.read.nextCursor : null, {
        pageSize,
        firstPageSize,
        pageCount: isAll ? Infinity : pageCount,
      })
      // A new question did not wait for this page.
      if (state.turn !== turn) return
      // A failed reading leaves what was there; the next change or press asks again.
      state.read = answer.problem && !isNew ? { ...state.read, problem: answer.problem } : answer
      if (state.isGone) break
      setRead(state.read)
      if (answer.problem === null) keep(state.read)
    }
    state.busyWith = null
  }, [pageSize, firstPageSize, isAll])

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

  const rows = useMemo(() => read.pages.flat(), [read.pages])
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
  { pageSize, firstPageSize, pageCount }: Required<Omit<Options, 'isAll'>> & { readonly pageCount: number },
): Promise<Read> {
  const pages = [...known]
  let next = cursor
  try {
    do {
      const limit = next === null ? firstPageSize : pageSize
      const asked = next === null ? takeEarly(query, limit) : null
      const page = await (asked ?? call('meeting.list', messageOf(query, limit, next)))
      pages.push(page.meetings)
      next = page.nextCursor
    } while (next !== null && pages.length < pageCount)
    return { query, pages, nextCursor: next, problem: null }
  } catch (error) {
    return { query, pages, nextCursor: next, problem: problemOf(error) }
  }
}
