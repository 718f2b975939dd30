import { z } from 'zod'
import { problemKinds } from '../problem.ts'

/** A problem, where it is part of an answer: why a change has not reached Zoom, for one. */
export const Problem = z.strictObject({
  kind: z.enum(problemKinds),
  message: z.string(),
  retryAt: z.string().optional(),
  field: z.string().optional(),
  fix: z.string().optional(),
  logId: z.string().optional(),
})
