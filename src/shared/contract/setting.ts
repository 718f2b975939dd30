import { z } from 'zod'
import { PersonId } from '../ids.ts'
import { LocalDate, Nothing, WallTime } from './common.ts'
import { administrators, command, everyone, query } from './row.ts'

/** The rules of marking, from a date on. */
export const PolicyRule = z.strictObject({
  preset: z.enum(['minutes', 'percent']),
  /** Minutes that make present, or half of the time held, whichever is less. For the preset `minutes`. */
  presentMinutes: z.int().min(1).max(600).default(15),
  /** Share of the time held that makes present, in percent. For the preset `percent`. */
  presentPercent: z.int().min(1).max(100).default(80),
  lateAfterMinutes: z.int().min(0).max(240).default(10),
  leftEarlyMinutes: z.int().min(0).max(240).default(10),
  fromOn: LocalDate,
})

/** What a school may set. */
export const Settings = z.strictObject({
  policies: z.array(PolicyRule),
  /** Domains that students may be registered with; empty allows every one. `*.deped.gov.ph` takes subdomains. */
  allowedDomains: z.array(z.string()),
  /** A domain that the school owns, for students without an address of their own; null makes none. */
  ownedDomain: z.string().nullable(),
  /** What else registration does. */
  registration: z.strictObject({
    /** Staff who get a link of their own to each class, beside its students; never who hosts it (Zoom's error 3027). */
    staff: z.enum(['none', 'teachers', 'teachersAndAdvisers']),
    /** Staff who get a link to every class, such as a principal. */
    staffIds: z.array(PersonId).max(50),
    /** Whether Zoom mails each registered person their link. */
    zoomMails: z.boolean(),
  }),
  /** Whether an exact name that is unique counts without a person's word. Null: only where registration is off. */
  acceptExactNames: z.boolean().nullable(),
  defaults: z.strictObject({
    durationMinutes: z.int().min(1).max(1440),
    admission: z.enum(['waitingRoom', 'registrationLink']),
    muteOnEntry: z.boolean(),
    hostVideo: z.boolean(),
    participantVideo: z.boolean(),
    joinBeforeHost: z.boolean(),
    recording: z.enum(['none', 'local', 'cloud']),
  }),
  /** When classes take place: others are allowed, and said to be outside. */
  schoolHours: z.strictObject({
    opensAt: WallTime,
    closesAt: WallTime,
    /** ISO: 1 is Monday. */
    weekDays: z.array(z.int().min(1).max(7)).min(1).max(7),
  }),
  /** The first weeks of school: until this day sections may change as much as they like without a question; null for never. */
  firstWeeksUntil: LocalDate.nullable(),
  /** What the computer tells of by itself, by the operating system's notifications; never a student's name. */
  reminders: z.strictObject({
    /** Before each class; null tells of none. */
    beforeMinutes: z.int().min(1).max(120).nullable(),
    /** Whether it tells what only a person can settle. */
    isAttentionTold: z.boolean(),
    /** Nothing is told in these hours, which may go over midnight; the same time twice: told at all hours. */
    quietFrom: WallTime,
    quietTo: WallTime,
  }),
})
export type Settings = z.infer<typeof Settings>

/** Operations about settings. */
export const setting = {
  'setting.get': query(Nothing, Settings, { roles: everyone }),
  'setting.change': command(
    z.strictObject({
      allowedDomains: Settings.shape.allowedDomains.optional(),
      ownedDomain: Settings.shape.ownedDomain.optional(),
      registration: Settings.shape.registration.partial().optional(),
      acceptExactNames: Settings.shape.acceptExactNames.optional(),
      defaults: Settings.shape.defaults.partial().optional(),
      schoolHours: Settings.shape.schoolHours.optional(),
      firstWeeksUntil: Settings.shape.firstWeeksUntil.optional(),
      reminders: Settings.shape.reminders.partial().optional(),
    }),
    Settings,
    { roles: administrators },
  ),
  /** Adds a rule from a date on; periods before it keep theirs. */
  'setting.addPolicy': command(PolicyRule, Settings, { roles: administrators }),
}
