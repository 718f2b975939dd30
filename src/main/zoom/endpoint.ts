import type { RateLabel } from './limiter.ts'
import type { AccountKind } from './model.ts'

/** What a missing scope costs. */
export type ZoomFeature = 'connection' | 'hosts' | 'hostRules' | 'scheduling' | 'ending' | 'registration' | 'attendance'

/** One call of Zoom's REST API, as its reference page describes it. */
export interface Endpoint {
  /** Our name, for logs and errors. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/v2`, with `{names}`. */
  readonly path: string
  readonly label: RateLabel
  /** The account kinds that may call it. */
  readonly kinds: readonly AccountKind[]
  /** The granular scope; a Server-to-Server app needs it with `:admin`, a signed-in user without. */
  readonly scope: string
  /** Scopes of older apps that cover it too, without `:admin`. */
  readonly classicScopes: readonly string[]
  /** Whether the scope exists for accounts only, so that it ends in `:admin` for everyone. */
  readonly isAdminOnly: boolean
  readonly feature: ZoomFeature
  /** Zoom's reference page. */
  readonly document: string
}

type Given = Pick<Endpoint, 'method' | 'path' | 'label' | 'scope' | 'feature'> &
  Partial<Pick<Endpoint, 'isAdminOnly' | 'kinds'>>

const bothKinds: readonly AccountKind[] = ['serverToServer', 'signedInUser']

/** The endpoints of one noun, by our names; each is `noun.key`. */
export function defineEndpoints<Key extends string>(
  noun: string,
  reference: { readonly api: 'meetings' | 'users'; readonly tag: string; readonly classicScopes: readonly string[] },
  endpoints: Readonly<Record<Key, Given>>,
): Readonly<Record<Key, Endpoint>> {
  const entries = Object.entries<Given>(endpoints).map(([key, given]): [string, Endpoint] => [
    key,
    {
      kinds: bothKinds,
      isAdminOnly: false,
      ...given,
      name: `${noun}.${key}`,
      classicScopes: reference.classicScopes.map((scope) =>
        given.method === 'GET' ? scope : scope.replace(':read', ':write'),
      ),
      document: `https://developers.zoom.us/docs/api/${reference.api}/#tag/${reference.tag}/${given.method.toLowerCase()}${given.path}`,
    },
  ])
  return Object.fromEntries(entries) as Record<Key, Endpoint>
}

/** The scope that a token of this kind needs for the endpoint. */
export function scopeOf(endpoint: Endpoint, kind: AccountKind): string {
  return kind === 'serverToServer' || endpoint.isAdminOnly ? `${endpoint.scope}:admin` : endpoint.scope
}

/** Whether the scopes of a token let it call the endpoint, under the granular or a classic name. */
export function isGranted(endpoint: Endpoint, kind: AccountKind, scopes: readonly string[]): boolean {
  const suffix = kind === 'serverToServer' ? ':admin' : ''
  const enough = [scopeOf(endpoint, kind), ...endpoint.classicScopes.map((scope) => `${scope}${suffix}`)]
  return enough.some((scope) => scopes.includes(scope))
}
