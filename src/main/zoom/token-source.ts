import type { AccountKind } from './model.ts'

/** One access token and what it is good for. */
export interface AccessToken {
  /** The secret itself: goes into the Authorization header and nowhere else. */
  readonly secret: string
  /** Where this token's API is, with `/v2`. */
  readonly apiUrl: string
  readonly scopes: readonly string[]
  /** Epoch ms by our clock. */
  readonly expiresAt: number
}

/** Who gets tokens, and how, is the only thing in which kinds of Zoom accounts differ. */
export interface TokenSource {
  readonly kind: AccountKind
  /** A token that is good for five more minutes at least. Raises `wrongCredentials`, `appDisabled`, `clockWrong`, `offline`, `zoomUnavailable`. */
  current(signal?: AbortSignal): Promise<AccessToken>
  /**
   * A token other than `rejected` (any new one for null): many callers whose token was refused at once cost one
   * request. Raises as `current` does.
   */
  renew(rejected: AccessToken | null, signal?: AbortSignal): Promise<AccessToken>
}
