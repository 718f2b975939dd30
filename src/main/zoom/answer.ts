import { z } from 'zod'
import type { Clock } from '../ports.ts'
import { parseExact } from './exact-json.ts'
import type { Incoming } from './exchange.ts'
import type { Refusal } from './problems.ts'

/** The moment at which Zoom wrote an answer, by Zoom's clock where it says so. */
export function zoomsNow(answer: Incoming, clock: Clock): number {
  const date = Date.parse(answer.header('date') ?? '')
  return Number.isNaN(date) ? clock.now() : date
}

/** Whether an answer is a web page, which Zoom's API never sends. */
export function isHtml(answer: Incoming): boolean {
  return /html/i.test(answer.header('content-type') ?? '') || /^\s*</.test(answer.text)
}

/** The parsed body, or undefined where it is empty or no JSON. */
export function tryParse(text: string): unknown {
  try {
    return text.trim() === '' ? undefined : parseExact(text)
  } catch {
    return undefined
  }
}

/** Zoom's error shape (https://developers.zoom.us/docs/api/errors/); `errors` comes with code 300 only. */
const ErrorBody = z.object({
  code: z.number().nullable().catch(null),
  message: z.string().catch(''),
  errors: z.array(z.object({ field: z.string() })).catch([]),
})

/** What an error answer says, whatever of Zoom's shape it keeps. */
export function refusalOf(answer: Incoming): Refusal {
  const body = ErrorBody.safeParse(tryParse(answer.text))
  if (!body.success) return { status: answer.status, code: null, message: '', field: null }
  const { code, message, errors } = body.data
  return { status: answer.status, code, message, field: errors[0]?.field ?? null }
}
