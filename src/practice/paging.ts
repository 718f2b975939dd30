import { createHmac } from 'node:crypto'
import { invalidField, ZoomError } from './answer.ts'
import type { World } from './world.ts'

const tokenLifeMs = 15 * 60_000

/** One page of a list and the four fields that Zoom puts beside it. */
export interface Page<T> {
  readonly rows: readonly T[]
  readonly fields: {
    readonly page_count: number
    readonly page_size: number
    readonly total_records: number
    readonly next_page_token: string
  }
}

/** Reads `page_size`: default 30, at most `most`. Raises code 300 otherwise. */
export function pageSizeOf(query: URLSearchParams, most = 300): number {
  const text = query.get('page_size')
  if (text === null || text === '') return 30
  const size = Number(text)
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw invalidField('page_size', `Page size must be a number between 1 and ${most}.`)
  }
  return size
}

/**
 * Cuts one page out of the list. The next page's token is good for 15 minutes of the practice clock and for
 * the same list only (`listName`); anything else is code 300, as at Zoom.
 */
export function pageOf<T>(
  world: World,
  listName: string,
  list: readonly T[],
  query: URLSearchParams,
  most = 300,
): Page<T> {
  const size = pageSizeOf(query, most)
  const token = query.get('next_page_token') ?? ''
  const number = Number(query.get('page_number') ?? '1')
  const from =
    token === '' ? (Number.isInteger(number) && number > 1 ? (number - 1) * size : 0) : offsetIn(world, listName, token)
  const rows = list.slice(from, from + size)
  const isLast = from + size >= list.length
  return {
    rows,
    fields: {
      page_count: Math.ceil(list.length / size),
      page_size: size,
      total_records: list.length,
      next_page_token: isLast ? '' : sealedOffset(world, listName, from + size, world.now()),
    },
  }
}

function sealedOffset(world: World, listName: string, offset: number, issuedAt: number): string {
  const text = `${offset}.${Math.floor(issuedAt)}`
  return `${Buffer.from(text).toString('base64url')}.${sealOf(world, listName, text)}`
}

function sealOf(world: World, listName: string, text: string): string {
  const key = world.state.credentials.signingKey
  return createHmac('sha256', key).update(`${listName}\n${text}`).digest('base64url').slice(0, 16)
}

function offsetIn(world: World, listName: string, token: string): number {
  const refused = new ZoomError(400, 300, 'The next page token is invalid or expired.')
  const [head = '', seal = ''] = token.split('.')
  const text = Buffer.from(head, 'base64url').toString()
  if (seal !== sealOf(world, listName, text)) throw refused
  const [offset = 0, issuedAt = 0] = text.split('.').map(Number)
  if (world.now() - issuedAt > tokenLifeMs || world.faults.meets('pageTokenExpired')) throw refused
  return offset
}
