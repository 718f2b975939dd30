import type { Handlers, InputOf, OutputOf } from '../../shared/contract/index.ts'
import type { Provisioning } from '../../shared/contract/provisioning.ts'
import { ProblemError } from '../../shared/problem.ts'
import { product } from '../../shared/product.ts'
import type { Ports, ProvisioningFile } from '../ports.ts'
import { parseProvisioning } from './provisioning-file.ts'

/** What connecting as IT prepared it needs. */
export interface ProvisioningDeps {
  readonly provisioning: Ports['provisioning']
  readonly connect: (input: InputOf<'account.connect'>) => Promise<OutputOf<'account.connect'>>
}

/** What IT prepared, told before there is a school and while one is locked. */
export function createProvisioningQuery(provisioning: Ports['provisioning']): Handlers<'provisioning.get'> {
  return {
    'provisioning.get': async () => {
      const file = await provisioning()
      return { provisioning: file === null ? null : withoutSecret(file) }
    },
  }
}

/** Connecting the Zoom account with the credentials that IT prepared, so that staff never see the secret. */
export function createProvisioningOperations(deps: ProvisioningDeps): Handlers<'provisioning.connect'> {
  return {
    'provisioning.connect': async () => {
      const file = await deps.provisioning()
      if (file === null) {
        throw new ProblemError('notFound', 'There is no provisioning file on this computer.', {
          fix: `Ask your IT for ${product.provisioningFile}, or type the three codes from Zoom.`,
        })
      }
      const { accountId, clientId, clientSecret, plan } = parseProvisioning(file).zoom
      if (accountId === undefined || clientId === undefined || clientSecret === undefined) {
        const given = { accountId, clientId, clientSecret }
        const missing = (['accountId', 'clientId', 'clientSecret'] as const).filter((name) => given[name] === undefined)
        throw new ProblemError(
          'notFound',
          `The provisioning file of this computer is without ${missing.map((name) => `zoom.${name}`).join(', ')}.`,
          { fix: 'Ask your IT to add what is missing, or type the three codes from Zoom.' },
        )
      }
      try {
        return await deps.connect({ accountId, clientId, clientSecret, plan })
      } catch (error) {
        throw wrongInFile(error)
      }
    },
  }
}

/** Whoever pressed the button has typed nothing: wrong credentials are for IT to mend. */
function wrongInFile(error: unknown): unknown {
  if (!(error instanceof ProblemError) || error.problem.kind !== 'wrongCredentials') return error
  return new ProblemError(
    'wrongCredentials',
    error.problem.message,
    { fix: `Ask your IT to correct ${product.provisioningFile}, or type the three codes from Zoom.` },
    { cause: error },
  )
}

function withoutSecret(file: ProvisioningFile): Provisioning {
  const { school, zoom, registration, defaults } = parseProvisioning(file)
  const hasClientSecret = zoom.clientSecret !== undefined
  return {
    school: { name: school.name ?? null, timeZone: school.timeZone ?? null },
    zoom: {
      accountId: zoom.accountId ?? null,
      clientId: zoom.clientId ?? null,
      plan: zoom.plan ?? null,
      hasClientSecret,
    },
    registration,
    defaults,
    warning:
      hasClientSecret && file.isReadableByAll
        ? 'Every user of this computer can read the Zoom client secret in the provisioning file: ask your IT to let only Homeroom’s users read it, and to delete it once the account is connected.'
        : null,
  }
}
