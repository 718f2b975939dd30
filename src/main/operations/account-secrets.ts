import type { AccountStanding } from '../../shared/contract/account.ts'
import type { Handlers } from '../../shared/contract/index.ts'
import { toIso } from '../../shared/domain/time.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Clock, SecretStore } from '../ports.ts'
import type { SystemStore } from '../store/system.ts'

type Names = 'account.keepSecret' | 'account.forgetSecret' | 'account.setMeetingSdkEnabled'
type Use = 'meetingSdk' | 'webhook'

/** What keeping optional secrets needs. */
export interface OptionalSecretsDeps {
  readonly store: SystemStore
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly newId: () => string
  /** Raises `conflict` in the practice school. */
  readonly refuseInPractice: () => void
}

/** What is known of an optional secret besides itself. */
interface Kept {
  /** Names the secret in the secret store: a new one for each, so that an old and a new secret are never mistaken. */
  readonly id: string
  readonly keptAt: number
}

interface KeptMeetingSdk extends Kept {
  readonly clientId: string
  readonly isEnabled: boolean
}

/** The name under which an account's client secret lies in the secret store. */
export const secretNameOf = (accountKeyId: string): string => `zoom-client-secret/${accountKeyId}`

const secretNames: Readonly<Record<Use, (id: string) => string>> = {
  meetingSdk: (id) => `zoom-meeting-sdk-secret/${id}`,
  webhook: (id) => `zoom-webhook-token/${id}`,
}

/** The settings that say what is kept. */
const settingOf: Readonly<Record<Use, string>> = { meetingSdk: 'zoomMeetingSdk', webhook: 'zoomWebhook' }
const uses: readonly Use[] = ['meetingSdk', 'webhook']

/** The optional secrets of the account, and what its other operations need of them. */
export interface OptionalSecrets {
  readonly handlers: Handlers<Names>
  /** What is kept, without the secrets. */
  readonly standing: () => Promise<Pick<AccountStanding, 'meetingSdk' | 'webhook'>>
  /** The settings that go when the account goes, and the secrets to delete once they have gone. */
  readonly leaving: () => Promise<{ readonly settings: readonly string[]; readonly secretNames: readonly string[] }>
}

/** The Meeting SDK app and the webhook token of a school: kept for later, never sent outwards. */
export function createOptionalSecrets(deps: OptionalSecretsDeps): OptionalSecrets {
  const { store, secrets, clock, newId } = deps

  const find = <T extends Kept>(use: Use) => store.findSetting<T>(settingOf[use])

  /** The secret first, then the row that names it: a crash in between leaves what was kept before as it was. */
  const keep = async (use: Use, secret: string, facts: object): Promise<void> => {
    const before = await find(use)
    const id = newId()
    await secrets.set(secretNames[use](id), secret)
    try {
      await store.keepSetting(settingOf[use], { ...facts, id, keptAt: clock.now() }, clock.now())
    } catch (error) {
      await secrets.delete(secretNames[use](id)).catch(() => undefined)
      throw error
    }
    if (before !== null) await secrets.delete(secretNames[use](before.id))
  }

  const mustHaveAccount = async () => {
    if ((await store.findAccount()) !== null) return
    throw new ProblemError('notConnected', 'This belongs to a Zoom account, and none is connected.', {
      fix: 'Connect your Zoom account first.',
    })
  }

  const handlers: Handlers<Names> = {
    'account.keepSecret': async (input) => {
      deps.refuseInPractice()
      await mustHaveAccount()
      if (input.use === 'webhook') {
        await keep('webhook', input.secretToken, {})
      } else {
        const isEnabled = (await find<KeptMeetingSdk>('meetingSdk'))?.isEnabled ?? true
        await keep('meetingSdk', input.clientSecret, { clientId: input.clientId, isEnabled })
      }
      return { done: true }
    },

    'account.forgetSecret': async ({ use }) => {
      deps.refuseInPractice()
      const kept = await find(use)
      if (kept !== null) {
        await store.forgetSetting(settingOf[use])
        await secrets.delete(secretNames[use](kept.id))
      }
      return { done: true }
    },

    'account.setMeetingSdkEnabled': async ({ isEnabled }) => {
      deps.refuseInPractice()
      const kept = await find<KeptMeetingSdk>('meetingSdk')
      if (kept === null) {
        throw new ProblemError('notFound', 'No Meeting SDK app is kept here.', {
          fix: 'Enter its client ID and client secret first.',
        })
      }
      await store.keepSetting(settingOf.meetingSdk, { ...kept, isEnabled }, clock.now())
      return { done: true }
    },
  }

  return {
    handlers,

    async standing() {
      const [meetingSdk, webhook] = [await find<KeptMeetingSdk>('meetingSdk'), await find('webhook')]
      return {
        meetingSdk: meetingSdk && {
          clientId: meetingSdk.clientId,
          keptAt: toIso(meetingSdk.keptAt),
          isEnabled: meetingSdk.isEnabled,
        },
        webhook: webhook && { keptAt: toIso(webhook.keptAt) },
      }
    },

    async leaving() {
      const kept = await Promise.all(uses.map(async (use) => ({ use, kept: await find(use) })))
      return {
        settings: uses.map((use) => settingOf[use]),
        secretNames: kept.flatMap((each) => (each.kept === null ? [] : [secretNames[each.use](each.kept.id)])),
      }
    },
  }
}
