import { expect } from 'vitest'
import { ProblemError, type Problem } from '../../src/shared/problem.ts'

/** The problem that something raises; a test fails where it raises none. */
export async function problemOf(doing: Promise<unknown>): Promise<Problem> {
  const error = await doing.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ProblemError)
  return (error as ProblemError).problem
}
