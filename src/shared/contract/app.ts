import { z } from 'zod'
import { Instant, Nothing, Text, TimeZone } from './common.ts'
import { Problem } from './problem.ts'
import { administrators, command, everyone, query } from './row.ts'

/** The school as everybody sees it. */
export const School = z.strictObject({
  name: z.string(),
  timeZone: TimeZone,
  /** A BCP 47 locale: decides how times and dates are written. */
  locale: z.string(),
  kind: z.enum(['zoom', 'practice']),
})
export type School = z.infer<typeof School>

/** What stands on every screen: where we are, and whether anything waits. */
export const AppStatus = z.strictObject({
  version: z.string(),
  /** `empty`: first run. `locked`: there is a school, and `problem` says why it is not open. */
  state: z.enum(['empty', 'locked', 'ready']),
  /** What keeps the school from being opened while `locked`: a lost key, a full disk, a newer database and the like. */
  problem: Problem.nullable(),
  school: School.nullable(),
  secrets: z.enum(['keychain', 'file', 'memory']).nullable(),
  /** Whether the operating system's keychain answered, so that set-up can offer it. */
  now: Instant,
  isConnected: z.boolean(),
  /** Whether Homeroom may talk to Zoom: false while a person has switched it off. */
  isZoomEnabled: z.boolean(),
  /** When a call to Zoom last succeeded. */
  lastZoomContactAt: Instant.nullable(),
  /** Changes that have not reached Zoom yet. */
  waitingToSend: z.int(),
  /** Of those, how many cannot be sent without a person. */
  refusedBySend: z.int(),
  /** People of class periods who stand in "Who is this?". */
  unidentified: z.int(),
  /** Classes to come that somebody changed or deleted in Zoom's own portal. */
  changedInZoom: z.int(),
  /** Whether this process holds the lease that runs the outbox and the pollers. */
  holdsLease: z.boolean(),
  role: z.enum(['administrator', 'office', 'registrar', 'teacher']),
})
export type AppStatus = z.infer<typeof AppStatus>

const SetUp = z.strictObject({
  school: z.strictObject({ name: Text(120), timeZone: TimeZone, locale: z.string().min(2).max(35).default('en-PH') }),
})

/** The recovery code, shown once. It has been proved to unlock before it is shown. */
const SetUpDone = z.strictObject({ recoveryCode: z.string(), school: School })

/** Operations about Homeroom itself. */
export const app = {
  'app.status': query(Nothing, AppStatus, { roles: everyone, worksLocked: true }),
  /** Makes the encrypted database of a real school. Raises `conflict` when there is one. */
  'school.setUp': command(SetUp, SetUpDone, { roles: administrators, worksLocked: true }),
  'school.change': command(
    z.strictObject({
      name: Text(120).optional(),
      timeZone: TimeZone.optional(),
      locale: z.string().max(35).optional(),
    }),
    School,
    { roles: administrators },
  ),
  /** Opens a locked data folder with its recovery code and wraps the key anew for this computer. */
  'vault.recover': command(z.strictObject({ recoveryCode: Text(200) }), AppStatus, {
    roles: administrators,
    worksLocked: true,
  }),
  /** Makes a new recovery code; the old one stops working. */
  'vault.renewRecoveryCode': command(Nothing, z.strictObject({ recoveryCode: z.string() }), { roles: administrators }),
}
