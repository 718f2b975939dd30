import { isGranted, scopeOf, type Endpoint, type ZoomFeature } from './endpoint.ts'
import { meetingEndpoints } from './endpoints/meetings.ts'
import { registrantEndpoints } from './endpoints/registrants.ts'
import { reportEndpoints } from './endpoints/reports.ts'
import { userEndpoints } from './endpoints/users.ts'
import type { AccountKind } from './model.ts'

/** A scope that Homeroom uses: whether this connection has it, and what works only with it. */
export interface ScopeNeed {
  readonly scope: string
  readonly feature: ZoomFeature
  readonly isGranted: boolean
}

/** Every endpoint that Homeroom calls. */
export const allEndpoints: readonly Endpoint[] = [
  userEndpoints,
  meetingEndpoints,
  registrantEndpoints,
  reportEndpoints,
].flatMap((endpoints) => Object.values<Endpoint>(endpoints))

/** What a token with these scopes can and cannot do, one row per scope, in the order in which the features build on each other. */
export function scopeNeeds(kind: AccountKind, scopes: readonly string[]): readonly ScopeNeed[] {
  const needs = allEndpoints
    .filter(({ kinds }) => kinds.includes(kind))
    .map((endpoint) => ({
      scope: scopeOf(endpoint, kind),
      feature: endpoint.feature,
      isGranted: isGranted(endpoint, kind, scopes),
    }))
  return [...new Map(needs.map((need) => [need.scope, need])).values()]
}
