import { z } from 'zod'
import { Done, Instant, Nothing, Text } from './common.ts'
import { administrators, command, officeStaff, query } from './row.ts'

/** The Zoom account that this school is connected to. Secrets never travel outwards. */
export const Account = z.strictObject({
  kind: z.enum(['serverToServer']),
  accountId: z.string(),
  clientId: z.string(),
  connectedAt: Instant,
  testedAt: Instant.nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
})
export type Account = z.infer<typeof Account>

/** One scope that the account lacks, and what it costs. */
export const MissingScope = z.strictObject({
  scope: z.string(),
  feature: z.enum(['connection', 'hosts', 'hostRules', 'scheduling', 'ending', 'registration', 'attendance']),
})

export type MissingScope = z.infer<typeof MissingScope>

/** What "Test connection" found. */
export const AccountTest = z.strictObject({
  name: z.string(),
  email: z.string(),
  plan: z.enum(['free', 'pro', 'business']),
  grantedScopes: z.array(z.string()),
  missingScopes: z.array(MissingScope),
  /** Our clock minus Zoom's, in seconds; beyond 60 it breaks tokens. */
  clockSkewSeconds: z.number(),
  region: z.string(),
  testedAt: Instant,
})
export type AccountTest = z.infer<typeof AccountTest>

/** A Zoom user who can hold classes. */
export const Host = z.strictObject({
  hostId: z.string(),
  name: z.string(),
  email: z.string(),
  isLicensed: z.boolean(),
  timeZone: z.string().nullable(),
})
export type Host = z.infer<typeof Host>

const Connect = z.strictObject({
  accountId: Text(200),
  clientId: Text(200),
  clientSecret: Text(400),
  plan: z.enum(['free', 'pro', 'business']).default('pro'),
})

/** Operations about the Zoom account. */
export const account = {
  /** Tests the credentials, then keeps the secret in the secret store. Nothing is kept when the test fails. */
  'account.connect': command(Connect, AccountTest, { roles: administrators }),
  'account.test': command(Nothing, AccountTest, { roles: administrators }),
  'account.get': query(Nothing, z.strictObject({ account: Account.nullable() }), { roles: officeStaff }),
  'account.disconnect': command(Nothing, Done, { roles: administrators }),
  /** The account's users; from the last list kept here when Zoom is out of reach. */
  'account.listHosts': query(
    z.strictObject({ refresh: z.boolean().default(false) }),
    z.strictObject({ hosts: z.array(Host), readAt: Instant.nullable() }),
    { roles: officeStaff },
  ),
}
