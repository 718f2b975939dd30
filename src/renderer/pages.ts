import { useCallback, useEffect, useRef, useState } from 'react'
import type { OperationName } from '../shared/contract/index.ts'
import type { Problem } from '../shared/problem.ts'
import { problemOf } from './api.ts'
import { useChanges } from './live.ts'

/** One answer of a query by pages. */
interface Page {
  readonly nextCursor: string | null
}

/** How much of a list is asked for, and where the last page ended. */
export interface PageAsked {
  readonly limit: number
  readonly cursor?: string
}

/** The answers of a query, as far as they have been read. */
export interface Pages<Answer> {
  readonly pages: readonly Answer[]
  /** Of which query the answers are: while it is not the asked one, an answer is on its way. */
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

/** How much is read at once. */
export interface PagesOptions {
  readonly pageSize: number
  /** What is read first, where less fills the window sooner; `pageSize` when left out. */
  readonly firstPageSize?: number
  /** Reads every page at once: for calendars, which show all of their days. */
  readonly isAll?: boolean
}

interface Read<Answer> {
  readonly query: string
  readonly pages: readonly Answer[]
  readonly nextCursor: string | null
  readonly problem: Problem | null
}

const keptLists = 6

/**
 * A list that is read by pages, of the query `name`. The last lists are kept, so that a screen that is come back to shows
 * at once what it had.
 */
export function createPages<Query extends object, Answer extends Page>(
  name: OperationName,
  ask: (query: Query, page: PageAsked) => Promise<Answer>,
) {
  const nothing: Read<Answer> = { query: '', pages: [], nextCursor: null, problem: null }
  const kept = new Map<string, Read<Answer>>()

  function keep(read: Read<Answer>): void {
    kept.delete(read.query)
    kept.set(read.query, read)
    const [oldest] = kept.keys()
    if (kept.size > keptLists && oldest !== undefined) kept.delete(oldest)
  }

  const askPage = (query: string, limit: number, cursor: string | null): Promise<Answer> =>
    ask(JSON.parse(query) as Query, { limit, ...(cursor === null ? {} : { cursor }) })

  /** The first page of a question that was asked before what shows it was drawn; whoever asks it next takes it. */
  let early: { readonly query: string; readonly limit: number; readonly answer: Promise<Answer> } | null = null

  function takeEarly(query: string, limit: number): Promise<Answer> | null {
    const found = early?.query === query && early.limit === limit ? early.answer : null
    early = null
    return found
  }

  /**
   * Asks a question for a view that is about to be drawn, as {@link usePages} in it will: to draw a screen takes as long
   * as to answer, so both go on at once.
   */
  function askEarly(query: Query, pageSize: number): void {
    const wanted = JSON.stringify(query)
    const answer = askPage(wanted, pageSize, null)
    early = { query: wanted, limit: pageSize, answer }
    // The view takes it as soon as it is drawn; what nobody took grows old. Whoever took it says what went wrong.
    const forget = () => {
      if (early?.answer === answer) early = null
    }
    answer.then(forget, forget)
  }

  async function readPages(
    query: string,
    known: Read<Answer>['pages'],
    cursor: string | null,
    { pageSize, firstPageSize, pageCount }: Required<Omit<PagesOptions, 'isAll'>> & { readonly pageCount: number },
  ): Promise<Read<Answer>> {
    const pages = [...known]
    let next = cursor
    try {
      do {
        const limit = next === null ? firstPageSize : pageSize
        const asked = next === null ? takeEarly(query, limit) : null
        const page = await (asked ?? askPage(query, limit, next))
        pages.push(page)
        next = page.nextCursor
      } while (next !== null && pages.length < pageCount)
      return { query, pages, nextCursor: next, problem: null }
    } catch (error) {
      return { query, pages, nextCursor: next, problem: problemOf(error) }
    }
  }

  /**
   * The list of a query, by pages. A new question is asked at once; while an answer is on its way only the latest one
   * waits, so that typing never queues, and for a further page of an old question none waits at all. What was shown stays
   * until the answer is there, and is read anew when something changes.
   */
  function usePages(query: Query | null, options: PagesOptions): Pages<Answer> {
    const { pageSize, firstPageSize = pageSize, isAll = false } = options
    const wanted = query === null ? '' : JSON.stringify(query)
    const [read, setRead] = useState<Read<Answer>>(() => kept.get(wanted) ?? nothing)
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
    useChanges(name, reload)
    const more = useCallback(() => {
      const state = latest.current
      if (state.read.nextCursor === null || state.wantsMore) return
      state.wantsMore = true
      void run()
    }, [run])

    return {
      pages: read.pages,
      query: read.query,
      isLoading: wanted !== '' && read.query === '',
      isStale: read.query !== wanted,
      hasMore: read.nextCursor !== null,
      problem: read.problem,
      more,
      reload,
    }
  }

  return { usePages, askEarly }
}
