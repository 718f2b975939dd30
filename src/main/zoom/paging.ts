import type { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import type { Call, Send } from './request.ts'
import type { Page } from './wire/parts.ts'
import { zoomCode } from './zoom-error.ts'

/** Rows per page; Zoom's own default of 30 loses half a class. */
const pageSize = 300
/** A page token lives 15 minutes; a read that outlives it begins again, this often at most. */
const restarts = 2
/** 300,000 rows: whatever goes on after that does not end by itself. */
const mostPages = 1000

/** All rows of a list, and from how many pages they came. */
export interface Read<Row> {
  readonly rows: readonly Row[]
  readonly pages: number
}

/**
 * Reads a list to its last page. Rows are never compared, so none is lost; when a page token has expired everything
 * read so far is dropped and the read begins again at page one.
 */
export async function readToEnd<Row>(
  send: Send,
  call: Omit<Call<Page<Row>>, 'answer'> & { readonly answer: z.ZodType<Page<Row>> },
): Promise<Read<Row>> {
  for (let restart = 0; ; restart++) {
    const read = await readOnce(send, call, restart < restarts)
    if (read !== 'expired') return read
  }
}

async function readOnce<Row>(send: Send, call: Call<Page<Row>>, mayExpire: boolean): Promise<Read<Row> | 'expired'> {
  const rows: Row[] = []
  const seen = new Set<string>()
  for (let token = ''; ;) {
    try {
      const query = { ...call.query, page_size: pageSize, next_page_token: token === '' ? undefined : token }
      const page = await send({ ...call, query })
      for (const row of page.rows) rows.push(row)
      seen.add(token)
      if (page.nextPageToken === '') return { rows, pages: seen.size }
      token = page.nextPageToken
    } catch (error) {
      // 300 stands for any wrong parameter; from the second page on the token is the only new one.
      if (token !== '' && mayExpire && zoomCode(error) === 300) return 'expired'
      throw error
    }
    if (seen.has(token) || seen.size >= mostPages) {
      throw new ProblemError('zoomUnavailable', "Zoom's list does not come to an end.", { fix: 'Try again later.' })
    }
  }
}
