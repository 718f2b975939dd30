import { secretNameOf } from '../operations/account-secrets.ts'
import type { Clock, Ports, PracticeConnection, SecretStore } from '../ports.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { KeptAccount, SystemStore } from '../store/system.ts'
import { createZoomClient, type ServerToServerCredentials, type ZoomClient } from '../zoom/client.ts'
import type { LimitNote } from '../zoom/limit-memory.ts'

/** The way to Zoom of one open school. */
export interface ZoomConnection {
  /** The client of the connected account, made once per account. Raises `notConnected`, `notEnabled`, `locked`. */
  client(): Promise<ZoomClient>
  /** The same while Zoom is switched off, too: for testing the connection only. */
  clientForTest(): Promise<ZoomClient>
  /** A client for credentials that are being tried; the caller closes it. */
  tryClient(credentials: ServerToServerCredentials, plan: KeptAccount['plan']): ZoomClient
  close(): Promise<void>
}

/** What {@link createZoomConnection} needs. */
export interface ZoomConnectionDeps {
  readonly ports: Ports
  readonly clock: Clock
  readonly system: SystemStore
  readonly secrets: SecretStore
  readonly practice: PracticeConnection | null
}

/** Keeps one client for the connected account, and makes another when the account changes. */
export function createZoomConnection({ ports, clock, system, secrets, practice }: ZoomConnectionDeps): ZoomConnection {
  /** A promise, so that two calls that meet make one client and not two with a limiter each. */
  let kept: { readonly id: string; readonly client: Promise<ZoomClient> } | null = null

  const make = (
    account: ServerToServerCredentials,
    plan: KeptAccount['plan'],
    zoom: Ports['zoom'],
    keptAs: string | null,
  ): ZoomClient =>
    createZoomClient({
      account,
      plan,
      clock,
      zoom,
      random: ports.random,
      log: ports.log,
      dispatcher: practice === null ? ports.dispatcher : undefined,
      // What Zoom counted today is counted on after a restart; credentials on trial have no such memory.
      ...(keptAs === null ? {} : { limitMemory: limitMemory(system, clock, keptAs) }),
    })

  const current = async (): Promise<{ id: string; make: () => Promise<ZoomClient> }> => {
    if (practice !== null) {
      const { apiUrl, oauthUrl, ...credentials } = practice.address
      return {
        id: apiUrl,
        make: async () => make(pick(credentials), 'pro', { apiUrl, oauthUrl }, credentials.accountId),
      }
    }
    const account = await system.findAccount()
    if (account === null) {
      throw new ProblemError('notConnected', 'Homeroom is not connected to a Zoom account.', {
        fix: 'Connect your Zoom account in Settings.',
      })
    }
    return {
      id: account.id,
      make: async () => {
        const clientSecret = await secrets.get(secretNameOf(account.id))
        if (clientSecret === null) {
          throw new ProblemError(
            'notConnected',
            'The client secret of the Zoom account is no longer kept on this computer.',
            {
              fix: 'Connect your Zoom account again in Settings.',
            },
          )
        }
        return make(
          { accountId: account.accountId, clientId: account.clientId, clientSecret },
          account.plan,
          ports.zoom,
          account.accountId,
        )
      },
    }
  }

  const letGo = async () => {
    const before = kept
    kept = null
    await before?.client.then((client) => client.close()).catch(() => undefined)
  }

  const keptClient = async (wanted: Awaited<ReturnType<typeof current>>): Promise<ZoomClient> => {
    let present = kept
    if (present?.id !== wanted.id) {
      void letGo()
      const made = { id: wanted.id, client: wanted.make() }
      kept = made
      present = made
      // A keychain that was locked may be open the next time.
      made.client.catch(() => {
        if (kept === made) kept = null
      })
    }
    return present.client
  }

  return {
    async client() {
      const wanted = await current()
      if (!(await system.isZoomEnabled())) throw switchedOff()
      return keptClient(wanted)
    },
    clientForTest: async () => keptClient(await current()),
    tryClient: (credentials, plan) => make(credentials, plan, ports.zoom, null),
    close: letGo,
  }
}

const switchedOff = () =>
  new ProblemError('notEnabled', 'Zoom is switched off in Homeroom, so nothing is sent to Zoom or read from it.', {
    fix: 'Switch it on in Settings, Zoom account.',
  })

const pick = ({ accountId, clientId, clientSecret }: ServerToServerCredentials): ServerToServerCredentials => ({
  accountId,
  clientId,
  clientSecret,
})

/** Zoom counts per account, so an account that was changed starts with its own counts. */
function limitMemory(system: SystemStore, clock: Clock, accountId: string) {
  const name = (key: string) => `zoom-limit/${accountId}/${key}`
  return {
    read: (key: string) => system.findCursor<LimitNote>(name(key)),
    write: (key: string, note: LimitNote) => system.keepCursor(name(key), note, clock.now()),
  }
}
