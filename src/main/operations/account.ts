import type { Handlers } from '../../shared/contract/index.ts'
import type { AccountTest } from '../../shared/contract/account.ts'
import { toIso } from '../../shared/domain/time.ts'
import { ProblemError, type ProblemKind } from '../../shared/problem.ts'
import type { Clock, Log, SecretStore } from '../ports.ts'
import type { KeptAccount, SystemStore } from '../store/system.ts'
import type { HostsStore } from '../store/hosts.ts'
import type { ServerToServerCredentials, ZoomClient } from '../zoom/client.ts'
import { createOptionalSecrets, secretNameOf } from './account-secrets.ts'
import { createTestClasses } from './account-test-class.ts'

type Names =
  | 'account.connect'
  | 'account.test'
  | 'account.get'
  | 'account.setEnabled'
  | 'account.sendTestClass'
  | 'account.keepSecret'
  | 'account.forgetSecret'
  | 'account.setMeetingSdkEnabled'
  | 'account.disconnect'
  | 'account.listHosts'

/** What the operations of the Zoom account need. */
export interface AccountDeps {
  readonly store: SystemStore
  readonly hosts: HostsStore
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly newId: () => string
  /** Whether this is the practice school, whose account is its own and cannot be changed. */
  readonly isPractice: boolean
  /** A client for credentials that are being tried; the caller closes it. */
  readonly tryClient: (credentials: ServerToServerCredentials, plan: KeptAccount['plan']) => ZoomClient
  /** The client of the connected account. Raises `notConnected`, `notEnabled`. */
  readonly zoom: () => Promise<ZoomClient>
  /** The same while Zoom is switched off, too: credentials can be tested before anything is sent. */
  readonly zoomForTest: () => Promise<ZoomClient>
  /** How many calls a second Zoom takes on a plan. */
  readonly callsPerSecond: (plan: KeptAccount['plan']) => AccountTest['callsPerSecond']
  /** The school's zone. */
  readonly timeZone: () => string
  readonly realClock: Clock
  readonly log: Log
  /** Told when the account was connected anew or its test succeeded: what was refused because of it can be tried again. */
  readonly onWorking: () => Promise<void>
}

/** The operations, and what others need of them. */
export interface AccountOperations {
  readonly handlers: Handlers<Names>
  /** Reads the account's users from Zoom into the store: a teacher may be new there. */
  readonly readHosts: () => Promise<void>
}

/** Connecting, testing and leaving the school's Zoom account. */
export function createAccountOperations(deps: AccountDeps): AccountOperations {
  const { store, hosts, secrets, clock, newId } = deps

  const refuseInPractice = () => {
    if (!deps.isPractice) return
    throw new ProblemError(
      'conflict',
      'The practice school has a pretend Zoom of its own and cannot be connected to a real one.',
      {
        fix: 'Leave the practice school first, then connect your Zoom account.',
      },
    )
  }

  const optional = createOptionalSecrets({ store, secrets, clock, newId, refuseInPractice })
  const testClasses = createTestClasses(deps)

  const test = async (client: ZoomClient, plan: KeptAccount['plan']): Promise<AccountTest> => {
    const facts = await client.connect()
    const me = await client.me()
    const needs = await client.scopeNeeds()
    const foundPlan = await planOf(client, me.type === 'licensed', plan)
    return {
      name: me.displayName,
      email: me.email,
      plan: foundPlan,
      grantedScopes: [...facts.scopes],
      missingScopes: needs.filter(({ isGranted }) => !isGranted).map(({ scope, feature }) => ({ scope, feature })),
      clockSkewSeconds: -(facts.clockSkewSeconds ?? 0),
      region: new URL(facts.apiUrl).host,
      callsPerSecond: deps.callsPerSecond(foundPlan ?? plan),
      testedAt: toIso(clock.now()),
    }
  }

  /** Tests credentials that are on trial, and lets go of the connection whatever came of it. */
  const tried = async (client: ZoomClient, plan: KeptAccount['plan']): Promise<AccountTest> => {
    try {
      return await test(client, plan)
    } finally {
      await client.close()
    }
  }

  const readHosts = async () => {
    const users = await (await deps.zoom()).listUsers()
    await hosts.replaceAll(
      users
        .filter(({ type, status }) => type !== 'none' && status === 'active')
        .map(({ id, displayName, email, type, timeZone }) => ({
          hostId: id,
          name: displayName,
          email,
          isLicensed: type === 'licensed',
          timeZone,
        })),
      clock.now(),
    )
  }

  /** The account is connected by now: a scope that is missing for this list is told with the others, not as a failure. */
  const readHostsIfPossible = async () => {
    try {
      await readHosts()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
  }

  const handlers: Handlers<Names> = {
    'account.connect': async ({ plan, ...credentials }) => {
      refuseInPractice()
      const client = deps.tryClient(credentials, plan)
      const found = await tried(client, plan)
      const before = await store.findAccount()
      const isAnother = before?.accountId !== credentials.accountId
      const leaving = isAnother ? await optional.leaving() : { settings: [], secretNames: [] }
      const id = newId()
      // The secret first: an account without its secret would look connected and fail at every call.
      await secrets.set(secretNameOf(id), credentials.clientSecret)
      try {
        const account = {
          id,
          kind: 'serverToServer' as const,
          accountId: credentials.accountId,
          clientId: credentials.clientId,
          plan: found.plan ?? plan,
          name: found.name,
          email: found.email,
          grantedScopes: found.grantedScopes,
          connectedAt: clock.now(),
          testedAt: clock.now(),
        }
        await store.connectAccount(account, leaving.settings)
      } catch (error) {
        await secrets.delete(secretNameOf(id)).catch(() => undefined)
        throw error
      }
      if (before !== null) await secrets.delete(secretNameOf(before.id))
      for (const name of leaving.secretNames) await secrets.delete(name)
      if (isAnother) await hosts.replaceAll([], clock.now())
      await readHostsIfPossible()
      await deps.onWorking()
      return found
    },

    'account.test': async () => {
      const kept = await store.findAccount()
      const found = await test(await deps.zoomForTest(), kept?.plan ?? 'pro')
      await store.noteTest({
        name: found.name,
        email: found.email,
        grantedScopes: found.grantedScopes,
        testedAt: clock.now(),
      })
      await deps.onWorking()
      return found
    },

    'account.get': async () => {
      const [kept, isEnabled, left] = await Promise.all([
        store.findAccount(),
        store.isZoomEnabled(),
        testClasses.left(),
      ])
      return {
        account: kept && {
          kind: kept.kind,
          accountId: kept.accountId,
          clientId: kept.clientId,
          connectedAt: toIso(kept.connectedAt),
          testedAt: kept.testedAt === null ? null : toIso(kept.testedAt),
          name: kept.name,
          email: kept.email,
        },
        isEnabled,
        ...(await optional.standing()),
        leftTestClasses: left.map(({ zoomMeetingId, sentAt }) => ({ zoomMeetingId, sentAt: toIso(sentAt) })),
      }
    },

    'account.setEnabled': async ({ isEnabled }) => {
      await store.enableZoom(isEnabled, clock.now())
      return { done: true }
    },

    'account.sendTestClass': testClasses.send,

    ...optional.handlers,

    'account.disconnect': async () => {
      refuseInPractice()
      const kept = await store.findAccount()
      if (kept !== null) {
        const { settings, secretNames } = await optional.leaving()
        await store.disconnectAccount(clock.now(), settings)
        for (const name of [secretNameOf(kept.id), ...secretNames]) await secrets.delete(name)
      }
      return { done: true }
    },

    'account.listHosts': async ({ refresh }) => {
      const kept = await hosts.list()
      if (refresh || kept.length === 0) {
        try {
          await readHosts()
        } catch (error) {
          // The list that is kept here still serves, unless a person asked for a fresh one.
          if (refresh || kept.length > 0 || !isOutOfReach(error)) throw error
        }
      }
      const list = await hosts.list()
      const readAt = list[0]?.readAt ?? null
      return {
        hosts: list.map(({ hostId, name, email, isLicensed, timeZone }) => ({
          hostId,
          name,
          email,
          isLicensed,
          timeZone,
        })),
        readAt: readAt === null ? null : toIso(readAt),
      }
    },
  }

  return { handlers, readHosts }
}

/** The plan as far as Zoom's facts bear it out: an account in which anybody has a licence is not free, whoever owns the app. */
async function planOf(
  client: ZoomClient,
  isOwnerLicensed: boolean,
  said: KeptAccount['plan'],
): Promise<AccountTest['plan']> {
  if (!isOwnerLicensed) {
    const users = await usersOrNull(client)
    if (users === null) return null
    if (!users.some(({ type }) => type === 'licensed')) return 'free'
  }
  return said === 'free' ? null : said
}

/** Null where the app may not list the account's users: that is told with the other missing scopes. */
async function usersOrNull(client: ZoomClient): Promise<Awaited<ReturnType<ZoomClient['listUsers']>> | null> {
  try {
    return await client.listUsers()
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

const outOfReach: readonly ProblemKind[] = ['offline', 'notConnected', 'notEnabled', 'zoomUnavailable']

function isOutOfReach(error: unknown): boolean {
  return error instanceof ProblemError && outOfReach.includes(error.problem.kind)
}
