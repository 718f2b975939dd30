import type { ZoomClient } from '../client.ts'
import { defineEndpoints } from '../endpoint.ts'
import { readToEnd } from '../paging.ts'
import type { Send } from '../request.ts'
import { WireMeetingSecurity, WireUser, WireUserPage } from '../wire/users.ts'

/** The calls about users. */
export const userEndpoints = defineEndpoints(
  'users',
  { api: 'users', tag: 'users', classicScopes: ['user:read'] },
  {
    get: { method: 'GET', path: '/users/{userId}', label: 'light', scope: 'user:read:user', feature: 'connection' },
    list: {
      method: 'GET',
      path: '/users',
      label: 'medium',
      scope: 'user:read:list_users',
      isAdminOnly: true,
      kinds: ['serverToServer'],
      feature: 'hosts',
    },
    settings: {
      method: 'GET',
      path: '/users/{userId}/settings',
      label: 'medium',
      scope: 'user:read:settings',
      feature: 'hostRules',
    },
  },
)

/** What the client can do about users. */
export function createUserCalls(send: Send): Pick<ZoomClient, 'me' | 'listUsers' | 'getUser' | 'getUserSettings'> {
  const get = (userId: string, options?: Parameters<ZoomClient['me']>[0]) =>
    send({ endpoint: userEndpoints.get, path: { userId }, answer: WireUser, options })
  return {
    me: (options) => get('me', options),
    getUser: get,
    async listUsers(options) {
      const query = { status: 'active' }
      return (await readToEnd(send, { endpoint: userEndpoints.list, query, answer: WireUserPage, options })).rows
    },
    getUserSettings: (userId, options) =>
      send({
        endpoint: userEndpoints.settings,
        path: { userId },
        query: { option: 'meeting_security' },
        answer: WireMeetingSecurity,
        options,
      }),
  }
}
