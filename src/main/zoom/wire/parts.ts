import { z } from 'zod'

/** An id that Zoom prints as a number or as text; text everywhere else. Big ones come as text out of `parseExact`. */
export const idText = z.union([z.string().min(1), z.int().transform(String)])

/** Text that Zoom leaves out, empties or nulls when there is none. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || null)

/** An instant in epoch milliseconds. Zoom writes UTC with "Z"; one without a zone is UTC too. */
export const instant = z.string().transform((text, context) => {
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  if (!Number.isNaN(ms)) return ms
  context.addIssue({ code: 'custom', message: 'no instant' })
  return z.NEVER
})

/** An instant that Zoom leaves out, empties or nulls when there is none. */
export const optionalInstant = z
  .union([z.literal('').transform(() => null), instant])
  .nullish()
  .transform((ms) => ms ?? null)

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Empty on the last page. */
  readonly nextPageToken: string
}

/** A page whose rows stand under `key`. The rows have to be there: a page without them is no answer. */
export function pageOf<Row>(key: string, row: z.ZodType<Row>): z.ZodType<Page<Row>> {
  return z
    .looseObject({ [key]: z.array(row), next_page_token: z.string().nullish() })
    .transform((page) => ({ rows: page[key] as readonly Row[], nextPageToken: (page.next_page_token as string) ?? '' }))
}

/** The answer of a call that has none to give: 204, or any body, which is not read. */
export const nothing = z.unknown().transform(() => undefined)

/** An instant as Zoom wants it: UTC, to the second. */
export function wireInstant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
