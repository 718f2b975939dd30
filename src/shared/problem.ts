/**
 * The closed list of things that can go wrong, as a person meets them. Each kind has one title in
 * `renderer/words`; `assertNever` makes a new kind a compile error wherever kinds are told apart.
 */
export const problemKinds = [
  'invalidInput',
  'notFound',
  'conflict',
  'forbidden',
  'notSetUp',
  'locked',
  'notConnected',
  'notEnabled',
  'offline',
  'wrongCredentials',
  'missingScope',
  'appDisabled',
  'planTooSmall',
  'rateLimited',
  'zoomUnavailable',
  'zoomRefused',
  'clockWrong',
  'fileUnreadable',
  'stalePreview',
  'diskFull',
  'readOnly',
  'inUse',
  'newerDatabase',
  'wrongPassphrase',
  'keychainUnavailable',
  'cancelled',
  'unexpected',
] as const

/** One kind of problem out of the closed list. */
export type ProblemKind = (typeof problemKinds)[number]

/**
 * What crosses a door instead of an exception. `message` is one plain sentence that says what happened
 * and what to do; it never holds a person's name, an e-mail address or a secret.
 */
export interface Problem {
  readonly kind: ProblemKind
  readonly message: string
  /** When trying again can succeed, as an ISO instant. */
  readonly retryAt?: string | undefined
  /** The input field at fault, as a dotted path. */
  readonly field?: string | undefined
  /** What the person can do about it, as one imperative sentence. */
  readonly fix?: string | undefined
  /** The id under which the log holds the details; set for `unexpected` only. */
  readonly logId?: string | undefined
}

/** The answer of every door: a value, or the problem that kept us from one. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** The one exception of ours that carries a {@link Problem}; everything else that is thrown becomes `unexpected`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(
    kind: ProblemKind,
    message: string,
    extra: Omit<Problem, 'kind' | 'message'> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.problem = { kind, message, ...extra }
  }
}

/** Ends a switch over a closed list: a missing case is a compile error, and at run time a clear one. */
export function assertNever(value: never): never {
  throw new TypeError(`No case for ${JSON.stringify(value)}.`)
}
