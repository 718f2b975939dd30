import type { z } from 'zod'

/** Who may call an operation. Until people can sign in every host acts as the administrator, through the same check. */
export const roles = ['administrator', 'office', 'registrar', 'teacher'] as const

/** One role out of the closed list. */
export type Role = (typeof roles)[number]

/** One row of the contract: what goes in, what comes out, who may, and where it runs. */
export interface Row<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** A `query` changes nothing; a `command` may. */
  readonly kind: 'query' | 'command'
  readonly input: Input
  readonly output: Output
  readonly roles: readonly Role[]
  /** Runs in the second worker, so that it never holds up a screen: imports, exports, recomputes. */
  readonly isLong: boolean
  /** Answered while no school is set up, or while the data folder is locked. */
  readonly worksLocked: boolean
}

interface Options {
  readonly roles: readonly Role[]
  readonly isLong?: boolean
  readonly worksLocked?: boolean
}

const row = <I extends z.ZodType, O extends z.ZodType>(
  kind: Row['kind'],
  input: I,
  output: O,
  { roles: allowed, isLong = false, worksLocked = false }: Options,
): Row<I, O> => ({ kind, input, output, roles: allowed, isLong, worksLocked })

/** A row that only reads. */
export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, options: Options): Row<I, O> =>
  row('query', input, output, options)

/** A row that may change something. */
export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, options: Options): Row<I, O> =>
  row('command', input, output, options)

/** Everybody who works in the office, and teachers: reading the day's classes. */
export const everyone: readonly Role[] = roles
/** Those who schedule and keep rosters. */
export const officeStaff: readonly Role[] = ['administrator', 'office', 'registrar']
/** Those who decide marks. */
export const markers: readonly Role[] = ['administrator', 'registrar', 'teacher']
/** IT. */
export const administrators: readonly Role[] = ['administrator']
