import { z } from 'zod'
import { Done, Instant, Nothing, Text, TimeZone } from './common.ts'
import { Problem } from './problem.ts'
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

/** The plan of a Zoom account, which decides its limits; `business` stands for Business, Education and Enterprise too. */
export const ZoomPlan = z.enum(['free', 'pro', 'business'])
export type ZoomPlan = z.infer<typeof ZoomPlan>

/** What "Test connection" found. */
export const AccountTest = z.strictObject({
  name: z.string(),
  email: z.string(),
  /**
   * Zoom names no plan. `free`: nobody of the account has a licence. Else as it was said when it was connected; null when Zoom
   * does not list who has one, or says otherwise.
   */
  plan: ZoomPlan.nullable(),
  grantedScopes: z.array(z.string()),
  missingScopes: z.array(MissingScope),
  /** Our clock minus Zoom's, in seconds; beyond 60 it breaks tokens. */
  clockSkewSeconds: z.number(),
  region: z.string(),
  /** Calls in each second that Zoom takes of this account on its plan, by the weight of a call (Zoom's rate-limit labels). */
  callsPerSecond: z.strictObject({ light: z.int(), medium: z.int(), heavy: z.int() }),
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

/** Where the Zoom account stands, with everything that is kept for it but the secrets themselves. */
export const AccountStanding = z.strictObject({
  /** Null in the practice school too, whose pretend Zoom is its own. */
  account: Account.nullable(),
  /** False while a person has switched Zoom off: nothing is sent, nothing is read, everything else goes on. */
  isEnabled: z.boolean(),
  /** The Meeting SDK app, for a class room inside Homeroom; null while none is kept. */
  meetingSdk: z.strictObject({ clientId: z.string(), keptAt: Instant, isEnabled: z.boolean() }).nullable(),
  /** The secret token of the app's event subscription; null while none is kept. */
  webhook: z.strictObject({ keptAt: Instant }).nullable(),
  /** Test classes that may still be at Zoom: the next `account.sendTestClass` looks for them first, and deletes them. */
  leftTestClasses: z.array(z.strictObject({ zoomMeetingId: z.string().nullable(), sentAt: Instant })),
})
export type AccountStanding = z.infer<typeof AccountStanding>

/** Optional secrets, by what they are for. Nothing of Homeroom needs them yet. */
const KeepSecret = z.discriminatedUnion('use', [
  z.strictObject({ use: z.literal('meetingSdk'), clientId: Text(200), clientSecret: Text(400) }),
  z.strictObject({ use: z.literal('webhook'), secretToken: Text(400) }),
])
export type KeepSecret = z.infer<typeof KeepSecret>

/** How a test class went. It was made; `problem` of a step says why that step failed. */
export const TestClass = z.strictObject({
  zoomMeetingId: z.string(),
  /** What Zoom was asked for. */
  topic: z.string(),
  startsAt: Instant,
  durationMinutes: z.int(),
  timeZone: TimeZone,
  steps: z.array(z.strictObject({ step: z.enum(['create', 'readBack', 'delete']), problem: Problem.nullable() })),
  /** What Zoom keeps otherwise, as it reads: instants in ISO 8601, durations in minutes. */
  changes: z.array(
    z.strictObject({
      field: z.enum(['topic', 'startsAt', 'durationMinutes', 'timeZone']),
      asked: z.string(),
      kept: z.string().nullable(),
    }),
  ),
  /** Test classes of earlier tries that were still at Zoom, and are deleted now. */
  leftoversDeleted: z.int(),
})
export type TestClass = z.infer<typeof TestClass>

const Connect = z.strictObject({
  accountId: Text(200),
  clientId: Text(200),
  clientSecret: Text(400),
  plan: ZoomPlan.default('pro'),
})

/** Operations about the Zoom account. */
export const account = {
  /**
   * Tests the credentials, then keeps the secret in the secret store. Nothing is kept when the test fails. Another account
   * than before takes nothing over: the optional secrets of the one before are forgotten.
   */
  'account.connect': command(Connect, AccountTest, { roles: administrators }),
  'account.test': command(Nothing, AccountTest, { roles: administrators }),
  'account.get': query(Nothing, AccountStanding, { roles: officeStaff }),
  /** Switches Zoom on or off. While it is off whatever would reach Zoom raises `notEnabled`; `account.test` still runs. */
  'account.setEnabled': command(z.strictObject({ isEnabled: z.boolean() }), Done, { roles: administrators }),
  /**
   * Makes a meeting at Zoom (in an hour, 30 minutes, nobody registered), reads it back and deletes it. Raises what kept Zoom
   * from making it, `notEnabled`, and `inUse` while another one is under way; what fails after that stands in `steps`.
   */
  'account.sendTestClass': command(z.strictObject({ hostId: z.string().max(200).optional() }), TestClass, {
    roles: administrators,
  }),
  /** Keeps an optional secret in the secret store, in place of the one before it. Raises `notConnected`. */
  'account.keepSecret': command(KeepSecret, Done, { roles: administrators }),
  'account.forgetSecret': command(z.strictObject({ use: z.enum(['meetingSdk', 'webhook']) }), Done, {
    roles: administrators,
  }),
  /** Whether Homeroom may use the Meeting SDK app. Raises `notFound` while none is kept. */
  'account.setMeetingSdkEnabled': command(z.strictObject({ isEnabled: z.boolean() }), Done, { roles: administrators }),
  /** Leaves the account and forgets every secret of it. */
  'account.disconnect': command(Nothing, Done, { roles: administrators }),
  /** The account's users; from the last list kept here when Zoom is out of reach. */
  'account.listHosts': query(
    z.strictObject({ refresh: z.boolean().default(false) }),
    z.strictObject({ hosts: z.array(Host), readAt: Instant.nullable() }),
    { roles: officeStaff },
  ),
}
