import { z } from 'zod'
import { AccountTest, ZoomPlan } from './account.ts'
import { Nothing } from './common.ts'
import { administrators, command, officeStaff, query } from './row.ts'
import { Settings } from './setting.ts'

/** What IT prepared for every Homeroom of this computer, without its secret. */
export const Provisioning = z.strictObject({
  school: z.strictObject({ name: z.string().nullable(), timeZone: z.string().nullable() }),
  zoom: z.strictObject({
    accountId: z.string().nullable(),
    clientId: z.string().nullable(),
    plan: ZoomPlan.nullable(),
    hasClientSecret: z.boolean(),
  }),
  /** With what a new school's settings begin; its own settings count once it is set up. */
  registration: Settings.pick({ allowedDomains: true, ownedDomain: true }).partial(),
  defaults: Settings.shape.defaults.partial(),
  /** One sentence about what IT should mend, although the file is used: that everybody can read its secret. */
  warning: z.string().nullable(),
})
export type Provisioning = z.infer<typeof Provisioning>

/** Operations about the file by which IT prepares a computer. */
export const provisioning = {
  /** What the file says, read anew; null where there is none. Raises `fileUnreadable`, naming the fields at fault. */
  'provisioning.get': query(Nothing, z.strictObject({ provisioning: Provisioning.nullable() }), {
    roles: officeStaff,
    worksLocked: true,
  }),
  /** Connects the account with the file's credentials, which nobody sees. Raises `notFound` when they are not all there. */
  'provisioning.connect': command(Nothing, AccountTest, { roles: administrators }),
}
