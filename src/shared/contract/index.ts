import type { z } from 'zod'
import type { Caller } from '../handle.ts'
import { account } from './account.ts'
import { app } from './app.ts'
import { attendance, match } from './attendance.ts'
import { calendar, suspension } from './calendar.ts'
import { calendarFile } from './calendar-file.ts'
import { enrollment } from './enrollment.ts'
import { link } from './link.ts'
import { meeting } from './meeting.ts'
import { meetingPreview } from './meeting-preview.ts'
import { outbox } from './outbox.ts'
import { person } from './person.ts'
import { practice } from './practice.ts'
import { provisioning } from './provisioning.ts'
import { registration } from './registration.ts'
import { roster } from './roster.ts'
import { section } from './section.ts'
import { setting } from './setting.ts'
import { substitution } from './substitution.ts'
import { sync } from './sync.ts'
import { timetable } from './timetable.ts'

/** The whole contract: every operation by its name. One string finds the button, the handler, the test and the terminal command. */
export const contract = {
  ...app,
  ...account,
  ...provisioning,
  ...practice,
  ...person,
  ...section,
  ...enrollment,
  ...roster,
  ...calendar,
  ...suspension,
  ...calendarFile,
  ...link,
  ...meeting,
  ...meetingPreview,
  ...timetable,
  ...outbox,
  ...sync,
  ...substitution,
  ...registration,
  ...attendance,
  ...match,
  ...setting,
}

/** The name of an operation. */
export type OperationName = keyof typeof contract
/** What a caller sends: defaults may be left out. */
export type InputOf<Name extends OperationName> = z.input<(typeof contract)[Name]['input']>
/** What a handler gets: parsed, defaults filled in. */
export type ParsedOf<Name extends OperationName> = z.output<(typeof contract)[Name]['input']>
/** What an operation answers. */
export type OutputOf<Name extends OperationName> = z.output<(typeof contract)[Name]['output']>

/** The handler of one operation. */
export type Handler<Name extends OperationName> = (input: ParsedOf<Name>, caller: Caller) => Promise<OutputOf<Name>>

/** Handlers for some names: what each noun's file of operations returns. */
export type Handlers<Name extends OperationName> = { readonly [N in Name]: Handler<N> }
