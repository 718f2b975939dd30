import type { MissingScope } from '../../shared/contract/account.ts'

/** Scopes that one feature needs. */
export interface ScopeGroup {
  readonly feature: MissingScope['feature']
  readonly scopes: readonly string[]
}

/** The granular scopes that the Zoom app of a school needs, by what they are for. A test holds them to what the client calls. */
export const scopeGroups: readonly ScopeGroup[] = [
  { feature: 'connection', scopes: ['user:read:user:admin'] },
  { feature: 'hosts', scopes: ['user:read:list_users:admin'] },
  { feature: 'hostRules', scopes: ['user:read:settings:admin'] },
  {
    feature: 'scheduling',
    scopes: [
      'meeting:write:meeting:admin',
      'meeting:read:meeting:admin',
      'meeting:read:list_meetings:admin',
      'meeting:update:meeting:admin',
      'meeting:delete:meeting:admin',
    ],
  },
  { feature: 'ending', scopes: ['meeting:update:status:admin'] },
  {
    feature: 'registration',
    scopes: [
      'meeting:write:registrant:admin',
      'meeting:write:batch_registrants:admin',
      'meeting:read:list_registrants:admin',
      'meeting:update:registrant_status:admin',
    ],
  },
  {
    feature: 'attendance',
    scopes: [
      'meeting:read:list_past_instances:admin',
      'meeting:read:past_meeting:admin',
      'meeting:read:list_past_participants:admin',
      'report:read:meeting:admin',
      'report:read:list_meeting_participants:admin',
    ],
  },
]

/** Features without which there is no Homeroom; each other one may be left out, and costs what `connectWords.costs` says. */
export const neededFeatures: readonly ScopeGroup['feature'][] = ['connection', 'hosts', 'scheduling']

/** The least scopes that a school needs which does without these features. */
export const scopesWithout = (leftOut: readonly ScopeGroup['feature'][]): readonly string[] =>
  scopeGroups.filter(({ feature }) => !leftOut.includes(feature)).flatMap(({ scopes }) => scopes)

/** Every scope, one after the other. */
export const allScopes: readonly string[] = scopesWithout([])
